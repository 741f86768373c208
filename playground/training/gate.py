"""Lets the window draw alone: while the gate is shut, the worker rests between two batches.

Both hold Python's lock in turns otherwise, at each of the hundreds of calls that a frame makes, and
the frame takes half as long again.
"""

from __future__ import annotations

import threading

_MOST = 0.05  # s that the worker rests at a stretch, whatever the window does


class Gate:
    """Shut while it is held by `with`, in the window's thread alone; it may be held twice over."""

    def __init__(self) -> None:
        self.shut = False
        self._held = 0
        self._opened = threading.Event()
        self._opened.set()

    def __enter__(self) -> None:
        self._held += 1
        self.shut = True
        self._opened.clear()

    def __exit__(self, *_: object) -> None:
        self._held -= 1
        if not self._held:
            self.shut = False
            self._opened.set()

    def wait(self) -> None:
        """Rest while it is shut, a moment at most."""
        if self.shut:
            self._opened.wait(_MOST)

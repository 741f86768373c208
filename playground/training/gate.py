"""How the worker and the window share one interpreter: the worker waits, between two slices,
while the window has something to do."""

from __future__ import annotations

from threading import Event

from PySide6.QtCore import QAbstractEventDispatcher, QObject, Slot

LONGEST_WAIT = 0.012  # seconds, after which the worker goes on all the same


class Gate(QObject):
    """Closed from the moment the event loop wakes until it sleeps again.

    Measured in tests/benchmarks/live.py against a shorter `sys.setswitchinterval`.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = Event()
        self._open.set()
        self._dispatcher: QAbstractEventDispatcher | None = None

    def watch(self, dispatcher: QAbstractEventDispatcher) -> None:
        """Follow the window's event loop."""
        self._dispatcher = dispatcher
        dispatcher.awake.connect(self._on_dispatcher_awake)
        dispatcher.aboutToBlock.connect(self._on_dispatcher_about_to_block)

    def leave(self) -> None:
        """Follow it no longer, and stay open: the event loop outlives the gate."""
        if self._dispatcher is not None:
            self._dispatcher.awake.disconnect(self._on_dispatcher_awake)
            self._dispatcher.aboutToBlock.disconnect(self._on_dispatcher_about_to_block)
            self._dispatcher = None
        self._open.set()

    def wait(self) -> None:
        """Wait until the window rests, at most 12 ms. Called by the worker."""
        self._open.wait(LONGEST_WAIT)

    @Slot()
    def _on_dispatcher_awake(self) -> None:
        self._open.clear()

    @Slot()
    def _on_dispatcher_about_to_block(self) -> None:
        self._open.set()

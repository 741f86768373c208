"""A place for one thing: the newest. What was not fetched in time is simply replaced."""

from __future__ import annotations

from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """One thread puts, another takes; queued signals would pile up instead."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._item: T | None = None

    def put(self, item: T) -> None:
        """Leave the newest item; an older one is dropped."""
        with self._lock:
            self._item = item

    def take(self) -> T | None:
        """The newest item since the last time, or None."""
        with self._lock:
            item, self._item = self._item, None
            return item

"""Work that is asked for often and done at most so many times a second, the last never lost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

_EARLY = 4  # ms: a snapshot that comes so early is on time
_MOST = 400  # ms that it waits, also where it took very long once, such as the first time


class Throttle(QObject):
    """Does `work` when asked, at once or once the interval is over."""

    def __init__(self, parent: QObject, per_second: int, work: Callable[[], None]) -> None:
        super().__init__(parent)
        self._work = work
        self._least = self._interval = 1000 // per_second
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.now)

    def ask(self) -> None:
        """Do the work soon."""
        if self._timer.isActive():
            return
        left = self._left()
        self._timer.start(left) if left > 0 else self.now()

    def join(self) -> None:
        """Do the work with other work that is being done, if it is its turn; else with the next,
        or alone where none follows."""
        left = self._left()
        self._timer.start(left + self._interval) if left > 0 else self.now()

    def _left(self) -> int:
        """Milliseconds until it may be done again."""
        waited = self._since.elapsed() if self._since.isValid() else self._interval
        return self._interval - waited if waited < self._interval - _EARLY else 0

    def now(self) -> None:
        """Do the work at once."""
        self._timer.stop()
        self._since.restart() if self._since.isValid() else self._since.start()
        self._work()

    def take(self, seconds: float, share: float) -> None:
        """The work takes so long; keep it to a share of the time."""
        self._interval = min(max(self._least, round(1000 * seconds / share)), _MOST)

    def forget(self) -> None:
        """Do the next work at once, whenever the last was."""
        self._timer.stop()
        self._since.invalidate()

    def stop(self) -> None:
        self._timer.stop()

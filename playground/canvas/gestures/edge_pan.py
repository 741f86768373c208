"""What is held near the canvas's edge brings what lies beyond it into sight."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QTimer

from playground.canvas.canvas import Canvas

_TICK = 16  # ms
_PATIENCE = 12  # ticks that one holds still there first: most drags only pass the edge
_FASTEST = 14.0  # px a tick, at the very edge


class EdgePan(QObject):
    """Pans a canvas for as long as something is held at its edge; `panned(place)` after each
    step, since what lies under that place is another then."""

    def __init__(self, canvas: Canvas, panned: Callable[[QPointF], None]) -> None:
        super().__init__(canvas)
        self._canvas, self._panned = canvas, panned
        self._at = QPointF()
        self._patience = _PATIENCE
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._on_timer_timeout)

    def hold(self, at: QPointF) -> None:
        """Something is held at a place of the canvas, or outside it."""
        self._at = at
        if self._speed().isNull():
            self.let_go()
        elif not self._timer.isActive():
            self._patience = _PATIENCE
            self._timer.start()

    def let_go(self) -> None:
        """Nothing is held any more."""
        self._timer.stop()

    def _speed(self) -> QPointF:
        """How far to pan in a tick: nothing but within the edges, more the nearer to them."""
        area, reach = self._canvas.rect(), self._canvas.look.sizes.columns
        if not area.contains(self._at.toPoint()):
            return QPointF()

        def along(at: float, end: float) -> float:
            near = max(0.0, reach - at) - max(0.0, at - (end - reach))
            return _FASTEST * near / reach

        return QPointF(along(self._at.x(), area.width()), along(self._at.y(), area.height()))

    def _on_timer_timeout(self) -> None:
        self._patience -= 1
        if self._patience >= 0:
            return
        by = self._speed()
        if self._canvas.pan_by(by.x(), by.y()):
            self._panned(self._at)

"""A kept picture of part of the sheet, with room around what is seen so that panning only moves
it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

_ROOM = 0.25  # beyond each edge of what is seen, by its size

Paint = Callable[[QPainter, QRectF], None]


class Picture:
    """Draws by a function into a picture, and shows that until it is spoilt or left behind."""

    def __init__(self) -> None:
        self._pixmap = QPixmap()
        self._area = QRectF()
        self._fresh = False

    def spoil(self) -> None:
        """What is kept is no longer true."""
        self._fresh = False

    def paint(self, painter: QPainter, visible: QRectF, ratio: float, paint: Paint) -> None:
        """Show the part of the sheet that is seen; the painter stands at the sheet's origin."""
        current = self._pixmap.devicePixelRatio() == ratio
        if not self._fresh or not current or not self._area.contains(visible):
            self._draw(visible, ratio, paint)
        part = QRectF((visible.topLeft() - self._area.topLeft()) * ratio, visible.size() * ratio)
        painter.drawPixmap(visible, self._pixmap, part)

    def _draw(self, visible: QRectF, ratio: float, paint: Paint) -> None:
        across, down = visible.width() * _ROOM, visible.height() * _ROOM
        area = QRectF(visible.adjusted(-across, -down, across, down).toAlignedRect())
        size = (area.size() * ratio).toSize()
        if size != self._pixmap.size():
            self._pixmap = QPixmap(size)
        self._pixmap.setDevicePixelRatio(ratio)
        self._pixmap.fill(Qt.GlobalColor.transparent)
        into = QPainter(self._pixmap)
        into.translate(QPointF() - area.topLeft())
        paint(into, area)
        into.end()
        self._area, self._fresh = area, True

"""A kept picture of part of the sheet, with room around what is seen so that panning only moves
it. It covers its ground: without transparency it is shown in a tenth of the time."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPixmap

_ROOM = 0.12  # beyond each edge of what is seen, by its size

Paint = Callable[[QPainter, QRectF], None]


class Picture:
    """Draws by a function into a picture, and shows that until it is spoilt; what comes into
    sight is added. `seconds` is what the last whole drawing took."""

    def __init__(self) -> None:
        self._pixmap = QPixmap()
        self._area = QRect()
        self._fresh = False
        self.seconds = 0.0

    def spoil(self) -> None:
        """What is kept is no longer true."""
        self._fresh = False

    def paint(
        self, painter: QPainter, visible: QRectF, ratio: float, paint: Paint, pans: bool = True
    ) -> None:
        """Show the part of the sheet that is seen; the painter stands at the sheet's origin.

        Where nothing `pans`, only what is seen is drawn.
        """
        seen = visible.toAlignedRect()
        current = self._fresh and self._pixmap.devicePixelRatio() == ratio
        if not current or not self._area.contains(seen):
            room = _ROOM if pans else 0.0
            across, down = round(seen.width() * room), round(seen.height() * room)
            area = seen.adjusted(-across, -down, across, down)
            self._draw(area, ratio, paint, current and self._area.intersects(area))
        corner = QPointF(seen.topLeft() - self._area.topLeft()) * ratio
        part = QRectF(corner, QRectF(seen).size() * ratio)
        painter.drawPixmap(QRectF(seen), self._pixmap, part)

    def _draw(self, area: QRect, ratio: float, paint: Paint, keep: bool) -> None:
        """Draw an area of the sheet; with `keep` only what is not in the picture yet."""
        drawn = self._pixmap
        if keep or drawn.size() != area.size() * ratio or drawn.devicePixelRatio() != ratio:
            drawn = QPixmap(area.size() * ratio)
            drawn.setDevicePixelRatio(ratio)
        into = QPainter(drawn)
        into.translate(-area.topLeft())
        if keep:
            into.drawPixmap(self._area.topLeft(), self._pixmap)
            for missing in _missing(area, self._area):
                into.setClipRect(missing)
                paint(into, QRectF(missing))
        else:
            start = perf_counter()
            paint(into, QRectF(area))
            self.seconds = perf_counter() - start
        into.end()
        self._pixmap, self._area, self._fresh = drawn, area, True


def _missing(area: QRect, kept: QRect) -> list[QRect]:
    """What of an area is not kept, in up to four pieces."""
    both = area.intersected(kept)
    sides = [
        area.adjusted(0, 0, both.left() - area.right() - 1, 0),
        area.adjusted(both.right() + 1 - area.left(), 0, 0, 0),
        QRect(both.left(), area.top(), both.width(), both.top() - area.top()),
        QRect(both.left(), both.bottom() + 1, both.width(), area.bottom() - both.bottom()),
    ]
    return [side for side in sides if side.width() > 0 and side.height() > 0]

"""Small pictures that look the same in frame after frame, such as a header: drawn once, then only
put in their places."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from math import floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

_MOST = 1024
_FINE = 8  # steps of a pixel at which a picture may stand


class Stamps:
    """Keeps what was drawn last; `clear` when colours or sizes have changed."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, QPixmap] = OrderedDict()
        self._moved = QPointF()
        self._ratio = 1.0

    def begin(self, painter: QPainter) -> None:
        """From now on a painter stands where it stands: it may be moved, not turned or scaled."""
        self._moved = QPointF(painter.transform().dx(), painter.transform().dy())
        self._ratio = painter.device().devicePixelRatio()

    def clear(self) -> None:
        self._kept.clear()

    def paint(
        self, painter: QPainter, key: Hashable, area: QRectF, draw: Callable[[QPainter], None]
    ) -> None:
        """Show what `draw` draws within `area`: the same for the same key and size."""
        moved = self._moved
        left, top = area.left() + moved.x(), area.top() + moved.y()
        column, row = floor(left), floor(top)
        across, down = int((left - column) * _FINE), int((top - row) * _FINE)
        whole = (key, area.width(), area.height(), across, down, self._ratio)
        stamp = self._kept.get(whole)
        if stamp is None:
            stamp = self._kept[whole] = _drawn(area, across, down, self._ratio, draw)
            if len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(whole)
        painter.drawPixmap(QPointF(column - moved.x(), row - moved.y()), stamp)


def _drawn(
    area: QRectF, across: int, down: int, ratio: float, draw: Callable[[QPainter], None]
) -> QPixmap:
    stamp = QPixmap(round((area.width() + 2) * ratio), round((area.height() + 2) * ratio))
    stamp.setDevicePixelRatio(ratio)
    stamp.fill(Qt.GlobalColor.transparent)
    painter = QPainter(stamp)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    painter.translate(across / _FINE - area.left(), down / _FINE - area.top())
    draw(painter)
    painter.end()
    return stamp

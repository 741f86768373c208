"""Lines in pixels of a sheet, drawn as single segments where they are wider than one pixel of the
screen: Qt's stroker is five to ten times as slow with a long path of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

Array = NDArray[Any]


class Polyline:
    """A line whose points and pen are set whole. Wide pens have to be opaque, for their segments
    overlap.

    x, y: its points (n,), none while it is cleared.
    """

    def __init__(self) -> None:
        self.x = self.y = np.empty(0)
        self._joins: Array | None = None
        self._path: QPainterPath | None = None  # made when it is painted, as wide as it is there
        self._fine = False
        self._pen = QPen()

    def set_pen(self, color: QColor, width: float) -> None:
        self._pen = QPen(color, width)
        flat = width <= 1.0
        self._pen.setCapStyle(Qt.PenCapStyle.FlatCap if flat else Qt.PenCapStyle.SquareCap)

    def set_dash_pen(self, color: QColor, width: float) -> None:
        """A pen for lines cut into dashes: square caps would close their gaps."""
        self._pen = QPen(color, width)
        self._pen.setCapStyle(Qt.PenCapStyle.FlatCap)

    def draw(self, x: Array, y: Array, joins: Array | None = None) -> None:
        """Go through points (n,); `joins` (n,) says whether one is joined to the next."""
        if len(x) < 2:
            self.clear()
            return
        self.x, self.y, self._joins = x, y, joins
        self._path = None

    def clear(self) -> None:
        if len(self.x):
            self.x = self.y = np.empty(0)

    def paint(self, painter: QPainter) -> None:
        if not len(self.x):
            return
        fine = self._pen.widthF() * painter.device().devicePixelRatioF() <= 1.0
        if self._path is None or fine is not self._fine:
            self._fine = fine
            self._path = self._connected() if fine else self._segments()
        painter.strokePath(self._path, self._pen)

    def _connected(self) -> QPainterPath:
        joins = "all" if self._joins is None else self._joins.astype(np.int32)
        path: QPainterPath = pg.arrayToQPath(self.x, self.y, joins, finiteCheck=False)
        return path

    def _segments(self) -> QPainterPath:
        """Every two joined points on their own."""
        count = len(self.x) - 1
        starts = np.arange(count) if self._joins is None else np.flatnonzero(self._joins[:-1])
        ends = np.empty(2 * len(starts), np.int64)
        ends[0::2], ends[1::2] = starts, starts + 1
        x, y = self.x[ends], self.y[ends]
        path: QPainterPath = pg.arrayToQPath(x, y, "pairs", finiteCheck=False)
        return path


def mixed(color: QColor, ground: QColor, part: float) -> QColor:
    """The opaque colour that `color` is on a ground, where it covers `part` of it."""
    rest = 1 - part
    return QColor.fromRgbF(
        color.redF() * part + ground.redF() * rest,
        color.greenF() * part + ground.greenF() * rest,
        color.blueF() * part + ground.blueF() * rest,
    )


def dashed(x: Array, y: Array, dash: float, gap: float) -> tuple[Array, Array, Array]:
    """A line (n,) cut into dashes along its own length, as (m,) points and what joins them."""
    steps = np.hypot(np.diff(x), np.diff(y))
    along = np.concatenate([[0.0], np.cumsum(steps)])
    starts = np.arange(0.0, along[-1], dash + gap)
    cuts = np.concatenate([along, starts, np.minimum(starts + dash, along[-1])])
    cuts.sort()
    joins = np.zeros(len(cuts), np.int32)
    joins[:-1] = ((cuts[1:] + cuts[:-1]) / 2) % (dash + gap) < dash
    return np.interp(cuts, along, x), np.interp(cuts, along, y), joins

"""Lines in pixels of a sheet, drawn as single segments: Qt's stroker is ten times as slow with a
long path wider than one pixel."""

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
        self._path = QPainterPath()
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
        self.x, self.y = x, y
        starts = slice(0, -1) if joins is None else np.flatnonzero(joins[:-1])
        ends = slice(1, None) if isinstance(starts, slice) else starts + 1
        pairs = np.stack([x[starts], y[starts], x[ends], y[ends]], axis=1).reshape(-1, 2)
        self._path = pg.arrayToQPath(pairs[:, 0], pairs[:, 1], "pairs", finiteCheck=False)

    def clear(self) -> None:
        if len(self.x):
            self.x = self.y = np.empty(0)
            self._path = QPainterPath()

    def paint(self, painter: QPainter) -> None:
        painter.strokePath(self._path, self._pen)


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

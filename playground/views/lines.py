"""Lines in pixels of a sheet, drawn as single segments where they are wider than one pixel of the
screen: Qt's stroker is five to ten times as slow with a long path of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsItem

Array = NDArray[Any]


class Polyline:
    """A line whose points and pen are set whole; `item` stands in the scene.

    Wide pens have to be opaque, for their segments overlap.
    """

    def __init__(self, parent: QGraphicsItem, z: float) -> None:
        self.item = pg.PlotCurveItem(antialias=True, skipFiniteCheck=True)
        self.item.setParentItem(parent)
        self.item.setZValue(z)

    def set_pen(self, color: QColor, width: float) -> None:
        pen = QPen(color, width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap if width <= 1.0 else Qt.PenCapStyle.SquareCap)
        self.item.setSegmentedLineMode("off" if width <= 1.0 else "on")
        self.item.setPen(pen)

    def set_dash_pen(self, color: QColor, width: float) -> None:
        """A pen for lines cut into dashes: square caps would close their gaps."""
        pen = QPen(color, width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        self.item.setSegmentedLineMode("on")
        self.item.setPen(pen)

    def draw(self, x: Array, y: Array, joins: Array | None = None) -> None:
        """Draw through points (n,); `joins` (n,) int32 says where one is joined to the next."""
        if len(x) < 2:
            self.clear()
            return
        connect = "all" if joins is None else joins
        self.item.setData(x, y, connect=connect, skipFiniteCheck=True)
        self.item.setVisible(True)

    def clear(self) -> None:
        self.item.setVisible(False)


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

"""The classes' markers as shapes to paint: filled for training points, hollow for validation."""

from __future__ import annotations

import math
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF, QTransform

from playground.window.theme import MARKERS

# The reach of each shape, so that all look equally large beside a circle of radius 1.
_REACH = {"◆": 1.2, "●": 1.0, "▲": 1.3, "■": 1.25, "▼": 1.3, "+": 1.25, "×": 1.25, "⬢": 1.1}
_ARM = 0.36  # half the width of the arms of + and ×


@cache
def marker(index: int) -> QPainterPath:
    """The marker of a class about (0, 0), as large as a circle of radius 1; do not change it."""
    sign = MARKERS[index % len(MARKERS)]
    reach = _REACH[sign]
    path = QPainterPath()
    if sign == "●":
        path.addEllipse(QPointF(), reach, reach)
    elif sign in "+×":
        path = _cross(reach)
        if sign == "×":
            path = QTransform().rotate(45).map(path)
    else:
        corners, first = {"◆": (4, 0), "▲": (3, 0), "■": (4, 45), "▼": (3, 180), "⬢": (6, 0)}[sign]
        path.addPolygon(_polygon(corners, first, reach))
        path.closeSubpath()
    return path


def _polygon(corners: int, first: float, reach: float) -> QPolygonF:
    """A regular polygon, its first corner so many degrees from the top."""
    turns = [math.radians(first + 360 * n / corners) for n in range(corners)]
    return QPolygonF([QPointF(reach * math.sin(t), -reach * math.cos(t)) for t in turns])


def _cross(reach: float) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addRect(QRectF(-reach, -_ARM, 2 * reach, 2 * _ARM))
    path.addRect(QRectF(-_ARM, -reach, 2 * _ARM, 2 * reach))
    return path.simplified()


def paint_filled(
    painter: QPainter, index: int, at: QPointF, radius: float, fill: QColor, ring: QPen
) -> None:
    """A filled marker with a ring that lies half on it and sets it off from what is below."""
    shape = QTransform(radius, 0, 0, radius, at.x(), at.y()).map(marker(index))
    painter.fillPath(shape, fill)
    painter.strokePath(shape, ring)


def paint_hollow(
    painter: QPainter, index: int, at: QPointF, radius: float, edge: QPen, under: QPen
) -> None:
    """A hollow marker, its edge on a wider stroke that sets it off from what is below."""
    shape = QTransform(radius, 0, 0, radius, at.x(), at.y()).map(marker(index))
    painter.strokePath(shape, under)
    painter.strokePath(shape, edge)

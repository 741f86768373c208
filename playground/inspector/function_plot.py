"""A small drawing of an activation: g as it bends, and g′, which every slope is multiplied by on
its way back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.activations import Activation, Linear
from playground.inspector.functions import REACH, bounds, pieces
from playground.inspector.plot_labels import covered, label_places
from playground.widgets import tooltip
from playground.widgets.drawing import rounded
from playground.window.appearance import Appearance, appearance
from playground.window.theme import TINTS

_NAMES = (("g(z)", "kind_activation"), ("g′(z)", "text_muted"))
_HEIGHTS = ((1.0, "1"), (-1.0, "−1"))
_SINGLE = "Solid is g, dashed its slope g′; z runs from −4 to 4."
_SEVERAL = (
    "Drawn for one unit's z beside one other unit at 0. "
    "Solid is g, dashed its slope ∂g₁/∂z₁; z runs from −4 to 4."
)

Points = NDArray[Any]


class _Drawn(NamedTuple):
    """Everything in px: g whole, g′ cut at the kinks, numbers and names where they stand."""

    g: Points
    slope: tuple[Points, ...]
    origin: QPointF
    heights: tuple[float, ...]
    numbers: list[QRectF]
    names: list[QRectF]


class FunctionPlot(QWidget):
    """Draws g solid and g′ dashed, with the axes of zero and the heights 1 and −1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.activation: Activation = Linear()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._name()
        self.look.theme_changed.connect(self._on_theme_changed)

    def show_function(self, activation: Activation) -> None:
        """Draw another activation; nothing happens where it is drawn already."""
        if activation == self.activation:
            return
        self.activation = activation
        self._name()
        self.update()

    def _name(self) -> None:
        activation = self.activation
        words = _SINGLE if activation.elementwise else _SEVERAL
        self.setAccessibleName(f"g and g′ of {activation.title()}")
        self.setAccessibleDescription(words)
        self.setToolTip(tooltip(activation.title(), words))

    def sizeHint(self) -> QSize:
        return QSize(self.look.sizes.picker_width, self.look.sizes.function_height)

    # --- from numbers to pixels ---------------------------------------------------------------

    @property
    def drawn(self) -> _Drawn:
        """What is drawn at the present size."""
        look = self.look
        return _draw(self.activation, self.width(), self.height(), look, look.sizes.body)

    # --- look ---------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        look, sizes, drawn = self.look, self.look.sizes, self.drawn
        painter = QPainter(self)
        area = QRectF(self.rect())
        rounded(painter, area, sizes.radius_field, look.color("canvas"))
        clip = QPainterPath()
        clip.addRoundedRect(area, sizes.radius_field, sizes.radius_field)
        painter.setClipPath(clip)
        self._paint_axes(painter, drawn)
        thin = sizes.point_ring
        dashed = QPen(look.color("text_muted"), thin)
        dashed.setDashPattern([sizes.gap / thin, sizes.dot_gap / thin])
        _stroke(painter, drawn.slope, dashed)
        _stroke(painter, [drawn.g], QPen(look.color("kind_activation"), sizes.curve))
        painter.setFont(look.font("caption", 600))
        for (name, token), spot in zip(_NAMES, drawn.names, strict=True):
            painter.setPen(look.color(token))
            painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, name)
        painter.setClipping(False)
        rounded(painter, area, sizes.radius_field, None, look.color("border"), sizes.hairline)

    def _paint_axes(self, painter: QPainter, drawn: _Drawn) -> None:
        look, line = self.look, round(self.look.sizes.hairline)
        for y in drawn.heights:
            painter.fillRect(0, round(y), self.width(), line, look.color("grid"))
        axis = look.color("border_strong", TINTS.axis)
        painter.fillRect(0, round(drawn.origin.y()), self.width(), line, axis)
        painter.fillRect(round(drawn.origin.x()), 0, line, self.height(), axis)
        painter.setFont(look.font("caption", tabular=True))
        painter.setPen(look.color("text_muted"))
        for spot, (_, words) in zip(drawn.numbers, _HEIGHTS, strict=True):
            painter.drawText(spot, Qt.AlignmentFlag.AlignRight, words)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


@lru_cache(maxsize=64)
def _draw(activation: Activation, width: int, height: int, look: Appearance, px: int) -> _Drawn:
    """The drawing in an area; `px` is the font's, which the places of words depend on."""
    shown = pieces(activation)
    low, high = bounds(shown)

    def points(z: Points | float, value: Points | float) -> Points:
        x = width * (np.asarray(z) + REACH) / (2 * REACH)
        y = height * (high - np.asarray(value)) / (high - low)
        return np.stack(np.broadcast_arrays(x, y), axis=-1)

    g = np.concatenate([points(piece.z, piece.g) for piece in shown])
    slope = tuple(points(piece.z, piece.slope) for piece in shown)
    origin = QPointF(*points(0.0, 0.0).tolist())
    heights = tuple(float(points(0.0, value)[1]) for value, _ in _HEIGHTS)
    lines = [g, np.concatenate(slope)]
    gap = look.sizes.inside
    metrics = QFontMetricsF(look.font("caption", tabular=True))
    wide = max(metrics.horizontalAdvance(words) for _, words in _HEIGHTS) + 1
    sides = [_numbers(heights, left, wide, metrics.height()) for left in (gap, width - gap - wide)]
    numbers = min(sides, key=lambda spots: sum(covered(spot, lines) for spot in spots))
    metrics = QFontMetricsF(look.font("caption", 600))
    named = [QSizeF(metrics.horizontalAdvance(name) + 2, metrics.height()) for name, _ in _NAMES]
    room = QRectF(0, 0, width, height).adjusted(gap, gap, -gap, -gap)
    names = label_places(lines, named, room, origin, numbers, gap)
    return _Drawn(g, slope, origin, heights, numbers, names)


def _numbers(heights: Sequence[float], left: float, wide: float, high: float) -> list[QRectF]:
    """Where 1 and −1 stand: beside their lines, on the side of zero."""
    tops = [y if value > 0 else y - high for y, (value, _) in zip(heights, _HEIGHTS, strict=True)]
    return [QRectF(left, top, wide, high) for top in tops]


def _stroke(painter: QPainter, lines: Sequence[Points], pen: QPen) -> None:
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    for line in lines:
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in line.tolist()]))

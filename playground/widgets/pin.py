"""A bias as a pin: on the corner of each neuron, and where it is explained."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from playground.window.appearance import Appearance

_STEP = 0.1  # px of a pin's radius


def pin_radius(look: Appearance, bias: float) -> float:
    """A pin's radius in px: larger for a larger bias, up to a limit."""
    size = abs(bias) if math.isfinite(bias) else 0.0
    return min(look.sizes.pin + look.sizes.pin_growth * math.sqrt(size), look.sizes.pin_most)


def pin_step(look: Appearance, bias: float) -> float:
    """A bias with the same sign and, to a tenth of a px, the same pin: few are all that is seen."""
    grown = pin_radius(look, bias) - look.sizes.pin
    root = round(grown / _STEP) * _STEP / look.sizes.pin_growth
    return -(root**2) - 1e-9 if bias < 0 else root**2


def paint_pin(painter: QPainter, look: Appearance, at: QPointF, bias: float, glyph: bool) -> None:
    """A bias at a place: larger for a larger one, its sign cut out."""
    sizes = look.sizes
    radius = pin_radius(look, bias)
    color, ground = look.color("negative" if bias < 0 else "positive"), look.color("canvas")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawEllipse(at, radius + sizes.pin_ring, radius + sizes.pin_ring)
    if not glyph:
        radius *= 0.8
        if bias < 0:  # a ring, so that the sign is not colour alone
            painter.setPen(QPen(color, sizes.pin_ring))
            painter.drawEllipse(at, radius - sizes.pin_ring / 2, radius - sizes.pin_ring / 2)
        else:
            painter.setBrush(color)
            painter.drawEllipse(at, radius, radius)
        return
    painter.setBrush(color)
    painter.drawEllipse(at, radius, radius)
    arm = radius * 0.5
    painter.setPen(QPen(ground, sizes.pin_ring, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLine(at - QPointF(arm, 0), at + QPointF(arm, 0))
    if bias >= 0:
        painter.drawLine(at - QPointF(0, arm), at + QPointF(0, arm))

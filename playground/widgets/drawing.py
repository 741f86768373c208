"""Shapes that several controls paint, on whole pixels so that their edges stay crisp."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.window.appearance import Appearance


def rounded(
    painter: QPainter,
    area: QRectF,
    radius: float,
    fill: QColor | None = None,
    edge: QColor | None = None,
    width: float = 1.0,
) -> None:
    """A rounded rectangle within `area`, its edge inside."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    if edge is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(area, radius, radius)
        return
    painter.setPen(QPen(edge, width))
    half = width / 2
    inner = area.adjusted(half, half, -half, -half)
    painter.drawRoundedRect(inner, max(0.0, radius - half), max(0.0, radius - half))


def disc(
    painter: QPainter, area: QRectF, fill: QColor, edge: QColor | None = None, width: float = 1.0
) -> None:
    """A circle within `area`, its edge inside."""
    rounded(painter, area, area.height() / 2, fill, edge, width)


def paint_shadow(painter: QPainter, look: Appearance, area: QRectF) -> None:
    """The soft shadow of something that floats, as a few faint rounded rectangles."""
    sizes, layers = look.sizes, 8
    base = area.translated(0, sizes.shadow_offset)
    color = look.color("shadow", look.theme.shadow_alpha / layers)
    for layer in range(layers):
        reach = sizes.shadow_blur / 2 * (1 - 2 * layer / layers)
        grown = base.adjusted(-reach, -reach, reach, reach)
        rounded(painter, grown, sizes.radius_card + max(0.0, reach), color)

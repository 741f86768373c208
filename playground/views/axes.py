"""Axes: round numbers beside the data rectangle, a quiet grid, and the names of what is shown."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from playground.window.appearance import Appearance
from playground.window.theme import TINTS

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignCenter

Places = tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Axes:
    """What stands around a data rectangle: places in px, each with its label.

    A framed rectangle keeps its outer labels within its own length and has no grid; an open one
    has horizontal grid lines and one axis line at its foot.
    """

    area: QRectF
    x: Places = ()
    y: Places = ()
    x_name: str = ""
    y_name: str = ""
    framed: bool = False


def label_width(look: Appearance, places: Places) -> float:
    """The width of the longest label."""
    metrics = QFontMetricsF(look.font("caption", tabular=True))
    return max((metrics.horizontalAdvance(text) for _, text in places), default=0.0)


def tick_row(look: Appearance) -> float:
    """The height of a row of labels under the data rectangle."""
    return QFontMetricsF(look.font("caption")).height() + look.sizes.related


def fits_between(look: Appearance, name: str, places: Places) -> bool:
    """Whether a name has room between the last two labels of a row."""
    if len(places) < 2:
        return False
    metrics = QFontMetricsF(look.font("caption", tabular=True))
    last, other = places[-1], places[-2]
    taken = metrics.horizontalAdvance(last[1]) * 1.5 + metrics.horizontalAdvance(other[1]) / 2
    room = abs(last[0] - other[0]) - taken - 2 * look.sizes.related
    return bool(name) and metrics.horizontalAdvance(name) <= room


def paint_axes(painter: QPainter, look: Appearance, axes: Axes) -> None:
    """Grid, axis line, labels and names."""
    if not axes.framed:
        _paint_lines(painter, look, axes)
    painter.setFont(look.font("caption", tabular=True))
    painter.setPen(look.color("text_muted"))
    _paint_labels(painter, look, axes)
    _paint_names(painter, look, axes)


def _paint_lines(painter: QPainter, look: Appearance, axes: Axes) -> None:
    area, width = axes.area, look.sizes.hairline
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(look.color("grid"), width))
    for place, _ in axes.y:
        y = round(place)
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(look.color("border_strong", TINTS.axis), width))
    foot = round(area.bottom()) + 0.5
    painter.drawLine(QPointF(area.left(), foot), QPointF(area.right(), foot))


def _paint_labels(painter: QPainter, look: Appearance, axes: Axes) -> None:
    area, sizes = axes.area, look.sizes
    metrics = QFontMetricsF(painter.font())
    height = metrics.height()
    right = area.left() - sizes.related
    for place, text in axes.y:
        middle = _kept(place, height, area.top(), area.bottom()) if axes.framed else place
        painter.drawText(QRectF(0, middle - height / 2, right, height), _RIGHT, text)
    top = area.bottom() + sizes.related - sizes.hairline
    for place, text in axes.x:
        width = metrics.horizontalAdvance(text)
        middle = _kept(place, width, area.left(), area.right()) if axes.framed else place
        painter.drawText(QRectF(middle - width, top, 2 * width, height), _MIDDLE, text)


def _kept(middle: float, length: float, low: float, high: float) -> float:
    return min(max(middle, low + length / 2), high - length / 2)


def _paint_names(painter: QPainter, look: Appearance, axes: Axes) -> None:
    """Short names between the last two numbers, where nothing is; long ones in a row of their own,
    that of the upright axis turned."""
    area, sizes = axes.area, look.sizes
    metrics = QFontMetricsF(painter.font())
    height = metrics.height()
    elided = metrics.elidedText(axes.x_name, Qt.TextElideMode.ElideMiddle, area.width())
    if fits_between(look, axes.x_name, axes.x):
        middle = (axes.x[-1][0] + axes.x[-2][0]) / 2
        top = area.bottom() + sizes.related - sizes.hairline
        painter.drawText(QRectF(middle - 100, top, 200, height), _MIDDLE, elided)
    elif elided:
        top = area.bottom() + tick_row(look)
        painter.drawText(QRectF(area.left(), top, area.width(), height), _MIDDLE, elided)
    width = metrics.horizontalAdvance(axes.y_name)
    if len(axes.y) > 1 and width <= label_width(look, axes.y):
        middle = (axes.y[-1][0] + axes.y[-2][0]) / 2
        right = area.left() - sizes.related
        painter.drawText(QRectF(0, middle - height / 2, right, height), _RIGHT, axes.y_name)
    elif axes.y_name:
        elided = metrics.elidedText(axes.y_name, Qt.TextElideMode.ElideMiddle, area.height())
        right = area.left() - label_width(look, axes.y) - sizes.related - sizes.inside
        painter.save()
        painter.translate(right, area.center().y())
        painter.rotate(-90)
        half = area.height() / 2
        painter.drawText(QRectF(-half, -height, 2 * half, height), _MIDDLE, elided)
        painter.restore()

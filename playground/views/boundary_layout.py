"""Where everything of the boundary stands: the largest square that leaves room for the numbers
beside it and the legend below, at the top of its place."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from playground.views.axes import Axes, fits_between, label_width, tick_row
from playground.views.boundary_legend import Placed, laid_out
from playground.views.boundary_reading import Reading
from playground.window.appearance import Appearance

_PARTS = 4  # of the axes, between the numbers; half as many where it is small
_NOWHERE = Axes(QRectF(), framed=True)


@dataclass(frozen=True, slots=True)
class Layout:
    """Axes around the map, whose data rectangle is the map itself, and the legend's entries."""

    axes: Axes = _NOWHERE
    legend: tuple[Placed, ...] = ()

    @property
    def area(self) -> QRectF:
        return self.axes.area


def lay_out(look: Appearance, reading: Reading, place: QRectF) -> Layout:
    """The layout within a place in px."""
    sizes = look.sizes
    left = _left(look, reading)
    width = max(1.0, place.width() - left - sizes.group)
    legend_height = _legend(look, reading, QRectF(0, 0, width, 1), place.width())[1]
    room = place.height() - _around(look) - legend_height
    side = max(1, int(min(width, room - _below(look, reading, width))))
    side = max(1, int(min(side, room - _below(look, reading, side))))
    area = QRectF(round(left + (width - side) / 2), round(sizes.strong), side, side)
    parts = _parts(look, side)
    x = tuple((area.left() + reading.part_x(v) * side, t) for v, t in reading.x_ticks(parts))
    y = tuple((area.bottom() - reading.part_y(v) * side, t) for v, t in reading.y_ticks(parts))
    row = QRectF(left, area.bottom() + _below(look, reading, side), width, legend_height)
    return Layout(
        Axes(area, x, y, reading.x_name, reading.y_name, framed=True),
        _legend(look, reading, row, place.width())[0],
    )


def height_for(look: Appearance, reading: Reading, width: int) -> int:
    """The height at which the map is as wide as the view allows."""
    side = max(1.0, width - _left(look, reading) - look.sizes.group)
    legend = _legend(look, reading, QRectF(0, 0, side, 1), width)[1]
    return math.ceil(_around(look) + side + _below(look, reading, side) + legend)


def _around(look: Appearance) -> int:
    """Px above the map, for the ring of the focus, and below the legend."""
    return round(look.sizes.strong) + look.sizes.related


def _parts(look: Appearance, side: float) -> int:
    """Into how many parts the numbers divide a side."""
    return _PARTS if side > _PARTS * 2 * tick_row(look) else _PARTS // 2


def _left(look: Appearance, reading: Reading) -> float:
    """Px left of the map."""
    sizes = look.sizes
    labels = tuple((0.0, text) for _, text in reading.y_ticks(_PARTS))
    left = sizes.panel + label_width(look, labels) + sizes.related
    if label_width(look, ((0.0, reading.y_name),)) > label_width(look, labels):
        left += tick_row(look) - sizes.inside
    return float(round(left))


def _below(look: Appearance, reading: Reading, side: float) -> float:
    """Px between the map and the legend: numbers, and the name where it is not between them."""
    sizes = look.sizes
    ticks = reading.x_ticks(_parts(look, side))
    places = tuple((reading.part_x(value) * side, text) for value, text in ticks)
    below = tick_row(look) + sizes.inside
    if reading.x_name and not fits_between(look, reading.x_name, places):
        below += tick_row(look) - sizes.inside
    return below


def _legend(
    look: Appearance, reading: Reading, row: QRectF, width: float
) -> tuple[tuple[Placed, ...], float]:
    """The legend as wide as the map, or as the view where that saves a row."""
    placed, height = laid_out(look, reading.legend, row)
    if height > look.sizes.legend_row:
        margin = look.sizes.panel
        wider = QRectF(margin, row.top(), width - 2 * margin, row.height())
        placed, height = laid_out(look, reading.legend, wider)
    return placed, height

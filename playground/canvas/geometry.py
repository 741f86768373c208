"""Where everything stands: columns side by side, neurons in rows about one middle line.

Headers keep their size at any zoom, tiles and the room between columns grow with it, so places are
pixels of the sheet at the present zoom and nothing is scaled when it is painted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from playground.canvas.scene import INPUTS, LOSS, Column, Scene
from playground.window.theme import Sizes

Level = Literal["full", "pins", "tiles"]

LEAST_ZOOM, MOST_ZOOM = 0.3, 3.0
_FULL, _PINS = 0.5, 0.45  # with 28 px tiles there still is room for a header with all its buttons
_EASY = 0.78  # with 44 px tiles, the smallest of the first launch, headers fit wherever tiles do
_FOOT_MOST, _FOOT_LEAST = 60.0, 36.0  # below the neurons, where the hint stands
_ABOVE = 12.0  # between header and first tile, at least
_WIDEST_GAP = 160.0
_TIGHTEST = 0.75  # of the gaps and margins one would like
# the look's sizes of a tile for 8 units, by the height of the canvas
_HEIGHTS, _TILES = (612.0, 792.0, 972.0), (44.0, 56.0, 72.0)


@dataclass(frozen=True, slots=True)
class Zoom:
    """How large tiles are (1 is 56 px), and the room between columns in px. `brief` headers are a
    few words, though tiles are large enough for more: so many columns are in sight."""

    scale: float = 1.0
    gap: float = 24.0
    brief: bool = False

    @property
    def level(self) -> Level:
        if self.scale >= _FULL and not self.brief:
            return "full"
        return "pins" if self.scale >= _PINS else "tiles"

    def by(self, factor: float) -> Zoom:
        """A zoom so many times as large, within 30 to 300 %."""
        scale = min(max(self.scale * factor, LEAST_ZOOM), MOST_ZOOM)
        return Zoom(scale, self.gap * scale / self.scale, self.brief and scale < _EASY)


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """One column on the sheet. `cell` is its full width and height, `header` the card (empty where
    there is none), `tiles` the neurons' places in the order of Column.neurons, `pill` the fold's,
    `card` the loss's."""

    column: Column
    cell: QRectF
    header: QRectF
    tiles: tuple[QRectF, ...]
    pill: QRectF
    card: QRectF

    @property
    def middle(self) -> float:
        return self.cell.center().x()

    def port(self, row: int, right: bool) -> QPointF:
        """Where lines reach a neuron, at its right or left."""
        tile = self.tiles[row]
        return QPointF(tile.right() if right else tile.left(), tile.center().y())


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Every column on the sheet; `bounds` holds them all."""

    zoom: Zoom
    columns: tuple[Placed, ...]
    bounds: QRectF
    middle: float

    def column_at(self, x: float) -> int:
        """The column whose cell holds x, −1 where there is none."""
        for place, placed in enumerate(self.columns):
            if placed.cell.left() <= x <= placed.cell.right():
                return place
        return -1

    def gaps(self) -> tuple[float, ...]:
        """The middle of the gap before each layer, and that after the last: where one inserts."""
        pairs = zip(self.columns[:-1], self.columns[1:], strict=True)
        return tuple((a.cell.right() + b.cell.left()) / 2 for a, b in pairs)


def fitting(scene: Scene, sizes: Sizes, width: float, height: float, labels: float = 0.0) -> Zoom:
    """The zoom at which the whole network is seen, its columns spread over the width: with full
    headers where there is room for them. `labels` is the width of the inputs' names."""
    zoom = _fitted(scene, sizes, width, height, labels, brief=False)
    return zoom if zoom.gap else _fitted(scene, sizes, width, height, labels, brief=True)


def _fitted(
    scene: Scene, sizes: Sizes, width: float, height: float, labels: float, brief: bool
) -> Zoom:
    """The zoom at which the network is seen with one kind of header; without a gap where full
    ones have no room."""
    unit = sizes.body / 13.0
    rows, pill = _rows(scene)
    room = height - pill * (sizes.pill_height + sizes.related)
    room -= _FOOT_LEAST * unit / 2 if brief else (_FOOT_LEAST + _ABOVE) * unit
    wanted = float(np.interp(height / unit, _HEIGHTS, _TILES)) * unit
    tall = (rows - 1) * sizes.pitch + sizes.tile
    scale = min(wanted / sizes.tile, (room - _above(sizes, "pins" if brief else "full")) / tall)
    if brief:
        scale = min(max(scale, LEAST_ZOOM), _EASY * 0.999)
    elif scale < _FULL:
        return Zoom(scale, 0.0)
    while True:
        zoom = Zoom(scale, brief=brief)
        widths = _widths(scene, sizes, zoom, tight=True)
        taken = sum(widths) + _beyond(sizes, zoom, widths, labels)
        gap = _shared(scene, sizes, width - taken, min(1.0, scale / _EASY))
        if gap or scale <= LEAST_ZOOM:
            break
        if not brief:
            return Zoom(scale, 0.0)
        scale = max(scale * 0.98, LEAST_ZOOM)
    widths = _widths(scene, sizes, zoom, tight=False)
    loose = sum(widths) + _beyond(sizes, zoom, widths, labels)
    if loose + _gaps(scene) * sizes.columns + 2 * sizes.header_top <= width:
        gap = _shared(scene, sizes, width - loose)
    widest = width if scene.empty else _WIDEST_GAP * unit  # room for what it says when empty
    return Zoom(scale, min(gap or sizes.columns * scale, widest), brief)


def _beyond(sizes: Sizes, zoom: Zoom, widths: list[float], labels: float) -> float:
    """How far the inputs' names reach beyond the margin."""
    if not labels or not widths:
        return 0.0
    free = (widths[0] - sizes.tile * zoom.scale) / 2 + sizes.header_top * _TIGHTEST
    return max(labels + sizes.related + sizes.inside - free, 0.0)


def _gaps(scene: Scene) -> int:
    return max(len(scene.columns) - 1, 1)


def _shared(scene: Scene, sizes: Sizes, room: float, scale: float = 1.0) -> float:
    """The gap between columns, of the room that they leave; none where it is too little."""
    count, least = _gaps(scene), sizes.columns * scale
    needed = count * least + 2 * sizes.header_top
    if room < _TIGHTEST * needed:
        return 0.0
    margin = sizes.header_top * min(1.0, room / needed)
    return (room - 2 * margin) / count


def lay_out(
    scene: Scene,
    sizes: Sizes,
    zoom: Zoom,
    width: float,
    height: float,
    labels: float = 0.0,
    parted: int = -1,
) -> Layout:
    """Places for every column on a sheet that fits a window of that size; the columns are in its
    middle, right of the inputs' names. Before the column `parted`, neighbours make room."""
    unit = sizes.body / 13.0
    count, margin = _gaps(scene), sizes.header_top * _TIGHTEST
    loose = _widths(scene, sizes, zoom, tight=False)
    total, beyond = sum(loose) + count * zoom.gap, _beyond(sizes, zoom, loose, labels)
    if total + beyond > width - 2 * margin and zoom.gap < 2 * sizes.columns:
        loose = _widths(scene, sizes, zoom, tight=True)
        total, beyond = sum(loose) + count * zoom.gap, _beyond(sizes, zoom, loose, labels)
    above = _above(sizes, zoom.level)
    tile, pitch = sizes.tile * zoom.scale, sizes.pitch * zoom.scale
    rows, pill = _rows(scene)
    tall = (rows - 1) * pitch + tile
    room = height - above - pill * (sizes.related + sizes.pill_height)
    foot = min(max((room - tall) / 2, _FOOT_LEAST * unit), _FOOT_MOST * unit)
    foot = foot if zoom.level == "full" else foot / 2
    nearest = _ABOVE * unit if zoom.level == "full" else 0.0
    middle = above + max((room - foot) / 2, nearest + tall / 2)
    left = max((width - total) / 2, margin + beyond)
    outside = min(left, max(width - total - left, margin)) - sizes.ground_reach
    if parted >= 0:
        left -= sizes.columns / 2  # both sides make way
    placed = []
    for place, (column, wide) in enumerate(zip(scene.columns, loose, strict=True)):
        if place == parted:
            left += sizes.columns
        cell = QRectF(left, 0.0, wide, height)
        free = outside if place in (0, count) else zoom.gap / 2
        placed.append(_column(column, cell, sizes, zoom, middle, free))
        left += wide + zoom.gap
    foot_at = middle + tall / 2 + pill * (sizes.related + sizes.pill_height) + sizes.group
    bounds = QRectF(0, 0, left - zoom.gap + margin, max(height, foot_at))
    return Layout(zoom, tuple(placed), bounds, middle)


def _rows(scene: Scene) -> tuple[int, int]:
    """Rows of the tallest column, at least those of a folded one, and whether one has a pill."""
    rows = max((len(column.neurons) for column in scene.columns), default=0)
    return max(rows, 8), int(any(_has_pill(column) for column in scene.columns))


def _has_pill(column: Column) -> bool:
    return column.folded > 0


def _header_top(sizes: Sizes, level: Level) -> float:
    return sizes.header_top if level == "full" else sizes.header_top / 2


def _above(sizes: Sizes, level: Level) -> float:
    """What headers take from the top."""
    if level == "tiles":
        return float(sizes.header_top)
    high = sizes.header_height if level == "full" else sizes.header_compact + sizes.related
    return _header_top(sizes, level) + high


def _widths(scene: Scene, sizes: Sizes, zoom: Zoom, tight: bool) -> list[float]:
    """The width of every cell; `tight` where there is little room."""
    widths = []
    for column in scene.columns:
        if zoom.level != "full":
            wide = sizes.header_width if column.form == "tiles" else sizes.header_narrow
            least = sizes.tile * zoom.scale
            if column.form == "card":
                wide, least = sizes.header_loss, sizes.hit * 2.5  # holds "332,904"
            widths.append(max(wide * zoom.scale, least))
            continue
        if column.key == INPUTS:
            wide = sizes.header_narrow if tight else sizes.header_inputs
        elif column.key == LOSS:
            wide = sizes.header_loss if tight else sizes.header_width
        else:
            wide = sizes.header_width if column.form == "tiles" else sizes.header_narrow
        widths.append(max(float(wide), sizes.tile * zoom.scale))
    return widths


def _column(
    column: Column, cell: QRectF, sizes: Sizes, zoom: Zoom, middle: float, free: float
) -> Placed:
    """One column; at least so much is `free` at either side of its cell."""
    header, card, pill = QRectF(), QRectF(), QRectF()
    level = zoom.level
    if level == "full":
        wide = cell.width() if column.form == "card" else min(cell.width(), sizes.header_width)
        wide = min(wide, sizes.header_width)
        left = cell.center().x() - wide / 2
        header = QRectF(round(left), sizes.header_top, round(wide), sizes.header_height)
    elif level == "pins":
        reach = max(min(zoom.gap / 2 - sizes.inside, free), 0.0)
        header = QRectF(cell).adjusted(-reach, 0, reach, 0)
        header.setTop(_header_top(sizes, level))
        header.setHeight(sizes.header_compact)
    if column.form == "card":
        card = QRectF(0, 0, cell.width(), sizes.loss_height if level == "full" else sizes.row)
        card.moveCenter(QPointF(cell.center().x(), middle))
        if level == "full":
            card = QRectF(header.left(), round(card.top()), header.width(), round(card.height()))
    tiles = _tiles(column, cell.center().x(), sizes, zoom, middle)
    if _has_pill(column):
        wide = max(min(sizes.pill_width, cell.width() + zoom.gap - sizes.inside), sizes.hit)
        high = max(sizes.pill_height if level == "full" else sizes.hit, sizes.hit)
        below = tiles[-1].bottom() if tiles else middle
        pill = QRectF(cell.center().x() - wide / 2, below + sizes.related, wide, high)
        pill = QRectF(pill.toRect())
    return Placed(column, cell, header, tiles, pill, card)


def _tiles(column: Column, x: float, sizes: Sizes, zoom: Zoom, middle: float) -> tuple[QRectF, ...]:
    pitch, full = sizes.pitch * zoom.scale, sizes.tile * zoom.scale
    dot = 2 * sizes.unit_dot * max(min(zoom.scale, 1.0), 0.6)
    top = middle - (len(column.neurons) - 1) * pitch / 2
    places = []
    for row, neuron in enumerate(column.neurons):
        side = dot if column.form == "dots" else round(full)
        if not neuron.active:
            side = max(min(sizes.tile_off, 0.75 * full), sizes.tile_off * zoom.scale)
        # one middle for all that stands in a row, so that lines between them are level
        y = round(top + row * pitch - full / 2) + round(full) / 2
        if column.form == "dots":
            places.append(QRectF(x - side / 2, y - side / 2, side, side))
        else:
            corner = QPointF(round(x - side / 2), round(y - side / 2))
            places.append(QRectF(corner, QSizeF(round(side), round(side))))
    return tuple(places)

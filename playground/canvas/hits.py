"""What lies under a place of the canvas."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF

from playground.canvas.geometry import Layout, Placed
from playground.canvas.headers import parts
from playground.canvas.links import Curves, Link, nearest
from playground.canvas.live import Live
from playground.canvas.scene import INPUTS, Column, Scene
from playground.window.appearance import Appearance


@dataclass(frozen=True, slots=True)
class Hit:
    """What is under the pointer.

    `what`: "" empty canvas · column (its free ground) · header · name · choice · minus · units ·
    plus · severity · neuron · bias · link · fold · scroll · loss · chip · zoom_out · zoom_in ·
    zoom_fit. `key` is its column, of a link the target's. `unit` is the neuron's, −1 for a
    feature that is off; `feature` an input's name; `source` the unit a link comes from.
    """

    what: str = ""
    key: str = ""
    unit: int = -1
    feature: str = ""
    source: int = -1
    link: Link | None = None


def found(scene: Scene, hit: Hit) -> Hit:
    """The same thing in another scene, where its place may be another; an empty Hit where it is
    not shown there."""
    if not hit.key:
        return hit
    if hit.key not in scene.keys:
        return Hit()
    column = scene.column(hit.key)
    if hit.what == "link":
        return _found_link(scene, hit)
    if hit.what not in ("neuron", "bias"):
        return hit
    row = _row(column, hit.unit, hit.feature)
    return replace(hit, unit=column.neurons[row].unit) if row >= 0 else Hit()


def _found_link(scene: Scene, hit: Hit) -> Hit:
    target = scene.place(hit.key)
    for place, pair in enumerate(scene.pairs):
        if pair.target == target and pair.join == "dense":
            row = _row(scene.columns[target], hit.unit)
            column = _row(scene.columns[pair.source], hit.source)
            if row >= 0 and column >= 0:
                return replace(hit, link=Link(place, row, column))
    return Hit()


def _row(column: Column, unit: int, feature: str = "") -> int:
    """Where a unit, or one of the inputs by its name, is among the shown ones; −1 if it is not."""
    names = [neuron.feature if feature else neuron.unit for neuron in column.neurons]
    wanted = feature or unit
    return names.index(wanted) if wanted in names else -1


def hit_at(
    look: Appearance,
    scene: Scene,
    layout: Layout,
    curves: Curves,
    live: Live,
    at: QPointF,
) -> Hit:
    """What is at a place of the sheet."""
    place = layout.column_at(at.x())
    beside = None
    for index, placed in enumerate(layout.columns):
        if placed.header.contains(at):
            return _in_header(look, placed, at)
        if abs(index - place) <= 1 or place < 0:
            beside = beside or _in_column(look, placed, at)
    if beside is not None:
        return beside
    link = nearest(curves, live.links, live.silent(scene), layout, scene, at)
    if link is not None:
        pair = scene.pairs[link.pair]
        target, source = scene.columns[pair.target], scene.columns[pair.source]
        return Hit(
            "link",
            target.key,
            target.neurons[link.row].unit,
            source=source.neurons[link.column].unit,
            link=link,
        )
    if place >= 0:
        return Hit("column", layout.columns[place].column.key)
    return Hit()


def _in_header(look: Appearance, placed: Placed, at: QPointF) -> Hit:
    for name, area in parts(placed, look).items():
        if area.contains(at):
            return Hit(name, placed.column.key)
    return Hit("header", placed.column.key)


def _in_column(look: Appearance, placed: Placed, at: QPointF) -> Hit | None:
    column, sizes = placed.column, look.sizes
    if placed.pill.contains(at):
        return Hit("fold", column.key)
    if placed.card.contains(at):
        return Hit("loss", column.key)
    reach = sizes.pin_most + sizes.pin_ring
    least = sizes.hit / 2
    for neuron, tile in zip(column.neurons, placed.tiles, strict=True):
        feature = neuron.feature if column.key == INPUTS else ""
        if column.biased and column.sound:
            corner = tile.bottomLeft() - at
            if corner.x() ** 2 + corner.y() ** 2 <= reach * reach:
                return Hit("bias", column.key, neuron.unit)
        wide = max(0.0, least - tile.width() / 2)
        if tile.adjusted(-wide, -wide, wide, wide).contains(at):
            return Hit("neuron", column.key, neuron.unit, feature)
    if column.opened and placed.tiles:
        left = placed.tiles[0].right()
        high = placed.tiles[0].top() <= at.y() <= placed.tiles[-1].bottom()
        if left <= at.x() <= left + 2 * sizes.related and high:
            return Hit("scroll", column.key)
    return None

"""What is pointed at, in the notes' symbols and with its numbers: w₁,₂⁽¹⁾, w₀,₂⁽¹⁾, y₂⁽¹⁾."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from playground.canvas.hits import Hit
from playground.canvas.live import Live
from playground.canvas.readout import Row, number
from playground.canvas.scene import INPUTS, Column, Neuron, Scene, unit_name, weight_name

if TYPE_CHECKING:
    from playground.canvas.sheet import Sheet


def weight_latex(order: int, source: int, unit: int) -> str:
    return f"w_{{{source + 1},{unit + 1}}}^{{({order})}}"


def unit_latex(order: int, unit: int) -> str:
    return f"y_{{{unit + 1}}}^{{({order})}}"


def rows_of(scene: Scene, live: Live, hit: Hit) -> tuple[Row, ...]:
    """The read-out of what is pointed at; nothing where it has no numbers."""
    if hit.what not in ("link", "bias", "neuron") or hit.key not in scene.keys:
        return ()
    column = scene.column(hit.key)
    if hit.what == "link":
        value = weight_of(live, hit)
        latex = weight_latex(column.order, hit.source, hit.unit)
        words = weight_name(column.order, hit.source, hit.unit)
        return (Row(number(value), latex, words, editable=True),) if value is not None else ()
    if column.key == INPUTS or not column.order:
        return _plain(column, hit)
    bias = live.biases.get(column.key, {}).get(hit.unit)
    rows = []
    if hit.what == "neuron":
        shown = live.map_range(column.key, hit.unit)
        said = f"{_brief(shown[0])} … {_brief(shown[1])}" if shown else column.detail
        words = unit_name(column.order, hit.unit)
        rows.append(Row(said, unit_latex(column.order, hit.unit), words))
    if bias is not None:
        latex = weight_latex(column.order, -1, hit.unit)
        words = weight_name(column.order, -1, hit.unit)
        rows.append(Row(number(bias), latex, words, editable=hit.what == "bias"))
    return tuple(rows)


def _plain(column: Column, hit: Hit) -> tuple[Row, ...]:
    neuron = next((n for n in column.neurons if _same(n, column, hit)), None)
    if neuron is None:
        return ()
    if column.key == INPUTS:
        return (Row(_choice(column, neuron), words=neuron.label),)
    return (Row(column.detail, words=f"{column.name}, unit {neuron.unit + 1}"),)


def _choice(column: Column, neuron: Neuron) -> str:
    """What a click does with one of the inputs."""
    if neuron.label == neuron.feature:  # features are written as in the notes
        return "a column of the table"
    if not neuron.active:
        return "click to use it"
    return "click to leave it out" if column.units != 1 else "the only input, one is needed"


def _same(neuron: Neuron, column: Column, hit: Hit) -> bool:
    return neuron.feature == hit.feature if column.key == INPUTS else neuron.unit == hit.unit


def _brief(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def weight_of(live: Live, hit: Hit) -> float | None:
    """The weight under the pointer, None where there is none yet."""
    weight = live.tensors(hit.key).get("weight")
    if weight is None or hit.unit >= weight.shape[0] or hit.source >= weight.shape[1]:
        return None
    return float(weight[hit.unit, hit.source])


def place_of(sheet: Sheet, hit: Hit) -> QRectF:
    """Where on the widget something stands."""
    if hit.key not in sheet.scene.keys:
        return QRectF()
    placed = sheet.placed(hit.key)
    if hit.what == "link" and hit.link is not None:
        start, end = sheet.curves.ends(hit.link)
        middle = (start + end) / 2
        return sheet.to_view(QRectF(middle - QPointF(1, 1), middle + QPointF(1, 1)))
    for neuron, tile in zip(placed.column.neurons, placed.tiles, strict=True):
        if _same(neuron, placed.column, hit):
            return sheet.to_view(tile)
    return sheet.to_view(placed.header if not placed.header.isEmpty() else placed.cell)

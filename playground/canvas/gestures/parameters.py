"""The numbers of a network that one can set by hand: a unit's bias and its weights, named as in the
notes. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.canvas.live import Live
from playground.canvas.naming import weight_latex
from playground.canvas.scene import INPUTS, Column, Scene, weight_name


@dataclass(frozen=True, slots=True)
class Parameter:
    """One weight or bias: `name` is its tensor's, `index` its place there, (unit, source) or
    (unit,). `symbol` and `latex` are what the notes call it, `spoken` what a screen reader says."""

    layer_id: str
    name: str
    index: tuple[int, ...]
    symbol: str
    latex: str
    spoken: str

    @property
    def unit(self) -> int:
        return self.index[0]

    @property
    def source(self) -> int:
        """The unit that a weight comes from, −1 of a bias."""
        return self.index[1] if len(self.index) > 1 else -1


def parameter(scene: Scene, layer_id: str, unit: int, source: int) -> Parameter:
    """A weight of a unit, or with source −1 its bias. Raises ValueError for an unknown layer."""
    column = scene.column(layer_id)
    symbol = weight_name(column.order, source, unit)
    latex = weight_latex(column.order, source, unit)
    whose = f"{column.name}, unit {unit + 1}"
    if source < 0:
        return Parameter(layer_id, "bias", (unit,), symbol, latex, f"Bias of {whose}")
    spoken = f"Weight from {_said(_before(scene, layer_id), source)} to {whose}"
    return Parameter(layer_id, "weight", (unit, source), symbol, latex, spoken)


def _before(scene: Scene, layer_id: str) -> Column:
    """The column that a layer's weights come from."""
    return scene.columns[scene.place(layer_id) - 1]


def _said(column: Column, unit: int) -> str:
    labels = {neuron.unit: neuron.label for neuron in column.neurons}
    if column.key == INPUTS and labels.get(unit):
        return labels[unit]
    return f"{column.name}, unit {unit + 1}"


def beside(scene: Scene, live: Live, of: Parameter, by: int) -> Parameter | None:
    """The next of the same unit's numbers, its bias before its weights; None past either end."""
    weight = live.tensors(of.layer_id).get("weight")
    source = of.source + by
    if weight is None or not -1 <= source < weight.shape[1]:
        return None
    return parameter(scene, of.layer_id, of.unit, source)


def value_of(live: Live, of: Parameter) -> float | None:
    """What a parameter is in the newest snapshot, in as few digits as tell it from its neighbours
    at the network's precision: 0.1, not 0.10000000149. None where there is no such number yet."""
    tensor: NDArray[Any] | None = live.tensors(of.layer_id).get(of.name)
    if tensor is None or any(i >= n for i, n in zip(of.index, tensor.shape, strict=True)):
        return None
    return float(np.format_float_scientific(tensor[of.index], unique=True))

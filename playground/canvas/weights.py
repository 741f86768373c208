"""Weights and biases as the canvas needs them: of the shown neurons only, cut out of a snapshot's
one vector of parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.design import Design
from engine.network import shapes
from playground.canvas.scene import FULL_PAIR, Pair, Scene

Array = NDArray[Any]

Unit = tuple[str, int]  # of a column, by its key

STRONGEST = 3  # links a unit keeps where a pair has too many


class Tensors:
    """Finds every layer's tensors in the parameter vectors of one network."""

    def __init__(self, design: Design, inputs: int) -> None:
        self.design = design
        self.units = shapes(design.layers, inputs)
        self._pieces: dict[str, tuple[slice, int]] = {}
        start = 0
        for layer, units in zip(design.layers, self.units, strict=False):
            count = layer.parameter_count(units)
            self._pieces[layer.id] = (slice(start, start + count), units)
            start += count
        self.size = start

    def of(self, layer_id: str, parameters: Array) -> dict[str, Array]:
        """Views of a layer's tensors; nothing where the network has no such layer."""
        if layer_id not in self._pieces:
            return {}
        piece, units = self._pieces[layer_id]
        return self.design.layer(layer_id).tensors(parameters[piece], units)


@dataclass(frozen=True, slots=True, eq=False)
class Linked:
    """The links of one pair of columns, weakest first.

    rows, columns: (L,) the places of target and source among their columns' shown neurons;
    weights: (L,); strengths: (L,) |w| by the largest of all that pair's weights.
    """

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    weights: Array
    strengths: Array


def linked(scene: Scene, pair: Pair, weight: Array, whole: Unit | None = None) -> Linked:
    """What joins the shown neurons of a pair; weight: (O, I) of the whole layer. Of the unit
    `whole` every link is kept."""
    target, source = scene.columns[pair.target], scene.columns[pair.source]
    rows = np.array([n.unit for n in target.neurons], dtype=np.intp)
    columns = np.array([n.unit for n in source.neurons], dtype=np.intp)
    rows_known, columns_known = rows < weight.shape[0], (columns >= 0) & (columns < weight.shape[1])
    at_rows, at_columns = np.flatnonzero(rows_known), np.flatnonzero(columns_known)
    part = weight[np.ix_(rows[at_rows], columns[at_columns])]
    size = np.abs(part)
    largest = float(max(weight.max(initial=0.0), -weight.min(initial=0.0)))
    if not np.isfinite(largest) or largest == 0.0:
        largest = 1.0
    strengths = np.nan_to_num(size / largest, nan=0.0, posinf=1.0)
    kept = np.ones(part.shape, dtype=bool)
    if pair.weights > FULL_PAIR and part.shape[1] > STRONGEST:
        weakest = np.argsort(strengths, axis=1)[:, :-STRONGEST]
        np.put_along_axis(kept, weakest, False, axis=1)
        kept[[whole == (target.key, unit) for unit in rows[at_rows]]] = True
        kept[:, [whole == (source.key, unit) for unit in columns[at_columns]]] = True
    row, column = np.nonzero(kept)
    order = np.argsort(strengths[row, column], kind="stable")
    row, column = row[order], column[order]
    return Linked(at_rows[row], at_columns[column], part[row, column], strengths[row, column])

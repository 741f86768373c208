"""What the window shows: a frozen picture of a training, taken by the worker between two batches.

Everything in it is a copy of its own, read-only, so that views never touch what is being trained.
"""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.data import Prepared
from engine.design import Design
from engine.history import EpochReport

Array = NDArray[Any]

# What a view may want; what no visible view wants is never computed.
CURVES = "curves"
BOUNDARY = "boundary"
TILES = "tiles"


class Domain(msgspec.Struct, frozen=True):
    """The square of the first two raw columns that maps are drawn over; one column has no y."""

    x: tuple[float, float]
    y: tuple[float, float] | None
    x_name: str
    y_name: str

    @classmethod
    def of(cls, prepared: Prepared) -> Domain:
        """Around all points, with a margin, on round numbers; at least −6 to 6 for x₁, x₂."""
        raw = np.concatenate([prepared.raw_train, prepared.raw_validation, prepared.raw_test])
        synthetic = prepared.columns in (("x1",), ("x1", "x2"))
        least = 6.0 if synthetic else 0.0
        names = prepared.columns
        x = _around(raw[:, 0], least)
        if len(names) == 1:
            return cls(x, None, names[0], prepared.target)
        y = _around(raw[:, 1], least)
        if synthetic:
            reach = max(x[1], y[1], -x[0], -y[0])
            x = y = (-reach, reach)
        return cls(x, y, names[0], names[1])


def _around(values: Array, least: float) -> tuple[float, float]:
    known = values[np.isfinite(values)]
    if not len(known):
        return -1.0, 1.0
    low, high = float(known.min()), float(known.max())
    if least:
        reach = max(least, float(np.ceil(max(-low, high))))
        return -reach, reach
    margin = 0.06 * (high - low) or max(0.5, 0.06 * abs(high))
    return low - margin, high + margin


class Run(msgspec.Struct, frozen=True, eq=False):
    """What stays the same from one start to the next: the design as it started, and its data."""

    run_id: int
    design: Design
    prepared: Prepared
    domain: Domain
    parameters: int


class Mark(msgspec.Struct, frozen=True):
    """A live change, to be marked on the curves: when, and in which words."""

    epoch: float
    words: str


class ParameterEdit(msgspec.Struct, frozen=True):
    """One weight or bias set by hand: in which run, where in the tensor `<layer id>.<name>`, to
    which value, and what it was once that is known. `recorded` is one that the history has
    already: it is being undone or redone."""

    run_id: int
    layer_id: str
    name: str
    index: tuple[int, ...]
    value: float
    old: float | None = None
    recorded: bool = False

    def again(self) -> ParameterEdit:
        """The same edit, to be redone."""
        return msgspec.structs.replace(self, recorded=True)

    def inverse(self) -> ParameterEdit:
        """The edit that takes this one back. Raises ValueError before it has been done."""
        if self.old is None:
            raise ValueError("expected an edit that has been done")
        return ParameterEdit(
            self.run_id, self.layer_id, self.name, self.index, self.old, self.value, recorded=True
        )


class Snapshot(msgspec.Struct, frozen=True, eq=False):
    """A training at one moment.

    epoch, step: what is done; `progress` is the epoch with its fraction. report: the last finished
    epoch, at rest in the middle of one with the scores of the moment. history: (n ≤ 2000, 8)
    thinned rows as in engine.history.History, None if not wanted. boundary: over the run's domain,
    rows from low to high x₂ — (H, W, classes) probabilities, (H, W) values, or (W,) values of one
    column; None if not wanted. parameters, state: the network's. samples_per_second: training rows
    a second since the last snapshot. tiles: by layer id the outputs of its first units over the
    run's domain, at most 512 of an opened layer and 8 of another, (units, 40, 40) float32, rows
    from low to high x₂; None if not wanted. dropped: by dropout layer's id which units (units,) the
    last batch's first row was without; empty before the first batch, once stopped, and if tiles are
    not wanted.
    """

    run_id: int
    design: Design
    epoch: int
    step: int
    progress: float
    report: EpochReport
    best_epoch: int
    learning_rate: float
    stopped: str | None
    divergence: str
    parameters: Array
    state: Array
    history: Array | None
    boundary: Array | None
    samples_per_second: float
    marks: tuple[Mark, ...]
    tiles: dict[str, Array] | None = None
    dropped: dict[str, Array] = {}


def frozen(array: Array) -> Array:
    """The array, made read-only."""
    array.flags.writeable = False
    return array

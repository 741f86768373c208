"""From raw columns to what the network sees: fill what is missing, compute features, and bring
every input to a common scale. All of it is fitted on training rows only and travels with the
weights, because a model without its preprocessing predicts something else."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import ArrayLike

from engine.data.features import FEATURES
from engine.data.table import Floats, Ints, Table, Task
from engine.errors import DataError, FormatError, ShapeError

Scale = Literal["standardize", "min_max", "none"]
Fill = Literal["median", "most_frequent", "drop"]


class RawColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One column as it comes. `fill` stands in for a missing number; without it, none may miss."""

    name: str
    fill: float | None = None


class Preprocessing(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Plain numbers, ready for JSON: input i is (feature i − shift[i]) / factor[i].

    `features` names what is computed from the raw columns; empty, every column is an input as it
    stands. shift, factor: (I,). A regression target is trained as (y − target_shift) /
    target_factor. Raises FormatError when the parts do not fit together.
    """

    columns: tuple[RawColumn, ...]
    features: tuple[str, ...] = ()
    shift: tuple[float, ...]
    factor: tuple[float, ...]
    target: str
    task: Task
    classes: tuple[str, ...] = ()
    target_shift: float = 0.0
    target_factor: float = 1.0

    def __post_init__(self) -> None:
        names = self.column_names
        unknown = [name for name in self.features if name not in FEATURES]
        inputs = len(self.inputs)
        numbers = (*self.shift, *self.factor, self.target_shift, self.target_factor)
        fills = [column.fill for column in self.columns if column.fill is not None]
        found = ""
        if not names or len(set(names)) < len(names):
            found = "no columns" if not names else "a column name twice"
        elif unknown:
            found = f'the unknown feature "{unknown[0]}"'
        elif not {used for f in self.features for used in FEATURES[f].uses} <= set(names):
            found = "a feature of a column that is not there"
        elif len(self.shift) != inputs or len(self.factor) != inputs:
            found = f"{len(self.shift)} shifts and {len(self.factor)} factors for {inputs} inputs"
        elif not all(math.isfinite(value) for value in (*numbers, *fills)):
            found = "a number that is not finite"
        elif 0 in (*self.factor, self.target_factor):
            found = "a factor of 0"
        elif (self.task == "classification") != (len(set(self.classes)) >= 2) or (
            len(set(self.classes)) < len(self.classes)
        ):
            found = f"{len(self.classes)} classes for {self.task}"
        if found:
            raise FormatError(f"preprocessing: expected parts that fit together, found {found}.")

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the C raw columns."""
        return tuple(column.name for column in self.columns)

    @property
    def inputs(self) -> tuple[str, ...]:
        """Names of the I network inputs."""
        return self.features or self.column_names

    @property
    def labels(self) -> tuple[str, ...]:
        """The I network inputs as people read them: x₁² for x1_squared."""
        return tuple(FEATURES[f].label for f in self.features) or self.column_names

    def transform(self, raw: ArrayLike) -> Floats:
        """What the network sees: (N, C) raw numbers, NaN where missing, to (N, I) float64.

        Raises ShapeError for another number of columns, DataError for a number that is not
        finite or missing where nothing stands in for it.
        """
        values = np.asarray(raw, dtype=np.float64)
        if values.ndim != 2 or values.shape[1] != len(self.columns):
            raise ShapeError(
                f"raw columns: expected {len(self.columns)} ({', '.join(self.column_names)}), "
                f"found an array of shape {values.shape}."
            )
        return (_inputs(values, self.columns, self.features) - self.shift) / self.factor


def _inputs(raw: Floats, columns: Sequence[RawColumn], features: Sequence[str]) -> Floats:
    """(N, C) raw numbers to (N, I) unscaled inputs."""
    fills = np.array([math.nan if c.fill is None else c.fill for c in columns])
    filled = np.where(np.isnan(raw), fills, raw)
    wrong = np.argwhere(~np.isfinite(filled))
    if len(wrong):
        row, place = wrong[0]
        found = "a missing value" if np.isnan(raw[row, place]) else "an infinite one"
        raise DataError(
            f"row {row + 1}, column {columns[place].name}: expected a number, found {found}. "
            "Fill it in, or leave the row out."
        )
    if not features:
        return filled
    names = [column.name for column in columns]
    x1 = filled[:, names.index("x1")] if "x1" in names else filled[:, 0]
    x2 = filled[:, names.index("x2")] if "x2" in names else x1
    return np.column_stack([FEATURES[name].values(x1, x2) for name in features])


# --- fitting ----------------------------------------------------------------------------------


def fit(
    table: Table,
    train: Ints,
    *,
    features: Sequence[str] = (),
    scale: Scale | Sequence[Scale] = "none",
    fill: Fill | Sequence[Fill] = "median",
    scale_target: bool = False,
) -> Preprocessing:
    """Fit on the training rows (T,) of a table, and on nothing else.

    `scale` is one for all inputs or one each, `fill` one for all raw columns or one each. A
    column whose training rows are all missing is filled with 0; an input that is the same in all
    of them keeps factor 1. Raises DataError where the numbers are too large to scale.
    """
    raw = table.X[train]
    fills = [fill] * len(table.columns) if isinstance(fill, str) else fill
    columns = tuple(
        RawColumn(name, _FILLS[how](values[~np.isnan(values)]))
        for name, how, values in zip(table.columns, fills, raw.T, strict=True)
    )
    inputs = _inputs(raw, columns, features)
    names = tuple(features) or table.columns
    scales = [scale] * len(names) if isinstance(scale, str) else scale
    scaling = [
        _scaling(name, values, how)
        for name, values, how in zip(names, inputs.T, scales, strict=True)
    ]
    target = (0.0, 1.0)
    if scale_target and table.task == "regression":
        target = _scaling(table.target, table.y[train].astype(np.float64), "standardize")
    return Preprocessing(
        columns=columns,
        features=tuple(features),
        shift=tuple(shift for shift, _ in scaling),
        factor=tuple(factor for _, factor in scaling),
        target=table.target,
        task=table.task,
        classes=table.classes,
        target_shift=target[0],
        target_factor=target[1],
    )


def _median(values: Floats) -> float:
    return float(np.median(values)) if len(values) else 0.0


def _most_frequent(values: Floats) -> float:
    """The value that comes most often, the smallest of several."""
    if not len(values):
        return 0.0
    distinct, counts = np.unique(values, return_counts=True)
    return float(distinct[np.argmax(counts)])


def _none(values: Floats) -> None:
    return None


_FILLS: dict[str, Callable[[Floats], float | None]] = {
    "median": _median,
    "most_frequent": _most_frequent,
    "drop": _none,
}


def _scaling(name: str, values: Floats, how: Scale) -> tuple[float, float]:
    """Shift and factor of one input. The deviation is that of the population (divided by N)."""
    if how == "none":
        return 0.0, 1.0
    with np.errstate(over="ignore", invalid="ignore"):
        low, spread = float(values.min()), float(np.ptp(values))
        if how == "min_max" or spread == 0:
            shift, factor = low, spread
        else:
            shift, factor = float(values.mean()), float(values.std())
    if not math.isfinite(shift) or not math.isfinite(factor):
        raise DataError(
            f"{name}: expected numbers that can be scaled, found some too large. "
            "Use a smaller unit."
        )
    return shift, factor or 1.0

"""From a kind of data to arrays a network trains on: rows are drawn or read, split, and brought
to a common scale by what was fitted on the training part alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from engine.data.base import Data
from engine.data.preprocessing import Preprocessing
from engine.data.table import Floats, Ints, Task


class Prepared(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """The three parts of a data set, in the order of its rows; all arrays are read-only.

    raw_…: (N, C) raw columns, NaN where missing. X_…: (N, I) what the network sees, float64.
    y_…: (N,) class indices (int64) or raw values (float64). rows_…: (N,) the place of each row
    in its source, counted from 0. A part that was not asked for has N = 0.
    """

    preprocessing: Preprocessing
    raw_train: Floats
    raw_validation: Floats
    raw_test: Floats
    X_train: Floats
    X_validation: Floats
    X_test: Floats
    y_train: Ints | Floats
    y_validation: Ints | Floats
    y_test: Ints | Floats
    rows_train: Ints
    rows_validation: Ints
    rows_test: Ints

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the C raw columns."""
        return self.preprocessing.column_names

    @property
    def inputs(self) -> tuple[str, ...]:
        """Names of the I network inputs."""
        return self.preprocessing.inputs

    @property
    def task(self) -> Task:
        return self.preprocessing.task

    @property
    def classes(self) -> tuple[str, ...]:
        """Class names in the order of their indices; empty for regression."""
        return self.preprocessing.classes

    @property
    def target(self) -> str:
        """Name of the column that is predicted."""
        return self.preprocessing.target


def prepare(
    data: Data,
    data_rng: np.random.Generator,
    split_rng: np.random.Generator,
    folder: Path,
) -> Prepared:
    """Draw or read the data, split it, fit on the training part, transform every part.

    `folder` is where relative paths start. The same data and generators give the same arrays.
    Raises DataError.
    """
    table = data.table(data_rng, folder)
    split = data.split(table, split_rng)
    preprocessing = data.fit(table, split.train)
    arrays: dict[str, Any] = {}
    for part, rows in msgspec.structs.asdict(split).items():
        raw = table.X[rows]
        arrays[f"raw_{part}"] = raw
        arrays[f"X_{part}"] = preprocessing.transform(raw)
        arrays[f"y_{part}"] = table.y[rows]
        arrays[f"rows_{part}"] = table.source_rows[rows]
    for array in arrays.values():
        array.flags.writeable = False
    return Prepared(preprocessing=preprocessing, **arrays)

"""Examples as they come, before anything is fitted: rows of raw columns and what is to be
predicted from them."""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

Task = Literal["classification", "regression"]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a network must know of its data: enough to check a design without any rows.

    `columns` are the raw columns, `inputs` what the network sees; `classes` is empty for
    regression.
    """

    columns: tuple[str, ...]
    inputs: tuple[str, ...]
    task: Task
    classes: tuple[str, ...] = ()
    target: str = "y"


class Table(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """N rows of C raw columns, and what is to be predicted.

    X: (N, C) float64, NaN where a value is missing. y: (N,) — for classification the index of
    each row's class (int64) in `classes`, for regression the value itself (float64). rows: (N,)
    the place of each row in its source, counted from 0; None where it is simply its index.
    groups: (N,) int64, equal where rows must stay in one part of the split; None if they are free.
    """

    columns: tuple[str, ...]
    X: Floats
    y: Ints | Floats
    task: Task
    classes: tuple[str, ...] = ()
    target: str = "y"
    rows: Ints | None = None
    groups: Ints | None = None

    @property
    def source_rows(self) -> Ints:
        """(N,): the place of each row in its source, counted from 0."""
        return np.arange(len(self.y)) if self.rows is None else self.rows

"""Rows of another table for a model that is trained: its raw columns as numbers, its cells as
they were written, and its answers where it is evaluated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np

from engine.data.cells import Dialect, TextTable
from engine.data.preprocessing import Preprocessing
from engine.data.reading import read_text
from engine.data.table import Floats, Ints
from engine.data.target_column import read_answers

_ADD = "Add it: the model was trained with it."


class Rows(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """raw: (N, C) float64 in the columns asked for, NaN where missing; `cells` is all of them."""

    raw: Floats
    cells: TextTable

    @property
    def names(self) -> tuple[str, ...]:
        """Every column of the file, in its order."""
        return self.cells.names

    def text_rows(self) -> Iterator[tuple[str, ...]]:
        """Every cell of every row, exactly as written, without the quotes around it."""
        return self.cells.text_rows()


def read_rows(path: Path, columns: Sequence[str], dialect: Dialect | None = None) -> Rows:
    """The given columns of a text table as numbers, whatever else stands in it.

    Raises DataError naming file, row and column.
    """
    return _rows(read_text(path, dialect or Dialect()), columns)


def read_examples(
    path: Path, preprocessing: Preprocessing, dialect: Dialect | None = None
) -> tuple[Rows, Ints | Floats]:
    """The rows of a text table and their answers, (N,), to evaluate a trained model on.

    Answers are class indices or raw values as in a Table. Raises DataError naming file, row and
    column, also where a class is not one the model knows.
    """
    cells = read_text(path, dialect or Dialect())
    cells.require(preprocessing.target, "the target", _ADD)
    rows = _rows(cells, preprocessing.column_names)
    return rows, read_answers(
        cells, preprocessing.target, preprocessing.task, preprocessing.classes
    )


def _rows(cells: TextTable, columns: Sequence[str]) -> Rows:
    for name in columns:
        cells.require(name, "the input", _ADD)
    raw = np.column_stack([cells.only_numbers(name) for name in columns])
    return Rows(raw=raw, cells=cells)

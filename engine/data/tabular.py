"""Your own table: a text file of rows, one column of it to be predicted from the others. Numbers
are inputs here; whatever is not said is found from the table itself, and can be spelled out."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import numpy as np
from msgspec.structs import replace

from engine.data.base import Data, Standardize, TestFraction, ValidationFraction
from engine.data.cells import (
    LONGEST_WORD,
    MISSING,
    MOST_WORDS,
    Decimal,
    Dialect,
    Encoding,
    Separator,
    TextTable,
    cut,
    listed,
)
from engine.data.preprocessing import Fill, Preprocessing, Scale, fit
from engine.data.reading import find_encoding, read_text
from engine.data.splits import Split, grouped_split, ordered_split, random_split
from engine.data.table import Ints, Table
from engine.data.target_column import read_target
from engine.errors import DataError, SpecError
from engine.spec import Change, Spec, items, part, text


class TableColumn(Spec, frozen=True, kw_only=True, tag=False):
    """One column of a table: what it holds, and how it becomes an input."""

    name: Annotated[str, text("the column's name in the header", change=Change.DATA, longest=256)]
    type: Annotated[
        Literal["number", "text"],
        part("what its cells hold; text cannot be an input", change=Change.DATA),
    ] = "number"
    role: Annotated[
        Literal["input", "ignore"], part("whether the network sees it", change=Change.DATA)
    ] = "input"
    scale: Annotated[
        Scale | None,
        part("how it is scaled; null follows the data's standardize", change=Change.DATA),
    ] = None
    fill: Annotated[
        Fill,
        part("what stands for a missing number; drop leaves its row out", change=Change.DATA),
    ] = "median"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.type == "text" and self.role == "input":
            raise SpecError(
                "role",
                f'expected "ignore" for the text column "{cut(self.name)}", found "input". '
                "Only numbers can be inputs.",
            )


class Csv(Data, frozen=True, kw_only=True, tag="csv"):
    """A table in a text file. `path` is relative to the design's own folder.

    A numeric target with at most 10 distinct whole numbers is taken for classes, any other for a
    value to predict, text for classes; `task` decides otherwise. Class names are sorted, numbers
    by value, texts by code point. A row whose target is missing is refused.
    """

    label = "Table"

    path: Annotated[str, text("the text table", change=Change.DATA, shortest=1)]
    target: Annotated[
        str, text("the column to predict", change=Change.DATA, shortest=1, longest=256)
    ]
    task: Annotated[
        Literal["auto", "classification", "regression"],
        part("whether to predict a class or a value", change=Change.DATA),
    ] = "auto"
    separator: Annotated[
        Separator | None, part("what stands between cells; null finds out", change=Change.DATA)
    ] = None
    decimal: Annotated[
        Decimal | None, part("the decimal mark; null finds out", change=Change.DATA)
    ] = None
    encoding: Annotated[Encoding, part("how text is written in bytes", change=Change.DATA)] = (
        "utf-8"
    )
    header: Annotated[bool, part("whether the first row names the columns", change=Change.DATA)] = (
        True
    )
    missing: Annotated[
        tuple[Annotated[str, text("a word", change=Change.DATA, longest=LONGEST_WORD)], ...],
        items(
            "words that mean a missing cell, as an empty one does",
            change=Change.DATA,
            most=MOST_WORDS,
        ),
    ] = MISSING
    columns: (
        Annotated[
            tuple[TableColumn, ...],
            items("the columns; null takes all that hold numbers", change=Change.DATA, most=10_000),
        ]
        | None
    ) = None
    scale_target: Annotated[
        bool, part("train a value to predict standardised", change=Change.DATA)
    ] = True
    split_by: (
        Annotated[
            str,
            text(
                "null draws rows at random, order takes the last rows to validate and test, a "
                "column keeps rows of one value together",
                change=Change.DATA,
                shortest=1,
                longest=256,
            ),
        ]
        | None
    ) = None
    standardize: Standardize = True
    validation_fraction: ValidationFraction = 0.2
    test_fraction: TestFraction = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.columns is None:
            return
        seen: set[str] = set()
        for place, column in enumerate(self.columns):
            where, name = f"columns[{place}].name", cut(column.name)
            if column.name in seen:
                raise SpecError(where, f'expected each column once, found "{name}" again.')
            if column.name == self.target and column.role == "input":
                raise SpecError(
                    where, f'expected an input, found the target "{name}". Give it role "ignore".'
                )
            seen.add(column.name)
        if not self._listed_inputs():
            raise SpecError(
                "columns", "expected at least one input, found none. Set them null to find them."
            )

    def moved(self, old: Path, new: Path) -> Csv:
        """The path as it is written from `new`; an absolute one stays."""
        if Path(self.path).is_absolute():
            return self
        return msgspec.structs.replace(self, path=written_from(old / self.path, new))

    @property
    def dialect(self) -> Dialect:
        return Dialect(
            separator=self.separator,
            decimal=self.decimal,
            encoding=self.encoding,
            header=self.header,
            missing=self.missing,
        )

    def table(self, rng: np.random.Generator, folder: Path) -> Table:
        """All rows of the file but those dropped for a missing number. Draws nothing."""
        cells = read_text(folder / self.path, self.dialect)
        cells.require(self.target, "the target")
        columns = self._inputs(cells)
        X = np.column_stack([cells.only_numbers(column.name) for column in columns])
        dropped = [column.fill == "drop" for column in columns]
        rows = np.flatnonzero(~np.isnan(X[:, dropped]).any(axis=1))
        if not len(rows):
            raise DataError(
                f"{cells.file}: expected rows without missing numbers, found none. "
                'Set the columns\' fill to "median".'
            )
        target = read_target(cells, self.target, self.task, rows)
        return Table(
            columns=tuple(column.name for column in columns),
            X=X[rows],
            y=target.y,
            task=target.task,
            classes=target.classes,
            target=self.target,
            rows=rows,
            groups=self._groups(cells, rows),
        )

    def split(self, table: Table, rng: np.random.Generator) -> Split:
        """As `split_by` says."""
        shares = self.validation_fraction, self.test_fraction
        if self.split_by == "order":
            return ordered_split(table, *shares)
        if self.split_by is not None:
            return grouped_split(table, *shares, rng)
        return random_split(table, *shares, rng)

    def fit(self, table: Table, train: Ints) -> Preprocessing:
        """Every column as it says itself, the target standardised if `scale_target`."""
        default: Scale = "standardize" if self.standardize else "none"
        columns = {column.name: column for column in self._listed_inputs()}
        chosen = [columns.get(name, TableColumn(name=name)) for name in table.columns]
        return fit(
            table,
            train,
            scale=[column.scale or default for column in chosen],
            fill=[column.fill for column in chosen],
            scale_target=self.scale_target,
        )

    def _listed_inputs(self) -> list[TableColumn]:
        return [column for column in self.columns or () if column.role == "input"]

    def _inputs(self, cells: TextTable) -> list[TableColumn]:
        """The columns the network sees: those listed, else all that hold numbers."""
        for column in self.columns or ():
            cells.require(column.name, "the column")
        if self.columns is not None:
            return self._listed_inputs()
        return [column for column in self._found(cells) if column.role == "input"]

    def _found(self, cells: TextTable) -> list[TableColumn]:
        """Every column but the target, as it is where none are listed. Raises DataError."""
        columns = find_columns(cells, self.target, self.split_by)
        if all(column.role != "input" for column in columns):
            raise DataError(
                f"{cells.file}: expected a column of numbers besides the target, found the "
                f"columns {listed(cells.names)}. Add one."
            )
        return columns

    def _groups(self, cells: TextTable, rows: Ints) -> Ints | None:
        if self.split_by in (None, "order"):
            return None
        cells.require(str(self.split_by), "the column to split by")
        words = cells.words(str(self.split_by))
        codes: dict[str, int] = {}
        return np.array([codes.setdefault(words[row], len(codes)) for row in rows], np.int64)


def written_from(table: Path, folder: Path) -> str:
    """The path of a table as a design in `folder` writes it: relative wherever it can be."""
    try:
        return Path(os.path.relpath(table, folder)).as_posix()
    except ValueError:  # another drive
        return table.resolve().as_posix()


def find_columns(cells: TextTable, target: str, split_by: str | None) -> list[TableColumn]:
    """What every column but the target is: an input where at least half of its filled cells
    are numbers (the others are then mistakes), else ignored, as are columns without a name and
    the one to split by."""
    columns = []
    for name in cells.names:
        if name == target:
            continue
        values, wrong = cells.numbers(name)
        right = np.count_nonzero(~np.isnan(values))
        numeric = right > 0 and right >= np.count_nonzero(wrong)
        seen = numeric and name not in cells.unnamed and name != split_by
        columns.append(
            TableColumn(
                name=name,
                type="number" if numeric else "text",
                role="input" if seen else "ignore",
            )
        )
    return columns


def infer(
    path: Path, target: str, written: str | None = None, missing: tuple[str, ...] = MISSING
) -> Csv:
    """The data of a table with everything found in it spelled out; `written` is the path to
    keep, where it is not the one to read. It gives the same rows as what it spells out. The words
    `missing` stand for missing cells.

    The encoding is found too, and so is a missing header where the target is called column_3.
    Raises DataError where the table cannot be read or learned from.
    """
    dialect = Dialect(encoding=find_encoding(path), missing=missing)
    cells = _read_named(path, dialect, target)
    cells.require(target, "the target")
    data = Csv(
        path=str(path) if written is None else written,
        target=target,
        task=read_target(cells, target, "auto").task,
        separator=cells.dialect.separator,
        decimal=cells.dialect.decimal,
        encoding=cells.dialect.encoding,
        header=cells.dialect.header,
        missing=missing,
    )
    return replace(data, columns=tuple(data._found(cells)))


def _read_named(path: Path, dialect: Dialect, target: str) -> TextTable:
    """The table with a header, unless only without one there is a column of the target's name."""
    if not re.fullmatch(r"column_[1-9][0-9]*", target):
        return read_text(path, dialect)
    try:
        cells = read_text(path, dialect)
    except DataError:  # such as a first row with the same number twice
        return read_text(path, replace(dialect, header=False))
    if target in cells.names and target not in cells.unnamed:
        return cells
    return read_text(path, replace(dialect, header=False))

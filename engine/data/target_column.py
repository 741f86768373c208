"""The column to predict: classes with sorted names, or numbers. A cell that can be neither is
refused where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec
import numpy as np

from engine.data.cells import TextTable, cut, listed
from engine.data.table import Floats, Ints, Task
from engine.errors import DataError

MAX_CLASSES = 1000
MAX_AUTO_CLASSES = 10  # distinct whole numbers that still look like classes


class Target(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """y (N,): class indices (int64) into `classes`, or values (float64)."""

    y: Ints | Floats
    task: Task
    classes: tuple[str, ...] = ()


def read_target(
    cells: TextTable, name: str, task: Literal["auto"] | Task, rows: Ints | None = None
) -> Target:
    """The target of the given rows (all by default). Raises DataError naming row and column.

    A column is of numbers when all its cells are, or more than half of more than 10 distinct
    ones (the others are then mistakes); numbers are classes when they are whole and at most 10.
    """
    places = np.arange(len(cells.rows)) if rows is None else rows
    everything = cells.words(name)
    words = [everything[place] for place in places]
    _refuse_missing(cells, name, words, places)
    values, wrong = cells.numbers(name)
    values, wrong = values[places], wrong[places]
    distinct = np.unique(values[~wrong])
    numeric = not wrong.any() or (
        2 * np.count_nonzero(wrong) < len(words) and len(set(words)) > MAX_AUTO_CLASSES
    )
    if task == "auto":
        few = len(distinct) <= MAX_AUTO_CLASSES and bool(np.all(distinct == np.round(distinct)))
        task = "regression" if numeric and not (few and not wrong.any()) else "classification"
    if task == "regression":
        if wrong.any():
            advice = 'Correct it, or set task to "classification".'
            raise cells.refuse_number(name, int(places[np.argmax(wrong)]), advice)
        return Target(y=values, task=task)
    if not wrong.any():
        names = [number_name(value) for value in distinct]
        _check_classes(cells, name, names)
        return Target(y=np.searchsorted(distinct, values), task=task, classes=tuple(names))
    names = sorted(set(words))
    _check_classes(cells, name, names)
    index = {word: place for place, word in enumerate(names)}
    y = np.array([index[word] for word in words], np.int64)
    return Target(y=y, task=task, classes=tuple(names))


def read_answers(cells: TextTable, name: str, task: Task, classes: Sequence[str]) -> Ints | Floats:
    """The target of a table to evaluate on, (N,), in classes that are known already.

    Raises DataError at a cell that is no known class, or no number for regression.
    """
    words = cells.words(name)
    _refuse_missing(cells, name, words, np.arange(len(words)))
    values, wrong = cells.numbers(name)
    if task == "regression":
        if wrong.any():
            raise cells.refuse_number(name, int(np.argmax(wrong)), "Correct it.")
        return values
    index = {name: place for place, name in enumerate(classes)}
    y = np.empty(len(words), np.int64)
    for place, word in enumerate(words):
        found = index.get(word)
        if found is None and not wrong[place]:
            found = index.get(number_name(values[place]))
        if found is None:
            expected = f"one of the classes {listed(classes)}"
            raise cells.refuse(name, place, expected, "Correct it, or leave the row out.")
        y[place] = found
    return y


def number_name(value: float) -> str:
    """The name of a class that is a number: 1 for 1.0, 0.5 for 0.50."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _refuse_missing(cells: TextTable, name: str, words: Sequence[str], places: Ints) -> None:
    if "" in words:
        place = int(places[words.index("")])
        advice = "Fill it in, or leave the row out."
        raise cells.refuse(name, place, "a value to predict", advice)


def _check_classes(cells: TextTable, name: str, names: Sequence[str]) -> None:
    where = f"{cells.file}, column {cut(name)}: expected"
    if len(names) < 2:
        raise DataError(
            f'{where} at least two classes, found only "{cut(names[0])}". '
            "Choose another target, or add rows of another class."
        )
    if len(names) > MAX_CLASSES:
        raise DataError(
            f"{where} at most {MAX_CLASSES} classes, found more. Choose another target, or set "
            "task to regression."
        )

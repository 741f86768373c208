"""Which rows train, which check the training, which are never looked at: a network is judged on
examples it has not learned from."""

from __future__ import annotations

import msgspec
import numpy as np

from engine.data.table import Ints, Table
from engine.errors import DataError


class Split(msgspec.Struct, frozen=True, eq=False):
    """Row numbers of each part, ascending; every row of the table is in exactly one."""

    train: Ints
    validation: Ints
    test: Ints


def random_split(table: Table, validation: float, test: float, rng: np.random.Generator) -> Split:
    """Rows drawn at random; for classification every class in its own proportion (stratified).

    A class is in every part that is asked for wherever it has that many rows; a class with one
    row is trained on. Raises DataError when a part that is asked for would be empty.
    """
    strata = table.y if table.task == "classification" else np.zeros(len(table.y), np.int64)
    sizes = np.bincount(strata.astype(np.int64))
    counts = _counts(sizes, validation, test)
    parts: tuple[list[Ints], list[Ints], list[Ints]] = ([], [], [])
    for stratum in np.flatnonzero(sizes):
        rows = rng.permutation(np.flatnonzero(strata == stratum))
        checked, tested = counts[:, stratum]
        parts[0].append(rows[checked + tested :])
        parts[1].append(rows[:checked])
        parts[2].append(rows[checked : checked + tested])
    train, checking, testing = (np.sort(np.concatenate(part)) for part in parts)
    return _checked(Split(train, checking, testing), validation, test)


def ordered_split(table: Table, validation: float, test: float) -> Split:
    """The first rows train, the next validate, the last test: for rows in order of time."""
    rows = np.arange(len(table.y))
    checked, tested = _counts(np.array([len(rows)]), validation, test)[:, 0]
    trained = len(rows) - checked - tested
    split = Split(rows[:trained], rows[trained : trained + checked], rows[trained + checked :])
    return _checked(split, validation, test)


def grouped_split(table: Table, validation: float, test: float, rng: np.random.Generator) -> Split:
    """Whole groups drawn at random until each part has its share of the rows, so that no part
    knows a group of another. Raises DataError when there are fewer groups than parts."""
    if table.groups is None:
        raise DataError("split: expected groups of rows, found none. Split at random instead.")
    groups, sizes = np.unique(table.groups, return_counts=True)
    wanted = _counts(np.array([len(table.y)]), validation, test)[:, 0]
    part_of = np.zeros(groups.max(initial=0) + 1, np.int64)
    waiting = list(rng.permutation(len(groups)))
    for part, rows in ((1, wanted[0]), (2, wanted[1])):
        left = 2 if part == 1 and wanted[1] else 1  # groups that later parts must still get
        while rows > 0 and len(waiting) > left:
            chosen = waiting.pop()
            part_of[groups[chosen]] = part
            rows -= sizes[chosen]
    parts = part_of[table.groups]
    split = Split(*(np.flatnonzero(parts == part) for part in range(3)))
    return _checked(split, validation, test)


def _counts(sizes: Ints, validation: float, test: float) -> Ints:
    """Rows to validate and to test with, (2, K), from K strata of the given sizes."""
    counts: Ints = np.stack([_shares(sizes, validation), _shares(sizes, test)])
    asked = np.array([[validation > 0], [test > 0]])
    counts = np.maximum(counts, asked)
    for stratum, size in enumerate(sizes):
        checked, tested = counts[:, stratum]
        while checked + tested >= max(size, 1) and checked + tested > 0:
            if tested >= checked:
                tested -= 1
            else:
                checked -= 1
        counts[:, stratum] = checked, tested
    return counts


def _shares(sizes: Ints, fraction: float) -> Ints:
    """`fraction` of each stratum in whole rows, (K,), by largest remainder."""
    exact = sizes * fraction
    shares: Ints = np.floor(exact).astype(np.int64)
    missing = int(sizes.sum() * fraction + 0.5) - int(shares.sum())
    shares[np.argsort(shares - exact, kind="stable")[: max(missing, 0)]] += 1
    return shares


def _checked(split: Split, validation: float, test: float) -> Split:
    asked = {"training": (split.train, True)}
    asked["validation"] = (split.validation, validation > 0)
    asked["test"] = (split.test, test > 0)
    for name, (rows, wanted) in asked.items():
        if wanted and not len(rows):
            total = len(split.train) + len(split.validation) + len(split.test)
            raise DataError(
                f"split: expected at least one row for the {name} part, found none in "
                f"{total} rows. Add rows, or set its fraction to 0."
            )
    return split

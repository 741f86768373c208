"""Where examples come from: every kind of data is a Spec that yields a Table of raw columns, and
everything the network sees is made from those columns by what was fitted on the training rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar

import numpy as np

from engine.data.cells import Dialect
from engine.data.preprocessing import Preprocessing, Scale, fit
from engine.data.splits import Split, random_split
from engine.data.table import Facts, Ints, Table
from engine.errors import SpecError
from engine.spec import Change, Spec, number, part, plain

# The fields every kind of data ends with, in files and in the inspector. A kind lists them after
# its own, because a field's place in the file is its place in the class.
Standardize = Annotated[
    bool,
    part("give every input mean 0 and deviation 1 over the training rows", change=Change.DATA),
]
ValidationFraction = Annotated[
    float,
    number(0, 0.95, "share of the rows kept aside to check the training", change=Change.DATA),
]
TestFraction = Annotated[
    float,
    number(0, 0.95, "share of the rows never looked at while training", change=Change.DATA),
]
_MOST_KEPT_ASIDE = 0.95


class Data(Spec, frozen=True):
    """A source of examples. A member defines `table` and says what it knows of it beforehand.

    The two fractions together leave at least a twentieth of the rows to train on.
    """

    family: ClassVar[str] = "data"

    if TYPE_CHECKING:
        features: tuple[str, ...] = ()
        standardize: bool = False
        validation_fraction: float = 0.2
        test_fraction: float = 0.0
    else:  # what a kind that does not declare these fields has
        features = ()
        standardize = False
        validation_fraction = 0.2
        test_fraction = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        aside = self.validation_fraction + self.test_fraction
        if aside > _MOST_KEPT_ASIDE + 1e-9:
            raise SpecError(
                "test_fraction",
                f"expected validation_fraction and test_fraction to be at most "
                f"{_MOST_KEPT_ASIDE} together, found {plain(aside)}. Leave rows to train on.",
            )

    def facts(self) -> Facts | None:
        """What is known before any row is drawn or read; None if that takes reading."""
        return None

    def table(self, rng: np.random.Generator, folder: Path) -> Table:
        """All rows. `folder` is where relative paths start. Raises DataError."""
        raise NotImplementedError

    def split(self, table: Table, rng: np.random.Generator) -> Split:
        """Which rows train, validate and test. Raises DataError when there are too few."""
        return random_split(table, self.validation_fraction, self.test_fraction, rng)

    def fit(self, table: Table, train: Ints) -> Preprocessing:
        """What turns raw columns into inputs, from the training rows (T,) of the table alone."""
        scale: Scale = "standardize" if self.standardize else "none"
        return fit(table, train, features=self.features, scale=scale)

    def moved(self, old: Path, new: Path) -> Data:
        """The same data for a design that moves from the folder `old` to `new`."""
        return self

    @property
    def dialect(self) -> Dialect:
        """How text tables to predict from are written, where the data says so."""
        return Dialect()

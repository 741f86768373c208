"""What all drawn data share: how many points, how much noise, and what the network is shown of
a point."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

import numpy as np

from engine.data.base import Data, Standardize, TestFraction, ValidationFraction
from engine.data.features import FEATURES
from engine.data.table import Facts, Floats, Ints, Table, Task
from engine.errors import SpecError
from engine.spec import Change, items, number

if TYPE_CHECKING:
    FeatureName = str
else:
    FeatureName = Literal[tuple(FEATURES)]

Samples = Annotated[
    int, number(10, 100_000, "how many points are drawn", change=Change.DATA, symbol="N", log=True)
]
Noise = Annotated[
    float,
    number(0, 0.5, "how far points or labels stray", change=Change.DATA, symbol="ν"),
]
Features = Annotated[
    tuple[FeatureName, ...],
    items("what the network is shown of a point", change=Change.DATA, most=len(FEATURES)),
]
HALF = 5.0  # points lie within ±5 or so; labels stray by up to 5ν


class Sampled(Data, frozen=True):
    """Base of all drawn data: a member writes `draw`, and lists the fields that follow its own.

    The same generator gives the same points, in an order that means nothing, and every class is
    among them.
    """

    columns: ClassVar[tuple[str, ...]] = ("x1", "x2")
    task: ClassVar[Task] = "classification"

    samples: Samples = 500
    noise: Noise = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.features:
            raise SpecError("features", 'expected at least one, found none. Add one, such as "x1".')
        for place, name in enumerate(self.features):
            where = f"features[{place}]"
            if name in self.features[:place]:
                raise SpecError(where, f'expected each feature once, found "{name}" again.')
            if not set(FEATURES[name].uses) <= set(self.columns):
                allowed = [f for f in FEATURES if set(FEATURES[f].uses) <= set(self.columns)]
                raise SpecError(
                    where,
                    f'expected one of: {", ".join(allowed)}, found "{name}". '
                    f"{self.title()} has {' and '.join(self.columns)} alone.",
                )

    @property
    def class_names(self) -> tuple[str, ...]:
        """Names of the classes; none for regression."""
        return ("0", "1") if self.task == "classification" else ()

    def facts(self) -> Facts:
        return Facts(
            columns=self.columns, inputs=self.features, task=self.task, classes=self.class_names
        )

    def draw(self, rng: np.random.Generator) -> tuple[Floats, Ints | Floats]:
        """Points (N, C) and their classes or values (N,)."""
        raise NotImplementedError

    def table(self, rng: np.random.Generator, folder: Path) -> Table:
        """N points. Where chance left a class out, which few noisy points allow, all are drawn
        again."""
        X, y = self.draw(rng)
        while len(np.unique(y)) < len(self.class_names):
            X, y = self.draw(rng)
        order = rng.permutation(len(y))
        return Table(
            columns=self.columns, X=X[order], y=y[order], task=self.task, classes=self.class_names
        )

    def stray(self, rng: np.random.Generator, *shape: int) -> Floats:
        """ε ~ U(−5, 5) · ν, of the given shape."""
        return rng.uniform(-HALF, HALF, shape) * self.noise


class Synthetic(Sampled, frozen=True):
    """Base of the drawn data without fields of their own."""

    features: Features = ("x1", "x2")
    standardize: Standardize = False
    validation_fraction: ValidationFraction = 0.5
    test_fraction: TestFraction = 0.0


def halves(total: int) -> tuple[int, int]:
    """N points in two parts; the first has the odd one."""
    return total - total // 2, total // 2


def polar(r: Floats, angle: Floats) -> Floats:
    """Points (r sin θ, r cos θ), (N, 2): angles run clockwise from the top."""
    return np.column_stack([r * np.sin(angle), r * np.cos(angle)])

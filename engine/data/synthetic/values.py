"""Points with a value each: a plane that one neuron fits, bumps that take several, and a curve
of one input to watch a network bend.

ν is the noise, ε ~ U(−5, 5) · ν. plane and bumps are those of TensorFlow Playground (dataset.ts:
reg-plane and reg-gauss).
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from engine.data.synthetic.base import Features, Samples, Synthetic
from engine.data.table import Floats, Task

_REACH = 6.0  # x₁, x₂ ~ U(−6, 6)
# centre and sign of each bump
_BUMPS = ((-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1))


class Plane(Synthetic, frozen=True, tag="plane"):
    """A tilted plane: x₁, x₂ ~ U(−6, 6), y = (x₁ + x₂ + ε) / 10."""

    task: ClassVar[Task] = "regression"

    samples: Samples = 1200

    def draw(self, rng: np.random.Generator) -> tuple[Floats, Floats]:
        X = rng.uniform(-_REACH, _REACH, (self.samples, 2))
        return X, (X.sum(axis=1) + self.stray(rng, self.samples)) / 10


class Bumps(Synthetic, frozen=True, tag="bumps"):
    """Six bumps up and down in turn at (±4, ±2.5) and (0, ±2.5): x₁, x₂ ~ U(−6, 6), each bump
    worth ±max(1 − d/2, 0) at a distance d from (x₁ + ε, x₂ + ε); y is the one of largest
    magnitude."""

    task: ClassVar[Task] = "regression"

    samples: Samples = 1200

    def draw(self, rng: np.random.Generator) -> tuple[Floats, Floats]:
        X = rng.uniform(-_REACH, _REACH, (self.samples, 2))
        seen = X + self.stray(rng, self.samples, 2)
        x, y, sign = np.array(_BUMPS).T
        d = np.hypot(seen[:, :1] - x, seen[:, 1:] - y)
        values = sign * np.clip(1 - d / 2, 0, 1)
        largest = np.argmax(np.abs(values), axis=1)
        return X, values[np.arange(len(X)), largest]


class Curve(Synthetic, frozen=True, tag="curve"):
    """A wave on a slope, of one input: x₁ ~ U(−6, 6), y = ½ sin(1.5 x₁) + x₁/10 + U(−1, 1) · ν."""

    columns: ClassVar[tuple[str, ...]] = ("x1",)
    task: ClassVar[Task] = "regression"

    features: Features = ("x1",)

    def draw(self, rng: np.random.Generator) -> tuple[Floats, Floats]:
        x = rng.uniform(-_REACH, _REACH, self.samples)
        y = np.sin(1.5 * x) / 2 + x / 10 + rng.uniform(-1, 1, self.samples) * self.noise
        return x[:, np.newaxis], y

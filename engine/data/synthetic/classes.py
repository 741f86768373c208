"""Points of two or more classes, from the one a single neuron separates to the spiral.

ν is the noise, ε ~ U(−5, 5) · ν, drawn anew for each axis of each point. circle, xor, gauss and
spiral are those of TensorFlow Playground (dataset.ts), whose positive class is class 1 here.
"""

from __future__ import annotations

from typing import Annotated

import numpy as np

from engine.data.base import Standardize, TestFraction, ValidationFraction
from engine.data.synthetic.base import HALF, Features, Sampled, Synthetic, halves, polar
from engine.data.table import Floats, Ints
from engine.spec import Change, number


class Circle(Synthetic, frozen=True, tag="circle"):
    """A disc in a ring: half r ~ U(0, 2.5), half r ~ U(3.5, 5), θ ~ U(0, 2π), point
    (r sin θ, r cos θ); class 1 where |p + ε| < 2.5. Noise moves labels, not points."""

    def draw(self, rng: np.random.Generator) -> tuple[Floats, Ints]:
        inner, outer = halves(self.samples)
        r = np.concatenate([rng.uniform(0, HALF / 2, inner), rng.uniform(0.7 * HALF, HALF, outer)])
        X = polar(r, rng.uniform(0, 2 * np.pi, self.samples))
        inside = np.hypot(*(X + self.stray(rng, self.samples, 2)).T) < HALF / 2
        return X, inside.astype(np.int64)


class Xor(Synthetic, frozen=True, tag="xor"):
    """Four quarters: x₁, x₂ ~ U(−5, 5), each pushed 0.3 away from its axis; class 1 where
    (x₁ + ε)(x₂ + ε) ≥ 0."""

    label = "XOR"

    def draw(self, rng: np.random.Generator) -> tuple[Floats, Ints]:
        X = rng.uniform(-HALF, HALF, (self.samples, 2))
        X += np.where(X > 0, 0.3, -0.3)
        same = np.prod(X + self.stray(rng, self.samples, 2), axis=1) >= 0
        return X, same.astype(np.int64)


class Gauss(Synthetic, frozen=True, tag="gauss"):
    """Two round clouds: class 1 about (2, 2), class 0 about (−2, −2), variance 0.5 + 7ν per
    axis."""

    label = "Gaussians"

    def draw(self, rng: np.random.Generator) -> tuple[Floats, Ints]:
        y = np.repeat([1, 0], halves(self.samples))
        centres = np.where(y == 1, 2.0, -2.0)[:, np.newaxis]
        deviation = np.sqrt(0.5 + 7 * self.noise)
        return centres + rng.normal(0, deviation, (self.samples, 2)), y


class Spiral(Synthetic, frozen=True, tag="spiral"):
    """Two arms of n = N/2 points: r = 5 i/n, t = 1.75 · (i/n) · 2π + Δ, point
    (r sin t, r cos t) + U(−1, 1) · ν per axis; Δ = 0 for class 1, π for class 0."""

    def draw(self, rng: np.random.Generator) -> tuple[Floats, Ints]:
        arms = halves(self.samples)
        along = np.concatenate([np.arange(n) / n for n in arms])
        y = np.repeat([1, 0], arms)
        turn = np.where(y == 1, 0.0, np.pi)
        X = polar(HALF * along, 1.75 * along * 2 * np.pi + turn)
        return X + rng.uniform(-1, 1, X.shape) * self.noise, y


class Moons(Synthetic, frozen=True, tag="moons"):
    """Two half rings that hold each other: t ~ U(0, π), class 0 at 3 (cos t − ½, sin t − ¼),
    class 1 at 3 (½ − cos t, ¼ − sin t), plus N(0, (2ν)²) per axis. The shape is that of
    scikit-learn's make_moons, centred and three times as large."""

    def draw(self, rng: np.random.Generator) -> tuple[Floats, Ints]:
        y = np.repeat([0, 1], halves(self.samples))
        t = rng.uniform(0, np.pi, self.samples)
        moon = 3 * np.column_stack([np.cos(t) - 0.5, np.sin(t) - 0.25])
        X = np.where(y[:, np.newaxis] == 0, moon, -moon)
        return X + rng.normal(0, 1, X.shape) * 2 * self.noise, y


class Blobs(Sampled, frozen=True, tag="blobs"):
    """k round clouds on a ring: class j about (4 sin θ, 4 cos θ), θ = 2π j/k, deviation
    0.5 + 2ν per axis, so that without noise even eight of them hardly touch."""

    classes: Annotated[
        int, number(2, 8, "how many clouds, each a class", change=Change.DATA, symbol="k")
    ] = 3
    features: Features = ("x1", "x2")
    standardize: Standardize = False
    validation_fraction: ValidationFraction = 0.5
    test_fraction: TestFraction = 0.0

    @property
    def class_names(self) -> tuple[str, ...]:
        return tuple(str(j) for j in range(self.classes))

    def draw(self, rng: np.random.Generator) -> tuple[Floats, Ints]:
        y = np.arange(self.samples) % self.classes
        centres = polar(np.full(self.samples, 4.0), 2 * np.pi * y / self.classes)
        return centres + rng.normal(0, 0.5 + 2 * self.noise, centres.shape), y

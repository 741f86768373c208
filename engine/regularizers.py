"""Regularizers: a price on large weights, so that the simpler network wins.

The penalty is added to what the optimizer descends, over weights, not biases; reported losses
leave it out.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.spec import Change, Spec, number

Array = NDArray[Any]

_STRENGTH = number(0, 10, "price of a large weight", change=Change.LIVE, symbol="λ", log=True)


class Regularizer(Spec, frozen=True):
    """Base of all regularizers. `weight` is (O, I), any view of the parameters."""

    family: ClassVar[str] = "regularizer"

    def penalty(self, weight: Array) -> float:
        """What these weights cost."""
        raise NotImplementedError

    def add_gradient(self, weight: Array, gradient: Array) -> None:
        """Add ∂penalty/∂weight to `gradient` in place."""
        raise NotImplementedError


class L1(Regularizer, frozen=True, tag="l1"):
    """λ Σ |w|; gradient λ sign(w). Drives weights to exactly nothing. Source: Tibshirani 1996."""

    label = "L1"
    strength: Annotated[float, _STRENGTH] = 0.001

    def penalty(self, weight: Array) -> float:
        return self.strength * float(np.abs(weight).sum())

    def add_gradient(self, weight: Array, gradient: Array) -> None:
        np.add(gradient, self.strength * np.sign(weight), out=gradient)


class L2(Regularizer, frozen=True, tag="l2"):
    """λ Σ w²; gradient 2 λ w. Keeps all weights small. Source: Krogh & Hertz 1991."""

    label = "L2"
    strength: Annotated[float, _STRENGTH] = 0.001

    def penalty(self, weight: Array) -> float:
        return self.strength * float(np.square(weight).sum())

    def add_gradient(self, weight: Array, gradient: Array) -> None:
        np.add(gradient, (2.0 * self.strength) * weight, out=gradient)


class L1L2(Regularizer, frozen=True, tag="l1_l2"):
    """λ₁ Σ |w| + λ₂ Σ w², the elastic net. Source: Zou & Hastie 2005."""

    label = "L1 and L2"
    l1: Annotated[float, _STRENGTH] = 0.001
    l2: Annotated[float, _STRENGTH] = 0.001

    def penalty(self, weight: Array) -> float:
        return L1(strength=self.l1).penalty(weight) + L2(strength=self.l2).penalty(weight)

    def add_gradient(self, weight: Array, gradient: Array) -> None:
        np.add(gradient, self.l1 * np.sign(weight) + (2.0 * self.l2) * weight, out=gradient)

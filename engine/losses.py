"""Losses: one number J that says how wrong the network is, and its slope ∂J/∂ŷ.

Means over batch and outputs, so that J does not depend on how many samples were looked at;
categorical cross-entropy is a mean over the batch. Predictions y and targets t are (O, B). The
cross-entropies are also fused with a last sigmoid or softmax: computed from the logits z they stay
finite at ±1000, and the gradient is simply (y − t).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.spec import Spec, number

Array = NDArray[Any]

_ZERO = np.zeros((), np.float32)


@lru_cache(maxsize=16)
def _cell(value: float) -> Array:
    """A number as a ufunc takes it fastest: dividing ten numbers by it takes 0.6 µs, by a Python
    number 0.9. Exact in both precisions for halves and whole numbers up to 2²³."""
    return np.array(value, np.float32)


@lru_cache(maxsize=4)
def _ones(count: int, precision: str) -> Array:
    return np.ones(count, precision)


def _total(values: Array) -> float:
    """Σ of a batch's values, as a product with ones: 0.3 µs less than np.add.reduce."""
    return float(values.ravel().dot(_ones(values.size, values.dtype.char)))


class Loss(Spec, frozen=True):
    """Base of all losses.

    `outputs` names the activations a loss may follow (empty: any), `fused_with` the one it is
    fused with; `signed` losses want targets ±1; `tasks` says what it can be used for. A loss
    `named_after` somebody keeps its capital in a sentence.
    """

    family: ClassVar[str] = "loss"
    formula: ClassVar[str] = ""
    outputs: ClassVar[tuple[str, ...]] = ()
    fused_with: ClassVar[str] = ""
    signed: ClassVar[bool] = False
    named_after: ClassVar[bool] = False
    tasks: ClassVar[tuple[str, ...]] = ("classification", "regression")

    @classmethod
    def mentioned(cls) -> str:
        """The title within a sentence: `mean squared error`, `Huber`."""
        title = cls.title()
        return title if cls.named_after else title[:1].lower() + title[1:]

    def value(self, y: Array, t: Array) -> float:
        """J of predictions y against targets t."""
        raise NotImplementedError

    def gradient(self, y: Array, t: Array, dy: Array) -> float:
        """Write dy = ∂J/∂y; returns J. dy must not overlap y."""
        raise NotImplementedError

    def fused_value(self, z: Array, t: Array) -> float:
        """J from the logits z of the activation named by `fused_with`."""
        raise NotImplementedError

    def fused_gradient(self, z: Array, t: Array, dz: Array) -> float:
        """Write dz = ∂J/∂z from the logits; returns J. dz must not overlap z."""
        raise NotImplementedError


class MeanSquaredError(Loss, frozen=True, tag="mean_squared_error"):
    """J = 1/n Σ (t − y)²;  ∂J/∂y = 2 (y − t) / n. As in the course's notes, without a ½."""

    formula = r"J = \frac{1}{n}\sum_{i=1}^{n} (y_i - \hat{y}_i)^2"

    def value(self, y: Array, t: Array) -> float:
        difference = y - t
        return float(np.vdot(difference, difference)) / y.size

    def gradient(self, y: Array, t: Array, dy: Array) -> float:
        np.subtract(y, t, dy)
        loss = float(np.vdot(dy, dy)) / y.size
        np.divide(dy, _cell(0.5 * y.size), dy)
        return loss


class MeanAbsoluteError(Loss, frozen=True, tag="mean_absolute_error"):
    """J = 1/n Σ |t − y|;  ∂J/∂y = sign(y − t) / n, and 0 where they are equal."""

    formula = r"J = \frac{1}{n}\sum_{i=1}^{n} |y_i - \hat{y}_i|"

    def value(self, y: Array, t: Array) -> float:
        return float(np.abs(y - t).sum()) / y.size

    def gradient(self, y: Array, t: Array, dy: Array) -> float:
        np.subtract(y, t, dy)
        loss = _total(np.abs(dy)) / y.size
        np.sign(dy, dy)
        np.divide(dy, _cell(y.size), dy)
        return loss


class Huber(Loss, frozen=True, tag="huber"):
    """J = 1/n Σ (½ d² where |d| ≤ δ, else δ (|d| − ½ δ)), d = y − t: squared near, absolute far.

    ∂J/∂y = clip(d, −δ, δ) / n. Source: Huber 1964, in PyTorch's form.
    """

    formula = (
        r"J = \frac{1}{n}\sum_{i=1}^{n} \begin{cases} \frac{1}{2} d_i^2 & |d_i| \le \delta \\"
        r" \delta\,(|d_i| - \frac{1}{2}\delta) & \text{else} \end{cases}"
    )

    named_after = True

    delta: Annotated[
        float, number(0, 1e6, "error from which it grows linearly", above=True, symbol="δ")
    ] = 1.0

    def value(self, y: Array, t: Array) -> float:
        difference = y - t
        clipped = np.clip(difference, -self.delta, self.delta)
        return self._mean(difference, clipped)

    def gradient(self, y: Array, t: Array, dy: Array) -> float:
        difference = y - t
        np.clip(difference, -self.delta, self.delta, out=dy)
        loss = self._mean(difference, dy)
        np.divide(dy, _cell(y.size), dy)
        return loss

    def _mean(self, difference: Array, clipped: Array) -> float:
        # With c = clip(d): c (d − ½ c) is ½ d² inside and δ (|d| − ½ δ) outside.
        return float(np.vdot(clipped, difference - 0.5 * clipped)) / difference.size


class BinaryCrossEntropy(Loss, frozen=True, tag="binary_cross_entropy"):
    """J = −1/n Σ (t ln y + (1 − t) ln(1 − y)), for probabilities y from a sigmoid.

    Fused with it: J = 1/n Σ (ln(1 + e^z) − t z), ∂J/∂z = (y − t) / n. Unfused, the logarithms
    are kept above −100 and y (1 − y) above 1e-12, as PyTorch does.
    """

    label = "Binary cross-entropy"
    formula = r"J = -\frac{1}{n}\sum_{i=1}^{n} y_i \ln \hat{y}_i + (1 - y_i) \ln (1 - \hat{y}_i)"
    outputs = ("sigmoid",)
    fused_with = "sigmoid"
    tasks = ("classification",)

    def value(self, y: Array, t: Array) -> float:
        with np.errstate(divide="ignore"):
            right = np.maximum(np.log(y), -100.0)
            wrong = np.maximum(np.log1p(-y), -100.0)
        return -float((t * right + (1.0 - t) * wrong).sum()) / y.size

    def gradient(self, y: Array, t: Array, dy: Array) -> float:
        np.multiply(y, 1.0 - y, out=dy)
        np.maximum(dy, 1e-12, out=dy)
        np.divide((y - t) / y.size, dy, out=dy)
        return self.value(y, t)

    def fused_value(self, z: Array, t: Array) -> float:
        # Sample by sample: the difference of two large sums would leave a confident network's
        # small loss to rounding, even below zero.
        costs = np.maximum(z, _ZERO) - t * z
        np.add(costs, np.log1p(np.exp(-np.abs(z))), out=costs)
        return float(np.add.reduce(costs, None)) / z.size

    def fused_gradient(self, z: Array, t: Array, dz: Array) -> float:
        np.logaddexp(z, _ZERO, dz)
        loss = (_total(dz) - float(np.vdot(t, z))) / z.size
        np.subtract(z, dz, dz)  # ln σ(z)
        np.exp(dz, dz)
        np.subtract(dz, t, dz)
        np.divide(dz, _cell(z.size), dz)
        return loss


class CategoricalCrossEntropy(Loss, frozen=True, tag="categorical_cross_entropy"):
    """J = −1/B Σ over samples Σₖ tₖ ln yₖ, for probabilities y from a softmax over the units.

    Fused with it: ∂J/∂z = (y − t) / B for targets that sum to one. Unfused, y is kept above
    1e-12 in the logarithm. A mean over the batch, not over batch and outputs.
    """

    label = "Categorical cross-entropy"
    formula = r"J = -\frac{1}{n}\sum_{i=1}^{n}\sum_{k} y_{ik} \ln \hat{y}_{ik}"
    outputs = ("softmax",)
    fused_with = "softmax"
    tasks = ("classification",)

    def value(self, y: Array, t: Array) -> float:
        return -_mean(np.vdot(t, np.log(np.maximum(y, 1e-12))), y)

    def gradient(self, y: Array, t: Array, dy: Array) -> float:
        np.maximum(y, 1e-12, out=dy)
        loss = -_mean(np.vdot(t, np.log(dy)), y)
        np.divide(t, dy, out=dy)
        np.multiply(dy, -1.0 / y.shape[1], out=dy)
        return loss

    def fused_value(self, z: Array, t: Array) -> float:
        shifted = z - np.maximum.reduce(z, axis=0)
        log_sum = np.log(np.add.reduce(np.exp(shifted), axis=0))
        weight = np.add.reduce(t, axis=0)
        return _mean(np.vdot(weight, log_sum) - np.vdot(t, shifted), z)

    def fused_gradient(self, z: Array, t: Array, dz: Array) -> float:
        t = np.ascontiguousarray(t)  # a batch's targets come turned; so it all takes 9 µs, not 15
        ones = _ones(len(z), z.dtype.char)
        shifted = z - np.maximum.reduce(z, axis=0)
        np.exp(shifted, dz)
        total = ones.dot(dz)
        weight = ones.dot(t)
        loss = _mean(np.vdot(weight, np.log(total)) - np.vdot(t, shifted), z)
        np.multiply(dz, weight / total, dz)
        np.subtract(dz, t, dz)
        np.divide(dz, _cell(z.shape[1]), dz)
        return loss


def _mean(total: Any, y: Array) -> float:
    """A sum over the samples of y (O, B) as their mean."""
    return float(total) / int(y.shape[1])


class Hinge(Loss, frozen=True, tag="hinge"):
    """J = 1/n Σ max(0, 1 − t y) for targets ±1;  ∂J/∂y = −t / n where t y < 1, else 0.

    Several outputs are one-against-the-rest. Source: Cortes & Vapnik 1995.
    """

    formula = r"J = \frac{1}{n}\sum_{i=1}^{n} \max(0,\; 1 - y_i \hat{y}_i)"
    outputs = ("linear", "tanh")
    signed = True
    tasks = ("classification",)

    def value(self, y: Array, t: Array) -> float:
        return float(np.maximum(1.0 - t * y, 0.0).sum()) / y.size

    def gradient(self, y: Array, t: Array, dy: Array) -> float:
        margin = 1.0 - t * y
        np.multiply(t, margin > 0.0, out=dy)
        np.divide(dy, -float(y.size), out=dy)
        return float(np.maximum(margin, 0.0).sum()) / y.size

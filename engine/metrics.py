"""What is said of a network besides its loss: how often it is right, or how much it explains."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.activations import Softmax
from engine.data import Preprocessing, TargetCode
from engine.design import Design
from engine.network import Network, shapes

Array = NDArray[Any]


class Scores(msgspec.Struct, frozen=True, omit_defaults=True):
    """Loss, with the accuracy (0 to 1) of a classifier or the R² of a regression."""

    loss: float
    accuracy: float | None = None
    r2: float | None = None

    @property
    def metric(self) -> float:
        """Accuracy or R², whichever there is."""
        value = self.accuracy if self.accuracy is not None else self.r2
        return float("nan") if value is None else value


def output_code(design: Design, preprocessing: Preprocessing) -> TargetCode:
    """How the design's output layer speaks of its targets. Raises ShapeError when its units do
    not fit them."""
    layers = design.layers
    units = shapes(layers, len(preprocessing.inputs))[-1]
    bend = layers[-1].bend
    signed = design.training.loss.signed or (bend is not None and bend.signed)
    softmax = isinstance(bend, Softmax)
    return TargetCode.of(preprocessing, units, signed=signed, softmax=softmax)


METRIC_OF = {"classification": "accuracy", "regression": "r2"}


def score(network: Network, X: Array, T: Array, y: Array, code: TargetCode) -> Scores:
    """Scores over inputs X (N, I), encoded targets T (N, O) and raw targets y (N,).

    A regression's loss is in the target's own unit. Regularizers are left out.
    """
    loss, outputs = network.evaluate(X, T)
    if code.task == "classification":
        return Scores(loss, accuracy=accuracy(code.labels(outputs), y))
    with np.errstate(all="ignore"):
        values = code.values(outputs)
        if code.factor != 1.0 or code.shift != 0.0:
            loss = network.loss.value(values[None, :], np.asarray(y, np.float64)[None, :])
        return Scores(loss, r2=r_squared(values, y))


def accuracy(labels: Array, y: Array) -> float:
    """Share of labels (N,) that are right."""
    return float(np.mean(labels == y))


def r_squared(values: Array, y: Array) -> float:
    """1 − Σ (y − ŷ)² / Σ (y − ȳ)²: 1 is perfect, 0 no better than the mean.

    Where all y are the same: 1 if every value is right, else 0, as scikit-learn has it.
    """
    missed = float(np.sum(np.square(y - values)))
    spread = float(np.sum(np.square(y - np.mean(y))))
    if spread == 0.0:
        return 1.0 if missed == 0.0 else 0.0
    return 1.0 - missed / spread

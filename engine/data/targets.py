"""What an output should be and what it means: classes become 0, 1 or ±1, values become
standardised numbers; and outputs become probabilities, labels and values again."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.data.preprocessing import Preprocessing
from engine.data.table import Floats, Ints, Task
from engine.errors import ShapeError


class TargetCode(msgspec.Struct, frozen=True, kw_only=True):
    """How targets are written for an output layer of `units`, and its outputs read back.

    One unit stands for the second class: 1, else 0. Several stand for one class each. `signed`
    codes write −1 for 0 (hinge, tanh); `softmax` outputs are probabilities already. A regression
    target is (y − shift) / factor. Raises ShapeError when the units do not fit the classes.
    """

    task: Task
    classes: tuple[str, ...] = ()
    units: int = 1
    signed: bool = False
    softmax: bool = False
    shift: float = 0.0
    factor: float = 1.0

    @classmethod
    def of(
        cls,
        preprocessing: Preprocessing,
        units: int,
        *,
        signed: bool = False,
        softmax: bool = False,
    ) -> TargetCode:
        """The code of a fitted data set for an output layer of `units`."""
        return cls(
            task=preprocessing.task,
            classes=preprocessing.classes,
            units=units,
            signed=signed,
            softmax=softmax,
            shift=preprocessing.target_shift,
            factor=preprocessing.target_factor,
        )

    def __post_init__(self) -> None:
        count = len(self.classes)
        if self.task == "regression":
            if self.units != 1:
                raise ShapeError(
                    f"output: expected 1 unit to predict a number, found {self.units}. "
                    "Use one unit."
                )
        elif self.units != count and (self.units, count) != (1, 2):
            expected = "1 or 2 units" if count == 2 else f"{count} units"
            raise ShapeError(
                f"output: expected {expected} for {count} classes, found {self.units}. "
                "Use one unit for each class."
            )

    def encode(self, y: ArrayLike) -> Floats:
        """Targets for training, (N, units): from class indices (N,), or from values (N,)."""
        given: NDArray[Any] = np.asarray(y)
        if self.task == "regression":
            values: Floats = (given.astype(np.float64) - self.shift) / self.factor
            return values[:, np.newaxis]
        answers = np.array([1]) if self.units == 1 else np.arange(self.units)
        ones: Floats = (given[:, np.newaxis] == answers).astype(np.float64)
        return 2 * ones - 1 if self.signed else ones

    def decode(self, outputs: ArrayLike) -> tuple[Ints, Floats] | Floats:
        """Labels and probabilities for classification, values for regression."""
        if self.task == "regression":
            return self.values(outputs)
        return self.labels(outputs), self.probabilities(outputs)

    def values(self, outputs: ArrayLike) -> Floats:
        """Outputs (N, 1) in the target's own unit, (N,)."""
        return np.asarray(self._rows(outputs)[:, 0] * self.factor + self.shift)

    def labels(self, outputs: ArrayLike) -> Ints:
        """The index of the class that outputs (N, units) speak for, (N,).

        One unit: the second class above ½, or above 0 if signed. Several: the largest output,
        the first of equals.
        """
        rows = self._rows(outputs)
        if self.units == 1:
            second: Ints = (rows[:, 0] > (0 if self.signed else 0.5)).astype(np.int64)
            return second
        largest: Ints = np.argmax(rows, axis=1)
        return largest

    def probabilities(self, outputs: ArrayLike) -> Floats:
        """Outputs (N, units) as a probability for each class, (N, classes).

        p = clip(y, 0, 1), if signed clip((y + 1) / 2, 0, 1). One unit: [1 − p, p]. Several: p
        over its sum, all classes alike where all are 0; softmax outputs pass unchanged.
        """
        rows = self._rows(outputs)
        if self.softmax and self.units > 1:
            return rows
        p = np.clip((rows + 1) / 2 if self.signed else rows, 0, 1)
        if self.units == 1:
            return np.concatenate([1 - p, p], axis=1)
        total = p.sum(axis=1, keepdims=True)
        p, total = np.where(total == 0, 1, p), np.where(total == 0, self.units, total)
        return np.asarray(p / total)

    def _rows(self, outputs: ArrayLike) -> Floats:
        rows = np.asarray(outputs, dtype=np.float64)
        if rows.ndim != 2 or rows.shape[1] != self.units:
            raise ShapeError(f"outputs: expected shape (N, {self.units}), found {rows.shape}.")
        return rows

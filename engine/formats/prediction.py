"""What a network says of rows, in the words of its data: classes and probabilities, or values."""

from __future__ import annotations

from typing import Any

import msgspec
from numpy.typing import NDArray

from engine.data import TargetCode
from engine.data.table import Floats, Ints


class Prediction(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """What a network says of N rows.

    Of a classifier: `labels` (N,), indices into `classes`, and `probabilities` (N, classes).
    Of a regression: `values` (N,) in the target's own unit.
    """

    classes: tuple[str, ...] = ()
    labels: Ints | None = None
    probabilities: Floats | None = None
    values: Floats | None = None

    @classmethod
    def of(cls, code: TargetCode, outputs: NDArray[Any]) -> Prediction:
        """The meaning of a network's outputs (N, O)."""
        if code.task == "regression":
            return cls(values=code.values(outputs))
        return cls(
            classes=code.classes,
            labels=code.labels(outputs),
            probabilities=code.probabilities(outputs),
        )

    @property
    def answers(self) -> list[str] | list[float]:
        """The class names, or the values, of all rows."""
        if self.labels is not None:
            return [self.classes[label] for label in self.labels]
        values: list[float] = [] if self.values is None else self.values.tolist()
        return values

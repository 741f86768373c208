"""The examples of a training in the form its network takes them, and how well it does on them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data import Prepared, TargetCode
from engine.errors import DataError
from engine.losses import Loss
from engine.metrics import Scores, score
from engine.network import Network

Array = NDArray[Any]


class Examples:
    """Training, validation and test rows in the network's precision, targets encoded.

    X (N, I + 1): the training inputs and, as the input that is always 1, a column of ones;
    T (N, O): their targets. Raises DataError where there is no row to train on.
    """

    def __init__(self, data: Prepared, code: TargetCode, dtype: np.dtype[Any]) -> None:
        if not len(data.X_train):
            raise DataError("data: expected at least one training row, found none.")
        self._data, self._code, self._dtype = data, code, dtype
        ones = np.ones((len(data.X_train), 1))
        with np.errstate(over="ignore"):  # far from the training rows there is an infinity
            self.X: Array = np.concatenate([data.X_train, ones], axis=1).astype(dtype)
            self._X_check: Array = data.X_validation.astype(dtype)
        self.T = self._encoded(data.y_train)
        self._T_check = self._encoded(data.y_validation)

    def _encoded(self, y: Array) -> Array:
        with np.errstate(over="ignore"):
            return np.ascontiguousarray(self._code.encode(y), self._dtype)

    @property
    def checked(self) -> bool:
        """Whether rows are kept aside to check the training."""
        return len(self._X_check) > 0

    def train_scores(self, network: Network) -> Scores:
        """Scores on the training rows."""
        return score(network, self.X[:, :-1], self.T, self._data.y_train, self._code)

    def check_scores(self, network: Network) -> Scores | None:
        """Scores on the validation rows; None where there are none."""
        if not self.checked:
            return None
        return score(network, self._X_check, self._T_check, self._data.y_validation, self._code)

    def test_scores(self, network: Network) -> Scores | None:
        """Scores on the test rows; None where there are none."""
        data = self._data
        if not len(data.X_test):
            return None
        return score(network, data.X_test, self._encoded(data.y_test), data.y_test, self._code)

    def constant_loss(self, loss: Loss) -> float:
        """The loss of always answering with the mean of the training targets."""
        y = self._data.y_train
        if self._code.task == "regression":
            targets = np.asarray(y, np.float64)[None, :]
        else:
            targets = self._encoded(y).T
        mean = np.repeat(targets.mean(axis=1, keepdims=True), targets.shape[1], axis=1)
        with np.errstate(all="ignore"):
            return loss.value(mean, targets)

"""The range of a curve: epochs to the right, a loss or a metric upwards, growing in steps so that
nothing shifts from frame to frame. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.views.ticks import Ticks, ceiling, log_range, log_ticks, ticks

Array = NDArray[Any]

_FIRST_EPOCHS = 10.0
_ACCURACIES = (0.9, 0.75, 0.5, 0.25, 0.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """From 0 to `last` epochs, and from `low` to `high`; `log` where powers of ten are evenly
    spaced."""

    last: float
    low: float
    high: float
    log: bool = False

    def across(self, epochs: Array) -> Array:
        """Where epochs stand, 0 at the left to 1."""
        return epochs / self.last

    def up(self, values: Array) -> Array:
        """Where values stand, 0 at the foot to 1. On a log scale they have to be positive."""
        if not self.log:
            return (values - self.low) / (self.high - self.low)
        low, high = np.log10(self.low), np.log10(self.high)
        up: Array = (np.log10(values) - low) / (high - low)
        return up

    def epoch_ticks(self, most: int) -> Ticks:
        return ticks(0.0, self.last, most, whole=True)

    def value_ticks(self, most: int) -> Ticks:
        return (log_ticks if self.log else ticks)(self.low, self.high, most)


def epochs_shown(epoch: float, limit: float) -> float:
    """The end of the axis: the next round number, but not beyond the limit of the training."""
    rounded = ceiling(max(epoch, _FIRST_EPOCHS))
    return max(1.0, epoch, min(rounded, limit))


def loss_scale(last: float, losses: Array, log: bool) -> Scale:
    """From 0, or from the power of ten below the smallest loss, to a round number above all."""
    if log and len(losses := losses[losses > 0]):
        return Scale(last, *log_range(float(losses.min()), float(losses.max())), log=True)
    highest = float(losses.max(initial=0.0))
    return Scale(last, 0.0, ceiling(highest) if highest > 0 else 1.0)


def accuracy_scale(last: float, accuracies: Array) -> Scale:
    """To 1, from a quarter that is below all."""
    lowest = float(accuracies.min(initial=1.0))
    return Scale(last, next(low for low in _ACCURACIES if low <= max(lowest, 0.0)), 1.0)


def r2_scale(last: float, values: Array) -> Scale:
    """To 1, from 0, or from −1 where some are below; what is worse yet is not shown."""
    return Scale(last, 0.0 if float(values.min(initial=0.0)) >= 0 else -1.0, 1.0)

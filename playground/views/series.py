"""What is done to a series of numbers before it becomes a line: leave out what is not finite,
smooth it, and thin it to what so many pixels can show. No Qt here."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

SHARE = 1 / 60  # of the axis that the moving average looks back
LIGHTEST = 0.4  # weight below which smoothing would show nothing that the raw line does not
_HEAVIEST = 0.99
_NEGLIGIBLE = 1e-12
_BLOCK = 32


def finite(x: Array, y: Array) -> tuple[Array, Array]:
    """The points (n,) whose y is a finite number, each series in a piece of memory."""
    kept = np.isfinite(y)
    return (x.copy(), y.copy()) if kept.all() else (x[kept], y[kept])


def weight(epochs: Array, shown: float) -> float:
    """How much of what came before is kept in the moving average of rows at these epochs (n,): it
    looks back a fixed share of the epochs shown, so that its lag is a few pixels."""
    if len(epochs) < 2:
        return 0.0
    apart = (epochs[-1] - epochs[0]) / (len(epochs) - 1)
    return float(np.clip(1 - apart / (SHARE * shown), 0.0, _HEAVIEST))


@lru_cache(maxsize=64)
def _averaging(kept: float) -> tuple[Array, Array, Array]:
    """For w: what each row of a block gives to those after it, (1 − w) wⁿ (_BLOCK, _BLOCK); what
    is left of the row before the block, wⁿ⁺¹ (_BLOCK,); and the sums 1 − wᵗ as far as they are
    less than 1."""
    ages = np.arange(_BLOCK)
    given = np.tril((1 - kept) * kept ** np.abs(ages[:, None] - ages))
    count = int(np.ceil(np.log(_NEGLIGIBLE) / np.log(kept)))
    return given.T.copy(), kept ** (ages + 1.0), 1 - kept ** (np.arange(count) + 1.0)


def smoothed(y: Array, kept: float) -> Array:
    """The exponential moving average s_t = w s_{t−1} + (1 − w) y_t, over 1 − w^t so that the start
    is not drawn towards 0. y, s: (n,), 0 < w < 1 to three decimals.

    Found for blocks of rows at once, then carried from block to block. Source: TensorBoard's
    scalar chart.
    """
    given, left, sums = _averaging(round(kept, 3))
    blocks = np.zeros((-(-len(y) // _BLOCK), _BLOCK))
    blocks.reshape(-1)[: len(y)] = y
    blocks = blocks @ given
    last, rest = blocks[:, -1].tolist(), float(left[-1])
    carried = list(accumulate(last[:-1], lambda before, own: rest * before + own, initial=0.0))
    blocks += np.multiply.outer(carried[: len(blocks)], left)
    average: Array = blocks.reshape(-1)[: len(y)]
    average[: len(sums)] /= sums[: len(y)]
    return average


def outlined(x: Array, y: Array, columns: int) -> tuple[Array, Array]:
    """A line (n,) as its lowest and highest point in each of so many columns of pixels, in their
    order: no peak is lost. x ascends."""
    if len(x) <= 4 * columns:
        return x, y
    starts = _starts(x, columns)
    low, high = np.minimum.reduceat(y, starts), np.maximum.reduceat(y, starts)
    falling = y[starts] >= y[np.append(starts[1:], len(y)) - 1]
    thin_y = np.empty(2 * len(starts))
    thin_y[0::2], thin_y[1::2] = np.where(falling, high, low), np.where(falling, low, high)
    return np.repeat(x[starts], 2), thin_y


def sampled(x: Array, y: Array, columns: int) -> tuple[Array, Array]:
    """A smooth line (n,) as one point a column of pixels, and its last."""
    if len(x) <= 2 * columns:
        return x, y
    places = _starts(x, columns)
    return x[places], y[places]


def _starts(x: Array, columns: int) -> Array:
    """The first point in each column that has one, and the last of all."""
    places = np.searchsorted(x, np.linspace(x[0], x[-1], columns + 1))
    places[-1] = len(x) - 1  # which rounding must not lose
    kept = np.ones(len(places), bool)
    kept[1:] = places[1:] > places[:-1]
    return places[kept]

"""Arrays that start on a cache line: 64 bytes is also what the widest vector instructions load at
once. NumPy starts large arrays 16 bytes after one, and then sums over three arrays of 16,384
numbers took 4.5 µs, now 2.4 µs; a step of Adam over 130,000 parameters a quarter less."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_LINE = 64  # bytes


def empty(shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """As np.empty."""
    size = prod(shape) * dtype.itemsize
    room = np.empty(size + _LINE, np.uint8)
    start = -room.ctypes.data % _LINE
    return room[start : start + size].view(dtype).reshape(shape)


def zeros(shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """As np.zeros."""
    array = empty(shape, dtype)
    array.fill(0.0)
    return array


def ones(shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """As np.ones."""
    array = empty(shape, dtype)
    array.fill(1.0)
    return array

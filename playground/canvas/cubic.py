"""The curve of every link: a cubic that leaves and arrives level, its handles half way."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def cubic(pieces: int) -> tuple[Floats, Floats]:
    """How far it has come across and up, from 0 to 1, at even steps of its parameter; (pieces + 1,)
    each."""
    t = np.linspace(0.0, 1.0, pieces + 1)
    # its points lie at 0, ½, ½, 1 across and at 0, 0, 1, 1 up
    across = 1.5 * (1 - t) ** 2 * t + 1.5 * (1 - t) * t**2 + t**3
    return across, 3 * (1 - t) * t**2 + t**3

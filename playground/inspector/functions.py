"""An activation as a drawing needs it: g and its slope g′ along z, from the engine's own forward
and pullback, so that the picture is true for every member with its present numbers. No Qt here."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.activations import Activation

Array = NDArray[Any]

REACH = 4.0
"""How far z goes to both sides of 0."""

_POINTS = 160  # from end to end
_LEAST, _MOST = 1.25, 3.0  # how far up and down: ±1 stays in sight, and readable


class Piece(NamedTuple):
    """z, g(z) and g′(z), each (N,), between two kinks; ends that are kinks are left out."""

    z: Array
    g: Array
    slope: Array


def pieces(activation: Activation) -> tuple[Piece, ...]:
    """g and g′ from −REACH to REACH, cut at the kinks.

    An activation over several units is shown for one unit's z beside one other unit at 0: its slope
    is then ∂g₁/∂z₁.
    """
    kinks = sorted(kink for kink in activation.kinks if abs(kink) < REACH)
    ends = (-REACH, *kinks, REACH)
    found = []
    for start, end in pairwise(ends):
        count = max(2, round(_POINTS * (end - start) / (2 * REACH)))
        z = np.linspace(start, end, count)
        if start in kinks:
            z[0] = np.nextafter(start, end)
        if end in kinks:
            z[-1] = np.nextafter(end, start)
        found.append(_piece(activation, z))
    return tuple(found)


def _piece(activation: Activation, z: Array) -> Piece:
    units = 1 if activation.elementwise else 2
    column = np.zeros((units, z.size))
    column[0] = z
    y, dy, dz = np.empty_like(column), np.zeros_like(column), np.empty_like(column)
    dy[0] = 1.0
    activation.forward(column, y)
    activation.pullback(dy, column, y, dz)
    return Piece(z, y[0], dz[0])


def bounds(shown: tuple[Piece, ...]) -> tuple[float, float]:
    """The lowest and highest value to show: ±1 always, and what leaves the picture soon is cut."""
    low = min(min(piece.g.min(), piece.slope.min()) for piece in shown)
    high = max(max(piece.g.max(), piece.slope.max()) for piece in shown)
    return max(min(1.1 * float(low), -_LEAST), -_MOST), min(max(1.1 * float(high), _LEAST), _MOST)

"""Numbers into colours: a value from −1 to 1, or the probabilities of k classes, as RGBA.

Stops are joined in OKLab, where equal steps look equal, once per theme; after that a map is one
look-up per pixel. M: pixels of any shape, k: classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from playground.window.theme import TINTS, Theme

Rgba = NDArray[np.uint8]
Floats = NDArray[np.floating]

SIZE = 257
_HALF = (SIZE - 1) // 2
STOPS = (-1.0, -0.6, 0.0, 0.6, 1.0)

# linear sRGB -> cone responses -> OKLab. Source: Ottosson 2020, "A perceptual color space".
_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


@dataclass(frozen=True, slots=True, eq=False)
class Maps:
    """The tables of one theme, read-only.

    neuron, boundary: (257, 4), from −1 to 1. classes, areas: (8, 257, 4), from neutral to the
    class colour, for tiles and, quieter, for the ground under points.
    """

    neuron: Rgba
    boundary: Rgba
    classes: Rgba
    areas: Rgba


@cache
def maps(theme: Theme) -> Maps:
    """The tables of a theme, made at the first call."""
    neutral = _lab(theme.neutral)
    ends = [_lab(color) for color in theme.classes]
    quiet = [neutral + (end - neutral) * TINTS.area for end in ends]
    return Maps(
        neuron=_table([_lab(stop) for stop in theme.neuron], STOPS),
        boundary=_table([_lab(stop) for stop in theme.boundary], STOPS),
        classes=_frozen(np.stack([_table([neutral, end], (-1.0, 1.0)) for end in ends])),
        areas=_frozen(np.stack([_table([neutral, end], (-1.0, 1.0)) for end in quiet])),
    )


def colorize(values: Floats, table: Rgba) -> Rgba:
    """The colours of values in [−1, 1], others cut off there, NaN in the middle.

    values: M; table: (257, 4). Gives M + (4,), new and contiguous.
    """
    return _look_up(table, _index(values, _HALF, _HALF))


def strength(probabilities: Floats) -> Floats:
    """How sure k classes are: 0 where all are alike, 1 where one has it all.

    probabilities: (k,) + M, k ≥ 2. Gives M: (max p − 1/k) / (1 − 1/k).
    """
    even = 1.0 / len(probabilities)
    sure: Floats = (probabilities.max(axis=0) - even) / (1.0 - even)
    return sure


def colorize_classes(probabilities: Floats, tables: Rgba) -> Rgba:
    """The colour of the likeliest class, as strong as it is sure.

    probabilities: (k,) + M; tables: (8, 257, 4), repeated where there are more classes. Gives
    M + (4,).
    """
    likeliest = probabilities.argmax(axis=0)
    likeliest %= len(tables)
    likeliest *= SIZE
    likeliest += _index(strength(probabilities), SIZE - 1, 0)
    return _look_up(tables.reshape(-1, 4), likeliest)


def colorize_classes_flat(probabilities: Floats, tables: Rgba) -> Rgba:
    """As `colorize_classes`, every class in its full tone: the discretised boundary."""
    likeliest = probabilities.argmax(axis=0) % len(tables)
    return _look_up(tables[:, -1], likeliest)


def _index(values: Floats, scale: int, zero: int) -> NDArray[np.intp]:
    """Places in a table: `zero` for 0 and for NaN, `zero + scale` for 1."""
    place = values * scale
    place += zero + 0.5
    np.nan_to_num(place, copy=False, nan=zero)
    np.clip(place, 0, SIZE - 1, out=place)
    return place.astype(np.intp)


def _look_up(table: Rgba, index: NDArray[np.intp]) -> Rgba:
    """Four bytes at a time: a pixel is one number."""
    pixels = np.ascontiguousarray(table).view(np.uint32)[..., 0].take(index)
    return pixels.view(np.uint8).reshape(*index.shape, 4)


def _table(stops: list[NDArray[np.float64]], at: tuple[float, ...]) -> Rgba:
    """(257, 4) RGBA through OKLab colours standing at places in [−1, 1]."""
    places = np.linspace(-1.0, 1.0, SIZE)
    lab = np.stack([np.interp(places, at, [stop[axis] for stop in stops]) for axis in range(3)], 1)
    cones = np.linalg.solve(_TO_LAB, lab.T) ** 3
    linear = np.clip(np.linalg.solve(_TO_CONES, cones).T, 0.0, 1.0)
    encoded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    table = np.full((SIZE, 4), 255, dtype=np.uint8)
    table[:, :3] = np.round(encoded * 255)
    return _frozen(table)


def _lab(code: str) -> NDArray[np.float64]:
    """A colour #RRGGBB in OKLab."""
    encoded = np.frombuffer(bytes.fromhex(code[1:]), dtype=np.uint8) / 255.0
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    lab: NDArray[np.float64] = _TO_LAB @ np.cbrt(_TO_CONES @ linear)
    return lab


def _frozen(table: Rgba) -> Rgba:
    table.flags.writeable = False
    return table

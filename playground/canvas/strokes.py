"""Links as pixels: which pixels each curve touches, and how far they lie from it, is worked out
once, when columns move; a frame then only looks up what a curve of today's strength leaves of each.

Stroking them as paths costs five times as much, in every frame.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from playground.canvas.cubic import Floats, cubic

Singles = NDArray[np.float32]
Places = NDArray[np.intp]
Pixels = NDArray[np.uint32]

LEVELS = 64  # of a curve's strength; 0 is not drawn
_STEP = 1 / 12  # px: distances from a curve that are told apart
_PARTS = 3  # of a pixel that a dash covers, told apart
_MIXES = 64  # of two colours
_REDS_AND_BLUES, _GREENS = np.uint32(0xFF00FF), np.uint32(0x00FF00)
_OPAQUE, _EIGHT = np.uint32(0xFF000000), np.uint32(8)

_FINE = 512  # pieces of the curve's tables
_NEWTON = 2  # steps towards the nearest point of a curve
_ACROSS, _UP = cubic(4 * _FINE)
_EVEN = np.linspace(0.0, 1.0, _FINE + 1)
_RISE = np.interp(_EVEN, _ACROSS, _UP)  # y of 1, by x of 1
_RUN = np.interp(_EVEN, _UP, _ACROSS)  # x of 1, by y of 1
_SLOPE = np.gradient(_RISE, _EVEN)
_BEND = np.gradient(_SLOPE, _EVEN)


class Ink(NamedTuple):
    """What curves look like: by sign (negative first), level, distance and part of a dash, how
    much shows through a pixel, how much of it is coloured, squared, and the same with its sign.
    `reds_and_blues` and `greens` are the mixes from the negative colour to the positive."""

    through: Singles
    strong: Singles
    signed: Singles
    reds_and_blues: Pixels
    greens: Pixels
    reach: float
    codes: int

    @classmethod
    def of(cls, widths: Floats, opacities: Floats, negative: int, positive: int) -> Ink:
        """Widths in pixels and opacities (LEVELS,), of which those of level 0 do not count;
        colours as 0xRRGGBB."""
        reach = float(widths.max()) / 2 + 0.5
        away = np.arange(0.0, reach + _STEP, _STEP)
        cover = np.clip(widths[:, None] / 2 + 0.5 - away, 0.0, np.minimum(widths, 1.0)[:, None])
        cover *= opacities[:, None]
        cover[0] = 0.0
        dashed = cover[:, :, None] * np.linspace(0.0, 1.0, _PARTS + 1)
        both = np.stack([dashed, np.repeat(cover[:, :, None], _PARTS + 1, axis=2)])
        strong = both**2
        mix = np.linspace(0.0, 1.0, _MIXES + 1)
        channels = [
            np.rint(low + mix * (high - low)).astype(np.uint32) << np.uint32(shift)
            for shift in (16, 8, 0)
            for low, high in [((negative >> shift) & 255, (positive >> shift) & 255)]
        ]
        return cls(
            (1 - both).astype(np.float32).ravel(),
            strong.astype(np.float32).ravel(),
            (strong * np.array([-1, 1])[:, None, None, None]).astype(np.float32).ravel(),
            channels[0] | channels[2],
            channels[1],
            reach,
            both[0, 0].size,
        )


class Strokes:
    """The pixels of N curves on a picture of `shape` (rows, columns).

    `ends` (N, 4) are x and y of start and end, in pixels of the picture; `dash` and `gap` the
    pattern of negative ones; ink reaches as far to either side as `ink` does.
    """

    def __init__(
        self, ends: Floats, shape: tuple[int, int], ink: Ink, dash: float, gap: float
    ) -> None:
        places, curve, code = _placed(ends, shape, ink.reach, dash, gap)
        order, self._places, self._layers = _layered(places)
        self._curve, self._code = curve[order], code[order]
        self._look = np.empty_like(self._code)
        self._found = np.empty(len(order), dtype=np.float32)
        self._ground = self._places.astype(np.uint32), self._places.astype(np.uint32)

    @property
    def size(self) -> int:
        """How many pixels of curves there are to look up."""
        return len(self._code)

    def lie_on(self, ground: Pixels) -> None:
        """Take what lies below the curves from a picture (rows, columns), 0xAARRGGBB."""
        below = ground.reshape(-1).take(self._places)
        self._ground = below & _REDS_AND_BLUES, below & _GREENS

    def paint(self, picture: Pixels, ink: Ink, levels: Places, positive: NDArray[np.bool_]) -> None:
        """Colour the curves' pixels of a picture (rows, columns), 0xAARRGGBB, over their ground.
        `levels` (N,) from 0 to LEVELS - 1, `positive` (N,).

        Where curves cross, their colours mix by how much each covers, whichever comes first.
        """
        if not self.size:
            return
        start = (positive * LEVELS + levels) * ink.codes
        look = self._look
        np.take(start, self._curve, out=look, mode="clip")
        look += self._code
        through = self._gathered(np.multiply, ink.through)
        total = self._gathered(np.add, ink.strong)
        signed = self._gathered(np.add, ink.signed)
        total += np.float32(1e-9)
        signed /= total
        signed *= np.float32(_MIXES / 2)
        signed += np.float32(_MIXES / 2 + 0.5)
        mix = signed.astype(np.intp)
        through *= np.float32(256.0)
        left = through.astype(np.uint32)
        taken = np.uint32(256) - left
        mixed = self._ground[0] * left
        mixed += ink.reds_and_blues.take(mix) * taken
        mixed >>= _EIGHT
        mixed &= _REDS_AND_BLUES
        # eight bits lower first, so that green does not overflow
        green = (self._ground[1] >> _EIGHT) * left
        green += (ink.greens.take(mix) >> _EIGHT) * taken
        green &= _GREENS
        mixed |= green
        mixed |= _OPAQUE
        picture.reshape(-1)[self._places] = mixed

    def _gathered(self, join: np.ufunc, table: Singles) -> Singles:
        """What a table says of every pixel's curves, joined to one number a pixel."""
        found, layers = self._found, self._layers
        np.take(table, self._look, out=found, mode="clip")
        joined = found[: layers[1]].copy()
        for start, end in pairwise(layers[1:]):
            upper = joined[: end - start]
            join(upper, found[start:end], out=upper)
        return joined


def _layered(places: Places) -> tuple[Places, Places, list[int]]:
    """The order in which every pixel's first curve comes first, then every second one, and so on,
    pixels with the most curves foremost: so each layer lies on the first pixels of that below it,
    and layers are joined whole. Also the pixels' places, and where each layer starts and ends."""
    order = np.argsort(places)
    ordered = places[order]
    first = np.flatnonzero(np.diff(ordered, prepend=-1))
    counts = np.diff(first, append=len(places))
    most = np.argsort(-counts, kind="stable")
    layer = np.arange(len(places)) - np.repeat(first, counts)
    pixel = np.empty_like(most)
    pixel[most] = np.arange(len(most))
    starts = np.concatenate([[0], np.cumsum(np.bincount(layer))])
    into = starts[layer] + np.repeat(pixel, counts)
    arranged = np.empty_like(order)
    arranged[into] = order
    return arranged, ordered[first][most], starts.tolist()


def _placed(
    ends: Floats, shape: tuple[int, int], reach: float, dash: float, gap: float
) -> tuple[Places, Places, Places]:
    """Every pixel of every curve: its place in the picture, whose it is, and its code in an Ink.

    Columns of neurons stand on whole pixels at even distances, so that few curves are of a shape
    of their own.
    """
    corner = np.floor(ends[:, :2])
    relative = np.round(ends - np.tile(corner, 2), 3)
    shapes, which = np.unique(relative, axis=0, return_inverse=True)
    of_shape, row, column, code = _traced(shapes, reach, dash, gap)
    counts = np.bincount(of_shape, minlength=len(shapes))
    first = np.cumsum(counts) - counts
    which = which.reshape(-1)
    curve, each = _counted(first[which], counts[which])
    down = row[each] + corner[curve, 1].astype(np.intp)
    across = column[each] + corner[curve, 0].astype(np.intp)
    seen = (down >= 0) & (down < shape[0]) & (across >= 0) & (across < shape[1])
    return (down * shape[1] + across)[seen], curve[seen], code[each][seen]


def _traced(
    ends: Floats, reach: float, dash: float, gap: float
) -> tuple[Places, Places, Places, Places]:
    """All pixels within reach of curves, curve by curve: whose, row, column, code."""
    curve, row, column = _near(ends, reach)
    away, foot = _nearest(ends[curve], row, column)
    near = away < reach
    curve, row, column = curve[near], row[near], column[near]
    away, foot = away[near], foot[near]
    parts = _PARTS * _dashes(ends, curve, foot, dash, gap)
    code = np.rint(away / _STEP) * (_PARTS + 1) + np.rint(parts)
    return curve, row, column, code.astype(np.intp)


def _at(table: Floats, place: Floats) -> Floats:
    """A table's values, place from 0 to 1, straight between its entries."""
    fine = place * _FINE
    lower = np.minimum(fine.astype(np.intp), _FINE - 1)
    start = table[lower]
    return np.asarray(start + (fine - lower) * (table[lower + 1] - start))


def _near(ends: Floats, reach: float) -> tuple[Places, Places, Places]:
    """All pixels that may be within reach of a curve: curve, row and column of each."""
    left = np.floor(ends[:, 0]).astype(np.intp)
    right = np.ceil(ends[:, 2]).astype(np.intp)
    curve, column = _counted(left, np.maximum(right - left, 0))
    x0, y0, x1, y1 = ends[curve].T
    run, rise = np.maximum(x1 - x0, 1e-6), y1 - y0
    sides = [
        y0 + rise * _at(_RISE, np.clip((column + beside - x0) / run, 0.0, 1.0))
        for beside in (0.5 - reach, 0.5 + reach)
    ]
    top = np.floor(np.minimum(*sides) - reach).astype(np.intp)
    bottom = np.ceil(np.maximum(*sides) + reach).astype(np.intp)
    each, row = _counted(top, bottom - top)
    return curve[each], row, column[each]


def _counted(first: Places, counts: Places) -> tuple[Places, Places]:
    """So many numbers from each first one on, one after the other: whose each is, and each."""
    whose = np.repeat(np.arange(len(first)), counts)
    before = np.cumsum(counts) - counts
    return whose, np.arange(len(whose)) - (before - first)[whose]


def _nearest(ends: Floats, row: Places, column: Places) -> tuple[Floats, Floats]:
    """How far each pixel's middle is from its curve, whose ends (M, 4) are given, and where its
    nearest point is, from 0 to 1 of the way across."""
    x0, y0, x1, y1 = ends.T
    run, rise = np.maximum(x1 - x0, 1e-6), y1 - y0
    x, y = column + 0.5 - x0, row + 0.5 - y0
    above = np.clip(x / run, 0.0, 1.0)  # the point of the curve straight above
    up = np.divide(y, rise, out=np.zeros_like(y), where=rise != 0)
    beside = _at(_RUN, np.clip(up, 0.0, 1.0))  # and that at the same height
    nearer = np.abs(beside * run - x) < np.abs(rise * _at(_RISE, above) - y)
    u = np.where(nearer & (rise != 0), beside, above)
    for _ in range(_NEWTON):
        slope, off = rise * _at(_SLOPE, u), rise * _at(_RISE, u) - y
        wrong = (u * run - x) * run + off * slope
        steep = run * run + slope * slope + off * rise * _at(_BEND, u)
        u = np.clip(u - wrong / np.maximum(steep, run * run / 4), 0.0, 1.0)
    return np.asarray(np.hypot(u * run - x, rise * _at(_RISE, u) - y)), u


def _dashes(ends: Floats, curve: Places, foot: Floats, dash: float, gap: float) -> Floats:
    """How much of each pixel a dash covers, along its curve."""
    fine = 64
    run, rise = ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]
    climbs = np.diff(np.interp(np.linspace(0.0, 1.0, fine + 1), _EVEN, _RISE))
    pieces = np.hypot(run[:, None] / fine, climbs * rise[:, None])
    along = np.concatenate([np.zeros((len(ends), 1)), np.cumsum(pieces, axis=1)], axis=1)
    whole = np.minimum((foot * fine).astype(np.intp), fine - 1)
    start = along[curve, whole]
    at = start + (foot * fine - whole) * (along[curve, whole + 1] - start)
    at = np.mod(at, dash + gap)
    # half of a pixel may lie in the dash before or after
    cover = np.clip(np.minimum(at, dash - at) + 0.5, 0.0, 1.0)
    return np.asarray(np.minimum(cover + np.clip(at - (dash + gap) + 0.5, 0.0, 1.0), 1.0))

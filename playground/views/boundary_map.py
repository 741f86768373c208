"""The decision boundary as numbers: a map of colours, and the lines along which the network cannot
decide. H, W: rows and columns of the map, k: classes. No Qt here."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.window.colormaps import (
    SIZE,
    Maps,
    colorize,
    colorize_classes,
    colorize_classes_flat,
)

Array = NDArray[Any]

# times as many pixels where flat tones meet, or their edge would show steps
_FINER = 3
_FINER_CLASSES = 2
_FEW = 4  # classes for which that is quick enough


def chances(boundary: Array) -> Array:
    """Probabilities (k, H, W) from a snapshot's (H, W, k), 1/k where they are not numbers."""
    planes = np.ascontiguousarray(np.moveaxis(boundary, -1, 0))
    if not np.isfinite(planes.sum()):
        planes = np.nan_to_num(planes, nan=1 / len(planes), posinf=1.0, neginf=0.0)
    return planes


def class_colors(planes: Array, maps: Maps, flat: bool) -> Array:
    """Colours (H, W, 4) of probabilities (k, H, W): by the class that is likeliest, as strong as
    it is sure. Flat: every class one tone, with more pixels."""
    if len(planes) > 2:
        if flat:
            finer = _FINER_CLASSES if len(planes) <= _FEW else 1
            return colorize_classes_flat(refined(planes, finer), maps.areas)
        return colorize_classes(planes, maps.areas)
    if flat:
        lean = refined(2 * planes[1] - 1, _FINER)
        return colorize(np.where(lean > 0, np.float32(1), np.float32(-1)), maps.boundary)
    # as `colorize` does it, but for what is known to be a number from 0 to 1: a third of its calls
    places = planes[1] * (SIZE - 1)
    places += 0.5
    pixels = maps.boundary.view(np.uint32)[:, 0].take(places.astype(np.intp), mode="clip")
    colors: Array = pixels.view(np.uint8).reshape(*pixels.shape, 4)
    return colors


def scaled(values: Array, low: float, high: float) -> Array:
    """Values of any shape onto −1 to 1, for low to high; none goes beyond −3 and 3."""
    if high <= low:
        return np.zeros_like(values)
    reach = high - low
    near: Array = np.clip(values, low - reach, high + reach)  # else float32 could overflow
    return (near - low) * (2 / reach) - 1


def value_colors(values: Array, low: float, high: float, maps: Maps, flat: bool) -> Array:
    """Colours (H, W, 4) of values (H, W) over a range. Flat: above and below its middle."""
    lean = scaled(values, low, high)
    if flat:
        lean = np.nan_to_num(np.clip(lean, -1, 1))
        lean = np.where(refined(lean, _FINER) > 0, np.float32(1), np.float32(-1))
    return colorize(lean, maps.boundary)


def refined(values: Array, times: int) -> Array:
    """Between the middles of pixels, straight lines: (…, H, W) to (…, times·H, times·W)."""
    if times == 1:
        return values
    height, width = values.shape[-2:]
    between: Array = _between(height, times) @ values @ _between(width, times).T
    return between


@cache
def _between(count: int, times: int) -> Array:
    """(times·count, count): each finer pixel as a mean of the two coarse ones it lies between."""
    places = np.clip((np.arange(times * count) + 0.5) / times - 0.5, 0, count - 1)
    left = np.minimum(places.astype(np.int64), max(count - 2, 0))
    weights = np.zeros((times * count, count), np.float32)
    rows = np.arange(times * count)
    weights[rows, left] = 1 - (places - left)
    if count > 1:
        weights[rows, left + 1] = places - left
    weights.flags.writeable = False
    return weights


def indifference(planes: Array) -> tuple[Array, Array]:
    """The lines along which the two likeliest of k classes are equally likely.

    planes: (k, H, W). Gives points (n, 2) as column and row, and for each whether it is joined to
    the next, (n,) int32.
    """
    if len(planes) == 2:
        return zero_lines([np.subtract(planes[1], planes[0], dtype=np.float64)])
    margins = []
    for index in range(len(planes) - 1):  # the last class shares all its lines with another
        margin = planes[index] - np.delete(planes, index, axis=0).max(axis=0)
        if margin.max() > 0:
            margins.append(margin)
    return zero_lines(margins)


def zero_lines(planes: list[Array]) -> tuple[Array, Array]:
    """The lines along which planes (H, W) are 0, as `indifference` gives them."""
    points: list[Array] = [np.empty((0, 2))]
    joins: list[Array] = [np.empty(0, np.int32)]
    for plane in planes:
        found, offsets = _contour(plane)
        joined = np.ones(len(found), np.int32)
        joined[offsets[1:].astype(np.int64) - 1] = 0
        points.append(found)
        joins.append(joined)
    return np.concatenate(points), np.concatenate(joins)


def _contour(plane: Array) -> tuple[Array, Array]:
    try:
        from contourpy import FillType, LineType, SerialContourGenerator, ZInterp
    except ImportError:  # the map says the same without its lines
        return np.empty((0, 2)), np.zeros(1, np.int64)
    # what contour_generator makes, without its search for what is masked
    nothing: Any = None
    lines: Any = SerialContourGenerator(
        *_places(*plane.shape),
        plane.astype(np.float64, copy=False),
        nothing,
        corner_mask=False,
        line_type=LineType.ChunkCombinedOffset,
        fill_type=FillType.OuterOffset,
        quad_as_tri=False,
        z_interp=ZInterp.Linear,
    ).lines(0.0)
    points, offsets = lines[0][0], lines[1][0]
    if points is None or offsets is None:
        return np.empty((0, 2)), np.zeros(1, np.int64)
    return points, offsets


@cache
def _places(rows: int, columns: int) -> tuple[Array, Array]:
    """Column and row of every point, (rows, columns) each."""
    across, up = np.meshgrid(np.arange(columns, dtype=np.float64), np.arange(rows, dtype=float))
    across.flags.writeable = up.flags.writeable = False
    return across, up

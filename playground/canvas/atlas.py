"""All neurons' maps as one picture: coloured by one look-up, drawn piece by piece. 48 pictures of
their own cost a hundred times as much."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from playground.window.colormaps import SIZE, maps
from playground.window.theme import Theme

Array = NDArray[Any]
Key = tuple[str, int | str]

_HALF = (SIZE - 1) // 2
_FORMAT = QImage.Format.Format_ARGB32_Premultiplied
_FAINT = 0.3  # of a feature that is not used


class Atlas:
    """Maps by key, all of one side, drawn with rounded corners.

    `tones` says by key which class's colours a map takes; −1 is negative to positive.
    """

    def __init__(self) -> None:
        self._places: dict[Key, int] = {}
        self._image = QImage()
        self._pixels: NDArray[np.uint32] = np.empty((0, 1, 1), np.uint32)
        self._side = 1

    def __contains__(self, key: Key) -> bool:
        return key in self._places

    def fill(
        self, values: Mapping[Key, Array], tones: Mapping[Key, int], theme: Theme, corner: float
    ) -> None:
        """Colour maps (S, S), rows from low to high, values from −1 to 1. `corner` is the
        corners' radius by the side."""
        self._places = {key: place for place, key in enumerate(values)}
        if not values:
            self._image = QImage()
            return
        stack = np.stack(list(values.values()))[:, ::-1]
        self._side = side = stack.shape[-1]
        level = np.multiply(stack, _HALF, dtype=np.float32)
        level += _HALF + 0.5
        np.clip(level, 0, SIZE - 1, out=level)
        if np.isnan(level.sum()):
            np.nan_to_num(level, copy=False, nan=_HALF + 0.5)
        index = level.astype(np.intp)
        rows = np.array([tones.get(key, -1) + 1 for key in values], dtype=np.intp)
        index += rows[:, None, None] * SIZE
        pixels = _tables(theme).take(index)
        where, alphas = _corners(side, corner)
        flat = pixels.view(np.uint8).reshape(len(values), side * side, 4)
        flat[:, where] = (flat[:, where] * alphas[:, None]).astype(np.uint8)
        self._pixels = pixels
        self._image = QImage(pixels.data, side, side * len(values), 4 * side, _FORMAT)

    def paint(self, painter: QPainter, key: Key, area: QRectF, faint: bool = False) -> None:
        """Draw a map; the painter smooths."""
        place = self._places[key]
        part = QRectF(0, place * self._side, self._side, self._side)
        if faint:
            painter.setOpacity(_FAINT)
        painter.drawImage(area, self._image, part)
        if faint:
            painter.setOpacity(1.0)


@lru_cache(maxsize=4)
def _tables(theme: Theme) -> NDArray[np.uint32]:
    """The neuron's table, then the classes', as pixels of Qt."""
    found = maps(theme)
    rgba = np.concatenate([found.neuron[None], found.classes]).astype(np.uint32)
    red, green, blue, alpha = (rgba[..., channel] for channel in range(4))
    table = np.asarray(alpha << 24 | red << 16 | green << 8 | blue, dtype=np.uint32).ravel()
    table.flags.writeable = False
    return table


@lru_cache(maxsize=16)
def _corners(side: int, corner: float) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """The pixels that rounded corners take from a square, and how much is left of each."""
    fine = 8
    at = (np.arange(side * fine) + 0.5) / fine
    radius = corner * side
    out = np.maximum(np.maximum(radius - at, at - (side - radius)), 0.0)
    inside = np.hypot(out[:, None], out[None, :]) <= radius
    left = inside.reshape(side, fine, side, fine).mean(axis=(1, 3)).ravel()
    where = np.flatnonzero(left < 1.0)
    return where, left[where]

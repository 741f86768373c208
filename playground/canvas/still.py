"""A picture of lines that stand where they are: only what links look like changes, so only their
pixels are coloured anew."""

from __future__ import annotations

from functools import lru_cache
from time import perf_counter

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from playground.canvas.cubic import Floats
from playground.canvas.links import WEAKEST, Link, opacity, width
from playground.canvas.strokes import LEVELS, Ink, Pixels, Strokes
from playground.canvas.under import Under
from playground.window.theme import Sizes, Theme

_MOST = 1000  # links; to lay out more takes longer than one waits
_FORMAT = QImage.Format.Format_RGB32


class Still:
    """The lines of one layout on an area of the sheet. `seconds` is what the last drawing took."""

    def __init__(self, under: Under, visible: QRectF, ratio: float) -> None:
        self._area, self._ratio = visible.toAlignedRect(), ratio
        size = self._area.size() * ratio
        self._ground = QImage(size, _FORMAT)
        self._ground.setDevicePixelRatio(ratio)
        self._pixels: Pixels = np.empty((size.height(), size.width()), dtype=np.uint32)
        self._picture = QImage(self._pixels.data, size.width(), size.height(), _FORMAT)
        self._picture.setDevicePixelRatio(ratio)
        self._links = {
            place: (len(columns[pair.target].tiles), len(columns[pair.source].tiles))
            for columns in [under.layout.columns]
            for place, pair in enumerate(under.scene.pairs)
            if place in under.live.links
        }
        sizes = under.look.sizes
        dash, gap = ratio * sizes.link_dash, ratio * sizes.link_gap
        self._strokes = Strokes(
            self._ends(under), self._pixels.shape, _ink(under, ratio), dash, gap
        )
        self._standing: object = None  # what the ground was drawn with
        self._fresh = False
        self.seconds = 0.0

    def _ends(self, under: Under) -> Floats:
        """Where every link starts and ends on the picture: x, y, x, y."""
        ends = [
            (start.x(), start.y(), end.x(), end.y())
            for place, (rows, columns) in self._links.items()
            for row in range(rows)
            for column in range(columns)
            for start, end in [under.curves.ends(Link(place, row, column))]
        ]
        corner = self._area.left(), self._area.top()
        return np.asarray(self._ratio * (np.array(ends).reshape(-1, 4) - np.tile(corner, 2)))

    def suits(self, under: Under, visible: QRectF, ratio: float) -> bool:
        """Whether it shows that area, and all links there are by now."""
        there = under.live.links.keys() == self._links.keys()
        return there and ratio == self._ratio and visible.toAlignedRect() == self._area

    def spoil(self) -> None:
        """Lines look otherwise by now."""
        self._fresh = False

    def spoil_ground(self) -> None:
        """So does what they stand on."""
        self._standing, self._fresh = None, False

    def paint(self, painter: QPainter, under: Under) -> None:
        """Show it; the painter stands at the sheet's origin."""
        if not self._fresh:
            start = perf_counter()
            self._draw(under)
            self._fresh, self.seconds = True, perf_counter() - start
        painter.drawImage(self._area.topLeft(), self._picture)

    def _draw(self, under: Under) -> None:
        standing = under.behind, under.live.dropped
        if standing != self._standing:
            self._draw_ground(under)
            self._standing = standing
        levels, positive = [], []
        silent = under.live.silent(under.scene)
        for place, (rows, columns) in self._links.items():
            linked = under.live.links[place]
            level = np.zeros((rows, columns), dtype=np.intp)
            plus = np.zeros((rows, columns), dtype=bool)
            strong = linked.strengths >= WEAKEST
            row, column = linked.rows[strong], linked.columns[strong]
            level[row, column] = np.rint(linked.strengths[strong] * (LEVELS - 1))
            plus[row, column] = linked.weights[strong] > 0
            level[:, sorted(silent.get(place, ()))] = 0
            levels.append(level.ravel())
            positive.append(plus.ravel())
        ink = _ink(under, self._ratio)
        self._strokes.paint(self._pixels, ink, np.concatenate(levels), np.concatenate(positive))

    def _draw_ground(self, under: Under) -> None:
        painter = QPainter(self._ground)
        painter.translate(-self._area.topLeft())
        under.paint_ground(painter, QRectF(self._area))
        under.paint_wires(painter, QRectF(self._area))
        painter.end()
        drawn = np.frombuffer(self._ground.constBits(), dtype=np.uint32)
        self._pixels[:] = drawn.reshape(self._pixels.shape)
        self._strokes.lie_on(self._pixels)


def few(under: Under) -> bool:
    """Whether the links are few enough to be laid out pixel by pixel."""
    columns = under.layout.columns
    pairs = (under.scene.pairs[place] for place in under.live.links)
    links = sum(len(columns[p.target].tiles) * len(columns[p.source].tiles) for p in pairs)
    return 0 < links <= _MOST


def _ink(under: Under, ratio: float) -> Ink:
    return _inks(under.look.theme, under.look.sizes, under.opacity, ratio)


@lru_cache(maxsize=8)
def _inks(theme: Theme, sizes: Sizes, share: float, ratio: float) -> Ink:
    strengths = np.arange(LEVELS) / (LEVELS - 1)
    negative, positive = (int(theme.hex(t)[1:], 16) for t in ("negative", "positive"))
    widths = ratio * np.array([width(sizes, strength) for strength in strengths])
    opacities = share * np.array([opacity(strength) for strength in strengths])
    return Ink.of(widths, opacities, negative, positive)

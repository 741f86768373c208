"""The links: one curve a weight, its width and strength from |w|, its sign by colour and dash.

A curve's polyline and dashes are cut once, when columns move; a frame only gives them pens. Dashes
are cut rather than left to the pen: it costs 40 % less.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from playground.canvas.cubic import Floats, cubic
from playground.canvas.geometry import Layout
from playground.canvas.scene import Scene
from playground.canvas.weights import Linked
from playground.window.appearance import Appearance
from playground.window.theme import Sizes, Theme

WEAKEST = 0.03  # links under this strength are not drawn
_PIECE = 15.0  # px of a curve's polyline: Qt takes twice as long for pieces of 50
_OVERLAP = 0.25  # px by which its pieces reach into each other
_LEVEL = 0.01  # px; what rises less is one straight line
_STRENGTHS = 255  # steps of width and of opacity
_NEAR = 6.0  # px within which a link is pointed at
_ACROSS, _UP = cubic(39)


class Link(NamedTuple):
    """One link: its pair, and the places of its neurons among the shown ones."""

    pair: int
    row: int
    column: int


class Curves:
    """The curves of one layout, each cut when it is first drawn."""

    def __init__(self, scene: Scene, layout: Layout, radius: float) -> None:
        self._scene, self._layout, self._radius = scene, layout, radius
        self._ends: dict[Link, tuple[QPointF, QPointF]] = {}
        self._lines: dict[Link, QPainterPath] = {}
        self._dashes: dict[Link, QPainterPath] = {}

    def ends(self, link: Link) -> tuple[QPointF, QPointF]:
        """Where a link starts and ends; beside a dot it keeps clear of it."""
        known = self._ends.get(link)
        if known is not None:
            return known
        pair = self._scene.pairs[link.pair]
        source, target = self._layout.columns[pair.source], self._layout.columns[pair.target]
        start, end = source.port(link.column, right=True), target.port(link.row, right=False)
        if source.column.form == "dots":
            start += QPointF(self._radius, 0)
        self._ends[link] = start, end
        return start, end

    def within(self, visible: QRectF) -> bool:
        """Whether all of the layout lies in sight."""
        return visible.contains(self._layout.bounds)

    def in_sight(self, link: Link, visible: QRectF) -> bool:
        """Whether a link may be seen in a part of the sheet."""
        start, end = self.ends(link)
        top, bottom = sorted((start.y(), end.y()))
        across = end.x() >= visible.left() and start.x() <= visible.right()
        return across and bottom >= visible.top() and top <= visible.bottom()

    def points(self, link: Link) -> tuple[Floats, Floats]:
        """The polyline's x and y."""
        return curve(*self.ends(link))

    def line(self, link: Link) -> QPainterPath:
        line = self._lines.get(link)
        if line is None:
            line = self._lines[link] = joined(*self.points(link))
        return line

    def dashes(self, link: Link, dash: float, gap: float) -> QPainterPath:
        path = self._dashes.get(link)
        if path is None:
            path = cut(*self.points(link), dash, gap)
            self._dashes[link] = path
        return path

    def distance(self, link: Link, at: QPointF) -> float:
        """How far a place is from a link."""
        x, y = self.points(link)
        if not x[0] <= at.x() <= x[-1]:
            return float("inf")
        ax, ay = x[:-1], y[:-1]
        dx, dy = np.diff(x), np.diff(y)
        along = np.clip(
            ((at.x() - ax) * dx + (at.y() - ay) * dy) / np.maximum(dx * dx + dy * dy, 1e-9), 0, 1
        )
        return float(np.hypot(ax + along * dx - at.x(), ay + along * dy - at.y()).min())


def curve(start: QPointF, end: QPointF) -> tuple[Floats, Floats]:
    """The cubic between two places, as a polyline of even pieces."""
    x = start.x() + (end.x() - start.x()) * _ACROSS
    y = start.y() + (end.y() - start.y()) * _UP
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    even = np.linspace(0.0, along[-1], max(2, round(float(along[-1]) / _PIECE) + 1))
    return np.interp(even, along, x), np.interp(even, along, y)


def joined(x: Floats, y: Floats) -> QPainterPath:
    """A polyline as a path of short lines: Qt draws those in a third of the time that it takes to
    stroke a whole one. They reach into each other a little, so that no seam is seen."""
    if np.ptp(y) < _LEVEL:
        x, y = x[[0, -1]], y[[0, -1]]
    dx, dy = np.diff(x), np.diff(y)
    reach = _OVERLAP / 2 / np.maximum(np.hypot(dx, dy), 1e-9)
    ends = (x[:-1] - dx * reach, y[:-1] - dy * reach, x[1:] + dx * reach, y[1:] + dy * reach)
    return _lines(*ends)


def _lines(x0: Floats, y0: Floats, x1: Floats, y1: Floats) -> QPainterPath:
    path = QPainterPath()
    for a, b, c, d in zip(x0.tolist(), y0.tolist(), x1.tolist(), y1.tolist(), strict=True):
        path.moveTo(a, b)
        path.lineTo(c, d)
    return path


def cut(x: Floats, y: Floats, dash: float, gap: float) -> QPainterPath:
    """The dashes of a polyline, as a path of short lines."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    starts = np.arange(0.0, along[-1], dash + gap)
    ends = np.minimum(starts + dash, along[-1])
    return _lines(
        np.interp(starts, along, x),
        np.interp(starts, along, y),
        np.interp(ends, along, x),
        np.interp(ends, along, y),
    )


def links_of(pair: int, linked: Linked) -> Iterator[tuple[Link, float, float]]:
    """Link, weight and strength, weakest first."""
    for row, column, weight, strength in zip(
        linked.rows.tolist(),
        linked.columns.tolist(),
        linked.weights.tolist(),
        linked.strengths.tolist(),
        strict=True,
    ):
        yield Link(pair, row, column), weight, strength


def paint_links(
    painter: QPainter,
    look: Appearance,
    curves: Curves,
    weights: Mapping[int, Linked],
    visible: QRectF,
    silent: Mapping[int, frozenset[int]],
) -> None:
    """Every link that is strong enough and in sight. `silent` has, by pair, the source neurons
    that are dropped: nothing comes from them."""
    sizes = look.sizes
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    theme = look.theme
    positive, negative = _pens(theme, sizes, "positive"), _pens(theme, sizes, "negative")
    whole = curves.within(visible)
    for pair, linked in weights.items():
        mute = silent.get(pair, frozenset())
        weakest = int(np.searchsorted(linked.strengths, WEAKEST))
        steps = np.rint(linked.strengths[weakest:] * _STRENGTHS).astype(np.intp).tolist()
        rows, columns = linked.rows[weakest:].tolist(), linked.columns[weakest:].tolist()
        signs = (linked.weights[weakest:] > 0).tolist()
        for row, column, plus, step in zip(rows, columns, signs, steps, strict=True):
            link = Link(pair, row, column)
            if column in mute or not (whole or curves.in_sight(link, visible)):
                continue
            if plus:
                painter.setPen(positive[step])
                painter.drawPath(curves.line(link))
            else:
                painter.setPen(negative[step])
                painter.drawPath(curves.dashes(link, sizes.link_dash, sizes.link_gap))


@lru_cache(maxsize=8)
def _pens(theme: Theme, sizes: Sizes, token: str) -> list[QPen]:
    """The pens of a sign, from the weakest link to the strongest."""
    pens = []
    for step in range(_STRENGTHS + 1):
        strength = step / _STRENGTHS
        color = theme.color(token, opacity(strength))
        wide = width(sizes, strength)
        pens.append(QPen(color, wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    return pens


def width(sizes: Sizes, strength: float) -> float:
    """Of a link of a strength from 0 to 1, in px."""
    return sizes.link + sizes.link_growth * strength


def opacity(strength: float) -> float:
    """Of a link of a strength from 0 to 1."""
    return float(0.13 + 0.75 * strength**1.35)


def paint_hovered(
    painter: QPainter, look: Appearance, curves: Curves, link: Link, weight: float
) -> None:
    """One link in the focus colour, over all others."""
    sizes = look.sizes
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    cap = Qt.PenCapStyle.FlatCap
    painter.setPen(QPen(look.color("focus"), sizes.link_hover, Qt.PenStyle.SolidLine, cap))
    if weight < 0:
        painter.drawPath(curves.dashes(link, sizes.link_dash, sizes.link_gap))
    else:
        painter.drawPath(curves.line(link))


def nearest(
    curves: Curves,
    weights: Mapping[int, Linked],
    silent: Mapping[int, frozenset[int]],
    layout: Layout,
    scene: Scene,
    at: QPointF,
) -> Link | None:
    """The link under a place: the nearest within a few px, of several the strongest. `silent` as
    in `paint_links`."""
    best: Link | None = None
    least = _NEAR
    for pair, linked in weights.items():
        joined = scene.pairs[pair]
        left = layout.columns[joined.source].middle
        right = layout.columns[joined.target].middle
        if not left <= at.x() <= right:
            continue
        mute = silent.get(pair, frozenset())
        for link, _, strength in links_of(pair, linked):
            if link.column in mute:
                continue
            start, end = curves.ends(link)
            top, bottom = sorted((start.y(), end.y()))
            if strength < WEAKEST or not top - _NEAR <= at.y() <= bottom + _NEAR:
                continue
            distance = curves.distance(link, at) - strength  # the stronger lie on top
            if distance < least:
                best, least = link, distance
    return best

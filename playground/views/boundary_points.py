"""The points that train and those that check, drawn once a run: they do not move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem

from playground.training.snapshot import Run
from playground.views.boundary_map import scaled
from playground.views.plot import Drawing
from playground.widgets.markers import paint_filled, paint_hollow
from playground.window.appearance import Appearance
from playground.window.colormaps import maps

Array = NDArray[Any]

MOST = 2000
_DENSE = 250  # shown points from which on they are drawn a little smaller
_CIRCLE = 1


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Points (n,) in fractions of the data rectangle, x to the right and y upwards.

    marker: the class, or −1 where the target is a value; lean: that value on −1 to 1; checks:
    whether the point validates.
    """

    x: Array
    y: Array
    marker: Array
    lean: Array
    checks: Array

    def __len__(self) -> int:
        return len(self.x)


def points_of(run: Run, upwards: tuple[float, float], values: tuple[float, float]) -> Points:
    """At most MOST of a run's training and validation points, evenly taken.

    `upwards` is the range of the upright axis; `values` the ends of a regression's colours.
    """
    data, domain = run.prepared, run.domain
    # those that train are drawn over those that check
    raw = np.concatenate([data.raw_validation, data.raw_train])
    y = np.concatenate([data.y_validation, data.y_train])
    checks = np.arange(len(raw)) < len(data.raw_validation)
    across = raw[:, 0]
    alone = y if data.task == "regression" else _rows(len(raw))
    up = raw[:, 1] if domain.y is not None else alone
    shown = np.flatnonzero(np.isfinite(across) & np.isfinite(up))
    if len(shown) > MOST:
        shown = shown[np.linspace(0, len(shown) - 1, MOST).round().astype(np.int64)]
    across, up, y = across[shown], up[shown], y[shown]
    regression = data.task == "regression"
    return Points(
        x=(across - domain.x[0]) / (domain.x[1] - domain.x[0]),
        y=(up - upwards[0]) / (upwards[1] - upwards[0]),
        marker=np.full(len(y), -1) if regression else y.astype(np.int64),
        lean=scaled(y.astype(np.float64), *values) if regression else np.zeros(len(y)),
        checks=checks[shown],
    )


def _rows(count: int) -> Array:
    """Heights for points that have none, spread so that neighbours lie apart."""
    golden = 0.6180339887498949
    return 0.08 + 0.84 * (np.arange(count) * golden % 1.0)


class PointsItem:
    """Draws Points into a picture that is kept until they, the theme or the size change."""

    def __init__(self, look: Appearance) -> None:
        self._look = look
        self._area = QRectF()
        self._points: Points | None = None
        self.item = Drawing(self._paint, z=10)
        self.item.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def set(self, points: Points | None, area: QRectF) -> None:
        """Draw other points, or the same in another place or in other colours."""
        self._points, self._area = points, QRectF(area)
        self.item.draw(self._area)

    def _paint(self, painter: QPainter) -> None:
        points, area, sizes = self._points, self._area, self._look.sizes
        if points is None:
            return
        painter.setClipRect(area)
        canvas = self._look.color("canvas")
        edge = self._look.color("border_strong")
        radius = sizes.point_dense if len(points) > _DENSE else sizes.point
        xs = (area.left() + points.x * area.width()).tolist()
        ys = (area.bottom() - points.y * area.height()).tolist()
        colors = self._colors(points)
        for x, y, marker, checks, color in zip(
            xs, ys, points.marker.tolist(), points.checks.tolist(), colors, strict=True
        ):
            # classes stand out by their hue from a ring of canvas, values of any hue by an edge
            around = canvas if marker >= 0 else edge
            shape = marker if marker >= 0 else _CIRCLE
            if checks:
                pen, under = QPen(color, sizes.hollow), QPen(around, sizes.under_stroke)
                paint_hollow(painter, shape, QPointF(x, y), radius, pen, under)
            else:
                ring = QPen(around, sizes.point_ring)
                paint_filled(painter, shape, QPointF(x, y), radius, color, ring)

    def _colors(self, points: Points) -> list[QColor]:
        look = self._look
        if len(points) and points.marker[0] >= 0:
            tones = [look.color(f"class_{n}") for n in range(len(look.theme.classes))]
            return [tones[n % len(tones)] for n in points.marker.tolist()]
        table = [QColor(*rgba) for rgba in maps(look.theme).neuron.tolist()]
        middle = len(table) // 2
        places = np.clip(np.rint((points.lean + 1) * middle), 0, len(table) - 1)
        return [table[n] for n in places.astype(np.int64).tolist()]

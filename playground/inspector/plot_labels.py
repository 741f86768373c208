"""Where the names of lines stand in a small plot: each beside its own line, clear of the other
lines, of the axes and of what is written already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF

Points = NDArray[Any]

_STRIDE = 6  # px between the places that are tried, more or less
_COVERS, _OVERLAPS, _CROSSES = 10.0, 1000.0, 4.0
_APART = 16.0  # px from another line at which a name is plainly not its


def label_places(
    lines: Sequence[Points],
    sizes: Sequence[QSizeF],
    room: QRectF,
    origin: QPointF,
    taken: Sequence[QRectF],
    gap: float,
) -> list[QRectF]:
    """One area a line, of the given sizes, within `room`.

    Lines are (N, 2) in px; `origin` is where the axes cross. Right ends come first.
    """
    placed: list[QRectF] = []
    for own, size in zip(lines, sizes, strict=True):
        spots = _beside(own, size, gap)
        spots = [spot for spot in spots if room.contains(spot)]
        others = [line for line in lines if line is not own]
        costs = [_cost(spot, lines, others, origin, [*taken, *placed]) for spot in spots]
        best = spots[int(np.argmin(costs))] if spots else QRectF(room.topLeft(), size)
        placed.append(best)
    return placed


def _beside(line: Points, size: QSizeF, gap: float) -> list[QRectF]:
    """Above, below, right and left of a line's points, from its right end on."""
    across, down = size.width() / 2 + gap, size.height() / 2 + gap
    spots = []
    for x, y in line[np.argsort(-line[:, 0], kind="stable")][::_STRIDE].tolist():
        for dx, dy in ((0.0, -down), (0.0, down), (across, 0.0), (-across, 0.0)):
            corner = QPointF(x + dx - size.width() / 2, y + dy - size.height() / 2)
            spots.append(QRectF(corner, size))
    return spots


def _cost(
    spot: QRectF,
    lines: Sequence[Points],
    others: Sequence[Points],
    origin: QPointF,
    taken: Sequence[QRectF],
) -> float:
    cost = _OVERLAPS * sum(spot.intersects(other) for other in taken)
    cost += _COVERS * covered(spot, lines)
    for line in others:
        cost += max(0.0, _APART - float(_distance(spot, line).min(initial=_APART)))
    cost += _CROSSES * (spot.left() < origin.x() < spot.right())
    cost += _CROSSES * (spot.top() < origin.y() < spot.bottom())
    return float(cost)


def covered(spot: QRectF, lines: Sequence[Points]) -> int:
    """How many points of lines a label would cover."""
    return sum(int(np.count_nonzero(_distance(spot, line) == 0)) for line in lines)


def _distance(spot: QRectF, line: Points) -> Points:
    """How far each point of a line is from a label, 0 inside it."""
    x, y = line[:, 0], line[:, 1]
    across = np.maximum(np.maximum(spot.left() - x, x - spot.right()), 0)
    down = np.maximum(np.maximum(spot.top() - y, y - spot.bottom()), 0)
    return np.hypot(across, down)

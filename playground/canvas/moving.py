"""The same columns elsewhere: on their way to new places, carried, or at another zoom."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from playground.canvas.geometry import Layout, Placed


def between(old: Layout | None, new: Layout, amount: float) -> Layout:
    """A layout on the way from one to another: columns that both have move, new ones stay put."""
    if old is None or amount >= 1.0:
        return new
    before = {placed.column.key: placed for placed in old.columns}
    moved = [_shifted(placed, before.get(placed.column.key), amount) for placed in new.columns]
    return Layout(new.zoom, tuple(moved), new.bounds, new.middle)


def _shifted(placed: Placed, before: Placed | None, amount: float) -> Placed:
    if before is None:
        return placed
    dx = round((before.middle - placed.middle) * (1 - amount))
    if not dx:
        return placed
    return moved_by(placed, dx)


def moved_by(placed: Placed, dx: float, dy: float = 0.0) -> Placed:
    """The same column elsewhere."""

    def move(area: QRectF) -> QRectF:
        return area.translated(dx, dy)

    tiles: Sequence[QRectF] = [move(tile) for tile in placed.tiles]
    return Placed(
        placed.column,
        move(placed.cell),
        move(placed.header),
        tuple(tiles),
        move(placed.pill),
        move(placed.card),
    )


def same_place(old: Layout, new: Layout, at: QPointF) -> QPointF:
    """Where a place of one layout lies in another: between the same columns, as far from the
    middle by the size of the tiles."""
    before = [placed.middle for placed in old.columns]
    after = [placed.middle for placed in new.columns]
    ratio = new.zoom.scale / old.zoom.scale
    if at.x() <= before[0]:
        x = after[0] + (at.x() - before[0]) * ratio
    elif at.x() >= before[-1]:
        x = after[-1] + (at.x() - before[-1]) * ratio
    else:
        x = float(np.interp(at.x(), before, after))
    return QPointF(x, new.middle + (at.y() - old.middle) * ratio)

"""Keeping what floats within the room there is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF


def kept_within(area: QRectF, room: QRectF) -> QRectF:
    """An area moved into a room as far as it must; where it is too large its upper left is seen."""
    x = min(max(area.left(), room.left()), max(room.left(), room.right() - area.width()))
    y = min(max(area.top(), room.top()), max(room.top(), room.bottom() - area.height()))
    return QRectF(QPointF(x, y), area.size())

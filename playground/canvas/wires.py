"""Lines without a weight: through unit-to-unit layers, around residual layers, into the loss."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from playground.canvas.geometry import Layout, Placed
from playground.canvas.scene import Scene
from playground.window.appearance import Appearance

_ARC = 0.35  # how far an arc rises, by the pitch
_ARC_ALPHA = 0.6


def paint_wires(
    painter: QPainter,
    look: Appearance,
    scene: Scene,
    layout: Layout,
    visible: QRectF,
    dropped: Mapping[str, frozenset[int]],
) -> None:
    """Every straight line and arc in sight; of a dropped unit it is dashed."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pair in scene.pairs:
        source, target = layout.columns[pair.source], layout.columns[pair.target]
        right, left = target.cell.right() < visible.left(), source.cell.left() > visible.right()
        if right or left:
            continue
        if pair.join == "straight":
            _paint_straight(painter, look, source, target, dropped)
        elif pair.join == "arc":
            _paint_arcs(painter, look, source, target)
        elif pair.join == "loss":
            _paint_loss(painter, look, source, target)


def _pen(look: Appearance, sound: bool, dashed: bool = False) -> QPen:
    sizes = look.sizes
    width = sizes.hairline if dashed or not sound else sizes.straight
    pen = QPen(look.color("border_strong"), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    if dashed or not sound:
        pen.setDashPattern([sizes.gap, sizes.dot_gap])
    return pen


def _paint_straight(
    painter: QPainter,
    look: Appearance,
    source: Placed,
    target: Placed,
    dropped: Mapping[str, frozenset[int]],
) -> None:
    rows = {neuron.unit: row for row, neuron in enumerate(source.column.neurons)}
    silent = dropped.get(target.column.key, frozenset())
    mute = dropped.get(source.column.key, frozenset())
    for row, neuron in enumerate(target.column.neurons):
        if neuron.unit not in rows or neuron.unit in mute:
            continue
        gone = neuron.unit in silent
        start = source.port(rows[neuron.unit], right=True)
        end = target.port(row, right=False)
        if gone:
            end -= QPointF(look.sizes.unit_ring - look.sizes.unit_dot, 0)
        painter.setPen(_pen(look, target.column.sound, gone))
        painter.drawLine(start, end)


def _paint_arcs(painter: QPainter, look: Appearance, source: Placed, target: Placed) -> None:
    """What the source says, carried over whatever lies between and added."""
    color = look.color("kind_residual", _ARC_ALPHA)
    painter.setPen(QPen(color, look.sizes.straight))
    rows = {neuron.unit: row for row, neuron in enumerate(source.column.neurons)}
    for row, neuron in enumerate(target.column.neurons):
        if neuron.unit not in rows:
            continue
        start = source.port(rows[neuron.unit], right=True)
        end = QPointF(target.tiles[row].center().x(), target.tiles[row].top())
        rise = _ARC * max(source.tiles[0].height(), look.sizes.hit)
        across = end.x() - start.x()
        path = QPainterPath(start)
        path.cubicTo(
            QPointF(start.x() + across * 0.2, start.y() - 2 * rise),
            QPointF(end.x() - across * 0.05, end.y() - 2 * rise),
            end,
        )
        painter.drawPath(path)


def _paint_loss(painter: QPainter, look: Appearance, source: Placed, target: Placed) -> None:
    painter.setPen(_pen(look, target.column.sound))
    end = QPointF(target.card.left(), target.card.center().y())
    for row in range(len(source.tiles)):
        start = source.port(row, right=True)
        if abs(start.y() - end.y()) < 1:
            start.setY(end.y())  # half a pixel would show as a step
        painter.drawLine(start, end)

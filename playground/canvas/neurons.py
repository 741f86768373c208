"""Neurons as they are drawn: a live map with its bias on the corner, or a dot on a line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from playground.canvas.atlas import Atlas, Key
from playground.canvas.geometry import Level, Placed
from playground.canvas.scene import INPUTS, Column, Neuron, Scene
from playground.canvas.stamps import Stamps
from playground.widgets.drawing import rounded
from playground.widgets.markers import paint_filled
from playground.widgets.pin import paint_pin, pin_step
from playground.window.appearance import Appearance


def key_of(column: Column, neuron: Neuron) -> Key:
    """What a neuron's map is filed under."""
    return (column.key, neuron.feature if column.key == INPUTS else neuron.unit)


def paint_column(
    painter: QPainter,
    look: Appearance,
    placed: Placed,
    level: Level,
    atlas: Atlas,
    biases: Mapping[int, float],
    dropped: frozenset[int],
    stamps: Stamps,
) -> None:
    """All shown neurons of a column, and its fold. `biases` by unit, `dropped` units."""
    column = placed.column
    if column.form == "dots":
        for neuron, area in zip(column.neurons, placed.tiles, strict=True):
            _paint_dot(painter, look, column, area, neuron.unit in dropped)
    else:
        pins = biases if level != "tiles" else {}
        _paint_tiles(painter, look, placed, atlas, pins, level == "full", stamps)
        for neuron, area in zip(column.neurons, placed.tiles, strict=True):
            if column.key == INPUTS:
                _paint_label(painter, look, neuron, area, stamps)
            if neuron.marker >= 0:
                _paint_marker(painter, look, neuron, area)
    if not placed.pill.isEmpty():
        _paint_pill(painter, look, placed)


def _paint_tiles(
    painter: QPainter,
    look: Appearance,
    placed: Placed,
    atlas: Atlas,
    pins: Mapping[int, float],
    glyph: bool,
    stamps: Stamps,
) -> None:
    """The maps of a column, each in its frame with its bias on the lower left corner, in steps
    that the eye does not see."""
    column = placed.column
    reach = look.sizes.pin_most + look.sizes.pin_ring
    for neuron, area in zip(column.neurons, placed.tiles, strict=True):
        if column.sound:
            key = key_of(column, neuron)
            if key in atlas:
                atlas.paint(painter, key, area, faint=not neuron.active)
            elif neuron.active:
                radius = min(float(look.sizes.radius_field), area.width() / 5)
                rounded(painter, area, radius, look.color("neutral"))
        bias = pins.get(neuron.unit)
        shown = pin_step(look, bias) if bias is not None else None
        sound = column.sound and neuron.active

        around = area.adjusted(-reach, 0, 0, reach)
        draw = partial(_paint_frame, look=look, area=area, sound=sound, bias=shown, glyph=glyph)
        stamps.paint(painter, (sound, shown, glyph), around, draw)


def _paint_frame(
    painter: QPainter,
    look: Appearance,
    area: QRectF,
    sound: bool,
    bias: float | None,
    glyph: bool,
) -> None:
    sizes = look.sizes
    radius = min(float(sizes.radius_field), area.width() / 5)
    edge = QPen(look.color("border_strong"), sizes.hairline)
    if not sound:
        edge.setDashPattern([sizes.dot_gap, sizes.dot_gap])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(edge)
    half = sizes.hairline / 2
    painter.drawRoundedRect(area.adjusted(half, half, -half, -half), radius - half, radius - half)
    if bias is not None:
        paint_pin(painter, look, area.bottomLeft(), bias, glyph)


def label_room(look: Appearance, scene: Scene) -> float:
    """The width of the longest name of an input, as far as names are written out."""
    inputs = scene.columns[0].neurons if scene.columns else ()
    names = (QFontMetricsF(_label_font(look, n)).horizontalAdvance(n.label) for n in inputs)
    return min(max(names, default=0.0), float(look.sizes.pitch))


def _label_font(look: Appearance, neuron: Neuron) -> QFont:
    return look.font("body", 600) if neuron.active else look.font("caption")


def _paint_label(
    painter: QPainter, look: Appearance, neuron: Neuron, area: QRectF, stamps: Stamps
) -> None:
    """The name of an input, left of its tile."""
    room = float(look.sizes.pitch)
    place = QRectF(area.left() - room - look.sizes.related, area.top(), room, area.height())

    def draw(on: QPainter) -> None:
        font = _label_font(look, neuron)
        on.setFont(font)
        on.setPen(look.color("text" if neuron.active else "text_muted"))
        text = QFontMetricsF(font).elidedText(neuron.label, Qt.TextElideMode.ElideRight, room + 1)
        on.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    stamps.paint(painter, neuron, place, draw)


def _paint_marker(painter: QPainter, look: Appearance, neuron: Neuron, area: QRectF) -> None:
    sizes = look.sizes
    color = look.color(f"class_{neuron.marker % len(look.theme.classes)}")
    at = QPointF(area.right() + sizes.panel, area.top() + area.height() / 5)
    ring = QPen(look.color("canvas"), sizes.point_ring)
    paint_filled(painter, neuron.marker, at, sizes.marker, color, ring)


def _paint_dot(
    painter: QPainter, look: Appearance, column: Column, area: QRectF, dropped: bool
) -> None:
    sizes, at = look.sizes, area.center()
    color = look.color(f"kind_{column.kind}")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if not column.sound:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(look.color("border_strong"), sizes.hairline)
        pen.setDashPattern([sizes.dot_gap, sizes.dot_gap])
        painter.setPen(pen)
        painter.drawEllipse(area)
        return
    if not dropped:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(area)
        return
    radius = sizes.unit_ring * area.width() / (2 * sizes.unit_dot)
    painter.setBrush(look.color("canvas"))
    pen = QPen(color, sizes.straight)
    pen.setDashPattern([sizes.dot_dash / sizes.straight, sizes.dot_dash / sizes.straight])
    painter.setPen(pen)
    painter.drawEllipse(at, radius, radius)
    painter.setPen(QPen(color, sizes.straight))
    arm = radius * 0.36
    painter.drawLine(at - QPointF(arm, arm), at + QPointF(arm, arm))
    painter.drawLine(at - QPointF(arm, -arm), at + QPointF(arm, -arm))


def _paint_pill(painter: QPainter, look: Appearance, placed: Placed) -> None:
    """ "+52" below a folded column; of an opened one, which units it shows."""
    sizes, column, pill = look.sizes, placed.column, placed.pill
    fill, edge = look.color("raised"), look.color("border_strong")
    rounded(painter, pill, pill.height() / 2, fill, edge, sizes.hairline)
    painter.setPen(look.color("text"))
    narrow = pill.width() < sizes.pill_width
    painter.setFont(look.font("caption" if narrow else "small", 600, tabular=True))
    text = f"+{column.folded}" if not column.opened else "Fold"
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
    if column.opened and placed.tiles:
        _paint_scrollbar(painter, look, placed)


def scrollbar(placed: Placed, look: Appearance) -> tuple[QRectF, QRectF]:
    """Track and thumb of an opened column."""
    sizes, column = look.sizes, placed.column
    top, bottom = placed.tiles[0].top(), placed.tiles[-1].bottom()
    left = placed.tiles[0].right() + sizes.inside
    track = QRectF(left, top, sizes.inside, bottom - top)
    total = len(column.neurons) + column.folded
    high = max(track.height() * len(column.neurons) / total, float(sizes.hit))
    start = (track.height() - high) * column.first / max(column.folded, 1)
    return track, QRectF(track.left(), track.top() + start, track.width(), high)


def _paint_scrollbar(painter: QPainter, look: Appearance, placed: Placed) -> None:
    track, thumb = scrollbar(placed, look)
    rounded(painter, track, track.width() / 2, look.color("track", 0.4))
    rounded(painter, thumb, thumb.width() / 2, look.color("border_strong"))

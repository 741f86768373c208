"""One frame of the canvas, from the ground up: dots, grounds, links, neurons, headers, and what
floats above them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from math import isfinite

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPixmap

from playground.canvas.formula import paint_formula
from playground.canvas.geometry import Layout, Placed
from playground.canvas.headers import Mood, paint_ground, paint_header
from playground.canvas.links import Curves, Link, links_of, paint_hovered
from playground.canvas.live import Live, Nobody
from playground.canvas.moving import moved_by
from playground.canvas.neurons import paint_column
from playground.canvas.scene import Scene
from playground.canvas.stamps import Stamps
from playground.widgets.drawing import paint_shadow, rounded
from playground.widgets.formula import loaded
from playground.widgets.numbers import loss_written
from playground.window.appearance import Appearance
from playground.window.icons import paint_icon

EMPTY = "An empty network. Press Space to add a layer."
EMPTY_BESIDE_LAYERS = "An empty network. Drag a layer here, or press Space."
HINT = "Space adds a layer.   Hover a link to read its weight."
TIPS = {
    "minus": "One unit less; with Shift ten.",
    "units": "Click to type how many units.",
    "plus": "One unit more; with Shift ten.",
    "choice": "Choose another activation.",
    "fold": "Show every unit, or fold them again.",
    "zoom_out": "Zoom out (Ctrl+−).",
    "zoom_in": "Zoom in (Ctrl+=).",
    "zoom_fit": "See the whole network (Ctrl+0).",
}
RENAMES = "Double-click to rename it."
_AT_REST, _CARRIED = 0.35, 0.8  # a dragged column's place, and its card


@dataclass(slots=True)
class Shown:
    """What stands out on the canvas just now."""

    selection: tuple[str, ...] = ()
    focused: str = ""
    hovered: str = ""
    part: str = ""
    insertion: int = -1
    refused: str = ""
    dragged: str = ""
    dragged_to: QPointF = field(default_factory=QPointF)


def mood_of(shown: Shown, key: str) -> Mood:
    return Mood(
        hovered=shown.hovered == key,
        selected=key in shown.selection,
        focused=shown.focused == key,
        part=shown.part if shown.hovered == key else "",
    )


@lru_cache(maxsize=4)
def _dots(step: int, radius: float, ground: str, color: str) -> QBrush:
    drawn = QPixmap(step, step)
    drawn.fill(ground)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawEllipse(QPointF(step / 2, step / 2), radius, radius)
    painter.end()
    return QBrush(drawn)


def paint_dots(painter: QPainter, look: Appearance, area: QRectF) -> None:
    """The ground and its dot grid, which moves with the sheet."""
    sizes, theme = look.sizes, look.theme
    painter.fillRect(area, _dots(sizes.dot_step, sizes.grid_dot, theme.canvas, theme.grid))


def paint_columns(
    painter: QPainter,
    look: Appearance,
    layout: Layout,
    live: Live,
    shown: Shown,
    visible: QRectF,
    stamps: Stamps,
) -> None:
    """Neurons and headers of every column in sight."""
    stamps.begin(painter)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    for placed in layout.columns:
        area = placed.cell.united(placed.header)
        reach = look.sizes.pitch + look.sizes.related  # labels and markers stand beside
        if area.right() + reach < visible.left() or area.left() - reach > visible.right():
            continue
        if placed.column.key == shown.dragged:
            painter.setOpacity(_AT_REST)
        mood = mood_of(shown, placed.column.key)
        paint_one(painter, look, layout, placed, live, mood, stamps)
        painter.setOpacity(1.0)


def paint_one(
    painter: QPainter,
    look: Appearance,
    layout: Layout,
    placed: Placed,
    live: Live,
    mood: Mood,
    stamps: Stamps,
) -> None:
    column, level = placed.column, layout.zoom.level
    biases = live.biases.get(column.key, {})
    dropped = live.dropped.get(column.key, Nobody)
    paint_column(painter, look, placed, level, live.atlas, biases, dropped, stamps)
    if placed.header.isEmpty():
        paint_header(painter, look, placed, mood)  # an outline at most, as high as the canvas
        return
    key = (column, mood, level)
    stamps.paint(painter, key, placed.header, lambda on: paint_header(on, look, placed, mood))


def paint_grounds(painter: QPainter, look: Appearance, layout: Layout, shown: Shown) -> None:
    """The grounds of selected columns, behind the links."""
    for placed in layout.columns:
        if placed.column.key in shown.selection:
            paint_ground(painter, look, placed, layout.bounds.height())


def paint_loss(
    painter: QPainter,
    look: Appearance,
    scene: Scene,
    layout: Layout,
    live: Live,
    stamps: Stamps,
) -> None:
    """The loss: its formula and the one big number."""
    placed = layout.columns[-1]
    card, sizes, loss = placed.card, look.sizes, live.loss
    text = loss_written(loss)
    center = Qt.AlignmentFlag.AlignCenter
    if layout.zoom.level != "full":
        font = look.font("body", 600, tabular=True)
        half, metrics = card.height() / 2, QFontMetricsF(font)
        wide = max(metrics.horizontalAdvance(known) for known in ("0.000", text))
        above = QRectF(card.left() + sizes.inside, card.top(), wide + 1, half)
        painter.setPen(look.color("text_muted"))
        painter.setFont(look.font("small"))
        painter.drawText(above, center, "J")
        painter.setPen(look.color("text"))
        painter.setFont(font)
        # digits stand still, a dash stands in the middle
        side = Qt.AlignmentFlag.AlignLeft if isfinite(loss) else Qt.AlignmentFlag.AlignHCenter
        painter.drawText(above.translated(0, half), side, text)
        return
    inside = card.adjusted(sizes.related, sizes.related, -sizes.related, -sizes.related)
    above = QRectF(inside.left(), inside.top(), inside.width(), inside.height() * 0.55)

    def draw(on: QPainter) -> None:
        fill = look.color("raised" if look.theme.name == "dark" else "panel")
        edge = look.color("border")
        rounded(on, card, sizes.radius_card, fill, edge, sizes.hairline)
        if scene.formula:
            paint_formula(on, look, scene.formula, above)

    stamps.paint(painter, (scene.formula, loaded()), card, draw)
    painter.setPen(look.color("text"))
    painter.setFont(look.font("big", 600, tabular=True))
    painter.drawText(QRectF(inside.left(), above.bottom(), inside.width(),
                            inside.bottom() - above.bottom()), center, text)  # fmt: skip


def paint_insertion(painter: QPainter, look: Appearance, layout: Layout, shown: Shown) -> None:
    """Where a layer would go: a bar with a knob, before it is let go."""
    if shown.insertion < 0 or shown.insertion >= len(layout.columns) - 1:
        return
    sizes = look.sizes
    x = layout.gaps()[shown.insertion]
    token = "danger" if shown.refused else "focus"
    color = look.color(token)
    height = layout.bounds.height()
    painter.fillRect(QRectF(round(x) - sizes.strong / 2, 0, sizes.strong, height), color)
    knob = QRectF(0, 0, sizes.knob, sizes.knob)
    knob.moveCenter(QPointF(round(x), round(layout.middle)))
    rounded(painter, knob, sizes.knob / 2, color, look.color("canvas"), sizes.hairline)
    icon = "ban" if shown.refused else "plus"
    paint_icon(painter, icon, "canvas", knob.center(), sizes.icon_field)


def paint_dragged(
    painter: QPainter, look: Appearance, layout: Layout, shown: Shown, live: Live
) -> None:
    """The card of a dragged column under the pointer."""
    for placed in layout.columns:
        if placed.column.key != shown.dragged:
            continue
        painter.setOpacity(_CARRIED)
        if placed.header.isEmpty():  # its outline, which is as high as the canvas
            carried = moved_by(placed, shown.dragged_to.x() - placed.middle)
        else:
            by = shown.dragged_to - placed.header.center()
            carried = moved_by(placed, by.x(), by.y())
            paint_shadow(painter, look, carried.header)
        paint_header(painter, look, carried, Mood(selected=True))
        painter.setOpacity(1.0)


def paint_link_focus(
    painter: QPainter, look: Appearance, curves: Curves, live: Live, link: Link | None
) -> None:
    """The hovered link over all others."""
    if link is None or link.pair not in live.links:
        return
    for other, weight, _ in links_of(link.pair, live.links[link.pair]):
        if other == link:
            paint_hovered(painter, look, curves, link, weight)


def paint_keyed(painter: QPainter, look: Appearance, area: QRectF) -> None:
    """The ring around the neuron that the keyboard is at."""
    reach = 2 * look.sizes.strong
    ring = area.adjusted(-reach, -reach, reach, reach)
    radius = look.sizes.radius_field + reach
    rounded(painter, ring, radius, None, look.color("focus"), look.sizes.strong)


def paint_foot(
    painter: QPainter, look: Appearance, area: QRectF, text: str, right: float, stamps: Stamps
) -> None:
    """The hint at the foot, where it fits left of what stands in the corner."""
    sizes = look.sizes
    font = look.font("small")
    wide = QFontMetricsF(font).horizontalAdvance(text)
    left = area.center().x() - wide / 2
    if left + wide + sizes.group > right or left < sizes.group:
        return
    line = QRectF(left, area.bottom() - 2 * sizes.header_top, wide, 2 * sizes.header_top)

    def draw(on: QPainter) -> None:
        on.setFont(font)
        on.setPen(look.color("text_muted"))
        on.drawText(line, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, text)

    stamps.begin(painter)
    stamps.paint(painter, text, line, draw)


def paint_empty(painter: QPainter, look: Appearance, area: QRectF, text: str) -> None:
    """What to do on an empty canvas."""
    painter.setFont(look.font("body"))
    painter.setPen(look.color("text_muted"))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)

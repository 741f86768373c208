"""The chip in the canvas's corner: − 86 % + and fit."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from playground.widgets.drawing import rounded
from playground.window.appearance import Appearance
from playground.window.icons import paint_icon


def chip_parts(look: Appearance, width: float, height: float) -> dict[str, QRectF]:
    """The chip and its buttons: chip, zoom_out, zoom_in, zoom_fit."""
    sizes = look.sizes
    hit, high = float(sizes.control), float(sizes.control)
    wide = 3 * hit + sizes.pitch * 0.5
    left, top = width - sizes.panel - wide, height - sizes.panel - high
    chip = QRectF(round(left), round(top), round(wide), high)
    return {
        "chip": chip,
        "zoom_out": QRectF(chip.left(), chip.top(), hit, high),
        "zoom_in": QRectF(chip.right() - 2 * hit + sizes.inside, chip.top(), hit, high),
        "zoom_fit": QRectF(chip.right() - hit, chip.top(), hit, high),
    }


def part_at(found: dict[str, QRectF], at: QPointF) -> str:
    """Which of the chip's parts is there, its buttons first; "" outside it."""
    parts = (name for name in reversed(found) if found[name].contains(at))
    return next(parts, "")


def paint_chip(
    painter: QPainter, look: Appearance, found: dict[str, QRectF], scale: float, part: str
) -> None:
    """The chip; the part under the pointer is darker."""
    sizes, chip = look.sizes, found["chip"]
    fill = look.color("panel")
    rounded(painter, chip, sizes.radius_field, fill, look.color("border"), sizes.hairline)
    for name, icon in (("zoom_out", "minus"), ("zoom_in", "plus"), ("zoom_fit", "maximize")):
        token = "text" if part == name else "text_muted"
        paint_icon(painter, icon, token, found[name].center(), sizes.icon_field)
    painter.setFont(look.font("small", 600, tabular=True))
    painter.setPen(look.color("text"))
    room = QRectF(found["zoom_out"].topRight(), found["zoom_in"].bottomLeft())
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, f"{round(100 * scale)} %")

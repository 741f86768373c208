"""A column's header: what the layer is, how wide, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from playground.canvas.geometry import Placed
from playground.canvas.scene import Column
from playground.widgets.drawing import rounded
from playground.window.appearance import Appearance
from playground.window.icons import paint_icon
from playground.window.theme import KINDS

_Middle = Qt.AlignmentFlag.AlignVCenter
_SEVERITIES = {"error": ("danger", "circle-alert"), "warning": ("warning", "triangle-alert")}


@dataclass(frozen=True, slots=True)
class Mood:
    """How a column stands out. `part` is the part of its header under the pointer."""

    hovered: bool = False
    selected: bool = False
    focused: bool = False
    part: str = ""


def parts(placed: Placed, look: Appearance) -> dict[str, QRectF]:
    """What can be clicked in a full header, by name: minus, units, plus, choice, name, severity;
    of a brief one only the last."""
    sizes, column, header = look.sizes, placed.column, placed.header
    if header.isEmpty() or header.height() < sizes.header_height:
        sign = _sign_place(placed, look)
        reach = (sizes.hit - sizes.icon) / 2
        return {"severity": sign.adjusted(-reach, 0, 0, reach)} if sign is not None else {}
    left, top = header.left(), header.top()
    hit = float(sizes.hit)
    found = {}
    if column.stepper:
        box = stepper(placed, look)
        found["minus"] = QRectF(box.left(), box.top(), hit, box.height())
        found["plus"] = QRectF(box.right() - hit, box.top(), hit, box.height())
        found["units"] = QRectF(found["minus"].topRight(), found["plus"].bottomLeft())
    if column.choice:
        found["choice"] = QRectF(
            left + sizes.inside,
            top + sizes.header_second - hit / 2,
            header.width() - 2 * sizes.inside,
            hit,
        )
    row = QRectF(left, top + sizes.header_row - hit / 2, header.width(), hit)
    if column.severity in _SEVERITIES:
        found["severity"] = QRectF(row.right() - hit - sizes.inside, row.top(), hit, hit)
        row.setRight(found["severity"].left())
    if column.is_layer:
        found["name"] = row.adjusted(sizes.panel + sizes.icon + sizes.inside, 0, -sizes.inside, 0)
    return found


def _sign_place(placed: Placed, look: Appearance) -> QRectF | None:
    """Where a problem's icon stands in a brief header, its lower right corner, and where there is
    no header above the column."""
    sizes, header, cell = look.sizes, placed.header, placed.cell
    if placed.column.severity not in _SEVERITIES:
        return None
    place = QRectF(0, 0, sizes.icon, sizes.icon)
    if header.isEmpty():
        place.moveCenter(QPointF(cell.center().x(), cell.top() + sizes.header_top / 2))
    else:
        inset = sizes.inside - 1
        place.moveBottomRight(header.bottomRight() - QPointF(inset, inset))
    return place


def _paint_sign(painter: QPainter, look: Appearance, placed: Placed) -> None:
    place = _sign_place(placed, look)
    if place is not None:
        token, icon = _SEVERITIES[placed.column.severity]
        rounded(painter, place, place.width() / 2, look.color("canvas"))
        paint_icon(painter, icon, token, place.center())


def stepper(placed: Placed, look: Appearance) -> QRectF:
    """The box of − n +."""
    sizes, header = look.sizes, placed.header
    high = sizes.stepper_height
    top = round(header.top() + sizes.header_third - high / 2)
    wide = max(float(sizes.stepper_width), _number_width(placed.column, look) + 2 * sizes.hit)
    return QRectF(header.left() + sizes.related, top, wide, high)


def _number_width(column: Column, look: Appearance) -> float:
    return QFontMetricsF(look.font("body", 600, tabular=True)).horizontalAdvance(str(column.units))


def paint_ground(painter: QPainter, look: Appearance, placed: Placed, height: float) -> None:
    """The ground of a selected column, from above its header to the canvas's foot."""
    sizes = look.sizes
    column = placed.header if not placed.header.isEmpty() else placed.cell
    ground = QRectF(
        column.left() - sizes.ground_reach,
        column.top() - sizes.ground_reach,
        column.width() + 2 * sizes.ground_reach,
        height - sizes.ground_foot - column.top() + sizes.ground_reach,
    )
    rounded(painter, ground, sizes.radius_ground, look.color("accent_soft", 0.5))


def paint_header(painter: QPainter, look: Appearance, placed: Placed, mood: Mood) -> None:
    """The header at this zoom: a card, a few words, or nothing."""
    if placed.header.isEmpty():
        if mood.focused or mood.selected or placed.column.severity:
            _paint_edge(painter, look, placed.cell, placed.column, mood)
            _paint_sign(painter, look, placed)
        return
    if placed.header.height() >= look.sizes.header_height:
        _paint_card(painter, look, placed, mood)
    else:
        _paint_words(painter, look, placed, mood)


def edge_of(look: Appearance, column: Column, mood: Mood) -> tuple[QColor, float]:
    """Colour and width of a column's outline in its state."""
    sizes = look.sizes
    if column.severity in _SEVERITIES:
        return look.color(_SEVERITIES[column.severity][0]), sizes.strong
    if mood.selected or mood.focused:
        return look.color("focus"), sizes.strong
    if mood.hovered:
        return look.color("border_strong"), sizes.hairline
    return look.color("border"), sizes.hairline


def _paint_edge(
    painter: QPainter, look: Appearance, area: QRectF, column: Column, mood: Mood
) -> None:
    color, width = edge_of(look, column, mood)
    sizes = look.sizes
    inset = area.adjusted(0, sizes.header_top / 2, 0, -sizes.ground_foot)
    rounded(painter, inset, sizes.radius_card, None, color, width)


def _paint_card(painter: QPainter, look: Appearance, placed: Placed, mood: Mood) -> None:
    sizes, column, card = look.sizes, placed.column, placed.header
    color, width = edge_of(look, column, mood)
    fill = look.color("raised" if look.theme.name == "dark" else "panel")
    rounded(painter, card, sizes.radius_card, fill, color, width)
    _paint_name_row(painter, look, placed)
    left, right = card.left() + sizes.panel, card.right() - sizes.panel
    row = QRectF(left, card.top() + sizes.header_second - sizes.hit / 2, right - left, sizes.hit)
    chevron = bool(column.choice) and (mood.hovered or mood.selected or mood.focused)
    room = right - left - (sizes.icon + sizes.inside if chevron else 0)
    font = look.font("small")
    if column.detail:
        _words(painter, look, row, font, "text", _fitting(column.detail, font, room))
    if chevron:
        token = "text" if mood.part == "choice" else "text_muted"
        at = QPointF(right - sizes.icon_field / 2, row.center().y())
        paint_icon(painter, "chevron-down", token, at, sizes.icon_field)
    rule = round(card.top() + sizes.header_rule)
    painter.fillRect(QRectF(left, rule, right - left, sizes.hairline), look.color("border"))
    _paint_foot(painter, look, placed, mood)


def _fitting(words: str, font: QFont, room: float) -> str:
    """The words, shortened by their last ones where they do not fit: `2 of 7 features`."""
    metrics = QFontMetricsF(font)
    while metrics.horizontalAdvance(words) > room and " " in words:
        words = words.rpartition(" ")[0].removesuffix(" over").removesuffix(" of")
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, room + 1)


def _paint_name_row(painter: QPainter, look: Appearance, placed: Placed) -> None:
    sizes, column, card = look.sizes, placed.column, placed.header
    middle = card.top() + sizes.header_row
    icon_at = QPointF(card.left() + sizes.pad_field + sizes.icon / 2, middle)
    _paint_kind(painter, column, icon_at)
    left = card.left() + 2 * sizes.group
    right = card.right() - sizes.related
    if column.severity in _SEVERITIES:
        token, icon = _SEVERITIES[column.severity]
        paint_icon(painter, icon, token, QPointF(right - sizes.icon / 2, middle))
        right -= sizes.icon + sizes.inside
    row = QRectF(left, middle - sizes.hit / 2, right - left, sizes.hit)
    font = look.font("body", 600)
    name = QFontMetricsF(font).elidedText(column.name, Qt.TextElideMode.ElideRight, row.width() + 1)
    _words(painter, look, row, font, "text", name)


def _paint_kind(painter: QPainter, column: Column, at: QPointF) -> None:
    kind = column.kind if column.kind in KINDS else "dense"
    paint_icon(painter, KINDS[kind], f"kind_{kind}", at)


def _paint_foot(painter: QPainter, look: Appearance, placed: Placed, mood: Mood) -> None:
    sizes, column, card = look.sizes, placed.column, placed.header
    left, right = card.left() + sizes.panel, card.right() - sizes.panel
    high = sizes.hit
    row = QRectF(left, card.top() + sizes.header_third - high / 2, right - left, high)
    small = look.font("caption", tabular=True)
    if column.form == "card":
        _words(painter, look, row, small, "text_muted", _fitting(column.foot, small, row.width()))
        return
    used = left
    if column.stepper:
        box = stepper(placed, look)
        _paint_stepper(painter, look, placed, box, mood)
        used = box.right() + sizes.inside
    else:
        font = look.font("small", 500, tabular=True)
        _words(painter, look, row, font, "text", column.foot)
        used += QFontMetricsF(font).horizontalAdvance(column.foot) + sizes.inside
    if column.parameters:
        room = QRectF(used, row.top(), right - used, row.height())
        text = column.parameters
        if QFontMetricsF(small).horizontalAdvance(text) > room.width():
            text = text.removesuffix(" par.")
        _words(painter, look, room, small, "text_muted", text, right=True)


def _paint_stepper(
    painter: QPainter, look: Appearance, placed: Placed, box: QRectF, mood: Mood
) -> None:
    sizes, column = look.sizes, placed.column
    rounded(painter, box, sizes.radius_field, look.color("window"))
    found = parts(placed, look)
    for name, icon in (("minus", "minus"), ("plus", "plus")):
        stuck = name == "minus" and (column.units or 0) <= 1
        token = "text_disabled" if stuck else ("text" if mood.part == name else "text_muted")
        paint_icon(painter, icon, token, found[name].center(), sizes.icon_field)
    font = look.font("body", 600, tabular=True)
    painter.setFont(font)
    painter.setPen(look.color("text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(column.units))


def _words(
    painter: QPainter,
    look: Appearance,
    area: QRectF,
    font: QFont,
    token: str,
    text: str,
    right: bool = False,
) -> None:
    painter.setFont(font)
    painter.setPen(look.color(token))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(area, side | _Middle, text)


def _paint_words(painter: QPainter, look: Appearance, placed: Placed, mood: Mood) -> None:
    """Icon, name and activation, without a card, about the column's middle. Where the name needs
    all of its row, the icon stands before the activation."""
    sizes, column, area = look.sizes, placed.column, placed.header
    if mood.selected or mood.focused or mood.hovered or column.severity:
        color, width = edge_of(look, column, mood)
        rounded(painter, area, sizes.radius_field, None, color, width)
    upper = area.adjusted(sizes.inside / 2, 1, -sizes.inside / 2, 1 - area.height() / 2)
    lower = upper.translated(0, upper.height() - 2)
    sign = _sign_place(placed, look)
    if sign is not None:
        lower.setRight(sign.left() - sizes.inside / 2)
    bold, small = look.font("body", 600), look.font("small")
    beside = sizes.icon + sizes.icon_gap
    above = QFontMetricsF(bold).horizontalAdvance(column.name) + beside <= upper.width()
    _row(painter, look, column, upper, bold, "text", column.name, icon=above)
    room = lower.width() - (0 if above else beside)
    _row(
        painter,
        look,
        column,
        lower,
        small,
        "text_muted",
        _brief(column, small, room),
        icon=not above,
    )
    _paint_sign(painter, look, placed)


def _brief(column: Column, font: QFont, room: float) -> str:
    """A column's detail in few words: of `rate 0.5` the number where that is all there is room
    for."""
    detail = column.detail.removesuffix(" features")
    if QFontMetricsF(font).horizontalAdvance(detail) <= room or detail.startswith("+"):
        return detail
    number = detail.rpartition(" ")[2]
    return number if number[:1].isdecimal() else _fitting(detail, font, room)


def _row(
    painter: QPainter,
    look: Appearance,
    column: Column,
    area: QRectF,
    font: QFont,
    token: str,
    text: str,
    icon: bool,
) -> None:
    """Words in the middle of an area, as far as there is room; an icon belongs to them."""
    sizes, metrics = look.sizes, QFontMetricsF(font)
    beside = sizes.icon + sizes.icon_gap if icon else 0
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width() - beside + 1)
    wide = beside + metrics.horizontalAdvance(text)
    left = max(area.center().x() - wide / 2, area.left())
    if icon:
        at = QPointF(left + sizes.icon / 2, area.center().y())
        _paint_kind(painter, column, at)
    row = QRectF(left + beside, area.top(), area.right() - left, area.height())
    _words(painter, look, row, font, token, text)

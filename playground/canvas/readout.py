"""What the pointer finds, named as the notes name it, on a small card in free space beside it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from playground.widgets.drawing import paint_shadow, rounded
from playground.widgets.formula import load, typeset
from playground.widgets.room import kept_within
from playground.window.appearance import Appearance
from playground.window.icons import paint_icon


@dataclass(frozen=True, slots=True)
class Row:
    """A symbol as LaTeX and in plain letters, or words, and the value beside it."""

    value: str
    latex: str = ""
    words: str = ""
    editable: bool = False


def number(value: float) -> str:
    """A weight with three decimals and a true minus."""
    return f"{value:.3f}".replace("-", "−")


class ReadOut:
    """A card of rows, painted above everything."""

    def __init__(self, look: Appearance) -> None:
        self._look = look
        self.rows: tuple[Row, ...] = ()
        self.area = QRectF()

    def show(
        self, rows: tuple[Row, ...], about: QRectF, within: QRectF, avoid: list[QRectF]
    ) -> None:
        """Stand beside a place, over as little of `avoid` as can be."""
        self.rows = rows
        self.area = _free(self._size(), about, within, avoid, self._look.sizes.card_distance)

    def hide(self) -> None:
        self.rows, self.area = (), QRectF()

    def _size(self) -> QSizeF:
        sizes = self._look.sizes
        wide = 0.0
        for row in self.rows:
            wide = max(wide, self._left(row) + sizes.group + self._value_width(row))
        high = len(self.rows) * sizes.hit + sizes.related
        return QSizeF(round(wide + 2 * sizes.pad_control), high)

    def _left(self, row: Row) -> float:
        if row.latex and load():
            return float(typeset(row.latex, *self._type()).defaultSize().width())
        return QFontMetricsF(self._look.font("small")).horizontalAdvance(self._worded(row))

    def _worded(self, row: Row) -> str:
        """The words, as long as a line of a tooltip: a column of a table may have any name."""
        metrics, middle = QFontMetricsF(self._look.font("small")), Qt.TextElideMode.ElideMiddle
        return metrics.elidedText(row.words, middle, self._look.sizes.tooltip)

    def _type(self) -> tuple[float, str]:
        return float(self._look.sizes.heading), self._look.theme.hex("text")

    def _value_width(self, row: Row) -> float:
        sizes = self._look.sizes
        words = QFontMetricsF(self._look.font("body", 600, tabular=True))
        pencil = sizes.icon_field + sizes.icon_gap if row.editable else 0
        return words.horizontalAdvance(row.value) + pencil

    def paint(self, painter: QPainter) -> None:
        if not self.rows:
            return
        look, sizes, card = self._look, self._look.sizes, self.area
        paint_shadow(painter, look, card)
        radius = sizes.radius_field
        edge = look.color("border_strong")
        rounded(painter, card, radius, look.color("raised"), edge, sizes.hairline)
        top = card.top() + sizes.inside
        for row in self.rows:
            self._paint_row(painter, row, QRectF(card.left(), top, card.width(), sizes.hit))
            top += sizes.hit

    def _paint_row(self, painter: QPainter, row: Row, area: QRectF) -> None:
        look, sizes = self._look, self._look.sizes
        left, right = area.left() + sizes.pad_control, area.right() - sizes.pad_control
        middle = Qt.AlignmentFlag.AlignVCenter
        if row.latex and load():
            drawn = typeset(row.latex, *self._type())
            size = QSizeF(drawn.defaultSize())
            drawn.render(
                painter, QRectF(QPointF(left, area.center().y() - size.height() / 2), size)
            )
        else:
            painter.setFont(look.font("small"))
            painter.setPen(look.color("text_muted"))
            painter.drawText(area.adjusted(sizes.pad_control, 0, 0, 0), middle, self._worded(row))
        if row.editable:
            at = QPointF(right - sizes.icon_field / 2, area.center().y())
            paint_icon(painter, "pencil", "text_muted", at, sizes.icon_field)
            right -= sizes.icon_field + sizes.icon_gap
        painter.setFont(look.font("body", 600, tabular=True))
        painter.setPen(look.color("text"))
        place = QRectF(left, area.top(), right - left, area.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | middle, row.value)


def _free(
    size: QSizeF, about: QRectF, within: QRectF, avoid: list[QRectF], distance: float
) -> QRectF:
    """Where a card covers least of what is to be seen, the nearer the better."""
    best, least = QRectF(), float("inf")
    for far in (1, 3, 6):
        for across in (1, -1, 0):
            for down in (0, 1, -1):
                place = _beside(size, about, across, down, far * distance)
                place = kept_within(place, within)
                covered = sum(_overlap(place, area) for area in avoid)
                covered += 9 * _overlap(place, about.adjusted(-1, -1, 1, 1))
                if covered < least:
                    best, least = place, covered
    return best


def _beside(size: QSizeF, about: QRectF, across: int, down: int, distance: float) -> QRectF:
    """A place of a size left of, right of, above or below another."""
    center = about.center()
    x = center.x() + across * (about.width() / 2 + distance + size.width() / 2)
    y = center.y() + down * (about.height() / 2 + distance + size.height() / 2)
    return QRectF(QPointF(round(x - size.width() / 2), round(y - size.height() / 2)), size)


def _overlap(one: QRectF, other: QRectF) -> float:
    common = one.intersected(other)
    return common.width() * common.height() if not common.isEmpty() else 0.0

"""What the pointer finds: a cross on the place, and beside it a card with its numbers."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from playground.views.plot import Drawing
from playground.widgets.drawing import paint_shadow, rounded
from playground.widgets.markers import paint_filled
from playground.window.appearance import Appearance


@dataclass(frozen=True, slots=True)
class Piece:
    """A few words in one line of a card, or the marker of a class. A number keeps the room of
    `widest`, right-aligned, so that what follows stands in a column."""

    text: str = ""
    strong: bool = False
    marker: int | None = None
    widest: str = ""


Line = tuple[Piece, ...]


def in_words(lines: tuple[Line, ...]) -> str:
    """What a card says, as plain text."""
    return "\n".join(
        "  ".join(piece.text for piece in line if piece.marker is None) for line in lines
    )


def placed(at: QPointF, size: QSizeF, area: QRectF, distance: float) -> QRectF:
    """Where a card stands: right of the place and a little above, left where there is no room,
    always `distance` away and within the area if it can be."""
    left = at.x() + distance
    if left + size.width() > area.right():
        left = at.x() - distance - size.width()
    top = at.y() - size.height() + distance / 2
    if left < area.left():  # no room on either side: over or under it
        left = min(max(at.x() - size.width() / 2, area.left()), area.right() - size.width())
        top = at.y() - distance - size.height()
        if top < area.top():
            top = at.y() + distance
    top = min(max(top, area.top()), max(area.top(), area.bottom() - size.height()))
    return QRectF(QPointF(round(left), round(top)), size)


class Hover:
    """The cross and the card, hidden until shown."""

    def __init__(self, look: Appearance) -> None:
        self._look = look
        self._at = QPointF()
        self._card = QRectF()
        self._lines: tuple[Line, ...] = ()
        self.item = Drawing(self._paint, z=30)
        self.item.hide()

    @property
    def lines(self) -> tuple[Line, ...]:
        """What the card says now; nothing while it is hidden."""
        return self._lines if self.item.isVisible() else ()

    @property
    def card(self) -> QRectF:
        """Where the card stands."""
        return self._card

    def show(self, at: QPointF, lines: tuple[Line, ...], within: QRectF) -> None:
        """Point at a place and say what is there."""
        sizes = self._look.sizes
        self._at, self._lines = at, lines
        self._card = placed(at, self._size(), within, sizes.card_distance)
        blur = sizes.shadow_blur
        shadow = self._card.adjusted(-blur, -blur, blur, blur + sizes.shadow_offset)
        reach = sizes.cross / 2 + 2
        cross = QRectF(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach)
        self.item.draw(shadow.united(cross))
        self.item.show()

    def hide(self) -> None:
        self.item.hide()

    # --- measure and paint --------------------------------------------------------------------

    def _font(self, piece: Piece) -> QFont:
        if piece.strong:
            return self._look.font("body", 600, tabular=True)
        return self._look.font("small", 400, tabular=True)

    def _width(self, piece: Piece) -> float:
        if piece.marker is not None:
            return 2 * self._look.sizes.point
        words = QFontMetricsF(self._font(piece)).horizontalAdvance(piece.text)
        if piece.widest:
            strong = QFontMetricsF(self._font(Piece(strong=True)))
            return max(words, strong.horizontalAdvance(piece.widest))
        return words

    def _line_height(self, line: Line) -> float:
        return max(QFontMetricsF(self._font(piece)).height() for piece in line)

    def _size(self) -> QSizeF:
        sizes = self._look.sizes
        wide = max(
            sum(map(self._width, line)) + sizes.related * (len(line) - 1) for line in self._lines
        )
        high = sum(map(self._line_height, self._lines))
        return QSizeF(
            round(wide + 2 * sizes.pad_field), round(high + 2 * sizes.pad_field - sizes.inside)
        )

    def _paint(self, painter: QPainter) -> None:
        self._paint_cross(painter)
        look, sizes, card = self._look, self._look.sizes, self._card
        paint_shadow(painter, look, card)
        radius = sizes.radius_card
        rounded(painter, card, radius, look.color("raised"), look.color("border"), sizes.hairline)
        top = card.top() + sizes.pad_field - sizes.inside / 2
        for line in self._lines:
            left, height = card.left() + sizes.pad_field, self._line_height(line)
            for piece in line:
                self._paint_piece(painter, piece, left, top, height)
                left += self._width(piece) + sizes.related
            top += height

    def _paint_piece(
        self, painter: QPainter, piece: Piece, left: float, top: float, height: float
    ) -> None:
        look = self._look
        if piece.marker is not None:
            radius = look.sizes.point
            color = look.color(f"class_{piece.marker % len(look.theme.classes)}")
            ring = QPen(look.color("raised"), look.sizes.point_ring)
            center = QPointF(left + radius, top + height / 2)
            paint_filled(painter, piece.marker, center, radius, color, ring)
            return
        font = self._font(piece)
        painter.setFont(font)
        painter.setPen(look.color("text" if piece.strong else "text_muted"))
        metrics = QFontMetricsF(font)
        foot = top + (height + metrics.ascent() - metrics.descent()) / 2
        if piece.widest:
            left += self._width(piece) - metrics.horizontalAdvance(piece.text)
        painter.drawText(QPointF(left, foot), piece.text)

    def _paint_cross(self, painter: QPainter) -> None:
        sizes = self._look.sizes
        half = sizes.cross / 2
        for token, width in (("canvas", sizes.under_stroke), ("text", sizes.hollow)):
            painter.setPen(QPen(self._look.color(token), width))
            painter.drawLine(self._at - QPointF(half, 0), self._at + QPointF(half, 0))
            painter.drawLine(self._at - QPointF(0, half), self._at + QPointF(0, half))

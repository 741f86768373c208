"""The card of what is carried off the canvas: it says that letting go removes it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.widgets.drawing import paint_shadow, rounded
from playground.window.appearance import appearance
from playground.window.icons import paint_icon

WORDS = "Release to remove"


class Leaving(QWidget):
    """Follows the pointer over the whole window, deaf to it."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._name = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def follow(self, name: str, at: QPoint) -> None:
        """Carry `Dense 1` or `3 layers` at a place of the canvas, and stay within its window."""
        window = self._canvas.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        self._name = name
        sizes = appearance().sizes
        blur = sizes.shadow_blur
        names = QFontMetrics(appearance().font("body", 600)).horizontalAdvance(name)
        words = QFontMetrics(appearance().font("small")).horizontalAdvance(WORDS)
        wide = max(names, words) + sizes.icon + sizes.related + 2 * sizes.panel
        self.resize(max(wide, sizes.header_width) + 2 * blur, 2 * sizes.control + 2 * blur)
        place = QRect(QPoint(), self.size())
        place.moveCenter(self._canvas.mapTo(window, at))
        room = window.rect().adjusted(-blur, -blur, blur, blur)
        x = min(max(place.left(), room.left()), room.right() - place.width())
        y = min(max(place.top(), room.top()), room.bottom() - place.height())
        self.move(x, y)
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, sizes = appearance(), appearance().sizes
        painter = QPainter(self)
        blur = sizes.shadow_blur
        card = QRectF(self.rect()).adjusted(blur, blur, -blur, -blur)
        paint_shadow(painter, look, card)
        edge = look.color("danger")
        rounded(painter, card, sizes.radius_card, look.color("panel"), edge, sizes.strong)
        left, middle = card.left() + sizes.panel, Qt.AlignmentFlag.AlignVCenter
        at = QPointF(left + sizes.icon / 2, card.center().y())
        paint_icon(painter, "trash-2", "danger", at)
        left += sizes.icon + sizes.related
        half = card.height() / 2
        line = QRectF(left, card.top(), card.right() - left, half)
        painter.setFont(look.font("body", 600))
        painter.setPen(look.color("text"))
        painter.drawText(line.adjusted(0, sizes.inside, 0, 0), middle, self._name)
        painter.setFont(look.font("small"))
        painter.setPen(look.color("danger"))
        painter.drawText(line.translated(0, half).adjusted(0, 0, 0, -sizes.inside), middle, WORDS)

"""The − or + of a number: a click is a step, holding it down goes on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from playground.widgets.drawing import rounded
from playground.widgets.motion import Fade
from playground.window.appearance import appearance
from playground.window.icons import paint_icon
from playground.window.theme import TINTS


class StepButton(QAbstractButton):
    """An icon within a field, without an edge; by keyboard, the field's own arrow keys step.
    `finer` says whether there are finer steps than its own."""

    def __init__(self, icon: str, name: str, finer: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = appearance()
        self._icon = icon
        self._hover = Fade(self, "hover")
        self.setAccessibleName(name)
        self.setToolTip(f"{name}. Shift: ten times as far.{' Alt: finer.' if finer else ''}")
        self.setAutoRepeat(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, sizes = self.look, self.look.sizes
        painter = QPainter(self)
        tint = TINTS.pressed if self.isDown() else TINTS.hover * self._hover.amount
        if self.isEnabled() and tint:
            inset = 2 * round(sizes.hairline)
            area = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            rounded(painter, area, sizes.radius_key, look.color("text", tint))
        ink = "text" if self.isEnabled() else "text_disabled"
        center = QPointF(self.width() / 2, self.height() / 2)
        paint_icon(painter, self._icon, ink, center, sizes.icon_field)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover.show(True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover.show(False)
        super().leaveEvent(event)

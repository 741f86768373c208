"""A weight edited where it is read: its symbol, and beside it the number with − and +."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from playground.canvas.gestures.parameters import Parameter
from playground.canvas.sheet import Sheet
from playground.widgets.drawing import paint_shadow, rounded
from playground.widgets.formula import load, typeset
from playground.widgets.leaving import leaves
from playground.widgets.number_editor import NumberEditor
from playground.widgets.numbers import Scale
from playground.widgets.room import kept_within
from playground.widgets.tooltip import tooltip
from playground.window.appearance import appearance

_MOST = 1e6
_KEYS = "Enter sets it, Tab goes on to the next weight of this unit, Esc leaves it as it was."
_LONGEST = "−0.00000000"  # what a float32 needs
_TABS = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}


class WeightEditor(QWidget):
    """A floating card that edits one number, whatever training makes of it meanwhile.

    Enter, Tab and leaving settle, Esc gives up. A text that may not stand keeps Enter and Tab back
    with the reason; leaving then changes nothing. The keyboard goes back to where it was.
    """

    settled = Signal(object, float)  # Parameter, its new value
    step_requested = Signal(int)
    closed = Signal()

    _made = False  # also when Python forgets it before Qt has sent its last events

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet)
        self._sheet = sheet
        self._back: QWidget = sheet
        self.look = appearance()
        self.parameter: Parameter | None = None
        self._old = 0.0
        self.number = NumberEditor("weight", _scale(0.0), 0.0, parent=self)
        line = self.number.focusProxy()
        assert isinstance(line, QLineEdit)
        self.line = line
        self.setFocusProxy(self.line)
        self.line.installEventFilter(self)
        self.look.theme_changed.connect(self._arrange)
        self.hide()
        self._made = True

    @property
    def reason(self) -> str:
        """Why the text may not stand, empty where it may."""
        return self.number.error

    @property
    def corner(self) -> QPointF:
        """Where the card's upper left corner is on the sheet."""
        return QPointF(self.pos()) + self._card().topLeft()

    def open(self, parameter: Parameter, value: float, at: QPointF) -> None:
        """Edit a number of the network, a finite one, at a place of the sheet."""
        self.parameter, self._old = parameter, value
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a click on the card is no click elsewhere
        for widget in (self, self.number, self.line):
            widget.setAccessibleName(parameter.spoken)
            widget.setAccessibleDescription(_KEYS)
            widget.setToolTip(tooltip(parameter.spoken, _KEYS))
        self.number.set_scale(_scale(value))
        self.number.set_value(value)
        self._arrange()
        self.place(at)
        if self.isHidden():
            self._back = QApplication.focusWidget() or self._sheet
        self.show()
        self.raise_()
        self.line.selectAll()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self, at: QPointF) -> None:
        """Have the card's upper left corner at a place of the sheet, or as near as there is
        room."""
        whole = QRectF(self.rect()).translated(at - self._card().topLeft())
        self.move(kept_within(whole, self._sheet.free).topLeft().toPoint())

    def close_editor(self) -> None:
        """Go away and leave the number as it is."""
        if self.isHidden():
            return
        typing, back = self.line.hasFocus(), self._back
        self.parameter, self._back = None, self._sheet
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        if typing:
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    # --- what a person does -------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._made or self.isHidden():
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(Qt.Key(event.key()))
        if leaves(event):
            self._settle()
            self.close_editor()
        return False

    def _on_key(self, key: Qt.Key) -> bool:
        entered = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if key == Qt.Key.Key_Escape or (entered and self._settle()):
            self.close_editor()
        elif key in _TABS and self._settle():
            self.step_requested.emit(_TABS[key])
        else:
            return key in _TABS  # Enter on a slip is the number's own: it says why
        return True

    def _settle(self) -> bool:
        """Tell a value that was typed, or stepped to; False where it may not stand. What is shown
        may be old by now, so that typing it again is an edit."""
        value, _ = self.number.scale.read(self.line.text())
        if value is None or self.parameter is None:
            return False
        if self.line.isModified() or value != self._old:
            self._old = value
            self.settled.emit(self.parameter, value)
        return True

    # --- look ---------------------------------------------------------------------------------

    def _card(self) -> QRectF:
        """The card, within the room that its shadow takes."""
        sizes = self.look.sizes
        blur, below = sizes.shadow_blur, sizes.shadow_blur + sizes.shadow_offset
        return QRectF(self.rect()).adjusted(blur, blur, -blur, -below)

    def _symbol(self) -> QSizeF:
        if self.parameter is None:
            return QSizeF()
        if load():
            return QSizeF(typeset(self.parameter.latex, *self._type()).defaultSize())
        words = QFontMetricsF(self.look.font("body"))
        return QSizeF(words.horizontalAdvance(self.parameter.symbol), words.height())

    def _type(self) -> tuple[float, str]:
        return float(self.look.sizes.heading), self.look.theme.hex("text")

    def _arrange(self) -> None:
        sizes = self.look.sizes
        blur, number = sizes.shadow_blur, self.number.sizeHint()
        digits = QFontMetrics(self.look.font("body", 500, tabular=True)).horizontalAdvance(_LONGEST)
        number.setWidth(max(number.width(), digits + 2 * (sizes.control + sizes.pad_field)))
        left = sizes.pad_control + round(self._symbol().width()) + sizes.pad_control
        wide = left + number.width() + sizes.inside
        high = number.height() + 2 * sizes.inside
        self.resize(wide + 2 * blur, high + 2 * blur + sizes.shadow_offset)
        place = QRect(blur + left, blur + sizes.inside, number.width(), number.height())
        self.number.setGeometry(place)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.parameter is None:
            return
        look, sizes, card = self.look, self.look.sizes, self._card()
        painter = QPainter(self)
        paint_shadow(painter, look, card)
        edge = look.color("border_strong")
        rounded(painter, card, sizes.radius_card, look.color("panel"), edge, sizes.hairline)
        size = self._symbol()
        left = card.left() + sizes.pad_control
        place = QRectF(QPointF(left, card.center().y() - size.height() / 2), size)
        if load():
            typeset(self.parameter.latex, *self._type()).render(painter, place)
            return
        painter.setFont(look.font("body"))
        painter.setPen(look.color("text"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.parameter.symbol)


def _scale(value: float) -> Scale:
    """What may be typed in the place of a value: it may stand itself, however large."""
    most = max(_MOST, abs(value))
    return Scale(-most, most, step=0.1)

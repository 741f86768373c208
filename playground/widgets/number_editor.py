"""A number with − and +: typed, stepped by arrows, wheel or clicks, and never out of its bounds."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from playground.widgets.complaint import Complaint
from playground.widgets.drawing import rounded
from playground.widgets.focus_ring import FocusRing
from playground.widgets.label import Label
from playground.widgets.numbers import Pace, Scale, written
from playground.widgets.step_button import StepButton
from playground.widgets.tooltip import tooltip
from playground.window.appearance import appearance

_INSET = 2  # Qt's own, left of the text of every line
_NOTCH = 120  # what a wheel reports for one step
_KEYS: dict[Qt.Key, tuple[bool, Pace]] = {
    Qt.Key.Key_Up: (True, "normal"),
    Qt.Key.Key_Down: (False, "normal"),
    Qt.Key.Key_PageUp: (True, "coarse"),
    Qt.Key.Key_PageDown: (False, "coarse"),
}


class NumberEditor(QWidget):
    """Edits one number of a `Scale`.

    `value_changed(value)` comes when a person has settled on another legal value: after Enter or
    leaving the field, or at each step. A text that may not stand is outlined, with the reason
    beneath it; the old value is kept, and comes back with Esc or on leaving.
    """

    value_changed = Signal(float)

    _made = False  # also when Python forgets it before Qt has sent its last events

    def __init__(
        self,
        name: str,
        scale: Scale,
        value: float,
        *,
        unit: str = "",
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.scale = scale
        self._value = float(value)
        self._wheel = 0
        self._complaint = Complaint(self)
        self._line = QLineEdit(self)
        self._line.setProperty("inner", True)
        self._line.setFrame(False)
        self._unit = Label(unit, "muted", parent=self)
        self._less = StepButton("minus", f"Decrease {name}", not scale.whole, self)
        self._more = StepButton("plus", f"Increase {name}", not scale.whole, self)
        self._less.clicked.connect(self._on_less_clicked)
        self._more.clicked.connect(self._on_more_clicked)
        self._line.textEdited.connect(self._on_line_edited)
        self._line.installEventFilter(self)
        self.setFocusProxy(self._line)
        self._line.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        FocusRing(self, self._line, typed=True)
        for widget in (self, self._line):
            widget.setAccessibleName(f"{name}, {unit}" if unit else name)
            widget.setAccessibleDescription(tip)
            widget.setToolTip(tooltip(name, f"{tip} {scale.advice()}".strip()))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.look.theme_changed.connect(self._on_theme_changed)
        self.set_value(value)
        self._restyle()
        self._made = True

    # --- the value ----------------------------------------------------------------------------

    @property
    def value(self) -> float:
        """The last legal value."""
        return self._value

    @property
    def error(self) -> str:
        """What is wrong with the text as it stands; empty where nothing is."""
        return self._complaint.reason

    def set_value(self, value: float) -> None:
        """Show a value, silently. Raises ValueError where the scale does not allow it."""
        complaint = self.scale.complaint(value)
        if complaint:
            raise ValueError(f"{self.accessibleName()}: found {value}. {complaint}")
        self._value = float(value)
        self._show_value()

    def set_scale(self, scale: Scale) -> None:
        """Take other bounds; a value outside them moves to the nearest inside, silently."""
        self.scale = scale
        self._value = min(max(self._value, scale.minimum), scale.maximum)
        self._show_value()

    def step(self, up: bool, pace: Pace = "normal") -> None:
        """Go one step, as the keys do."""
        self._commit()
        self._take(self.scale.next(self._value, up, pace))

    def _take(self, value: float) -> None:
        changed = value != self._value
        self._value = value
        self._show_value()
        if changed:
            self.value_changed.emit(value)

    def _commit(self) -> bool:
        """Settle on the typed text; False where it may not stand."""
        value, _ = self.scale.read(self._line.text())
        if value is None:
            return False
        if self._line.isModified():
            self._take(value)
        return True

    def _show_value(self) -> None:
        self._line.setText(written(self._value))
        self._line.setModified(False)
        self._less.setEnabled(self.scale.next(self._value, False) != self._value)
        self._more.setEnabled(self.scale.next(self._value, True) != self._value)
        self._complain("")

    def _complain(self, reason: str) -> None:
        self._complaint.say(reason)
        self.update()

    # --- what a person does -------------------------------------------------------------------

    def _on_line_edited(self, text: str) -> None:
        _, reason = self.scale.read(text)
        self._complain(reason)

    def _on_less_clicked(self) -> None:
        self.step(False, _pace(QGuiApplication.keyboardModifiers()))

    def _on_more_clicked(self) -> None:
        self.step(True, _pace(QGuiApplication.keyboardModifiers()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._made:
            return False
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        if isinstance(event, QWheelEvent) and self._line.hasFocus():
            self.wheelEvent(event)
            return True
        if kind == QEvent.Type.FocusOut and not self._commit():
            self._show_value()
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _KEYS:
            up, pace = _KEYS[key]
            modified = _pace(event.modifiers())
            self.step(up, modified if modified != "normal" else pace)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._commit():
                self._line.selectAll()
            else:
                self._complain(self.scale.read(self._line.text())[1])
            return True
        if key == Qt.Key.Key_Escape and self._line.isModified():
            self._show_value()
            self._line.selectAll()
            return True
        return False

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self._line.hasFocus():
            event.ignore()
            return
        # Alt turns a wheel sideways on most desktops
        self._wheel += event.angleDelta().y() or event.angleDelta().x()
        while abs(self._wheel) >= _NOTCH:
            up = self._wheel > 0
            self._wheel -= _NOTCH if up else -_NOTCH
            self.step(up, _pace(event.modifiers()))
        event.accept()

    # --- look ---------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(self.look.sizes.number_width, self.look.sizes.control)

    def minimumSizeHint(self) -> QSize:
        sizes = self.look.sizes
        return QSize(2 * sizes.control + 4 * sizes.pad_field, sizes.control)  # four digits

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        sizes = self.look.sizes
        height, cell = self.height(), sizes.control - 1
        right = self.width() - 1
        self._more.setGeometry(right - cell, 0, cell, height)
        self._less.setGeometry(right - 2 * cell, 0, cell, height)
        left, room = sizes.pad_field - _INSET, right - 2 * cell
        unit = self._unit.sizeHint().width() if self._unit.text() else 0
        self._unit.setGeometry(room - unit, 0, unit, height)
        self._line.setGeometry(left, 1, max(0, room - unit - left), height - 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, sizes = self.look, self.look.sizes
        painter = QPainter(self)
        wrong = bool(self.error)
        edge = look.color("danger" if wrong else "border")
        line = sizes.strong if wrong else sizes.hairline
        area = QRectF(self.rect())
        rounded(painter, area, sizes.radius_field, look.color("raised"), edge, line)
        top = (self.height() - sizes.divider) // 2
        between = QRectF(self._more.x() - 1, top, round(sizes.hairline), sizes.divider)
        painter.fillRect(between, look.color("border"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._restyle()  # a style sheet gives back an old font where its widget has moved

    def _on_theme_changed(self) -> None:
        self._restyle()
        self.updateGeometry()
        self._arrange()
        self.update()

    def _restyle(self) -> None:
        self._line.setFont(self.look.font("body", 500, tabular=True))


def _pace(modifiers: Qt.KeyboardModifier) -> Pace:
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        return "coarse"
    return "fine" if modifiers & Qt.KeyboardModifier.AltModifier else "normal"

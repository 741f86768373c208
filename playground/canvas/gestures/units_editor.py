"""The number of units edited where it stands: over a header's − 8 +, until it is settled."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from playground.canvas.gestures.edits import MOST_UNITS
from playground.widgets.leaving import leaves
from playground.widgets.number_editor import NumberEditor
from playground.widgets.numbers import Scale
from playground.widgets.tooltip import tooltip

_SCALE = Scale(1, MOST_UNITS, whole=True)

Settle = Callable[[int], None]


class UnitsEditor(QObject):
    """A `number` that appears over another. Enter or leaving settles, so does each step; Esc gives
    up what was typed. A text that may not stand keeps Enter back with the reason."""

    _made = False  # also when Python forgets it before Qt has sent its last events

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self._settle: Settle = lambda units: None
        self.number = NumberEditor("units", _SCALE, 1, parent=parent)
        line = self.number.focusProxy()
        assert isinstance(line, QLineEdit)
        self.line = line
        self.line.installEventFilter(self)
        self.number.value_changed.connect(self._on_number_value_changed)
        self.number.hide()
        self._made = True

    def open(self, units: int, of: str, area: QRect, settle: Settle) -> None:
        """Edit the units `of` a layer at a place of the parent; `settle(units)` takes each other
        number."""
        self._settle = settle
        name = f"Units of {of}"
        for widget in (self.number, self.line):
            widget.setAccessibleName(name)
            widget.setToolTip(tooltip(name, _SCALE.advice()))
        self.number.set_value(units)
        self.number.setGeometry(area)
        self.number.show()
        self.number.raise_()
        self.line.selectAll()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self, units: int) -> None:
        """The number is another, as after an undo: show it, unless something is being typed."""
        if not self.line.isModified():
            self.number.set_value(units)

    def close(self) -> None:
        """Go away; what was typed and not settled is forgotten."""
        if self.number.isHidden():
            return
        typing = self.line.hasFocus()
        self.number.set_value(self.number.value)
        self.number.hide()
        if typing:
            self._host.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._made or self.number.isHidden():
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.key() == Qt.Key.Key_Escape or (entered and self._take()):
                self.close()
                return True  # Enter on a slip is the number's own: it says why
        elif leaves(event):
            self._take()
            self.close()
        return False

    def _take(self) -> bool:
        """Settle on what is typed if it is another number; False where it may not stand."""
        units, _ = _SCALE.read(self.line.text())
        if units is not None and units != self.number.value:
            self._settle(int(units))
        return units is not None

    def _on_number_value_changed(self, value: float) -> None:
        self._settle(int(value))

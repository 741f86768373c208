"""What is being typed is meant: before a design is saved, run or left, its field takes it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from playground.widgets.type_ahead import TypeAhead


def settle_focused() -> None:
    """Let the field that is typed in take its text as leaving it would: a slip brings the old value
    back, an editor that opened in place goes. The keyboard stays in the field, or goes to what the
    field stood on. What is typed into a type-ahead is no value yet, and stays."""
    field = QApplication.focusWidget()
    typed = isinstance(field, QLineEdit) and field.isModified()
    if not typed or field is None or isinstance(field.parentWidget(), TypeAhead):
        return
    field.clearFocus()
    back: QWidget | None = field
    while back is not None and not (back.isVisible() and back.focusPolicy()):
        back = back.parentWidget()
    if back is not None and QApplication.focusWidget() is None:
        back.setFocus(Qt.FocusReason.OtherFocusReason)

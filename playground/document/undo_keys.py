"""Ctrl+Z in a text field takes typing back as long as there is some, then the last edit."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

_Keys = QKeySequence.StandardKey


class UndoKeys(QObject):
    """Watches the field that has the keyboard: fields claim these keys also with nothing to do."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_app_focus_changed)

    def _on_app_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(old, QLineEdit):
            old.removeEventFilter(self)
        if isinstance(new, QLineEdit):
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride:
            return False
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QLineEdit):
            return False
        nothing = (event.matches(_Keys.Undo) and not watched.isUndoAvailable()) or (
            event.matches(_Keys.Redo) and not watched.isRedoAvailable()
        )
        if nothing:
            event.ignore()
        return nothing

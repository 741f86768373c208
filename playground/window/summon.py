"""A dock that one action shows with the keyboard in it, and puts away again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDockWidget, QWidget


class Summon(QObject):
    """Does so for a dock with one widget in it; `back` has the keyboard afterwards."""

    def __init__(self, dock: QDockWidget, action: QAction, back: QWidget) -> None:
        super().__init__(dock)
        self._dock, self._action, self._back = dock, action, back
        dock.toggleViewAction().setVisible(False)
        dock.visibilityChanged.connect(self._tell)

    def toggle(self) -> None:
        """Show the dock, or close it."""
        widget, focused = self._dock.widget(), QApplication.focusWidget()
        if self._dock.isHidden():
            self._dock.show()
            self._dock.raise_()
            widget.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            if focused is not None and self._dock.isAncestorOf(focused):
                self._back.setFocus(Qt.FocusReason.OtherFocusReason)
            self._dock.close()
        self._tell()

    def _tell(self) -> None:
        self._action.setChecked(not self._dock.isHidden())

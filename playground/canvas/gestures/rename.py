"""A name edited where it stands: over a column's header, until it is settled or given up."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from playground.widgets.complaint import Complaint
from playground.widgets.leaving import leaves

Settle = Callable[[str], str]


class Renamer(QObject):
    """A `line` that appears over a name. Enter or leaving settles, Esc brings the old name back.

    `reconsidered` says that a refused name is no longer meant: it was edited, or given up.
    """

    reconsidered = Signal()

    _made = False  # also when Python forgets it before Qt has sent its last events

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self.line = QLineEdit(parent)
        self._settle: Settle = lambda text: ""
        self._old = ""
        self._complaint = Complaint(self.line)
        self.line.setAccessibleName("Name of the layer")
        self.line.setToolTip("Letters, digits and spaces. Enter keeps the name, Esc the old one.")
        self.line.textEdited.connect(self._on_text_edited)
        self.line.installEventFilter(self)
        self.line.hide()
        self._made = True

    @property
    def reason(self) -> str:
        """Why the name may not stand, empty where it may."""
        return self._complaint.reason

    def open(self, name: str, area: QRect, settle: Settle) -> None:
        """Edit a name at a place of the parent; `settle(text)` gives why not, or nothing."""
        self._old, self._settle = name, settle
        self.line.setText(name)
        self.line.setGeometry(area)
        self.line.show()
        self.line.raise_()
        self.line.selectAll()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._made or self.line.isHidden():
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._finish(back=False)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
        elif leaves(event):
            self._finish(back=True)
        return False

    def _finish(self, back: bool) -> None:
        """Settle; a name that may not stand goes `back` to the old one, or is complained about."""
        reason = self._settle(self.line.text()) if self.line.text() != self._old else ""
        if reason and not back:
            self._complain(reason)
            return
        self.close()

    def close(self) -> None:
        """Go away and leave the name as it is."""
        typing = self.line.hasFocus()
        self._reconsider()
        self.line.hide()
        if typing:
            self._host.setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_text_edited(self) -> None:
        self._reconsider()

    def _reconsider(self) -> None:
        if self.reason:
            self._complain("")
            self.reconsidered.emit()

    def _complain(self, reason: str) -> None:
        self._complaint.say(reason)
        if bool(reason) != bool(self.line.property("wrong")):
            self.line.setProperty("wrong", bool(reason))
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)

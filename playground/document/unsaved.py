"""Unsaved work is asked about once, before another document takes its place or the end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from playground.document.document import Document
from playground.widgets.button import Button
from playground.widgets.label import Label
from playground.window.appearance import appearance

Then = Callable[[], object]


class Question(QDialog):
    """Save, discard or cancel; Enter saves, Esc cancels. It waits without stopping the window."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        sizes = appearance().sizes
        self.setObjectName("unsaved")
        self.setWindowTitle("Unsaved changes")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setProperty("role", "panel")
        title = Label(f"Save the changes to {name}?", "heading", wrap=True)
        words = Label("Discarded changes cannot be brought back.", "muted", wrap=True)
        self.setAccessibleName(title.text())
        self.setAccessibleDescription(words.text())
        self.discard = Button("Discard", kind="ghost", icon="trash-2", tip="Lose the changes.")
        self.cancel = Button("Cancel", tip="Go back, nothing happens. Esc.")
        self.save = Button("Save", kind="primary", icon="save", tip="Keep the changes. Enter.")
        row = QHBoxLayout()
        row.setSpacing(sizes.related)
        row.addWidget(self.discard)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.save)
        for button in (self.discard, self.cancel, self.save):
            button.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[2 * sizes.panel] * 4)
        column.setSpacing(sizes.panel)
        column.addWidget(title)
        column.addWidget(words)
        column.addSpacing(sizes.related)
        column.addLayout(row)
        self.setMinimumWidth(3 * sizes.label_column)
        self.save.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            (focused if isinstance(focused, Button) else self.save).click()
        else:
            super().keyPressEvent(event)


class Leaving(QObject):
    """Leaves the open document only when its work is safe or a person gives it up.

    `save` has to save it, asking for a file where there is none, and to say whether it did.
    """

    def __init__(self, window: QWidget, document: Document, save: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window, self._document, self._save = window, document, save
        self.question: Question | None = None

    def leave(self, then: Then) -> None:
        """Do `then` at once where nothing is unsaved; else ask, and do it when that is settled.

        Cancel, or saving that fails, and it is never done. While the question is open a further
        one is not asked.
        """
        if not self._document.dirty:
            then()
            return
        if self.question is not None:
            self.question.activateWindow()
            return
        question = Question(self._document.name, self._window)
        question.save.clicked.connect(lambda: self._settle(then, save=True))
        question.discard.clicked.connect(lambda: self._settle(then, save=False))
        question.finished.connect(self._on_question_finished)
        self.question = question
        question.open()

    def _settle(self, then: Then, save: bool) -> None:
        if self.question is not None:
            self.question.accept()
        if not save or self._save():
            then()

    def _on_question_finished(self) -> None:
        if self.question is not None:
            self.question.deleteLater()
            self.question = None

"""Unsaved work is asked about once, before another document takes its place or the end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from playground.document.document import Document
from playground.document.question import Question
from playground.widgets.button import Button
from playground.widgets.settling import settle_focused
from playground.window.appearance import appearance

Then = Callable[[], object]


class UnsavedQuestion(Question):
    """Save, discard or cancel."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(
            "Unsaved changes",
            f"Save the changes to {name}?",
            "Discarded changes cannot be brought back.",
            parent,
        )
        self.setObjectName("unsaved")
        self.discard = Button("Discard", kind="ghost", icon="trash-2", tip="Lose the changes.")
        self.cancel = Button("Cancel", tip="Go back, nothing happens. Esc.")
        self.save = Button("Save", kind="primary", icon="save", tip="Keep the changes. Enter.")
        self._column.addSpacing(appearance().sizes.related)
        self._answer(self.discard, cancel=self.cancel, usual=self.save)
        self.save.setFocus()


class Leaving(QObject):
    """Leaves the open document only when its work is safe or a person gives it up.

    `save` has to save it, asking for a file where there is none, and to say whether it did.
    """

    def __init__(self, window: QWidget, document: Document, save: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window, self._document, self._save = window, document, save
        self.question: UnsavedQuestion | None = None

    def leave(self, then: Then, otherwise: Then | None = None) -> None:
        """Do `then` at once where nothing is unsaved; else ask, and do it when that is settled.

        Cancel, or saving that fails, and it is never done, but `otherwise` is. While the question
        is open a further one is not asked, which is no as well.
        """
        settle_focused()
        stay = otherwise if otherwise is not None else _stay
        if not self._document.dirty:
            then()
            return
        if self.question is not None:
            self.question.activateWindow()
            stay()
            return
        question = UnsavedQuestion(self._document.name, self._window)
        question.save.clicked.connect(lambda: self._settle(then, stay, save=True))
        question.discard.clicked.connect(lambda: self._settle(then, stay, save=False))
        question.rejected.connect(stay)
        question.finished.connect(self._on_question_finished)
        self.question = question
        question.open()

    def _settle(self, then: Then, stay: Then, save: bool) -> None:
        if self.question is not None:
            self.question.accept()
        if not save or self._save():
            then()
        else:
            stay()

    def _on_question_finished(self) -> None:
        if self.question is not None:
            self.question.deleteLater()
            self.question = None


def _stay() -> None:
    """Nothing happens."""

"""What the window says of its document by name: in its title what is open and whether it is saved,
in its menu what undo and redo would do."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from playground.document.document import Document
from playground.window.actions import Actions
from playground.window.menus import TopRow


class Captions(QObject):
    """Follows a document and keeps both true."""

    def __init__(self, window: QWidget, document: Document, top: TopRow, actions: Actions) -> None:
        super().__init__(document)
        self._window, self._document = window, document
        self._top, self._actions = top, actions
        document.design_changed.connect(self._show_title)
        document.opened.connect(self._show_title)
        document.saved.connect(self._show_title)
        document.history_changed.connect(self._show_history)
        self._show_title()
        self._show_history()

    def _show_title(self) -> None:
        name, dirty = self._document.name, self._document.dirty
        self._top.set_title(name, dirty)
        marked = name.replace("[*]", "[*][*]")  # which Qt would take for its mark
        self._window.setWindowTitle(f"{marked}[*] – Perceptron Playground")
        self._window.setWindowModified(dirty)

    def _show_history(self) -> None:
        document = self._document
        for name, verb, words in (
            ("edit.undo", "Undo", document.undo_words),
            ("edit.redo", "Redo", document.redo_words),
        ):
            named = f"&{verb}: {words.replace('&', '&&')}" if words else f"&{verb}"
            self._actions[name].setText(named)
            self._actions.allow(name, "" if words else f"There is nothing to {verb.lower()}.")

"""A question in a dialog of its own: what is asked, what follows from the answer, and a button for
each answer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from playground.widgets.button import Button
from playground.widgets.label import Label
from playground.window.appearance import appearance


class Question(QDialog):
    """Asks in a `heading`, explained by a `sentence`, and waits without stopping the window.

    Its kinds call `_answer` once, after what they add to `_column`. Enter presses the button that
    has the keyboard, else the usual answer; Esc cancels.
    """

    _usual: Button

    def __init__(self, title: str, heading: str, sentence: str, parent: QWidget) -> None:
        super().__init__(parent)
        sizes = appearance().sizes
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setProperty("role", "panel")
        self.setAccessibleName(heading)
        self.setAccessibleDescription(sentence)
        self.setMinimumWidth(3 * sizes.label_column)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*[2 * sizes.panel] * 4)
        self._column.setSpacing(sizes.panel)
        self._column.addWidget(Label(heading, "heading", wrap=True))
        self._column.addWidget(Label(sentence, "muted", wrap=True))

    def _answer(self, *apart: Button, cancel: Button, usual: Button) -> None:
        """Put the buttons below the rest: the usual answer last, others `apart` from it."""
        row = QHBoxLayout()
        row.setSpacing(appearance().sizes.related)
        for button in apart:
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(usual)
        for button in (*apart, cancel, usual):
            button.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self._usual = usual
        self._column.addLayout(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._usual.click()  # the keyboard is at no button: those take Enter themselves
        else:
            super().keyPressEvent(event)

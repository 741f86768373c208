"""News that needs an answer, as a card above the network until it is acted on: divergence, a
failure, a file that would not open. There is one at a time, the newest."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.widgets.button import Button
from playground.widgets.card import Card, Severity
from playground.window.appearance import appearance

Answer = tuple[str, str, Callable[[], object]]  # words, icon, what it does


class Notices(QWidget):
    """Holds the card; takes no room without one. `primary_changed(there)` tells whether the card
    has a primary button, of which there is one on screen besides Run."""

    primary_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.setProperty("role", "canvas")
        self.setAccessibleName("Notices")
        self.card: Card | None = None
        self.subject = ""
        self._column = QVBoxLayout(self)
        self._arrange()
        self.hide()
        self.look.theme_changed.connect(self._arrange)

    def tell(
        self,
        subject: str,
        severity: Severity,
        title: str,
        sentence: str = "",
        answers: Sequence[Answer] = (),
    ) -> None:
        """Show a card in place of the last; `subject` names what it is about.

        The last answer is the primary one. Dismiss comes first.
        """
        self.withdraw()
        card = Card(severity, title, sentence, parent=self)
        last = len(answers) - 1
        dismiss = Button("Dismiss", kind="ghost", tip="Take this card away.", parent=card)
        dismiss.clicked.connect(self.withdraw)
        card.add_button(dismiss)
        for place, (words, icon, act) in enumerate(answers):
            if place == last:
                button = Button(words, kind="primary", icon=icon, size="fix", parent=card)
            else:
                button = Button(words, icon=icon, parent=card)
            button.clicked.connect(lambda _=False, act=act: act())
            card.add_button(button)
        self._column.addWidget(card)
        self.card, self.subject = card, subject
        self.show()
        self.primary_changed.emit(bool(answers))

    def withdraw(self, subject: str = "") -> None:
        """Take the card away; with a subject, only if it is about that."""
        if self.card is None or (subject and subject != self.subject):
            return
        self._column.removeWidget(self.card)
        self.card.hide()
        self.card.deleteLater()
        self.card, self.subject = None, ""
        self.hide()
        self.primary_changed.emit(False)

    def _arrange(self) -> None:
        sizes = self.look.sizes
        self._column.setContentsMargins(sizes.panel, sizes.panel, sizes.panel, sizes.panel)

"""News that needs an answer, as a card that floats over the network until it is acted on:
divergence, a failure, a file that would not open, weights to keep or not. One is seen at a time,
the newest; what it hides comes back after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.widgets.button import Button
from playground.widgets.card import Card, Severity

Answer = tuple[str, str, Callable[[], object]]  # words, icon, what it does

_DISMISS = "Dismiss"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Notices(QWidget):
    """Holds the cards, one a subject; takes no room without one. `primary_changed(there)` tells
    whether the card that is seen has a primary button, of which there is one on screen besides Run.

    Enter presses the button that has the keyboard, or the primary one where the card has it.
    """

    primary_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Notices")
        self._cards: dict[str, Card] = {}  # by subject, the newest last
        self._acts: dict[str, list[Callable[[], object]]] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    @property
    def subject(self) -> str:
        """What the card that is seen is about, or nothing."""
        return next(reversed(self._cards), "")

    @property
    def card(self) -> Card | None:
        """The card that is seen."""
        return self._cards.get(self.subject)

    def tell(
        self,
        subject: str,
        severity: Severity,
        title: str,
        sentence: str = "",
        answers: Sequence[Answer] = (),
        dismissable: bool = True,
    ) -> None:
        """Show a card; `subject` names what it is about, and takes the place of what was told of
        it before. A card with the same answers only changes its words.

        The last answer is the primary one. Dismiss comes first, unless one of the answers must be
        given.
        """
        dismiss: Answer = (_DISMISS, "", lambda: self.withdraw(subject))
        choices = [dismiss, *answers] if dismissable else list(answers)
        card = self._cards.get(subject)
        words = [choice[0] for choice in choices]
        if card is None or card.severity != severity or [b.text() for b in card.buttons] != words:
            if card is not None:
                self._drop(subject)
            card = self._made(subject, severity, choices)
        self._acts[subject] = [act for _, _, act in choices]
        self._cards[subject] = self._cards.pop(subject, card)
        card.set_words(title, sentence)
        self._show()

    def withdraw(self, subject: str = "") -> None:
        """Take a subject's card away, or all of them."""
        for each in [subject] if subject else list(self._cards):
            if each in self._cards:
                self._drop(each)
        self._show()

    def _made(self, subject: str, severity: Severity, choices: Sequence[Answer]) -> Card:
        card = Card(severity, "", parent=self)
        for place, (words, icon, _) in enumerate(choices):
            if words == _DISMISS:
                button = Button(words, kind="ghost", tip="Take this card away.", parent=card)
            elif place == len(choices) - 1:
                button = Button(words, kind="primary", icon=icon, size="fix", parent=card)
            else:
                button = Button(words, icon=icon, parent=card)
            button.clicked.connect(lambda _=False, place=place: self._acts[subject][place]())
            card.add_button(button)
        self._column.addWidget(card)
        return card

    def _drop(self, subject: str) -> None:
        card = self._cards.pop(subject)
        del self._acts[subject]
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _show(self) -> None:
        """The newest card alone."""
        seen = self.card
        for card in self._cards.values():
            card.setVisible(card is seen)
        self.setVisible(seen is not None)
        primary = seen is not None and seen.buttons[-1].kind == "primary"
        self.primary_changed.emit(primary)

    def heightForWidth(self, width: int) -> int:
        return self.card.needed_height(width) if self.card is not None else 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        card = self.card
        if card is None or event.key() not in _ENTER:
            super().keyPressEvent(event)
            return
        card.buttons[-1].click()  # the keyboard is at no button: those take Enter themselves

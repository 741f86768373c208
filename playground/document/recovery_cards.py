"""After a crash, a card for each session whose work can be restored; nothing has to be answered."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.document.recovery import Autosaved, Claim, ago, crashed
from playground.widgets.button import Button
from playground.widgets.card import Card
from playground.window.appearance import appearance

_AT_ONCE = 2  # more wait until these are answered


class RecoveryCards(QWidget):
    """Offers unsaved work of crashed sessions; takes no room without any.

    `restore_requested(offer)` carries an Offer whose work is to be opened; it is the receiver's to
    say `taken` once that work is safe elsewhere. `told(refusal)` is of work that cannot
    be read.
    """

    restore_requested = Signal(object)
    told = Signal(object)  # Refusal

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.setProperty("role", "canvas")
        self.setAccessibleName("Unsaved work of earlier sessions")
        self.offers: list[Offer] = []
        self._column = QVBoxLayout(self)
        self._arrange()
        self.hide()
        self.look.theme_changed.connect(self._arrange)

    def look_in(self, folder: Path) -> None:
        """Offer what crashed sessions left in the app's folder for unsaved work."""
        found, refusals = crashed(folder)
        for claim, autosaved in found:
            self.offers.append(Offer(claim, autosaved, self))
        for refusal in refusals:
            self.told.emit(refusal)
        self._show()

    def close_all(self) -> None:
        """Leave what is still offered to the next start."""
        for offer in list(self.offers):
            offer.later()

    def drop(self, offer: Offer) -> None:
        """Take an answered card away."""
        self.offers.remove(offer)
        self._column.removeWidget(offer)
        offer.hide()
        offer.deleteLater()
        self._show()

    def _show(self) -> None:
        for place, offer in enumerate(self.offers):
            if self._column.indexOf(offer) < 0:
                self._column.addWidget(offer)
            offer.setVisible(place < _AT_ONCE)
        self.setVisible(bool(self.offers))

    def _arrange(self) -> None:
        sizes = self.look.sizes
        self._column.setContentsMargins(sizes.panel, sizes.panel, sizes.panel, 0)
        self._column.setSpacing(sizes.related)


class Offer(Card):
    """One session's work: restore it, discard it, or decide later."""

    def __init__(self, claim: Claim, autosaved: Autosaved, among: RecoveryCards) -> None:
        name = autosaved.design.name if autosaved.path is None else autosaved.path.name
        super().__init__(
            "info",
            f"{name} was open when the last session ended unexpectedly.",
            f"Its unsaved changes were kept {ago(autosaved.time)}.",
            parent=among,
        )
        self.autosaved = autosaved
        self._claim, self._among = claim, among
        self.add_button(_button("Later", "Ask again at the next start.", self.later, ghost=True))
        self.add_button(_button("Discard", "Forget these changes.", self.discard, "trash-2"))
        self.add_button(_button("Restore", "Open it with its changes.", self.restore, "history"))

    def restore(self) -> None:
        """Ask for the work to be opened."""
        self._among.restore_requested.emit(self)

    def taken(self, safe: bool) -> None:
        """The work is open; if it is `safe` under the present session's name, forget this copy."""
        if safe:
            self._claim.discard()
        self.later()

    def discard(self) -> None:
        """Forget the work."""
        self._claim.discard()
        self.later()

    def later(self) -> None:
        """Leave whatever is still there to the next start."""
        self._claim.release()
        self._among.drop(self)


def _button(words: str, tip: str, act: object, icon: str = "", ghost: bool = False) -> Button:
    button = Button(words, kind="ghost" if ghost else "secondary", icon=icon, tip=tip)
    button.clicked.connect(act)
    return button

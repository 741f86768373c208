"""What the checks found, the worst first, each with the edit that mends it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from engine.checks import Fix, Problem
from playground.widgets import Button, Card, DockTitle, Separator
from playground.window.appearance import appearance

_ORDER = {"error": 0, "warning": 1, "suggestion": 2}
_CARDS = {"error": "error", "warning": "warning", "suggestion": "info"}
_MOST_OF_PANEL = 0.4  # the share of its panel's height that problems may take


class ProblemList(QWidget):
    """Problems as cards, none where there are none; `fix_requested(fix)` tells a pressed button.

    Only the worst card's fix is primary, and none while a more pressing card is elsewhere.
    """

    fix_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problems: tuple[Problem, ...] = ()
        self.cards: list[Card] = []
        self._back = False
        self._title = DockTitle("Problems")
        self._cards = QWidget()
        self._column = QVBoxLayout(self._cards)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._cards)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self._cards.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Separator(Qt.Orientation.Horizontal))
        column.addWidget(self._title)
        column.addWidget(self._scroll)
        self._arrange()
        appearance().theme_changed.connect(self._arrange)
        self.hide()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show these problems, silently."""
        ordered = tuple(sorted(problems, key=lambda problem: _ORDER[problem.severity]))
        if ordered == self.problems:
            return
        self.problems = ordered
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [self._card(problem) for problem in ordered]
        self.step_back(self._back)
        self._title.set_count(len(ordered))
        self.setVisible(bool(ordered))
        self._scroll.verticalScrollBar().setValue(0)
        self.fit()

    def step_back(self, back: bool) -> None:
        """Leave the primary button to another card, or take it again."""
        self._back = back
        fixes = [card.buttons[-1] for card in self.cards if card.buttons]
        if fixes:
            fixes[0].set_kind("secondary" if back else "primary")

    def fit(self) -> None:
        """Take the height that the cards need, up to a share of the panel's."""
        panel = self.parentWidget()
        width = panel.width() if panel is not None else self.width()
        needed = self._cards.heightForWidth(width)
        most = round((panel.height() if panel is not None else self.height()) * _MOST_OF_PANEL)
        self._scroll.setFixedHeight(max(0, min(needed, most)))

    def sizeHint(self) -> QSize:
        return QSize(0, self._title.sizeHint().height() + self._scroll.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._cards.minimumSizeHint().width(), 0)

    def _card(self, problem: Problem) -> Card:
        kind = _CARDS[problem.severity]
        card = Card(kind, problem.message, problem.rule, parent=self._cards)  # type: ignore[arg-type]
        if problem.fix is not None:
            fix: Fix = problem.fix
            button = Button(fix.label, icon="wand-sparkles", tip=problem.rule)
            button.clicked.connect(lambda: self.fix_requested.emit(fix))
            card.add_button(button)
        self._column.addWidget(card)
        card.show()
        return card

    def _arrange(self) -> None:
        sizes = appearance().sizes
        self._column.setContentsMargins(sizes.panel, 0, sizes.panel, sizes.panel)
        self._column.setSpacing(sizes.related)

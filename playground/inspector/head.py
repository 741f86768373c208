"""The head of the inspector: what is selected, by icon, name and size, and what to do with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from playground.widgets import Button, KindChip, Label
from playground.window.appearance import appearance

_TOKENS = {"batch_norm": "norm", "layer_norm": "norm", "gaussian_noise": "noise"}


def kind_token(kind: str, output: bool = False) -> str:
    """The key of a layer's icon and colour among the theme's kinds."""
    return "output" if output else _TOKENS.get(kind, kind)


class Head(QWidget):
    """A kind's chip, a name, one line of facts, and ⋯ where there are `actions` for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = Label("", "heading", wrap=True)
        self.facts = Label("", "small", wrap=True)
        self.menu = QMenu(self)
        self.more = Button(
            kind="ghost", icon="ellipsis", name="More", tip="What can be done to the selection."
        )
        self.more.clicked.connect(self._on_more_clicked)
        self.chip: KindChip | None = None
        self._titles = QVBoxLayout()
        self._titles.addWidget(self.name)
        self._titles.addWidget(self.facts)
        self._row = QHBoxLayout(self)
        self._row.addLayout(self._titles, 1)
        self._row.addWidget(self.more)
        self._arrange()
        appearance().theme_changed.connect(self._arrange)

    def offer(self, actions: Sequence[QAction]) -> None:
        """Hold these actions behind ⋯."""
        self.menu.clear()
        self.menu.addActions(list(actions))

    def show_selection(self, kind: str, title: str, name: str, facts: str, acts: bool) -> None:
        """Say what is selected: `kind` is a token of the theme, nothing for no chip; `acts` says
        whether the actions are for it."""
        self.name.setText(name)
        self.facts.setText(facts)
        self.facts.setVisible(bool(facts))
        self.more.setVisible(acts and not self.menu.isEmpty())
        if kind != (self.chip.kind if self.chip is not None else ""):
            self._show_chip(kind, title)

    def _show_chip(self, kind: str, title: str) -> None:
        if self.chip is not None:
            self._row.removeWidget(self.chip)
            self.chip.hide()
            self.chip.deleteLater()
            self.chip = None
        if kind:
            self.chip = KindChip(kind, title)
            self._row.insertWidget(0, self.chip)

    def _on_more_clicked(self) -> None:
        self.menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _arrange(self) -> None:
        sizes = appearance().sizes
        edge = round(sizes.strong)
        self._row.setContentsMargins(edge, sizes.inside, edge, sizes.inside)
        self._row.setSpacing(sizes.pad_field)
        self._titles.setSpacing(0)

"""The shelf in Design: the data on a card, above the layers that can be added."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QVBoxLayout, QWidget

from playground.canvas.palette import Palette
from playground.inspector.data_card import DataCard
from playground.widgets.dock_title import DockTitle
from playground.widgets.label import Separator
from playground.window.appearance import appearance

_WIDEST = 2**24 - 1  # Qt's own limit


class Shelf(QWidget):
    """One dock's worth: the dock's title stands above the card, and goes with the other one where
    the shelf is a rail of pictures and icons."""

    def __init__(self, card: DataCard, palette: Palette, dock: QDockWidget) -> None:
        super().__init__()
        self._dock, self._title = dock, dock.titleBarWidget()
        self._palette = palette
        self._layers = DockTitle("Layers")
        self._rail = False
        self._untitled = QWidget(self)
        self._untitled.hide()
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(card)
        column.addWidget(Separator(Qt.Orientation.Horizontal))
        column.addWidget(self._layers)
        column.addWidget(palette, 1)
        dock.setWidget(self)
        appearance().theme_changed.connect(self._bound)

    def set_rail(self, rail: bool) -> None:
        """Be as narrow as icons, without titles; or have all words again."""
        if rail != self._rail:
            self._rail = rail
            self._dock.setTitleBarWidget(self._untitled if rail else self._title)
            self._layers.setHidden(rail)
            self._palette.set_rail(rail)
            self._bound()

    def _bound(self) -> None:
        """Let nobody drag a rail wider than it is."""
        rail = self._palette.minimumSizeHint().width()
        self._dock.setMaximumWidth(rail if self._rail else _WIDEST)

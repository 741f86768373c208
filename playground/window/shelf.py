"""The shelf in Design: the data on a card, above the layers that can be added."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.canvas.palette import Palette
from playground.inspector.data_card import DataCard
from playground.widgets.dock_title import DockTitle
from playground.widgets.label import Separator


class Shelf(QWidget):
    """One dock's worth: its title stands above the card."""

    def __init__(self, card: DataCard, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(card)
        column.addWidget(Separator(Qt.Orientation.Horizontal))
        column.addWidget(DockTitle("Layers"))
        column.addWidget(palette, 1)

"""The head of the window: the menus and the title, and below them the toolbar."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.widgets.label import Separator
from playground.window.menus import TopRow
from playground.window.toolbar import Toolbar


class Head(QWidget):
    """Both, with a line between them and the docks."""

    def __init__(self, top: TopRow, toolbar: Toolbar) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(toolbar)
        column.addWidget(Separator(Qt.Orientation.Horizontal))

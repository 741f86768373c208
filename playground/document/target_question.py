"""Which column of a table is to be predicted is for a person to say; the columns are listed with
what they hold."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from playground.document.question import Question
from playground.widgets.button import Button
from playground.window.appearance import appearance

_MOST_ROWS = 10  # seen at once


class Column(msgspec.Struct, frozen=True):
    """A column of a table: its name, whether its cells are numbers, and how many differ."""

    name: str
    numeric: bool
    distinct: int

    @property
    def holds(self) -> str:
        """In a few words."""
        kind = "numbers" if self.numeric else "words"
        return f"{kind}, {self.distinct:,} different" if self.distinct > 1 else f"{kind}, all alike"


class TargetQuestion(Question):
    """Lists the columns of a table, the last one chosen; `chosen(name)` carries the answer.

    Enter or a double click takes the chosen one, typing letters finds one.
    """

    chosen = Signal(str)

    def __init__(self, file: str, columns: Sequence[Column], parent: QWidget) -> None:
        super().__init__(
            "Open a table",
            f"Which column of {file} is to be predicted?",
            "The network learns it from the columns of numbers.",
            parent,
        )
        self.setObjectName("target")
        self.list = self._listed(columns)
        self.cancel = Button("Cancel", tip="Stay with the open design. Esc.")
        self.use = Button("Use it", kind="primary", tip="Design a network for it. Enter.")
        self.use.clicked.connect(self._take)
        self.list.itemDoubleClicked.connect(self._take)
        self._column.addWidget(self.list, 1)
        self._answer(cancel=self.cancel, usual=self.use)
        self.list.setFocus()

    @property
    def selected(self) -> str:
        """The column that Enter takes."""
        item = self.list.currentItem()
        return "" if item is None else item.text(0)

    def _listed(self, columns: Sequence[Column]) -> QTreeWidget:
        look = appearance()
        shown = QTreeWidget()
        shown.setAccessibleName("Columns")
        shown.setColumnCount(2)
        shown.setHeaderHidden(True)
        shown.setRootIsDecorated(False)
        shown.setUniformRowHeights(True)
        shown.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for each in columns:
            item = QTreeWidgetItem([each.name, each.holds])
            item.setToolTip(0, each.name)
            item.setSizeHint(0, QSize(0, look.sizes.control))
            item.setTextAlignment(1, right)
            item.setForeground(1, look.color("text_muted"))
            shown.addTopLevelItem(item)
        header = shown.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        last = shown.topLevelItem(len(columns) - 1)
        if last is not None:
            shown.setCurrentItem(last)
        high = min(_MOST_ROWS, len(columns)) * look.sizes.control + 2 * shown.frameWidth()
        shown.setMinimumHeight(high)
        if len(columns) <= _MOST_ROWS:
            shown.setMaximumHeight(high)
        return shown

    def _take(self) -> None:
        if name := self.selected:
            self.accept()
            self.chosen.emit(name)

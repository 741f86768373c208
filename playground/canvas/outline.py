"""The canvas as a tree of words: the same columns and neurons, for those who hear them."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QTreeView, QWidget

from playground.canvas.readout import number
from playground.canvas.scene import Column, Neuron, spoken, weight_name
from playground.canvas.sheet import Sheet

_KEY = Qt.ItemDataRole.UserRole


class Outline(QTreeView):
    """Mirrors a canvas: one row a column, below it its shown neurons; the same are selected.

    Enter opens a folded column, as on the canvas.
    """

    def __init__(self, canvas: Sheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._model = QStandardItemModel(self)
        self._following = False
        self.setModel(self._model)
        self.setHeaderHidden(True)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTreeView.SelectionMode.ExtendedSelection)
        self.setAccessibleName("Outline of the network")
        canvas.scene_changed.connect(self._on_scene_changed)
        canvas.selection_changed.connect(self._on_canvas_selection_changed)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.activated.connect(self._on_activated)
        self._on_scene_changed()

    def _on_scene_changed(self) -> None:
        opened = {self._key(row) for row in range(self._model.rowCount()) if self._open(row)}
        self._following = True
        self._model.clear()
        for column in self._canvas.scene.columns:
            self._model.appendRow(self._item(column))
        for row in range(self._model.rowCount()):
            self.setExpanded(self._model.index(row, 0), self._key(row) in opened)
        self._following = False
        self._on_canvas_selection_changed(self._canvas.selection)

    def _key(self, row: int) -> str:
        return str(self._model.item(row).data(_KEY))

    def _open(self, row: int) -> bool:
        return self.isExpanded(self._model.index(row, 0))

    def _item(self, column: Column) -> QStandardItem:
        item = QStandardItem(column_words(column))
        item.setData(column.key, _KEY)
        biases = self._canvas.live.biases.get(column.key, {})
        for neuron in column.neurons:
            words = neuron_words(column, neuron, biases.get(neuron.unit))
            child = QStandardItem(words)
            child.setData(column.key, _KEY)
            item.appendRow(child)
        if column.folded:
            rest = QStandardItem(f"{column.folded:,} more units, folded")
            rest.setData(column.key, _KEY)
            item.appendRow(rest)
        return item

    def _on_canvas_selection_changed(self, keys: tuple[str, ...]) -> None:
        self._following = True
        chosen, flag = self.selectionModel(), QItemSelectionModel.SelectionFlag
        chosen.clearSelection()
        for row in range(self._model.rowCount()):
            if self._key(row) in keys:
                chosen.select(self._model.index(row, 0), flag.Select)
        self._following = False

    def _on_selection_changed(self) -> None:
        if self._following:
            return
        keys = dict.fromkeys(str(index.data(_KEY)) for index in self.selectedIndexes())
        self._following = True
        self._canvas.select(tuple(keys))
        self._following = False

    def _on_activated(self, index: QModelIndex) -> None:
        self._canvas.toggle_fold(str(index.data(_KEY)))


def column_words(column: Column) -> str:
    """A column in one line: name, what it does, shape, cost, and what is wrong with it."""
    words = [column.name, column.detail]
    if column.form != "card":
        words.append(f"gives {column.units}" if column.sound and column.units else "not sound")
    if column.parameters:
        words.append(column.parameters.replace("par.", "parameters"))
    if column.message:
        words.append(f"{column.severity}: {column.message}")
    return ", ".join(word for word in words if word)


def neuron_words(column: Column, neuron: Neuron, bias: float | None) -> str:
    """A neuron in one line, its bias named as in the notes."""
    words = spoken(column, neuron)
    if bias is None:
        return words
    return f"{words}, {weight_name(column.order, -1, neuron.unit)} {number(bias)}"

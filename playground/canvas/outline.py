"""The canvas as a tree of words: the same columns and neurons, for those who hear them, and the
same keys act on them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from playground.canvas.gestures.gestures import Gestures
from playground.canvas.gestures.proposals import token_of
from playground.canvas.hits import Hit
from playground.canvas.readout import number
from playground.canvas.scene import INPUTS, Column, Neuron, column_words, spoken, weight_name
from playground.window.appearance import appearance
from playground.window.icons import icon
from playground.window.theme import KINDS

_HIT = Qt.ItemDataRole.UserRole
_FRESH = 500  # ms between two readings of the biases, while one can see them
_HOW = (
    "Arrows walk, Enter sets what is there, Space adds a layer after it, F2 renames, "
    "Alt and arrows reorder, Delete removes."
)
Key, Modifier = Qt.Key, Qt.KeyboardModifier
_STEPS = {  # up or down, and whether by as many rows as are shown
    (Modifier.NoModifier, Key.Key_Up): (-1, False),
    (Modifier.NoModifier, Key.Key_Down): (1, False),
    (Modifier.NoModifier, Key.Key_PageUp): (-1, True),
    (Modifier.NoModifier, Key.Key_PageDown): (1, True),
}


class _Names(QStyledItemDelegate):
    """Edits a layer's name in its row, as the canvas does in its header."""

    def __init__(self, outline: Outline) -> None:
        super().__init__(outline)
        self._outline = outline

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(super().sizeHint(option, index).width(), appearance().sizes.control)

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        assert isinstance(editor, QLineEdit)
        editor.setText(self._outline.column_of(index).name)
        editor.setAccessibleName("Name of the layer")

    def setModelData(
        self,
        editor: QWidget,
        model: QAbstractItemModel,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        assert isinstance(editor, QLineEdit)
        self._outline.rename(self._outline.column_of(index).key, editor.text())


class Outline(QTreeView):
    """Mirrors a canvas: one row a column, below it its shown neurons; the same are selected.

    An edit changes only the rows that it is about, so that what is open stays open and the
    keyboard stays where it is.
    """

    def __init__(self, gestures: Gestures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gestures = gestures
        self._canvas = gestures.canvas
        self._model = QStandardItemModel(self)
        self._following = False
        self._fresh = QTimer(self)
        self._fresh.setInterval(_FRESH)
        self._fresh.timeout.connect(self._follow)
        self.setModel(self._model)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setItemDelegate(_Names(self))
        self.setEditTriggers(QTreeView.EditTrigger.EditKeyPressed)
        self.setSelectionMode(QTreeView.SelectionMode.ExtendedSelection)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setProperty("role", "panel")
        self.setAccessibleName("Outline of the network")
        self.setAccessibleDescription(_HOW)
        self._keys = self._bound()
        self._canvas.scene_changed.connect(self._follow)
        self._canvas.selection_changed.connect(self._on_canvas_selection_changed)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        appearance().theme_changed.connect(self._on_theme_changed)
        self._size_icons()
        self._follow()

    def minimumSizeHint(self) -> QSize:
        """A row; it scrolls."""
        return QSize(super().minimumSizeHint().width(), appearance().sizes.control)

    # --- what it shows ------------------------------------------------------------------------

    def column_of(self, index: QModelIndex | QPersistentModelIndex) -> Column:
        """The column that a row is, or is part of."""
        return self._canvas.scene.column(index.data(_HIT).key)

    def _follow(self) -> None:
        """Say what the canvas shows now, and touch no row that says it already."""
        columns = self._canvas.scene.columns
        keys = [column.key for column in columns]
        top = self._model.invisibleRootItem()
        self._following = True
        self._rename_row(keys)
        for row in reversed(range(top.rowCount())):
            if self._key(row) not in keys:
                self._model.removeRow(row)
        for row, column in enumerate(columns):
            here = next((r for r in range(row, top.rowCount()) if self._key(r) == column.key), -1)
            if here < 0:
                self._model.insertRow(row, self._item(column))
            elif here > row:
                self._move(here, row)
            self._say(self._model.item(row), column)
        self._following = False
        self._on_canvas_selection_changed(self._canvas.selection)

    def _rename_row(self, keys: list[str]) -> None:
        """Where one layer only has another name, its row stays what it is."""
        mine = [self._key(row) for row in range(self._model.rowCount())]
        changed = [
            row for row, (old, new) in enumerate(zip(mine, keys, strict=False)) if old != new
        ]
        if len(mine) == len(keys) and len(changed) == 1:
            self._model.item(changed[0]).setData(Hit("column", keys[changed[0]]), _HIT)

    def _move(self, row: int, to: int) -> None:
        """Put a column's row elsewhere; it stays open, and the keyboard stays on it."""
        index = self._model.index(row, 0)
        opened, current = self.isExpanded(index), self.currentIndex()
        own = current.data(_HIT) if self._key(row) == self._current_key() else None
        self._model.insertRow(to, self._model.takeRow(row))
        self.setExpanded(self._model.index(to, 0), opened)
        if own is not None:
            self._stand_at(own)

    def _say(self, item: QStandardItem, column: Column) -> None:
        """Bring a column's row and the rows of its neurons up to date."""
        _tell(item, column_words(column))
        biases = self._canvas.live.biases.get(column.key, {})
        said = [
            (_hit(column, neuron), neuron_words(column, neuron, biases.get(neuron.unit)))
            for neuron in column.neurons
        ]
        if column.folded:
            said.append((Hit("fold", column.key), fold_words(column)))
        if item.rowCount() > len(said):
            item.removeRows(len(said), item.rowCount() - len(said))
        for row, (hit, words) in enumerate(said):
            if row == item.rowCount():
                child = QStandardItem()
                child.setEditable(False)
                item.appendRow(child)
            if item.child(row).data(_HIT) != hit:
                item.child(row).setData(hit, _HIT)
            _tell(item.child(row), words)

    def _item(self, column: Column) -> QStandardItem:
        item = QStandardItem()
        item.setData(Hit("column", column.key), _HIT)
        item.setEditable(column.is_layer)
        self._wear(item, column)
        return item

    def _wear(self, item: QStandardItem, column: Column) -> None:
        kind = column.kind if column.kind in KINDS else token_of(column.kind)
        item.setIcon(icon(KINDS[kind], f"kind_{kind}"))

    def _key(self, row: int) -> str:
        return str(self._model.item(row).data(_HIT).key)

    def _on_theme_changed(self) -> None:
        for row in range(self._model.rowCount()):
            self._wear(self._model.item(row), self._canvas.scene.column(self._key(row)))
        self._size_icons()
        self.doItemsLayout()

    def _size_icons(self) -> None:
        sizes = appearance().sizes
        self.setIconSize(QSize(sizes.icon, sizes.icon))
        self.setIndentation(sizes.icon + sizes.inside)

    def showEvent(self, event: QShowEvent) -> None:
        self._follow()
        self._fresh.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._fresh.stop()
        super().hideEvent(event)

    # --- the same is selected -----------------------------------------------------------------

    def _on_canvas_selection_changed(self, keys: tuple[str, ...]) -> None:
        if self._following:
            return
        self._following = True
        chosen, flag = self.selectionModel(), QItemSelectionModel.SelectionFlag
        mine = {index.data(_HIT).key for index in self.selectedIndexes()}
        if mine != set(keys):
            chosen.clearSelection()
            for row in range(self._model.rowCount()):
                if self._key(row) in keys:
                    chosen.select(self._model.index(row, 0), flag.Select)
        if keys and self._current_key() not in keys:
            row = self._canvas.scene.place(keys[-1])
            chosen.setCurrentIndex(self._model.index(row, 0), flag.NoUpdate)
        self._following = False

    def _on_selection_changed(self) -> None:
        if not self._following:
            keys = dict.fromkeys(str(index.data(_HIT).key) for index in self.selectedIndexes())
            self._following = True
            self._canvas.select(tuple(keys))
            self._following = False

    def _on_current_changed(self, index: QModelIndex) -> None:
        """A neuron that one comes to is marked and pointed at on the canvas."""
        if not self._following and index.isValid():
            hit = index.data(_HIT)
            self._canvas.key_at(hit if hit.what == "neuron" else Hit())

    def _current_key(self) -> str:
        hit = self.currentIndex().data(_HIT)
        return hit.key if hit is not None else ""

    def _stand_at(self, hit: Hit) -> None:
        """Put the keyboard on a row without selecting it."""
        column = self._model.item(self._canvas.scene.place(hit.key))
        rows = [column, *(column.child(row) for row in range(column.rowCount()))]
        at = next((row for row in rows if row.data(_HIT) == hit), column)
        flag = QItemSelectionModel.SelectionFlag.NoUpdate
        self.selectionModel().setCurrentIndex(at.index(), flag)

    # --- keys ---------------------------------------------------------------------------------

    def _bound(self) -> dict[tuple[Qt.KeyboardModifier, int], Callable[[], object]]:
        gestures, plain, alt = self._gestures, Modifier.NoModifier, Modifier.AltModifier
        return {
            (plain, Key.Key_Return): self._enter,
            (plain, Key.Key_Enter): self._enter,
            (plain, Key.Key_Space): gestures.asking.search,
            (plain, Key.Key_Delete): gestures.remove,
            (plain, Key.Key_Backspace): gestures.remove,
            (plain, Key.Key_Plus): lambda: gestures.step_units(1),
            (plain, Key.Key_Equal): lambda: gestures.step_units(1),
            (plain, Key.Key_Minus): lambda: gestures.step_units(-1),
            (alt, Key.Key_Down): lambda: gestures.shift(1),
            (alt, Key.Key_Right): lambda: gestures.shift(1),
            (alt, Key.Key_Up): lambda: gestures.shift(-1),
            (alt, Key.Key_Left): lambda: gestures.shift(-1),
        }

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = event.modifiers() & ~Modifier.KeypadModifier, event.key()
        does = self._keys.get(pressed) if self.state() != self.State.EditingState else None
        if does is not None:
            does()
        elif pressed not in _STEPS or not self._scroll(*_STEPS[pressed]):
            super().keyPressEvent(event)

    def _scroll(self, by: int, page: bool) -> bool:
        """Past the first or last row of an opened column's neurons, to those before or after them;
        whether there are any."""
        hit = self.currentIndex().data(_HIT)
        if hit is None or hit.what != "neuron":
            return False
        column, row = self._canvas.scene.column(hit.key), self.currentIndex().row()
        if not column.opened or not (page or row == (0 if by < 0 else len(column.neurons) - 1)):
            return False
        self._canvas.scroll_to(hit.key, column.first + by * (len(column.neurons) if page else 1))
        self._on_current_changed(self.currentIndex())  # the same row, of another neuron
        return self._canvas.scene.column(hit.key).first != column.first

    def _enter(self) -> None:
        """What Enter does on the canvas: a bias, a feature, the activation; or unfold."""
        hit = self.currentIndex().data(_HIT)
        if hit is None:
            return
        if hit.what == "fold":
            self._canvas.toggle_fold(hit.key)
            return
        self._canvas.select((hit.key,))
        self._canvas.key_at(hit if hit.what == "neuron" else Hit())
        self._gestures.enter()

    def rename(self, key: str, name: str) -> None:
        """Give a layer another name, or say why not."""
        if name != self._canvas.scene.column(key).name:
            self._gestures.rename_to(key, name)


def _tell(item: QStandardItem, words: str) -> None:
    if item.text() != words:
        item.setText(words)
        item.setToolTip(words)  # the row may be too narrow for them


def _hit(column: Column, neuron: Neuron) -> Hit:
    feature = neuron.feature if column.key == INPUTS else ""
    return Hit("neuron", column.key, neuron.unit, feature)


def fold_words(column: Column) -> str:
    """What of a column is shown, and what Enter does about the rest."""
    if not column.opened:
        return f"{column.folded:,} more units, folded"
    shown = len(column.neurons)
    total = shown + column.folded
    return f"units {column.first + 1:,} to {column.first + shown:,} of {total:,}, Enter folds them"


def neuron_words(column: Column, neuron: Neuron, bias: float | None) -> str:
    """A neuron in one line, its bias named as in the notes."""
    words = spoken(column, neuron)
    if bias is None:
        return words
    return f"{words}, {weight_name(column.order, -1, neuron.unit)} {number(bias)}"

"""The layers as rows, from the inputs to the output: one of them selected, all moved by keys."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.layers import Layer
from playground.inspector.layer_row import LayerRow, Shown
from playground.widgets import Label
from playground.window.appearance import appearance

EMPTY = "An empty network. Add a layer below."


class LayerList(QWidget):
    """Shows layers in their order and tells what was asked of each by its id.

    Rows are kept while their layers are: a new order moves them, a new value is shown in place.
    """

    layer_edited = Signal(str, object)
    selected = Signal(str)
    opened = Signal(str)
    removal_requested = Signal(str)
    move_requested = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[LayerRow] = []
        self.chosen: str | None = None
        self.setAccessibleName("Layers")
        self._column = QVBoxLayout(self)
        self._empty = Label(EMPTY, "muted", wrap=True, parent=self)
        self._column.addWidget(self._empty)
        self._arrange()
        appearance().theme_changed.connect(self._arrange)

    def show_layers(self, layers: tuple[Layer, ...], shown: Mapping[str, Shown]) -> None:
        """Show these layers, silently."""
        former = {row.layer.id: row for row in self.rows}
        kept = {
            layer.id: former.pop(layer.id)
            for layer in layers
            if layer.id in former and type(former[layer.id].layer) is type(layer)
        }
        rows = []
        for layer in layers:
            row = kept.get(layer.id) or self._renamed(layer, former) or self._new(layer)
            row.show_layer(layer, shown.get(layer.id, Shown()))
            rows.append(row)
        for gone in former.values():
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        if rows != self.rows:
            for place, row in enumerate(rows):
                self._column.insertWidget(place, row)
                row.show()
        self.rows = rows
        self._empty.setVisible(not rows)
        self.choose(self.chosen if any(row.layer.id == self.chosen for row in rows) else None)

    def _renamed(self, layer: Layer, former: dict[str, LayerRow]) -> LayerRow | None:
        """The row of a layer that is gone, for one of its class under a new name."""
        for old_id, row in former.items():
            if type(row.layer) is type(layer):
                if self.chosen == old_id:
                    self.chosen = layer.id
                return former.pop(old_id)
        return None

    def _new(self, layer: Layer) -> LayerRow:
        row = LayerRow(layer, self)
        row.layer_edited.connect(lambda edited: self.layer_edited.emit(row.layer.id, edited))
        row.selected.connect(lambda: self._select(row))
        row.opened.connect(lambda: self._open(row))
        row.removal_requested.connect(lambda: self.removal_requested.emit(row.layer.id))
        row.move_requested.connect(lambda by: self.move_requested.emit(row.layer.id, by))
        row.step_requested.connect(lambda by: self._step(row, by))
        return row

    def row(self, layer_id: str) -> LayerRow:
        """The row of a layer; raises KeyError."""
        for row in self.rows:
            if row.layer.id == layer_id:
                return row
        raise KeyError(layer_id)

    def choose(self, layer_id: str | None) -> None:
        """Select a layer, or none, silently."""
        self.chosen = layer_id
        for row in self.rows:
            row.set_chosen(row.layer.id == layer_id)
        if layer_id is None and self.rows:
            self.rows[0].stop_here()

    def stops(self) -> list[QWidget]:
        """Where Tab stops, from top to bottom."""
        return [stop for row in self.rows for stop in row.stops()]

    def _select(self, row: LayerRow) -> None:
        self.choose(row.layer.id)
        self.selected.emit(row.layer.id)

    def _open(self, row: LayerRow) -> None:
        self._select(row)
        self.opened.emit(row.layer.id)

    def _step(self, row: LayerRow, by: int) -> None:
        place = self.rows.index(row) + by
        if 0 <= place < len(self.rows):
            self.rows[place].setFocus()
            self._select(self.rows[place])

    def _arrange(self) -> None:
        sizes = appearance().sizes
        edge = round(sizes.strong)
        self._column.setContentsMargins(edge, edge, edge, edge)
        self._column.setSpacing(sizes.inside + round(sizes.strong))

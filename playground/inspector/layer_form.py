"""The selected layer in full: its name, its shape, and every field it has."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import UNSET
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine.design import Design
from engine.layers import Layer
from playground.inspector.form import SpecForm
from playground.inspector.layer_edits import with_layer
from playground.inspector.layer_row import Shown, kind_token
from playground.widgets import KindChip, Label
from playground.window.appearance import appearance


class LayerForm(QWidget):
    """Edits one layer of a design: `layer_edited(id, layer)` carries each new value.

    A name that another layer has is refused beneath the name.
    """

    layer_edited = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form: SpecForm | None = None
        self._design = Design()
        self._layer_id = ""
        self._chip: KindChip | None = None
        self._name = Label("", "heading")
        self._facts = Label("", "small", wrap=True)
        self._head = QHBoxLayout()
        self._titles = QVBoxLayout()
        self._titles.addWidget(self._name)
        self._titles.addWidget(self._facts)
        self._head.addLayout(self._titles, 1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._arrange()
        appearance().theme_changed.connect(self._arrange)

    def show_layer(self, design: Design, layer_id: str, shown: Shown) -> None:
        """Show a layer of a design, silently."""
        layer = design.layer(layer_id)
        self._design, self._layer_id = design, layer_id
        count = shown.parameters
        facts = [shown.shape, "" if count is None else f"{count:,} parameters"]
        self._name.setText(layer.name)
        self._facts.setText(", ".join(part for part in facts if part) or layer.title())
        self._show_chip(kind_token(layer.kind, shown.output), layer.title())
        if self.form is None:
            self.form = self._new_form(layer, shown)
        self.form.offer("from", list(shown.sources))
        self.form.show_spec(layer)

    def _new_form(self, layer: Layer, shown: Shown) -> SpecForm:
        vet: Callable[[Layer], object] = self._vet
        form = SpecForm(
            layer, defaults={"id": UNSET}, choices={"from": list(shown.sources)}, vet=vet
        )
        form.edited.connect(self._on_form_edited)
        self._column.addWidget(form)
        return form

    def _show_chip(self, kind: str, title: str) -> None:
        if self._chip is not None and self._chip.kind == kind:
            return
        if self._chip is not None:
            self._head.removeWidget(self._chip)
            self._chip.hide()
            self._chip.deleteLater()
        self._chip = KindChip(kind, title)
        self._head.insertWidget(0, self._chip)

    def _vet(self, layer: Layer) -> object:
        return with_layer(self._design, self._layer_id, layer)

    def _on_form_edited(self, layer: Layer) -> None:
        self.layer_edited.emit(self._layer_id, layer)

    def _arrange(self) -> None:
        sizes = appearance().sizes
        edge = round(sizes.strong)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(sizes.inside)
        self._head.setContentsMargins(edge, sizes.inside, edge, sizes.inside)
        self._head.setSpacing(sizes.pad_field)
        self._titles.setSpacing(0)

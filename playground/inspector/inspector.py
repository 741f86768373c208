"""The selected column in full: a layer with every field it has, the inputs with their data, the
loss with all of the training; several layers of a kind together; where nothing is selected, what
the design itself is called and drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from msgspec import UNSET
from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from engine.checks import Problem
from engine.data import Data, Prepared
from engine.design import Design, Training
from engine.layers import Layer
from engine.spec import Spec, fields
from playground.inspector import selection
from playground.inspector.column import Column
from playground.inspector.data_edits import with_data
from playground.inspector.fields import said
from playground.inspector.form import SpecForm
from playground.inspector.head import Head, kind_token
from playground.inspector.selection import INPUTS, LOSS
from playground.widgets import Label, Separator
from playground.window.appearance import appearance
from playground.window.theme import INSPECTOR_WIDTHS

NOTHING = "Nothing selected. Click a column, or press Tab."
UNLIKE = "Select layers of one kind to edit them together."

_SHARES = ("noise", "validation_fraction", "test_fraction")
_OWN = ("id", "from")  # what several layers cannot have in common


class Inspector(QWidget):
    """Edits what is selected without changing it: `design_edited(design)` carries each new design.

    Forms are built when they are first seen and kept; while the inspector is hidden, it only
    remembers what to show.
    """

    design_edited = Signal(object)
    keyboard_lost = Signal()  # what had it is out of sight

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.design = Design()
        self.keys: tuple[str, ...] = ()
        self.form: SpecForm | None = None
        self._prepared: Prepared | None = None
        self._problems: tuple[Problem, ...] = ()
        self._layers: tuple[Layer, ...] = ()
        self._forms: dict[object, SpecForm] = {}
        self._own: SpecForm | None = None
        self._stale = True
        self.head = Head()
        self.note = Label("", "caption", wrap=True)  # on one line, also where it is narrow
        self._line = Separator(Qt.Orientation.Horizontal)
        self._title = Label("Training", "dock")
        self._column = Column(INSPECTOR_WIDTHS)
        self._column.add(self.head)
        self._column.add(self.note)
        self._column.add(self._line)
        self._column.add(self._title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._column)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._arrange()
        appearance().theme_changed.connect(self._arrange)

    # --- showing ------------------------------------------------------------------------------

    def offer(self, actions: Sequence[QAction]) -> None:
        """Offer actions on the selected layers at the head."""
        self.head.offer(actions)
        self._refresh()

    def show_design(
        self, design: Design, problems: Sequence[Problem] = (), prepared: Prepared | None = None
    ) -> None:
        """Show a design and what the checks found in it, silently.

        With `prepared` data shapes are known also where only reading tells the inputs.
        """
        self.design, self._problems, self._prepared = design, tuple(problems), prepared
        form, focused = self.form, self._focused()
        self._refresh()
        if focused is not None and form is not self.form:
            self._give_back(focused)

    def forget(self) -> None:
        """Let go of what editors remember: the next design is another document's."""
        for form in self._forms.values():
            form.forget()

    def select(self, keys: tuple[str, ...]) -> None:
        """Show the columns of these keys: ids of layers, INPUTS, LOSS. What is being typed into
        the former ones is settled first."""
        if keys == self.keys:
            return
        focused = self._focused()
        if focused is not None:
            focused.clearFocus()
        self.keys = keys
        self.forget()
        self._refresh()
        if focused is not None:
            self._give_back(focused)
        self._column.verticalScrollBar().setValue(0)

    def _focused(self) -> QWidget | None:
        """What has the keyboard here."""
        focused = QApplication.focusWidget()
        return focused if focused is not None and self.isAncestorOf(focused) else None

    def _give_back(self, focused: QWidget) -> None:
        """Let what had the keyboard keep it, as long as it is there."""
        if focused.isVisible():
            focused.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.keyboard_lost.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._refresh()

    def _refresh(self) -> None:
        self._stale = not self.isVisible()
        if self._stale:
            return
        self._layers = selection.layers_of(self.design, self.keys)
        others = [key for key in self.keys if key in (INPUTS, LOSS)]
        if len(self._layers) + len(others) > 1:
            self._show_several(len(others))
        elif self._layers:
            self._show_layer(self._layers[0])
        elif INPUTS in others:
            self._show_inputs()
        elif LOSS in others:
            self._show_loss()
        else:
            self._show_design()

    def _inputs(self) -> int | None:
        facts = self.design.data.facts() or self._prepared
        return len(facts.inputs) if facts is not None else None

    def _show_layer(self, layer: Layer) -> None:
        design = self.design
        token = kind_token(layer.kind, selection.is_output(design, layer))
        facts = selection.layer_facts(design, layer, self._inputs())
        self.head.show_selection(token, layer.title(), layer.name, facts, acts=True)
        form = self._form_of(type(layer), layer, {"id"})
        earlier = design.layers[: design.position(layer.id)]
        form.offer("from", [(other.id, other.name) for other in earlier])
        self._show(form, layer, self._remarks(f"layers.{layer.id}."))

    def _show_several(self, others: int) -> None:
        layers = self._layers
        alike = not others and len({type(layer) for layer in layers}) == 1
        shared = [f for f in fields(type(layers[0])) if f.name not in _OWN] if alike else []
        token = kind_token(layers[0].kind) if alike else ""
        facts = "" if others else selection.several_facts(self.design, layers, self._inputs())
        noun = "column" if others else "layer"
        name = selection.counted(len(layers) + others, noun)
        title = layers[0].title() if alike else ""
        self.head.show_selection(token, title, name, facts, acts=not others)
        if not shared:
            self._show(None, note=UNLIKE)
            return
        form = self._form_of((type(layers[0]),), layers[0], set(_OWN))
        self._show(form, layers[0], {field.name: _differing(field, layers) for field in shared})

    def _show_inputs(self) -> None:
        data = self.design.data
        facts = selection.input_facts(data, self._prepared)
        self.head.show_selection("input", "Inputs", "Inputs", facts, acts=False)
        self._show(self._form_of(INPUTS, data, {"path"}), data, self._remarks("data."))

    def _show_loss(self) -> None:
        training = self.design.training
        facts = f"{training.loss.title()}, {training.optimizer.title()}"
        self.head.show_selection("loss", "Loss", "Loss", facts, acts=False)
        self._show(self._form_of(LOSS, training, set()), training, self._remarks("training."))

    def _show_design(self) -> None:
        """The design's own fields, and beneath them its training."""
        design, training = self.design, self.design.training
        own = self._form_of(Design, design, {"data", "layers", "training"}, before=self._line)
        if own.spec != design:
            own.show_spec(design)
        form, remarks = self._form_of(LOSS, training, set()), self._remarks("training.")
        self._show(form, training, remarks, note=NOTHING, own=own)

    def _remarks(self, place: str) -> dict[str, str]:
        """What the checks say of the fields at a place, worst first."""
        found: dict[str, str] = {}
        for problem in self._problems:
            if problem.field.startswith(place) and problem.severity != "suggestion":
                found.setdefault(problem.field.removeprefix(place), problem.message)
        return found

    # --- forms --------------------------------------------------------------------------------

    def _form_of(
        self, key: object, spec: Spec, skip: set[str], before: QWidget | None = None
    ) -> SpecForm:
        """The form that is kept for a kind of selection."""
        if key not in self._forms:
            choices: Any = {"from": []} if isinstance(spec, Layer) else None
            nameless: Any = {"name": UNSET} if isinstance(spec, Design) else None  # no ↶ for it
            form = SpecForm(
                spec,
                defaults=nameless,
                skip=skip,
                shares=_SHARES,
                lead=("noise",),
                choices=choices,
            )
            form.edited.connect(self._on_form_edited)
            self._forms[key] = form
            form.hide()
            self._column.add(form, before)
        return self._forms[key]

    def _show(
        self,
        form: SpecForm | None,
        spec: Spec | None = None,
        remarks: dict[str, str] | None = None,
        note: str = "",
        own: SpecForm | None = None,
    ) -> None:
        """Show one form, or none, beneath the head or the note that stands for it; one of the
        design's `own` fields above it."""
        self.head.setVisible(note != NOTHING)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        same = form is self.form and own is self._own
        if self._own is not None and self._own is not own:
            self._own.hide()
        self._own = own
        for widget in (own, self._line, self._title):
            if widget is not None:
                widget.setVisible(own is not None)
        if form is not None and spec is not None:
            if form.spec != spec or type(form.spec) is not type(spec):
                form.show_spec(spec)
            form.show_remarks(remarks or {})
        if same:
            return
        if self.form is not None and self.form is not form:
            self.form.hide()
        self.form = form
        if form is not None:
            form.show()
            stops = [self.head.more, *(own.stops() if own is not None else ()), *form.stops()]
            for before, after in pairwise(stops):
                QWidget.setTabOrder(before, after)

    def _arrange(self) -> None:
        sizes = appearance().sizes
        edge = round(sizes.strong)
        for label in (self.note, self._title):
            label.setContentsMargins(edge, sizes.inside, edge, sizes.inside)

    # --- edits --------------------------------------------------------------------------------

    def _on_form_edited(self, spec: Spec) -> None:
        design = self.design
        if isinstance(spec, Layer) and not self._layers:
            return  # typed for a layer that is gone
        if isinstance(spec, Layer):
            changed = selection.with_fields_of(self._layers, self._layers[0], spec)
            design = selection.with_layers(design, changed)
        elif isinstance(spec, Design):
            design = replace(design, name=spec.name, seed=spec.seed)
        elif isinstance(spec, Training):
            design = replace(design, training=spec)
        elif isinstance(spec, Data):
            design = with_data(design, spec)
        self.show_design(design, self._problems, self._prepared)
        self.design_edited.emit(design)


def _differing(field: Any, layers: Sequence[Layer]) -> str:
    """`Differs: 8, 4.` where layers do not all have the same value."""
    values = [said(field, getattr(layer, field.attribute)) for layer in layers]
    return f"Differs: {', '.join(dict.fromkeys(values))}." if len(set(values)) > 1 else ""

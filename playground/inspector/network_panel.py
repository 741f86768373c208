"""The network in one panel: its layers, the selected one in full, its training, its problems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from engine.checks import Fix, Problem, sound_units
from engine.data import Prepared
from engine.design import Design, Training
from engine.errors import SpecError
from engine.layers import Layer
from engine.spec import members
from playground.inspector import layer_edits as edits
from playground.inspector.column import Column
from playground.inspector.flow import Flow
from playground.inspector.form import SpecForm, values
from playground.inspector.layer_form import LayerForm
from playground.inspector.layer_list import LayerList
from playground.inspector.layer_row import Shown, kind_token
from playground.inspector.problem_list import ProblemList
from playground.widgets import Button, Label, Separator
from playground.window.appearance import appearance
from playground.window.icons import icon
from playground.window.theme import INSPECTOR_WIDTHS, KINDS


class NetworkPanel(QWidget):
    """Edits layers and training of a design without changing it: `design_edited(design)` carries
    each new one. `layer_selected(id)` tells which layer is in full, "" for none."""

    design_edited = Signal(object)
    layer_selected = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.design = Design()
        self._inputs: int | None = None
        self._problems: tuple[Problem, ...] = ()
        self.list = LayerList()
        self.layer_form = LayerForm()
        self.training_form = SpecForm(self.design.training, defaults=values(Training()))
        self.problem_list = ProblemList(self)
        self.add_menu = QMenu(self)
        self._make_buttons()
        self._make_columns()
        self.list.layer_edited.connect(self._on_layer_edited)
        self.list.selected.connect(self.select)
        self.list.opened.connect(self._on_list_opened)
        self.list.removal_requested.connect(self.remove)
        self.list.move_requested.connect(self.move_layer)
        self.layer_form.layer_edited.connect(self._on_layer_edited)
        self.training_form.edited.connect(self._on_training_edited)
        self.problem_list.fix_requested.connect(self._on_fix_requested)
        appearance().theme_changed.connect(self._draw_icons)
        self.show_design(self.design)

    # --- putting together ---------------------------------------------------------------------

    def _make_buttons(self) -> None:
        self.add = Button("Add layer", icon="plus", tip="After the selected one.")
        self.add.clicked.connect(self._on_add_clicked)
        self.copy = self._tool("copy", "Duplicate", "Add the same layer once more.")
        self.up = self._tool("chevron-up", "Move up", "Towards the inputs. Alt+Up.")
        self.down = self._tool("chevron-down", "Move down", "Towards the output. Alt+Down.")
        self.gone = self._tool("trash-2", "Remove", "Take the selected layer out. Delete.")
        self.copy.clicked.connect(lambda: self._on_selected(self.duplicate))
        self.up.clicked.connect(lambda: self._on_selected(lambda x: self.move_layer(x, -1)))
        self.down.clicked.connect(lambda: self._on_selected(lambda x: self.move_layer(x, 1)))
        self.gone.clicked.connect(lambda: self._on_selected(self.remove))
        self._tools = Flow()
        self._tools.fill([self.add, self.copy, self.up, self.down, self.gone])
        for kind, cls in members(Layer).items():
            action = QAction(cls.title(), self.add_menu)
            action.setData(kind)
            action.triggered.connect(lambda _=False, kind=kind: self.add_layer(kind))
            self.add_menu.addAction(action)

    def _tool(self, icon_name: str, name: str, tip: str) -> Button:
        return Button(kind="ghost", icon=icon_name, name=name, tip=tip)

    def _make_columns(self) -> None:
        self._line = Separator(Qt.Orientation.Horizontal)
        column = Column(INSPECTOR_WIDTHS)
        column.add(self.list)
        column.add(self._tools)
        column.add(self._line)
        column.add(self.layer_form)
        column.add(Separator(Qt.Orientation.Horizontal))
        column.add(Label("Training", "dock"), inset=True)
        column.add(self.training_form)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(column, 1)
        outer.addWidget(self.problem_list)
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._draw_icons()

    def _draw_icons(self) -> None:
        for action in self.add_menu.actions():
            kind = kind_token(str(action.data()))
            action.setIcon(icon(KINDS[kind], f"kind_{kind}"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.problem_list.fit()

    # --- showing ------------------------------------------------------------------------------

    def show_design(
        self, design: Design, problems: Sequence[Problem] = (), prepared: Prepared | None = None
    ) -> None:
        """Show a design and what the checks found in it, silently.

        With `prepared` data shapes are known also where only reading tells the inputs.
        """
        facts = design.data.facts()
        self.design, self._problems = design, tuple(problems)
        self._inputs = len(facts.inputs) if facts is not None else None
        if prepared is not None and facts is None:
            self._inputs = len(prepared.inputs)
        selected = self.list.chosen
        self.list.show_layers(design.layers, self._shown())
        self.training_form.show_spec(design.training)
        self.problem_list.show_problems(problems)
        self._show_selected()
        if self.list.chosen != selected:
            self.layer_selected.emit(self.list.chosen or "")
        self._order()

    def select(self, layer_id: str | None) -> None:
        """Show a layer in full, or none."""
        self.list.choose(layer_id)
        self._show_selected()
        self._order()
        self.layer_selected.emit(layer_id or "")

    def _show_selected(self) -> None:
        selected, design = self.list.chosen, self.design
        self._line.setVisible(selected is not None)
        self.layer_form.setVisible(selected is not None)
        if selected is not None:
            self.layer_form.show_layer(design, selected, self._shown()[selected])
        self.copy.setEnabled(selected is not None)
        self.gone.setEnabled(selected is not None)
        self.up.setEnabled(selected is not None and edits.can_move(design, selected, -1))
        self.down.setEnabled(selected is not None and edits.can_move(design, selected, 1))

    def _shown(self) -> dict[str, Shown]:
        """What every row says of its layer."""
        design = self.design
        units = sound_units(design, self._inputs) if self._inputs is not None else ()
        widths = [*pairwise(units), *[None] * len(design.layers)]
        worst: dict[str, Problem] = {}
        for problem in self._problems:
            if problem.layer and problem.severity != "suggestion":
                worst.setdefault(problem.layer, problem)
        shown = {}
        for place, layer in enumerate(design.layers):
            width, problem_ = widths[place], worst.get(layer.id)
            shown[layer.id] = Shown(
                output=place == len(design.layers) - 1 and edits.ends_the_network(layer),
                shape=f"{width[0]} → {width[1]}" if width is not None else "→ ?",
                parameters=layer.parameter_count(width[0]) if width is not None else None,
                severity=problem_.severity if problem_ is not None else "",
                message=problem_.message if problem_ is not None else "",
                sources=tuple((other.id, other.name) for other in design.layers[:place]),
            )
        return shown

    def _order(self) -> None:
        """Let Tab go from top to bottom, wherever rows came or moved."""
        tools = self._tools.widgets
        inner = self.layer_form.form.stops() if self.layer_form.form is not None else []
        stops = [*self.list.stops(), *tools, *inner, *self.training_form.stops()]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    # --- edits --------------------------------------------------------------------------------

    def add_layer(self, kind: str) -> None:
        """Add a layer after the selected one, before the output, and select it."""
        try:
            edited = edits.with_new_layer(self.design, kind, self.list.chosen, self._inputs)
        except SpecError as error:
            self.add.set_tip(error.reason)
            return
        self._take(*edited)

    def duplicate(self, layer_id: str) -> None:
        """Add a copy of a layer after it, and select the copy."""
        self._take(*edits.with_copy(self.design, layer_id))

    def remove(self, layer_id: str) -> None:
        """Take a layer out; the one that then stands in its place is selected."""
        place, focused = self.design.position(layer_id), self._list_focused()
        design = edits.without_layer(self.design, layer_id)
        left = design.layers
        self._take(design, left[min(place, len(left) - 1)].id if left else None, focused)

    def move_layer(self, layer_id: str, by: int) -> None:
        """Move a layer towards the output, or towards the inputs where by < 0."""
        design = edits.with_moved(self.design, layer_id, by)
        if design != self.design:
            self._take(design, layer_id, self._list_focused())

    def _list_focused(self) -> bool:
        return any(row.hasFocus() for row in self.list.rows)

    def _take(self, design: Design, selected: str | None, focus: bool = False) -> None:
        """Tell of a design, then select a layer of it."""
        self._emit(design)
        self.select(selected)
        if focus and selected is not None:
            self.list.row(selected).setFocus()

    def _emit(self, design: Design) -> None:
        """Show an edit at once; whoever holds the design shows it again, with its problems."""
        self.show_design(design, self._problems)
        self.design_edited.emit(design)

    def _on_layer_edited(self, layer_id: str, layer: Layer) -> None:
        self._emit(edits.with_layer(self.design, layer_id, layer))

    def _on_training_edited(self, training: Training) -> None:
        self._emit(replace(self.design, training=training))

    def _on_fix_requested(self, fix: Fix) -> None:
        self._emit(fix.apply(self.design))

    def _on_selected(self, edit: Callable[[str], None]) -> None:
        if self.list.chosen is not None:
            edit(self.list.chosen)

    def _on_list_opened(self, layer_id: str) -> None:
        """Enter goes on into the form."""
        if self.layer_form.form is not None:
            stops = self.layer_form.form.stops()
            next(stop for stop in stops if stop.isEnabled() and not stop.isHidden()).setFocus()

    def _on_add_clicked(self) -> None:
        for action in self.add_menu.actions():
            reason = edits.why_not(self.design, str(action.data()), self.list.chosen)
            action.setEnabled(not reason)
            action.setToolTip(reason)
        self.add_menu.popup(self.add.mapToGlobal(self.add.rect().bottomLeft()))

"""What is selected on the canvas is edited here in full, and nowhere else twice."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from engine.activations import LeakyReLU, ReLU, Sigmoid, Tanh
from engine.checks import check
from engine.data import Blobs, Csv, TableColumn
from engine.design import Design, EarlyStopping, Training
from engine.layers import Dense, Dropout, LayerNorm, Residual
from engine.optimizers import Adam
from engine.regularizers import L1, L2
from engine.spec import members
from playground.inspector.editors import SwitchField
from playground.inspector.form import SpecForm
from playground.inspector.inspector import NOTHING, UNLIKE, Inspector
from playground.inspector.parts import PartRow
from playground.inspector.selection import INPUTS, LOSS
from playground.widgets import Label, Picker
from playground.window.appearance import appearance
from tests.playground.inspector.hands import Left, enter, pick, row_of, shown, type_in

DESIGN = Design(
    layers=(
        Dense(id="dense_1", units=8, activation=Tanh()),
        Dropout(id="dropout_1", rate=0.2),
        Dense(id="dense_2", units=4, activation=ReLU()),
        Dense(id="output", units=1, activation=Sigmoid()),
    )
)


class Held:
    """An inspector whose edits come back to it, as the window lets them."""

    def __init__(self, qtbot: QtBot, design: Design = DESIGN, width: int = 320) -> None:
        self.design, self.heard = design, [design][:0]
        self.inspector = Inspector()
        self.inspector.design_edited.connect(self._on_design_edited)
        self.inspector.show_design(design, check(design))
        shown(qtbot, self.inspector, width)

    def _on_design_edited(self, design: Design) -> None:
        self.heard.append(design)
        self.design = design
        self.inspector.show_design(design, check(design))

    def select(self, *keys: str) -> SpecForm:
        self.inspector.select(keys)
        assert self.inspector.form is not None
        return self.inspector.form


def line(form: SpecForm, name: str) -> QLineEdit:
    editor = row_of(form, name).editor
    assert editor is not None
    found = editor.stops()[0]
    assert isinstance(found, QLineEdit)
    return found


def part(form: SpecForm, name: str) -> PartRow:
    row = form.rows[name]
    assert isinstance(row, PartRow)
    return row


def picker(form: SpecForm, name: str) -> Picker:
    editor = part(form, name).row.editor
    assert editor is not None and isinstance(editor.widgets[0], Picker)
    return editor.widgets[0]


def test_a_layer_is_shown_by_name_shape_and_every_field_and_edited(qtbot: QtBot) -> None:
    held = Held(qtbot)
    form = held.select("dense_1")
    head = held.inspector.head
    assert (head.name.text(), head.facts.text()) == ("Dense 1", "2 → 8, 24 parameters")
    assert set(form.rows) == {"units", "activation", "weights", "bias", "regularizer"}
    type_in(qtbot, line(form, "units"), "9")
    pick(qtbot, picker(form, "weights"), "he_normal")
    he_normal = members("initializer")["he_normal"]()
    edited = replace(DESIGN.layers[0], units=9, weights=he_normal)
    assert held.design == replace(DESIGN, layers=(edited, *DESIGN.layers[1:]))
    assert head.facts.text() == "2 → 9, 27 parameters"


def test_only_what_answers_has_the_sign_of_an_output(qtbot: QtBot) -> None:
    held = Held(qtbot)
    for layer_id, kind in (("output", "output"), ("dense_2", "dense")):
        held.select(layer_id)
        chip = held.inspector.head.chip
        assert chip is not None and chip.kind == kind
    held.inspector.show_design(replace(DESIGN, layers=DESIGN.layers[:3]))  # ends in dense_2
    chip = held.inspector.head.chip
    assert chip is not None and chip.kind == "dense"


def test_the_loss_holds_the_whole_training(qtbot: QtBot) -> None:
    held = Held(qtbot)
    form = held.select(LOSS)
    assert held.inspector.head.name.text() == "Loss" and form.isVisible()
    assert not held.inspector.note.isVisible()
    type_in(qtbot, line(form, "epochs"), "42")
    assert held.design == replace(DESIGN, training=Training(epochs=42))


def test_nothing_selected_says_how_to_and_shows_the_training(qtbot: QtBot) -> None:
    held = Held(qtbot)
    inspector = held.inspector
    assert inspector.note.isVisible() and inspector.note.text() == NOTHING
    assert not inspector.head.isVisible()
    assert inspector.form is not None and isinstance(inspector.form.spec, Training)
    held.select("dropout_1")
    assert not inspector.note.isVisible() and set(inspector.form.rows) == {"rate"}
    held.select()
    assert inspector.note.isVisible()


def test_nothing_selected_shows_the_designs_own_name_and_seed(qtbot: QtBot) -> None:
    held = Held(qtbot)
    inspector = held.inspector
    own = next(form for form in inspector.findChildren(SpecForm) if isinstance(form.spec, Design))
    assert set(own.rows) == {"name", "seed"} and own.isVisible()
    assert inspector.form is not None and own.y() < inspector.form.y()
    type_in(qtbot, line(own, "name"), "Three islands")
    assert not row_of(own, "name").reset.isVisible()
    type_in(qtbot, line(own, "seed"), "42")
    assert held.heard[-1] == replace(DESIGN, name="Three islands", seed=42)
    type_in(qtbot, line(inspector.form, "epochs"), "7")
    qtbot.mouseClick(row_of(own, "seed").reset, Left)
    training = replace(DESIGN.training, epochs=7)
    assert held.design == replace(DESIGN, name="Three islands", training=training)
    for keys in ((LOSS,), ("dense_1",), (INPUTS,), ("dense_1", LOSS)):
        inspector.select(keys)
        assert not own.isVisible()
    inspector.show_design(DESIGN)
    held.select()
    assert own.isVisible() and line(own, "name").text() == "Untitled"


def test_the_inputs_hold_the_data_and_the_output_follows_it(qtbot: QtBot) -> None:
    held = Held(qtbot, replace(DESIGN, data=Blobs(classes=2)))
    form = held.select(INPUTS)
    assert held.inspector.head.facts.text() == "Blobs, 2 of 7 features"
    type_in(qtbot, line(form, "samples"), "300")
    type_in(qtbot, line(form, "classes"), "4")
    assert held.design.data == Blobs(samples=300, classes=4)
    output = held.design.layer("output")
    assert isinstance(output, Dense) and output.units == 4


def test_several_layers_of_a_kind_are_edited_in_one_edit(qtbot: QtBot) -> None:
    held = Held(qtbot)
    form = held.select("dense_2", "dense_1")
    head = held.inspector.head
    assert (head.name.text(), head.facts.text()) == ("2 layers", "60 parameters")
    assert row_of(form, "units").complaint.text() == "Differs: 8, 4."
    assert part(form, "activation").row.complaint.text() == "Differs: tanh, ReLU."
    pick(qtbot, picker(form, "regularizer"), "l2")
    first, dropout, second, output = DESIGN.layers
    both = (replace(first, regularizer=L2()), dropout, replace(second, regularizer=L2()), output)
    assert held.heard == [replace(DESIGN, layers=both)]
    type_in(qtbot, line(form, "units"), "5")
    assert [layer.units for layer in held.design.layers if isinstance(layer, Dense)] == [5, 5, 1]
    assert not row_of(form, "units").complaint.isVisible()


@pytest.mark.parametrize("keys", [("dense_1", "dropout_1"), ("dense_1", LOSS), (INPUTS, LOSS)])
def test_columns_of_different_kinds_have_nothing_to_edit(
    qtbot: QtBot, keys: tuple[str, ...]
) -> None:
    held = Held(qtbot)
    held.inspector.select(keys)
    assert held.inspector.form is None
    assert held.inspector.note.isVisible() and held.inspector.note.text() == UNLIKE
    held.select("dense_1")
    assert not held.inspector.note.isVisible()


def test_what_one_layer_had_is_not_given_to_another(qtbot: QtBot) -> None:
    first, *others = DESIGN.layers
    held = Held(
        qtbot, replace(DESIGN, layers=(replace(first, regularizer=L2(strength=0.3)), *others))
    )
    held.select("dense_1")
    form = held.select("dense_2")
    pick(qtbot, picker(form, "regularizer"), "l1")
    assert held.design.layer("dense_2").regularizer == L1()  # type: ignore[attr-defined]


def test_what_one_document_had_is_not_given_to_another(qtbot: QtBot) -> None:
    stopping = EarlyStopping(patience=500)
    held = Held(qtbot, replace(DESIGN, training=Training(early_stopping=stopping)))
    form = held.select(LOSS)
    held.inspector.forget()
    held.inspector.show_design(DESIGN)
    editor = part(form, "early_stopping").row.editor
    assert isinstance(editor, SwitchField)
    qtbot.mouseClick(editor.switch, Left)
    assert held.design.training.early_stopping == EarlyStopping()


def test_a_residual_offers_the_layers_before_it(qtbot: QtBot) -> None:
    layers = (*DESIGN.layers[:2], Residual(id="sum", source="dense_1"), DESIGN.layers[3])
    held = Held(qtbot, replace(DESIGN, layers=layers))
    editor = row_of(held.select("sum"), "from").editor
    assert editor is not None
    sources = editor.widgets[0]
    assert isinstance(sources, Picker)
    assert [sources.itemText(n) for n in range(sources.count())] == ["Dense 1", "Dropout 1"]
    pick(qtbot, sources, "dropout_1")
    assert held.design.layer("sum").joined == "dropout_1"


def test_what_the_checks_say_of_a_field_stands_beneath_it(qtbot: QtBot) -> None:
    hot = replace(DESIGN, training=Training(optimizer=Adam(learning_rate=5.0)))
    held = Held(qtbot, hot)
    form = part(held.select(LOSS), "optimizer").inner
    row = row_of(form, "learning_rate")
    assert "Learning rate 5" in row.complaint.text() and not row.error
    type_in(qtbot, line(form, "learning_rate"), "0.01")
    assert not row.complaint.isVisible()


def test_what_is_being_typed_goes_to_the_layer_it_was_typed_for(qtbot: QtBot) -> None:
    layers = (DESIGN.layers[0], Dense(id="dense_2", units=8), DESIGN.layers[3])
    held = Held(qtbot, replace(DESIGN, layers=layers))
    units = line(held.select("dense_1"), "units")
    units.setFocus()
    units.selectAll()
    qtbot.keyClicks(units, "12")
    held.select("dense_2")
    found = [layer.units for layer in held.design.layers if isinstance(layer, Dense)]
    assert found == [12, 8, 1]
    assert units.text() == "8"


@pytest.mark.parametrize("typed", ["", "12"])
def test_the_keyboard_is_given_away_with_the_form_it_was_in(qtbot: QtBot, typed: str) -> None:
    held = Held(qtbot)
    units = line(held.select("dense_1"), "units")
    units.setFocus()
    units.selectAll()
    qtbot.keyClicks(units, typed)
    heard = list(held.heard)
    with qtbot.waitSignal(held.inspector.keyboard_lost):
        held.inspector.show_design(replace(DESIGN, layers=DESIGN.layers[1:]))
    assert held.heard == heard  # nothing for a layer that is gone
    held.inspector.show_design(DESIGN)
    units.setFocus()
    held.select("dense_2")
    assert units.isVisible() and units.hasFocus()  # the same field of another layer
    with qtbot.waitSignal(held.inspector.keyboard_lost):
        held.select("dropout_1")


def test_a_selected_layer_that_is_gone_leaves_nothing_selected(qtbot: QtBot) -> None:
    held = Held(qtbot)
    held.select("dropout_1")
    held.inspector.show_design(replace(DESIGN, layers=DESIGN.layers[2:]))
    assert held.inspector.note.text() == NOTHING and held.heard == []


def test_forms_are_kept_and_nothing_is_told_while_designs_are_shown(qtbot: QtBot) -> None:
    held = Held(qtbot)
    form = held.select("dense_1")
    other = replace(DESIGN, layers=(Dense(id="dense_1", units=3, activation=LeakyReLU()),))
    held.inspector.show_design(other)
    assert held.inspector.form is form and form.spec == other.layers[0]
    held.inspector.show_design(DESIGN)
    assert held.select("dense_2") is form
    assert held.heard == []


def test_a_hidden_inspector_builds_nothing_and_catches_up_when_it_is_seen(qtbot: QtBot) -> None:
    inspector = Inspector()
    inspector.show_design(DESIGN)
    inspector.select(("dense_2",))
    assert inspector.form is None and not inspector.findChildren(SpecForm)
    shown(qtbot, inspector)
    assert inspector.form is not None and inspector.form.spec == DESIGN.layers[2]


def test_what_can_be_done_to_layers_stands_at_the_head(qtbot: QtBot) -> None:
    held = Held(qtbot)
    held.select("dense_1")
    assert not held.inspector.head.more.isVisible()
    duplicate = QAction("Duplicate", held.inspector)
    held.inspector.offer([duplicate])
    assert held.inspector.head.more.isVisible()
    with qtbot.waitSignal(duplicate.triggered):
        qtbot.mouseClick(held.inspector.head.more, Left)
        qtbot.waitUntil(held.inspector.head.menu.isVisible)
        qtbot.keyClick(held.inspector.head.menu, Qt.Key.Key_Down)
        qtbot.keyClick(held.inspector.head.menu, Qt.Key.Key_Return)
    held.select(LOSS)
    assert not held.inspector.head.more.isVisible()


def test_tab_goes_through_the_form_from_top_to_bottom(qtbot: QtBot) -> None:
    held = Held(qtbot)
    form = held.select("dense_1")
    pick(qtbot, picker(form, "regularizer"), "l2")  # brings a field of its own
    stops = [stop for stop in form.stops() if stop.isVisible() and stop.isEnabled()]
    stops = [stop for stop in stops if stop.focusPolicy() & Qt.FocusPolicy.TabFocus]
    stops[0].setFocus()
    for stop in stops[1:]:
        qtbot.keyClick(stops[stops.index(stop) - 1], Qt.Key.Key_Tab)
        assert stop.hasFocus()


def test_a_value_of_another_class_comes_back_to_the_form_it_had(qtbot: QtBot) -> None:
    held = Held(qtbot)
    activation = part(held.select("dense_1"), "activation")
    pick(qtbot, picker(held.select("dense_1"), "activation"), "leaky_relu")
    slope = activation.inner
    enter(qtbot, row_of(slope, "slope"), 0.5)
    pick(qtbot, picker(held.select("dense_1"), "activation"), "tanh")
    assert activation.inner is None and not slope.isVisible()
    pick(qtbot, picker(held.select("dense_1"), "activation"), "leaky_relu")
    assert activation.inner is slope and slope.isVisible()
    assert slope.spec == LeakyReLU() == held.design.layers[0].bend


COLUMNS = tuple(TableColumn(name=f"a column with a long name {n}") for n in range(30))


@pytest.mark.parametrize(("width", "font"), [(288, 13.0), (360, 13.0), (288, 26.0)])
@pytest.mark.parametrize("key", ["dense_1", "norm", LOSS, INPUTS, ""])
def test_nothing_is_cut_off(qtbot: QtBot, width: int, font: float, key: str) -> None:
    before = appearance().sizes.body
    appearance().set_font_size(font)
    try:
        table = Csv(path="t.csv", target="y", columns=COLUMNS)
        layers = (DESIGN.layers[0], LayerNorm(id="norm"), DESIGN.layers[3])
        held = Held(qtbot, replace(DESIGN, layers=layers, data=table), width=width)
        form = held.select(*[key][: bool(key)])

        def is_as_wide_as_it_must() -> bool:
            inspector = held.inspector
            inspector.resize(inspector.minimumSizeHint().expandedTo(inspector.size()))
            return form.mapTo(inspector, form.rect().topRight()).x() <= inspector.rect().right()

        qtbot.waitUntil(is_as_wide_as_it_must)
        edge = held.inspector.rect().right()
        for widget in form.findChildren(QWidget):
            if widget.isVisible() and not (isinstance(widget, Label) and not widget.text()):
                assert widget.mapTo(held.inspector, widget.rect().topRight()).x() <= edge
                needed = widget.minimumSizeHint().width()
                if isinstance(widget, QLineEdit) and widget.property("inner"):
                    needed = widget.fontMetrics().horizontalAdvance(widget.text())
                assert widget.width() >= min(needed, form.width())
    finally:
        appearance().set_font_size(float(before))

"""The network as rows: what a person does to them by mouse or keyboard is a new design."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from engine.activations import ReLU, Sigmoid, Tanh
from engine.checks import check
from engine.data import Blobs, Csv
from engine.design import Design, Training
from engine.layers import BatchNorm, Dense, Dropout, Layer, LayerNorm, Residual
from engine.losses import MeanSquaredError
from engine.spec import members
from playground.inspector.form import SpecForm
from playground.inspector.layer_row import LayerRow, counted
from playground.inspector.network_panel import NetworkPanel
from playground.inspector.parts import PartRow
from playground.widgets import Picker
from playground.window.appearance import appearance
from tests.playground.inspector.hands import Left, pick, row_of, shown, type_in

DESIGN = Design(
    layers=(
        Dense(units=8, activation=Tanh()),
        Dropout(rate=0.25),
        Dense(id="output", units=1, activation=Sigmoid()),
    )
)


class Held:
    """A panel and the document it stands for: every edit comes back, with its problems."""

    def __init__(self, qtbot: QtBot, design: Design, echo: bool = True, width: int = 320) -> None:
        self.panel = NetworkPanel()
        self.heard: list[Design] = []
        self._echo = echo
        self.panel.design_edited.connect(self._on_design_edited)
        self.panel.show_design(design, check(design))
        shown(qtbot, self.panel, width)

    def _on_design_edited(self, design: Design) -> None:
        self.heard.append(design)
        if self._echo:
            self.panel.show_design(design, check(design))

    @property
    def design(self) -> Design:
        return self.heard[-1]

    def row(self, layer_id: str) -> LayerRow:
        return self.panel.list.row(layer_id)

    @property
    def form(self) -> SpecForm:
        assert self.panel.layer_form.form is not None
        return self.panel.layer_form.form


def ids(design: Design) -> list[str]:
    return [layer.id for layer in design.layers]


def test_rows_say_shape_parameters_and_what_they_are(qtbot: QtBot) -> None:
    held = Held(qtbot, DESIGN)
    said = [(row.shown.shape, counted(row.shown.parameters)) for row in held.panel.list.rows]
    assert said == [("2 → 8", "24 par."), ("8 → 8", "0 par."), ("8 → 1", "9 par.")]
    assert [row.shown.output for row in held.panel.list.rows] == [False, False, True]
    assert held.row("dense_1").accessibleName() == "Dense 1, Dense, 2 → 8, 24 par."


def test_parameters_are_counted_shortly() -> None:
    counts = [0, 999, 8320, 123456, 2_500_000]
    said = ["0 par.", "999 par.", "8.3k par.", "123k par.", "2.5M par."]
    assert [counted(count) for count in counts] == said
    assert counted(None) == ""


def test_an_unsound_tail_has_no_shape(qtbot: QtBot) -> None:
    held = Held(qtbot, replace(DESIGN, layers=(*DESIGN.layers[:2], Residual(source="gone"))))
    assert [row.shown.shape for row in held.panel.list.rows] == ["2 → 8", "8 → 8", "→ ?"]
    assert held.row("residual_1").shown.severity == "error"


def test_units_are_stepped_in_the_row(qtbot: QtBot) -> None:
    held = Held(qtbot, DESIGN)
    stepper = held.row("dense_1").stepper
    assert stepper is not None
    qtbot.mouseClick(stepper.more, Left)
    assert held.design == replace(
        DESIGN, layers=(Dense(id="dense_1", units=9, activation=Tanh()), *DESIGN.layers[1:])
    )
    assert held.row("dropout_1").shown.shape == "9 → 9"
    qtbot.mouseClick(stepper.less, Left)
    assert held.design == DESIGN
    held.row("dense_1").setFocus()
    qtbot.keyClicks(held.row("dense_1"), "+")
    assert held.design.layers[0].units_out(2) == 9


def test_one_unit_is_the_least(qtbot: QtBot) -> None:
    held = Held(qtbot, DESIGN)
    stepper = held.row("output").stepper
    assert stepper is not None and not stepper.less.isEnabled()


def test_activation_and_rate_are_chosen_in_the_row(qtbot: QtBot) -> None:
    held = Held(qtbot, DESIGN)
    picker = held.row("dense_1").editors["activation"].widgets[0]
    assert isinstance(picker, Picker)
    pick(qtbot, picker, "relu")
    assert held.design.layers[0] == Dense(id="dense_1", units=8, activation=ReLU())
    type_in(qtbot, held.row("dropout_1").editors["rate"].stops()[0], "0.5")
    assert held.design.layers[1] == Dropout(id="dropout_1", rate=0.5)


@pytest.mark.parametrize("kind", members(Layer))
def test_a_layer_of_every_kind_is_added_from_the_menu(qtbot: QtBot, kind: str) -> None:
    held = Held(qtbot, DESIGN)
    held.panel.select("dense_1")
    qtbot.mouseClick(held.panel.add, Left)
    assert held.panel.add_menu.isVisible()
    action = next(a for a in held.panel.add_menu.actions() if a.data() == kind)
    held.panel.add_menu.setActiveAction(action)
    qtbot.keyClick(held.panel.add_menu, Qt.Key.Key_Return)
    assert [layer.kind for layer in held.design.layers] == ["dense", kind, "dropout", "dense"]
    assert held.panel.list.chosen == held.design.layers[1].id
    assert held.form.spec == held.design.layers[1]


def test_what_cannot_be_added_is_greyed_with_the_reason(qtbot: QtBot) -> None:
    held = Held(qtbot, replace(DESIGN, layers=DESIGN.layers[-1:]))
    qtbot.mouseClick(held.panel.add, Left)
    action = next(a for a in held.panel.add_menu.actions() if a.data() == "residual")
    assert not action.isEnabled() and "none before" in action.toolTip()
    held.panel.add_menu.close()
    held.panel.add_layer("residual")
    assert held.heard == []


def test_a_network_is_built_from_nothing(qtbot: QtBot) -> None:
    held = Held(qtbot, Design(data=Blobs()))
    assert any(label.isVisible() and "empty" in label.text() for label in labels(held.panel.list))
    card = held.panel.problem_list.cards[0]
    qtbot.mouseClick(card.buttons[0], Left)  # Add an output
    held.panel.add_layer("dense")
    held.panel.add_layer("dropout")
    assert [layer.kind for layer in held.design.layers] == ["dense", "dropout", "dense"]
    assert not [p for p in check(held.design) if p.severity == "error"]


def labels(widget: QWidget) -> list[QLabel]:
    return widget.findChildren(QLabel)


def test_removing_by_key_or_button_selects_what_then_stands_there(qtbot: QtBot) -> None:
    held = Held(qtbot, DESIGN)
    row = held.row("dense_1")
    qtbot.mouseClick(row, Left, pos=row.rect().topLeft() + row.rect().center() / 8)
    assert held.panel.list.chosen == "dense_1"
    qtbot.keyClick(row, Qt.Key.Key_Delete)
    assert ids(held.design) == ["dropout_1", "output"]
    assert held.panel.list.chosen == "dropout_1" and held.row("dropout_1").hasFocus()
    qtbot.mouseClick(held.panel.gone, Left)
    qtbot.mouseClick(held.panel.gone, Left)
    assert held.design.layers == ()
    assert not held.panel.gone.isEnabled() and not held.panel.layer_form.isVisible()


def test_removing_what_a_residual_adds_is_an_edit_that_is_reported(qtbot: QtBot) -> None:
    layers = (*DESIGN.layers[:2], Residual(source="dense_1"), DESIGN.layers[2])
    held = Held(qtbot, replace(DESIGN, layers=layers))
    held.panel.remove("dense_1")
    assert ids(held.design) == ["dropout_1", "residual_1", "output"]
    assert held.row("residual_1").shown.severity == "error"


def test_a_layer_is_moved_by_keys_and_keeps_the_keyboard(qtbot: QtBot) -> None:
    held = Held(qtbot, DESIGN)
    row = held.row("dropout_1")
    row.setFocus()
    row.selected.emit()
    qtbot.keyClick(row, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert ids(held.design) == ["dropout_1", "dense_1", "output"]
    assert row.hasFocus() and held.panel.list.rows[0] is row
    assert not held.panel.up.isEnabled()
    qtbot.mouseClick(held.panel.down, Left)
    assert held.design == DESIGN
    qtbot.keyClick(row, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)  # the output stays last
    assert held.design == DESIGN and not held.panel.down.isEnabled()


def test_duplicate_selects_the_copy(qtbot: QtBot) -> None:
    held = Held(qtbot, DESIGN)
    held.panel.select("dropout_1")
    qtbot.mouseClick(held.panel.copy, Left)
    assert ids(held.design) == ["dense_1", "dropout_1", "dropout_2", "output"]
    assert held.panel.list.chosen == "dropout_2"


def test_arrows_walk_the_rows_and_enter_goes_on_into_the_form(qtbot: QtBot) -> None:
    held = Held(qtbot, DESIGN)
    rows = held.panel.list.rows
    rows[0].setFocus()
    qtbot.keyClick(rows[0], Qt.Key.Key_Down)
    assert rows[1].hasFocus() and held.panel.list.chosen == "dropout_1"
    qtbot.keyClick(rows[1], Qt.Key.Key_Down)
    qtbot.keyClick(rows[2], Qt.Key.Key_Down)
    assert rows[2].hasFocus()
    qtbot.keyClick(rows[2], Qt.Key.Key_Return)
    focused = QApplication.focusWidget()
    assert focused is not None and held.form.isAncestorOf(focused)
    assert held.heard == []


def test_the_selected_layer_is_edited_in_full(qtbot: QtBot) -> None:
    held = Held(qtbot, DESIGN)
    held.panel.select("dense_1")
    weights = held.form.rows["weights"]
    assert isinstance(weights, PartRow)
    pick(qtbot, weights.row.editor.widgets[0], "he_normal")  # type: ignore[union-attr,arg-type]
    assert held.design.layers[0] == replace(
        DESIGN.layers[0], weights=members("initializer")["he_normal"]()
    )
    held.panel.select("dropout_1")
    assert set(held.form.rows) == {"id", "rate"}


def test_a_new_name_is_followed_and_a_taken_one_refused(qtbot: QtBot) -> None:
    layers = (*DESIGN.layers[:2], Residual(source="dense_1"), DESIGN.layers[2])
    held = Held(qtbot, replace(DESIGN, layers=layers))
    held.panel.select("dense_1")
    line = row_of(held.form, "id").editor.stops()[0]  # type: ignore[union-attr]
    assert isinstance(line, QLineEdit)
    type_in(qtbot, line, "output")
    assert held.heard == [] and "an id of its own" in row_of(held.form, "id").error
    assert line.text() == "dense_1"
    type_in(qtbot, line, "wide")
    assert ids(held.design)[0] == "wide" and held.design.layers[2].joined == "wide"
    assert held.panel.list.chosen == "wide" and line.hasFocus()


def test_a_residual_offers_the_layers_before_it(qtbot: QtBot) -> None:
    layers = (*DESIGN.layers[:2], Residual(source="dense_1"), DESIGN.layers[2])
    held = Held(qtbot, replace(DESIGN, layers=layers))
    picker = held.row("residual_1").editors["source"].widgets[0]
    assert isinstance(picker, Picker)
    assert [picker.itemText(n) for n in range(picker.count())] == ["Dense 1", "Dropout 1"]
    pick(qtbot, picker, "dropout_1")
    assert held.design.layers[2].joined == "dropout_1"


def test_training_is_edited_beneath(qtbot: QtBot) -> None:
    held = Held(qtbot, DESIGN)
    form = held.panel.training_form
    type_in(qtbot, row_of(form, "epochs").editor.stops()[0], "42")  # type: ignore[union-attr]
    assert held.design == replace(DESIGN, training=Training(epochs=42))


def test_problems_stand_worst_first_and_their_fix_mends(qtbot: QtBot) -> None:
    wrong = replace(
        DESIGN,
        data=Blobs(),
        training=Training(batch_size=5000, loss=MeanSquaredError()),
    )
    prepared_free = check(wrong)
    held = Held(qtbot, wrong)
    cards = held.panel.problem_list.cards
    assert cards[0].severity == "error"
    assert len(cards) == len(prepared_free)
    first = cards[0].buttons[0]
    assert first.text() == "Use 3 units" and first.kind == "primary"
    assert all(b.kind == "secondary" for card in cards[1:] for b in card.buttons)
    qtbot.mouseClick(first, Left)
    output = held.design.layer("output")
    assert isinstance(output, Dense) and output.units == 3
    assert held.row("output").shown.severity == ""


def test_without_problems_there_is_no_list(qtbot: QtBot) -> None:
    held = Held(qtbot, DESIGN)
    assert not held.panel.problem_list.isVisible()


def test_nothing_is_told_while_a_design_is_shown_and_rows_are_kept(qtbot: QtBot) -> None:
    held = Held(qtbot, DESIGN)
    held.panel.select("dropout_1")
    rows, form = list(held.panel.list.rows), held.form
    other = replace(
        DESIGN,
        layers=(
            Dense(id="dense_1", units=20, activation=ReLU()),
            Dropout(id="dropout_1", rate=0.1),
            DESIGN.layers[2],
        ),
        training=Training(epochs=3),
    )
    held.panel.show_design(other, check(other))
    assert held.panel.list.rows == rows and held.form is form
    assert held.form.spec == other.layers[1]
    held.panel.show_design(DESIGN, check(DESIGN))
    assert held.heard == []


def test_the_selection_goes_where_its_layer_went(qtbot: QtBot) -> None:
    held = Held(qtbot, DESIGN)
    held.panel.select("dropout_1")
    told: list[str] = []
    held.panel.layer_selected.connect(told.append)
    held.panel.show_design(replace(DESIGN, layers=DESIGN.layers[::2]))
    assert told == [""] and not held.panel.layer_form.isVisible()


def test_an_edit_is_shown_also_before_it_comes_back(qtbot: QtBot) -> None:
    held = Held(qtbot, DESIGN, echo=False)
    held.panel.add_layer("layer_norm")
    held.panel.add_layer("batch_norm")
    assert ids(held.design) == ["dense_1", "dropout_1", "layer_norm_1", "batch_norm_1", "output"]


def test_a_table_that_is_not_read_has_no_shapes_yet(qtbot: QtBot) -> None:
    held = Held(qtbot, replace(DESIGN, data=Csv(path="t.csv", target="y")))
    assert {row.shown.shape for row in held.panel.list.rows} == {"→ ?"}


def test_tab_stops_once_for_all_rows_and_then_at_their_editors(qtbot: QtBot) -> None:
    held = Held(qtbot, DESIGN)
    rows = held.panel.list.rows
    strong = [row for row in rows if row.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert strong == rows[:1]
    held.panel.select("dropout_1")
    strong = [row for row in rows if row.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert strong == [rows[1]]


@pytest.mark.parametrize(("width", "font"), [(288, 13.0), (360, 13.0), (288, 26.0)])
def test_nothing_in_a_row_is_cut_off(qtbot: QtBot, width: int, font: float) -> None:
    before = appearance().sizes.body
    appearance().set_font_size(font)
    try:
        layers = (*DESIGN.layers[:2], BatchNorm(), LayerNorm(), Residual(source="dense_1"))
        held = Held(qtbot, replace(DESIGN, layers=(*layers, DESIGN.layers[2])), width=width)
        assert held.panel.width() >= width
        for row in held.panel.list.rows:
            assert held.panel.rect().right() >= row.mapTo(held.panel, row.rect().topRight()).x()
            parts = [w for w in row.children() if isinstance(w, QWidget) and w.isVisible()]
            parts = [part for part in parts if part.objectName() != "focus_ring"]
            for place, part in enumerate(parts):
                assert row.rect().contains(part.geometry())
                assert part.width() >= part.minimumSizeHint().width()
                assert not any(part.geometry().intersects(o.geometry()) for o in parts[:place])
    finally:
        appearance().set_font_size(float(before))

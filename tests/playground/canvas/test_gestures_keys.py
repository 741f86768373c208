"""A network is designed on the canvas without a mouse, and every step can be undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QAction, QFocusEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from engine.activations import Softmax, Tanh
from engine.data import Blobs
from engine.design import Design
from engine.layers import Dense, Dropout, Residual
from playground.canvas.gestures import edits
from playground.canvas.gestures.drops import mime_of
from playground.canvas.scene import column_words
from playground.widgets import settle_focused
from tests.playground.canvas.bench import Bench

Key, Mod = Qt.Key, Qt.KeyboardModifier
EMPTY = Design(data=Blobs())
FULL = Design(
    data=Blobs(),
    layers=(
        Dense(units=8, activation=Tanh()),
        Dropout(rate=0.2),
        Dense(units=8, activation=Tanh()),
        Residual(source="dense_1"),
        Dense(id="output", units=3, activation=Softmax()),
    ),
)


@pytest.fixture
def full(qtbot: QtBot) -> Bench:
    bench = Bench(qtbot, FULL)
    bench.canvas.setFocus()
    bench.canvas.select(("dense_1",))
    return bench


def test_a_classifier_is_built_undone_and_done_again_by_keys_alone(qtbot: QtBot) -> None:
    bench = Bench(qtbot, EMPTY)
    bench.canvas.setFocus()
    bench.key(Key.Key_Space)
    bench.key(Key.Key_Return)
    bench.key(Key.Key_Space)
    bench.type("drop")
    bench.key(Key.Key_Return)
    bench.key(Key.Key_Space)
    bench.type("dense")
    bench.key(Key.Key_Return)
    bench.key(*[Key.Key_Minus] * 5)
    bench.key(Key.Key_Return)
    bench.type("softm")
    bench.key(Key.Key_Return)
    built = bench.design
    assert built.layers == (
        Dense(id="dense_1", units=8, activation=Tanh()),
        Dropout(id="dropout_1"),
        Dense(id="dense_2", units=3, activation=Softmax()),
    )
    assert bench.agrees()
    assert bench.canvas.hasFocus()
    while bench.document.undo_words:
        bench.document.undo()
        assert bench.agrees()
    assert bench.design == EMPTY
    while bench.document.redo_words:
        bench.document.redo()
    assert bench.design == built and bench.agrees()


def test_tab_walks_the_columns_and_leaves_at_the_end(full: Bench) -> None:
    seen = []
    for _ in range(6):
        seen.append(full.canvas.selection)
        full.key(Key.Key_Tab)
    assert seen[0] == ("dense_1",) and seen[4] == ("output",) and seen[5] == ("@loss",)
    assert full.canvas.shown.focused == "@loss"
    full.key(Key.Key_Backtab)
    assert full.canvas.selection == ("output",)
    full.key(Key.Key_Home)
    assert full.canvas.selection == ("@inputs",)
    full.key(Key.Key_Left)
    assert full.canvas.selection == ("@inputs",)


def test_shift_arrows_extend_and_come_back(full: Bench) -> None:
    full.key(Key.Key_Right, Key.Key_Right, hold=Mod.ShiftModifier)
    assert full.canvas.selection == ("dense_1", "dropout_1", "dense_2")
    full.key(Key.Key_Left, hold=Mod.ShiftModifier)
    assert full.canvas.selection == ("dense_1", "dropout_1")


def test_alt_arrows_reorder_and_one_undo_takes_each_back(full: Bench) -> None:
    full.canvas.select(("dropout_1",))
    full.key(Key.Key_Right, hold=Mod.AltModifier)
    assert full.ids == ["dense_1", "dense_2", "dropout_1", "residual_1", "output"]
    assert full.canvas.selection == ("dropout_1",)
    full.key(Key.Key_Left, Key.Key_Left, hold=Mod.AltModifier)
    assert full.ids[:2] == ["dropout_1", "dense_1"]
    for _ in range(3):
        full.document.undo()
    assert full.design == FULL and not full.document.undo_words


def test_a_residual_does_not_go_before_what_it_adds_and_says_why(full: Bench) -> None:
    full.canvas.select(("residual_1",))
    full.key(*[Key.Key_Left] * 5, hold=Mod.AltModifier)
    assert full.ids == ["dense_1", "residual_1", "dropout_1", "dense_2", "output"]
    assert full.said[-1] == "Residual 1 adds Dense 1, so it stays after it."


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_delete_and_backspace_remove_the_selection_as_one_edit(full: Bench, key: Key) -> None:
    full.canvas.select(("dense_1", "dropout_1"))
    full.key(key)
    assert full.ids == ["dense_2", "residual_1", "output"]
    assert full.canvas.selection == ("dense_2",)
    full.document.undo()
    assert full.design == FULL


def test_copies_follow_their_originals(full: Bench) -> None:
    full.canvas.select(("dense_1", "dropout_1"))
    full.key(Key.Key_D, hold=Mod.ControlModifier)
    assert full.ids[:4] == ["dense_1", "dropout_1", "dense_3", "dropout_2"]
    assert full.canvas.selection == ("dense_3", "dropout_2")
    assert full.document.undo_words == "duplicate 2 layers"


def test_layers_are_carried_to_another_canvas_by_the_clipboard(full: Bench, qtbot: QtBot) -> None:
    full.canvas.select(("dense_1", "dropout_1"))
    full.key(Key.Key_C, hold=Mod.ControlModifier)
    assert '"kind": "dropout"' in QGuiApplication.clipboard().text()
    other = Bench(qtbot, EMPTY)
    other.canvas.setFocus()
    other.key(Key.Key_V, hold=Mod.ControlModifier)
    assert other.design.layers == FULL.layers[:2]
    other.key(Key.Key_V, hold=Mod.ControlModifier)
    assert other.ids == ["dense_1", "dropout_1", "dense_2", "dropout_2"]
    other.canvas.select(("dense_1",))
    other.key(Key.Key_X, hold=Mod.ControlModifier)
    assert other.document.undo_words == "cut Dense 1"
    assert other.ids == ["dropout_1", "dense_2", "dropout_2"] and other.agrees()


def test_a_foreign_clipboard_is_refused_in_words(full: Bench) -> None:
    QGuiApplication.clipboard().setText("x = 1")
    full.key(Key.Key_V, hold=Mod.ControlModifier)
    assert full.design == FULL
    assert full.said[-1].startswith("The clipboard holds no layers.")
    QGuiApplication.clipboard().clear()
    full.said.clear()
    full.key(Key.Key_V, hold=Mod.ControlModifier)
    assert full.said[-1].startswith("The clipboard holds no layers.")


def test_units_step_by_keys_and_are_one_edit(full: Bench) -> None:
    full.key(Key.Key_Plus, Key.Key_Plus, Key.Key_Minus, Key.Key_Equal)
    assert full.design.layer("dense_1") == Dense(id="dense_1", units=10, activation=Tanh())
    full.document.undo()
    assert full.design == FULL


def test_a_name_is_edited_in_place_and_a_refused_one_says_why(full: Bench) -> None:
    full.key(Key.Key_F2)
    renamer = full.gestures.asking.renamer
    line = renamer.line
    assert line.isVisible() and line.text() == "Dense 1" and line.selectedText() == "Dense 1"
    full.type("Output")
    full.key(Key.Key_Return)
    assert line.isVisible() and "Another layer is called Output" in renamer.reason
    line.selectAll()
    full.type("Bends")
    full.key(Key.Key_Return)
    assert not line.isVisible() and full.ids[0] == "bends"
    assert full.design.layer("residual_1").joined == "bends"
    assert full.canvas.selection == ("bends",) and full.canvas.hasFocus()
    full.key(Key.Key_F2)
    full.type("other")
    full.key(Key.Key_Escape)
    assert not line.isVisible() and full.ids[0] == "bends"


def test_a_refused_name_is_forgotten_when_it_is_given_up(full: Bench) -> None:
    full.key(Key.Key_F2)
    full.type("f(x)")
    full.key(Key.Key_Return)
    assert full.said[-1] == "Use letters a–z, digits and spaces."
    note = full.canvas.window().findChild(QWidget, "complaint")
    assert note is not None and note.width() <= full.canvas.look.sizes.tooltip
    full.key(Key.Key_Escape)
    assert full.said[-1] == "" and full.design == FULL


def test_a_long_complaint_is_wrapped(full: Bench) -> None:
    full.key(Key.Key_F2)
    full.type("train")
    full.key(Key.Key_Return)
    note = full.canvas.window().findChild(QWidget, "complaint")
    assert note is not None and note.width() <= full.canvas.look.sizes.tooltip
    assert note.height() > 2 * full.canvas.look.sizes.body
    full.key(Key.Key_Escape)


def test_esc_first_closes_the_type_ahead_then_clears_the_selection(full: Bench) -> None:
    full.key(Key.Key_Space)
    assert full.gestures.asking.search_box.isVisible() and full.canvas.shown.insertion == 1
    full.key(Key.Key_Escape)
    assert not full.gestures.asking.search_box.isVisible() and full.canvas.shown.insertion == -1
    assert full.canvas.selection == ("dense_1",)
    full.key(Key.Key_Escape)
    assert full.canvas.selection == () and full.design == FULL


def test_the_canvas_takes_its_keys_before_the_windows_shortcuts(full: Bench) -> None:
    action = QAction("Delete", full.canvas)
    action.setShortcut(QKeySequence("Del"))
    full.canvas.addAction(action)
    full.key(Key.Key_Delete)
    assert full.ids[0] == "dropout_1"


def test_what_is_typed_in_place_is_taken_when_it_is_called_for(full: Bench) -> None:
    asking = full.gestures.asking
    asking.count("dense_1")
    full.type("12")
    settle_focused()
    assert full.design.layers[0] == Dense(id="dense_1", units=12, activation=Tanh())
    assert not asking.units_editor.number.isVisible() and full.canvas.hasFocus()
    full.key(Key.Key_F2)
    full.type("wide")
    settle_focused()
    assert full.ids[0] == "wide" and full.canvas.hasFocus()
    full.key(Key.Key_Space)
    full.type("drop")
    settle_focused()
    assert asking.search_box.isVisible() and asking.search_box.line.hasFocus()


@pytest.mark.parametrize(
    "reason", [Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason]
)
def test_a_menu_or_another_window_over_a_half_typed_name_leaves_it(
    full: Bench, reason: Qt.FocusReason
) -> None:
    full.key(Key.Key_F2)
    full.type("wid")
    line = full.gestures.asking.renamer.line
    QApplication.sendEvent(line, QFocusEvent(QEvent.Type.FocusOut, reason))
    assert line.isVisible() and line.text() == "wid" and full.design == FULL
    full.type("e")
    full.key(Key.Key_Return)
    assert full.ids[0] == "wide"


def test_the_number_of_units_being_edited_follows_an_undo(full: Bench) -> None:
    asking = full.gestures.asking
    asking.count("dense_1")
    number = asking.units_editor.number
    assert asking.units_editor.line.accessibleName() == "Units of Dense 1"
    full.key(Key.Key_Up, Key.Key_Up)
    assert full.design.layers[0].units == 10 == number.value
    full.document.undo()
    assert full.design.layers[0].units == 8 == number.value and number.isVisible()
    full.key(Key.Key_Up)
    assert full.design.layers[0].units == 9
    full.type("12")
    full.document.undo()
    assert asking.units_editor.line.text().endswith("12")  # what is typed is not taken away
    full.key(Key.Key_Escape)
    assert full.design == FULL


def test_a_lone_residual_is_pasted_as_it_is_dropped(full: Bench) -> None:
    text = edits.palette_text("residual")
    QGuiApplication.clipboard().setMimeData(mime_of(text))
    full.canvas.select(("dense_2",))
    full.gestures.paste()
    pasted = full.design
    assert pasted.layers[3].joined == "dropout_1"
    full.document.undo()
    full.drop(text, full.gap(3))
    assert full.design == pasted
    full.document.undo()
    full.canvas.select(("@inputs",))
    full.gestures.paste()
    assert full.said[-1].startswith("A residual adds an earlier layer") and full.design == FULL


@pytest.mark.parametrize("asks", ["rename", "count"])
def test_what_is_edited_in_place_goes_with_its_column(full: Bench, asks: str) -> None:
    canvas, asking = full.canvas, full.gestures.asking
    canvas.resize(1296, 664)
    getattr(asking, asks)("dense_2")
    field = {"rename": asking.renamer.line, "count": asking.units_editor.number}[asks]

    def beside() -> float:
        header = canvas.to_view(canvas.placed("dense_2").header)
        return field.geometry().center().x() - header.center().x()

    before, place = beside(), field.pos()
    canvas.zoom_by(1.5, QPointF())
    assert field.pos() != place and beside() == pytest.approx(before, abs=2)
    place = field.pos()
    canvas.pan_by(-60, 0)
    assert field.x() == place.x() - 60
    canvas.resize(1100, 500)
    canvas.fit()
    assert beside() == pytest.approx(before, abs=2)
    canvas.zoom_by(4.0, QPointF())
    canvas.pan_by(-1e6, -1e6)
    assert canvas.rect().contains(field.geometry()) and field.isVisible()


def test_what_is_asked_stands_beside_what_covers_the_canvas(full: Bench) -> None:
    canvas, asking = full.canvas, full.gestures.asking
    canvas.cover(300)
    asking.search(5)
    box = asking.search_box
    assert canvas.free.contains(QRectF(box.card.translated(box.pos())))
    box.close_search()
    asking.rename("output")
    assert canvas.free.contains(QRectF(asking.renamer.line.geometry()))
    canvas.cover(500)
    assert canvas.free.contains(QRectF(asking.renamer.line.geometry()))


def test_each_column_is_said_where_the_keyboard_comes_to_it(full: Bench) -> None:
    canvas = full.canvas
    full.key(Key.Key_Home)
    said = [canvas.accessibleDescription()]
    for _ in canvas.scene.keys[1:]:
        full.key(Key.Key_Right)
        said.append(canvas.accessibleDescription())
    assert said == [column_words(column) for column in canvas.scene.columns]
    canvas.select(("dense_1",))
    full.key(Key.Key_Plus)
    assert "gives 9" in canvas.accessibleDescription()
    full.key(Key.Key_Down, Key.Key_Up)
    assert canvas.accessibleDescription().startswith("Dense 1, ")
    full.key(Key.Key_Escape)
    assert canvas.accessibleDescription().startswith("The outline")

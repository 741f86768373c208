"""A network is designed on the canvas without a keyboard; half a gesture changes nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from engine.activations import Softmax, Tanh
from engine.layers import Dense, Dropout
from playground.canvas.gestures import edits
from tests.playground.canvas.bench import Bench, Left
from tests.playground.canvas.test_gestures_keys import EMPTY, FULL

Shift = Qt.KeyboardModifier.ShiftModifier
OUT = QPointF(-60, 60)


@pytest.fixture
def full(qtbot: QtBot) -> Bench:
    return Bench(qtbot, FULL)


def test_a_classifier_is_built_undone_and_done_again_by_mouse_alone(qtbot: QtBot) -> None:
    bench = Bench(qtbot, EMPTY)
    bench.drop(edits.palette_text("dense"), bench.gap(0))
    bench.drop(edits.palette_text("dense"), bench.gap(1))
    bench.drop(edits.palette_text("dropout"), bench.gap(1))
    assert bench.ids == ["dense_1", "dropout_1", "dense_2"]
    for _ in range(5):
        bench.click(bench.canvas.part("dense_2", "minus").center())
    bench.click(bench.canvas.part("dense_2", "choice").center())
    box = bench.gestures.asking.search_box
    row = next(row for row, found in enumerate(box.proposals) if found.key == "softmax")
    box.list.scrollToItem(box.list.item(row))
    place = box.list.visualItemRect(box.list.item(row)).center()
    qtbot.mouseClick(box.list.viewport(), Left, pos=place)
    built = bench.design
    assert built.layers == (
        Dense(id="dense_1", units=8, activation=Tanh()),
        Dropout(id="dropout_1"),
        Dense(id="dense_2", units=3, activation=Softmax()),
    )
    assert bench.agrees()
    steps = 0
    while bench.document.undo_words:
        bench.document.undo()
        steps += 1
        assert bench.agrees()
    assert bench.design == EMPTY and steps == 5
    while bench.document.redo_words:
        bench.document.redo()
    assert bench.design == built and bench.agrees()


def test_the_gap_lights_up_before_the_drop_and_goes_dark_where_it_leaves(full: Bench) -> None:
    def apart() -> float:
        return full.canvas.placed("dense_2").middle - full.canvas.placed("dropout_1").middle

    before = apart()
    with full.dragging(edits.palette_text("dropout"), full.gap(2), leaves=True):
        assert full.canvas.shown.insertion == 2 and not full.canvas.shown.refused
        assert apart() == pytest.approx(before + full.canvas.look.sizes.columns)
    assert full.canvas.shown.insertion == -1
    assert apart() == pytest.approx(before) and full.design == FULL


def test_a_drop_that_cannot_be_is_refused_with_its_reason(full: Bench) -> None:
    with full.dragging(edits.palette_text("residual"), full.gap(0), leaves=True):
        assert full.canvas.shown.refused == full.said[-1]
        assert full.said[-1].startswith("A residual adds an earlier layer")
    full.drop(edits.palette_text("residual"), full.gap(0))
    assert full.design == FULL


def test_a_residual_that_would_add_its_own_input_is_refused_before_it_is_let_go(
    full: Bench,
) -> None:
    with full.dragging(edits.palette_text("residual"), full.gap(1), leaves=True):
        assert "of the same shape" in full.canvas.shown.refused
    full.gestures.keep_placing("residual")
    full.move(full.gap(1))
    assert "of the same shape" in full.said[-1]
    full.move(full.gap(3))
    assert full.said[-1].startswith("Click where") and not full.canvas.shown.refused
    full.qtbot.keyClick(full.canvas, Qt.Key.Key_Escape)
    assert full.design == FULL


def test_a_foreign_drag_is_not_for_the_canvas(full: Bench) -> None:
    with full.dragging("file.csv", full.gap(1), leaves=True):
        assert full.canvas.shown.insertion == -1


def test_a_header_is_dragged_to_reorder_as_one_edit(full: Bench) -> None:
    full.drag(full.header("dropout_1"), full.header("output") + QPointF(-60, 0))
    assert full.ids == ["dense_1", "dense_2", "residual_1", "dropout_1", "output"]
    assert full.canvas.selection == ("dropout_1",) and full.agrees()
    full.document.undo()
    assert full.design == FULL and not full.document.undo_words


def test_a_selection_is_dragged_as_one(full: Bench) -> None:
    full.click(full.header("dropout_1"))
    full.click(full.header("dense_2"), Shift)
    full.drag(full.header("dense_2"), full.header("dense_1") - QPointF(60, 0))
    assert full.ids == ["dropout_1", "dense_2", "dense_1", "residual_1", "output"]


def test_a_header_dragged_out_of_the_network_is_removed(full: Bench) -> None:
    start = full.header("dropout_1")
    full.press(start)
    full.move(start - QPointF(20, 0))
    full.move(OUT)
    assert full.said[-1] == "Release to remove Dropout 1. Esc keeps it." and full.design == FULL
    full.release(OUT)
    assert full.ids == ["dense_1", "dense_2", "residual_1", "output"] and full.agrees()
    assert full.document.undo_words == "remove Dropout 1"


def test_esc_half_way_changes_nothing(full: Bench) -> None:
    start = full.header("dropout_1")
    full.press(start)
    full.move(start + QPointF(30, 0))
    full.move(full.header("output"))
    assert full.canvas.shown.dragged == "dropout_1" and full.canvas.shown.insertion >= 0
    full.qtbot.keyClick(full.canvas, Qt.Key.Key_Escape)
    assert full.canvas.shown.dragged == "" and full.canvas.shown.insertion == -1
    full.release(full.header("output"))
    assert full.design == FULL and not full.document.undo_words


@pytest.mark.parametrize("other", [Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton])
def test_another_button_half_way_gives_up_as_esc_does(full: Bench, other: Qt.MouseButton) -> None:
    start, place = full.header("dropout_1"), full.header("output").toPoint()
    full.press(start)
    full.move(start + QPointF(30, 0))
    full.move(QPointF(place))
    full.qtbot.mouseClick(full.canvas, other, pos=place)
    assert full.canvas.shown.dragged == "" and full.canvas.shown.insertion == -1
    full.release(QPointF(place))
    assert full.design == FULL and not full.document.undo_words

    full.press(full.gap(1), Shift)
    full.move(full.gap(3) - QPointF(0, 60))
    assert full.canvas.selection
    full.qtbot.mouseClick(full.canvas, other, pos=place)
    assert not full.canvas.selection
    full.release(full.gap(3))
    assert not full.canvas.selection


def test_a_carry_ends_with_the_button_it_began_with(full: Bench) -> None:
    start, end = full.header("dropout_1"), full.header("output") + QPointF(-60, 0)
    full.qtbot.mousePress(full.canvas, Qt.MouseButton.RightButton, pos=start.toPoint())
    full.press(start)
    full.move(start + QPointF(30, 0))
    full.move(end)
    full.qtbot.mouseRelease(full.canvas, Qt.MouseButton.RightButton, pos=end.toPoint())
    assert full.canvas.shown.dragged == "dropout_1" and full.design == FULL
    full.release(end)
    assert full.ids.index("dropout_1") == 3


def test_a_band_selects_what_it_touches_and_esc_brings_the_old_selection_back(full: Bench) -> None:
    start, end = full.gap(1), full.gap(3) - QPointF(0, 60)
    full.drag(start, end, Shift)
    assert full.canvas.selection == ("dropout_1", "dense_2")
    full.press(full.gap(4), Shift)
    full.move(full.gap(5) - QPointF(0, 60))
    assert "output" in full.canvas.selection
    full.qtbot.keyClick(full.canvas, Qt.Key.Key_Escape)
    assert full.canvas.selection == ("dropout_1", "dense_2")
    full.release(full.gap(5))


def test_a_double_click_on_free_ground_asks_what_to_put_there(full: Bench) -> None:
    at = full.gap(2).toPoint()
    full.qtbot.mouseDClick(full.canvas, Left, pos=at)
    box = full.gestures.asking.search_box
    assert box.isVisible() and full.canvas.shown.insertion == 2
    full.qtbot.mouseClick(
        box.list.viewport(), Left, pos=box.list.visualItemRect(box.list.item(0)).center()
    )
    assert full.ids[2] == "dense_3" and not box.isVisible()


def test_a_double_click_on_a_name_edits_it(full: Bench) -> None:
    full.qtbot.mouseDClick(full.canvas, Left, pos=full.header("dense_1").toPoint())
    assert (
        full.gestures.asking.renamer.line.text() == "Dense 1"
        and full.gestures.asking.renamer.line.isVisible()
    )


def test_the_palettes_kind_is_placed_by_clicks_until_esc(full: Bench) -> None:
    full.gestures.keep_placing("dropout")
    full.move(full.gap(1))
    assert full.canvas.shown.insertion == 1
    full.click(full.gap(1))
    full.click(full.gap(3))
    assert [key for key in full.ids if key.startswith("dropout")] == [
        "dropout_2",
        "dropout_1",
        "dropout_3",
    ]
    full.qtbot.keyClick(full.canvas, Qt.Key.Key_Escape)
    full.click(full.header("dense_1"))
    assert full.canvas.selection == ("dense_1",) and len(full.ids) == 7


def test_an_undo_half_way_ends_what_was_under_way(full: Bench) -> None:
    full.gestures.add("dropout", 1)
    start = full.header("dropout_2")
    full.press(start)
    full.move(start + QPointF(30, 0))
    full.document.undo()
    assert full.canvas.shown.dragged == "" and full.canvas.shown.insertion == -1
    full.release(OUT)
    assert full.design == FULL

    full.gestures.add("dropout", 5)
    full.gestures.asking.rename("dropout_2")
    full.document.undo()
    assert not full.gestures.asking.renamer.line.isVisible()

    full.gestures.add("dropout", 5)
    full.gestures.asking.search(6)
    full.document.undo()
    assert not full.gestures.asking.search_box.isVisible() and full.canvas.shown.insertion == -1
    assert full.design == FULL and full.agrees()


def test_a_click_on_the_number_of_units_lets_one_type_it(full: Bench) -> None:
    full.canvas.resize(1296, 664)  # there is room for full headers
    number = full.gestures.asking.units_editor.number
    full.click(full.canvas.part("dense_1", "units").center())
    assert number.isVisible() and full.canvas.selection == ("dense_1",)
    header = full.canvas.to_view(full.canvas.placed("dense_1").header)
    assert header.contains(QRectF(number.geometry()))
    full.type("12")
    full.key(Qt.Key.Key_Return)
    assert not number.isVisible() and full.canvas.hasFocus()
    assert full.design.layers[0] == Dense(id="dense_1", units=12, activation=Tanh())
    full.document.undo()
    assert full.design == FULL and full.agrees()


def test_a_number_of_units_that_may_not_stand_is_kept_back_and_esc_gives_up(full: Bench) -> None:
    full.canvas.resize(1296, 664)  # there is room for full headers
    number = full.gestures.asking.units_editor.number
    full.click(full.canvas.part("dense_1", "units").center())
    full.type("0")
    full.key(Qt.Key.Key_Return)
    assert number.isVisible() and number.error and full.design == FULL
    full.key(Qt.Key.Key_Escape)
    assert not number.isVisible() and not number.error and full.design == FULL
    full.click(full.canvas.part("dense_1", "units").center())
    full.type("9")
    full.click(full.header("output"))  # leaving settles
    assert not number.isVisible() and full.design.layers[0] == Dense(
        id="dense_1", units=9, activation=Tanh()
    )


def test_a_name_and_a_number_say_what_a_click_does(full: Bench) -> None:
    full.canvas.resize(1296, 664)
    for part, words in (("name", "Dense 1"), ("units", "type how many units")):
        at = full.canvas.part("dense_1", part).center().toPoint()
        QApplication.sendEvent(
            full.canvas, QHelpEvent(QEvent.Type.ToolTip, at, full.canvas.mapToGlobal(at))
        )
        assert words in QToolTip.text()
    QToolTip.hideText()

"""A right click, or the menu key, offers what can be done where one is."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.canvas.scene import INPUTS, LOSS
from tests.playground.canvas.bench import Bench
from tests.playground.canvas.test_gestures_keys import EMPTY, FULL

Reason = QContextMenuEvent.Reason


@pytest.fixture
def full(qtbot: QtBot) -> Generator[Bench]:
    bench = Bench(qtbot, FULL)
    bench.canvas.resize(1296, 664)
    QGuiApplication.clipboard().clear()
    yield bench
    bench.gestures.menu.close()


def ask(bench: Bench, at: QPointF, reason: Reason = Reason.Mouse) -> list[str]:
    """Ask for the menu; what it offers that can be done."""
    place = at.toPoint()
    if reason == Reason.Mouse:
        bench.qtbot.mousePress(bench.canvas, Qt.MouseButton.RightButton, pos=place)
    event = QContextMenuEvent(reason, place, bench.canvas.mapToGlobal(place))
    QApplication.sendEvent(bench.canvas, event)
    if reason == Reason.Mouse:
        bench.qtbot.mouseRelease(bench.canvas, Qt.MouseButton.RightButton, pos=place)
    return [action.text() for action in bench.gestures.menu.actions() if action.isEnabled()]


def do(bench: Bench, words: str) -> None:
    """Choose from the open menu."""
    menu = bench.gestures.menu
    assert menu.isVisible()
    action = next(action for action in menu.actions() if action.text() == words)
    assert action.isEnabled()
    menu.close()
    action.trigger()


def test_a_column_offers_what_can_be_done_to_it(full: Bench) -> None:
    offered = [words for words in ask(full, full.header("dense_2")) if words]
    assert offered == [
        *("Rename…", "Activation…", "Units…", "Move left", "Move right"),
        *("Duplicate", "Cut", "Copy"),
        *("Add a layer before…", "Add a layer after…", "Remove"),
    ]
    assert full.canvas.selection == ("dense_2",)
    assert "Activation…" not in ask(full, full.header("dropout_1"))


def test_each_of_them_is_one_edit_that_can_be_undone(full: Bench) -> None:
    for words, ids in (
        ("Duplicate", ["dense_1", "dropout_1", "dense_2", "dense_3", "residual_1", "output"]),
        ("Move left", ["dense_1", "dense_2", "dropout_1", "residual_1", "output"]),
        ("Move right", ["dense_1", "dropout_1", "residual_1", "dense_2", "output"]),
        ("Remove", ["dense_1", "dropout_1", "residual_1", "output"]),
        ("Cut", ["dense_1", "dropout_1", "residual_1", "output"]),
        (
            "Paste after Dense 2",
            ["dense_1", "dropout_1", "dense_2", "dense_3", "residual_1", "output"],
        ),
    ):
        ask(full, full.header("dense_2"))
        do(full, words)
        assert full.ids == ids and full.agrees()
        full.document.undo()
        assert full.design == FULL and not full.document.undo_words


def test_a_layer_at_an_end_is_not_offered_to_go_beyond(full: Bench) -> None:
    first, last = ask(full, full.header("dense_1")), ask(full, full.header("output"))
    assert "Move left" not in first and "Move right" in first
    assert "Move left" in last and "Move right" not in last


def test_it_asks_in_place(full: Bench) -> None:
    asking = full.gestures.asking
    ask(full, full.header("dense_2"))
    do(full, "Rename…")
    assert asking.renamer.line.isVisible() and asking.renamer.line.text() == "Dense 2"
    asking.give_up()
    for words, widget in (
        ("Activation…", asking.search_box),
        ("Units…", asking.units_editor.number),
    ):
        ask(full, full.header("dense_2"))
        do(full, words)
        assert widget.isVisible()
        asking.give_up()
    for words, gap in (("Add a layer before…", 2), ("Add a layer after…", 3)):
        ask(full, full.header("dense_2"))
        do(full, words)
        assert asking.search_box.isVisible() and full.canvas.shown.insertion == gap
        asking.give_up()


def test_a_selection_is_kept_and_meant_as_a_whole(full: Bench) -> None:
    full.canvas.select(("dense_1", "dropout_1"))
    offered = ask(full, full.header("dropout_1"))
    assert full.canvas.selection == ("dense_1", "dropout_1") and "Rename…" not in offered
    do(full, "Remove")
    assert full.ids == ["dense_2", "residual_1", "output"]


def test_inputs_and_loss_offer_what_goes_beside_them(full: Bench) -> None:
    assert [words for words in ask(full, full.header(INPUTS)) if words] == ["Add a layer after…"]
    do(full, "Add a layer after…")
    assert full.canvas.shown.insertion == 0
    full.gestures.asking.give_up()
    assert [words for words in ask(full, full.header(LOSS)) if words] == ["Add a layer before…"]
    do(full, "Add a layer before…")
    assert full.canvas.shown.insertion == 5
    full.gestures.asking.give_up()


def test_free_ground_offers_a_layer_the_clipboard_and_the_whole(full: Bench) -> None:
    full.canvas.select(("dense_1",))
    full.gestures.copy()
    full.canvas.zoom_by(2.0)
    at = full.canvas.to_view(full.canvas.placed("dense_1").cell).topRight() + QPointF(8, 4)
    offered = [words for words in ask(full, at) if words]
    assert offered == ["Add a layer…", "Paste after Dense 1", "See the whole network"]
    do(full, "See the whole network")
    assert full.canvas.zoom.scale < 1.5
    ask(full, full.gap(2))
    do(full, "Add a layer…")
    assert full.gestures.asking.search_box.isVisible() and full.canvas.shown.insertion == 2
    full.gestures.asking.give_up()


def test_an_empty_network_is_begun_from_the_menu(qtbot: QtBot) -> None:
    bench = Bench(qtbot, EMPTY)
    ask(bench, QPointF(bench.canvas.rect().center()))
    do(bench, "Add a layer…")
    bench.key(Qt.Key.Key_Return)
    assert bench.ids == ["dense_1"]


def test_the_menu_key_asks_for_the_column_that_the_keyboard_is_at(full: Bench) -> None:
    full.canvas.setFocus()
    full.key(Qt.Key.Key_End, Qt.Key.Key_Left)
    assert "Rename…" in ask(full, QPointF(3, 3), Reason.Keyboard)
    do(full, "Remove")
    assert full.ids == ["dense_1", "dropout_1", "dense_2", "residual_1"]


def test_a_right_click_that_ends_placing_opens_no_menu(full: Bench) -> None:
    full.gestures.keep_placing("dropout")
    ask(full, full.gap(1))
    assert not full.gestures.hands.placing and not full.gestures.menu.isVisible()
    ask(full, full.gap(1))
    assert full.gestures.menu.isVisible()


def test_after_a_menu_the_pointer_holds_nothing(full: Bench) -> None:
    full.canvas.zoom_by(2.0)
    before = QPointF(full.canvas.offset)
    ask(full, full.gap(1))
    full.gestures.menu.close()
    full.qtbot.mouseMove(full.canvas, (full.gap(1) + QPointF(60, 0)).toPoint())
    assert full.canvas.offset == before

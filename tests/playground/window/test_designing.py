"""The canvas in the real window: every key and click is one edit, named in the menu, and undone."""

from __future__ import annotations

import json
from collections.abc import Generator

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app import build
from playground.canvas.links import links_of
from playground.window.main_window import MainWindow
from tests.playground.window.conftest import close_without_saving

Key, Left = Qt.Key, Qt.MouseButton.LeftButton
Plain, Alt = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
Control, Shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def other(window: MainWindow, qtbot: QtBot) -> Generator[MainWindow]:
    """A second window beside the first."""
    _, other = build([])
    qtbot.addWidget(other)
    with qtbot.waitExposed(other):
        other.show()
    qtbot.waitUntil(lambda: other.stage is not None and other.session.snapshot is not None)
    yield other
    close_without_saving(other)


def at_canvas(window: MainWindow, qtbot: QtBot, *selected: str) -> None:
    """The keyboard is at the canvas of a window, with some columns selected."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.canvas.setFocus()
    window.canvas.select(selected)


def key(window: MainWindow, what: Key, hold: Qt.KeyboardModifier = Plain) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, what, hold)


def ids(window: MainWindow) -> list[str]:
    return [layer.id for layer in window.document.design.layers]


def undo_text(window: MainWindow) -> str:
    return window.actions_by_id["edit.undo"].text().replace("&", "")


@pytest.mark.parametrize(
    ("what", "hold", "words", "left"),
    [
        (Key.Key_Delete, Plain, "Undo: remove Dense 2", ["dense_1", "output"]),
        (Key.Key_Backspace, Plain, "Undo: remove Dense 2", ["dense_1", "output"]),
        (Key.Key_X, Control, "Undo: cut Dense 2", ["dense_1", "output"]),
        (Key.Key_D, Control, "Undo: duplicate Dense 2", None),
        (Key.Key_Left, Alt, "Undo: move Dense 1", ["dense_2", "dense_1", "output"]),
        (Key.Key_Right, Alt, "Undo: move Dense 2", ["dense_1", "output", "dense_2"]),
        (Key.Key_Plus, Plain, "Undo: Dense 2: 9 units", None),
        (Key.Key_Up, Shift, "Undo: Dense 2: 18 units", None),
    ],
)
def test_a_key_on_the_canvas_is_one_edit_that_the_menu_names_and_undoes(
    window: MainWindow,
    qtbot: QtBot,
    what: Key,
    hold: Qt.KeyboardModifier,
    words: str,
    left: list[str] | None,
) -> None:
    before = window.document.design
    at_canvas(window, qtbot, "dense_2")
    key(window, what, hold)
    assert window.document.design != before and undo_text(window) == words
    assert left is None or ids(window) == left
    assert window.canvas.hasFocus()
    key(window, Key.Key_Z, Control)
    assert window.document.design == before and not window.document.undo_words


def test_space_finds_a_layer_and_adds_it_after_the_selection(
    window: MainWindow, qtbot: QtBot
) -> None:
    before = window.document.design
    at_canvas(window, qtbot, "dense_1")
    key(window, Key.Key_Space)
    QTest.keyClicks(QApplication.focusWidget(), "drop 0.2")
    key(window, Key.Key_Return)
    assert ids(window) == ["dense_1", "dropout_1", "dense_2", "output"]
    assert undo_text(window) == "Undo: add Dropout 1" and window.canvas.hasFocus()
    key(window, Key.Key_Z, Control)
    assert window.document.design == before


def test_the_palettes_enter_adds_after_the_selection_and_a_drag_lands_the_same(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.workspaces.choose("design")
    at_canvas(window, qtbot, "dense_1")
    before, palette = window.document.design, window.palette_panel
    assert palette.foot.text() == "Enter adds after Dense 1"
    QTest.mouseClick(palette.items["batch_norm"], Left)
    QTest.keyClick(palette.items["batch_norm"], Key.Key_Return)
    assert ids(window)[1] == "batch_norm_1" and undo_text(window) == "Undo: add Batch norm 1"
    window.actions_by_id["edit.undo"].trigger()
    assert window.document.design == before


def test_shift_and_click_in_the_palette_keeps_placing_until_esc(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.workspaces.choose("design")
    at_canvas(window, qtbot)
    canvas = window.canvas
    QTest.mouseClick(window.palette_panel.items["dropout"], Left, Shift)
    for gap in (1, 3):
        x = canvas.layout_at.gaps()[gap] + canvas.offset.x()
        at = QPointF(x, canvas.height() - 60).toPoint()
        QTest.mouseClick(canvas, Left, Plain, at)
    assert ids(window) == ["dense_1", "dropout_1", "dense_2", "dropout_2", "output"]
    key(window, Key.Key_Escape)
    assert window.gestures.hands.placing == ""


def test_f2_renames_in_place(window: MainWindow, qtbot: QtBot) -> None:
    before = window.document.design
    at_canvas(window, qtbot, "dense_1")
    key(window, Key.Key_F2)
    QTest.keyClicks(QApplication.focusWidget(), "Bends")
    key(window, Key.Key_Return)
    assert undo_text(window) == "Undo: rename Dense 1 to Bends" and window.canvas.hasFocus()
    key(window, Key.Key_Z, Control)
    assert window.document.design == before


def test_layers_go_from_one_window_to_another_and_back(
    window: MainWindow, other: MainWindow, qtbot: QtBot
) -> None:
    first, second = window.document.design, other.document.design
    at_canvas(window, qtbot, "dense_1", "dense_2")
    key(window, Key.Key_C, Control)
    text = QGuiApplication.clipboard().text()
    assert [layer["id"] for layer in json.loads(text)["layers"]] == ["dense_1", "dense_2"]
    assert "\n    {" in text  # laid out for people
    at_canvas(other, qtbot, "output")
    key(other, Key.Key_V, Control)
    added = ids(other)[2:4]
    assert len(ids(other)) == 5 and undo_text(other) == "Undo: paste 2 layers"
    assert other.canvas.selection == tuple(added) and window.document.design == first
    key(other, Key.Key_X, Control)
    assert other.document.design == second
    at_canvas(window, qtbot, "dense_1")
    key(window, Key.Key_V, Control)
    assert len(ids(window)) == 5
    key(window, Key.Key_Z, Control)
    assert window.document.design == first


def test_damaged_text_is_not_pasted_and_says_why(window: MainWindow, qtbot: QtBot) -> None:
    before = window.document.design
    at_canvas(window, qtbot, "dense_1")
    key(window, Key.Key_C, Control)
    text = QGuiApplication.clipboard().text()
    for damaged, why in (
        (text[:-20], "The clipboard cannot be pasted."),
        (text.replace('"units": 8', '"units": 0'), "units"),
        (text.replace('"version": 1', '"version": 9'), "newer Perceptron Playground"),
        ("hello", "The clipboard holds no layers."),
    ):
        QGuiApplication.clipboard().setText(damaged)
        key(window, Key.Key_V, Control)
        assert why in window.status.message, damaged
        assert window.document.design == before and not window.document.undo_words


def test_a_weight_is_set_where_it_stands_and_undone(window: MainWindow, qtbot: QtBot) -> None:
    canvas = window.canvas
    qtbot.waitUntil(lambda: bool(canvas.live.links))
    link, _, _ = list(links_of(0, canvas.live.links[0]))[-1]
    x, y = canvas.curves.points(link)
    at = QPointF(float(x[len(x) // 3]), float(y[len(y) // 3])) + canvas.offset
    hit = canvas.hit(at)

    def weight() -> float:
        return float(canvas.live.tensors("dense_1")["weight"][hit.unit, hit.source])

    before = weight()
    window.activateWindow()
    QTest.mouseClick(canvas, Left, Plain, at.toPoint())
    line = window.gestures.tuning.editor.line
    line.selectAll()
    QTest.keyClicks(line, "2.5")
    QTest.keyClick(line, Key.Key_Return)
    qtbot.waitUntil(lambda: weight() == 2.5)
    assert undo_text(window).startswith("Undo: set w") and undo_text(window).endswith(" to 2.500")
    key(window, Key.Key_Z, Control)
    qtbot.waitUntil(lambda: weight() == before)
    key(window, Key.Key_Z, Control | Shift)
    qtbot.waitUntil(lambda: weight() == 2.5)


def test_the_number_being_typed_stays_while_it_trains(window: MainWindow, qtbot: QtBot) -> None:
    at_canvas(window, qtbot, "output")
    key(window, Key.Key_Down)
    key(window, Key.Key_Return)
    editor = window.gestures.tuning.editor
    assert editor.isVisible() and editor.parameter is not None
    window.actions_by_id["train.run"].trigger()
    editor.line.selectAll()
    QTest.keyClicks(editor.line, "0.12")
    epoch = window.session.snapshot.epoch
    qtbot.waitUntil(lambda: window.session.snapshot.epoch > epoch + 1)
    assert editor.isVisible() and editor.line.text() == "0.12"
    QTest.keyClicks(editor.line, "5")
    QTest.keyClick(editor.line, Key.Key_Return)
    qtbot.waitUntil(lambda: window.document.undo_words == "set w₀,₁⁽³⁾ to 0.125")
    window.actions_by_id["train.run"].trigger()

"""Ctrl+K finds everything the window can do, and does it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from playground import templates
from playground.inspector.data_edits import with_data_kind
from playground.widgets.matching import farness
from playground.window.actions import TABLE
from playground.window.appearance import appearance
from playground.window.command_palette import Command, CommandPalette
from playground.window.commands import OPENS
from playground.window.main_window import MainWindow

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier
Left = Qt.MouseButton.LeftButton


@pytest.fixture
def palette(window: MainWindow, qtbot: QtBot) -> CommandPalette:
    """The window's palette, opened by its key from the canvas."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, Key.Key_K, Control)
    assert window.commands.isVisible() and window.commands.line.hasFocus()
    return window.commands


def names(palette: CommandPalette) -> list[str]:
    return [command.name for command in palette.proposals]


def command(palette: CommandPalette, key: str) -> Command:
    found: Command = next(command for command in palette.proposals if command.key == key)
    return found


def test_everything_there_is_to_do_is_offered(palette: CommandPalette) -> None:
    keys = {command.key for command in palette.proposals}
    assert {entry.id for entry in TABLE} - {OPENS} <= keys
    assert {f"template.{name}" for name in templates.names()} <= keys
    assert {"theme.dark", "workspace.design", "dock.data", "layer.residual"} <= keys
    assert len(keys) == len(palette.proposals)
    assert command(palette, "train.run").shortcut == "F5"
    assert command(palette, "workspace.learn").checked is True
    assert all(palette.spoken(found) for found in palette.proposals)


def test_letters_find_a_command_and_enter_does_it(
    palette: CommandPalette, window: MainWindow, qtbot: QtBot
) -> None:
    before = window.document.design
    qtbot.keyClicks(palette.line, "add drop")
    assert names(palette)[0] == "Add Dropout"
    qtbot.keyClick(palette.line, Key.Key_Return)
    assert not palette.isVisible() and window.canvas.hasFocus()
    assert window.document.undo_words == "add Dropout 1"
    qtbot.keyClick(window.canvas, Key.Key_K, Control)
    assert names(palette)[0] == "Add Dropout"  # what was done last comes first
    qtbot.keyClicks(palette.line, "undo")
    assert names(palette)[0] == "Undo: add Dropout 1"
    qtbot.keyClick(palette.line, Key.Key_Return)
    assert window.document.design == before


def test_what_the_canvas_does_by_its_own_keys_is_done_from_anywhere(
    palette: CommandPalette, window: MainWindow, qtbot: QtBot
) -> None:
    canvas, before = window.canvas, window.document.design

    def do(words: str) -> None:
        if not palette.isVisible():
            palette.toggle()
        qtbot.keyClicks(palette.line, words)
        assert palette.proposals[0].name.lower().startswith(words), words
        qtbot.keyClick(palette.line, Key.Key_Return)

    assert command(palette, "canvas.rename").reason == "Select a layer first."
    assert command(palette, "canvas.fit").shortcut == "Ctrl+0"
    zoom = canvas.zoom
    do("zoom in")
    larger = canvas.zoom
    do("zoom out")
    assert larger.scale > canvas.zoom.scale
    do("see the whole")
    assert canvas.zoom == zoom
    do("select all")
    assert canvas.selection == tuple(layer.id for layer in before.layers)
    first = before.layers[0].id
    canvas.select((first,))
    do("one unit more")
    assert canvas.scene.column(first).units == 9
    do("one unit less")
    do("move right")
    assert window.document.design.layers[1].id == first
    do("move left")
    assert window.document.design == before
    palette.toggle()
    assert command(palette, "canvas.left").reason == "There is no layer on that side."
    assert "more than 8 units" in command(palette, "canvas.fold").reason
    palette.close_search()
    window.gestures.step_units(1)
    do("fold")
    assert canvas.opened == {first}
    do("rename")
    assert window.gestures.asking.renamer.line.hasFocus()
    window.gestures.asking.give_up()
    for words in ("choose the act", "find a layer"):
        do(words)
        assert window.gestures.asking.search_box.line.hasFocus()
        window.gestures.asking.give_up()


def test_other_data_are_found_by_their_name_and_taken_in_one_edit(
    palette: CommandPalette, window: MainWindow, qtbot: QtBot
) -> None:
    before = window.document.design
    assert command(palette, "data.spiral").checked is True
    qtbot.keyClicks(palette.line, "xor")
    first = palette.proposals[0]
    assert (first.key, first.name, first.checked) == ("data.xor", "Data: XOR", False)
    qtbot.keyClick(palette.line, Key.Key_Return)
    assert window.document.design.data.kind == "xor"
    assert window.document.design.layers == before.layers
    window.document.push(with_data_kind(before, "curve"))
    assert window.document.design.training.loss.kind == "mean_squared_error"
    window.document.undo()
    window.document.undo()
    assert window.document.design == before


def test_a_click_does_it_too(palette: CommandPalette, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette.line, "workspace design")
    place = palette.list.visualItemRect(palette.list.item(0)).center()
    qtbot.mouseClick(palette.list.viewport(), Left, pos=place)
    assert window.workspaces.choice == "design" and not palette.isVisible()


def test_what_cannot_be_done_says_why_and_is_not_done(
    palette: CommandPalette, window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClicks(palette.line, "undo")
    assert command(palette, "edit.undo").reason == "There is nothing to undo."
    assert "There is nothing to undo." in palette.line.accessibleDescription()
    qtbot.keyClick(palette.line, Key.Key_Return)
    assert palette.isVisible()
    qtbot.keyClick(palette.line, Key.Key_Escape)
    assert not palette.isVisible() and window.canvas.hasFocus()


def test_the_arrows_and_the_page_keys_walk_the_list(palette: CommandPalette, qtbot: QtBot) -> None:
    last = palette.list.count() - 1
    qtbot.keyClick(palette.line, Key.Key_Down)
    assert palette.list.currentRow() == 1
    assert palette.line.accessibleDescription() == palette.spoken(palette.proposals[1])
    qtbot.keyClick(palette.line, Key.Key_PageDown)
    assert palette.list.currentRow() == 11
    for _ in range(10):
        qtbot.keyClick(palette.line, Key.Key_PageDown)
    assert palette.list.currentRow() == last
    for _ in range(10):
        qtbot.keyClick(palette.line, Key.Key_PageUp)
    assert palette.list.currentRow() == 0


def test_a_resting_pointer_does_not_take_the_list_from_the_keys(
    palette: CommandPalette, qtbot: QtBot
) -> None:
    resting = palette.list.item(3)
    palette.list.itemEntered.emit(resting)  # as Qt does when the list scrolls beneath it
    assert palette.list.currentRow() == 0


def test_what_fits_nothing_says_so(palette: CommandPalette, qtbot: QtBot) -> None:
    qtbot.keyClicks(palette.line, "qqq")
    assert palette.nothing.isVisible() and palette.nothing.text() == "No command matches."
    qtbot.keyClick(palette.line, Key.Key_Return)
    assert palette.isVisible()


def test_the_same_key_closes_it_and_a_click_elsewhere_does(
    palette: CommandPalette, window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(palette.line, Key.Key_K, Control)
    assert not palette.isVisible() and window.canvas.hasFocus()
    qtbot.keyClick(window.canvas, Key.Key_K, Control)
    qtbot.mouseClick(window.canvas, Left, pos=window.canvas.rect().center())
    assert not palette.isVisible()


class Greedy(QLineEdit):
    """A text field on a desktop where Ctrl+K deletes to the end of the line."""

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)


def test_it_opens_from_a_text_field_whatever_the_desktop_does_there(
    palette: CommandPalette, window: MainWindow, qtbot: QtBot
) -> None:
    palette.close_search()
    line = Greedy(window)
    line.show()
    line.setFocus()
    qtbot.keyClick(line, Key.Key_K, Control)
    assert palette.isVisible()
    qtbot.keyClick(palette.line, Key.Key_Escape)
    assert line.hasFocus()
    window.canvas.setFocus()


def test_a_theme_and_a_dock_show_which_way_they_are(
    palette: CommandPalette, window: MainWindow, qtbot: QtBot
) -> None:
    before = appearance().choice
    other = "dark" if before != "dark" else "light"
    qtbot.keyClicks(palette.line, f"theme {other}")
    qtbot.keyClick(palette.line, Key.Key_Return)
    qtbot.keyClick(window.canvas, Key.Key_K, Control)
    assert command(palette, f"theme.{other}").checked is True
    assert command(palette, f"theme.{before}").checked is False
    qtbot.keyClicks(palette.line, "dock data")
    shown = command(palette, "dock.data").checked
    qtbot.keyClick(palette.line, Key.Key_Return)
    qtbot.keyClick(window.canvas, Key.Key_K, Control)
    assert command(palette, "dock.data").checked is not shown
    appearance().choose(before)


def test_it_stands_in_the_middle_at_the_top_however_wide_the_window_is(
    palette: CommandPalette, window: MainWindow, qtbot: QtBot
) -> None:
    for width in (1000, 1300):
        window.resize(width, 700)
        card = palette.card.translated(palette.pos())
        assert abs(card.center().x() - window.width() / 2) <= 1 and card.top() < 60


@pytest.mark.parametrize(
    ("words", "text", "far"),
    [
        (["ste"], "Step a batch", 0),
        (["batch"], "Step a batch", 1),
        (["b", "s"], "Step a batch", 1),
        (["atc"], "Step a batch", 2),
        (["sbt"], "Step a batch", 3),
        (["tbs"], "Step a batch", None),
    ],
)
def test_beginnings_of_words_are_nearest(words: list[str], text: str, far: int | None) -> None:
    assert farness(words, text) == far

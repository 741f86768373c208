"""With nothing but a keyboard: from launch to a trained network, back to nothing, and to a file."""

from __future__ import annotations

from pathlib import Path

from engine.design import Design
from playground.window.main_window import MainWindow
from tests.playground.window.acceptance import is_asked_for, learned, until_nothing
from tests.playground.window.person import PATIENCE, Control, Key, Keyboard, Shift


def test_a_network_is_designed_trained_undone_saved_and_opened_again(
    launched: MainWindow, keyboard: Keyboard, tmp_path: Path
) -> None:
    window, keys, document = launched, keyboard, launched.document
    keys.press(Key.Key_N, hold=Control)  # the gallery, at the empty design
    keys.meet("Empty design")
    keys.press(Key.Key_Return)
    keys.come_back()
    first = document.design
    assert first == Design()

    keys.tab_to("Learn")
    keys.press(Key.Key_Right)
    keys.tab_to("Data: ")
    keys.press(Key.Key_Return)
    keys.meet("Spiral")
    while keys.at.accessibleName() != "Blobs":
        keys.press(Key.Key_Right)
    keys.press(Key.Key_Return)
    keys.come_back()

    keys.tab_to("Network")
    for wanted in ("8 tanh", "drop 0.2", "3 softmax"):
        keys.press(Key.Key_Space)
        keys.type(wanted)
        keys.press(Key.Key_Return)
    keys.press(Key.Key_F2)
    keys.type("Output")
    keys.press(Key.Key_Return)
    keys.tab_to("Use categorical cross-entropy")
    keys.press(Key.Key_Return)
    designed = document.design
    assert not window.problems
    assert is_asked_for(designed) and designed.layers[-1].id == "output"

    keys.press(Key.Key_F5)
    keys.qtbot.waitUntil(lambda: window.session.state == "finished", timeout=PATIENCE)
    assert learned(window) >= 0.95

    edits = until_nothing(lambda: document.undo_words, lambda: keys.press(Key.Key_Z, hold=Control))
    assert edits == 6 and document.design == first and not document.dirty
    again = Control | Shift
    until_nothing(lambda: document.redo_words, lambda: keys.press(Key.Key_Z, hold=again))
    assert document.design == designed == window.canvas.design

    path = tmp_path / "blobs.playground"
    met = keys.answer(str(path))
    keys.press(Key.Key_S, hold=Control)
    keys.come_back()
    assert met == ["Save as"] and path.exists() and not document.dirty
    keys.press(Key.Key_N, hold=Control)
    keys.meet("Empty design")
    keys.press(Key.Key_Return)
    keys.come_back()
    assert document.design == first
    met = keys.answer(str(path))
    keys.press(Key.Key_O, hold=Control)
    assert met == ["Open"] and document.path == path
    assert document.design == designed

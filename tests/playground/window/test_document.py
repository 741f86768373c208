"""Files, history and crashes as the window shows them: nothing is lost without being asked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from engine import files
from engine.design import Design
from engine.designfile import load, save
from engine.layers import Dense
from playground import templates
from playground.app import build
from playground.document.autosave import folder as autosave_folder
from playground.document.gallery import EMPTY
from playground.document.recovery import Autosaved, Claim, crashed
from playground.window.main_window import MainWindow
from tests.playground.conftest import settle
from tests.playground.window.conftest import (
    Press,
    answer_file_dialog,
    begin_with,
    close_without_saving,
    discard_if_asked,
)

ROOT = Path(__file__).parents[3]
KILLED = "tests.playground.document.killed"


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A design to open instead."""
    path = tmp_path / "other.playground"
    save(Design(name="Other", layers=(Dense(id="output", units=1),)), path)
    return path


def edit(window: MainWindow, name: str = "Edited") -> Design:
    design = replace(window.document.design, name=name)
    window.document.push(design)
    return design


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    held = Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(50, 50), action, data, button, held))


def menu_words(window: MainWindow) -> tuple[str, str]:
    actions = window.actions_by_id
    return actions["edit.undo"].text(), actions["edit.redo"].text()


# --- undo and the Edit menu -------------------------------------------------------------------


def test_undo_and_redo_are_named_in_the_menu_and_redraw_everything(
    window: MainWindow, press: Press
) -> None:
    first = window.document.design
    assert menu_words(window) == ("&Undo", "&Redo")
    assert not window.actions_by_id["edit.undo"].isEnabled()
    window.gestures.add("dropout")
    assert menu_words(window) == ("&Undo: add Dropout 1", "&Redo")
    assert window.isWindowModified()
    press("edit.undo")
    assert window.document.design == first == window.canvas.design
    assert menu_words(window) == ("&Undo", "&Redo: add Dropout 1")
    assert not window.isWindowModified()
    press("edit.redo")
    assert "dropout_1" in window.canvas.scene.keys


def test_the_keys_of_undo_work_in_a_field_that_has_nothing_to_take_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    rate = window.document.design.training.optimizer.learning_rate
    field = window.toolbar.findChild(QLineEdit)
    assert field is not None
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert window.document.design.training.optimizer.learning_rate != rate
    control = Qt.KeyboardModifier.ControlModifier
    field.selectAll()
    QTest.keyClicks(field, "7")
    QTest.keyClick(field, Qt.Key.Key_Z, control)  # the typing
    assert window.document.undo_words.startswith("learning rate")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    while field.isUndoAvailable():
        field.undo()
    QTest.keyClick(field, Qt.Key.Key_Z, control)  # the edit
    assert window.document.design.training.optimizer.learning_rate == rate
    QTest.keyClick(field, Qt.Key.Key_Z, control | Qt.KeyboardModifier.ShiftModifier)
    assert window.document.design.training.optimizer.learning_rate != rate


def test_the_edit_menu_works_on_the_selected_layer(window: MainWindow, press: Press) -> None:
    first = window.document.design
    canvas = window.canvas
    press("edit.copy")
    assert "Nothing is selected" in window.status.message
    canvas.select(("dense_1",))
    press("edit.copy")
    press("edit.paste")
    (pasted,) = canvas.selection
    assert pasted != "dense_1"
    press("edit.duplicate")
    press("edit.delete")
    press("edit.delete")
    press("edit.undo")
    press("edit.undo")
    press("edit.undo")
    canvas.select((pasted,))
    press("edit.cut")
    assert window.document.design == first
    canvas.select(tuple(layer.id for layer in first.layers))
    press("edit.delete")
    assert window.document.design.layers == ()
    press("edit.undo")
    assert window.document.design == first
    QGuiApplication.clipboard().setText("hello")
    press("edit.paste")
    assert "holds no layers" in window.status.message
    assert window.document.design == first


def test_a_weight_set_by_hand_is_taken_back_until_its_run_is_over(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    def weight() -> float:
        checkpoint = window.session.checkpoint()
        assert checkpoint is not None
        return float(checkpoint.tensors["dense_1.weight"][0, 1])

    def bias() -> float:
        checkpoint = window.session.checkpoint()
        assert checkpoint is not None
        return float(checkpoint.tensors["output.bias"][0])

    first = weight()
    window.weight_edits.set("dense_1", "weight", (0, 1), 0.5)
    qtbot.waitUntil(lambda: weight() == 0.5)
    window.weight_edits.set("output", "bias", (0,), -2.0)
    qtbot.waitUntil(lambda: bias() == -2.0)
    assert not window.document.dirty
    qtbot.waitUntil(lambda: menu_words(window)[0] == "&Undo: set w₀,₁⁽³⁾ to −2.000")
    press("edit.undo")
    qtbot.waitUntil(lambda: bias() == 0.0)
    press("edit.undo")
    qtbot.waitUntil(lambda: weight() == first)
    press("edit.redo")
    qtbot.waitUntil(lambda: weight() == 0.5)
    assert menu_words(window) == ("&Undo: set w₂,₁⁽¹⁾ to 0.500", "&Redo: set w₀,₁⁽³⁾ to −2.000")
    press("train.reset")
    qtbot.waitUntil(lambda: menu_words(window) == ("&Undo", "&Redo"))
    assert weight() == first


def test_undo_passes_by_a_weight_of_an_earlier_run(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    first = window.document.design
    window.document.push(replace(first, name="Other"))
    window.weight_edits.set("dense_1", "weight", (0, 1), 0.5)
    qtbot.waitUntil(lambda: "set w" in menu_words(window)[0])
    window.gestures.add("dropout")
    window.session.start_fresh()
    qtbot.waitUntil(lambda: window.session.snapshot is not None)
    press("edit.undo")
    qtbot.waitUntil(lambda: "name" in menu_words(window)[0])
    press("edit.undo")
    assert window.document.design == first
    press("edit.redo")
    assert window.document.design.name == "Other"
    assert menu_words(window)[1] == "&Redo: add Dropout 1"


# --- leaving unsaved work ---------------------------------------------------------------------

WAYS: tuple[Callable[[MainWindow, Path], object], ...] = (
    lambda window, _: window.filing.begin(EMPTY),
    lambda window, _: window.filing.begin("circle"),
    lambda window, path: window.filing.open_instead(path),
    drop,
    lambda window, path: window.top.recent.chosen.emit(path),
)
ENDS = ("Untitled", "Circle", "Other", "Other", "Other")


def test_unsaved_work_is_asked_about_once_before_another_takes_its_place(
    window: MainWindow, other: Path
) -> None:
    for way, end in zip(WAYS, ENDS, strict=True):
        edited = edit(window)
        way(window, other)
        question = window.filing.leaving.question
        assert question is not None
        question.cancel.click()
        assert window.document.design == edited
        assert window.document.dirty
        way(window, other)
        discard_if_asked(window)
        assert window.document.design.name == end
        assert not window.document.dirty
        assert window.filing.leaving.question is None


def test_nothing_is_asked_where_nothing_is_unsaved(window: MainWindow, other: Path) -> None:
    for way, end in zip(WAYS, ENDS, strict=True):
        edit(window)
        window.document.undo()
        way(window, other)
        assert window.filing.leaving.question is None
        assert window.document.design.name == end


def test_new_shows_the_gallery_whose_first_is_empty(window: MainWindow) -> None:
    begin_with(window, EMPTY)
    assert window.document.design == Design()
    assert window.document.design.layers == ()
    begin_with(window, "moons")
    assert window.document.design == templates.read("moons")


def test_closing_asks_and_saves_where_it_was_saved(window: MainWindow, other: Path) -> None:
    window.filing.open(other)
    edited = edit(window)
    assert not window.close()
    assert window.isVisible()
    question = window.filing.leaving.question
    assert question is not None
    question.save.click()
    assert not window.isVisible()
    assert load(other) == edited


def test_a_save_that_fails_cancels_closing_and_offers_another_place(
    window: MainWindow, other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.filing.open(other)
    edited = edit(window)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(files.os, "fsync", full)
        window.close()
        question = window.filing.leaving.question
        assert question is not None
        question.save.click()
    assert window.isVisible()
    assert window.document.dirty
    assert load(other).name == "Other"
    card = window.notices.card
    assert card is not None
    assert card.accessibleDescription() == (
        "Could not save other.playground: the disk is full. Your work is still open."
    )
    elsewhere = tmp_path / "elsewhere.playground"
    answer_file_dialog(str(elsewhere))
    card.buttons[-1].click()
    assert load(elsewhere) == edited
    assert window.notices.card is None
    assert window.close()


def test_saving_says_that_weights_are_not_in_the_file_once_there_are_any_worth_it(
    window: MainWindow, press: Press, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "mine.playground"
    window.filing._save(path)
    assert window.status.message == "Saved mine.playground."
    window.weight_edits.set("dense_1", "weight", (0, 1), 0.5)
    qtbot.waitUntil(lambda: window.session.has_learned)
    window.filing._save(path)
    assert window.status.message == "Saved mine.playground. Weights are exported apart."
    press("train.reset")
    qtbot.waitUntil(lambda: not window.session.has_learned)
    press("train.step_epoch")
    qtbot.waitUntil(lambda: window.session.state == "paused")
    press("file.save")
    assert window.status.message == "Saved mine.playground. Weights are exported apart."


def test_the_title_is_the_name_of_the_file_where_there_is_one(
    window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "Größe [*] & mehr.playground"
    assert window.top.title.text() == "Spiral"
    window.resize(1280, 720)
    window.filing._save(path)
    assert window.top.title.text() == path.name
    assert window.windowTitle().startswith(f"{path.name.replace('[*]', '[*][*]')}[*] – ")
    assert load(path) == templates.read("spiral")  # whose own name stays
    edit(window)
    assert window.top.title.text() == f"{path.name}  —  edited"
    begin_with(window, "moons")
    assert window.top.title.text() == "Moons"


def test_closing_a_clean_window_asks_nothing(window: MainWindow) -> None:
    assert window.close()


def test_what_was_opened_and_saved_is_in_the_recent_files(
    window: MainWindow, other: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.playground"
    window.filing.open(other)
    window.filing._save(mine)
    menu = window.top.recent
    menu.fill()
    assert [action.toolTip() for action in menu.actions()[:2]] == [str(mine), str(other)]
    menu.actions()[1].trigger()
    assert window.document.path == other


# --- after a crash ----------------------------------------------------------------------------


@pytest.fixture
def start(qtbot: QtBot) -> Generator[Callable[[], MainWindow]]:
    """Start the window, as often as one likes; all are closed in the end."""
    started: list[MainWindow] = []

    def make() -> MainWindow:
        _, window = build([])
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        qtbot.waitUntil(lambda: window.stage is not None)
        started.append(window)
        return window

    yield make
    for window in started:
        close_without_saving(window)


def crash(design: Design, path: Path | None, folder: Path) -> None:
    claim = Claim.take(autosave_folder())
    assert claim is not None
    claim.write(Autosaved(design, path, folder, 0.0))
    claim._lock.close()


def test_work_of_a_killed_process_is_offered_and_restored(
    start: Callable[[], MainWindow], own_folders: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "mine.playground"
    save(templates.read("spiral"), path)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        [sys.executable, "-m", KILLED, "window", str(tmp_path)],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.kill()
    assert load(path) == templates.read("spiral")
    window = start()
    (offer,) = window.recovery.offers
    assert offer.isVisible()
    assert "mine.playground was open" in offer.accessibleName()
    offer.buttons[-1].click()
    document = window.document
    assert (document.design.name, document.path, document.dirty) == ("Edited", path, True)
    assert not window.recovery.isVisible()
    (restored,) = autosave_folder().glob("*.autosave")
    window.filing.save()
    assert load(path).name == "Edited"
    assert not restored.exists()
    assert list(autosave_folder().iterdir()) == []


def test_discard_and_later_and_several_sessions(
    start: Callable[[], MainWindow], tmp_path: Path
) -> None:
    for name in ("a", "b"):
        crash(Design(name=name), None, tmp_path)
    window = start()
    first, second = window.recovery.offers
    first.buttons[1].click()
    second.buttons[0].click()
    assert window.recovery.offers == []
    (again,) = start().recovery.offers
    assert again.autosaved == second.autosaved


def test_restoring_over_unsaved_work_asks_first(
    start: Callable[[], MainWindow], tmp_path: Path
) -> None:
    crash(Design(name="Lost"), None, tmp_path)
    window = start()
    edit(window)
    (offer,) = window.recovery.offers
    offer.restore()
    discard_if_asked(window)
    assert window.document.design.name == "Lost"
    assert window.document.dirty


def test_damaged_work_is_told_and_never_stops_the_start(
    start: Callable[[], MainWindow], tmp_path: Path
) -> None:
    crash(Design(), None, tmp_path)
    (file,) = autosave_folder().glob("*.autosave")
    file.write_bytes(b"{")
    window = start()
    assert window.recovery.offers == []
    assert window.notices.card is not None
    assert "cannot be read" in window.notices.card.title


def test_a_closed_window_leaves_nothing_to_restore(start: Callable[[], MainWindow]) -> None:
    window = start()
    edit(window)
    assert window.autosave.write()
    close_without_saving(window)
    assert crashed(autosave_folder()) == ([], [])
    assert list(autosave_folder().iterdir()) == []


def test_a_window_that_is_deleted_unclosed_ends_its_thread(
    qtbot: QtBot,
) -> None:
    _, window = build([])
    window.document.push(Design(name="Edited"))
    assert not window.close()
    window.deleteLater()
    settle()  # a thread that still runs would end the process here
    assert not isValid(window)


def test_a_drag_of_the_noise_is_one_edit_however_long_it_takes(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, slider = window.document.design, window.data_panel.noise.slider
    now = 0.0
    monkeypatch.setattr(window.document, "_clock", lambda: now)
    button, middle = Qt.MouseButton.LeftButton, slider.rect().center()
    for start in (0, 40):
        QTest.mousePress(slider, button, pos=middle + QPoint(start, 0))
        for step in (10, 20, 30):
            now += 1.1
            QTest.mouseMove(slider, middle + QPoint(start + step, 0))
        QTest.mouseRelease(slider, button, pos=middle + QPoint(start + 30, 0))
    window.document.undo()
    assert window.document.undo_words.startswith("noise")
    window.document.undo()
    assert window.document.design == first

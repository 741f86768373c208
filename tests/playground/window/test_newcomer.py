"""What someone meets who opens the window for the first time, by mouse, by keyboard alone, by
screen reader, with a table of their own, and with little room."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QLineEdit,
    QMenu,
    QMenuBar,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine.data import Csv
from engine.layers import Dense
from playground import templates
from playground.canvas.canvas import Canvas
from playground.canvas.search import Search
from playground.document.target_question import TargetQuestion
from playground.widgets.button import Button
from playground.widgets.dock_title import DockTitle
from playground.widgets.run_button import RunButton
from playground.window.appearance import Appearance
from playground.window.main_window import MainWindow
from tests.playground.looks import look
from tests.playground.window.conftest import Press, answer_file_dialog, begin_with

__all__ = ["look"]
replace = msgspec.structs.replace
TAB = Qt.Key.Key_Tab


def snapshot_taken(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.session.snapshot is not None)


def owner(widget: QWidget) -> QWidget:
    """Who speaks for a part of a control: the line of an editor says nothing by itself."""
    while not widget.accessibleName() and isinstance(widget, QLineEdit):
        widget = widget.parentWidget()
    return widget


def test_every_control_has_a_name_and_a_tooltip(window: MainWindow) -> None:
    mute, bare = [], []
    for widget in window.findChildren(QWidget):
        passive = widget.focusPolicy() == Qt.FocusPolicy.NoFocus
        sheet = isinstance(widget.parentWidget(), QAbstractScrollArea)  # its view speaks for it
        if passive or sheet or isinstance(widget, QAbstractScrollArea | QMenu | QMenuBar):
            continue
        speaker = owner(widget)
        place = f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        if not speaker.accessibleName():
            mute.append(place)
        says = isinstance(widget, Canvas)  # each of its parts has a card of its own
        if not (says or widget.toolTip() or speaker.toolTip()):
            bare.append(place)
    assert mute == []
    assert bare == []


def run_button(window: MainWindow) -> RunButton:
    (run,) = window.toolbar.findChildren(RunButton)
    return run


def test_space_adds_a_layer_at_first_and_runs_nothing(window: MainWindow, qtbot: QtBot) -> None:
    """As the hint on the canvas says; nothing there is marked before a key is used."""
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window.canvas)
    assert window.canvas.selection == () and not window.canvas.shown.focused
    QTest.keyClick(window.canvas, Qt.Key.Key_Space)
    search = window.findChild(Search)
    assert search is not None and search.isVisible() and window.session.state == "idle"


def test_tab_goes_through_the_window_as_it_is_read(window: MainWindow, qtbot: QtBot) -> None:
    """Toolbar, data, network, views; down and to the right within each."""
    assert window.stage is not None
    parts = [
        ("toolbar", window.toolbar),
        ("data", window.data_panel),
        ("canvas", window.canvas),
        ("stage", window.stage),
    ]
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    first = run_button(window)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    met = ["toolbar"]
    for _ in range(200):
        QTest.keyClick(QApplication.focusWidget(), TAB)
        stop = QApplication.focusWidget()
        here = [name for name, part in parts if part is stop or part.isAncestorOf(stop)]
        met += [name for name in here if met[-1] != name]
        if stop is first:
            break
    assert met == ["toolbar", "data", "canvas", "stage", "toolbar"]
    QTest.keyClick(first, TAB, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget().accessibleName() == "Learn"


def test_from_launch_to_exported_weights_by_keyboard_alone(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or window, key, held)

    def tab_to(name: str) -> QWidget:
        trail = []
        for _ in range(200):
            focus = QApplication.focusWidget()
            trail.append(f"{type(focus).__name__} {focus.accessibleName() if focus else ''}")
            if focus is not None and focus.accessibleName().startswith(name):
                return focus
            press(TAB)
        raise AssertionError(f"Tab never comes to {name}: {trail[-40:]}")

    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    assert QApplication.focusWidget().accessibleName() == "Network"
    tab_to("Run")
    tab_to("Spiral")
    while not QApplication.focusWidget().accessibleName().startswith("Blobs"):
        press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Space)
    assert window.document.design.data.kind == "blobs"
    snapshot_taken(window, qtbot)
    layers = len(window.document.design.layers)
    tab_to("Learn")
    press(Qt.Key.Key_Right)
    assert window.workspaces.choice == "design"
    tab_to("Dense, ")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.document.design.layers) == layers + 1)
    snapshot_taken(window, qtbot)
    assert not window.session.blocked
    tab_to("Run")
    press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.session.state == "finished", timeout=30_000)
    window.activateWindow()  # a shortcut is heard by the active window alone
    qtbot.waitUntil(window.isActiveWindow)
    path = tmp_path / "blobs.safetensors"
    answer_file_dialog(str(path))
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    with qtbot.waitSignal(window.filing._exporter.exported, timeout=30_000):
        press(Qt.Key.Key_E, held)
    assert path.exists()


# --- words ------------------------------------------------------------------------------------


def test_the_status_bar_speaks_from_the_first_moment(window: MainWindow, press: Press) -> None:
    assert window.status.message == "Ready to run."


def test_a_step_is_told_by_batch(window: MainWindow, press: Press, qtbot: QtBot) -> None:
    press("train.step_batch")
    qtbot.waitUntil(lambda: window.status.message == "Paused in epoch 1, after 1 batch.")
    press("train.step_batch")
    qtbot.waitUntil(lambda: window.status.message == "Paused in epoch 1, after 2 batches.")
    press("train.step_epoch")
    qtbot.waitUntil(lambda: window.status.message == "Paused after epoch 1.")


def test_news_of_a_file_stays_until_the_state_changes(
    window: MainWindow, press: Press, qtbot: QtBot, tmp_path: Path
) -> None:
    window.filing._save(tmp_path / "mine.playground")
    assert window.status.message == "Saved mine.playground."
    press("train.step_epoch")
    qtbot.waitUntil(lambda: window.status.message == "Paused after epoch 1.")
    with qtbot.waitSignal(window.filing._exporter.exported, timeout=30_000):
        window.filing.export(tmp_path / "w.npz")
    qtbot.waitUntil(lambda: window.status.message.startswith("Exported w.npz."))
    window.toolbar.rate_edited.emit(0.01)
    assert window.status.message.startswith("Exported w.npz.")
    begin_with(window, "spiral")
    assert window.status.message == "Ready to run."


def test_a_failed_export_is_not_told_as_going_on(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(window.filing._exporter.failed, timeout=30_000):
        window.filing.export(tmp_path / "gone" / "w.npz")
    qtbot.waitUntil(lambda: window.notices.card is not None)
    assert window.status.message == "Ready to run."


def test_a_missing_table_is_told_in_the_status_bar_too(window: MainWindow, qtbot: QtBot) -> None:
    gone = replace(window.document.design, data=Csv(path="gone.csv", target="y"))
    window.document.push(gone)
    assert window.status.message == "Reading gone.csv…"
    qtbot.waitUntil(lambda: window.session.state == "failed")
    assert window.status.message == "Training could not go on."
    assert window.stage is not None
    assert "problem is solved" in window.stage.loss.message


def test_no_epochs_is_said_and_not_silence(window: MainWindow, press: Press) -> None:
    design = window.document.design
    window.document.push(replace(design, training=replace(design.training, epochs=0)))
    press("train.run")
    assert window.status.message == "Epochs is 0, so Run has nothing to do."


def test_a_step_that_cannot_be_taken_says_why(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    window.document.push(replace(window.document.design, layers=()))
    assert "layer" in window.actions_by_id["train.step_batch"].toolTip()
    begin_with(window, "spiral")
    design = window.document.design
    window.document.push(replace(design, training=replace(design.training, epochs=1)))
    snapshot_taken(window, qtbot)
    press("train.run")
    qtbot.waitUntil(lambda: window.session.state == "finished")
    assert "Training is over." in window.actions_by_id["train.step_batch"].toolTip()
    press("train.reset")
    qtbot.waitUntil(lambda: window.session.state == "idle")
    assert "Training is over." not in window.actions_by_id["train.step_batch"].toolTip()


def test_a_regression_is_not_measured_by_accuracy(window: MainWindow, qtbot: QtBot) -> None:
    def titles() -> set[str]:
        return {title.accessibleName() for title in window.findChildren(DockTitle)}

    assert {"Decision boundary", "Loss", "Accuracy"} <= titles()
    assert window.toolbar.score.accessibleName().startswith("Accuracy: ")
    for template, name in (("plane", "Fitted surface"), ("curve", "Fitted curve")):
        window.document.new(templates.read(template))
        snapshot_taken(window, qtbot)
        assert window.toolbar.score.accessibleName().startswith("R²: ")
        assert {name, "Loss", "R²"} <= titles()
    window.document.new(templates.read("blobs"))
    snapshot_taken(window, qtbot)
    assert {"Decision boundary", "Loss", "Accuracy"} <= titles()


def test_one_button_besides_run_is_primary(window: MainWindow, press: Press, qtbot: QtBot) -> None:
    def primary() -> list[str]:
        return [
            button.text()
            for button in window.findChildren(Button)
            if button.kind == "primary" and button.isVisible() and button.objectName() != "run"
        ]

    window.workspaces.choose("design")  # where problems have their cards
    curve = templates.read("curve")
    optimizer = replace(curve.training.optimizer, learning_rate=1000.0)
    window.document.push(replace(curve, training=replace(curve.training, optimizer=optimizer)))
    assert len(primary()) == 1 and window.notices.card is None
    window.notices.tell("training", "error", "It diverged.", "", [("Run again", "play", str)])
    assert primary() == ["Run again"]
    window.notices.withdraw()
    assert len(primary()) == 1


def test_more_parameters_than_can_be_watched_are_refused(window: MainWindow) -> None:
    design = window.document.design
    wide = (Dense(units=1000), Dense(units=1000), *design.layers)
    window.document.push(replace(design, layers=wide))
    assert "1,012,089 parameters" in window.status.message
    assert not window.actions_by_id["train.run"].isEnabled()
    window.document.push(design)
    assert window.actions_by_id["train.run"].isEnabled()


# --- room -------------------------------------------------------------------------------------


@pytest.mark.parametrize("font", [13, 26])
@pytest.mark.parametrize("width", [1280, 1920])
def test_the_toolbar_folds_before_anything_is_clipped(
    look: object, window: MainWindow, qtbot: QtBot, font: int, width: int
) -> None:
    window.look.set_font_size(font)
    window.resize(width, 900)
    toolbar = window.toolbar
    qtbot.waitUntil(lambda: toolbar._run.width() == toolbar._run.sizeHint().width())
    assert toolbar.epoch.isVisible() and toolbar.train_loss.isVisible()
    assert toolbar.check_loss.isVisible()
    shown = [child for child in toolbar.findChildren(QWidget) if child.isVisibleTo(toolbar)]
    own = sorted(
        (child for child in shown if child.parentWidget() is toolbar and child.height() > 2),
        key=lambda child: child.x(),
    )
    for child in own:
        if child.objectName() != "focus_ring":
            assert child.width() >= child.sizeHint().width() or child in (toolbar._rate,)
            assert child.geometry().right() < toolbar.width()
    parts = [child for child in own if child.objectName() != "focus_ring"]
    for before, after in pairwise(parts):
        assert before.geometry().right() < after.x()


def test_the_map_takes_the_room_that_a_larger_window_gives(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert window.stage is not None
    stage = window.stage
    window.look.set_font_size(13.0)  # for which the widths of the look hold
    window.resize(1280, 720)
    qtbot.waitUntil(lambda: stage.width() == 304)
    before = stage.boundary.placed.area.width()
    window.resize(1920, 1080)
    qtbot.waitUntil(lambda: stage.boundary.placed.area.width() > 1.3 * before)
    area = window.stage.boundary.placed.area
    above = area.top()
    below = window.stage.boundary.plot.height() - area.bottom()
    assert above < below  # numbers and legend stand below it; what is spare is shared


def test_a_long_name_leaves_the_menus_and_the_mark(window: MainWindow) -> None:
    window.resize(1280, 720)
    window.document.push(replace(window.document.design, name="A long name " * 16))
    QApplication.processEvents()
    title = window.top.title
    assert title.text().endswith("…  —  edited")
    assert title.fontMetrics().horizontalAdvance(title.text()) <= title.width()


# --- a table of one's own ---------------------------------------------------------------------


def answer_question(column: str) -> None:
    """Choose a column in the question that is about to be asked."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, TargetQuestion):
            QTimer.singleShot(10, answer)
            return
        (item,) = dialog.list.findItems(column, Qt.MatchFlag.MatchExactly)
        dialog.list.setCurrentItem(item)
        dialog.use.click()

    QTimer.singleShot(10, answer)


def test_a_table_is_opened_trained_and_its_name_is_shown(
    window: MainWindow, press: Press, qtbot: QtBot, tmp_path: Path
) -> None:
    rows = "\n".join(f"{n % 10},{n % 7},{'ab'[n % 10 > 4]}" for n in range(60))
    path = tmp_path / "a_table_with_quite_a_long_name_of_its_own.csv"
    path.write_text(f"u,v,kind\n{rows}\n")
    answer_file_dialog(str(path))
    answer_question("kind")
    window.data_panel.open_table.trigger()
    assert window.status.message == f"Reading {path.name}…"
    qtbot.waitUntil(lambda: isinstance(window.document.design.data, Csv))
    snapshot_taken(window, qtbot)
    shown = window.data_panel.grid.chosen_one
    assert shown.accessibleName() == path.name
    assert window.data_panel.grid.rect().contains(shown.geometry())
    press("train.run")
    qtbot.waitUntil(lambda: window.session.state == "finished")


def test_a_bad_table_changes_nothing_but_the_message(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    before = window.document.design
    (tmp_path / "bad.csv").write_bytes(b"\xff\xfe\x00")
    for name in ("bad.csv", "gone.csv"):
        window.notices.withdraw()
        window.filing.open(tmp_path / name)
        qtbot.waitUntil(lambda: window.notices.card is not None)
        assert name in window.notices.card.accessibleName()  # type: ignore[union-attr]
        assert window.status.message == "Ready to run."
    assert window.document.design == before


def test_about_names_version_license_and_settings(
    window: MainWindow, press: Press, own_folders: Path
) -> None:
    press("help.about")
    (box,) = window.findChildren(QMessageBox)
    assert "Apache License 2.0" in box.informativeText()
    assert str(own_folders) in box.informativeText()
    box.close()


def test_that_nothing_is_selected_is_said_on_one_line(
    window: MainWindow, look: Appearance, qtbot: QtBot
) -> None:
    window.resize(1280, 720)
    window.workspaces.choose("design")
    note = window.inspector.note
    qtbot.waitUntil(note.isVisible)
    look.set_font_size(13)
    QApplication.processEvents()
    assert note.height() < 2 * note.fontMetrics().height()

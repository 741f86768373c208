"""Files of one's own: no file is replaced that nobody was asked about, what was saved can be opened
by its name, and a table that was not taken is told of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QListView, QMessageBox
from pytestqt.qtbot import QtBot

from engine.design import Design
from engine.designfile import load, save
from engine.formats import Checkpoint
from engine.layers import Dense
from playground.document.document import Document
from playground.document.recent import recent
from playground.tables import for_table
from playground.window.main_window import MainWindow
from playground.window.settings import settings
from tests.playground.window.conftest import Press

OTHER = Design(name="Other", layers=(Dense(id="output", units=1),))
ROWS = "".join(f"{n % 10},{n % 7},{'ab'[n % 10 > 4]}\n" for n in range(60))

Answer = Callable[[QDialog], object]


def answering(window: MainWindow, *answers: tuple[type[QDialog], Answer]) -> list[str]:
    """Give each answer to the next dialog of its kind; returns what those dialogs will have shown:
    the file's name, or what was asked. It waits no longer than the window lives."""
    shown: list[str] = []
    left = list(answers)

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        kind, act = left[0]
        if not isinstance(dialog, kind):
            QTimer.singleShot(20, window, answer)
            return
        del left[0]
        if left:  # before the answer, which may open the next and return only after it
            QTimer.singleShot(20, window, answer)
        if isinstance(dialog, QFileDialog):
            shown.append(Path(dialog.selectedFiles()[0]).name)
        elif isinstance(dialog, QMessageBox):
            shown.append(dialog.text())
        act(dialog)

    QTimer.singleShot(20, window, answer)
    return shown


def typing(path: Path, kind: str = "") -> tuple[type[QDialog], Answer]:
    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, QFileDialog)
        if kind:
            dialog.selectNameFilter(kind)
            dialog.filterSelected.emit(kind)  # as a person's choice does
        edit = dialog.findChild(QLineEdit, "fileNameEdit")
        assert edit is not None
        listed = dialog.findChild(QListView, "listView")
        assert listed is not None
        listed.clearSelection()  # as typing does
        edit.setText(str(path))
        dialog.accept()

    return QFileDialog, act


CANCEL = (QFileDialog, QDialog.reject)
NO = (QMessageBox, lambda box: box.button(QMessageBox.StandardButton.No).click())
YES = (QMessageBox, lambda box: box.button(QMessageBox.StandardButton.Yes).click())


@pytest.mark.parametrize("typed", ["taken", "taken.playground"])
def test_a_file_is_replaced_only_where_that_was_asked(
    window: MainWindow, press: Press, tmp_path: Path, typed: str
) -> None:
    path = tmp_path / "taken.playground"
    save(OTHER, path)
    shown = answering(window, typing(tmp_path / typed), NO, CANCEL)
    press("file.save_as")
    assert "taken.playground already exists" in shown[1]
    assert load(path) == OTHER
    answering(window, typing(tmp_path / typed), YES)
    press("file.save_as")
    assert load(path) == window.document.design
    assert window.document.path == path


@pytest.mark.parametrize("name", ["net v1.2", "net.safetensors", "net.csv"])
def test_what_was_saved_is_a_design_by_its_name(
    window: MainWindow, press: Press, tmp_path: Path, name: str
) -> None:
    path = tmp_path / f"{name}.playground"
    answering(window, typing(tmp_path / name))
    press("file.save_as")
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    save(OTHER, path)
    shown = answering(window, typing(tmp_path / name), CANCEL)
    press("file.save_as")
    assert shown == [path.name, path.name]
    assert load(path) == OTHER


def test_an_export_replaces_no_file_either(
    window: MainWindow, press: Press, tmp_path: Path
) -> None:
    path = tmp_path / "w.npz"
    path.write_bytes(b"mine")
    shown = answering(window, typing(tmp_path / "w", "NumPy arrays (*.npz)"), NO, CANCEL)
    press("file.export")
    assert "w.npz already exists" in shown[1]
    assert path.read_bytes() == b"mine"


def test_save_as_begins_at_the_open_file(window: MainWindow, press: Press, tmp_path: Path) -> None:
    path = tmp_path / "mine" / "net.playground"
    path.parent.mkdir()
    save(OTHER, path)
    window.filing.open(path)
    settings().setValue("folder", str(tmp_path))
    places: list[Path] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, QFileDialog)
        places.append(Path(dialog.selectedFiles()[0]))
        dialog.reject()

    for action in ("file.save_as", "file.export"):
        answering(window, (QFileDialog, look))
        press(action)
    assert places == [path, path.with_name("net.safetensors")]


def test_a_suffix_in_capitals_is_the_same(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "NET.SAFETENSORS"
    checkpoint = window.session.checkpoint()
    assert checkpoint is not None
    checkpoint.write(path)
    document = Document(OTHER)
    document.open(path)
    assert document.design == Checkpoint.read(path).design == window.document.design
    assert document.path is None


def test_a_table_that_work_is_kept_for_is_not_opened(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    table = tmp_path / "birds.csv"
    table.write_text(f"bill,mass,kind\n{ROWS}")
    design = for_table(table, "kind", tmp_path)
    window.document.push(replace(window.document.design, name="Edited"))
    window.filing._on_tables_designed(table, design)
    question = window.filing.leaving.question
    assert question is not None
    window.filing._on_tables_designed(table, design)  # while it is asked
    assert window.status.message == "birds.csv was not opened."
    window.filing.said.emit("")
    question.cancel.click()
    assert window.status.message == "birds.csv was not opened."
    assert recent() == []
    assert window.document.design.name == "Edited"
    window.filing._on_tables_designed(table, design)
    question = window.filing.leaving.question
    assert question is not None
    question.discard.click()
    assert recent() == [table]
    assert window.document.design == design


# --- what is being typed ----------------------------------------------------------------------


@pytest.fixture
def typed(window: MainWindow, qtbot: QtBot) -> Callable[[], None]:
    """Types a learning rate, and leaves the keyboard in its field."""

    def type_rate() -> None:
        field = window.toolbar.findChild(QLineEdit)
        assert field is not None
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, "0.3")

    return type_rate


def rate(design: Design) -> float:
    return design.training.optimizer.learning_rate


def test_what_is_being_typed_is_saved(
    window: MainWindow, press: Press, tmp_path: Path, typed: Callable[[], None]
) -> None:
    path = tmp_path / "mine.playground"
    window.filing._save(path)
    typed()
    press("file.save")
    assert rate(load(path)) == 0.3
    assert not window.document.dirty


@pytest.mark.parametrize("action", ["train.run", "train.step_batch", "train.reset"])
def test_what_is_being_typed_is_trained_with(
    window: MainWindow, press: Press, typed: Callable[[], None], action: str
) -> None:
    typed()
    press(action)
    assert rate(window.document.design) == 0.3


@pytest.mark.parametrize(
    "leave",
    [
        lambda window: window.actions_by_id["file.quit"].trigger(),
        lambda window: window.close(),
        lambda window: window.filing.begin("circle"),
    ],
)
def test_what_is_being_typed_is_not_left_unasked(
    window: MainWindow, typed: Callable[[], None], leave: Callable[[MainWindow], object]
) -> None:
    typed()
    leave(window)
    question = window.filing.leaving.question
    assert question is not None
    question.cancel.click()
    assert rate(window.document.design) == 0.3


def test_a_suffix_of_two_parts_stands_once(
    window: MainWindow, press: Press, qtbot: QtBot, tmp_path: Path
) -> None:
    """Qt's dialog puts a filter's last part in the place of a name's."""
    qtbot.waitUntil(lambda: window.session.snapshot is not None)
    answering(window, typing(tmp_path / "net.py", "PyTorch script (*.torch.py)"))
    press("file.export")
    qtbot.waitUntil(lambda: (tmp_path / "net.torch.py").exists(), timeout=10_000)
    assert not (tmp_path / "net.py.torch.py").exists()

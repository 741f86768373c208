"""A window as a person finds it: shown, with its views, its first snapshot taken."""

from __future__ import annotations

from collections.abc import Callable, Generator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QListView
from pytestqt.qtbot import QtBot

from playground.app import build
from playground.document.gallery import Gallery
from playground.window.appearance import Appearance
from playground.window.main_window import MainWindow
from tests.playground.looks import look
from tests.playground.window.person import Keyboard, Mouse

__all__ = ["look"]

Press = Callable[[str], None]


@pytest.fixture
def window(qtbot: QtBot) -> Generator[MainWindow]:
    _, window = build([])
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: window.stage is not None and window.session.snapshot is not None)
    window.session.limit(None)
    yield window
    close_without_saving(window)


@pytest.fixture
def launched(qtbot: QtBot, look: Appearance) -> Generator[MainWindow]:
    """A window as it starts, at a size and in a font that do not depend on who runs the tests."""
    _, window = build([])
    qtbot.addWidget(window)
    window.resize(1280, 800)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(
        lambda: window.stage is not None and window.session.snapshot is not None, timeout=30_000
    )
    yield window
    close_without_saving(window)


@pytest.fixture
def keyboard(launched: MainWindow, qtbot: QtBot) -> Keyboard:
    return Keyboard(launched, qtbot)


@pytest.fixture
def mouse(launched: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Mouse:
    return Mouse(launched, qtbot, monkeypatch)


def close_without_saving(window: MainWindow) -> None:
    """Close it, and let its work go where it asks."""
    window.close()
    discard_if_asked(window)


def discard_if_asked(window: MainWindow) -> None:
    """Answer the question about unsaved work, if there is one."""
    if window.filing.leaving.question is not None:
        window.filing.leaving.question.discard.click()


def begin_with(window: MainWindow, template: str) -> None:
    """Choose a template in the gallery, and let the open design's changes go."""
    window.actions_by_id["file.new"].trigger()
    gallery = next(each for each in window.findChildren(Gallery) if each.isVisible())
    tile = gallery.tile(template)
    tile.setFocus()
    QTest.keyClick(tile, Qt.Key.Key_Return)
    discard_if_asked(window)


@pytest.fixture
def press(window: MainWindow) -> Press:
    """Trigger an action by its id, as its menu item would."""
    return lambda action_id: window.actions_by_id[action_id].trigger()


def answer_file_dialog(path: str, name_filter: str = "") -> None:
    """Type a path into the file dialog that is about to open, and accept it.

    It waits no longer than the window lives: a dialog of another test is not its to answer.
    """
    window = next(
        widget
        for widget in QApplication.topLevelWidgets()
        if isinstance(widget, MainWindow) and widget.isVisible()
    )

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            QTimer.singleShot(20, window, answer)
            return
        if name_filter:
            dialog.selectNameFilter(name_filter)
        edit = dialog.findChild(QLineEdit, "fileNameEdit")
        listed = dialog.findChild(QListView, "listView")
        assert edit is not None and listed is not None
        listed.clearSelection()  # as typing does
        edit.setText(path)
        dialog.accept()

    QTimer.singleShot(20, window, answer)

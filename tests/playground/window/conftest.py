"""A window as a person finds it: shown, with its views, its first snapshot taken."""

from __future__ import annotations

from collections.abc import Callable, Generator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from playground.app import build
from playground.window.main_window import MainWindow

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
    window.close()


@pytest.fixture
def press(window: MainWindow) -> Press:
    """Trigger an action by its id, as its menu item would."""
    return lambda action_id: window.actions_by_id[action_id].trigger()


def answer_file_dialog(path: str, name_filter: str = "") -> None:
    """Type a path into the file dialog that is about to open, and accept it."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            QTimer.singleShot(20, answer)
            return
        if name_filter:
            dialog.selectNameFilter(name_filter)
        edit = dialog.findChild(QLineEdit, "fileNameEdit")
        assert edit is not None
        edit.setText(path)
        dialog.accept()

    QTimer.singleShot(20, answer)

"""The window opens and closes, also from the terminal, and says why where it cannot."""

from __future__ import annotations

import signal
import threading
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from playground import app, preflight
from playground.window.main_window import MainWindow


def test_build_gives_a_window_that_is_not_yet_shown(qapp: QApplication, qtbot: Any) -> None:
    built, window = app.build([])
    qtbot.addWidget(window)
    assert built is qapp
    assert isinstance(window, MainWindow)
    assert window.windowTitle().endswith("Perceptron Playground")
    assert not window.isVisible()


def test_the_window_shows_and_closes(qtbot: Any) -> None:
    _, window = app.build([])
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    assert window.close()
    assert not window.isVisible()


def test_the_window_fits_its_screen(qtbot: Any) -> None:
    _, window = app.build([])
    qtbot.addWidget(window)
    assert window.screen().availableGeometry().size().expandedTo(window.size()) == (
        window.screen().availableGeometry().size()
    )


@pytest.fixture
def unhurried(qapp: QApplication) -> Any:
    """An end for the event loop, should what is tested not end it."""
    timer = QTimer()
    timer.setSingleShot(True)
    timer.timeout.connect(lambda: qapp.exit(99))
    timer.start(10_000)
    yield timer
    timer.stop()


def test_run_ends_with_the_window(qapp: QApplication, unhurried: QTimer) -> None:
    QTimer.singleShot(0, qapp.closeAllWindows)
    assert app.run([]) == 0


def test_ctrl_c_closes_the_window(unhurried: QTimer) -> None:
    handler = signal.getsignal(signal.SIGINT)
    terminal = threading.Thread(target=signal.raise_signal, args=(signal.SIGINT,))
    QTimer.singleShot(0, terminal.start)
    assert app.run([]) == 0
    assert signal.getsignal(signal.SIGINT) is handler


def test_run_says_why_it_cannot_open(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(preflight, "problem", lambda: "There is no screen.")
    assert app.run([]) == 1
    assert capsys.readouterr().err == "There is no screen.\n"

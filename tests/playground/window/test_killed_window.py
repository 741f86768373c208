"""A window that is killed while it saves leaves old or new, and the next one asks what is to become
of the work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.designfile import load
from playground.app import build
from playground.document.autosave import folder
from playground.window.main_window import MainWindow
from tests.playground.window.conftest import close_without_saving
from tests.playground.window.person import PATIENCE, Mouse

ROOT = Path(__file__).parents[3]
Start = Callable[[], MainWindow]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.playground.window.killed_window", *arguments],
        cwd=ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture
def start(qtbot: QtBot) -> Generator[Start]:
    """Start the window, as often as one likes."""
    started: list[MainWindow] = []

    def make() -> MainWindow:
        _, window = build([])
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        qtbot.waitUntil(lambda: window.stage is not None, timeout=PATIENCE)
        started.append(window)
        return window

    yield make
    for window in started:
        close_without_saving(window)


def test_killed_before_any_step_of_a_save_or_an_autosave_it_leaves_old_or_new(
    tmp_path: Path,
) -> None:
    done = run("all", str(tmp_path))
    assert done.stdout == "12 deaths\n", done.stdout + done.stderr


@pytest.mark.parametrize("answer", ["Restore", "Discard", "Later"])
def test_the_next_start_offers_the_work_of_the_killed_one(
    start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: str
) -> None:
    assert run("one", str(tmp_path), "save", "os.replace").returncode == -signal.SIGKILL
    path = tmp_path / "mine.playground"
    assert load(path).name == "old"
    window = start()
    usual = window.document.design
    (offer,) = window.recovery.offers
    assert "mine.playground was open" in offer.accessibleName()
    (button,) = [button for button in offer.buttons if button.text() == answer]
    Mouse(window, qtbot, monkeypatch).click(button)
    document = window.document
    assert not window.recovery.isVisible()
    if answer == "Restore":
        assert (document.design.name, document.path, document.dirty) == ("edited", path, True)
        assert window.canvas.design == document.design
    else:
        assert document.design == usual and not document.dirty
    assert load(path).name == "old"  # until it is saved
    close_without_saving(window)
    offers = start().recovery.offers
    assert [each.autosaved.design.name for each in offers] == ["edited"] * (answer == "Later")
    assert bool(list(folder().iterdir())) == (answer == "Later")

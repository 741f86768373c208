"""What holds for every test of the window: no screen is needed, nothing of the person's is touched,
and no timer, thread or window outlives it."""

from __future__ import annotations

import gc
import os
import sys
import weakref
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QObject,
    QSettings,
    Qt,
    QThread,
    QThreadPool,
    QTimer,
)
from PySide6.QtGui import QFontInfo, QGuiApplication, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from tests.conftest import FAILED

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def timers_left(started: weakref.WeakSet[QTimer]) -> list[QTimer]:
    return [timer for timer in started if isValid(timer) and timer.isActive()]


def threads_left(started: weakref.WeakSet[QThread]) -> list[QThread]:
    return [thread for thread in started if isValid(thread) and thread.isRunning()]


def windows_left(before: list[QWidget]) -> list[QWidget]:
    """Windows that were not there before; a tooltip is Qt's own and goes when it likes."""
    return [
        widget
        for widget in QApplication.topLevelWidgets()
        if widget not in before
        and widget.parent() is None
        and widget.metaObject().className() != "QTipLabel"
    ]


def settle() -> None:
    """What was asked to go is gone: deferred deletions, then cycles that only Python can see."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def name(thing: QObject) -> str:
    return f"{type(thing).__name__}({thing.objectName()!r})"


def recording(monkeypatch: pytest.MonkeyPatch, cls: type[Any]) -> weakref.WeakSet[Any]:
    """Every object of a class whose `start` is called from now on."""
    started: weakref.WeakSet[Any] = weakref.WeakSet()
    original: Callable[..., Any] = cls.start

    def start(self: Any, *args: Any) -> Any:
        started.add(self)
        return original(self, *args)

    monkeypatch.setattr(cls, "start", start)
    return started


@pytest.fixture(scope="session")
def system_font_px(qapp: QApplication) -> float:
    """The size of the system's font, before any window has set its own."""
    return float(QFontInfo(qapp.font()).pixelSize())


@pytest.fixture(autouse=True)
def same_look(system_font_px: float) -> Generator[None]:
    """No test leaves its look to the next: theme and size are the system's again."""
    yield
    module = sys.modules.get("playground.window.appearance")
    if module is None:
        return
    look = module.appearance()
    if look.sizes != module.Sizes.at(system_font_px):
        look.set_font_size(system_font_px)
    if look.choice != "system":
        look.choose("system")
    if look.calm:
        look.calm_motion(False)


@pytest.fixture(autouse=True)
def no_button_held(qapp: QApplication) -> Generator[None]:
    """No test leaves a mouse button pressed to the next: a line between docks, for one, cannot be
    dragged while the right button is held."""
    yield
    for button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
        if QGuiApplication.mouseButtons() & button:
            pane = QWindow()
            pane.create()
            QTest.mouseRelease(pane, button)
            pane.destroy()
    assert QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton


@pytest.fixture(autouse=True)
def nothing_left(
    request: pytest.FixtureRequest, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> Generator[None]:
    timers, threads = recording(monkeypatch, QTimer), recording(monkeypatch, QThread)
    before = QApplication.topLevelWidgets()
    yield
    qapp.clipboard().clear()  # offscreen it frees what Python put there after Python has ended
    if windows_left(before) or timers_left(timers):
        settle()
    windows, running = windows_left(before), threads_left(threads)
    left = [name(thing) for thing in [*windows, *timers_left(timers), *running]]
    if not QThreadPool.globalInstance().waitForDone(2000):
        left.append("QThreadPool work")
    for thread in running:  # a QThread that is collected while it runs aborts the whole session
        thread.requestInterruption()
        thread.quit()
        thread.wait(2000)
    for window in windows:
        window.deleteLater()
    for timer in timers_left(timers):
        timer.stop()
    if left:
        settle()
    if not request.node.stash.get(FAILED, False):
        assert not left, f"left behind: {', '.join(left)}"


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, data and caches of this test alone; the folder that holds them."""
    home = tmp_path_factory.mktemp("home")
    for kind in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    for form in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, str(home / "settings"))
    return home

"""Learn and Design: where the docks stand, and that they stay where a person put them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app import build
from playground.window.arrangements import DESIGN, LEARN
from playground.window.main_window import MainWindow
from tests.playground.window.conftest import close_without_saving


def widths(window: MainWindow) -> dict[str, int]:
    """The shown docks' widths, once they have settled."""
    for _ in range(3):
        QApplication.processEvents()
    return {name: dock.width() for name, dock in window.docks.items() if dock.isVisible()}


def drag_line(window: MainWindow, by: int, qtbot: QtBot) -> None:
    """Drag the line right of the first shown dock."""
    before = widths(window)
    name = next(iter(before))
    dock, left = window.docks[name], Qt.MouseButton.LeftButton
    line = QPoint(dock.geometry().right() + 1, window.height() // 2)
    pane, held = window.windowHandle(), Qt.KeyboardModifier.NoModifier
    QTest.mouseMove(pane, line)
    QTest.mousePress(pane, left, held, line)
    QTest.mouseMove(pane, line + QPoint(by, 0))
    qtbot.waitUntil(lambda: dock.width() == before[name] + by)
    QTest.mouseRelease(pane, left, held, line + QPoint(by, 0))


@pytest.mark.parametrize(
    ("size", "choice", "expected"),
    [
        ((1280, 720), LEARN, {"data": 200, "views": 304}),
        ((1440, 900), LEARN, {"data": 232, "views": 376}),
        ((1920, 1080), LEARN, {"data": 264, "views": 480}),
        ((1280, 720), DESIGN, {"layers": 200, "inspector": 288, "views": 288}),
        ((1440, 900), DESIGN, {"layers": 232, "inspector": 320, "views": 320}),
        ((1920, 1080), DESIGN, {"layers": 264, "inspector": 360, "views": 360}),
    ],
)
def test_the_docks_have_the_widths_of_the_look(
    window: MainWindow, size: tuple[int, int], choice: str, expected: dict[str, int]
) -> None:
    window.look.set_font_size(13.0)
    window.resize(*size)
    window.workspaces.choose(choice)
    assert widths(window) == expected


def test_the_boundary_stands_square_under_the_inspector(window: MainWindow) -> None:
    window.look.set_font_size(13.0)
    window.resize(1440, 900)
    window.workspaces.choose(DESIGN)
    widths(window)
    docks = window.docks
    assert docks["inspector"].geometry().bottom() < docks["views"].y()
    assert abs(docks["views"].height() - docks["views"].width()) < 80


def test_a_width_set_by_hand_stays_when_window_and_workspace_change(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.resize(1280, 720)
    window.workspaces.choose(LEARN)
    before = widths(window)["data"]
    drag_line(window, 40, qtbot)
    window.resize(1920, 1080)
    assert widths(window)["data"] == before + 40
    window.workspaces.choose(DESIGN)
    window.workspaces.choose(LEARN)
    assert widths(window)["data"] == before + 40


def test_docks_are_where_they_were_left_after_a_new_start(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(760, 700)  # what the offscreen screen has room for, frame and all
    window.workspaces.choose(DESIGN)
    window.workspaces.choose(LEARN)
    window.docks["views"].close()
    drag_line(window, 30, qtbot)
    left = widths(window)
    assert set(left) == {"data"}
    close_without_saving(window)
    _, again = build([])
    qtbot.addWidget(again)
    with qtbot.waitExposed(again):
        again.show()
    assert widths(again) == left
    again.actions_by_id["view.places"].trigger()
    assert set(widths(again)) == {"data", "views"}
    assert widths(again)["data"] < left["data"]
    close_without_saving(again)

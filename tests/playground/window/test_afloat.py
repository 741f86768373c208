"""Cards over the canvas: they come and go, and what is under the pointer stays where it is."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from engine.design import Design
from engine.layers import Dense
from playground.app import build
from playground.canvas.canvas import Canvas
from playground.window.appearance import Appearance
from playground.window.main_window import MainWindow
from tests.playground.looks import look
from tests.playground.window.person import Key, Keyboard, Mouse

__all__ = ["look"]
SIZES = [(1280, 720), (1440, 900)]


def within(window: MainWindow, widget: QWidget) -> QPoint:
    return widget.mapTo(window, QPoint(0, 0))


def learned(window: MainWindow, qtbot: QtBot) -> None:
    """One epoch, after which there is something to keep."""
    window.actions_by_id["train.step_epoch"].trigger()
    qtbot.waitUntil(lambda: window.session.state == "paused")


def stands(canvas: Canvas) -> tuple[object, ...]:
    return canvas.mapToGlobal(QPoint(0, 0)), canvas.size()


def unbent(design: Design) -> Design:
    """The design with a warning: its first layer has no activation."""
    return replace(design, layers=(Dense(id="dense_1", units=8), *design.layers[1:]))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("workspace", ["learn", "design"])
def test_the_question_leaves_the_canvas_where_it_is_and_plus_is_clicked_on(
    launched: MainWindow, mouse: Mouse, qtbot: QtBot, size: tuple[int, int], workspace: str
) -> None:
    window, canvas = launched, launched.canvas
    window.resize(*size)
    window.workspaces.choose(workspace)
    QApplication.processEvents()
    learned(window, qtbot)
    before, plus = stands(canvas), canvas.part("dense_1", "plus").center()
    for units in (9, 10, 11):
        mouse.click(canvas, plus)
        assert window.document.design.layers[0].units == units  # type: ignore[attr-defined]
        assert window.notices.isVisible() and stands(canvas) == before
    mouse.click(window.notices.card.buttons[-1])  # type: ignore[union-attr]
    assert not window.notices.isVisible() and stands(canvas) == before


def test_the_card_lies_on_the_canvas_and_takes_no_click_beside_it(
    launched: MainWindow, qtbot: QtBot
) -> None:
    window = launched
    window.resize(1440, 900)
    learned(window, qtbot)
    window.document.push(unbent(window.document.design))
    QApplication.processEvents()
    card = window.notices
    area = card.geometry().translated(within(window, card) - card.pos())
    seat = window.canvas.rect().translated(within(window, window.canvas))
    assert seat.contains(area)
    for beside in (area.topLeft() - QPoint(4, 4), area.bottomRight() + QPoint(4, 4)):
        assert window.childAt(beside) is window.canvas
    assert card.isAncestorOf(window.childAt(area.center()))


def test_tab_comes_to_the_cards_answers_and_enter_gives_one(
    launched: MainWindow, keyboard: Keyboard, qtbot: QtBot
) -> None:
    learned(launched, qtbot)
    launched.document.push(unbent(launched.document.design))
    keyboard.tab_to("Start fresh")
    keyboard.press(Key.Key_Return)
    assert launched.notices.card is None and launched.session.choice is None


def test_a_problem_in_learn_floats_and_in_design_has_a_place_below(
    launched: MainWindow, qtbot: QtBot
) -> None:
    window, canvas, panel = launched, launched.canvas, launched.problem_panel
    before = stands(canvas)
    window.document.push(unbent(window.document.design))
    QApplication.processEvents()
    assert panel.isVisible() and stands(canvas) == before
    assert len(panel.cards) == 1 and panel.cards[0].fix is not None
    seat = canvas.rect().translated(within(window, canvas))
    assert seat.contains(panel.rect().translated(within(window, panel)))
    window.workspaces.choose("design")
    QApplication.processEvents()
    assert within(window, panel).y() >= within(window, canvas).y() + canvas.height()
    window.workspaces.choose("learn")
    QApplication.processEvents()
    assert stands(canvas) == before and panel.isVisible()


def test_a_problem_in_learn_makes_way_for_what_asks(launched: MainWindow, qtbot: QtBot) -> None:
    learned(launched, qtbot)
    launched.document.push(unbent(launched.document.design))
    assert launched.notices.isVisible() and not launched.problem_panel.isVisible()
    launched.session.keep_weights()
    assert not launched.notices.isVisible() and launched.problem_panel.isVisible()


@pytest.mark.parametrize("workspace", ["learn", "design"])
def test_the_card_has_room_at_twice_the_size_of_the_type(
    launched: MainWindow, qtbot: QtBot, look: Appearance, workspace: str
) -> None:
    window = launched
    learned(window, qtbot)
    window.resize(1280, 720)
    window.workspaces.choose(workspace)
    look.set_font_size(26)
    window.document.push(unbent(window.document.design))
    QApplication.processEvents()
    seat = window.canvas.rect().translated(within(window, window.canvas))
    card = window.notices
    assert card.isVisible()
    qtbot.waitUntil(lambda: seat.contains(card.rect().translated(within(window, card))))


def test_nothing_is_a_window_of_its_own_before_the_window_is_shown(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[QWidget] = []
    show = QWidget.setVisible

    def watched(widget: QWidget, visible: bool) -> None:
        show(widget, visible)
        if visible and widget.isWindow():
            shown.append(widget)

    monkeypatch.setattr(QWidget, "setVisible", watched)
    _, window = build([])
    qtbot.addWidget(window)
    assert shown == [] and window.problem_panel.window() is window
    window.close()

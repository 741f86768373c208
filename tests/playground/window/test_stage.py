"""The stage gives the boundary its square and the curve the rest, and its switches come when they
are wanted."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QAction, QContextMenuEvent, QCursor, QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from playground.views.boundary import BoundaryView
from playground.window.appearance import appearance
from playground.window.settings import settings
from playground.window.stage import Pane, Stage
from tests.playground.views.trained import SPIRAL, after

# a stage in Learn, at the three sizes of window that the look was drawn for
SIZES = [(304, 611), (376, 791), (480, 971)]


@pytest.fixture(autouse=True)
def usual_font(qapp: QApplication) -> Generator[None]:
    before = appearance().sizes.body
    appearance().set_font_size(13)
    yield
    appearance().set_font_size(float(before))


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    stage = Stage()
    qtbot.addWidget(stage)
    run, snapshot = after(SPIRAL, 20)
    stage.setGeometry(100, 50, *SIZES[1])
    QCursor.setPos(0, 0)  # off the stage, wherever another test has left it
    stage.show()
    stage.activateWindow()
    qtbot.waitUntil(stage.isActiveWindow)
    stage.setFocus()  # away from the views
    stage.start(run)
    stage.present(snapshot, moving=False)
    return stage


def point_at(pane: Pane, inside: bool) -> None:
    """Let the pointer come over a pane, or leave it."""
    pane.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, inside)
    if inside:
        at = QPointF(5, 5)
        QApplication.sendEvent(pane, QEnterEvent(at, at, QPointF(pane.mapToGlobal(at))))
    else:
        pane.leaveEvent(QEnterEvent(QPointF(), QPointF(), QPointF()))


def seen(pane: Pane) -> list[bool]:
    return [not button.faint for button in pane.switches]


# --- how much each view has -------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_the_boundary_is_square_and_the_loss_has_the_rest(
    stage: Stage, size: tuple[int, int]
) -> None:
    stage.resize(*size)
    boundary, loss, accuracy = stage.panes
    area = stage.boundary.placed.area
    assert area.width() == area.height()
    assert boundary.height() == boundary.preferred_height(size[0])
    assert area.width() > size[0] - 60  # numbers on one side, a margin on the other
    assert accuracy.isHidden() and not loss.isHidden()
    assert loss.height() == size[1] - boundary.height() - stage.handleWidth()
    assert stage.loss.height() >= 140


def test_the_accuracy_is_there_where_two_curves_have_ample_room(stage: Stage) -> None:
    stage.resize(376, 1100)
    _, loss, accuracy = stage.panes
    assert not accuracy.isHidden()
    assert abs(loss.height() - accuracy.height()) <= 1
    stage.resize(376, 791)
    assert accuracy.isHidden()


def test_a_stage_as_high_as_it_prefers_leaves_nothing_over_while_designing(stage: Stage) -> None:
    stage.set_designing(True)
    QApplication.processEvents()  # what is hidden needs no height any more
    stage.resize(320, stage.preferred_height(320))
    assert [pane.isHidden() for pane in stage.panes] == [False, True, True]
    area = stage.boundary.placed.area
    assert area.top() <= 4  # right under the title
    foot = max(placed.area.bottom() for placed in stage.boundary.placed.legend)
    assert 0 <= stage.boundary.height() - foot <= 12


# --- switches ---------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [0, 1])
def test_switches_are_seen_while_the_pointer_is_over_their_view(stage: Stage, place: int) -> None:
    pane = stage.panes[place]
    assert seen(pane) == [False]
    places = [child.geometry() for child in pane.switches]
    before = pane.view.geometry()
    empty = pane.grab().toImage()
    point_at(pane, True)
    assert seen(pane) == [True]
    assert pane.grab().toImage() != empty
    assert [child.geometry() for child in pane.switches] == places
    assert pane.view.geometry() == before
    point_at(pane, False)
    assert seen(pane) == [False]
    assert pane.grab().toImage() == empty


def test_tab_comes_to_a_switch_which_is_then_seen_and_can_be_pressed(stage: Stage) -> None:
    boundary, loss, _ = stage.panes
    (discretise,) = boundary.switches
    for _ in range(10):
        if discretise.hasFocus():
            break
        QTest.keyClick(QApplication.focusWidget() or stage, Qt.Key.Key_Tab)
    assert discretise.hasFocus() and seen(boundary) == [True] and seen(loss) == [False]
    QTest.keyClick(discretise, Qt.Key.Key_Space)
    assert stage.boundary.discretise.isChecked()
    stage.loss.setFocus(Qt.FocusReason.TabFocusReason)
    assert seen(boundary) == [False] and seen(loss) == [True]


def test_a_views_context_menu_has_its_switches(stage: Stage, qtbot: QtBot) -> None:
    offered: list[QAction] = []

    def look() -> None:
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            offered.extend(menu.actions())
            menu.close()

    QTimer.singleShot(50, stage, look)
    at = QPoint(100, 100)
    reason = QContextMenuEvent.Reason.Mouse
    sheet = stage.boundary.plot.viewport()
    QApplication.sendEvent(sheet, QContextMenuEvent(reason, at, sheet.mapToGlobal(at)))
    qtbot.waitUntil(lambda: bool(offered))
    assert stage.boundary.discretise in offered


def test_a_pane_prefers_what_its_view_and_title_take(qtbot: QtBot) -> None:
    view = BoundaryView()
    view.start(after(SPIRAL, 20)[0])
    pane = Pane(view)
    qtbot.addWidget(pane)
    assert pane.preferred_height(400) == appearance().sizes.dock_title + view.heightForWidth(400)


# --- heights by hand --------------------------------------------------------------------------


def drag_line(stage: Stage, down: int) -> list[int]:
    """Drag the line below the boundary, and say how high everything is then."""
    handle = stage.handle(1)
    start = handle.rect().center()
    button = Qt.MouseButton.LeftButton
    QTest.mousePress(handle, button, pos=start)
    QTest.mouseMove(handle, start + QPoint(0, down))
    QTest.mouseRelease(handle, button, pos=start + QPoint(0, down))
    return stage.sizes()


def test_a_line_that_was_moved_stays_while_one_designs_in_between(stage: Stage) -> None:
    before = stage.sizes()
    moved = drag_line(stage, -80)
    assert abs(moved[0] - (before[0] - 80)) <= 5
    stage.set_designing(True)
    QApplication.processEvents()
    assert [pane.isHidden() for pane in stage.panes] == [False, True, True]
    stage.set_designing(False)
    QApplication.processEvents()
    assert stage.sizes() == moved


def test_a_line_that_was_moved_is_there_at_the_next_start(stage: Stage, qtbot: QtBot) -> None:
    moved = drag_line(stage, -80)
    stage.hide()
    again = Stage()
    qtbot.addWidget(again)
    again.setGeometry(stage.geometry())
    again.show()
    again.set_designing(False)
    assert again.sizes()[0] == moved[0]
    again.arrange()
    assert again.sizes()[0] == again.preferred_height(again.width())
    again.hide()
    assert settings().value("window/stage") is None


@pytest.mark.parametrize("kept", ["", "a", "1,2", "0,5,0", "9" * 30, ["3", "4", "5"]])
def test_heights_that_somebody_spoilt_are_none(qtbot: QtBot, kept: object) -> None:
    settings().setValue("window/stage", kept)
    stage = Stage()
    qtbot.addWidget(stage)
    stage.setGeometry(100, 50, *SIZES[1])
    stage.show()
    assert stage.sizes()[0] == stage.preferred_height(stage.width())


def test_a_view_that_comes_into_sight_shows_what_it_missed(stage: Stage) -> None:
    run, snapshot = after(SPIRAL, 20)
    stage.resize(400, 700)
    stage.start(run)
    stage.present(snapshot, moving=False)
    assert not stage.accuracy.isVisible() and stage.accuracy.empty
    stage.resize(400, 1400)
    assert stage.accuracy.isVisible() and not stage.accuracy.empty

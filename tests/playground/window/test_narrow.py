"""Where a window has little room, by its size or by a large font: what gives way, and that nothing
is lost by it."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from engine.losses import CategoricalCrossEntropy
from playground.app import build
from playground.inspector.problem_card import ProblemCard
from playground.widgets.button import Button
from playground.widgets.number_editor import NumberEditor
from playground.window.appearance import Appearance
from playground.window.arrangements import DESIGN, LEARN, Room
from playground.window.main_window import MainWindow
from tests.playground.window.conftest import close_without_saving
from tests.playground.window.test_workspaces import drag_line, widths

Left = Qt.MouseButton.LeftButton
SMALL, WIDE = (900, 700), (1440, 900)


@pytest.fixture
def window(qtbot: QtBot, look: Appearance) -> Generator[MainWindow]:
    """A window in Design, in a 13 px font, with nothing moving."""
    _, window = build([])
    qtbot.addWidget(window)
    window.resize(*WIDE)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: window.stage is not None and window.session.snapshot is not None)
    window.workspaces.choose(DESIGN)
    yield window
    close_without_saving(window)


def size(window: MainWindow, wide: int, high: int) -> None:
    window.resize(wide, high)
    widths(window)


def spoil(window: MainWindow) -> None:
    """Give the design a fault that keeps it from being trained."""
    design = window.document.design
    training = replace(design.training, loss=CategoricalCrossEntropy())
    window.document.push(replace(design, training=training))
    widths(window)


def inside(window: MainWindow, widget: QWidget) -> bool:
    """Whether all of a widget is to be seen in the window."""
    seen, above = widget.rect(), widget
    while above is not window:
        seen.translate(above.pos())
        above = above.parentWidget()
        if not above.rect().contains(seen):
            return False
    return widget.isVisible()


def press_on(window: MainWindow, layer: int) -> QPoint:
    """Click a layer's header, or its column; where that was."""
    placed = window.canvas.layout_at.columns[layer + 1]
    area = window.canvas.to_view(placed.header if not placed.header.isEmpty() else placed.cell)
    at = QPoint(round(area.center().x()), round(area.top()) + 6)
    QTest.mouseClick(window.canvas, Left, pos=at)
    return at


# --- what gives way --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("font", "wide", "high", "room"),
    [
        (13, 1280, 720, Room()),
        (13, 1100, 720, Room()),
        (13, 1099, 720, Room(rail=True)),
        (13, 1000, 720, Room(rail=True)),
        (13, 999, 720, Room(rail=True, drawer=True)),
        (13, 1280, 479, Room(low=True)),
        (26, 2560, 1440, Room()),
        (26, 1920, 1080, Room(rail=True, drawer=True)),
        (26, 1280, 720, Room(rail=True, drawer=True, low=True)),
    ],
)
def test_what_gives_way_follows_from_the_window_and_its_font(
    window: MainWindow, font: int, wide: int, high: int, room: Room
) -> None:
    window.look.set_font_size(font)
    size(window, wide, high)
    assert window.workspaces.room == room
    shelf, docks = window.docks["layers"], window.docks
    assert (shelf.width() == round(48 * font / 13)) == room.rail
    assert window.palette_panel.line.isHidden() == room.rail
    assert docks["inspector"].isVisible() == docks["views"].isVisible() == (not room.drawer)
    assert window.drawer.strip.isVisible() == room.drawer
    assert window.problem_panel.isVisible() == (not room.low)


@pytest.mark.parametrize("spoilt", [False, True])
@pytest.mark.parametrize("choice", [LEARN, DESIGN])
@pytest.mark.parametrize(("font", "least"), [(13, (1000, 600)), (26, (1280, 720))])
def test_the_window_is_never_larger_than_a_small_screen(
    window: MainWindow, font: int, least: tuple[int, int], choice: str, spoilt: bool
) -> None:
    window.look.set_font_size(font)
    window.workspaces.choose(choice)
    if spoilt:
        spoil(window)
    widths(window)
    size(window, *least)
    assert (window.width(), window.height()) == least
    assert window.canvas.width() >= 0.3 * window.width()
    bar = window.toolbar
    for kept in (bar._run, bar.epoch, bar.train_loss, bar.check_loss):
        assert inside(window, kept)
        assert kept.width() >= kept.minimumSizeHint().width()
    if spoilt:
        card = window.problem_panel.findChild(ProblemCard)
        assert card.fix is not None
        assert inside(window, card.fix)


@pytest.mark.parametrize("choice", [LEARN, DESIGN])
def test_buttons_and_numbers_are_whole_in_a_large_font(window: MainWindow, choice: str) -> None:
    window.look.set_font_size(26)
    window.workspaces.choose(choice)
    size(window, 1280, 720)
    window.canvas.select((window.document.design.layers[0].id,))
    widths(window)
    for kind in (Button, NumberEditor):
        for widget in window.findChildren(kind):
            if widget.isVisible():
                assert widget.width() >= widget.minimumSizeHint().width(), widget.accessibleName()
                assert widget.height() >= widget.minimumSizeHint().height()


def test_the_docks_scroll_where_the_window_is_low(window: MainWindow) -> None:
    window.look.set_font_size(26)
    window.workspaces.choose(LEARN)
    size(window, 1280, 720)
    bar = window.presenting.place.verticalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    assert window.stage is not None
    assert inside(window, window.stage.loss)


# --- the rail --------------------------------------------------------------------------------


def test_the_rail_says_and_does_what_the_palette_did(window: MainWindow) -> None:
    size(window, *SMALL)
    items = window.palette_panel.items
    assert all(
        item.isVisible() and item.toolTip() and item.accessibleName() for item in items.values()
    )
    before = len(window.document.design.layers)
    QTest.mouseDClick(items["dropout"], Left)
    assert len(window.document.design.layers) == before + 1
    items["dense"].setFocus()
    QTest.keyClick(items["dense"], Qt.Key.Key_Return)
    assert len(window.document.design.layers) == before + 2
    assert items["dense"].carried().formats()
    assert window.data_card.face.width() <= 48
    size(window, *WIDE)
    assert inside(window, window.palette_panel.line)
    assert inside(window, window.docks["layers"].titleBarWidget())


# --- the drawer ------------------------------------------------------------------------------


def test_the_drawer_comes_and_goes_with_what_is_selected(window: MainWindow, qtbot: QtBot) -> None:
    size(window, *SMALL)
    assert not window.drawer.opened
    press_on(window, 0)
    qtbot.waitUntil(lambda: window.drawer.opened)
    assert window.inspector.isVisible()
    assert window.inspector.keys == (window.document.design.layers[0].id,)
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.drawer.opened)
    assert not window.inspector.isVisible()
    assert window.canvas.hasFocus()


def test_an_edit_in_the_drawer_is_an_edit(window: MainWindow, qtbot: QtBot) -> None:
    size(window, *SMALL)
    press_on(window, 0)
    qtbot.waitUntil(lambda: window.drawer.opened)
    units = next(
        editor
        for editor in window.inspector.findChildren(NumberEditor)
        if editor.isVisible() and editor.accessibleName() == "Units"
    )
    units.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert window.document.design.layers[0].units == 9
    assert window.drawer.opened


def test_a_key_opens_the_drawer_and_escape_gives_the_keyboard_back(window: MainWindow) -> None:
    size(window, *SMALL)
    action = window.actions_by_id["view.inspector"]
    action.trigger()
    assert window.drawer.opened and action.isChecked()
    focus = QApplication.focusWidget()
    assert focus is not None and window.drawer.panel.isAncestorOf(focus)
    QTest.keyClick(focus, Qt.Key.Key_Escape)
    assert not window.drawer.opened and not action.isChecked()
    assert window.canvas.hasFocus()


def test_the_button_beside_the_canvas_opens_and_closes_the_drawer(window: MainWindow) -> None:
    size(window, *SMALL)
    button = window.drawer.strip.button
    assert button.toolTip() and button.accessibleName() == "Inspector"
    QTest.mouseClick(button, Left)
    assert window.drawer.opened and button.isChecked()
    QTest.mouseClick(button, Left)
    assert not window.drawer.opened and not button.isChecked()


def test_a_column_under_the_drawer_is_brought_beside_it(window: MainWindow, qtbot: QtBot) -> None:
    size(window, *SMALL)
    output = window.document.design.layers[-1].id
    window.canvas.select((output,))
    qtbot.waitUntil(lambda: window.drawer.opened)
    area = window.canvas.to_view(window.canvas.placed(output).cell)
    assert area.right() <= window.drawer.panel.x()
    window.canvas.select(())
    qtbot.waitUntil(lambda: not window.drawer.opened)
    assert window.canvas.offset.x() == 0


def test_the_drawer_does_not_come_between_two_clicks(window: MainWindow, qtbot: QtBot) -> None:
    size(window, *SMALL)
    at = press_on(window, len(window.document.design.layers) - 1)
    assert at.x() > window.canvas.width() - window.drawer.width_out
    QApplication.processEvents()
    assert not window.drawer.opened
    QTest.mouseDClick(window.canvas, Left, pos=at)
    QTest.mouseRelease(window.canvas, Left, pos=at)
    editor = window.canvas.findChild(QLineEdit)
    assert editor is not None and editor.isVisible()
    assert not window.drawer.opened and not window.seat._soon.isActive()


def test_a_wider_window_has_the_inspector_in_its_dock_again(window: MainWindow) -> None:
    before = widths(window)
    size(window, *SMALL)
    window.actions_by_id["view.inspector"].trigger()
    size(window, *WIDE)
    assert not window.drawer.opened
    assert widths(window) == before
    assert window.docks["inspector"].isAncestorOf(window.inspector)
    assert window.docks["views"].isAncestorOf(window.stage)


def test_the_boundary_is_below_the_inspector_where_the_drawer_has_room(window: MainWindow) -> None:
    size(window, 900, 900)
    window.actions_by_id["view.inspector"].trigger()
    widths(window)
    assert window.stage is not None
    assert window.drawer.panel.isAncestorOf(window.stage)
    assert window.stage.boundary.isVisible()
    assert window.stage.wants()
    size(window, 900, 560)
    assert window.inspector.isVisible()
    assert not window.stage.boundary.isVisible()
    assert not window.stage.wants()


def test_sizes_set_by_hand_outlive_a_narrow_window(window: MainWindow, qtbot: QtBot) -> None:
    widths(window)
    drag_line(window, 40, qtbot)
    before = widths(window)
    size(window, 700, 500)
    size(window, *WIDE)
    assert widths(window) == before
    size(window, *SMALL)
    close_without_saving(window)
    _, again = build([])
    qtbot.addWidget(again)
    with qtbot.waitExposed(again):
        again.show()
    size(again, *WIDE)
    assert widths(again) == before
    close_without_saving(again)


def test_a_dock_that_was_closed_stays_closed_through_a_narrow_window(window: MainWindow) -> None:
    window.docks["views"].close()
    size(window, *SMALL)
    size(window, *WIDE)
    assert set(widths(window)) == {"layers", "inspector"}


def test_what_moves_into_the_drawer_keeps_its_font(window: MainWindow, qtbot: QtBot) -> None:
    for font, room in ((26, (1920, 1080)), (13, WIDE), (13, SMALL)):
        window.canvas.select(())
        window.look.set_font_size(font)
        size(window, *room)
        window.canvas.select((window.document.design.layers[0].id,))
        widths(window)
    qtbot.waitUntil(lambda: window.drawer.opened)
    for editor in window.inspector.findChildren(NumberEditor):
        if editor.isVisible():
            assert editor.findChild(QLineEdit).font().pixelSize() == 13


# --- the outline -----------------------------------------------------------------------------


@pytest.mark.parametrize("choice", [LEARN, DESIGN])
def test_the_outline_comes_with_the_keyboard_and_gives_it_back(
    window: MainWindow, choice: str
) -> None:
    window.workspaces.choose(choice)
    dock = window.docks["outline"]
    assert not dock.isVisible()
    action = window.actions_by_id["view.outline"]
    action.trigger()
    widths(window)
    assert dock.isVisible() and action.isChecked()
    assert window.outline.hasFocus()
    action.trigger()
    assert not dock.isVisible() and not action.isChecked()
    assert window.canvas.hasFocus()
    shortcut = action.shortcut().toString()
    assert shortcut in window.canvas.accessibleDescription()


def test_the_outline_is_remembered_by_each_workspace(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_by_id["view.outline"].trigger()
    window.workspaces.choose(LEARN)
    assert not window.docks["outline"].isVisible()
    window.workspaces.choose(DESIGN)
    assert window.docks["outline"].isVisible()
    close_without_saving(window)
    _, again = build([])
    qtbot.addWidget(again)
    with qtbot.waitExposed(again):
        again.show()
    assert again.docks["outline"].isVisible()
    close_without_saving(again)

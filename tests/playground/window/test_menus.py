"""The menus are there whatever came and went below them, and say what is what."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from playground.document.gallery import EMPTY
from playground.widgets.dock_title import DockTitle
from playground.window.actions import TABLE
from playground.window.appearance import appearance
from playground.window.main_window import MainWindow
from playground.window.slots import slots_of
from tests.playground.conftest import settle
from tests.playground.window.conftest import begin_with

Key = Qt.Key
Control, Shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def theme_actions(window: MainWindow) -> dict[str, QAction]:
    """What can be chosen in View, Theme."""
    submenu = next(m for m in window.findChildren(QMenu) if m.title().replace("&", "") == "Theme")
    return {action.text().replace("&", ""): action for action in submenu.actions()}


def test_each_panel_has_a_name_of_its_own_in_the_menu(window: MainWindow) -> None:
    view = next(menu for menu in window.top.bar.findChildren(QMenu) if menu.title() == "&View")
    words = [action.text().replace("&", "") for action in view.actions() if action.isVisible()]
    panels = ["Data", "Layers", "Outline", "Inspector", "Boundary and loss"]
    assert [word for word in words if word in panels] == panels
    titles = [title.accessibleName() for title in window.findChildren(DockTitle)]
    assert titles.count("Data") == 2  # over the layers there are the data too


def test_the_theme_changes_after_a_new_design_and_a_layer_by_key(
    window: MainWindow, qtbot: QtBot
) -> None:
    begin_with(window, EMPTY)
    settle()  # the gallery goes
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Key.Key_Space)
    line = QApplication.focusWidget()
    assert line is not None
    QTest.keyClick(line, Key.Key_Return)
    assert len(window.document.design.layers) == 1
    settle()
    before = appearance().choice
    QTest.keyClick(window.canvas, Key.Key_L, Control | Shift)
    actions = theme_actions(window)
    checked = [words for words, action in actions.items() if action.isChecked()]
    assert checked == [appearance().choice.capitalize()]
    actions["Light" if checked == ["Dark"] else "Dark"].trigger()
    assert [appearance().choice.capitalize()] != checked
    appearance().choose(before)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_line_under_the_menus_goes_from_edge_to_edge(window: MainWindow, theme: str) -> None:
    before = appearance().choice
    appearance().choose(theme)
    picture = window.top.grab().toImage()
    foot = picture.height() - 1
    line = QColor(appearance().theme.border)
    places = range(picture.width())
    colors = {picture.pixelColor(x, foot).name() for x in places}
    assert colors == {line.name()}
    above = {picture.pixelColor(x, foot - 2).name() for x in (1, picture.width() // 2)}
    assert line.name() not in above
    appearance().choose(before)


def test_every_action_of_the_table_has_its_slot(window: MainWindow) -> None:
    assert slots_of(window).keys() == {entry.id for entry in TABLE}

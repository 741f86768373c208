"""A new design begins in the gallery, by mouse or by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from playground import templates
from playground.document.gallery import EMPTY, Gallery
from playground.widgets.button import Button
from playground.window.appearance import appearance


@pytest.fixture
def gallery(qtbot: QtBot) -> Gallery:
    made = Gallery()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def chosen(gallery: Gallery) -> list[str]:
    names: list[str] = []
    gallery.chosen.connect(names.append)
    return names


def test_the_empty_design_comes_first_then_every_template(gallery: Gallery) -> None:
    assert [tile.template for tile in gallery.tiles] == [EMPTY, *templates.names()]
    assert gallery.selected.template == EMPTY
    for tile in gallery.tiles:
        assert tile.accessibleName()
        assert tile.accessibleDescription().endswith(".")


def test_enter_takes_the_selected_one(gallery: Gallery, chosen: list[str], qtbot: QtBot) -> None:
    qtbot.keyClick(gallery.focusWidget(), Qt.Key.Key_Return)
    assert chosen == [EMPTY]
    assert not gallery.isVisible()


def test_arrows_move_and_stop_at_the_ends(
    gallery: Gallery, chosen: list[str], qtbot: QtBot
) -> None:
    def go(*keys: Qt.Key) -> str:
        for key in keys:
            qtbot.keyClick(gallery.focusWidget(), key)
        return gallery.selected.template

    names = [EMPTY, *templates.names()]
    assert go(Qt.Key.Key_Left, Qt.Key.Key_Up) == EMPTY
    assert go(Qt.Key.Key_Right, Qt.Key.Key_Right) == names[2]
    down = 2 + gallery._grid.columns(gallery._grid.width())
    assert go(Qt.Key.Key_Down) == names[down]
    assert go(Qt.Key.Key_Left, Qt.Key.Key_Up) == names[1]
    assert chosen == []
    go(Qt.Key.Key_Enter)
    assert chosen == [names[1]]


def test_a_click_selects_and_a_double_click_takes(
    gallery: Gallery, chosen: list[str], qtbot: QtBot
) -> None:
    spiral, curve = gallery.tile("spiral"), gallery.tile("curve")
    qtbot.mouseClick(spiral, Qt.MouseButton.LeftButton)
    assert gallery.selected is spiral
    assert chosen == []
    qtbot.mouseDClick(curve, Qt.MouseButton.LeftButton)
    assert chosen == ["curve" if gallery.selected is curve else gallery.selected.template]


def test_create_takes_and_escape_does_not(
    gallery: Gallery, chosen: list[str], qtbot: QtBot
) -> None:
    qtbot.keyClick(gallery.focusWidget(), Qt.Key.Key_Escape)
    assert chosen == []
    assert not gallery.isVisible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_tile_has_a_picture(gallery: Gallery, theme: str) -> None:
    appearance().choose(theme)
    for tile in gallery.tiles:
        image = tile.grab().toImage()
        ratio = image.devicePixelRatio()
        side = int(tile.height() * 0.4)
        middle = int(tile.width() / 2)
        seen = {
            image.pixelColor(int(x * ratio), int(y * ratio)).name()
            for x in range(middle - side // 2, middle + side // 2)
            for y in range(16, side)
        }
        assert len(seen) > 3
    appearance().choose("system")


@pytest.mark.parametrize(("words", "taken"), [("Create", [EMPTY]), ("Cancel", [])])
def test_enter_presses_the_button_that_has_the_keyboard(
    gallery: Gallery, chosen: list[str], qtbot: QtBot, words: str, taken: list[str]
) -> None:
    button = next(each for each in gallery.findChildren(Button) if each.text() == words)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert chosen == taken
    assert not gallery.isVisible()

"""The palette offers every kind of layer and puts it where it says."""

from __future__ import annotations

from typing import ClassVar

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.layers import Layer
from engine.spec import members
from playground.canvas.gestures.drops import MIME, text_in
from playground.canvas.palette import Palette
from playground.canvas.palette_item import PaletteItem
from playground.document import clipboard
from tests.playground.canvas.bench import Bench, Left
from tests.playground.canvas.test_gestures_keys import EMPTY, FULL
from tests.playground.views.pixels import near

Shift = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    return Bench(qtbot, EMPTY)


@pytest.fixture
def palette(qtbot: QtBot, bench: Bench) -> Palette:
    palette = Palette()
    qtbot.addWidget(palette)
    palette.resize(232, 600)
    palette.serve(bench.gestures)
    palette.show()
    palette.activateWindow()
    qtbot.waitUntil(palette.isActiveWindow)
    return palette


def test_every_kind_is_there_with_a_name_words_and_a_heading(palette: Palette) -> None:
    assert set(palette.items) == set(members(Layer))
    assert list(palette.headings) == ["Core", "Regularize", "Normalize", "Connect"]
    for item in palette.items.values():
        assert item.proposal.name and 1 < len(item.proposal.words.split()) <= 3
        assert item.accessibleName() and item.toolTip()


def test_a_network_is_built_by_clicks_that_follow_the_selection(
    palette: Palette, bench: Bench, qtbot: QtBot
) -> None:
    assert palette.foot.text() == "Enter adds to the empty network"
    qtbot.mouseDClick(palette.items["dense"], Left)
    assert palette.foot.text() == "Enter adds after Dense 1"
    qtbot.mouseDClick(palette.items["dropout"], Left)
    qtbot.mouseDClick(palette.items["dense"], Left)
    assert bench.ids == ["dense_1", "dropout_1", "dense_2"] and bench.agrees()
    bench.click(bench.header("dense_1"))
    assert palette.foot.text() == "Enter adds after Dense 1"
    qtbot.mouseClick(palette.items["batch_norm"], Left)
    assert palette.picked == "batch_norm" and len(bench.ids) == 3
    qtbot.keyClick(palette.items["batch_norm"], Qt.Key.Key_Return)
    assert bench.ids[1] == "batch_norm_1"


def test_what_is_typed_narrows_the_list_and_enter_adds_the_first(
    palette: Palette, bench: Bench, qtbot: QtBot
) -> None:
    palette.line.setFocus()
    qtbot.keyClicks(palette.line, "norm")
    assert palette.shown == ["batch_norm", "layer_norm"]
    assert palette.headings["Normalize"].isVisible() and not palette.headings["Core"].isVisible()
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    qtbot.keyClick(palette.items["batch_norm"], Qt.Key.Key_Down)
    assert palette.picked == "layer_norm" and palette.items["layer_norm"].hasFocus()
    qtbot.keyClick(palette.items["layer_norm"], Qt.Key.Key_Return)
    assert bench.ids == ["layer_norm_1"]
    qtbot.keyClicks(palette.line, "x")
    assert palette.shown == [] and palette.nothing.isVisible()
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    assert len(palette.shown) == len(palette.items)


def test_shift_and_click_keeps_placing(palette: Palette, bench: Bench, qtbot: QtBot) -> None:
    bench.document.push(FULL)
    qtbot.mouseClick(palette.items["dropout"], Left, Shift)
    assert bench.gestures.hands.placing == "dropout"
    bench.click(bench.gap(0))
    bench.click(bench.gap(2))
    assert bench.ids[0] == "dropout_2" and bench.ids[2] == "dropout_3"
    qtbot.keyClick(bench.canvas, Qt.Key.Key_Escape)
    assert bench.gestures.hands.placing == ""


def test_a_dragged_item_carries_a_layer_as_the_clipboard_does(palette: Palette) -> None:
    for kind, item in palette.items.items():
        data = item.carried()
        assert data.hasFormat(MIME) and data.text() == text_in(data)
        assert [layer.kind for layer in clipboard.read(data.text())] == [kind]


def test_a_residual_that_has_nothing_to_add_is_refused_in_words(
    palette: Palette, bench: Bench, qtbot: QtBot
) -> None:
    qtbot.mouseDClick(palette.items["residual"], Left)
    assert bench.design == EMPTY
    assert bench.said[-1] == "A residual adds an earlier layer, and there is none before it."


def test_tab_stops_at_the_field_and_at_one_item(palette: Palette) -> None:
    stops = [
        item.kind
        for item in palette.items.values()
        if item.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    ]
    assert stops == [palette.picked]


def test_a_narrow_palette_is_a_rail_of_icons_that_still_works(
    palette: Palette, bench: Bench, qtbot: QtBot
) -> None:
    palette.resize(56, 600)
    assert palette.width() <= 60 and not palette.line.isVisible() and not palette.foot.isVisible()
    assert all(item.isVisible() for item in palette.items.values())
    qtbot.mouseDClick(palette.items["dense"], Left)
    assert bench.ids == ["dense_1"]
    palette.resize(232, 600)
    assert palette.line.isVisible() and palette.headings["Core"].isVisible()


def test_the_window_can_ask_for_the_rail_and_take_it_back(
    palette: Palette, bench: Bench, qtbot: QtBot
) -> None:
    palette.set_rail(True)
    assert palette.maximumWidth() == 48 == palette.minimumSizeHint().width()
    palette.resize(palette.maximumWidth(), 600)
    assert not palette.line.isVisible() and not palette.foot.isVisible()
    for kind, item in palette.items.items():
        assert item.isVisible() and item.width() >= item.look.sizes.kind_chip
        assert members(Layer)[kind].title() in item.toolTip()
    qtbot.mouseDClick(palette.items["dropout"], Left)
    assert bench.ids == ["dropout_1"]
    palette.set_rail(False)
    palette.resize(232, 600)
    assert palette.line.isVisible() and palette.headings["Core"].isVisible()


def test_the_kind_that_enter_adds_stands_out_while_it_would(palette: Palette, bench: Bench) -> None:
    item = palette.items["dense"]
    soft = item.look.color("accent_soft").rgb()

    def ground() -> int:
        return item.grab().toImage().pixel(item.width() - 8, 4)

    palette.line.setFocus()
    assert ground() == soft
    item.setFocus()
    assert ground() == soft
    item.clearFocus()
    assert ground() != soft


def test_everything_stands_on_the_panels_ground(palette: Palette) -> None:
    image, panel = palette.grab().toImage(), palette.look.color("panel").rgb()
    for x, y in ((2, 300), (palette.width() - 3, 300), (30, palette.height() - 60), (3, 20)):
        assert image.pixel(x, y) == panel


class Drag:
    """Stands for Qt's drag, which would wait for a real mouse."""

    begun: ClassVar[list[QMimeData]] = []

    def __init__(self, source: QWidget) -> None:
        self.source = source

    def setMimeData(self, data: QMimeData) -> None:
        self.begun.append(data)

    def setPixmap(self, pixmap: QPixmap) -> None:
        assert not pixmap.isNull()

    def setHotSpot(self, at: QPoint) -> None:
        assert self.source.rect().contains(at)

    def exec(self, action: Qt.DropAction) -> None:
        assert action == Qt.DropAction.CopyAction


def test_a_pull_starts_a_drag_and_a_click_does_not(
    palette: Palette, bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("playground.canvas.palette_item.QDrag", Drag)
    item = palette.items["dropout"]
    qtbot.mouseClick(item, Left)
    assert not Drag.begun
    qtbot.mousePress(item, Left, pos=QPoint(20, 20))
    qtbot.mouseMove(item, QPoint(40, 22))
    [data] = Drag.begun
    bench.drop(data.text(), bench.gap(0))
    assert bench.ids == ["dropout_1"]


def test_either_all_items_have_their_words_or_none(palette: Palette) -> None:
    def worded(item: PaletteItem) -> bool:
        image, muted = item.grab().toImage(), item.look.color("text_muted")
        right = range(item.width() - 24, item.width())  # where names do not reach
        pixels = (image.pixelColor(x, y) for x in right for y in range(item.height()))
        return any(near(pixel, muted, 30) for pixel in pixels)

    palette.resize(260, 600)
    assert all(worded(item) for item in palette.items.values())
    palette.resize(190, 600)
    assert not any(worded(item) for item in palette.items.values())
    palette.resize(260, 600)
    assert all(worded(item) for item in palette.items.values())

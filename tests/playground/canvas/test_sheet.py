"""The sheet is seen as it should be: as far as nothing lies over it, and anew with a document."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from pytestqt.qtbot import QtBot

from engine.layers import Dense
from playground.canvas.still import Still
from playground.canvas.zoom_chip import chip_parts
from playground.window.appearance import Appearance
from tests.playground.canvas.bench import Bench
from tests.playground.canvas.conftest import Shown
from tests.playground.canvas.test_canvas import click, live, middle, picture
from tests.playground.canvas.trained import SPIRAL, WIDE

MANY = replace(SPIRAL, layers=(*[Dense(units=8)] * 11, *SPIRAL.layers[2:]))


# --- something lies over it -------------------------------------------------------------------


def test_the_chip_stands_beside_what_lies_over_the_canvas(
    qtbot: QtBot, shown: Shown, look: Appearance
) -> None:
    canvas = shown(SPIRAL)
    canvas.cover(300)
    assert canvas.free == QRectF(0, 0, 588, 664)
    fitted = canvas.zoom.scale
    chip = chip_parts(look, canvas.free.right(), canvas.height())
    click(qtbot, canvas, chip["zoom_in"].center())
    assert canvas.zoom.scale > fitted
    beneath = QPointF(canvas.width() - 20, canvas.height() - 20)
    assert canvas.hit(beneath).what not in ("chip", "zoom_fit")
    buttons = chip["zoom_fit"].adjusted(6, 6, -6, -6)
    before = picture(canvas).copy(buttons.toRect())
    canvas.cover(0)
    assert picture(canvas).copy(buttons.toRect()) != before


def test_a_card_stands_beside_what_lies_over_the_canvas(shown: Shown) -> None:
    canvas = live(shown(SPIRAL), SPIRAL)
    tile = middle(canvas, "dense_2", 2)
    canvas.cover(round(canvas.width() - tile.x()) - 40)
    canvas.point_at(tile)
    assert canvas.card.rows and canvas.free.contains(canvas.card.area)


# --- it pans ----------------------------------------------------------------------------------


def test_panning_a_network_that_does_not_fit_only_moves_what_is_there(
    shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    canvas = shown(MANY, 500, 400)
    bounds = canvas.layout_at.bounds
    assert bounds.width() > canvas.width()
    live(canvas, MANY)
    picture(canvas)
    canvas.redraw_links()
    laid_out: list[Still] = []
    monkeypatch.setattr(Still, "__init__", lambda still, *_: laid_out.append(still))
    for _ in range(3):
        assert canvas.pan_by(-9, 0)
        picture(canvas)
    assert not laid_out


# --- another document -------------------------------------------------------------------------


def test_another_document_is_seen_whole_with_nothing_selected_or_open(qtbot: QtBot) -> None:
    bench = Bench(qtbot, WIDE)
    canvas = bench.canvas
    fitted = canvas.zoom
    canvas.toggle_fold("dense_1")
    canvas.scroll_to("dense_1", 30)
    canvas.select(("dense_2",))
    canvas.focus("dense_2")
    canvas.zoom_by(2.5)
    canvas.pan_by(-400, 0)
    bench.gestures.keep_placing("dropout")
    told: list[object] = []
    canvas.opened_changed.connect(told.append)
    canvas.selection_changed.connect(told.append)
    canvas.begin()
    canvas.show_design(WIDE)
    assert canvas.zoom == fitted and canvas.offset == QPointF()
    assert canvas.opened == frozenset() and canvas.scene.column("dense_1").first == 0
    assert canvas.selection == () and canvas.shown.focused == ""
    assert told == [(), frozenset()]
    assert not bench.gestures.hands.busy


def test_what_is_held_is_let_go_of_for_another_document(qtbot: QtBot, shown: Shown) -> None:
    canvas = shown(SPIRAL)
    canvas.zoom_by(2.0)
    qtbot.mousePress(canvas, Qt.MouseButton.MiddleButton, pos=QPoint(5, 600))
    canvas.begin()
    qtbot.mouseMove(canvas, middle(canvas, "dense_1").toPoint())
    assert canvas.hovered.what == "neuron"
    qtbot.mouseRelease(canvas, Qt.MouseButton.MiddleButton, pos=QPoint(5, 600))


# --- columns on their way ---------------------------------------------------------------------


def test_columns_that_are_hidden_on_their_way_have_arrived(
    shown: Shown, look: Appearance, qtbot: QtBot
) -> None:
    look.calm_motion(False)
    canvas = shown(SPIRAL)
    canvas.show_insertion(1)
    canvas.hide()
    slid = [placed.middle for placed in canvas.layout_at.columns]
    look.calm_motion(True)
    calm = shown(SPIRAL)
    calm.show_insertion(1)
    assert slid == [placed.middle for placed in calm.layout_at.columns]


def test_very_many_columns_make_room_at_once(shown: Shown, look: Appearance) -> None:
    look.calm_motion(False)
    canvas = shown(replace(SPIRAL, layers=(*[Dense(units=2)] * 30, *SPIRAL.layers[2:])))
    before = canvas.placed("dense_1").middle
    canvas.show_insertion(0)
    assert canvas.placed("dense_1").middle != before


def test_what_is_carried_is_seen_however_far_one_has_zoomed_out(shown: Shown) -> None:
    canvas = shown(SPIRAL)
    canvas.zoom_by(0.01)
    before = picture(canvas)
    canvas.show_dragged("dense_1", QPointF(20, 300))
    area = QRectF(0, 0, 60, canvas.height()).toRect()
    assert picture(canvas).copy(area) != before.copy(area)

"""What is dragged says where it will land: at the canvas's edge, outside it, one column or many."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from playground.canvas.gestures import edits
from tests.playground.canvas.bench import Bench
from tests.playground.canvas.test_gestures_keys import FULL

Shift, Control = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
OUT = QPointF(-60, 60)


@pytest.fixture
def full(qtbot: QtBot) -> Bench:
    return Bench(qtbot, FULL)


@pytest.fixture
def panned(full: Bench) -> Bench:
    """A network that is wider than the canvas, seen from its left end."""
    full.canvas.resize(500, 400)
    full.canvas.zoom_by(2.0, QPointF())
    full.canvas.pan_by(1e6, 0)
    assert full.canvas.layout_at.bounds.width() > 1.5 * full.canvas.width()
    return full


def pick_up(bench: Bench, key: str) -> QPointF:
    start = bench.header(key)
    bench.press(start)
    bench.move(start + QPointF(10, 0))
    return start


def test_a_column_held_at_the_edge_brings_the_rest_into_sight(panned: Bench) -> None:
    canvas = panned.canvas
    pick_up(panned, "dense_1")
    edge = QPointF(canvas.width() - 4, 40)
    panned.move(edge)
    panned.qtbot.waitUntil(lambda: canvas.gap_at(edge) == len(FULL.layers) - 1, timeout=5000)
    panned.qtbot.waitUntil(lambda: canvas.shown.insertion >= 3 or bool(canvas.shown.refused))
    panned.qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    at = QPointF(canvas.offset)
    panned.qtbot.waitUntil(lambda: canvas.shown.insertion == -1)
    assert canvas.offset == at and panned.design == FULL
    panned.release(edge)


def test_a_palette_item_held_at_the_edge_pans_and_lands_where_it_is_shown(panned: Bench) -> None:
    canvas, edge = panned.canvas, QPointF(panned.canvas.width() - 4, 200)
    with panned.dragging(edits.palette_text("dropout"), edge, leaves=True):
        first = canvas.shown.insertion
        panned.qtbot.waitUntil(lambda: canvas.shown.insertion > first, timeout=5000)
        shown = canvas.shown.insertion
    assert canvas.shown.insertion == -1
    panned.drop(edits.palette_text("dropout"), edge)
    assert panned.ids.index("dropout_2") == shown


def test_what_only_passes_the_edge_pans_nothing(panned: Bench) -> None:
    before = QPointF(panned.canvas.offset)
    pick_up(panned, "dense_1")
    panned.move(QPointF(panned.canvas.width() - 4, 40))
    panned.move(QPointF(panned.canvas.width() / 2, 40))
    panned.move(OUT)
    assert panned.canvas.offset == before
    panned.qtbot.keyClick(panned.canvas, Qt.Key.Key_Escape)
    panned.release(OUT)


def test_carried_off_the_canvas_a_card_says_that_it_will_be_removed(full: Bench) -> None:
    leaving = full.gestures.hands.leaving
    start = pick_up(full, "dropout_1")
    assert not leaving.isVisible()
    full.move(OUT)
    assert leaving.isVisible() and full.said[-1] == "Release to remove Dropout 1. Esc keeps it."
    window = full.canvas.window()
    assert window.rect().intersects(QRect(leaving.pos(), leaving.size()))
    image = leaving.grab().toImage()
    danger = full.canvas.look.color("danger").rgb()
    assert any(
        QColor(image.pixel(x, image.height() // 2)).rgb() == danger for x in range(image.width())
    )
    full.move(start)  # back over the canvas it is kept
    assert not leaving.isVisible() and full.design == FULL
    full.move(OUT)
    full.qtbot.keyClick(full.canvas, Qt.Key.Key_Escape)
    full.release(OUT)
    assert not leaving.isVisible() and full.design == FULL and not full.document.undo_words


def test_several_are_carried_off_as_one_edit(full: Bench) -> None:
    full.click(full.header("dense_1"))
    full.click(full.header("dropout_1"), Control)
    start = pick_up(full, "dense_1")
    full.move(OUT)
    assert full.said[-1] == "Release to remove 2 layers. Esc keeps it."
    full.release(OUT)
    assert full.ids == ["dense_2", "residual_1", "output"] and start != OUT
    full.document.undo()
    assert full.design == FULL


def test_control_and_click_takes_columns_in_and_out_of_the_selection(full: Bench) -> None:
    full.click(full.header("dense_2"))
    full.click(full.header("dense_1"), Control)
    full.click(full.header("output"), Control)
    full.click(full.header("dense_2"), Control)
    assert set(full.canvas.selection) == {"dense_1", "output"}


@pytest.mark.parametrize("hold", [Shift, Control])
def test_a_band_is_drawn_with_either_key(
    full: Bench, qtbot: QtBot, hold: Qt.KeyboardModifier
) -> None:
    full.drag(full.gap(0), full.gap(2) - QPointF(0, 80), hold)
    assert full.canvas.selection == ("dense_1", "dropout_1")


def test_what_is_selected_anyhow_is_carried_in_its_own_order(full: Bench) -> None:
    full.click(full.header("output"))
    full.click(full.header("dense_1"), Control)
    full.drag(full.header("output"), full.gap(2) - QPointF(0, 600))
    assert full.ids == ["dropout_1", "dense_1", "output", "dense_2", "residual_1"]
    assert set(full.canvas.selection) == {"dense_1", "output"} and full.agrees()
    full.document.undo()
    assert full.design == FULL and not full.document.undo_words

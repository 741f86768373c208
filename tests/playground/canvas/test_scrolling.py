"""An opened column of very many units is gone through by wheel, by its scrollbar, and by pages."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from engine.activations import ReLU
from engine.layers import Dense
from playground.canvas.neurons import scrollbar
from tests.playground.canvas.bench import Bench
from tests.playground.canvas.test_canvas import middle
from tests.playground.canvas.test_zoom import turn
from tests.playground.canvas.trained import SPIRAL

MANY = 4096
Plain = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    """A layer of very many units, opened."""
    first = Dense(units=MANY, activation=ReLU())
    bench = Bench(qtbot, replace(SPIRAL, layers=(first, SPIRAL.layers[2])))
    bench.canvas.toggle_fold("dense_1")
    return bench


def first(bench: Bench) -> int:
    return bench.canvas.scene.column("dense_1").first


def thumb(bench: Bench) -> QPointF:
    """The middle of the thumb, on the widget."""
    canvas = bench.canvas
    return canvas.to_view(scrollbar(canvas.placed("dense_1"), canvas.look)[1]).center()


def test_the_thumb_is_dragged_from_end_to_end(bench: Bench) -> None:
    canvas = bench.canvas
    start, track = thumb(bench), scrollbar(canvas.placed("dense_1"), canvas.look)[0]
    bench.press(start)
    bench.move(start + QPointF(0, track.height() / 2))
    assert 0.4 * MANY < first(bench) < 0.8 * MANY
    bench.move(start + QPointF(30, 2 * track.height()))
    assert first(bench) == MANY - 8
    bench.move(start)
    assert first(bench) == 0
    bench.move(start + QPointF(0, 2 * track.height()))
    bench.release(start + QPointF(0, 2 * track.height()))
    assert first(bench) == MANY - 8 and canvas.selection == ()


def test_a_click_beside_the_thumb_goes_a_page(bench: Bench) -> None:
    canvas = bench.canvas
    track = canvas.to_view(scrollbar(canvas.placed("dense_1"), canvas.look)[0])
    low = QPointF(track.center().x(), track.bottom() - 4)
    bench.click(low)
    bench.click(low)
    assert first(bench) == 16
    bench.press(thumb(bench))
    bench.release(thumb(bench))
    assert first(bench) == 16
    canvas.scroll_to("dense_1", MANY // 2)
    bench.click(QPointF(track.center().x(), track.top() + 4))
    assert first(bench) == MANY // 2 - 8 and canvas.selection == ()


def test_the_wheel_goes_a_unit_a_notch_however_finely_it_turns(bench: Bench) -> None:
    at = middle(bench.canvas, "dense_1")
    for _ in range(15):
        turn(bench.canvas, at, -8, Plain)
    assert first(bench) == 1
    turn(bench.canvas, at, -360, Plain)
    assert first(bench) == 4
    turn(bench.canvas, at, 240, Plain)
    assert first(bench) == 2


def test_the_neuron_that_is_scrolled_under_the_pointer_is_pointed_at(bench: Bench) -> None:
    at = middle(bench.canvas, "dense_1", 2)
    bench.canvas.point_at(at)
    turn(bench.canvas, at, -120, Plain)
    assert bench.canvas.hovered.unit == 3


def test_page_keys_go_on_by_what_is_shown_and_end_at_the_ends(bench: Bench) -> None:
    bench.canvas.setFocus()
    bench.canvas.select(("dense_1",))
    bench.key(Qt.Key.Key_Down, Qt.Key.Key_Down)
    stood = [bench.canvas.keyed.unit]
    for key in [Qt.Key.Key_PageDown] * 2 + [Qt.Key.Key_PageUp] * 3:
        bench.key(key)
        stood.append(bench.canvas.keyed.unit)
    assert stood == [1, 9, 17, 9, 1, 0]
    bench.canvas.scroll_to("dense_1", MANY)
    bench.key(Qt.Key.Key_PageDown)
    assert bench.canvas.keyed.unit == MANY - 1

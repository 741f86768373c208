"""The canvas is zoomed and panned, by wheel, keys and drags."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.canvas.canvas import Canvas
from playground.canvas.geometry import LEAST_ZOOM, MOST_ZOOM
from playground.canvas.scene import LOSS
from tests.playground.canvas.conftest import Shown
from tests.playground.canvas.test_canvas import Left, live, middle, picture
from tests.playground.canvas.trained import SPIRAL, WIDE


def test_zoom_levels_change_what_a_header_says(shown: Shown) -> None:
    canvas = live(shown(SPIRAL), SPIRAL)
    levels = {}
    for wanted in (1.0, 0.47, 0.35):
        canvas.zoom_by(wanted / canvas.zoom.scale)
        assert not picture(canvas).isNull()
        header = canvas.placed("dense_1").header
        levels[canvas.zoom.level] = header.height()
    assert levels == {"full": 92, "pins": 40, "tiles": 0}


def test_zoom_keeps_the_place_under_the_cursor_and_ends_at_its_bounds(shown: Shown) -> None:
    canvas = shown(SPIRAL)
    at = middle(canvas, "dense_2", 5)
    canvas.zoom_by(1.3, at)
    off = middle(canvas, "dense_2", 5) - at
    assert off.manhattanLength() < 4
    canvas.zoom_by(100)
    assert canvas.zoom.scale == MOST_ZOOM
    canvas.zoom_by(0.001)
    assert canvas.zoom.scale == LEAST_ZOOM


def turn(canvas: Canvas, at: QPointF, by: int, keys: Qt.KeyboardModifier) -> None:
    """Turn the wheel over a place."""
    none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    place = QPointF(canvas.mapToGlobal(at.toPoint()))
    event = QWheelEvent(at, place, QPoint(), QPoint(0, by), none, keys, phase, False)
    QApplication.sendEvent(canvas, event)


def test_the_wheel_zooms_with_ctrl_and_scrolls_an_opened_column(shown: Shown) -> None:
    canvas = shown(WIDE)
    canvas.toggle_fold("dense_1")
    at, before = middle(canvas, "dense_1"), canvas.zoom
    turn(canvas, at, -120, Qt.KeyboardModifier.NoModifier)
    assert (canvas.scene.column("dense_1").first, canvas.zoom) == (1, before)
    turn(canvas, at, 120, Qt.KeyboardModifier.ControlModifier)
    assert canvas.zoom.scale > before.scale


def test_keys_zoom_and_fit(qtbot: QtBot, shown: Shown) -> None:
    canvas = shown(SPIRAL)
    fitted = canvas.zoom
    qtbot.keyClick(canvas, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert canvas.zoom.scale > fitted.scale
    qtbot.keyClick(canvas, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert canvas.zoom == fitted


def test_dragging_the_ground_pans_and_the_sheet_stays_in_sight(qtbot: QtBot, shown: Shown) -> None:
    canvas = shown(SPIRAL)
    canvas.zoom_by(2.0)
    before, start = QPointF(canvas.offset), QPoint(5, canvas.height() - 60)
    qtbot.mousePress(canvas, Left, pos=start)
    for step in range(1, 6):
        qtbot.mouseMove(canvas, start + QPoint(10 * step, 0))
    qtbot.mouseRelease(canvas, Left, pos=start + QPoint(50, 0))
    assert canvas.offset.x() > before.x()
    canvas.pan_by(-1e6, -1e6)
    right = canvas.to_view(canvas.placed(LOSS).cell).right()
    assert 0 < right <= canvas.width()


def test_panning_shows_what_a_fresh_drawing_shows(shown: Shown) -> None:
    canvas = live(shown(WIDE), WIDE)
    canvas.zoom_by(2.0)
    for _ in range(12):
        canvas.pan_by(-31, -7)
        moved = picture(canvas)
    canvas.replaced()
    fresh = picture(canvas)
    both = [np.asarray(image.constBits()).reshape(-1, 4)[:, :3] for image in (moved, fresh)]
    # where a piece of a line was cut in two its smoothed edge may differ
    assert np.mean(np.abs(both[0].astype(int) - both[1]).max(axis=1) > 40) < 1e-4

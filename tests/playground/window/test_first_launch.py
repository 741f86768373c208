"""What a person meets at the first launch: data, canvas, boundary, curve, and twelve controls."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QApplication,
    QMenuBar,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from playground.canvas.canvas import Canvas
from playground.canvas.headers import parts
from playground.inspector.data_grid import DataGrid
from playground.views.base import View
from playground.widgets.button import Button
from playground.widgets.number_editor import NumberEditor
from playground.widgets.segmented import SegmentedControl
from playground.window.appearance import appearance
from playground.window.main_window import MainWindow

_WHOLE = (NumberEditor, SegmentedControl, DataGrid)  # one control each, of several parts
_LOOKED_AT = (Canvas, View, QAbstractScrollArea, QMenuBar, QScrollBar)
_SIZES = [(1280, 720), (1440, 900), (1920, 1080)]


def takes_part(widget: QWidget) -> bool:
    """Whether a widget can be seen and does something when it is pressed or given the keyboard."""
    faint = isinstance(widget, Button) and widget.faint
    pressed = isinstance(widget, QAbstractButton | QAbstractSlider)
    keyed = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    seen = widget.isVisible() and not widget.visibleRegion().isEmpty()
    sheet = isinstance(widget.parentWidget(), QAbstractScrollArea)  # of a view or of what scrolls
    acts = (pressed or keyed) and not sheet and not isinstance(widget, _LOOKED_AT)
    return seen and widget.isEnabled() and acts and not faint


def controls(window: MainWindow) -> list[str]:
    """The names of the controls that can be seen; of the canvas its steppers."""
    found: dict[QWidget, str] = {}
    for widget in window.findChildren(QWidget):
        if takes_part(widget):
            whole: QWidget | None = widget
            while whole is not None and not isinstance(whole, _WHOLE):
                whole = whole.parentWidget()
            control = whole or widget
            found[control] = control.accessibleName()
    steppers = [
        f"Units of {placed.column.name}"
        for placed in window.canvas.layout_at.columns
        if "plus" in parts(placed, window.look)
    ]
    return sorted([*found.values(), *steppers])


TWELVE = sorted(
    [
        *("Run", "Batch", "Epoch", "Reset", "New seed", "Learning rate", "Speed"),
        *("Workspace", "Kinds of data", "Noise", "Units of Dense 1", "Units of Dense 2"),
    ]
)


@pytest.fixture(autouse=True)
def usual_font(qapp: QApplication) -> Generator[None]:
    """At 13 px, and with the pointer where no view shows its switches."""
    QCursor.setPos(0, 0)
    before = appearance().sizes.body
    appearance().set_font_size(13)
    yield
    appearance().set_font_size(float(before))


@pytest.mark.parametrize("size", _SIZES)
def test_twelve_controls_are_seen(window: MainWindow, qtbot: QtBot, size: tuple[int, int]) -> None:
    window.resize(*size)
    QApplication.processEvents()
    assert window.workspaces.choice == "learn"
    assert controls(window) == TWELVE


def test_the_switches_of_a_view_are_seen_once_the_keyboard_is_there(
    window: MainWindow, qtbot: QtBot
) -> None:
    """Which also shows that the count above sees what is new."""
    assert window.stage is not None
    window.resize(1440, 900)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.stage.boundary.setFocus(Qt.FocusReason.TabFocusReason)
    assert controls(window) == sorted([*TWELVE, "Discretise"])
    window.stage.loss.setFocus(Qt.FocusReason.TabFocusReason)
    assert controls(window) == sorted([*TWELVE, "Log"])


def test_data_canvas_boundary_and_curve_are_seen(window: MainWindow) -> None:
    assert window.stage is not None
    window.resize(1440, 900)
    QApplication.processEvents()
    stage = window.stage
    for part in (window.data_panel, window.canvas, stage.boundary, stage.loss):
        assert part.isVisible() and min(part.width(), part.height()) >= 140
    assert not stage.accuracy.isVisible()

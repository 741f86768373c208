"""Layers that are cut in one window and pasted in another keep what they are, and their names as
far as those are free."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.activations import ReLU, Tanh
from engine.design import Design
from engine.layers import Dense, Dropout, Residual
from playground.app import build
from playground.window.main_window import MainWindow
from tests.playground.window.conftest import close_without_saving
from tests.playground.window.person import PATIENCE, Control, Key

FROM = Design(
    name="From",
    layers=(
        Dense(id="dense_1", units=5, activation=ReLU()),
        Dense(id="bends", units=5, activation=Tanh()),
        Dropout(id="dropout_1", rate=0.25),
        Residual(id="residual_1", source="bends"),
        Dense(id="output", units=1),
    ),
)
TO = Design(
    name="To", layers=(Dense(id="dense_1", units=3), Dropout(), Dense(id="output", units=1))
)


@pytest.fixture
def other(qtbot: QtBot) -> Generator[MainWindow]:
    _, window = build([])
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: window.stage is not None, timeout=PATIENCE)
    yield window
    close_without_saving(window)


def press(window: MainWindow, qtbot: QtBot, key: Key, *selected: str) -> None:
    """Press Ctrl and a key at a window's canvas."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE)
    window.canvas.setFocus()
    if selected:
        window.canvas.select(selected)
    QTest.keyClick(window.canvas, key, Control)


def test_what_is_cut_here_is_pasted_there(
    launched: MainWindow, other: MainWindow, qtbot: QtBot
) -> None:
    launched.document.new(FROM)
    other.document.new(TO)
    carried = ("dense_1", "bends", "dropout_1", "residual_1")
    press(launched, qtbot, Key.Key_X, *carried)
    assert [layer.id for layer in launched.document.design.layers] == ["output"]
    assert launched.document.undo_words == "cut 4 layers"
    press(other, qtbot, Key.Key_V, "dense_1")
    design = other.document.design
    ids = [layer.id for layer in design.layers]
    assert ids == ["dense_1", "dense_2", "bends", "dropout_2", "residual_1", "dropout_1", "output"]
    assert other.canvas.selection == tuple(ids[1:5])
    for pasted, former in zip(design.layers[1:5], FROM.layers, strict=False):
        assert type(pasted) is type(former)
    dense, bends, dropout, residual = design.layers[1:5]
    assert isinstance(dense, Dense) and (dense.units, dense.activation) == (5, ReLU())
    assert bends == FROM.layers[1]
    assert isinstance(dropout, Dropout) and dropout.rate == 0.25
    assert isinstance(residual, Residual) and residual.source == "bends"
    assert other.canvas.design == design


def test_each_window_takes_back_its_own_half(
    launched: MainWindow, other: MainWindow, qtbot: QtBot
) -> None:
    launched.document.new(FROM)
    other.document.new(TO)
    press(launched, qtbot, Key.Key_X, "bends", "residual_1")
    press(other, qtbot, Key.Key_V, "dense_1")
    press(other, qtbot, Key.Key_V, "output")
    twice = other.document.design
    sources = [layer.source for layer in twice.layers if isinstance(layer, Residual)]
    assert sources == ["bends", "bends_1"]  # each copy adds the copy beside it
    press(launched, qtbot, Key.Key_Z)
    assert launched.document.design == FROM and other.document.design == twice
    press(other, qtbot, Key.Key_Z)
    press(other, qtbot, Key.Key_Z)
    assert other.document.design == TO and launched.document.design == FROM

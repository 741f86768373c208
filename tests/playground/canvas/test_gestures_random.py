"""Whatever one does on the canvas, it shows the design, and all of it can be undone."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from engine.layers import Layer
from engine.spec import members
from playground.canvas.gestures import edits
from tests.playground.canvas.bench import Bench
from tests.playground.canvas.test_gestures_keys import FULL

Key, Mod = Qt.Key, Qt.KeyboardModifier
_MOST = 14  # layers, so that all have their headers
_KEYS = [
    (Key.Key_Right, Mod.NoModifier),
    (Key.Key_Left, Mod.NoModifier),
    (Key.Key_Right, Mod.ShiftModifier),
    (Key.Key_Left, Mod.AltModifier),
    (Key.Key_Right, Mod.AltModifier),
    (Key.Key_Delete, Mod.NoModifier),
    (Key.Key_D, Mod.ControlModifier),
    (Key.Key_C, Mod.ControlModifier),
    (Key.Key_X, Mod.ControlModifier),
    (Key.Key_V, Mod.ControlModifier),
    (Key.Key_Plus, Mod.NoModifier),
    (Key.Key_Escape, Mod.NoModifier),
]


def gesture(bench: Bench, chance: random.Random) -> None:
    """One thing a person may do, drawn at random."""
    kind = chance.randrange(5)
    if kind == 0 and len(bench.ids) < _MOST:
        layer = chance.choice(list(members(Layer)))
        bench.drop(edits.palette_text(layer), bench.gap(chance.randrange(len(bench.ids) + 1)))
    elif kind == 1 and bench.ids:
        start = bench.header(chance.choice(bench.ids))
        away = QPointF(-80, 40)
        bench.drag(start, chance.choice([bench.header(chance.choice(bench.ids)), away]))
    elif kind == 2 and bench.ids:
        bench.click(bench.header(chance.choice(bench.ids)))
    else:
        key, hold = chance.choice(_KEYS)
        if len(bench.ids) < _MOST or key not in (Key.Key_D, Key.Key_V):
            bench.canvas.setFocus()
            bench.key(key, hold=hold)


@pytest.mark.parametrize("seed", range(4))
def test_fifty_gestures_are_shown_as_they_come_and_undone_to_the_first(
    qtbot: QtBot, seed: int
) -> None:
    bench, chance = Bench(qtbot, FULL), random.Random(seed)
    for _ in range(50):
        gesture(bench, chance)
        assert bench.agrees()
        assert set(bench.gestures.chosen) <= set(bench.ids)
        assert bench.canvas.shown.insertion == -1 and not bench.canvas.shown.dragged
    last = bench.design
    while bench.document.undo_words:
        bench.document.undo()
        assert bench.agrees()
    assert bench.design == FULL
    while bench.document.redo_words:
        bench.document.redo()
    assert bench.design == last and bench.agrees()

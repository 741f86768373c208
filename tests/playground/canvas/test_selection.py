"""Whoever follows the selection hears of it when what was selected goes."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.playground.canvas.bench import Bench
from tests.playground.canvas.test_gestures_keys import EMPTY, FULL


def test_what_is_undone_is_no_longer_selected_and_that_is_told(qtbot: QtBot) -> None:
    bench = Bench(qtbot, EMPTY)
    told: list[tuple[str, ...]] = []
    bench.canvas.selection_changed.connect(told.append)
    bench.gestures.add("dense")
    assert told == [("dense_1",)]
    bench.document.undo()
    assert bench.canvas.selection == () and told == [("dense_1",), ()]
    bench.document.redo()
    assert bench.canvas.selection == () and len(told) == 2


def test_what_follows_a_removed_layer_is_told_once(qtbot: QtBot) -> None:
    bench = Bench(qtbot, FULL)
    bench.canvas.select((bench.ids[0],))
    told: list[tuple[str, ...]] = []
    bench.canvas.selection_changed.connect(told.append)
    bench.gestures.remove()
    assert told == [(bench.ids[0],)] == [bench.canvas.selection]

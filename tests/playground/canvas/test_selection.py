"""Whoever follows the selection hears of it when what was selected goes."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.playground.canvas.bench import Bench
from tests.playground.canvas.test_gestures_keys import EMPTY, FULL
from tests.playground.canvas.trained import WIDE


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


def test_a_layer_that_is_renamed_stays_selected_and_open_and_so_it_does_when_that_is_undone(
    qtbot: QtBot,
) -> None:
    bench = Bench(qtbot, WIDE)
    canvas = bench.canvas
    canvas.toggle_fold("dense_1")
    canvas.scroll_to("dense_1", 7)
    canvas.select(("dense_1",))
    told: list[tuple[str, ...]] = []
    canvas.selection_changed.connect(told.append)
    bench.gestures.rename_to("dense_1", "Wide")
    for key, act in (("wide", bench.document.undo), ("dense_1", bench.document.redo)):
        assert canvas.selection == (key,) and canvas.opened == frozenset({key})
        assert canvas.scene.column(key).first == 7
        act()
    assert told == [("wide",), ("dense_1",), ("wide",)]

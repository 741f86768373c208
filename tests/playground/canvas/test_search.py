"""A few typed letters find the layer one means: by name, by shape, by both."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.activations import Sigmoid
from engine.layers import Dense, Dropout, Layer
from engine.spec import members
from playground.canvas.gestures.proposals import activations, layers
from tests.playground.canvas.bench import Bench
from tests.playground.canvas.test_gestures_keys import EMPTY, FULL


def names(query: str) -> list[str]:
    return [proposal.name for proposal in layers(query, FULL, 2, 2)]


def test_nothing_typed_offers_every_kind_once_and_dense_first() -> None:
    found = layers("", FULL, 2, 2)
    assert sorted(proposal.value.kind for proposal in found) == sorted(members(Layer))
    assert isinstance(found[0].value, Dense)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("8", "Dense 8 tanh"),
        ("16", "Dense 16 tanh"),
        ("tanh", "Dense 8 tanh"),
        ("3 softm", "Dense 3 softmax"),
        ("drop", "Dropout 0.5"),
        ("drop 0.2", "Dropout 0.2"),
        ("norm", "Batch norm"),
        ("layernorm", "Layer norm"),
        ("leaky", "Dense 8 leaky ReLU"),
        ("adds layer", "Residual"),
    ],
)
def test_the_best_fit_is_the_first(query: str, first: str) -> None:
    assert names(query)[0] == first


def test_other_activations_are_offered_only_where_they_are_asked_for() -> None:
    assert names("d") == ["Dense 8 tanh", "Dropout 0.5"]
    assert names("re")[:1] == ["Residual"] and "Dense 8 ReLU" in names("relu")


def test_what_fits_nothing_finds_nothing() -> None:
    assert names("convolution") == [] and names("8 16") == [] and names("dense 0") == []
    assert names("9" * 400) == []
    assert [proposal.key for proposal in activations("leaky")] == ["leaky_relu"]


def test_arrows_go_down_the_list_and_enter_adds_after_the_selection(qtbot: QtBot) -> None:
    bench = Bench(qtbot, FULL)
    bench.canvas.setFocus()
    bench.canvas.select(("dense_1",))
    bench.key(Qt.Key.Key_Space)
    bench.type("dro")
    bench.type("p 0.25")
    bench.key(Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert bench.design.layers[1] == Dropout(id="dropout_2", rate=0.25)
    assert bench.canvas.selection == ("dropout_2",) and bench.canvas.hasFocus()


def test_enter_on_no_fit_stays_and_says_so(qtbot: QtBot) -> None:
    bench = Bench(qtbot, EMPTY)
    bench.canvas.setFocus()
    bench.key(Qt.Key.Key_Space)
    bench.type("zzz")
    bench.key(Qt.Key.Key_Return)
    box = bench.gestures.asking.search_box
    assert box.isVisible() and box.nothing.isVisible() and bench.design == EMPTY
    bench.key(Qt.Key.Key_Escape)


def test_a_click_elsewhere_closes_it(qtbot: QtBot) -> None:
    bench = Bench(qtbot, FULL)
    bench.canvas.setFocus()
    bench.key(Qt.Key.Key_Space)
    bench.click(bench.header("output"))
    assert not bench.gestures.asking.search_box.isVisible() and bench.canvas.shown.insertion == -1


def test_the_present_activation_is_ticked_and_chosen_until_one_types(qtbot: QtBot) -> None:
    bench = Bench(qtbot, FULL)
    bench.canvas.setFocus()
    bench.canvas.select(("output",))
    bench.key(Qt.Key.Key_Return)
    box = bench.gestures.asking.search_box
    assert box.proposals[box.list.currentRow()].key == "softmax"
    assert "the present one" in box.line.accessibleDescription()
    row = box.list.visualItemRect(box.list.currentItem())
    assert box.list.viewport().rect().contains(row)
    bench.key(Qt.Key.Key_Return)
    assert bench.design == FULL and not box.isVisible()
    bench.key(Qt.Key.Key_Return)
    bench.type("sig")
    assert box.list.currentRow() == 0
    bench.key(Qt.Key.Key_Return)
    assert bench.design.layers[-1] == Dense(id="output", units=3, activation=Sigmoid())

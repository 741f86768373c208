"""Layers come, go and change places; the output stays last, and what names a layer follows it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from engine.activations import ReLU, Sigmoid, Tanh
from engine.checks import check
from engine.design import Design
from engine.errors import SpecError
from engine.layers import Dense, Dropout, Layer, Residual
from engine.spec import members
from playground.inspector.layer_edits import (
    can_move,
    place_after,
    why_not,
    with_copy,
    with_layer,
    with_moved,
    with_new_layer,
    without_layer,
)

DESIGN = Design(
    layers=(
        Dense(units=8, activation=ReLU()),
        Dropout(rate=0.2),
        Dense(id="output", units=1, activation=Sigmoid()),
    )
)


def ids(design: Design) -> list[str]:
    return [layer.id for layer in design.layers]


@pytest.mark.parametrize("kind", members(Layer))
@pytest.mark.parametrize("selected", [None, "dense_1", "dropout_1", "output"])
def test_a_new_layer_stands_after_the_selection_and_before_the_output(
    kind: str, selected: str | None
) -> None:
    design, new = with_new_layer(DESIGN, kind, selected, inputs=2)
    place = 1 if selected == "dense_1" else 2
    assert design.layers[place].id == new
    assert design.layers[place].kind == kind
    assert without_layer(design, new) == DESIGN
    assert not [problem for problem in check(design) if problem.severity == "error"]


def test_a_new_dense_layer_bends_as_the_others_do() -> None:
    design, new = with_new_layer(DESIGN, "dense", "dense_1")
    assert design.layer(new) == Dense(id=new, units=8, activation=ReLU())
    bare = replace(DESIGN, layers=DESIGN.layers[-1:])
    design, new = with_new_layer(bare, "dense", None)
    assert design.layer(new) == Dense(id=new, units=8, activation=Tanh())


def test_the_first_layer_of_an_empty_network() -> None:
    design, new = with_new_layer(Design(), "dense", None)
    assert ids(design) == [new] == ["dense_1"]


def test_a_residual_adds_the_nearest_layer_of_its_shape_but_the_one_before() -> None:
    design, new = with_new_layer(DESIGN, "residual", "dropout_1", inputs=2)
    assert design.layer(new) == Residual(id=new, source="dense_1")


def test_a_residual_needs_something_to_add() -> None:
    bare = replace(DESIGN, layers=DESIGN.layers[-1:])
    assert "none before" in why_not(bare, "residual", None)
    assert why_not(bare, "dropout", None) == ""
    with pytest.raises(SpecError, match="none before"):
        with_new_layer(bare, "residual", None)


def test_a_copy_follows_its_original_and_has_its_own_id() -> None:
    design, new = with_copy(DESIGN, "dropout_1")
    assert ids(design) == ["dense_1", "dropout_1", "dropout_2", "output"]
    assert design.layer(new) == Dropout(id="dropout_2", rate=0.2)


def test_a_copy_of_the_output_stands_before_it() -> None:
    design, new = with_copy(DESIGN, "output")
    assert ids(design) == ["dense_1", "dropout_1", new, "output"]


def test_the_output_stays_last() -> None:
    assert with_moved(DESIGN, "dropout_1", -1).layers[:2] == DESIGN.layers[1::-1]
    for layer, by in [("output", -1), ("dropout_1", 1), ("dense_1", -1), ("dense_1", 2)]:
        assert not can_move(DESIGN, layer, by)
        assert with_moved(DESIGN, layer, by) == DESIGN


def test_a_last_layer_that_is_no_output_can_move_up() -> None:
    design = replace(DESIGN, layers=DESIGN.layers[:2])
    assert place_after(design, "dropout_1") == 2
    assert ids(with_moved(design, "dropout_1", -1)) == ["dropout_1", "dense_1"]


def test_removing_what_a_residual_adds_leaves_it_to_the_checks() -> None:
    design, _ = with_new_layer(DESIGN, "residual", "dropout_1", inputs=2)
    left = without_layer(design, "dense_1")
    assert any("no earlier layer has that id" in problem.message for problem in check(left))


def test_a_renamed_layer_is_still_the_one_a_residual_adds() -> None:
    design, new = with_new_layer(DESIGN, "residual", "dropout_1", inputs=2)
    for name in ("wide", ""):
        layer = replace(design.layer("dense_1"), id=name)
        renamed = with_layer(design, "dense_1", layer)
        assert renamed.layer(new).joined == (name or "dense_1")


def test_two_layers_cannot_have_one_name() -> None:
    with pytest.raises(SpecError, match=r"^id: expected an id of its own"):
        with_layer(DESIGN, "dense_1", replace(DESIGN.layers[0], id="output"))

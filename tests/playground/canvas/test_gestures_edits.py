"""Layers are added, moved, copied and renamed as people mean it, and refused with a reason."""

from __future__ import annotations

import pytest

from engine.activations import ReLU, Softmax, Tanh
from engine.checks import check
from engine.design import Design
from engine.errors import EngineError, SpecError
from engine.layers import Dense, Dropout, Layer, Residual
from engine.spec import members
from playground.canvas.gestures import edits
from playground.document import clipboard

DESIGN = Design(
    layers=(
        Dense(units=8, activation=Tanh()),
        Dropout(rate=0.2),
        Dense(units=8, activation=Tanh()),
        Residual(source="dense_1"),
        Dense(id="output", units=3, activation=Softmax()),
    )
)


def ids(design: Design) -> list[str]:
    return [layer.id for layer in design.layers]


def test_a_new_dense_has_eight_units_and_tanh_or_what_the_others_use() -> None:
    first = edits.new_layer(Design(), "dense", 0)
    assert isinstance(first, Dense) and first.units == 8 and isinstance(first.activation, Tanh)
    other = Design(layers=(Dense(units=4, activation=ReLU()),))
    second = edits.new_layer(other, "dense", 1)
    assert isinstance(second, Dense) and second.activation.kind == "relu"


@pytest.mark.parametrize("kind", list(members(Layer)))
def test_every_kind_can_be_added_into_every_gap_or_says_why_not(kind: str) -> None:
    for gap in range(len(DESIGN.layers) + 1):
        try:
            layer = edits.new_layer(DESIGN, kind, gap, 2)
        except SpecError as error:
            assert kind == "residual" and gap in (0, 1, 5)  # nothing there has the same shape
            assert edits.said(error).endswith("none before it.")
            continue
        edited, new = edits.with_layers(DESIGN, [layer], gap, 2)
        assert ids(edited)[gap] == new[0]
        assert clipboard.without(edited, new) == DESIGN


@pytest.mark.parametrize("kind", list(members(Layer)))
def test_what_the_palette_carries_lands_like_a_new_layer(kind: str) -> None:
    edited, new = edits.dropped(DESIGN, edits.palette_text(kind), 3, 2)
    assert edited.layer(new[0]).kind == kind
    if kind == "residual":
        assert edited.layer(new[0]).joined in ids(edited)[:3]


def test_a_new_layer_goes_after_the_selection_but_before_the_output() -> None:
    assert edits.gap_after(DESIGN, ["dense_1"]) == 1
    assert edits.gap_after(DESIGN, ["dense_1", "dense_2"]) == 3
    assert edits.gap_after(DESIGN, []) == edits.gap_after(DESIGN, ["output"]) == 4
    assert edits.gap_after(DESIGN, ["@inputs"]) == 0
    hidden = Design(layers=(Dense(units=8, activation=Tanh()),))
    assert edits.gap_after(hidden, []) == edits.gap_after(hidden, ["dense_1"]) == 1
    assert edits.where(hidden, 1) == "after Dense 1"
    assert edits.where(DESIGN, 4) == "before Output"
    assert edits.where(Design(), 0) == "to the empty network"


def test_a_selection_moves_side_by_side_and_back() -> None:
    moved = edits.with_moved_to(DESIGN, ["dense_1", "dense_2"], 5)
    assert ids(moved) == ["dropout_1", "residual_1", "output", "dense_1", "dense_2"]
    right = edits.with_shifted(DESIGN, ["dropout_1"], 1)
    assert ids(right)[1:3] == ["dense_2", "dropout_1"]
    assert edits.with_shifted(right, ["dropout_1"], -1) == DESIGN
    assert edits.with_shifted(DESIGN, ["dense_1"], -1) == DESIGN
    assert edits.with_shifted(DESIGN, ["output"], 1) == DESIGN


def test_a_residual_stays_after_what_it_adds() -> None:
    reason = edits.move_refusal(DESIGN, ["residual_1"], 0)
    assert reason == "Residual 1 adds Dense 1, so it stays after it."
    assert edits.move_refusal(DESIGN, ["dense_1"], 5) == reason
    assert not edits.move_refusal(DESIGN, ["dropout_1"], 0)


def test_no_network_grows_beyond_the_most_layers_a_file_may_hold() -> None:
    full = Design(layers=tuple(Dropout() for _ in range(edits.MOST_LAYERS)))
    with pytest.raises(EngineError, match="at most 256"):
        edits.with_layers(full, [Dropout()], 0)
    with pytest.raises(EngineError, match="at most 256"):
        edits.with_duplicates(full, ["dropout_1"])


def test_units_step_within_their_bounds_and_only_where_there_are_some() -> None:
    assert edits.with_units(DESIGN, ["dropout_1"], 1) == DESIGN
    fewer = edits.with_units(DESIGN, ["dense_1", "dense_2"], -20)
    assert [getattr(fewer.layer(key), "units", 0) for key in ("dense_1", "dense_2")] == [1, 1]


def test_a_name_becomes_an_id_and_a_refused_one_says_why() -> None:
    edited, new = edits.with_name(DESIGN, "dense_1", "First bend")
    assert new == "first_bend" and edited.layer("residual_1").joined == "first_bend"
    for name, reason in (
        ("", "Type a name, or press Esc."),
        ("f(x)", "Use letters a–z, digits and spaces."),
        ("层", "Use letters a–z, digits and spaces."),
        ("long " * 14, "Use at most 64 letters."),
        ("Dropout 1", 'Another layer is called Dropout 1. Use "Dropout 2"'),
        ("train", "leave free"),
        ("1st", "Begin with a letter."),
    ):
        with pytest.raises(SpecError) as raised:
            edits.with_name(DESIGN, "dense_1", name)
        assert reason in edits.said(raised.value)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Größe", "Groesse"),
        ("Été-2", "Ete 2"),
        ("  Wide   one ", "Wide one"),
        ("Ångström", "Angstroem"),
    ],
)
def test_letters_of_other_alphabets_are_spelled_out(typed: str, shown: str) -> None:
    edited, new = edits.with_name(DESIGN, "dense_1", typed)
    assert edited.layer(new).name == shown


def test_a_residual_is_refused_where_no_earlier_layer_has_its_shape() -> None:
    new = clipboard.read(edits.palette_text("residual"))
    refused = [gap for gap in range(6) if edits.refusal(DESIGN, new, gap, 2)]
    assert refused == [0, 1, 5]
    assert "of the same shape" in edits.refusal(DESIGN, new, 1, 2)
    for gap in (2, 3, 4):
        edited, (residual,) = edits.with_layers(DESIGN, new, gap, 2)
        source = edited.layer(residual).joined
        assert source and source != edited.layers[gap - 1].id
        assert not [problem for problem in check(edited) if problem.layer == residual]


def test_copies_that_bring_what_a_residual_adds_are_never_refused() -> None:
    text = clipboard.copied(DESIGN, [layer.id for layer in DESIGN.layers[:4]])
    edited, new = edits.dropped(DESIGN, text, 1, 2)
    assert edited.layer(new[3]).joined == new[0]

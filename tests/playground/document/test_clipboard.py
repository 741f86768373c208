"""Layers go through the clipboard as text that people can read, and come back as they were."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from engine.design import Design
from engine.errors import FormatError
from engine.layers import Dense, Dropout, Layer, Residual
from engine.spec import members
from playground.document.clipboard import FORMAT, copied, pasted, read, without
from tests.playground.document.designs import DESIGN, ids

OTHER = Design(name="Other", layers=(Dense(id="output", units=3),))


def test_the_text_is_json_that_people_can_read() -> None:
    text = copied(DESIGN, ["dropout_1"])
    assert json.loads(text) == {
        "format": "perceptron-playground-layers",
        "version": 1,
        "layers": [{"kind": "dropout", "id": "dropout_1", "rate": 0.2}],
    }
    assert "\n  " in text


@given(chosen=st.sets(st.sampled_from(ids(DESIGN)), min_size=1))
def test_what_is_copied_is_pasted_equal_into_another_design(chosen: set[str]) -> None:
    edited, new = pasted(OTHER, copied(DESIGN, chosen), 0)
    wanted = [layer for layer in DESIGN.layers if layer.id in chosen]
    there = [edited.layer(layer_id) for layer_id in new]
    assert [type(layer) for layer in there] == [type(layer) for layer in wanted]
    assert list(edited.layers[len(new) :]) == list(OTHER.layers)
    for before, after in zip(wanted, there, strict=True):
        assert replace(before, id="x") == replace(after, id="x") or before.joined in chosen


@given(
    chosen=st.sets(st.sampled_from(ids(DESIGN)), min_size=1),
    place=st.integers(0, len(DESIGN.layers)),
)
def test_pasting_into_the_same_design_takes_fresh_ids_and_removing_gives_it_back(
    chosen: set[str], place: int
) -> None:
    edited, new = pasted(DESIGN, copied(DESIGN, chosen), place)
    assert not set(new) & set(ids(DESIGN))
    assert ids(edited)[place : place + len(new)] == list(new)
    assert without(edited, new) == DESIGN


def test_a_residual_follows_the_layer_it_was_copied_with() -> None:
    edited, new = pasted(DESIGN, copied(DESIGN, ["dense_1", "dense_2", "residual_1"]), 4)
    assert new == ("dense_3", "dense_4", "residual_2")
    residual = edited.layer("residual_2")
    assert isinstance(residual, Residual)
    assert residual.source == "dense_3"
    alone, (only,) = pasted(DESIGN, copied(DESIGN, ["residual_1"]), 4)
    assert alone.layer(only).joined == "dense_1"


def test_the_order_is_the_designs_not_the_selections() -> None:
    layers = read(copied(DESIGN, ["output", "dense_1"]))
    assert [layer.id for layer in layers] == ["dense_1", "output"]


def test_a_long_id_stays_within_what_an_id_may_be() -> None:
    long = Design(layers=(Dropout(id="d" * 64),))
    _, (new,) = pasted(long, copied(long, ["d" * 64]), 1)
    assert len(new) <= 64


@pytest.mark.parametrize("kind", members(Layer))
def test_every_kind_of_layer_comes_back(kind: str) -> None:
    cls = members(Layer)[kind]
    given = {"units": 3} if cls is Dense else {"source": "dense_1"} if cls is Residual else {}
    design = Design(layers=(Dense(units=3), cls(id="one", **given)))
    assert read(copied(design, ["one"])) == (design.layer("one"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no layers"),
        ("hello", "holds no layers"),
        (f"about {FORMAT}", "expected JSON"),
        (f'["{FORMAT}"]', "holds no layers"),
        (f'{{"format": "{FORMAT}", "version": 1, "layers": []}}', "holds no layers"),
        (f'{{"format": "{FORMAT}", "version": 2, "layers": []}}', "newer Perceptron Playground"),
        (f'{{"format": "{FORMAT}", "version": 1}}', "layers: expected"),
        (f'{{"format": "{FORMAT}", "version": 1, "layers": [3]}}', "layers[0]: expected"),
        (
            f'{{"format": "{FORMAT}", "version": 1, "layers": [{{"kind": "dens", "units": 3}}]}}',
            'Did you mean "dense"?',
        ),
        (
            f'{{"format": "{FORMAT}", "version": 1, "layers": [{{"kind": "dense", "units": 0}}]}}',
            "layers[0].units: expected 1 to",
        ),
        ("[" * 60 + f'"{FORMAT}"', "levels of nesting"),
        (FORMAT + " " * 4_000_001, "holds no layers"),
    ],
)
def test_foreign_and_bad_text_is_refused_with_a_sentence(text: str, said: str) -> None:
    with pytest.raises(FormatError) as refused:
        pasted(DESIGN, text, 0)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_more_layers_than_a_design_can_have_are_refused() -> None:
    many = Design(layers=tuple(Dropout() for _ in range(200)))
    with pytest.raises(FormatError, match="cannot be pasted here"):
        pasted(many, copied(many, ids(many)), 0)

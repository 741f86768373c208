"""Other data in one click: the design stays sound, and the way back is the way it came."""

from __future__ import annotations

from itertools import permutations

import pytest
from msgspec.structs import replace

from engine.activations import Linear, Sigmoid, Softmax, Tanh
from engine.checks import check
from engine.data import Blobs, Spiral
from engine.design import Design, Training
from engine.designfile import edited
from engine.layers import Dense
from engine.losses import CategoricalCrossEntropy, Hinge, MeanSquaredError
from playground.inspector.data_edits import drawn_kinds, with_data, with_data_kind

SPIRAL = Design(
    data=Spiral(noise=0.1),
    layers=(
        Dense(units=8, activation=Tanh()),
        Dense(id="output", units=1, activation=Sigmoid()),
    ),
)


def errors(design: Design) -> list[str]:
    return [problem.message for problem in check(design) if problem.severity == "error"]


@pytest.mark.parametrize(("there", "then"), list(permutations(drawn_kinds(), 2)))
def test_a_sound_design_stays_sound_and_comes_back_as_it_was(there: str, then: str) -> None:
    first = with_data_kind(SPIRAL, there)
    second = with_data_kind(first, then)
    assert not errors(first)
    assert not errors(second)
    assert second.data.kind == then
    assert with_data_kind(second, "spiral") == SPIRAL


@pytest.mark.parametrize("kind", drawn_kinds())
@pytest.mark.parametrize("units", [1, 2])
@pytest.mark.parametrize(
    ("activation", "loss"),
    [(Linear(), Hinge()), (Tanh(), Hinge()), (Linear(), MeanSquaredError())],
)
def test_an_output_of_ones_own_is_mended_where_it_does_not_fit(
    kind: str, units: int, activation: Linear | Tanh, loss: Hinge | MeanSquaredError
) -> None:
    output = Dense(id="output", units=units, activation=activation)
    design = replace(SPIRAL, layers=(output,), training=Training(loss=loss))
    assert not errors(design)
    assert not errors(with_data_kind(design, kind))


def test_three_classes_get_three_softmax_units_and_their_loss() -> None:
    design = with_data_kind(SPIRAL, "blobs")
    assert design.layers[-1] == Dense(id="output", units=3, activation=Softmax())
    assert design.training.loss == CategoricalCrossEntropy()
    assert design.layers[0] == SPIRAL.layers[0]


def test_more_classes_of_the_same_kind_get_more_units() -> None:
    design = with_data_kind(SPIRAL, "blobs")
    five = with_data(design, Blobs(classes=5))
    output = five.layers[-1]
    assert isinstance(output, Dense)
    assert output.units == 5


def test_what_both_kinds_have_is_kept() -> None:
    data = Spiral(samples=300, noise=0.2, features=("x1", "x2", "sin_x1"), test_fraction=0.1)
    design = with_data_kind(replace(SPIRAL, data=data), "moons")
    assert design.data == type(design.data)(
        samples=300, noise=0.2, features=("x1", "x2", "sin_x1"), test_fraction=0.1
    )


def test_features_start_anew_where_the_columns_are_others() -> None:
    curve = with_data_kind(SPIRAL, "curve")
    assert curve.data.features == ("x1",)
    assert with_data_kind(curve, "spiral").data.features == ("x1", "x2")


def test_an_empty_network_stays_empty() -> None:
    assert with_data_kind(replace(SPIRAL, layers=()), "plane").layers == ()


def test_what_was_wrong_before_is_left_for_the_checks_to_report() -> None:
    broken = edited(SPIRAL, {"layers": [{"kind": "residual", "from": "gone", "id": "r"}]})
    assert with_data_kind(broken, "blobs").layers == broken.layers


def test_a_network_with_no_place_for_an_output_takes_other_data_too() -> None:
    full = replace(SPIRAL, layers=tuple(Dense(units=8, activation=Tanh()) for _ in range(256)))
    design = with_data_kind(full, "blobs")
    assert design.data.kind == "blobs" and design.layers == full.layers

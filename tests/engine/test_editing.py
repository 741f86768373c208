"""A weight set by hand: everything that is said of the network is said of the new one, and setting
it back undoes it."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from engine.activations import Sigmoid, Tanh
from engine.data import Spiral
from engine.design import Design, EarlyStopping, Training
from engine.errors import SpecError
from engine.layers import BatchNorm, Dense
from engine.trainer import Trainer

DESIGN = Design(
    data=Spiral(samples=60),
    layers=(
        Dense(id="first", units=3, activation=Tanh()),
        BatchNorm(id="norm"),
        Dense(id="output", units=1, activation=Sigmoid()),
    ),
    training=Training(epochs=3),
)


def begun(steps: int) -> Trainer:
    trainer = Trainer(DESIGN)
    for _ in range(steps):
        trainer.step()
    return trainer


@pytest.mark.parametrize("steps", [0, 3, 4, 100], ids=["first", "an epoch", "amid", "finished"])
@pytest.mark.parametrize(
    ("layer", "name", "index"),
    [("first", "weight", (2, 1)), ("output", "bias", (0,)), ("norm", "weight", (1,))],
)
def test_an_edit_changes_one_number_and_what_is_said_of_the_network(
    steps: int, layer: str, name: str, index: tuple[int, ...]
) -> None:
    trainer = begun(steps)
    before = trainer.network.parameters.copy()
    rows = trainer.history.rows
    old = trainer.edit(layer, name, index, 2.5)
    assert np.count_nonzero(trainer.network.parameters != before) == 1
    assert trainer.network.tensors[f"{layer}.{name}"][index] == 2.5
    assert trainer.report.train.loss == trainer.history.rows[-1, 4]
    assert trainer.report.train == trainer.scores()["train"]
    assert trainer.report.epoch == trainer.epoch
    assert len(trainer.history) == len(rows)
    assert trainer.edit(layer, name, index, old) == 2.5
    np.testing.assert_array_equal(trainer.network.parameters, before)


def test_an_edit_taken_back_leaves_no_trace_in_the_training() -> None:
    trainer = begun(0)
    for _ in range(5):
        old = trainer.edit("first", "weight", (0, 0), 9.0)
        trainer.edit("first", "weight", (0, 0), old)
        trainer.step()
    np.testing.assert_array_equal(trainer.network.parameters, begun(5).network.parameters)


@pytest.mark.parametrize(
    ("layer", "name", "index", "value"),
    [
        ("second", "weight", (0, 0), 1.0),
        ("first", "weight", (3, 0), 1.0),
        ("first", "weight", (0, -1), 1.0),
        ("first", "weight", (0,), 1.0),
        ("norm", "running_mean", (0,), 1.0),
        ("output", "bias", (0,), float("nan")),
        ("output", "bias", (0,), 1e300),
    ],
)
def test_a_wrong_place_or_number_is_refused_and_changes_nothing(
    layer: str, name: str, index: tuple[int, ...], value: float
) -> None:
    trainer = begun(2)
    before, report = trainer.network.parameters.copy(), trainer.report
    with pytest.raises(SpecError, match="expected "):
        trainer.edit(layer, name, index, value)
    np.testing.assert_array_equal(trainer.network.parameters, before)
    assert trainer.report == report


def test_a_great_leap_by_hand_is_not_taken_for_divergence() -> None:
    trainer = begun(0)
    trainer.edit("output", "bias", (0,), 1e4)
    while trainer.epoch == 0:
        trainer.step()
    assert trainer.stopped != "diverged"


def test_edited_best_weights_are_where_more_epochs_go_on_from() -> None:
    stopping = EarlyStopping(monitor="train_loss", patience=1, min_delta=10.0)
    training = msgspec.structs.replace(DESIGN.training, early_stopping=stopping)
    trainer = Trainer(msgspec.structs.replace(DESIGN, training=training))
    while trainer.stopped is None:
        trainer.step()
    assert trainer.best.epoch < trainer.epoch
    trainer.edit("output", "bias", (0,), 0.75)
    patient = msgspec.structs.replace(stopping, patience=9)
    more = msgspec.structs.replace(training, early_stopping=patient)
    trainer.apply(msgspec.structs.replace(trainer.design, training=more))
    assert trainer.stopped is None
    assert trainer.network.tensors["output.bias"][0] == 0.75

"""What a change asks of a running training: every field says so, and the strongest wins."""

from __future__ import annotations

from typing import Any

import pytest

from engine.activations import LeakyReLU, ReLU, Tanh
from engine.data import Spiral, Xor
from engine.design import Design, EarlyStopping, Training, change_class, differences
from engine.designfile import edited
from engine.initializers import HeNormal
from engine.layers import BatchNorm, Dense, Dropout, GaussianNoise, Layer, Residual
from engine.optimizers import Optimizer
from engine.regularizers import L1, L2
from engine.schedules import Schedule
from engine.spec import Change, fields, members

DESIGN = Design(
    layers=(
        Dense(units=4, activation=LeakyReLU()),
        Dense(units=4, activation=Tanh(), regularizer=L2()),
        Dropout(),
        GaussianNoise(),
        BatchNorm(),
        Residual(source="dense_1"),
        Dense(units=1, id="output"),
    ),
    training=Training(early_stopping=EarlyStopping()),
)

LIVE: list[tuple[str, Any]] = [
    ("training.optimizer.learning_rate", 0.5),
    ("training.batch_size", 32),
    ("training.batch_size", None),
    ("training.epochs", 7),
    ("training.shuffle", False),
    ("training.schedule", "cosine"),
    ("training.schedule", {"kind": "step", "every": 3}),
    ("training.early_stopping", None),
    ("training.early_stopping.patience", 3),
    ("training.early_stopping.monitor", "train_loss"),
    ("training.early_stopping.min_delta", 0.5),
    ("training.early_stopping.restore_best", False),
    ("layers.dropout_1.rate", 0.1),
    ("layers.gaussian_noise_1.stddev", 0.5),
    ("layers.dense_1.regularizer", "l1"),
    ("layers.dense_2.regularizer", None),
    ("layers.dense_2.regularizer", "l1_l2"),
    ("layers.dense_2.regularizer.strength", 0.5),
    ("layers.batch_norm_1.momentum", 0.5),
]
RESTART: list[tuple[str, Any]] = [
    ("training.optimizer", "sgd"),
    ("training.loss", "mean_squared_error"),
    ("training.precision", "float64"),
    ("layers.dense_1.activation", "relu"),
    ("layers.dense_1.activation.slope", 0.2),
    ("layers.dense_1.weights", "he_normal"),
    ("layers.dense_1.bias", "normal"),
    ("seed", 1),
]
DATA: list[tuple[str, Any]] = [
    ("data", "xor"),
    ("data.samples", 100),
    ("data.noise", 0.1),
    ("data.features", ["x1"]),
    ("data.standardize", True),
    ("data.validation_fraction", 0.1),
    ("data.test_fraction", 0.1),
]
TOPOLOGY: list[tuple[str, Any]] = [
    ("layers.dense_1.units", 5),
    ("layers.residual_1.from", "dense_2"),
    ("layers.dropout_1.kind", "layer_norm"),
    ("layers", []),
]
LAYOUT: list[tuple[str, Any]] = [("name", "new"), ("layers.dense_2.id", "hidden")]
EDITS = [
    (path, value, change)
    for change, edits in (
        (Change.LIVE, LIVE),
        (Change.RESTART, RESTART),
        (Change.DATA, DATA),
        (Change.TOPOLOGY, TOPOLOGY),
        (Change.LAYOUT, LAYOUT),
    )
    for path, value in edits
]


@pytest.mark.parametrize(("path", "value", "change"), EDITS, ids=[f"{e[0]}={e[1]}" for e in EDITS])
def test_an_edit_asks_for_what_it_needs_and_no_more(path: str, value: Any, change: Change) -> None:
    new = edited(DESIGN, {path: value})
    assert new != DESIGN
    assert change_class(DESIGN, new) is change
    assert change_class(new, DESIGN) is change
    assert len(differences(DESIGN, new)) == 1


@pytest.mark.parametrize("family", [Optimizer, Schedule], ids=["optimizers", "schedules"])
def test_every_number_of_an_optimizer_or_schedule_is_live(family: Any) -> None:
    for cls in members(family).values():
        assert {field.change for field in fields(cls)} <= {Change.LIVE}


def test_every_regularizers_number_is_live() -> None:
    for kind in ("l1", "l2", "l1_l2"):
        assert {field.change for field in fields(members("regularizer")[kind])} == {Change.LIVE}


def test_equal_designs_differ_in_nothing() -> None:
    assert differences(DESIGN, edited(DESIGN, {})) == ()
    assert change_class(DESIGN, DESIGN) is Change.LAYOUT


def test_a_difference_says_where_from_what_and_to_what() -> None:
    new = edited(DESIGN, {"layers.dropout_1.rate": 0.25, "training.epochs": 5})
    rate, epochs = differences(DESIGN, new)
    assert (rate.path, rate.old, rate.new) == ("layers[2].rate", 0.5, 0.25)
    assert (epochs.path, epochs.old, epochs.new) == ("training.epochs", 100, 5)


def test_the_strongest_of_several_changes_counts() -> None:
    new = edited(DESIGN, {"name": "x", "training.epochs": 5})
    assert change_class(DESIGN, new) is Change.LIVE
    new = edited(new, {"training.loss": "hinge"})
    assert change_class(DESIGN, new) is Change.RESTART
    new = edited(new, {"data.noise": 0.2})
    assert change_class(DESIGN, new) is Change.DATA
    new = edited(new, {"layers.dense_1.units": 9})
    assert change_class(DESIGN, new) is Change.TOPOLOGY


def layers(*given: Layer) -> Design:
    return Design(layers=given)


def test_renaming_a_residuals_source_is_only_a_name() -> None:
    before = layers(Dense(units=2, id="a"), Dense(units=2, id="b"), Residual(source="a", id="r"))
    after = layers(Dense(units=2, id="c"), Dense(units=2, id="b"), Residual(source="c", id="r"))
    assert change_class(before, after) is Change.LAYOUT


def test_a_residual_that_joins_another_layer_is_another_network() -> None:
    before = layers(Dense(units=2, id="a"), Dense(units=2, id="b"), Residual(source="a", id="r"))
    after = layers(Dense(units=2, id="a"), Dense(units=2, id="b"), Residual(source="b", id="r"))
    assert change_class(before, after) is Change.TOPOLOGY


def test_adding_removing_and_reordering_layers_is_another_network() -> None:
    a, b = Dense(units=2, id="a"), Dense(units=2, id="b", activation=ReLU())
    for other in (layers(a), layers(b, a), layers(a, b, Dropout(id="c")), layers(a, Dropout())):
        assert change_class(layers(a, b), other) is Change.TOPOLOGY


def test_several_values_of_one_kind_are_listed_one_by_one() -> None:
    a = layers(Dense(units=2, regularizer=L1(strength=0.1)))
    b = layers(Dense(units=2, regularizer=L2(strength=0.1), weights=HeNormal()))
    assert [d.path for d in differences(a, b)] == ["layers[0].weights", "layers[0].regularizer"]
    c, d = Design(data=Spiral(noise=0.1, samples=50)), Design(data=Xor(noise=0.1, samples=50))
    assert [e.path for e in differences(c, d)] == ["data"]

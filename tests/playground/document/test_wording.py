"""The menu names an edit by what it did."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from engine.activations import ReLU
from engine.data import Blobs
from engine.design import Design, EarlyStopping
from engine.layers import BatchNorm, Dense, Dropout
from playground.canvas.gestures.edits import with_name, with_shifted
from playground.document import clipboard
from playground.document.wording import edit_words, merge_key
from playground.inspector.data_edits import with_data_kind
from playground.inspector.selection import with_layers
from tests.playground.document.designs import DESIGN, field, layers, trained

FIRST = DESIGN.layers[0]


@pytest.mark.parametrize(
    ("edited", "words"),
    [
        (field("layers.dense_1.units", 12), "Dense 1: 12 units"),
        (field("layers.dense_1.units", 1), "Dense 1: 1 unit"),
        (field("layers.dense_1.activation", "relu"), "Dense 1: ReLU"),
        (field("layers.dense_1.weights", "he_normal"), "Dense 1: weights He normal"),
        (field("layers.dense_1.regularizer", "l2"), "Dense 1: regularizer L2"),
        (field("layers.dropout_1.rate", 0.35), "Dropout 1: rate 0.35"),
        (field("layers.residual_1.from", "dropout_1"), "Residual 1: adds Dropout 1"),
        (field("training.optimizer.learning_rate", 0.03), "learning rate 0.03"),
        (field("training.optimizer", "sgd"), "optimizer: SGD"),
        (field("training.loss", "huber"), "loss: Huber"),
        (field("training.batch_size", 1024), "batch size 1,024"),
        (field("training.batch_size", None), "batch size all"),
        (field("training.shuffle", False), "shuffle off"),
        (field("training.precision", "float64"), "precision: float64"),
        (trained(early_stopping=EarlyStopping()), "early stopping on"),
        (field("seed", 7), "seed 7"),
        (field("name", "Yours"), 'rename to "Yours"'),
        (field("data.noise", 0.1), "noise 0.1"),
        (field("data.features", ["x1", "x1_squared"]), "features: x₁, x₁²"),
        (field("data.standardize", True), "standardize on"),
        (with_data_kind(DESIGN, "circle"), "data: Circle"),
        (with_data_kind(DESIGN, "blobs"), "data: Blobs"),  # and its output
        (layers(*DESIGN.layers[:3], Dropout(), *DESIGN.layers[3:]), "add Dropout 2"),
        (clipboard.without(DESIGN, ["dense_2"]), "remove Dense 2"),
        (with_shifted(DESIGN, ["dropout_1"], 1), "move Dropout 1"),
        (with_name(DESIGN, "dense_1", "hidden")[0], "rename Dense 1 to Hidden"),
        (layers(*DESIGN.layers[:1]), "remove 4 layers"),
        (layers(*reversed(DESIGN.layers)), "reorder layers"),
        (layers(Dropout(id="dense_1"), *DESIGN.layers[1:]), "Dense 1: Dropout"),
        (layers(BatchNorm(), *DESIGN.layers[1:]), "replace Dense 1 by Batch norm 1"),
        (layers(BatchNorm(), Dense(id="new", units=1)), "replace layers"),
        (DESIGN, ""),
    ],
)
def test_an_edit_in_words(edited: Design, words: str) -> None:
    assert edit_words(DESIGN, edited).partition(" and more")[0] == words


def test_several_changes_are_named_by_the_one_that_brought_the_others_about() -> None:
    several = replace(trained(batch_size=None, shuffle=False), name="Both")
    assert edit_words(DESIGN, several) == 'rename to "Both" and more'
    more = replace(with_data_kind(DESIGN, "blobs"), name="Blobs")
    assert edit_words(DESIGN, more) == "data: Blobs"
    units = replace(FIRST, units=3, activation=ReLU())  # type: ignore[call-arg]
    assert edit_words(DESIGN, with_layers(DESIGN, [units])) == "Dense 1: 3 units and more"


def test_every_kind_of_data_and_any_random_edit_has_words() -> None:
    assert edit_words(Design(), Design(data=Blobs())) == "data: Blobs"
    assert edit_words(DESIGN, Design())


def test_only_steps_of_one_number_belong_together() -> None:
    assert merge_key(DESIGN, field("data.noise", 0.1)) == "data.noise"
    assert merge_key(DESIGN, field("layers.dense_1.units", 9)) == "layers[0].units"
    assert merge_key(DESIGN, field("training.shuffle", False)) is None
    assert merge_key(DESIGN, field("training.batch_size", None)) is None
    assert merge_key(DESIGN, field("training.loss", "huber")) is None
    assert merge_key(DESIGN, DESIGN) is None

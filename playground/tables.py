"""A network for a table: what is to be predicted asks for an output and a loss, and the rest is a
good start."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from msgspec.structs import replace

from engine.activations import Linear, ReLU, Sigmoid, Softmax
from engine.data import Csv, Prepared, infer, written_from
from engine.data.cells import MISSING
from engine.design import Design, EarlyStopping, Training
from engine.errors import DataError
from engine.initializers import HeUniform
from engine.layers import Dense
from engine.losses import BinaryCrossEntropy, CategoricalCrossEntropy, MeanSquaredError
from engine.optimizers import Adam
from engine.trainer import prepare_data


def for_table(table: Path, target: str, folder: Path, missing: tuple[str, ...] = MISSING) -> Design:
    """A design that learns a column of a table, everything found in the table spelled out.

    `folder` is where the design will be: the table's path is written from there; the words
    `missing` stand for missing cells. A table with too few rows to keep some aside is trained on
    whole. Raises DataError.
    """
    data = infer(table, target, written_from(table, folder), missing)
    name = table.stem.replace("_", " ").strip()[:200]
    try:
        prepared = prepare_data(Design(name=name, data=data), folder)
    except DataError:  # too few rows to keep some aside; anything else is found again
        data = replace(data, validation_fraction=0.0)
        prepared = prepare_data(Design(name=name, data=data), folder)
    return _with_network(name, data, prepared)


def _with_network(name: str, data: Csv, prepared: Prepared) -> Design:
    """One hidden layer, and the output and loss that the target asks for."""
    classes = len(prepared.classes)
    hidden = Dense(id="hidden", units=16, activation=ReLU(), weights=HeUniform())
    output = Dense(id="output", units=max(classes, 1), activation=Linear())
    training = Training(
        loss=MeanSquaredError(),
        optimizer=Adam(learning_rate=0.01),
        batch_size=min(32, len(prepared.y_train)),
        epochs=200,
        early_stopping=EarlyStopping(monitor=_monitor(prepared), patience=20, restore_best=True),
    )
    if classes == 2:
        output = replace(output, units=1, activation=Sigmoid())
        training = replace(training, loss=BinaryCrossEntropy())
    elif classes:
        output = replace(output, activation=Softmax())
        training = replace(training, loss=CategoricalCrossEntropy())
    return Design(name=name, data=data, layers=(hidden, output), training=training)


def _monitor(prepared: Prepared) -> Literal["validation_loss", "train_loss"]:
    return "validation_loss" if len(prepared.y_validation) else "train_loss"

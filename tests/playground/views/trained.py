"""Real runs and snapshots for tests of views: a Trainer trained so far, looked at as the worker
looks at it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import msgspec

from engine.activations import Linear, Sigmoid, Softmax, Tanh
from engine.data import Blobs, Bumps, Curve, Data, Spiral
from engine.design import Design, Training
from engine.layers import Dense
from engine.losses import BinaryCrossEntropy, CategoricalCrossEntropy, Loss, MeanSquaredError
from engine.optimizers import Adam
from engine.trainer import Trainer
from playground.training.looking import Grid, run_of, take_snapshot
from playground.training.snapshot import BOUNDARY, CURVES, Mark, Run, Snapshot

ALL = frozenset({BOUNDARY, CURVES})

SPIRAL = Spiral(samples=500, noise=0.06, validation_fraction=0.5)
BLOBS = Blobs(samples=90)
BUMPS = Bumps(samples=200)
CURVE = Curve(samples=60)


def design(data: Data, units: Sequence[int] = (8,), epochs: int = 300) -> Design:
    """A small network that fits the data."""
    facts = data.facts()
    classes = len(facts.classes) if facts is not None else 0
    output = Dense(id="output", units=1, activation=Linear())
    loss: Loss = MeanSquaredError()
    if classes > 2:
        output = Dense(id="output", units=classes, activation=Softmax())
        loss = CategoricalCrossEntropy()
    elif classes:
        output = Dense(id="output", units=1, activation=Sigmoid())
        loss = BinaryCrossEntropy()
    return Design(
        data=data,
        layers=(*(Dense(units=n, activation=Tanh()) for n in units), output),
        training=Training(
            loss=loss, optimizer=Adam(learning_rate=0.01), batch_size=10, epochs=epochs
        ),
    )


def trained(of: Design, epochs: int) -> Trainer:
    """A trainer after so many epochs."""
    trainer = Trainer(of)
    if epochs:
        trainer.advance(lambda: trainer.epoch >= epochs)
    return trainer


def seen(trainer: Trainer, marks: tuple[Mark, ...] = ()) -> tuple[Run, Snapshot]:
    """The run of a trainer and a snapshot that holds everything."""
    run = run_of(1, trainer)
    grid = Grid.over(run.prepared, run.domain, trainer.network.dtype)
    return run, take_snapshot(trainer, 1, grid, ALL, marks)


@cache
def after(data: Data, epochs: int) -> tuple[Run, Snapshot]:
    """A run on data and its snapshot after so many epochs."""
    return seen(trained(design(data), epochs))


def with_(snapshot: Snapshot, **parts: object) -> Snapshot:
    """A snapshot with other parts."""
    return msgspec.structs.replace(snapshot, **parts)

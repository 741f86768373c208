"""Real runs and snapshots for tests of the canvas."""

from __future__ import annotations

from functools import cache

from engine.activations import ReLU, Sigmoid, Softmax, Tanh
from engine.data import Blobs, Spiral
from engine.design import Design, Training
from engine.layers import Dense, Dropout, Residual
from engine.losses import CategoricalCrossEntropy
from engine.trainer import Trainer
from playground.training.looking import Grid, run_of, take_snapshot
from playground.training.snapshot import TILES, Run, Snapshot

SPIRAL = Design(
    data=Spiral(samples=100, noise=0.06),
    layers=(
        Dense(units=8, activation=Tanh()),
        Dense(units=8, activation=Tanh()),
        Dense(id="output", units=1, activation=Sigmoid()),
    ),
)
BLOBS = Design(
    data=Blobs(samples=90),
    layers=(
        Dense(units=8, activation=Tanh()),
        Dropout(rate=0.5),
        Dense(units=8),
        Dense(id="output", units=3, activation=Softmax()),
    ),
    training=Training(loss=CategoricalCrossEntropy()),
)
WIDE = Design(
    data=Spiral(samples=100),
    layers=(
        Dense(units=60, activation=ReLU()),
        Dense(units=60, activation=ReLU()),
        Residual(source="dense_1"),
        Dense(id="output", units=1, activation=Sigmoid()),
    ),
)


@cache
def seen(design: Design, steps: int = 5) -> tuple[Run, Snapshot]:
    """A run of a design and its snapshot after so many batches."""
    trainer = Trainer(design)
    for _ in range(steps):
        trainer.step()
    run = run_of(1, trainer)
    grid = Grid.over(run.prepared, run.domain, trainer.network.dtype)
    return run, take_snapshot(trainer, 1, grid, frozenset({TILES}))

"""Looking at a training: the run and the snapshots that views are shown, made from a Trainer."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.data import Prepared
from engine.trainer import Trainer
from playground.training.snapshot import (
    BOUNDARY,
    CURVES,
    Domain,
    Mark,
    Run,
    Snapshot,
    frozen,
)

Array = NDArray[Any]

SIDE = 100  # points along each side of the boundary
MOST_POINTS = 2000  # rows of the history in a snapshot


class Grid(msgspec.Struct, frozen=True, eq=False):
    """Every point of the map as network inputs (points, I), and the map's shape, (H, W) or (W,)."""

    inputs: Array
    shape: tuple[int, ...]

    @classmethod
    def over(cls, prepared: Prepared, domain: Domain, dtype: np.dtype[Any]) -> Grid:
        """The grid of a domain; columns it does not show are held at their training mean."""
        across = np.linspace(*domain.x, SIDE if domain.y else 4 * SIDE)
        shape: tuple[int, ...]
        if domain.y is None:
            raw, shape = across[:, None], (len(across),)
        else:
            up = np.linspace(*domain.y, SIDE)
            raw = np.tile(np.nanmean(prepared.raw_train, axis=0), (SIDE * SIDE, 1))
            raw[:, 0], raw[:, 1] = np.tile(across, SIDE), np.repeat(up, SIDE)
            shape = (SIDE, SIDE)
        return cls(prepared.preprocessing.transform(raw).astype(dtype), shape)


def run_of(run_id: int, trainer: Trainer) -> Run:
    """What stays the same while a trainer trains."""
    prepared = trainer.prepared
    domain = Domain.of(prepared)
    return Run(run_id, trainer.design, prepared, domain, trainer.network.parameters.size)


def progress(trainer: Trainer) -> float:
    """The epoch with its fraction."""
    return trainer.epoch + trainer.position / trainer.rows


def boundary(trainer: Trainer, grid: Grid) -> Array:
    """What the network answers at every point of a grid, as Snapshot.boundary has it."""
    outputs = trainer.network.predict(grid.inputs)
    code = trainer.code
    with np.errstate(all="ignore"):
        if code.task == "regression":
            return frozen(code.values(outputs).astype(np.float32).reshape(grid.shape))
        chances = code.probabilities(outputs).astype(np.float32)
    return frozen(chances.reshape(*grid.shape, -1))


def take_snapshot(
    trainer: Trainer,
    run_id: int,
    grid: Grid,
    wants: frozenset[str],
    marks: tuple[Mark, ...] = (),
    samples_per_second: float = 0.0,
) -> Snapshot:
    """A frozen picture of a trainer as it is now, holding what is wanted."""
    network = trainer.network
    history = None
    if CURVES in wants:
        history = frozen(trainer.history.thinned(MOST_POINTS, trainer.best.epoch))
    return Snapshot(
        run_id=run_id,
        design=trainer.design,
        epoch=trainer.epoch,
        step=trainer.step_count,
        progress=progress(trainer),
        report=trainer.report,
        best_epoch=trainer.best.epoch,
        learning_rate=trainer.learning_rate,
        stopped=trainer.stopped,
        divergence=trainer.divergence,
        parameters=frozen(network.parameters.copy()),
        state=frozen(network.state.copy()),
        history=history,
        boundary=boundary(trainer, grid) if BOUNDARY in wants else None,
        samples_per_second=samples_per_second,
        marks=marks,
    )

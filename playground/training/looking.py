"""Looking at a training: the run and the snapshots that views are shown, made from a Trainer."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from engine.data import Prepared
from engine.data.features import FEATURES
from engine.history import EpochReport
from engine.network import Network
from engine.trainer import Trainer
from playground.training.snapshot import (
    BOUNDARY,
    CURVES,
    TILES,
    Domain,
    Mark,
    Run,
    Snapshot,
    frozen,
)

Array = NDArray[Any]

SIDE = 100  # points along each side of the boundary
TILE = 40  # points along each side of a neuron's tile
FIRST_UNITS = 8  # of each layer have a tile,
MOST_UNITS = 512  # of a layer that is opened
MOST_POINTS = 2000  # rows of the history in a snapshot


class Grid(msgspec.Struct, frozen=True, eq=False):
    """Every point of the map as network inputs (points, I), the map's shape, (H, W) or (W,), and
    the coarser points of the tiles (40 · 40 or 40, I)."""

    inputs: Array
    shape: tuple[int, ...]
    tile_inputs: Array

    @classmethod
    def over(cls, prepared: Prepared, domain: Domain, dtype: np.dtype[Any]) -> Grid:
        """The grid of a domain; columns it does not show are held at their training mean."""
        shape = (SIDE, SIDE) if domain.y else (4 * SIDE,)
        transform = prepared.preprocessing.transform
        tile = shape_of_tile(domain)
        with np.errstate(over="ignore"):  # float32 ends earlier than what a table may hold
            inputs = transform(_points(prepared, domain, shape)).astype(dtype)
            tile_inputs = transform(_points(prepared, domain, tile)).astype(dtype)
        return cls(inputs, shape, tile_inputs)


def shape_of_tile(domain: Domain) -> tuple[int, ...]:
    """How many different points a tile has, up and across."""
    return (TILE, TILE) if domain.y else (TILE,)


def _points(prepared: Prepared, domain: Domain, shape: tuple[int, ...]) -> Array:
    """Raw columns (points, C) over a domain, those it does not show held at their mean."""
    across = np.linspace(*domain.x, shape[-1])
    if domain.y is None:
        return across[:, None]
    up = np.linspace(*domain.y, shape[0])
    raw = np.tile(_typical(prepared), (len(up) * len(across), 1))
    raw[:, 0], raw[:, 1] = np.tile(across, len(up)), np.repeat(up, len(across))
    return raw


def _typical(prepared: Prepared) -> Array:
    """Means of the raw columns (C,) over the training rows; of one without any number, what
    stands in for it."""
    known = np.isfinite(prepared.raw_train)
    counts = known.sum(axis=0)
    sums = np.where(known, prepared.raw_train, 0.0).sum(axis=0)
    fills = [column.fill or 0.0 for column in prepared.preprocessing.columns]
    return np.where(counts > 0, sums / np.maximum(counts, 1), fills)


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


def tiles(network: Network, grid: Grid, opened: frozenset[str]) -> dict[str, Array]:
    """What the shown units of every layer answer over the domain, as Snapshot.tiles has it."""
    counts = {
        layer.id: MOST_UNITS if layer.id in opened else FIRST_UNITS for layer in network.layers
    }
    answers = network.responses(grid.tile_inputs, counts)
    with np.errstate(all="ignore"):
        return {name: _tile(rows) for name, rows in answers.items()}


def _tile(rows: Array) -> Array:
    """(units, 40 · 40) or (units, 40) as read-only (units, 40, 40) float32."""
    across = rows.astype(np.float32, copy=False).reshape(len(rows), -1, TILE)
    return frozen(np.broadcast_to(across, (len(rows), TILE, TILE)))


def feature_tiles(run: Run) -> dict[str, Array]:
    """What the network may be shown, by name, over the run's domain, each (40, 40) float32: of
    x₁ and x₂ every feature, chosen or not, of a table its columns."""
    raw = _points(run.prepared, run.domain, shape_of_tile(run.domain))
    columns = run.prepared.columns
    values = dict(zip(columns, raw.T, strict=True))
    if columns in (("x1",), ("x1", "x2")):
        x1, x2 = raw[:, 0], raw[:, -1]
        values = {
            name: feature.values(x1, x2)
            for name, feature in FEATURES.items()
            if set(feature.uses) <= set(columns)
        }
    with np.errstate(all="ignore"):
        return {name: _tile(value[None])[0] for name, value in values.items()}


def take_snapshot(
    trainer: Trainer,
    run_id: int,
    grid: Grid,
    wants: frozenset[str],
    marks: tuple[Mark, ...] = (),
    samples_per_second: float = 0.0,
    opened: frozenset[str] = frozenset(),
    at_rest: bool = False,
) -> Snapshot:
    """A frozen picture of a trainer as it is now, holding what is wanted; of the layers `opened`
    the first 512 units have a tile, of others the first 8. `at_rest` there is time to see how well
    the network does in the middle of an epoch."""
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
        report=_present_report(trainer) if at_rest else trainer.report,
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
        tiles=tiles(network, grid, opened) if TILES in wants else None,
        dropped=_dropped(trainer) if TILES in wants else {},
    )


def _present_report(trainer: Trainer) -> EpochReport:
    """The last epoch's report, in the middle of another one with the scores as they are now; the
    history and all that goes by it never learn of them."""
    if not trainer.position or trainer.stopped is not None:
        return trainer.report
    with np.errstate(all="ignore"):
        scores = trainer.scores()
    train, check = scores["train"] or trainer.report.train, scores["validation"]
    return replace(trainer.report, train=train, validation=check)


def _dropped(trainer: Trainer) -> dict[str, Array]:
    if trainer.stopped is not None:
        return {}
    return {name: frozen(units) for name, units in trainer.dropped().items()}

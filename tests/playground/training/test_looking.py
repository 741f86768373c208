"""What snapshots show of every neuron: the truth, and only what is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.activations import ReLU, Sigmoid, Softmax, Tanh
from engine.data import Csv, Curve, Spiral
from engine.data.features import FEATURES
from engine.data.tabular import TableColumn
from engine.design import Design, Training
from engine.layers import BatchNorm, Dense, Dropout
from engine.losses import CategoricalCrossEntropy, MeanSquaredError
from engine.network import Network
from engine.trainer import Trainer
from playground.training.looking import Grid, feature_tiles, run_of, take_snapshot
from playground.training.snapshot import BOUNDARY, TILES, Run, Snapshot

PLANE = Design(
    data=Spiral(samples=100),
    layers=(
        Dense(id="first", units=12, activation=ReLU()),
        BatchNorm(id="norm"),
        Dropout(id="thin", rate=0.5),
        Dense(id="output", units=1, activation=Sigmoid()),
    ),
)
LINE = Design(
    data=Curve(samples=60),
    layers=(Dense(id="first", units=3, activation=Tanh()), Dense(id="output", units=1)),
    training=Training(loss=MeanSquaredError(), precision="float64"),
)
TABLE = Design(
    data=Csv(
        path="t.csv",
        target="y",
        columns=tuple(TableColumn(name=name, type="number") for name in ("u", "v", "empty")),
    ),
    layers=(Dense(id="output", units=3, activation=Softmax()),),
    training=Training(loss=CategoricalCrossEntropy()),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With a table of three columns, one of them without a single value."""
    rows = "\n".join(f"{i},{i % 7},,{'abc'[i % 3]}" for i in range(40))
    (tmp_path / "t.csv").write_text(f"u,v,empty,y\n{rows}\n")
    return tmp_path


def begun(design: Design, steps: int = 3, folder: Path = Path()) -> tuple[Trainer, Run, Grid]:
    trainer = Trainer(design, folder)
    for _ in range(steps):
        trainer.step()
    run = run_of(1, trainer)
    return trainer, run, Grid.over(run.prepared, run.domain, trainer.network.dtype)


def seen(trainer: Trainer, grid: Grid, *wants: str, opened: str = "") -> Snapshot:
    return take_snapshot(trainer, 1, grid, frozenset(wants), opened=frozenset([opened]))


def points(run: Run) -> Any:
    """Raw rows of the 40 × 40 or 40 points, low to high, x₁ fastest."""
    across = np.linspace(*run.domain.x, 40)
    if run.domain.y is None:
        return across[:, None]
    raw = np.tile(run.prepared.raw_train.mean(axis=0), (1600, 1))  # NaN stays NaN
    for place, (x2, x1) in enumerate(
        (x2, x1) for x2 in np.linspace(*run.domain.y, 40) for x1 in across
    ):
        raw[place, :2] = x1, x2
    return raw


@pytest.mark.parametrize("design", [PLANE, LINE, TABLE], ids=["plane", "line", "table"])
def test_a_tile_is_what_its_neuron_answers_over_the_domain(design: Design, folder: Path) -> None:
    trainer, run, grid = begun(design, folder=folder)
    tiles = seen(trainer, grid, TILES).tiles
    X = run.prepared.preprocessing.transform(points(run)).astype(trainer.network.dtype)
    answers = trainer.network.activations(X)
    assert tiles is not None and list(tiles) == list(answers)
    for name, tile in tiles.items():
        units = min(8, answers[name].shape[1])
        assert tile.shape == (units, 40, 40) and tile.dtype == np.float32
        assert not tile.flags.writeable
        wanted = answers[name][:, :units].T.reshape(units, -1, 40)
        np.testing.assert_array_equal(tile, np.broadcast_to(wanted, tile.shape).astype(np.float32))


def test_an_opened_layer_shows_every_neuron_up_to_512() -> None:
    wide = Design(
        data=Spiral(samples=40),
        layers=(
            Dense(id="first", units=600, activation=Tanh()),
            Dense(id="second", units=20, activation=Tanh()),
            Dense(id="output", units=1, activation=Sigmoid()),
        ),
    )
    trainer, _, grid = begun(wide, 0)
    tiles = seen(trainer, grid, TILES, opened="first").tiles
    assert tiles is not None
    assert {name: len(tile) for name, tile in tiles.items()} == {
        "first": 512,
        "second": 8,
        "output": 1,
    }


def test_tiles_nobody_wants_are_not_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    trainer, _, grid = begun(PLANE)

    def unwanted(*_: object) -> None:
        raise AssertionError("computed all the same")

    monkeypatch.setattr(Network, "responses", unwanted)
    monkeypatch.setattr(Trainer, "dropped", unwanted)
    snapshot = seen(trainer, grid, BOUNDARY)
    assert snapshot.tiles is None and snapshot.dropped == {}


def test_dropped_units_are_those_that_the_last_batch_did_without() -> None:
    trainer, _, grid = begun(PLANE, 0)
    assert seen(trainer, grid, TILES).dropped == {}
    found = set()
    for _ in range(40):
        trainer.step()
        units = seen(trainer, grid, TILES).dropped["thin"]
        assert units.shape == (12,) and units.dtype == np.bool_ and not units.flags.writeable
        (space,) = trainer._spaces.values()
        thin = space.passes[2]
        np.testing.assert_array_equal(thin.y[units, 0], 0.0)
        found.add(units.tobytes())
    assert len(found) > 30


def test_looking_at_tiles_changes_no_training() -> None:
    alone, _, _ = begun(PLANE, 30)
    trainer, _, grid = begun(PLANE, 0)
    for _ in range(30):
        trainer.step()
        seen(trainer, grid, TILES)
    np.testing.assert_array_equal(trainer.network.parameters, alone.network.parameters)


def test_all_features_of_a_point_have_tiles_chosen_or_not() -> None:
    _, run, _ = begun(PLANE, 0)
    tiles = feature_tiles(run)
    assert list(tiles) == list(FEATURES)
    assert all(tile.shape == (40, 40) and tile.dtype == np.float32 for tile in tiles.values())
    (low, high), (bottom, top) = run.domain.x, run.domain.y or (0.0, 0.0)
    corner = np.array([tiles["x1"][0, -1], tiles["x2"][0, -1]])
    np.testing.assert_allclose(corner, [high, bottom])
    np.testing.assert_allclose(tiles["x1_x2"][-1, 0], low * top)


def test_a_line_has_the_features_of_x1_and_a_table_its_columns(folder: Path) -> None:
    _, line, _ = begun(LINE, 0)
    assert list(feature_tiles(line)) == ["x1", "x1_squared", "sin_x1"]
    _, table, _ = begun(TABLE, 0, folder)
    tiles = feature_tiles(table)
    assert tuple(tiles) == table.prepared.columns == ("u", "v", "empty")
    assert table.domain.y is not None
    np.testing.assert_allclose(tiles["v"][[0, -1], 0], table.domain.y, rtol=1e-6)
    np.testing.assert_array_equal(tiles["empty"], 0.0)

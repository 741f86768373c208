"""Training: every row once an epoch, a loss that falls, and an end that is announced."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.activations import Linear, ReLU, Softmax, Tanh
from engine.data import Blobs, Gauss, Plane, Spiral
from engine.design import Design, EarlyStopping, Training
from engine.designfile import edited
from engine.errors import DataError, ShapeError
from engine.layers import BatchNorm, Dense, Dropout, GaussianNoise
from engine.losses import (
    CategoricalCrossEntropy,
    Hinge,
    MeanAbsoluteError,
    MeanSquaredError,
)
from engine.metrics import r_squared
from engine.network import Workspace
from engine.optimizers import SGD, Adam, Optimizer
from engine.randomness import generators
from engine.regularizers import L2
from engine.schedules import CosineDecay, OneCycle, Plateau, StepDecay
from engine.spec import members
from engine.trainer import Trainer
from tests.engine.specimens import Array, kinds
from tests.engine.trainings import design, regression, run, trained, weights


class Witness:
    """Notes the rows of every batch that a trainer shows its network."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.batches: list[Array] = []
        backward = Workspace.backward

        def noted(space: Workspace) -> float:
            self.batches.append(space.inputs.copy())
            return backward(space)

        patch.setattr(Workspace, "backward", noted)

    def epochs(self, rows: int) -> list[list[Array]]:
        """The batches, grouped by epoch."""
        grouped: list[list[Array]] = []
        seen = rows
        for batch in self.batches:
            if seen == rows:
                grouped.append([])
                seen = 0
            grouped[-1].append(batch)
            seen += len(batch)
        return grouped


def as_set(rows: Array) -> list[tuple[float, ...]]:
    return sorted(tuple(row) for row in rows.tolist())


@given(
    samples=st.integers(10, 60),
    batch_size=st.none() | st.integers(1, 70),
    shuffle=st.booleans(),
    seed=st.integers(0, 2**32 - 1),
)
@settings(max_examples=60)
def test_batches_partition_the_rows_in_every_epoch(
    samples: int, batch_size: int | None, shuffle: bool, seed: int
) -> None:
    wanted = design(
        data=Spiral(samples=samples), batch_size=batch_size, shuffle=shuffle, epochs=3, seed=seed
    )
    with pytest.MonkeyPatch.context() as patch:
        witness = Witness(patch)
        trainer = trained(wanted)
    X = trainer.prepared.X_train.astype(np.float32)
    size = len(X) if batch_size is None else min(batch_size, len(X))
    epochs = witness.epochs(len(X))
    assert len(epochs) == 3
    assert trainer.step_count == len(witness.batches) == 3 * trainer.steps_per_epoch
    for batches in epochs:
        assert as_set(np.concatenate(batches)) == as_set(X)
        assert [len(batch) for batch in batches[:-1]] == [size] * (len(batches) - 1)
        assert 1 <= len(batches[-1]) <= size
        if not shuffle:
            np.testing.assert_array_equal(np.concatenate(batches), X)


def test_rows_are_shuffled_anew_in_every_epoch_not_batches_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    witness = Witness(monkeypatch)
    trainer = trained(design(epochs=3))
    epochs = witness.epochs(trainer.rows)
    first, second, third = (np.concatenate(batches) for batches in epochs)
    assert (first != second).any() and (second != third).any()
    assert as_set(epochs[0][0]) not in [as_set(batch) for batch in epochs[1]]


def test_targets_go_with_their_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[Array, Array]] = []
    backward = Workspace.backward

    def noted(space: Workspace) -> float:
        seen.append((space.inputs.copy(), space.targets.copy()))
        return backward(space)

    monkeypatch.setattr(Workspace, "backward", noted)
    trainer = trained(design(epochs=2))
    answers = {
        tuple(x): y
        for x, y in zip(
            trainer.prepared.X_train.astype(np.float32).tolist(),
            trainer.prepared.y_train.tolist(),
            strict=True,
        )
    }
    for X, T in seen:
        assert [answers[tuple(x)] for x in X.tolist()] == T[:, 0].tolist()


# --- steps, epochs, runs ------------------------------------------------------------------------


def test_before_the_first_step_there_is_a_report_of_epoch_0() -> None:
    trainer = Trainer(design())
    assert (trainer.epoch, trainer.step_count, trainer.stopped) == (0, 0, None)
    assert (trainer.report.epoch, trainer.report.step) == (0, 0)
    assert math.isfinite(trainer.report.train.loss)
    assert len(trainer.history) == 1
    assert trainer.best.epoch == 0


def test_a_step_reports_its_batch_and_the_last_one_ends_the_epoch() -> None:
    trainer = Trainer(design(batch_size=20))
    assert (trainer.rows, trainer.steps_per_epoch) == (30, 2)
    first = trainer.step()
    assert (first.epoch, first.step, trainer.epoch, trainer.position) == (0, 1, 0, 20)
    second = trainer.step()
    assert (second.epoch, second.step, trainer.epoch, trainer.position) == (0, 2, 1, 0)
    assert math.isfinite(first.loss) and math.isfinite(second.loss)
    assert first.learning_rate == 0.01
    assert trainer.report.epoch == 1


def test_a_run_reports_every_epoch_once_and_then_stops() -> None:
    trainer = Trainer(design(epochs=4))
    reports = list(trainer.run())
    assert [report.epoch for report in reports] == [1, 2, 3, 4]
    assert [report.step for report in reports] == [4, 8, 12, 16]
    assert trainer.stopped == "epochs"
    assert list(trainer.run()) == []
    before = weights(trainer)
    assert math.isnan(trainer.step().loss)
    assert weights(trainer) == before
    assert trainer.history.column("epoch").tolist() == [0, 1, 2, 3, 4]
    assert trainer.report == reports[-1]


def test_a_run_can_be_interrupted_after_any_batch_and_goes_on() -> None:
    trainer = Trainer(design(epochs=4))
    asked: list[int] = []

    def after_six() -> bool:
        asked.append(trainer.step_count)
        return trainer.step_count >= 6

    reports = list(trainer.run(after_six))
    assert trainer.step_count == 6 and trainer.stopped is None
    assert [report.epoch for report in reports] == [1]
    assert set(asked) == {1, 2, 3, 4, 5, 6}
    run(trainer)
    assert weights(trainer) == weights(trained(design(epochs=4)))


def test_no_epochs_means_first_weights_only() -> None:
    trainer = Trainer(design(epochs=0))
    before = weights(trainer)
    assert trainer.stopped == "epochs"
    assert list(trainer.run()) == []
    assert weights(trainer) == before


def test_a_batch_larger_than_the_data_is_all_of_it() -> None:
    whole = trained(design(batch_size=None))
    assert whole.batch_size == 30 and whole.steps_per_epoch == 1
    assert weights(whole) == weights(trained(design(batch_size=1000)))


def test_the_loss_falls_and_the_classes_are_learned() -> None:
    wanted = design(data=Gauss(samples=100), epochs=30)
    trainer = trained(wanted)
    losses = trainer.history.column("train_loss")
    assert losses[-1] < 0.3 * losses[0]
    scores = trainer.scores()
    assert scores["train"] is not None and scores["validation"] is not None
    assert scores["train"].accuracy == scores["validation"].accuracy == 1.0
    assert scores["test"] is None


@pytest.mark.parametrize("kind", kinds("optimizer"))
def test_every_optimizer_learns_at_its_usual_rates(kind: str) -> None:
    highest = members(Optimizer)[kind].usual_rates[1]
    optimizer = members(Optimizer)[kind](learning_rate=highest)
    losses = trained(
        design(data=Gauss(samples=100), epochs=20, optimizer=optimizer)
    ).history.column("train_loss")
    assert losses[-1] < 0.6 * losses[0]


def test_a_step_of_plain_descent_is_the_formula_of_the_notes() -> None:
    wanted = regression(
        batch_size=None,
        epochs=1,
        precision="float64",
        optimizer=SGD(learning_rate=0.1),
    )
    trainer = Trainer(wanted)
    W = {name: tensor.copy() for name, tensor in trainer.network.tensors.items()}
    X, y = trainer.prepared.X_train, trainer.prepared.y_train[:, None]
    hidden = np.tanh(X @ W["first.weight"].T + W["first.bias"])
    error = 2.0 / len(X) * (hidden @ W["output.weight"].T + W["output.bias"] - y)
    back = error @ W["output.weight"] * (1.0 - hidden**2)
    trainer.step()
    expected = {
        "output.weight": W["output.weight"] - 0.1 * error.T @ hidden,
        "output.bias": W["output.bias"] - 0.1 * error.sum(axis=0),
        "first.weight": W["first.weight"] - 0.1 * back.T @ X,
        "first.bias": W["first.bias"] - 0.1 * back.sum(axis=0),
    }
    for name, tensor in trainer.network.tensors.items():
        np.testing.assert_allclose(tensor, expected[name], rtol=1e-12, atol=1e-15)


def test_squared_error_and_its_slope_count_outputs_alike() -> None:
    """scikit-learn's slope is n_outputs times its loss's: a step here is that of the loss."""
    layers = (Dense(units=3, id="output"),)
    wanted = Design(
        data=Blobs(samples=30),
        layers=layers,
        training=Training(
            loss=MeanSquaredError(),
            optimizer=SGD(learning_rate=1e-6),
            batch_size=None,
            precision="float64",
        ),
    )
    trainer = Trainer(wanted)
    before = trainer.report.train.loss
    start = trainer.network.parameters.copy()
    trainer.step()
    fell = before - trainer.report.train.loss
    moved = trainer.network.parameters - start
    assert fell == pytest.approx(float(np.vdot(moved, moved)) / 1e-6, rel=1e-4)


def test_reported_losses_leave_regularizers_out() -> None:
    plain = Trainer(design())
    priced = Trainer(edited(design(), {"layers.first.regularizer": {"kind": "l2", "strength": 10}}))
    assert plain.report.train.loss == priced.report.train.loss
    assert plain.step().loss == priced.step().loss
    assert weights(plain) != weights(priced)


def test_a_price_on_weights_makes_them_small() -> None:
    free = trained(design(epochs=20))
    layer = Dense(units=4, activation=Tanh(), regularizer=L2(strength=1.0), id="first")
    priced = trained(design(layer, epochs=20))
    size = np.linalg.norm(priced.network.tensors["first.weight"])
    assert size < 0.5 * np.linalg.norm(free.network.tensors["first.weight"])


def test_reports_are_of_a_network_with_every_unit_awake() -> None:
    layers = (Dense(units=8, activation=Tanh(), id="first"), Dropout(rate=0.9), GaussianNoise())
    trainer = Trainer(design(*layers))
    for _ in range(6):
        trainer.step()
    first, second = trainer.scores(), trainer.scores()
    assert first == second


# --- scores -------------------------------------------------------------------------------------


def test_accuracy_is_the_share_of_rows_that_are_right() -> None:
    trainer = Trainer(design())
    trainer.network.parameters[:] = 0.0
    trainer.network.tensors["output.bias"][:] = 9.0  # always the second class
    scores = trainer.scores()["train"]
    assert scores is not None
    assert scores.accuracy == np.mean(trainer.prepared.y_train == 1)
    assert scores.r2 is None


@pytest.mark.parametrize(
    ("output", "loss", "units"),
    [
        (Softmax(), CategoricalCrossEntropy(), 3),
        (Linear(), Hinge(), 3),
        (Tanh(), Hinge(), 3),
        (Tanh(), MeanSquaredError(), 3),
        (Linear(), MeanAbsoluteError(), 3),
    ],
)
def test_several_classes_are_learned_under_every_fitting_loss(
    output: Linear, loss: MeanSquaredError, units: int
) -> None:
    wanted = Design(
        data=Blobs(samples=90),
        layers=(
            Dense(units=8, activation=Tanh()),
            Dense(units=units, activation=output, id="output"),
        ),
        training=Training(loss=loss, optimizer=Adam(learning_rate=0.05), epochs=30),
    )
    scores = trained(wanted).scores()["validation"]
    assert scores is not None and scores.accuracy is not None
    assert scores.accuracy > 0.9


def test_a_regression_reports_r2_and_learns_a_plane() -> None:
    wanted = edited(
        regression(epochs=30, optimizer=Adam(learning_rate=0.05)),
        {"data": {"kind": "plane", "samples": 100, "features": ["x1", "x2"]}},
    )
    assert isinstance(wanted.data, Plane)
    scores = trained(wanted).scores()["validation"]
    assert scores is not None and scores.r2 is not None
    assert scores.r2 > 0.95
    assert scores.accuracy is None


def test_r2_is_one_for_perfection_nothing_for_the_mean_and_negative_beyond() -> None:
    y = np.array([1.0, 2.0, 6.0])
    assert r_squared(y, y) == 1.0
    assert r_squared(np.full(3, 3.0), y) == 0.0
    assert r_squared(-y, y) < 0.0


def test_r2_of_equal_values_is_one_or_nothing() -> None:
    y = np.full(4, 0.1)
    assert r_squared(y, y) == 1.0
    assert r_squared(y + 0.1, y) == 0.0


def test_without_rows_to_check_the_validation_is_none() -> None:
    data = Spiral(samples=20, validation_fraction=0.0)
    trainer = trained(design(data=data, early_stopping=EarlyStopping()))
    assert trainer.report.validation is None
    assert trainer.best.loss == np.nanmin(trainer.history.column("train_loss"))
    assert np.isnan(trainer.history.column("validation_loss")).all()


def test_a_test_part_is_scored_when_there_is_one() -> None:
    trainer = Trainer(design(data=Spiral(samples=40, test_fraction=0.25)))
    assert trainer.scores()["test"] is not None


def test_history_is_written_as_csv_with_a_row_an_epoch() -> None:
    trainer = trained(design(data=Spiral(samples=40, validation_fraction=0.0), epochs=2))
    lines = trainer.history.to_csv("accuracy").splitlines()
    assert lines[0] == (
        "epoch,step,seconds,learning_rate,train_loss,validation_loss,"
        "train_accuracy,validation_accuracy"
    )
    assert len(lines) == 3
    epoch, step, _, rate, loss, check, _, check_accuracy = lines[2].split(",")
    assert (epoch, step, rate, check, check_accuracy) == ("2", "10", "0.01", "", "")
    assert float(loss) == trainer.report.train.loss


def test_output_units_that_do_not_fit_the_data_are_refused() -> None:
    with pytest.raises(ShapeError, match="output: expected 1 or 2 units for 2 classes, found 3"):
        Trainer(edited(design(), {"layers.output.units": 3}))
    with pytest.raises(ShapeError, match="output: expected 1 unit to predict a number, found 2"):
        Trainer(edited(regression(), {"layers.output.units": 2}))
    with pytest.raises(ShapeError, match="layers: expected at least one layer"):
        Trainer(Design())


def test_data_without_training_rows_is_refused() -> None:
    with pytest.raises(DataError):
        prepared = Trainer(design()).prepared
        empty = {name: getattr(prepared, name)[:0] for name in ("X_train", "y_train")}

        Trainer(design(), prepared=msgspec.structs.replace(prepared, **empty))


# --- schedules ----------------------------------------------------------------------------------


def rates(wanted: Design) -> list[float]:
    trainer = Trainer(wanted)
    taken = []
    while trainer.stopped is None:
        taken.append(trainer.step().learning_rate)
    return taken


def test_a_schedule_by_epochs_holds_its_rate_within_one() -> None:
    schedule = StepDecay(every=2, gamma=0.5)
    optimizer = Adam(learning_rate=0.08)
    found = rates(design(epochs=6, batch_size=15, schedule=schedule, optimizer=optimizer))
    assert found == [rate for rate in (0.08, 0.08, 0.04, 0.04, 0.02, 0.02) for _ in range(2)]


def test_one_cycle_changes_with_every_step_and_ends_low() -> None:
    optimizer = Adam(learning_rate=0.1)
    found = rates(design(epochs=5, batch_size=3, schedule=OneCycle(), optimizer=optimizer))
    assert len(found) == 50
    assert found[0] == pytest.approx(0.1 / 25)
    assert max(found) == found[14] == pytest.approx(0.1)
    assert found[-1] == pytest.approx(0.1 / 250_000)
    assert found[:15] == sorted(found[:15])
    assert found[14:] == sorted(found[14:], reverse=True)


def test_a_cosine_starts_at_the_rate_and_falls() -> None:
    schedule = CosineDecay(minimum=0.001)
    found = rates(design(epochs=4, batch_size=None, schedule=schedule))
    assert found[0] == pytest.approx(0.01)
    assert found == sorted(found, reverse=True)
    assert found[-1] > 0.001


def test_a_plateau_lowers_the_rate_once_the_validation_loss_rests() -> None:
    still = design(
        epochs=8,
        optimizer=SGD(learning_rate=0.0),
        schedule=Plateau(patience=2, factor=0.5),
    )
    moving = edited(still, {"training.optimizer.learning_rate": 1e-12})
    assert rates(moving)[::4] == [1e-12 * f for f in (1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25)]


def test_history_keeps_the_rate_of_each_epochs_last_step() -> None:
    trainer = trained(design(epochs=3, batch_size=None, schedule=StepDecay(every=1, gamma=0.5)))
    np.testing.assert_allclose(
        trainer.history.column("learning_rate"), [0.01, 0.01, 0.005, 0.0025], rtol=1e-12
    )


# --- chance -------------------------------------------------------------------------------------


def test_five_generators_come_from_one_seed_and_share_nothing() -> None:
    drawn = [generator.random(4).tolist() for generator in generators(7)]
    assert len({tuple(numbers) for numbers in drawn}) == 5
    assert drawn == [generator.random(4).tolist() for generator in generators(7)]
    assert drawn != [generator.random(4).tolist() for generator in generators(8)]


def test_dropout_draws_nothing_from_the_order_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    witness = Witness(monkeypatch)
    trained(design(Dense(units=4, id="first")))
    without = list(witness.batches)
    witness.batches.clear()
    trained(design(Dense(units=4, id="first"), Dropout(), GaussianNoise()))
    for a, b in zip(without, witness.batches, strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_small_last_batch_and_another_network_do_not_share_arrays() -> None:
    wanted = design(Dense(units=4, activation=ReLU(), id="first"), BatchNorm(), batch_size=7)
    one, other = Trainer(wanted), Trainer(wanted)
    run(one)
    assert weights(other) == weights(Trainer(wanted))
    run(other)
    assert weights(one) == weights(other)

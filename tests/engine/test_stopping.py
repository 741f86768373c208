"""How a training ends: at its limit, when it no longer gets better, or when it leaves the finite
numbers; and which weights are left in each case."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from engine.activations import Linear
from engine.design import Design, EarlyStopping
from engine.designfile import edited
from engine.examples import Examples
from engine.layers import BatchNorm, Dense
from engine.losses import MeanSquaredError
from engine.metrics import Scores
from engine.network import Network
from engine.optimizers import SGD, Adam
from engine.trainer import Trainer
from tests.engine.trainings import design, regression, run, trained, weights


class Told:
    """A trainer whose validation losses, epoch by epoch, are given beforehand."""

    def __init__(self, patch: pytest.MonkeyPatch, losses: list[float]) -> None:
        coming = iter(losses)

        def told(examples: Examples, network: Network) -> Scores:
            return Scores(next(coming), accuracy=0.5)

        patch.setattr(Examples, "check_scores", told)
        self.seen: dict[int, bytes] = {}

    def run(self, wanted: Design) -> Trainer:
        trainer = Trainer(wanted)
        self.seen[0] = weights(trainer)
        while trainer.stopped is None:
            epoch = trainer.epoch
            trainer.step()
            if trainer.epoch > epoch and trainer.stopped is None:
                self.seen[trainer.epoch] = weights(trainer)
        return trainer


def patient(**stopping: Any) -> EarlyStopping:
    return EarlyStopping(**({"patience": 3} | stopping))


def test_training_stops_when_patience_is_over_and_the_best_weights_are_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = Told(monkeypatch, [9.0, 5.0, 4.0, 4.5, 4.0, 4.1, 3.0])
    trainer = told.run(design(epochs=50, early_stopping=patient()))
    assert (trainer.stopped, trainer.epoch) == ("early_stopping", 5)
    assert (trainer.best.epoch, trainer.best.loss) == (2, 4.0)
    assert weights(trainer) == told.seen[2]
    assert weights(trainer) not in [told.seen[epoch] for epoch in (0, 1, 3, 4)]


def test_the_best_weights_are_back_when_the_epoch_limit_ends_it_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = Told(monkeypatch, [9.0, 5.0, 4.0, 4.5, 4.1])
    trainer = told.run(design(epochs=4, early_stopping=patient()))
    assert (trainer.stopped, trainer.epoch) == ("epochs", 4)
    assert weights(trainer) == told.seen[2]


def test_the_last_weights_stay_where_restoring_is_not_wanted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    losses = [9.0, 5.0, 4.0, 4.5, 4.0, 4.1, 3.0]
    told = Told(monkeypatch, losses)
    trainer = told.run(design(epochs=50, early_stopping=patient(restore_best=False)))
    assert trainer.epoch == 5
    assert weights(trainer) == weights(run(Trainer_without_check(design(epochs=5))))


def Trainer_without_check(wanted: Design) -> Trainer:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Examples, "check_scores", lambda *_: Scores(1.0, accuracy=0.5))
        return trained(wanted)


def test_only_a_fall_of_min_delta_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Told(monkeypatch, [9.0, 8.6, 8.2, 7.9, 7.8, 7.7, 7.6])
    trainer = told.run(design(epochs=50, early_stopping=patient(min_delta=1.0)))
    assert (trainer.stopped, trainer.epoch, trainer.best.epoch) == ("early_stopping", 6, 3)


def test_without_early_stopping_nothing_is_restored(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Told(monkeypatch, [1.0, 2.0, 3.0, 4.0])
    trainer = told.run(design(epochs=3))
    assert trainer.epoch == 3 and trainer.best.epoch == 0
    assert weights(trainer) == weights(Trainer_without_check(design(epochs=3)))


def test_the_training_loss_can_be_watched_instead() -> None:
    stopping = patient(monitor="train_loss", patience=2)
    wanted = design(epochs=40, optimizer=Adam(learning_rate=0.3), early_stopping=stopping)
    trainer = trained(wanted)
    losses = trainer.history.column("train_loss")
    assert trainer.best.epoch == int(np.argmin(losses))
    scores = trainer.scores()["train"]
    assert scores is not None and scores.loss == losses.min()


def test_the_best_epoch_is_the_one_of_the_lowest_loss_in_the_history() -> None:
    trainer = trained(design(epochs=60, optimizer=Adam(learning_rate=0.1)))
    losses = trainer.history.column("validation_loss")
    assert trainer.best.epoch == int(np.argmin(losses))
    assert trainer.best.loss == losses.min()
    assert len(losses) == 61


def test_however_few_rows_are_asked_of_the_history_the_best_is_among_them() -> None:
    trainer = trained(design(epochs=60, optimizer=Adam(learning_rate=0.1)))
    for most in (3, 4, 5, 10, 60, 61, 1000):
        rows = trainer.history.thinned(most, trainer.best.epoch)
        assert trainer.best.epoch in rows[:, 0]
        assert {0, 60} <= set(rows[:, 0])
        assert len(rows) <= most
        assert (np.diff(rows[:, 0]) > 0).all()


def test_batch_norms_statistics_are_restored_with_the_weights(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    layers = (Dense(units=4, id="first"), BatchNorm(id="norm"))
    told = Told(monkeypatch, [9.0, 5.0, 4.0, 4.5, 4.0, 4.1, 3.0])
    trainer = told.run(design(*layers, epochs=50, early_stopping=patient()))
    assert trainer.network.state.size == 8
    assert weights(trainer) == told.seen[2]


@pytest.mark.parametrize("odd", [math.nan, math.inf])
def test_a_validation_loss_that_is_no_number_is_never_the_best(
    monkeypatch: pytest.MonkeyPatch, odd: float
) -> None:
    told = Told(monkeypatch, [9.0, 5.0, odd, 6.0, odd, 4.0, odd])
    trainer = told.run(design(epochs=6, early_stopping=patient(patience=10)))
    assert (trainer.best.epoch, trainer.best.loss) == (5, 4.0)
    told = Told(monkeypatch, [odd, odd, 7.0, 8.0])
    trainer = told.run(design(epochs=3))
    assert (trainer.best.epoch, trainer.best.loss) == (2, 7.0)


# --- divergence ---------------------------------------------------------------------------------


def runaway(rate: float = 1000.0, **training: Any) -> Design:
    """A regression that a step of this length throws out."""
    given = {"optimizer": SGD(learning_rate=rate), "epochs": 50} | training
    return regression(Dense(units=4, activation=Linear(), id="first"), **given)


def finite(trainer: Trainer) -> bool:
    return bool(np.isfinite(np.frombuffer(weights(trainer), trainer.network.dtype)).all())


@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_training_that_leaves_the_finite_numbers_stops_within_a_batch(precision: str) -> None:
    trainer = Trainer(runaway(batch_size=1, precision=precision))
    spoilt = 0
    while trainer.stopped is None:
        report = trainer.step()
        spoilt += not math.isfinite(report.loss) or not finite(trainer)
    assert trainer.stopped == "diverged"
    assert "finite" in trainer.divergence
    assert spoilt <= 1
    assert finite(trainer)
    assert np.isfinite(trainer.network.predict(trainer.prepared.X_train)).all()


def test_after_divergence_nothing_moves_any_more() -> None:
    trainer = trained(runaway(batch_size=1))
    before, step = weights(trainer), trainer.step_count
    assert math.isnan(trainer.step().loss)
    trainer.advance(lambda: False)
    assert list(trainer.run()) == []
    assert (weights(trainer), trainer.step_count) == (before, step)
    trainer.apply(edited(trainer.design, {"training.epochs": 500}))
    assert trainer.stopped == "diverged"


def test_weights_spoilt_between_two_batches_are_those_of_the_epochs_start() -> None:
    trainer = Trainer(design(epochs=5))
    for _ in range(4):
        trainer.step()
    start = weights(trainer)
    trainer.step()
    trainer.network.parameters[0] = np.nan
    trainer.step()
    assert trainer.stopped == "diverged"
    assert weights(trainer) == start


def test_a_loss_ten_times_the_first_and_a_constants_stops_it_at_the_epochs_end() -> None:
    trainer = Trainer(runaway(rate=0.6, batch_size=None))
    while trainer.stopped is None:
        trainer.step()
    losses = trainer.history.column("train_loss")
    assert trainer.stopped == "diverged"
    assert "more than ten times" in trainer.divergence
    assert losses[-1] > 10.0 * losses[0]
    assert (losses[:-1] <= 10.0 * max(losses[0], np.var(trainer.prepared.y_train))).all()
    assert finite(trainer)
    assert trainer.report.epoch == trainer.epoch


def test_a_constant_predictors_loss_is_the_measure_where_the_first_was_lucky() -> None:
    """A start that is nearly right must not make an ordinary detour a divergence."""
    wanted = regression(Dense(units=4, id="first"), epochs=1, optimizer=Adam(learning_rate=0.03))
    wanted = edited(wanted, {"data": {"kind": "plane", "features": ["x1", "x2"], "noise": 0}})
    learned = trained(edited(wanted, {"training.epochs": 50}))
    lucky = Trainer(
        edited(wanted, {"training.optimizer.learning_rate": 0.0}),
        weights=learned.network.tensors,
    )
    y = lucky.prepared.y_train
    first, constant = lucky.report.train.loss, float(np.mean((y - y.mean()) ** 2))
    assert 10 * first < constant
    lucky.network.parameters[:] = 0.0  # as bad as a constant, which is ten times worse than first
    run(lucky)
    assert lucky.stopped == "epochs"


def test_first_weights_that_give_no_number_are_told_at_once() -> None:
    wanted = regression(precision="float32")
    huge = {"kind": "constant", "value": 1000}
    layers = {f"layers[{n}].weights": huge for n in range(2)}
    trainer = Trainer(edited(wanted, layers))
    assert trainer.stopped is None  # tanh holds it
    deep = tuple(Dense(units=64, activation=Linear()) for _ in range(12))
    wanted = regression(*deep)
    wanted = edited(wanted, {f"layers[{n}].weights": huge for n in range(12)})
    trainer = Trainer(wanted)
    assert trainer.stopped == "diverged"
    assert "first weights" in trainer.divergence
    assert finite(trainer)


def test_a_divergence_is_not_the_best_epoch() -> None:
    trainer = trained(runaway(rate=0.6, batch_size=None, early_stopping=EarlyStopping()))
    assert trainer.stopped == "diverged"
    assert trainer.best.loss <= trainer.history.column("validation_loss").min()
    assert isinstance(trainer.network.loss, MeanSquaredError)

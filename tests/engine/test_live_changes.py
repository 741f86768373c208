"""Turning a knob while it trains: live fields act between two batches, nothing is reset."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine.activations import Tanh
from engine.design import EarlyStopping
from engine.designfile import edited
from engine.errors import SpecError
from engine.layers import BatchNorm, Dense, Dropout, GaussianNoise, Layer, Residual
from engine.optimizers import SGD
from engine.regularizers import L2
from engine.trainer import Trainer
from tests.engine.test_trainer import Witness, as_set
from tests.engine.trainings import design, run, trained, weights

LAYERS: tuple[Layer, ...] = (
    Dense(units=4, activation=Tanh(), regularizer=L2(strength=0.01), id="first"),
    BatchNorm(id="norm"),
    Dropout(rate=0.2, id="drop"),
    GaussianNoise(stddev=0.1, id="noise"),
    Dense(units=4, activation=Tanh(), id="second"),
    Residual(source="first", id="sum"),
)


def stepped(trainer: Trainer, steps: int) -> Trainer:
    for _ in range(steps):
        trainer.step()
    return trainer


def change(trainer: Trainer, **paths: Any) -> None:
    trainer.apply(edited(trainer.design, {k.replace("__", "."): v for k, v in paths.items()}))


@pytest.mark.parametrize(
    "paths",
    [
        {"training__optimizer__learning_rate": 0.5},
        {"training__optimizer__beta1": 0.1},
        {"training__optimizer__epsilon": 0.5},
        {"training__batch_size": 3},
        {"training__batch_size": None},
        {"training__schedule": {"kind": "exponential", "gamma": 0.1}},
        {"training__schedule": "one_cycle"},
        {"training__shuffle": False},
        {"layers__drop__rate": 0.8},
        {"layers__noise__stddev": 5.0},
        {"layers__norm__momentum": 0.9},
        {"layers__first__regularizer": None},
        {"layers__first__regularizer": "l1"},
        {"layers__first__regularizer": {"strength": 9}},
        {"layers__second__regularizer": "l2"},
    ],
    ids=str,
)
def test_a_live_change_acts_at_once_and_resets_nothing(paths: dict[str, Any]) -> None:
    changed, same = (stepped(Trainer(design(*LAYERS)), 6) for _ in range(2))
    before = weights(changed)
    change(changed, **paths)
    assert weights(changed) == before
    assert (changed.epoch, changed.step_count, changed.position) == (1, 6, 16)
    assert changed.optimizer.steps == 6
    assert len(changed.history) == 2
    stepped(changed, 8)
    stepped(same, 8)
    assert weights(changed) != weights(same)
    run(changed)
    assert changed.stopped == "epochs"


def test_the_change_takes_effect_with_the_very_next_batch() -> None:
    wanted = design(optimizer=SGD(learning_rate=0.1))
    trainer = stepped(Trainer(wanted), 5)
    change(trainer, training__optimizer__learning_rate=0.0)
    before = weights(trainer)
    assert trainer.step().learning_rate == 0.0
    assert weights(trainer) == before


def test_the_same_design_again_changes_nothing_at_all() -> None:
    trainer = Trainer(design(*LAYERS))
    while trainer.stopped is None:
        trainer.apply(edited(trainer.design, {}))
        trainer.step()
    assert weights(trainer) == weights(trained(design(*LAYERS)))


def test_names_change_nothing_but_the_names() -> None:
    trainer = stepped(Trainer(design(*LAYERS)), 6)
    renamed = edited(
        trainer.design,
        {"name": "other", "layers.first.id": "hidden", "layers.sum.from": "hidden"},
    )
    trainer.apply(renamed)
    assert "hidden.weight" in trainer.network.tensors
    run(trainer)
    assert weights(trainer) == weights(trained(design(*LAYERS)))


@pytest.mark.parametrize("size", [1, 4, 7, 100, None])
def test_a_new_batch_size_serves_the_rest_of_the_present_order(
    monkeypatch: pytest.MonkeyPatch, size: int | None
) -> None:
    witness = Witness(monkeypatch)
    trainer = stepped(Trainer(design(batch_size=8)), 2)
    change(trainer, training__batch_size=size)
    while trainer.epoch == 0:
        trainer.step()
    X = trainer.prepared.X_train.astype(np.float32)
    seen = np.concatenate(witness.batches)
    assert as_set(seen) == as_set(X)
    rest = [len(batch) for batch in witness.batches[2:]]
    assert sum(rest) == 14
    assert max(rest) == min(size or 30, 14)

    plain = Witness(monkeypatch)
    same = stepped(Trainer(design(batch_size=8)), 4)
    assert same.epoch == 1
    np.testing.assert_array_equal(np.concatenate(plain.batches), seen)


def test_more_epochs_go_on_as_if_they_had_been_asked_for_at_once() -> None:
    trainer = trained(design(*LAYERS, epochs=2))
    assert trainer.stopped == "epochs"
    change(trainer, training__epochs=5)
    assert trainer.stopped is None
    run(trainer)
    assert weights(trainer) == weights(trained(design(*LAYERS, epochs=5)))


def test_fewer_epochs_than_are_done_end_it() -> None:
    trainer = stepped(Trainer(design()), 10)
    change(trainer, training__epochs=1)
    assert trainer.stopped == "epochs"
    step = trainer.step_count
    trainer.step()
    assert trainer.step_count == step


def stopping(**fields: Any) -> EarlyStopping:
    return EarlyStopping(**({"patience": 2, "min_delta": 0.2} | fields))


def test_going_on_after_the_best_weights_were_restored_goes_on_from_the_last() -> None:
    wanted = design(epochs=9, early_stopping=stopping())
    trainer = trained(wanted)
    assert trainer.stopped == "early_stopping" and trainer.best.epoch < trainer.epoch == 2
    change(trainer, training__optimizer__learning_rate=0.01)  # still over: still the best
    assert trainer.stopped == "early_stopping"
    change(trainer, training__early_stopping=None)
    assert trainer.stopped is None
    run(trainer)
    assert weights(trainer) == weights(trained(edited(wanted, {"training.early_stopping": None})))


def test_an_end_within_an_epoch_restores_the_best_and_can_be_taken_back() -> None:
    wanted = design(epochs=9, early_stopping=stopping(patience=50))
    trainer = stepped(Trainer(wanted), 10)
    assert trainer.position > 0
    change(trainer, training__epochs=1)
    np.testing.assert_array_equal(trainer.network.parameters, trainer.best.parameters)
    change(trainer, training__epochs=9)
    run(trainer)
    assert weights(trainer) == weights(trained(wanted))


def test_early_stopping_can_be_asked_for_on_the_way() -> None:
    trainer = stepped(Trainer(design(epochs=50)), 8)
    change(trainer, training__early_stopping={"patience": 1, "min_delta": 1e6})
    run(trainer)
    assert trainer.stopped == "early_stopping"
    assert trainer.epoch < 50


def test_watching_another_loss_starts_the_best_anew() -> None:
    """A lower training loss must not hide that the validation loss never fell below it."""
    watching = stopping(monitor="train_loss", patience=100, min_delta=0.0)
    trainer = stepped(Trainer(design(epochs=12, early_stopping=watching)), 10)
    change(trainer, training__early_stopping__monitor="validation_loss")
    assert trainer.best.epoch == 2
    assert trainer.best.loss == trainer.report.validation.loss  # type: ignore[union-attr]
    run(trainer)
    losses = trainer.history.column("validation_loss")
    assert trainer.best.epoch == 2 + int(np.argmin(losses[2:]))
    scores = trainer.scores()["validation"]
    assert scores is not None and scores.loss == trainer.best.loss


@pytest.mark.parametrize(
    "paths",
    [
        {"seed": 9},
        {"training__loss": "hinge"},
        {"training__optimizer": "sgd"},
        {"training__precision": "float64"},
        {"layers__first__activation": "relu"},
        {"layers__first__weights": "he_normal"},
        {"layers__first__units": 5, "layers__second__units": 5},
        {"layers__drop__kind": "layer_norm"},
        {"data__noise": 0.3},
        {"data": "xor"},
    ],
    ids=str,
)
def test_what_needs_a_restart_is_refused_and_nothing_happens(paths: dict[str, Any]) -> None:
    trainer = stepped(Trainer(design(*LAYERS)), 6)
    with pytest.raises(SpecError, match="expected a live change, found one of "):
        change(trainer, **paths)
    assert trainer.design == design(*LAYERS)
    run(trainer)
    assert weights(trainer) == weights(trained(design(*LAYERS)))

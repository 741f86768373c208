"""Saved and resumed, a training goes on bit for bit, whatever it was in the middle of."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from engine.activations import Tanh
from engine.design import Design, EarlyStopping
from engine.designfile import edited
from engine.errors import FormatError
from engine.layers import BatchNorm, Dense, Dropout, GaussianNoise, Layer
from engine.optimizers import SGD, Adam, NAdam
from engine.schedules import OneCycle, Plateau, StepDecay
from engine.trainer import Trainer
from tests.engine.specimens import Array, kinds
from tests.engine.trainings import design, regression, run, trained, weights

CHANCY: tuple[Layer, ...] = (
    Dense(units=4, activation=Tanh(), id="first"),
    BatchNorm(id="norm"),
    Dropout(rate=0.3, id="drop"),
    GaussianNoise(id="noise"),
)
ALL = design(*CHANCY, epochs=8)
DESIGNS: dict[str, Design] = {
    **{f"{kind}": edited(ALL, {"training.optimizer": kind}) for kind in kinds("optimizer")},
    "momentum": edited(ALL, {"training.optimizer": {"kind": "sgd", "momentum": 0.9}}),
    "float64": edited(ALL, {"training.precision": "float64"}),
    "in order": edited(ALL, {"training.shuffle": False}),
    "full batch": edited(ALL, {"training.batch_size": None}),
    "one cycle": design(*CHANCY, epochs=8, schedule=OneCycle()),
    "step": design(*CHANCY, epochs=8, schedule=StepDecay(every=3)),
    "plateau": design(*CHANCY, epochs=8, schedule=Plateau(patience=0, threshold=0.05)),
    "early stopping": design(
        *CHANCY, epochs=30, early_stopping=EarlyStopping(patience=3), optimizer=Adam()
    ),
    "regression": regression(*CHANCY, epochs=8),
}


def saved(trainer: Trainer) -> tuple[dict[str, Array], dict[str, Array], str]:
    """What a checkpoint holds: tensors, state tensors, and counters as JSON."""
    tensors, counters = trainer.state()
    named = {name: tensor.copy() for name, tensor in trainer.network.tensors.items()}
    return named, {k: v.copy() for k, v in tensors.items()}, json.dumps(counters, allow_nan=False)


def resumed(wanted: Design, checkpoint: tuple[dict[str, Array], dict[str, Array], str]) -> Trainer:
    named, tensors, counters = checkpoint
    trainer = Trainer(wanted)
    for name, tensor in trainer.network.tensors.items():
        tensor[...] = named[name]
    trainer.restore(tensors, json.loads(counters))
    return trainer


def history(trainer: Trainer) -> Array:
    """All but the seconds, which are the clock's."""
    return np.delete(trainer.history.rows, 2, axis=1)


@pytest.mark.parametrize("name", DESIGNS)
@pytest.mark.parametrize("steps", [0, 1, 8, 13])
def test_a_resumed_training_ends_in_the_very_same_weights(name: str, steps: int) -> None:
    wanted = DESIGNS[name]
    straight = Trainer(wanted)
    for _ in range(steps):
        straight.step()
    checkpoint = saved(straight)
    other = resumed(wanted, checkpoint)
    assert weights(other) == weights(straight)
    assert (other.epoch, other.step_count, other.position) == (
        straight.epoch,
        straight.step_count,
        straight.position,
    )
    run(straight)
    run(other)
    assert weights(other) == weights(straight)
    np.testing.assert_array_equal(history(other), history(straight))
    assert other.stopped == straight.stopped
    assert (other.best.epoch, other.best.loss) == (straight.best.epoch, straight.best.loss)
    np.testing.assert_array_equal(other.best.parameters, straight.best.parameters)


def test_saving_does_not_disturb_the_training() -> None:
    trainer = Trainer(ALL)
    while trainer.stopped is None:
        trainer.step()
        saved(trainer)
    assert weights(trainer) == weights(trained(ALL))


def test_saving_and_resuming_after_every_step_changes_nothing() -> None:
    wanted = edited(ALL, {"training.optimizer": "nadam", "training.epochs": 3})
    trainer = Trainer(wanted)
    while trainer.stopped is None:
        trainer.step()
        trainer = resumed(wanted, saved(trainer))
    assert weights(trainer) == weights(trained(wanted))


def test_nadams_product_and_a_plateaus_patience_are_in_the_state() -> None:
    wanted = design(optimizer=NAdam(), schedule=Plateau(patience=0, threshold=1.0, factor=0.5))
    trainer = Trainer(wanted)
    for _ in range(10):
        trainer.step()
    counters = trainer.state()[1]
    assert counters["optimizer_memory"] and counters["schedule_memory"]
    assert trainer.learning_rate < 0.002
    again = resumed(wanted, saved(trainer))
    assert again.step().learning_rate == trainer.step().learning_rate


def test_more_epochs_after_the_best_weights_were_restored_go_on_from_the_last() -> None:
    stopping = EarlyStopping(patience=100, min_delta=0.2)
    short = design(*CHANCY, epochs=6, early_stopping=stopping)
    long = edited(short, {"training.epochs": 12})
    trainer = trained(short)
    assert trainer.stopped == "epochs" and trainer.best.epoch < 6
    np.testing.assert_array_equal(trainer.network.parameters, trainer.best.parameters)
    checkpoint = saved(trainer)

    again = resumed(short, checkpoint)
    assert again.stopped == "epochs"
    assert weights(again) == weights(trainer)
    twice = resumed(short, saved(again))
    for resume in (
        resumed(long, checkpoint),
        resumed(long, saved(again)),
        resumed(long, saved(twice)),
    ):
        assert resume.stopped is None
        assert weights(run(resume)) == weights(trained(long))


def test_a_divergence_stays_one() -> None:
    wanted = regression(optimizer=SGD(learning_rate=1000.0), batch_size=1, epochs=50)
    wanted = edited(wanted, {"layers.first.activation": "linear"})
    trainer = trained(wanted)
    assert trainer.stopped == "diverged"
    again = resumed(wanted, saved(trainer))
    assert (again.stopped, again.divergence) == ("diverged", trainer.divergence)
    assert weights(again) == weights(trainer)


def test_when_it_is_too_much_is_measured_against_the_first_weights_not_the_resumed() -> None:
    wanted = regression(optimizer=SGD(learning_rate=0.6), batch_size=None, epochs=50)
    wanted = edited(wanted, {"layers.first.activation": "linear"})
    straight = Trainer(wanted)
    for _ in range(2):
        straight.step()
    tensors, counters = straight.state()
    other = Trainer(wanted, weights=straight.network.tensors)
    other.restore(tensors, counters)
    assert other.report.train.loss > other.history.column("train_loss")[0]
    run(straight)
    run(other)
    assert straight.stopped == other.stopped == "diverged"
    assert weights(straight) == weights(other)


def test_a_divergence_after_resuming_falls_back_to_the_epochs_start_too() -> None:
    straight = Trainer(ALL)
    for _ in range(6):
        straight.step()
    other = resumed(ALL, saved(straight))
    for trainer in (straight, other):
        trainer.network.parameters[0] = np.nan
        trainer.step()
    assert straight.stopped == other.stopped == "diverged"
    assert weights(straight) == weights(other)


def test_a_trainer_can_be_set_back() -> None:
    stopping = EarlyStopping(patience=100, min_delta=0.2)
    wanted = design(*CHANCY, epochs=6, early_stopping=stopping)
    trainer = Trainer(wanted)
    for _ in range(9):
        trainer.step()
    named, tensors, counters = saved(trainer)
    run(trainer)
    for name, tensor in trainer.network.tensors.items():
        tensor[...] = named[name]
    trainer.restore(tensors, json.loads(counters))
    assert (trainer.epoch, trainer.step_count, trainer.stopped) == (2, 9, None)
    assert weights(run(trainer)) == weights(trained(wanted))


def broken(counters: dict[str, Any], tensors: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """Names of entries, each with something else in its place."""
    wrong: list[tuple[str, Any, Any]] = []
    for name in counters:
        for value in ("x", [1], {"a": "b"}):
            if name == "diverged":
                continue  # any text is a reason
            wrong.append(("counters", name, value))
        wrong.append(("counters", name, KeyError))
    for name in tensors:
        wrong.append(("tensors", name, np.zeros(1)))
        wrong.append(("tensors", name, KeyError))
    return wrong


def test_a_state_that_does_not_fit_is_refused_in_one_line() -> None:
    trainer = Trainer(ALL)
    for _ in range(6):
        trainer.step()
    tensors, counters = trainer.state()
    for part, name, value in broken(counters, tensors):
        given = {"counters": dict(counters), "tensors": dict(tensors)}
        if value is KeyError:
            del given[part][name]
        else:
            given[part][name] = value
        with pytest.raises(FormatError, match="state: expected the training state of this network"):
            Trainer(ALL).restore(given["tensors"], given["counters"])


@pytest.mark.parametrize("position", [-1, 30, 31, 10**9])
def test_a_position_outside_the_rows_is_refused(position: int) -> None:
    tensors, counters = Trainer(ALL).state()
    with pytest.raises(FormatError, match="rows"):
        Trainer(ALL).restore(tensors, counters | {"position": position})


def test_the_state_of_another_network_is_refused() -> None:
    tensors, counters = Trainer(ALL).state()
    with pytest.raises(FormatError):
        Trainer(edited(ALL, {"layers.first.units": 5})).restore(tensors, counters)
    with pytest.raises(FormatError):
        Trainer(edited(ALL, {"training.optimizer": "adadelta"})).restore(tensors, counters)

"""Editing while it trains: weights that are kept if asked, a word awaited where nobody said, and
weights set by hand and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.activations import Sigmoid, Tanh
from engine.data import Spiral
from engine.design import Design, Training
from engine.layers import Dense, Dropout
from engine.optimizers import SGD, Adam
from engine.trainer import Trainer
from playground.training.session import Session
from playground.training.snapshot import CURVES, TILES, ParameterEdit
from tests.playground.training.test_session import begun, reach

OUTPUT = Dense(id="output", units=1, activation=Sigmoid())
DESIGN = Design(
    data=Spiral(samples=100),
    layers=(Dense(id="first", units=4, activation=Tanh()), OUTPUT),
    training=Training(optimizer=Adam(learning_rate=0.01), epochs=1_000_000),
)


def with_layers(*layers: Any, design: Design = DESIGN) -> Design:
    return msgspec.structs.replace(design, layers=layers)


WIDER = with_layers(Dense(id="first", units=6, activation=Tanh()), OUTPUT)


@pytest.fixture
def session(session: Session, qtbot: QtBot) -> Session:
    begun(session, DESIGN, qtbot)
    return session


def trained(session: Session, qtbot: QtBot) -> dict[str, Any]:
    """Train a little, pause, and give back the tensors."""
    session.toggle()
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.epoch > 2)
    session.toggle()
    reach(session, "paused", qtbot)
    return tensors(session)


def tensors(session: Session) -> dict[str, Any]:
    checkpoint = session.checkpoint()
    assert checkpoint is not None
    return dict(checkpoint.tensors)


def restarted(session: Session, qtbot: QtBot, design: Design) -> None:
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.design == design)


# --- keeping weights --------------------------------------------------------------------------


def test_kept_weights_start_a_new_run_and_its_mark_says_what_survived(
    session: Session, qtbot: QtBot
) -> None:
    before = trained(session, qtbot)
    session.want(frozenset({CURVES}))
    session.follow(WIDER, Path(), keep=True)
    restarted(session, qtbot, WIDER)
    after, snapshot = tensors(session), session.snapshot
    np.testing.assert_array_equal(after["first.weight"][:4], before["first.weight"])
    np.testing.assert_array_equal(after["output.weight"][:, :4], before["output.weight"])
    first = Trainer(WIDER).network.tensors
    np.testing.assert_array_equal(after["first.weight"][4:], first["first.weight"][4:])
    assert snapshot is not None and snapshot.step == 0 and session.state == "idle"
    assert snapshot.history is not None and len(snapshot.history) == 1
    (mark,) = snapshot.marks
    assert "First now has 6 units. 4 kept their weights, 2 start fresh." in mark.words


@pytest.mark.parametrize(
    "change",
    [
        {"optimizer": SGD(learning_rate=0.1)},
        {"precision": "float64"},
    ],
    ids=["optimizer", "precision"],
)
def test_a_restart_takes_the_same_weights_along_if_asked(
    session: Session, qtbot: QtBot, change: dict[str, Any]
) -> None:
    before = trained(session, qtbot)
    training = msgspec.structs.replace(DESIGN.training, **change)
    design = msgspec.structs.replace(DESIGN, training=training)
    session.follow(design, Path(), keep=True)
    restarted(session, qtbot, design)
    for name, tensor in tensors(session).items():
        np.testing.assert_array_equal(tensor, before[name])


def test_features_are_kept_by_name(session: Session, qtbot: QtBot) -> None:
    before = trained(session, qtbot)
    data = msgspec.structs.replace(DESIGN.data, features=("x1_squared", "x2"))
    design = msgspec.structs.replace(DESIGN, data=data)
    session.follow(design, Path(), keep=True)
    restarted(session, qtbot, design)
    np.testing.assert_array_equal(
        tensors(session)["first.weight"][:, 1], before["first.weight"][:, 1]
    )


def test_an_edit_while_it_trains_pauses_and_goes_on_as_it_is_told(
    session: Session, qtbot: QtBot
) -> None:
    session.toggle()
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.epoch > 2)
    with qtbot.waitSignal(session.choice_requested):
        session.follow(WIDER, Path(), keep=None)
    reach(session, "paused", qtbot)
    before = tensors(session)
    assert session.choice is not None and session.choice.design == WIDER
    session.limit(1.0)
    with qtbot.waitSignal(session.choice_settled):
        session.keep_weights()
    reach(session, "running", qtbot)
    restarted(session, qtbot, WIDER)
    assert session.choice is None
    after = tensors(session)["first.weight"][:4]  # a batch or two further
    assert np.abs(after - before["first.weight"]).max() < 0.1


def test_start_fresh_is_the_other_answer(session: Session, qtbot: QtBot) -> None:
    trained(session, qtbot)
    session.follow(WIDER, Path(), keep=None)
    session.start_fresh()
    restarted(session, qtbot, WIDER)
    assert session.state == "idle" and session.snapshot is not None
    np.testing.assert_array_equal(session.snapshot.parameters, Trainer(WIDER).network.parameters)
    assert session.snapshot.marks == ()


def test_taking_the_edit_back_goes_on_with_the_same_run(session: Session, qtbot: QtBot) -> None:
    session.toggle()
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.epoch > 2)
    run = session.run
    session.follow(WIDER, Path(), keep=None)
    reach(session, "paused", qtbot)
    session.follow(DESIGN, Path(), keep=None)
    assert session.choice is None
    reach(session, "running", qtbot)
    assert session.run is run


def test_nothing_is_asked_where_nothing_was_learned(session: Session, qtbot: QtBot) -> None:
    session.follow(WIDER, Path(), keep=None)
    assert session.choice is None
    restarted(session, qtbot, WIDER)


def test_weights_outlast_a_moment_in_which_the_design_cannot_be_trained(
    session: Session, qtbot: QtBot
) -> None:
    before = trained(session, qtbot)
    session.follow(with_layers(), Path(), "The network has no layers.", keep=None)
    assert session.choice is None and session.state == "idle"
    session.follow(WIDER, Path(), keep=None)
    assert session.choice is not None and session.blocked == ""
    session.keep_weights()
    restarted(session, qtbot, WIDER)
    np.testing.assert_array_equal(tensors(session)["first.weight"][:4], before["first.weight"])


def test_taking_back_what_could_not_be_trained_goes_on_with_the_same_run(
    session: Session, qtbot: QtBot
) -> None:
    session.toggle()
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.epoch > 2)
    run = session.run
    for blocked in ("The network has no layers.", "It still has none."):
        session.follow(with_layers(), Path(), blocked, keep=None)
        assert session.state == "idle" and session.run is None
    assert session.trained is not None and session.trained[1] is run
    session.follow(DESIGN, Path(), keep=None)
    assert session.run is run and session.snapshot is not None and session.snapshot.epoch > 2
    reach(session, "running", qtbot)


def test_a_reset_while_it_cannot_be_trained_throws_nothing_away(
    session: Session, qtbot: QtBot
) -> None:
    before = trained(session, qtbot)
    session.follow(with_layers(), Path(), "The network has no layers.", keep=None)
    session.reset()
    session.follow(DESIGN, Path(), keep=None)
    assert session.state == "paused"
    np.testing.assert_array_equal(tensors(session)["first.weight"], before["first.weight"])


def test_a_question_is_asked_again_after_a_design_that_cannot_be_trained(
    session: Session, qtbot: QtBot
) -> None:
    session.toggle()
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.epoch > 2)
    session.follow(WIDER, Path(), keep=None)
    session.follow(with_layers(), Path(), "The network has no layers.", keep=None)
    assert session.choice is None
    session.follow(WIDER, Path(), keep=None)
    assert session.choice is not None and session.choice.going
    session.keep_weights()
    restarted(session, qtbot, WIDER)
    reach(session, "running", qtbot)


def test_a_run_that_was_put_aside_is_over_when_another_begins(
    session: Session, qtbot: QtBot
) -> None:
    trained(session, qtbot)
    session.follow(with_layers(), Path(), "The network has no layers.", keep=None)
    session.start(DESIGN, Path())
    qtbot.waitUntil(lambda: session.snapshot is not None)
    assert session.snapshot is not None and session.snapshot.step == 0
    session.follow(WIDER, Path(), keep=None)
    assert session.choice is None


@pytest.mark.parametrize("control", ["toggle", "step_batch", "step_epoch"])
def test_controls_that_go_on_keep_what_was_learned(
    session: Session, qtbot: QtBot, control: str
) -> None:
    trained(session, qtbot)
    session.limit(1.0)
    session.follow(WIDER, Path(), keep=None)
    with qtbot.waitSignal(session.choice_settled) as settled:
        getattr(session, control)()
    assert settled.args == [True] and session.choice is None
    restarted(session, qtbot, WIDER)
    assert session.snapshot is not None and len(session.snapshot.marks) == 1
    if control == "toggle":
        reach(session, "running", qtbot)


def test_reset_starts_fresh_whatever_was_asked(session: Session, qtbot: QtBot) -> None:
    trained(session, qtbot)
    session.follow(WIDER, Path(), keep=None)
    session.reset()
    assert session.choice is None
    restarted(session, qtbot, WIDER)
    assert session.snapshot is not None and session.snapshot.marks == ()
    np.testing.assert_array_equal(session.snapshot.parameters, Trainer(WIDER).network.parameters)


def test_kept_weights_are_asked_for_again_before_their_first_step(
    session: Session, qtbot: QtBot
) -> None:
    trained(session, qtbot)
    session.follow(WIDER, Path(), keep=True)
    restarted(session, qtbot, WIDER)
    assert session.state == "idle"
    session.follow(DESIGN, Path(), keep=None)
    assert session.choice is not None


def test_weights_of_a_file_are_worth_a_question(session: Session, qtbot: QtBot) -> None:
    trained(session, qtbot)
    checkpoint = session.checkpoint()
    session.start(DESIGN, Path(), checkpoint)
    qtbot.waitUntil(lambda: session.snapshot is not None)
    session.follow(WIDER, Path(), keep=None)
    assert session.choice is not None


def test_a_running_training_that_starts_anew_is_never_said_to_be_idle(
    session: Session, qtbot: QtBot
) -> None:
    session.toggle()
    reach(session, "running", qtbot)
    states: list[str] = []
    session.state_changed.connect(states.append)
    session.follow(WIDER, Path())
    restarted(session, qtbot, WIDER)
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.step > 0)
    assert states == [] and session.state == "running"


# --- weights by hand --------------------------------------------------------------------------


def edited(session: Session, qtbot: QtBot, edit: ParameterEdit | float) -> ParameterEdit:
    """The edit, done; a number is one of first.weight[1, 0]."""
    with qtbot.waitSignal(session.parameter_edited) as done:
        if isinstance(edit, ParameterEdit):
            session.apply_edit(edit)
        else:
            session.edit_parameter("first", "weight", (1, 0), edit)
    assert done.args is not None
    (result,) = done.args
    assert isinstance(result, ParameterEdit)
    return result


def test_a_weight_set_by_hand_shows_in_loss_curve_and_maps_and_can_be_set_back(
    session: Session, qtbot: QtBot
) -> None:
    before = trained(session, qtbot)
    session.want(frozenset({CURVES, TILES}))
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.tiles is not None)
    old = session.snapshot
    done = edited(session, qtbot, 3.0)
    new = session.snapshot
    assert old is not None and new is not None and old.tiles and new.tiles
    assert done.old == before["first.weight"][1, 0] and done.value == 3.0
    assert new.report.train.loss != old.report.train.loss
    assert new.history is not None and new.history[-1, 4] == new.report.train.loss
    assert not np.array_equal(new.tiles["first"][1], old.tiles["first"][1])
    np.testing.assert_array_equal(new.tiles["first"][0], old.tiles["first"][0])
    assert new.marks[-1].words == "First weight 3.0"
    edited(session, qtbot, done.inverse())
    np.testing.assert_array_equal(tensors(session)["first.weight"], before["first.weight"])
    assert session.snapshot is not None and len(session.snapshot.marks) == 1


def test_a_weight_can_be_set_before_the_first_step_and_reset_forgets_it(
    session: Session, qtbot: QtBot
) -> None:
    edited(session, qtbot, 3.0)
    assert session.state == "idle"
    assert session.snapshot is not None and session.snapshot.marks == ()
    session.reset()
    qtbot.waitUntil(lambda: session.snapshot is not None)
    np.testing.assert_array_equal(session.snapshot.parameters, Trainer(DESIGN).network.parameters)


def test_a_weight_can_be_set_while_it_trains(session: Session, qtbot: QtBot) -> None:
    session.toggle()
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.epoch > 2)
    edited(session, qtbot, 3.0)
    assert session.state == "running"


def test_an_edit_of_a_run_that_is_gone_is_refused_in_a_sentence(
    session: Session, qtbot: QtBot
) -> None:
    done = edited(session, qtbot, 3.0)
    session.reset()
    with qtbot.waitSignal(session.edit_refused) as refused:
        session.apply_edit(done.inverse())
    assert refused.args is not None and str(refused.args[0]).endswith(".")
    qtbot.waitUntil(lambda: session.snapshot is not None)
    with qtbot.waitSignal(session.edit_refused) as refused:
        session.apply_edit(done.inverse())
    assert refused.args is not None and "has ended" in str(refused.args[0])
    with qtbot.waitSignal(session.edit_refused) as refused:
        session.edit_parameter("gone", "weight", (0, 0), 1.0)
    assert refused.args is not None and "gone.weight[0, 0]" in str(refused.args[0])


def test_a_dropout_between_keeps_every_prediction(session: Session, qtbot: QtBot) -> None:
    trained(session, qtbot)
    session.want(frozenset({TILES}))
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.tiles is not None)
    old = session.snapshot
    design = with_layers(DESIGN.layers[0], Dropout(id="thin"), OUTPUT)
    session.follow(design, Path(), keep=True)
    restarted(session, qtbot, design)
    new = session.snapshot
    assert old is not None and new is not None and old.tiles and new.tiles
    np.testing.assert_array_equal(new.tiles["output"], old.tiles["output"])
    assert new.marks[0].words == "Weights kept. Thin is new."

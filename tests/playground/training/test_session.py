"""The session: what is pressed is done, in one thread, and what comes back is true."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.activations import Sigmoid, Tanh
from engine.data import Circle, Csv, Spiral
from engine.design import Design, Training
from engine.layers import Dense
from engine.losses import MeanSquaredError
from engine.optimizers import SGD, Adam
from engine.trainer import Trainer
from playground.training.session import Session
from playground.training.snapshot import BOUNDARY, CURVES

SMALL = Design(
    data=Spiral(samples=100),
    layers=(
        Dense(units=4, activation=Tanh()),
        Dense(id="output", units=1, activation=Sigmoid()),
    ),
    training=Training(optimizer=Adam(learning_rate=0.01), batch_size=10, epochs=30),
)
ENDLESS = msgspec.structs.replace(
    SMALL, training=msgspec.structs.replace(SMALL.training, epochs=1_000_000)
)


def begun(session: Session, design: Design, qtbot: QtBot) -> None:
    """Start a design and wait for its first snapshot."""
    session.start(design, Path())
    qtbot.waitUntil(lambda: session.snapshot is not None)


def reach(session: Session, state: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: session.state == state, timeout=10_000)


def trained(design: Design) -> np.ndarray:
    """The parameters that training without a window gives."""
    trainer = Trainer(design)
    for _ in trainer.run():
        pass
    return trainer.network.parameters


def parameters(session: Session) -> np.ndarray:
    assert session.snapshot is not None
    return session.snapshot.parameters


def test_running_to_the_end_gives_the_weights_of_training_without_a_window(
    session: Session, qtbot: QtBot
) -> None:
    begun(session, SMALL, qtbot)
    session.toggle()
    reach(session, "finished", qtbot)
    assert session.snapshot is not None and session.snapshot.epoch == 30
    np.testing.assert_array_equal(parameters(session), trained(SMALL))


def test_pauses_steps_and_looks_in_between_change_nothing(session: Session, qtbot: QtBot) -> None:
    session.want(frozenset({CURVES, BOUNDARY}))
    begun(session, SMALL, qtbot)
    session.step_batch()
    reach(session, "paused", qtbot)
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.step == 1)
    session.step_epoch()
    qtbot.waitUntil(
        lambda: (
            session.snapshot is not None
            and session.snapshot.epoch == 1
            and session.state == "paused"
        )
    )
    session.limit(400.0)
    session.toggle()
    reach(session, "running", qtbot)
    session.toggle()
    reach(session, "paused", qtbot)
    session.limit(None)
    session.toggle()
    reach(session, "finished", qtbot)
    np.testing.assert_array_equal(parameters(session), trained(SMALL))


def test_at_rest_in_the_middle_of_an_epoch_the_scores_are_those_of_the_moment(
    session: Session, qtbot: QtBot
) -> None:
    session.want(frozenset({CURVES}))
    begun(session, SMALL, qtbot)
    trainer = Trainer(SMALL)
    for done in (1, 2):
        session.step_batch()
        trainer.step()
        qtbot.waitUntil(lambda done=done: session.snapshot.step == done)  # type: ignore[misc]
        snapshot, scores = session.snapshot, trainer.scores()
        assert snapshot is not None and snapshot.history is not None
        assert snapshot.report.train == scores["train"] != trainer.report.train
        assert snapshot.report.validation == scores["validation"]
        assert snapshot.epoch == 0 and len(snapshot.history) == 1


def test_a_pause_in_the_middle_of_an_epoch_shows_the_scores_of_the_moment(
    session: Session, qtbot: QtBot
) -> None:
    begun(session, SMALL, qtbot)
    session.limit(20.0)
    session.toggle()
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.step > 0)
    session.toggle()
    reach(session, "paused", qtbot)
    trainer = Trainer(SMALL)
    assert session.snapshot is not None
    while trainer.step_count < session.snapshot.step:
        trainer.step()
    assert session.snapshot.report.train == trainer.scores()["train"]


def test_reset_returns_to_the_very_same_first_weights(session: Session, qtbot: QtBot) -> None:
    begun(session, SMALL, qtbot)
    first = parameters(session).copy()
    session.toggle()
    reach(session, "finished", qtbot)
    assert not np.array_equal(parameters(session), first)
    session.reset()
    qtbot.waitUntil(lambda: session.snapshot is not None and session.state == "idle")
    np.testing.assert_array_equal(parameters(session), first)


def test_a_live_change_is_applied_without_a_reset_and_marked(
    session: Session, qtbot: QtBot
) -> None:
    begun(session, ENDLESS, qtbot)
    session.toggle()
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.epoch > 2)
    calmer = msgspec.structs.replace(
        ENDLESS,
        training=msgspec.structs.replace(
            ENDLESS.training, optimizer=Adam(learning_rate=0.003), batch_size=25
        ),
    )
    session.follow(calmer, Path())
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.design == calmer)
    assert session.state == "running"
    assert session.snapshot is not None and session.snapshot.epoch > 2
    (mark,) = session.snapshot.marks
    assert mark.words == "learning rate 0.003, batch size 25"
    assert mark.epoch > 2


@pytest.mark.parametrize(
    "change",
    [
        lambda d: msgspec.structs.replace(d, data=Circle(samples=100)),
        lambda d: msgspec.structs.replace(d, seed=5),
        lambda d: msgspec.structs.replace(
            d, layers=(Dense(units=6, activation=Tanh()), *d.layers[1:])
        ),
        lambda d: msgspec.structs.replace(
            d, training=msgspec.structs.replace(d.training, optimizer=SGD(learning_rate=0.1))
        ),
        lambda d: msgspec.structs.replace(
            d, training=msgspec.structs.replace(d.training, loss=MeanSquaredError())
        ),
    ],
    ids=["data", "seed", "units", "optimizer", "loss"],
)
def test_other_changes_start_afresh_and_go_on_running(
    session: Session, qtbot: QtBot, change: object
) -> None:
    begun(session, ENDLESS, qtbot)
    session.toggle()
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.epoch > 2)
    assert callable(change)
    design = change(ENDLESS)
    session.follow(design, Path())
    assert session.snapshot is None
    qtbot.waitUntil(lambda: session.run is not None and session.run.design == design)
    reach(session, "running", qtbot)
    session.toggle()
    reach(session, "paused", qtbot)


def test_a_blocked_design_is_not_trained(session: Session, qtbot: QtBot) -> None:
    begun(session, ENDLESS, qtbot)
    session.toggle()
    reach(session, "running", qtbot)
    nothing = msgspec.structs.replace(ENDLESS, layers=())
    session.follow(nothing, Path(), blocked="The network has no layers.")
    assert session.state == "idle"
    session.toggle()
    session.step_batch()
    session.step_epoch()
    assert session.state == "idle" and session.run is None and session.snapshot is None


def test_data_that_cannot_be_read_is_a_sentence_and_the_next_run_works(
    session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    gone = msgspec.structs.replace(SMALL, data=Csv(path="gone.csv", target="y"))
    with qtbot.waitSignal(session.run_failed):
        session.start(gone, tmp_path)
    assert session.state == "failed"
    assert "gone.csv" in session.failure[0]
    begun(session, SMALL, qtbot)
    session.toggle()
    reach(session, "finished", qtbot)


def test_a_fault_in_a_run_ends_the_run_and_not_the_worker(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(session, ENDLESS, qtbot)
    session.toggle()
    reach(session, "running", qtbot)

    def broken(self: Trainer) -> float:
        raise ZeroDivisionError("by design")

    with monkeypatch.context() as patch:
        patch.setattr(Trainer, "_batch", broken)
        reach(session, "failed", qtbot)
    sentence, details = session.failure
    assert "by design" in sentence and "Traceback" in details
    session.toggle()
    reach(session, "running", qtbot)


def test_divergence_is_a_state_with_finite_weights(session: Session, qtbot: QtBot) -> None:
    wild = msgspec.structs.replace(
        ENDLESS,
        training=msgspec.structs.replace(
            ENDLESS.training, optimizer=SGD(learning_rate=1000.0), loss=MeanSquaredError()
        ),
        layers=(Dense(units=4), Dense(id="output", units=1)),
    )
    begun(session, wild, qtbot)
    session.toggle()
    reach(session, "diverged", qtbot)
    assert session.snapshot is not None
    assert session.snapshot.divergence
    assert np.isfinite(parameters(session)).all()


def test_snapshots_hold_what_is_wanted_and_nothing_else(session: Session, qtbot: QtBot) -> None:
    begun(session, SMALL, qtbot)
    assert session.snapshot is not None
    assert session.snapshot.boundary is None and session.snapshot.history is None
    session.want(frozenset({CURVES, BOUNDARY}))
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.boundary is not None)
    assert session.snapshot.boundary.shape == (100, 100, 2)
    assert session.snapshot.history is not None and session.snapshot.history.shape == (1, 8)
    assert not session.snapshot.boundary.flags.writeable
    np.testing.assert_allclose(session.snapshot.boundary.sum(axis=2), 1.0, rtol=1e-5)


def test_closing_in_the_middle_of_training_leaves_no_thread(qtbot: QtBot) -> None:
    session = Session()
    session.open()
    begun(session, ENDLESS, qtbot)
    session.toggle()
    reach(session, "running", qtbot)
    session.close()
    assert not session._thread.isRunning()

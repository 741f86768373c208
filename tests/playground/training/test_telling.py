"""Told quickly: two commands before the first is answered, while a table is being read, or after
a fault; what was told last is what happens, and what is said is true."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from engine.activations import Sigmoid, Tanh
from engine.data import Csv, Spiral
from engine.design import Design, Training
from engine.formats import Checkpoint
from engine.layers import Dense
from engine.optimizers import Adam
from engine.trainer import Trainer, prepare_data
from playground.training import reading
from playground.training import session as sessions
from playground.training.session import Session, still_at_work
from tests.playground.training.test_session import begun, reach

DESIGN = Design(
    data=Spiral(samples=100),
    layers=(
        Dense(id="first", units=4, activation=Tanh()),
        Dense(id="output", units=1, activation=Sigmoid()),
    ),
    training=Training(optimizer=Adam(learning_rate=0.01), epochs=1_000_000),
)
WIDER = replace(DESIGN, layers=(replace(DESIGN.layers[0], units=6), DESIGN.layers[1]))
ROWS = "a,b,kind\n" + "".join(f"{n % 10},{n % 7},{'ab'[n % 10 > 4]}\n" for n in range(60))


def with_rate(rate: float, design: Design = DESIGN) -> Design:
    optimizer = Adam(learning_rate=rate)
    return replace(design, training=replace(design.training, optimizer=optimizer))


@pytest.fixture
def session(session: Session, qtbot: QtBot) -> Session:
    begun(session, DESIGN, qtbot)
    return session


def go_on(session: Session, qtbot: QtBot) -> None:
    session.toggle()
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.epoch > 2)


def still_goes(session: Session, qtbot: QtBot) -> None:
    """It goes, and has heard all that it was told."""
    session.follow(with_rate(0.5), Path())
    qtbot.waitUntil(
        lambda: session.snapshot is not None and session.snapshot.design == with_rate(0.5)
    )
    step = session.snapshot.step if session.snapshot is not None else 0
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.step > step)
    assert session.state == "running"


# --- before the answer ------------------------------------------------------------------------


def test_pause_and_run_before_the_answer_is_run(session: Session, qtbot: QtBot) -> None:
    go_on(session, qtbot)
    session.toggle()
    session.toggle()
    still_goes(session, qtbot)


def test_an_edit_taken_back_at_once_goes_on(session: Session, qtbot: QtBot) -> None:
    go_on(session, qtbot)
    session.follow(WIDER, Path(), keep=None)
    session.follow(DESIGN, Path(), keep=None)
    still_goes(session, qtbot)


def test_an_edit_right_after_a_pause_stays_paused(session: Session, qtbot: QtBot) -> None:
    go_on(session, qtbot)
    session.toggle()
    session.follow(WIDER, Path(), keep=None)
    assert session.choice is not None and not session.choice.going


def test_a_live_change_in_an_epoch_that_was_asked_for_ends_with_it(
    session: Session, qtbot: QtBot
) -> None:
    session.step_epoch()
    session.follow(with_rate(0.003), Path())
    reach(session, "paused", qtbot)
    assert session.snapshot is not None and session.snapshot.epoch == 1


# --- after a fault, and while blocked ---------------------------------------------------------


def test_nothing_is_kept_of_a_training_that_failed(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.edit_parameter("first", "weight", (0, 0), 1.0)  # so that there is something to keep
    qtbot.waitUntil(lambda: session.has_learned)

    def broken(self: Trainer) -> float:
        raise ZeroDivisionError("by design")

    with monkeypatch.context() as patch:
        patch.setattr(Trainer, "_batch", broken)
        session.toggle()
        reach(session, "failed", qtbot)
    session.follow(WIDER, Path(), keep=None)
    assert session.choice is None
    qtbot.waitUntil(lambda: session.snapshot is not None)
    assert session.snapshot is not None
    np.testing.assert_array_equal(session.snapshot.parameters, Trainer(WIDER).network.parameters)


def test_a_question_is_withdrawn_when_the_training_it_is_about_fails(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.limit(1.0)
    session.toggle()
    reach(session, "running", qtbot)

    def broken(self: Trainer) -> float:
        raise ZeroDivisionError("by design")

    with monkeypatch.context() as patch:
        patch.setattr(Trainer, "_batch", broken)
        session.limit(None)
        session.follow(WIDER, Path(), keep=None)
        assert session.choice is not None
        session.step_batch()
        reach(session, "failed", qtbot)
    session.toggle()
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.design == WIDER)


def test_weights_that_wait_can_be_exported_and_say_so_when_they_are_set(
    session: Session, qtbot: QtBot
) -> None:
    go_on(session, qtbot)
    session.toggle()
    reach(session, "paused", qtbot)
    before = session.checkpoint()
    session.follow(replace(DESIGN, layers=()), Path(), "The network has no layers.", keep=None)
    after = session.checkpoint()
    assert before is not None and after is not None and after.design == DESIGN
    for name, tensor in before.tensors.items():
        np.testing.assert_array_equal(after.tensors[name], tensor)
    with qtbot.waitSignal(session.edit_refused) as refused:
        session.edit_parameter("first", "weight", (0, 0), 1.0)
    assert refused.args == ["Solve the problem first. The weights wait until then."]


# --- marks, and a slow pace -------------------------------------------------------------------


def test_one_mark_tells_of_all_live_changes_of_one_moment(session: Session, qtbot: QtBot) -> None:
    go_on(session, qtbot)
    session.toggle()
    reach(session, "paused", qtbot)

    def marks(design: Design) -> list[str]:
        session.follow(design, Path())
        qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.design == design)
        return [mark.words for mark in session.snapshot.marks] if session.snapshot else []

    assert marks(with_rate(0.02)) == ["learning rate 0.02"]
    assert marks(with_rate(0.03)) == ["learning rate 0.03"]
    assert marks(DESIGN) == []
    assert marks(with_rate(0.05)) == ["learning rate 0.05"]
    session.step_batch()
    assert marks(with_rate(0.06)) == ["learning rate 0.05", "learning rate 0.06"]


def test_a_batch_is_seen_before_the_next_is_waited_for(session: Session, qtbot: QtBot) -> None:
    session.limit(0.001)
    session.toggle()
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.step == 1)
    session.toggle()
    reach(session, "paused", qtbot)


def test_the_end_is_told_before_another_batch_is_waited_for(session: Session, qtbot: QtBot) -> None:
    short = replace(DESIGN, training=replace(DESIGN.training, epochs=1, batch_size=None))
    session.limit(0.001)
    session.start(short, Path(), going=True)
    reach(session, "finished", qtbot)


# --- tables -----------------------------------------------------------------------------------


class Reader:
    """Reads tables when it is let; `read` are those it began with."""

    def __init__(self) -> None:
        self.let = Event()
        self.read: list[Csv] = []

    def __call__(self, design: Design, folder: Path) -> object:
        assert isinstance(design.data, Csv)
        self.read.append(design.data)
        assert self.let.wait(60)
        return prepare_data(design, folder)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Generator[Reader]:
    reader = Reader()
    yield reader
    reader.let.set()


@pytest.fixture
def of_table(tmp_path: Path) -> Design:
    (tmp_path / "birds.csv").write_text(ROWS)
    return replace(DESIGN, data=Csv(path="birds.csv", target="kind"))


def test_a_slider_over_a_large_table_has_it_read_but_twice(
    session: Session,
    qtbot: QtBot,
    tmp_path: Path,
    of_table: Design,
    reader: Reader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "prepare_data", reader)
    for share in (0.1, 0.2, 0.3, 0.4):
        last = replace(of_table, data=replace(of_table.data, validation_fraction=share))
        session.follow(last, tmp_path)
    reader.let.set()
    qtbot.waitUntil(lambda: session.snapshot is not None)
    assert session.run is not None and session.run.design == last
    assert [data.validation_fraction for data in reader.read] == [0.1, 0.4]


def test_run_is_heard_while_a_table_is_read_and_the_old_network_rests(
    session: Session,
    qtbot: QtBot,
    tmp_path: Path,
    of_table: Design,
    reader: Reader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    go_on(session, qtbot)
    session.toggle()
    reach(session, "paused", qtbot)
    before = session.checkpoint()
    monkeypatch.setattr(reading, "prepare_data", reader)
    session.follow(of_table, tmp_path)
    session.toggle()
    session.data_read.connect(lambda: session.block("It does not fit."))
    reader.let.set()
    qtbot.waitUntil(lambda: session.blocked != "")
    session.follow(DESIGN, Path())
    after = session.checkpoint()
    assert before is not None and after is not None
    for name, tensor in before.tensors.items():
        np.testing.assert_array_equal(after.tensors[name], tensor)
    reach(session, "running", qtbot)  # as was asked for


def test_a_table_that_is_known_is_not_read_again(
    session: Session,
    qtbot: QtBot,
    tmp_path: Path,
    of_table: Design,
    reader: Reader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "prepare_data", reader)
    reader.let.set()
    session.start(of_table, tmp_path)
    qtbot.waitUntil(lambda: session.snapshot is not None)
    wider = replace(WIDER, data=of_table.data)
    session.follow(wider, tmp_path)
    qtbot.waitUntil(lambda: session.run is not None and session.run.design == wider)
    session.reset()
    qtbot.waitUntil(lambda: session.run is not None)
    session.follow(replace(wider, layers=()), tmp_path, "The network has no layers.")
    session.follow(wider, tmp_path)
    qtbot.waitUntil(lambda: session.run is not None)
    assert len(reader.read) == 1
    assert session.known(wider, tmp_path) is not None
    assert session.known(wider, tmp_path / "elsewhere") is None


def test_closing_does_not_wait_for_a_large_table(
    qtbot: QtBot,
    tmp_path: Path,
    of_table: Design,
    reader: Reader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "prepare_data", reader)
    monkeypatch.setattr(sessions, "CLOSING_MS", 10)
    session = Session()
    session.open()
    session.start(of_table, tmp_path)
    qtbot.waitUntil(lambda: bool(reader.read))
    session.close()
    assert still_at_work()
    session.deleteLater()
    reader.let.set()
    qtbot.waitUntil(lambda: not still_at_work())


def test_a_run_that_may_not_go_on_is_not_taken_to_run(qtbot: QtBot, session: Session) -> None:
    none = replace(DESIGN, training=replace(DESIGN.training, epochs=0))
    session.follow(none, Path())
    session.toggle()
    qtbot.waitUntil(lambda: session._worker._obeyed == session._sent)
    qtbot.waitUntil(lambda: session._told_to_go is None)
    assert session.state == "idle"
    session.follow(DESIGN, Path())
    session.toggle()
    reach(session, "running", qtbot)


def test_a_table_that_changes_beneath_a_run_leaves_it_its_rows(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text(ROWS)
    design = replace(DESIGN, data=Csv(path="t.csv", target="kind"))
    session.start(design, tmp_path)
    qtbot.waitUntil(lambda: session.run is not None)
    run = session.run
    assert run is not None
    (tmp_path / "t.csv").write_text(ROWS + "1,1,a\n")
    faster = with_rate(0.2, design)
    session.follow(faster, tmp_path)
    assert session.run is run and session.known(faster, tmp_path) is run.prepared
    session.forget()
    assert session.known(faster, tmp_path) is None


def test_a_files_weights_wait_for_a_design_that_can_be_trained(
    qtbot: QtBot, session: Session
) -> None:
    """They are of no run yet, so that nothing else would bring them back."""
    trainer = Trainer(DESIGN)
    trainer.step()
    brought = Checkpoint.of(trainer, state=True)
    session.start(DESIGN, Path(), brought, blocked="It cannot be trained.")
    session.follow(with_rate(0.2), Path())
    qtbot.waitUntil(lambda: session.run is not None and session.snapshot is not None)
    assert session.snapshot is not None
    np.testing.assert_array_equal(session.snapshot.parameters, trainer.network.parameters)
    assert session.snapshot.design == with_rate(0.2) and session.has_learned
    session.start(DESIGN, Path(), brought, blocked="It cannot be trained.")
    session.follow(WIDER, Path())
    qtbot.waitUntil(lambda: session.run is not None and session.snapshot is not None)
    assert not session.has_learned

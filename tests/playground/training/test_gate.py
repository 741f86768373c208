"""While the window draws, the worker rests between two batches, but never for long."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from playground.app import build
from playground.training import gate as gate_module
from playground.training.gate import Gate
from playground.training.session import Session
from tests.playground.training.test_session import ENDLESS, begun, reach


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker waits for as long as a test may take."""
    monkeypatch.setattr(gate_module, "_MOST", 30.0)


def trained(session: Session) -> int:
    trainer = session._worker._trainer
    assert trainer is not None
    return trainer.step_count


def test_no_batch_is_trained_while_the_gate_is_shut(
    patient: None, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = threading.Event()
    wait = session.gate._opened.wait

    def told(seconds: float) -> bool:
        waiting.set()
        return wait(seconds)

    begun(session, ENDLESS, qtbot)
    session.toggle()
    reach(session, "running", qtbot)
    with session.gate, session.gate:
        monkeypatch.setattr(session.gate._opened, "wait", told)
        assert waiting.wait(10.0)
        at_rest = trained(session)
        with session.gate:
            pass
        assert session.gate.shut
        assert trained(session) == at_rest
    qtbot.waitUntil(lambda: trained(session) > at_rest)


def test_training_goes_on_behind_a_gate_that_stays_shut(session: Session, qtbot: QtBot) -> None:
    begun(session, ENDLESS, qtbot)
    with session.gate:
        session.toggle()
        reach(session, "running", qtbot)
        before = trained(session)
        qtbot.waitUntil(lambda: trained(session) > before)
        session.toggle()
        reach(session, "paused", qtbot)


def test_a_fault_while_drawing_opens_the_gate() -> None:
    gate = Gate()
    with pytest.raises(ZeroDivisionError), gate:
        assert gate.shut
        raise ZeroDivisionError
    assert not gate.shut
    gate.wait()


def test_the_window_paints_behind_the_gate(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    _, window = build([])
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    shut: list[bool] = []
    monkeypatch.setattr(
        window.canvas.card, "paint", lambda painter: shut.append(window.session.gate.shut)
    )
    window.canvas.update()
    qtbot.waitUntil(lambda: bool(shut))
    assert all(shut) and not window.session.gate.shut
    window.close()

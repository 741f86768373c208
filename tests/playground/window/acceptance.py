"""What the network of the acceptance tests is, and how well it has to learn."""

from __future__ import annotations

from collections.abc import Callable

from engine.data import Blobs
from engine.design import Design
from engine.layers import Dense, Dropout
from playground.window.main_window import MainWindow


def is_asked_for(design: Design) -> bool:
    """Whether it is 2 → 8 tanh → dropout → 3 softmax on blobs."""
    match design:
        case Design(
            data=Blobs(features=("x1", "x2"), classes=3),
            layers=(Dense(units=8) as hidden, Dropout(), Dense(units=3) as output),
        ):
            return (hidden.activation.kind, output.activation.kind) == ("tanh", "softmax")
    return False


def learned(window: MainWindow) -> float:
    """The share of the validation points that the network on screen gets right."""
    snapshot = window.session.snapshot
    assert snapshot is not None and snapshot.report.validation is not None
    assert snapshot.design == window.document.design
    return snapshot.report.validation.accuracy or 0.0


def until_nothing(left: Callable[[], str], step: Callable[[], object]) -> int:
    """Step as often as there is something left; how often that was."""
    for count in range(100):
        if not left():
            return count
        step()
    raise AssertionError(f"{left()} is never done")

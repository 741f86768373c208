"""Editing while it trains: the training pauses, a card says what would survive, and it goes on as
somebody decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.activations import ReLU, Sigmoid
from engine.design import Design
from engine.initializers import HeNormal
from engine.layers import BatchNorm, Dense, Dropout
from engine.optimizers import SGD
from engine.trainer import Trainer
from playground.document.refusals import Refusal
from playground.training import worker
from playground.training.looking import take_snapshot
from playground.training.snapshot import Snapshot
from playground.widgets import Button, Card
from playground.widgets.status_bar import StatusLine
from playground.window.main_window import MainWindow
from tests.playground.window.conftest import Press


@pytest.fixture
def running(window: MainWindow, press: Press, qtbot: QtBot) -> MainWindow:
    """The spiral, some epochs into a training that goes on."""
    press("train.run")
    qtbot.waitUntil(lambda: epoch(window) > 2)
    return window


def epoch(window: MainWindow) -> int:
    return window.session.snapshot.epoch if window.session.snapshot is not None else 0


def reach(window: MainWindow, state: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.session.state == state, timeout=10_000)


def with_layer(design: Design, place: int, **fields: Any) -> Design:
    layers = list(design.layers)
    layers[place] = replace(layers[place], **fields)
    return replace(design, layers=tuple(layers))


def widened(window: MainWindow, units: int = 12) -> Design:
    """The open design with so many units in its first layer, pushed as an edit."""
    design = with_layer(window.document.design, 0, units=units)
    window.document.push(design, merge="")
    return design


def card(window: MainWindow) -> Card:
    assert window.notices.card is not None and window.notices.subject == "choice"
    return window.notices.card


def answer(window: MainWindow, words: str) -> Button:
    (found,) = [button for button in card(window).buttons if button.text() == words]
    return found


def tensors(window: MainWindow) -> dict[str, Any]:
    checkpoint = window.session.checkpoint()
    assert checkpoint is not None
    return dict(checkpoint.tensors)


def trains(window: MainWindow, design: Design, qtbot: QtBot) -> None:
    session = window.session
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.design == design)


def test_more_units_pause_the_training_and_the_card_says_what_would_survive(
    running: MainWindow, qtbot: QtBot
) -> None:
    design = widened(running)
    reach(running, "paused", qtbot)
    assert card(running).title == (
        "Dense 1 now has 12 units. 8 can keep their weights, 4 would start fresh."
    )
    assert "105 of 149 parameters can stay." in card(running).accessibleDescription()
    assert answer(running, "Keep surviving weights").kind == "primary"
    assert [button.text() for button in card(running).buttons[:-1]] == ["Start fresh"]
    assert running.document.design == design and running.status.message.startswith("Paused")


def test_kept_weights_go_on_bit_for_bit_where_they_overlap_and_the_window_says_so(
    running: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reach(running, "running", qtbot)
    design = widened(running)
    reach(running, "paused", qtbot)
    before = tensors(running)
    firsts: list[dict[str, Any]] = []

    def noted(trainer: Trainer, *arguments: Any, **named: Any) -> Snapshot:
        if not trainer.step_count:
            firsts.append({name: each.copy() for name, each in trainer.network.tensors.items()})
        return take_snapshot(trainer, *arguments, **named)

    monkeypatch.setattr(worker, "take_snapshot", noted)
    running.session.limit(1.0)
    answer(running, "Keep surviving weights").click()
    assert running.notices.card is None
    trains(running, design, qtbot)
    reach(running, "running", qtbot)
    first, drawn = firsts[0], Trainer(design).network.tensors
    np.testing.assert_array_equal(first["dense_1.weight"][:8], before["dense_1.weight"])
    np.testing.assert_array_equal(first["dense_1.weight"][8:], drawn["dense_1.weight"][8:])
    np.testing.assert_array_equal(first["dense_2.weight"][:, :8], before["dense_2.weight"])
    np.testing.assert_array_equal(first["output.weight"], before["output.weight"])
    said = "Dense 1 now has 12 units. 8 kept their weights, 4 start fresh."
    qtbot.waitUntil(lambda: running.status.message == said)
    assert running.session.snapshot is not None
    assert said in running.session.snapshot.marks[0].words
    running.session.limit(None)
    qtbot.waitUntil(lambda: epoch(running) > 1)


def test_start_fresh_goes_on_from_first_weights(running: MainWindow, qtbot: QtBot) -> None:
    design = widened(running)
    reach(running, "paused", qtbot)
    running.session.limit(1.0)
    answer(running, "Start fresh").click()
    assert running.notices.card is None
    trains(running, design, qtbot)
    reach(running, "running", qtbot)
    assert running.session.snapshot is not None and running.session.snapshot.marks == ()
    assert running.status.message.startswith("Training.")


def test_undoing_the_edit_withdraws_the_card_and_the_same_run_goes_on(
    running: MainWindow, press: Press, qtbot: QtBot
) -> None:
    run, done = running.session.run, epoch(running)
    widened(running)
    reach(running, "paused", qtbot)
    press("edit.undo")
    assert running.notices.card is None
    reach(running, "running", qtbot)
    assert running.session.run is run
    qtbot.waitUntil(lambda: epoch(running) > done)


def test_no_weight_is_set_while_the_card_asks_what_becomes_of_them(
    running: MainWindow, qtbot: QtBot
) -> None:
    widened(running)
    reach(running, "paused", qtbot)
    (line,) = running.status.findChildren(StatusLine)
    assert not line.facts  # they were of the network before
    running.gestures.weight_edited.emit("output", "weight", (0, 0), 5.0)
    assert running.status.message == "Choose first whether the weights are kept."
    answer(running, "Keep surviving weights").click()
    trains(running, running.document.design, qtbot)
    assert tensors(running)["output.weight"][0, 0] != 5.0


def test_several_edits_are_one_question_on_one_card(
    running: MainWindow, press: Press, qtbot: QtBot
) -> None:
    widened(running, 9)
    reach(running, "paused", qtbot)
    first, keep = card(running), answer(running, "Keep surviving weights")
    keep.setFocus()
    widened(running, 10)
    design = widened(running, 4)
    assert card(running) is first and keep.hasFocus()
    assert first.title == "Dense 1 now has 4 units. All can keep their weights."
    press("edit.undo")
    press("edit.undo")
    assert "9 units" in first.title
    press("edit.redo")
    press("edit.redo")
    keep.click()
    trains(running, design, qtbot)
    reach(running, "running", qtbot)


def test_enter_on_the_card_is_its_primary_answer(running: MainWindow, qtbot: QtBot) -> None:
    design = widened(running)
    reach(running, "paused", qtbot)
    qtbot.keyClick(card(running), Qt.Key.Key_Return)
    trains(running, design, qtbot)
    assert running.session.snapshot is not None and running.session.snapshot.marks


def test_enter_on_the_other_answer_is_that_answer(running: MainWindow, qtbot: QtBot) -> None:
    design = widened(running)
    reach(running, "paused", qtbot)
    fresh = answer(running, "Start fresh")
    fresh.setFocus()
    qtbot.keyClick(fresh, Qt.Key.Key_Return)
    trains(running, design, qtbot)
    assert running.session.snapshot is not None and not running.session.snapshot.marks


def test_run_while_the_card_is_up_keeps_what_was_learned(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    press("train.step_epoch")
    reach(window, "paused", qtbot)
    design = widened(window)
    press("train.run")
    assert window.notices.card is None
    trains(window, design, qtbot)
    reach(window, "running", qtbot)
    assert window.session.snapshot is not None and window.session.snapshot.marks


def test_nothing_is_asked_before_anything_was_learned(window: MainWindow, qtbot: QtBot) -> None:
    design = widened(window)
    assert window.notices.card is None
    trains(window, design, qtbot)
    assert window.status.message.startswith("Ready to run.")


EDITS: dict[str, tuple[Callable[[Design], Design], str]] = {
    "optimizer": (
        lambda d: replace(d, training=replace(d.training, optimizer=SGD(learning_rate=0.1))),
        "Optimizer: SGD. Keep the weights, or start fresh?",
    ),
    "activation": (
        lambda d: with_layer(d, 0, activation=ReLU()),
        "Dense 1: ReLU. Keep the weights, or start fresh?",
    ),
    "initializer": (
        lambda d: with_layer(d, 0, weights=HeNormal()),
        "Dense 1: weights He normal. Keep the weights, or start fresh?",
    ),
    "precision": (
        lambda d: replace(d, training=replace(d.training, precision="float64")),
        "Precision: float64. Keep the weights, or start fresh?",
    ),
    "new layer": (
        lambda d: replace(d, layers=(d.layers[0], BatchNorm(id="norm"), *d.layers[1:])),
        "Norm is new and would start fresh.",
    ),
    "layer gone": (lambda d: replace(d, layers=d.layers[1:]), "Dense 1 is gone."),
    "feature": (
        lambda d: replace(d, data=replace(d.data, features=("x1", "x2", "x1_x2"))),
        "Dense 1 now sees 3 inputs. 2 can keep their weights, 1 would start fresh.",
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_the_card_names_every_kind_of_edit(
    window: MainWindow, press: Press, qtbot: QtBot, name: str
) -> None:
    press("train.step_epoch")
    reach(window, "paused", qtbot)
    edit, title = EDITS[name]
    design = edit(window.document.design)
    window.document.push(design)
    assert card(window).title == title
    assert len(card(window).buttons) == 2 and card(window).buttons[1].text().startswith("Keep")
    card(window).buttons[1].click()
    trains(window, design, qtbot)
    assert window.session.state == "idle" and window.session.snapshot is not None
    assert window.session.snapshot.step == 0 and window.session.snapshot.marks
    qtbot.waitUntil(lambda: window.status.message.endswith(("kept.", "fresh.", "gone.")))


@pytest.mark.parametrize(
    "edit",
    [
        lambda d: replace(d, seed=d.seed + 1),
        lambda d: replace(d, data=replace(d.data, noise=0.2)),
        lambda d: replace(d, layers=(Dense(id="only", units=1, activation=Sigmoid()),)),
    ],
    ids=["seed", "noise", "other layers"],
)
def test_what_leaves_nothing_to_choose_starts_afresh_and_goes_on(
    running: MainWindow, qtbot: QtBot, edit: Callable[[Design], Design]
) -> None:
    design = edit(running.document.design)
    running.document.push(design)
    assert running.notices.card is None and running.session.state == "running"
    trains(running, design, qtbot)
    qtbot.waitUntil(lambda: epoch(running) > 0)
    assert running.session.snapshot is not None and running.session.snapshot.marks == ()


def test_a_rate_is_changed_without_a_word(running: MainWindow, qtbot: QtBot) -> None:
    optimizer = replace(running.document.design.training.optimizer, learning_rate=0.003)
    design = running.document.design
    running.document.push(replace(design, training=replace(design.training, optimizer=optimizer)))
    assert running.notices.card is None and running.session.state == "running"


def test_a_new_seed_while_the_card_is_up_takes_it_away(
    running: MainWindow, press: Press, qtbot: QtBot
) -> None:
    widened(running)
    reach(running, "paused", qtbot)
    press("train.new_seed")
    assert running.notices.card is None
    trains(running, running.document.design, qtbot)
    reach(running, "running", qtbot)


def test_other_news_hides_the_card_only_for_a_while(running: MainWindow, qtbot: QtBot) -> None:
    widened(running)
    reach(running, "paused", qtbot)
    asked = card(running)
    running.reporting.refuse(Refusal("The file is damaged."))
    assert running.notices.subject == "file" and not asked.isVisible()
    running.notices.withdraw("file")
    assert card(running) is asked and asked.isVisible()


def test_an_error_puts_the_run_aside_and_its_fix_goes_on_with_it(
    running: MainWindow, press: Press, qtbot: QtBot
) -> None:
    run, design = running.session.run, running.document.design
    running.document.push(with_layer(design, -1, units=3), merge="")
    assert running.session.blocked and running.notices.card is None
    assert running.status.message == "Output has 3 units, but the data has 2 classes."
    problem = running.problems[0]
    assert problem.fix is not None
    running.document.push(problem.fix.apply(running.document.design), merge="")
    assert running.session.run is run
    reach(running, "running", qtbot)
    done = epoch(running)
    qtbot.waitUntil(lambda: epoch(running) > done)


def test_an_error_keeps_reset_from_throwing_away_the_run_that_is_put_aside(
    running: MainWindow, press: Press
) -> None:
    reset = running.actions_by_id["train.reset"]
    running.document.push(with_layer(running.document.design, -1, units=3), merge="")
    assert not reset.isEnabled() and "3 units" in reset.statusTip()
    press("edit.undo")
    assert reset.isEnabled() and "first weights" in reset.statusTip()


def test_the_last_input_stays_and_says_why(window: MainWindow) -> None:
    click = window.canvas.feature_toggled.emit
    click("x1")
    assert window.document.design.data.features == ("x2",)
    click("x2")
    assert window.document.design.data.features == ("x2",)
    assert window.status.message == "The network needs at least one input."


def test_another_document_takes_the_question_away(running: MainWindow, qtbot: QtBot) -> None:
    widened(running)
    reach(running, "paused", qtbot)
    running.document.new(replace(running.document.design, layers=running.document.design.layers))
    assert running.notices.card is None and running.session.choice is None
    qtbot.waitUntil(lambda: running.session.snapshot is not None)


def test_dropout_on_the_fly_keeps_every_weight(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    press("train.step_epoch")
    reach(window, "paused", qtbot)
    before = tensors(window)
    design = window.document.design
    window.document.push(replace(design, layers=(design.layers[0], Dropout(), *design.layers[1:])))
    assert card(window).title == "Dropout 1 is new."
    assert "All 105 parameters can stay." in card(window).accessibleDescription()
    card(window).buttons[1].click()
    trains(window, window.document.design, qtbot)
    for name, tensor in tensors(window).items():
        np.testing.assert_array_equal(tensor, before[name])

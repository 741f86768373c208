"""The status bar's sentence: true of what is going on, and of nothing that was a moment ago."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from engine.checks import Problem
from engine.data import Csv, Spiral
from engine.design import Design
from playground.widgets.run_button import RunButton
from playground.window.main_window import MainWindow
from playground.window.standing import standing
from tests.playground.window.conftest import Press

DESIGN = Design(data=Spiral(samples=100))


def problem(severity: str) -> Problem:
    return Problem(
        severity=severity,  # type: ignore[arg-type]
        layer="",
        field="training",
        message="Something is wrong.",
        rule="It should not be.",
    )


@pytest.mark.parametrize(
    ("severities", "words"),
    [
        ((), "Ready to run."),
        (("warning",), "Ready to run. 1 suggestion."),
        (("warning", "suggestion"), "Ready to run. 2 suggestions."),
    ],
)
def test_at_rest_it_counts_what_could_be_better(severities: tuple[str, ...], words: str) -> None:
    problems = [problem(severity) for severity in severities]
    assert standing("idle", "", DESIGN, None, None, problems) == (words, "text_muted")
    paused, tone = standing("paused", "", DESIGN, None, None, problems)
    assert paused == words.replace("Ready to run", "Paused after epoch 0") and tone == "warning"


def test_what_blocks_is_the_sentence_whatever_else_there_is() -> None:
    problems = [problem("error"), problem("warning")]
    blocked = problems[0].message
    assert standing("idle", blocked, DESIGN, None, None, problems) == (blocked, "danger")


def test_a_table_is_read_before_it_can_be_trained_on() -> None:
    design = replace(DESIGN, data=Csv(path="some/where/cells.csv", target="y"))
    assert standing("idle", "", design, None, None) == ("Reading cells.csv…", "info")


def test_a_running_design_that_is_edited_is_never_said_to_be_at_rest(
    window: MainWindow, press: Press, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    press("train.run")
    qtbot.waitUntil(
        lambda: window.session.snapshot is not None and window.session.snapshot.step > 0
    )
    said: list[str] = []
    monkeypatch.setattr(window.status, "say", lambda words, tone="": said.append(words))
    window.document.push(replace(window.document.design, seed=7))
    qtbot.waitUntil(
        lambda: window.session.snapshot is not None and window.session.snapshot.step > 0
    )
    assert said and all(words.startswith("Training.") for words in said)


def test_once_training_is_over_run_says_that_it_begins_from_the_first_weights(
    window: MainWindow, press: Press, qtbot: QtBot
) -> None:
    (run,) = window.toolbar.findChildren(RunButton)
    design = window.document.design
    assert run.text() == "Run"
    window.document.push(replace(design, training=replace(design.training, epochs=1)))
    press("train.run")
    qtbot.waitUntil(lambda: window.session.state == "finished")
    assert run.text() == "Run again" and "not kept" in run.toolTip()
    assert window.status.message == "Done after epoch 1. Run again starts from the first weights."
    window.document.push(replace(design, training=replace(design.training, epochs=2)))
    qtbot.waitUntil(lambda: window.session.state == "paused")
    assert run.text() == "Run"

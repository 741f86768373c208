"""How things stand, in words: the sentence and the facts of the status bar, and what is said when
training diverges."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from engine.checks import Problem
from engine.data import Csv
from engine.design import Design
from engine.numerals import written
from engine.optimizers import Optimizer
from playground.training.snapshot import Run, Snapshot
from playground.widgets.status_bar import Tone

IS_OVER = "Training is over. Reset goes back to the first weights, Run again starts from them."
_AGAIN = "Run again starts from the first weights."


def standing(
    state: str,
    blocked: str,
    design: Design,
    run: Run | None,
    snapshot: Snapshot | None,
    problems: Sequence[Problem] = (),
) -> tuple[str, Tone]:
    """How things stand, in one sentence, and the tone of its dot; at rest also how many of the
    `problems` are worth a look, `Paused after epoch 60. 1 suggestion.`"""
    if blocked:
        return blocked, "danger"
    if state == "failed":
        return "Training could not go on.", "danger"
    if run is None and isinstance(design.data, Csv):
        return f"Reading {PurePath(design.data.path).name}…", "info"
    epoch = snapshot.epoch if snapshot is not None else 0
    match state:
        case "running":
            return training(run), "success"
        case "paused":
            return f"Paused {_at(snapshot)}.{_suggestions(problems)}", "warning"
        case "finished":
            early = snapshot is not None and snapshot.stopped == "early_stopping"
            done = "Stopped early" if early else "Done"
            return f"{done} after epoch {epoch:,}. {_AGAIN}", "success"
        case "diverged":
            return f"Training stopped at epoch {epoch + 1:,}: it diverged.", "danger"
    if not design.training.epochs:
        return "Epochs is 0, so Run has nothing to do.", "warning"
    return f"Ready to run.{_suggestions(problems)}", "text_muted"


def _suggestions(problems: Sequence[Problem]) -> str:
    """What could be better; an error has a sentence of its own."""
    count = sum(problem.severity != "error" for problem in problems)
    return f" {count} suggestion{'' if count == 1 else 's'}." if count else ""


def training(run: Run | None) -> str:
    """Who trains and who checks."""
    if run is None:
        return "Training."
    trained = len(run.prepared.y_train)
    every = trained + len(run.prepared.y_validation) + len(run.prepared.y_test)
    rest = "the others check." if every > trained else "none are kept aside."
    return f"Training. {trained:,} of {every:,} points train, {rest}"


def _at(snapshot: Snapshot | None) -> str:
    """`after epoch 4`, or where in an epoch it is."""
    if snapshot is None or snapshot.progress == snapshot.epoch:
        return f"after epoch {snapshot.epoch if snapshot is not None else 0:,}"
    steps = "batch" if snapshot.step == 1 else "batches"
    return f"in epoch {snapshot.epoch + 1:,}, after {snapshot.step:,} {steps}"


def facts(state: str, run: Run, snapshot: Snapshot) -> list[str]:
    """How fast, how many parameters and how long, the least needed one first."""
    told = [f"{run.parameters:,} parameters"]
    if snapshot.epoch:
        seconds = snapshot.report.seconds
        told.append(f"{seconds:.1f} s" if seconds >= 1 else f"{1000 * seconds:.0f} ms")
    if state == "running" and snapshot.samples_per_second:
        rounded = float(f"{snapshot.samples_per_second:.2g}")
        told.insert(0, f"{rounded:,.0f} samples/s")
    return told


def divergence(snapshot: Snapshot, optimizer: Optimizer) -> tuple[str, str]:
    """What happened, and why."""
    return (
        f"Training stopped at epoch {snapshot.epoch + 1:,}: {snapshot.divergence}.",
        f"Learning rate {written(optimizer.learning_rate)} is too large here. "
        "The last finite weights are kept.",
    )

"""What came out of a training, for programs and for people."""

from __future__ import annotations

from typing import Any

from engine.formats import Exported
from engine.spec import plain
from engine.trainer import Trainer
from playground.commands.answers import amount, score_table
from playground.commands.exports import as_json
from playground.commands.machine import environment


def report(
    trainer: Trainer, weights_sha256: str, stopped: str, exports: list[Exported]
) -> dict[str, Any]:
    """What `train --json` prints, but for numbers that are not finite."""
    rows = _rows_seen(trainer)
    return {
        "name": trainer.design.name,
        "seed": trainer.design.seed,
        "epochs": trainer.epoch,
        "steps": trainer.step_count,
        "stopped": stopped,
        "seconds": trainer.seconds,
        "samples_per_second": rows / trainer.seconds if rows else None,
        "parameters": len(trainer.network.parameters),
        **trainer.scores(),
        "best_epoch": trainer.best.epoch,
        "weights_sha256": weights_sha256,
        "environment": environment(),
        "exports": [as_json(exported) for exported in exports],
    }


def _rows_seen(trainer: Trainer) -> int:
    """Training rows that were looked at, those of an unfinished epoch too."""
    steps = trainer.step_count - trainer.report.step
    return trainer.epoch * trainer.rows + min(steps * trainer.batch_size, trainer.rows)


_ENDED = {
    "epochs": "all epochs done",
    "early_stopping": "stopped early, the loss no longer fell",
    "diverged": "diverged",
    "interrupted": "interrupted",
}


def in_words(trainer: Trainer, report: dict[str, Any], saved: list[str]) -> str:
    """The same for people; `saved` has a line for each file that was written."""
    speed = report["samples_per_second"]
    pace = f" in {amount(trainer.seconds)} s, {amount(speed)} rows/s" if speed else ""
    lines = [
        f"{trainer.design.name}: {_epochs(trainer.epoch)}{pace}; {_ENDED[report['stopped']]}.",
        score_table(trainer.scores()),
        f"best epoch {report['best_epoch']:,}, {report['parameters']:,} parameters, "
        f"weights {report['weights_sha256'][:16]}…",
        *saved,
    ]
    return "\n".join(lines)


def _epochs(count: int) -> str:
    return f"{count:,} epoch{'' if count == 1 else 's'}"


def divergence_in_words(trainer: Trainer) -> str:
    """What happened, why, and a learning rate to try, in one line."""
    optimizer = trainer.design.training.optimizer
    if trainer.step_count == 0:
        return (
            f"Training stopped before its first step: {trainer.divergence}. Draw smaller first "
            "weights, or standardize the inputs."
        )
    epoch = trainer.epoch + (trainer.step_count > trainer.report.step)
    rate = plain(optimizer.calmer_rate())
    return (
        f"Training stopped at epoch {epoch}: {trainer.divergence}. Learning rate "
        f"{plain(optimizer.learning_rate)} is too large here. Use {rate} and run again: "
        f"--set training.optimizer.learning_rate={rate}"
    )

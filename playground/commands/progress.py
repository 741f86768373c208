"""How far training has come, on stderr: a bar where someone watches, a few lines where it is
recorded."""

from __future__ import annotations

import shutil
import sys
from time import monotonic

from engine.history import EpochReport
from engine.trainer import Trainer
from playground.commands.answers import amount, remark, score_words

_LINES = 9  # after the first
_REDRAW = 0.1  # seconds


class Progress:
    """Reports of one training. Used as a context, so that the bar is gone when it ends."""

    def __init__(self, trainer: Trainer, quiet: bool = False) -> None:
        self._trainer = trainer
        self._bar = not quiet and sys.stderr.isatty()
        self._lines = not quiet and not self._bar
        self._next_draw = 0.0
        self._next_line = trainer.epoch + 1
        self._width = 0

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self._draw("")

    def batch(self) -> None:
        """Asked after every batch: redraws the bar, at most ten times a second."""
        if self._bar and monotonic() >= self._next_draw:
            self._next_draw = monotonic() + _REDRAW
            self._draw(self._as_bar())

    def epoch(self, report: EpochReport) -> None:
        """After every epoch: the first and then every ninth part of all of them gets its line."""
        if self._lines and report.epoch >= self._next_line:
            remark(_as_line(report, self._trainer.design.training.epochs))
            total = self._trainer.design.training.epochs
            part = report.epoch * _LINES // max(total, 1) + 1
            self._next_line = max(-(-part * total // _LINES), report.epoch + 1)

    def _as_bar(self) -> str:
        trainer = self._trainer
        total = max(trainer.design.training.epochs, 1)
        report = trainer.report
        speed = trainer.epoch * trainer.rows / trainer.seconds if trainer.seconds else 0.0
        losses = f"loss {amount(report.train.loss)}"
        if report.validation is not None:
            losses += f", validation {amount(report.validation.loss)}"
        words = f" epoch {trainer.epoch:,} of {total:,}  {losses}  {amount(speed)} rows/s"
        room = max(min(shutil.get_terminal_size().columns - len(words) - 1, 40), 0)
        full = room * min(trainer.epoch, total) // total
        return "█" * full + "░" * (room - full) + words

    def _draw(self, text: str) -> None:
        """Over the line that was drawn before, within the terminal's width."""
        if not self._bar:
            return
        text = text[: shutil.get_terminal_size().columns - 1]
        end = "" if text else "\r"
        print("\r" + text.ljust(self._width), end=end, file=sys.stderr, flush=True)
        self._width = len(text)


def _as_line(report: EpochReport, total: int) -> str:
    words = [f"train {', '.join(score_words(report.train))}"]
    if report.validation is not None:
        words.append(f"validation {', '.join(score_words(report.validation))}")
    return f"epoch {report.epoch:,} of {total:,}: {'; '.join(words)}"

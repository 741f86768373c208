"""What training was like, epoch by epoch."""

from __future__ import annotations

import csv
import io
import math
from typing import Any, ClassVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.metrics import Scores


class EpochReport(msgspec.Struct, frozen=True):
    """The state of affairs at the end of an epoch; epoch 0 is before the first step.

    `seconds` counts the training loop alone; `learning_rate` is that of the epoch's last step.
    """

    epoch: int
    step: int
    seconds: float
    learning_rate: float
    train: Scores
    validation: Scores | None


class History:
    """Every epoch's report, none thinned out: rows grow in one array, (epochs, 8) float64."""

    columns: ClassVar[tuple[str, ...]] = (
        "epoch",
        "step",
        "seconds",
        "learning_rate",
        "train_loss",
        "validation_loss",
        "train_metric",
        "validation_metric",
    )

    def __init__(self, rows: NDArray[np.float64] | None = None) -> None:
        start = np.zeros((0, len(self.columns))) if rows is None else rows
        self._rows: NDArray[np.float64] = np.array(start, np.float64)
        self._count = len(start)

    def __len__(self) -> int:
        return self._count

    def append(self, report: EpochReport) -> None:
        """Add a report at the end."""
        if self._count == len(self._rows):
            more = np.empty((max(64, self._count), len(self.columns)))
            self._rows = np.concatenate([self._rows, more])
        check = report.validation
        self._rows[self._count] = (
            report.epoch,
            report.step,
            report.seconds,
            report.learning_rate,
            report.train.loss,
            math.nan if check is None else check.loss,
            report.train.metric,
            math.nan if check is None else check.metric,
        )
        self._count += 1

    def amend(self, report: EpochReport) -> None:
        """Put a report in the last one's place."""
        self._count -= 1
        self.append(report)

    @property
    def rows(self) -> NDArray[np.float64]:
        """All rows so far, (epochs, 8), NaN where there is no validation. A copy."""
        return self._rows[: self._count].copy()

    def thinned(self, most: int, keep: int) -> NDArray[np.float64]:
        """At most `most` rows at equal distances, and always the first, the last and that of
        epoch `keep`, so that the best epoch is never thinned away. A copy."""
        rows = self._rows[: self._count]
        if self._count <= most:
            return rows.copy()
        chosen = np.linspace(0, self._count - 1, most - 1).round().astype(np.int64)
        kept = np.searchsorted(rows[:, 0], keep)
        return rows[np.union1d(chosen, min(int(kept), self._count - 1))]

    def column(self, name: str) -> NDArray[np.float64]:
        """One column by its name, (epochs,). A copy."""
        return self._rows[: self._count, self.columns.index(name)].copy()

    def last(self, metric: str) -> EpochReport:
        """The last row as a report again; `metric` is the name of its last two numbers."""
        row = self._rows[self._count - 1].tolist()
        epoch, step, seconds, rate, loss, check_loss, value, check_value = row
        check = None
        if not math.isnan(check_loss):
            check = Scores(check_loss, **{metric: check_value})
        train = Scores(loss, **{metric: value})
        return EpochReport(int(epoch), int(step), seconds, rate, train, check)

    def to_csv(self, metric: str) -> str:
        """The trained epochs as CSV text; `metric` names the last two columns."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([*self.columns[:6], f"train_{metric}", f"validation_{metric}"])
        for row in self._rows[: self._count]:
            if row[0] >= 1:
                writer.writerow([int(row[0]), int(row[1]), *map(_cell, row[2:])])
        return text.getvalue()


def _cell(value: Any) -> str:
    return repr(float(value)) if math.isfinite(value) else ""

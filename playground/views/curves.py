"""The two learning curves: the loss, which training makes small, and accuracy or R², which say how
good the answers are."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QWidget

from engine.history import History
from playground.training.snapshot import Run
from playground.views.curve import CurveView
from playground.views.scale import Scale, accuracy_scale, loss_scale, r2_scale
from playground.views.ticks import fixed, written

Array = NDArray[Any]


class LossView(CurveView):
    """Loss over the epochs, on a linear or a logarithmic scale, with the best epoch marked."""

    title = "Loss"
    reading: ClassVar[str] = (
        "How far the answers are from the targets after each epoch: lower is better. Validation "
        "points are not trained on; where their curve rises while training falls, the network "
        "learns by heart. ◆ marks the best epoch, dotted lines what was changed while it trained."
    )
    columns: ClassVar[tuple[int, int]] = (
        History.columns.index("train_loss"),
        History.columns.index("validation_loss"),
    )

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.log = self.add_switch(
            "Logarithmic scale", "L", "Give every power of ten the same height.", "Log"
        )
        self.log.toggled.connect(self._on_log_toggled)

    def scale(self, last: float, values: Array) -> Scale:
        return loss_scale(last, values, self.log.isChecked())

    def best(self) -> tuple[float, float] | None:
        """The best epoch, on the curve that it is chosen by."""
        snapshot = self._snapshot
        if snapshot is None or snapshot.best_epoch < 1:
            return None
        row = int(np.searchsorted(self._rows[:, 0], snapshot.best_epoch))
        stopping = snapshot.design.training.early_stopping
        checks = stopping is None or stopping.monitor == "validation_loss"
        if row >= len(self._rows):
            return None
        train, check = (float(self._rows[row, column]) for column in self.columns)
        value = check if checks and np.isfinite(check) else train
        shown = np.isfinite(value) and (value > 0 or not self._scale.log)
        return (float(self._rows[row, 0]), value) if shown else None

    def _on_log_toggled(self, log: bool) -> None:
        self.set_readout("log scale" if log else "")
        self.redraw()


class AccuracyView(CurveView):
    """Accuracy of a classifier or R² of a regression, over the epochs."""

    title = "Accuracy"
    reading: ClassVar[str] = (
        "How often the answer is right after each epoch; for values, R²: how much of their spread "
        "is explained, 1 being all of it. Higher is better."
    )
    columns: ClassVar[tuple[int, int]] = (
        History.columns.index("train_metric"),
        History.columns.index("validation_metric"),
    )

    def start(self, run: Run | None) -> None:
        if run is not None:
            self.rename("R²" if run.prepared.task == "regression" else "Accuracy")
        super().start(run)

    @property
    def _shares(self) -> bool:
        return self._run is None or self._run.prepared.task != "regression"

    def scale(self, last: float, values: Array) -> Scale:
        return (accuracy_scale if self._shares else r2_scale)(last, values)

    def value_text(self, value: float) -> str:
        return f"{fixed(100 * value, 1)} %" if self._shares else written(value)

    def tick_text(self, text: str, value: float) -> str:
        return f"{round(100 * value)} %" if self._shares else text

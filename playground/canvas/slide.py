"""Columns on their way to new places: they ease out, or stand there at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QVariantAnimation
from PySide6.QtWidgets import QWidget

from playground.canvas.geometry import Layout
from playground.window.appearance import appearance


class Slide(QVariantAnimation):
    """Goes from one layout to another, telling `moved(old, new, amount)` as it goes."""

    def __init__(self, parent: QWidget, moved: Callable[[Layout, Layout, float], None]) -> None:
        super().__init__(parent)
        self._moved = moved
        self._old: Layout | None = None
        self._new: Layout | None = None
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.valueChanged.connect(self._on_value_changed)

    def to(self, old: Layout, new: Layout) -> None:
        """Begin at one layout, end at another."""
        self.stop()
        self._old, self._new = old, new
        self.setDuration(appearance().duration("move"))
        self.start()

    def finish(self) -> None:
        """Be at the end, if it is under way."""
        if self.state() == self.State.Running:
            self.setCurrentTime(self.duration())

    def _on_value_changed(self, amount: float) -> None:
        if self._old is not None and self._new is not None:
            self._moved(self._old, self._new, amount)

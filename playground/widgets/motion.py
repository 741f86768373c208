"""Short changes of state that ease out, or happen at once where motion is calmed."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QVariantAnimation
from PySide6.QtWidgets import QWidget

from playground.window.appearance import appearance


class Fade(QVariantAnimation):
    """How far a state of a widget is shown, from 0 to 1; repaints the widget as it goes."""

    def __init__(self, widget: QWidget, duration: str) -> None:
        super().__init__(widget)
        self._duration = duration
        self._widget = widget
        self.amount = 0.0
        self.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.valueChanged.connect(self._on_value_changed)

    def show(self, shown: bool) -> None:
        """Go to 1 or back to 0 from wherever it stands."""
        target = 1.0 if shown else 0.0
        self.stop()
        milliseconds = appearance().duration(self._duration)
        if not milliseconds or not self._widget.isVisible():
            self._on_value_changed(target)
        elif target != self.amount:
            self.setStartValue(self.amount)
            self.setEndValue(target)
            self.setDuration(milliseconds)
            self.start()

    def _on_value_changed(self, amount: float) -> None:
        self.amount = amount
        self._widget.update()

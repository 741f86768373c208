"""− 8 +: a whole number that is stepped in place, as narrow as it can be."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.widgets import tooltip
from playground.widgets.drawing import rounded
from playground.widgets.numbers import Scale, written
from playground.widgets.step_button import StepButton
from playground.window.appearance import appearance


class Stepper(QWidget):
    """Steps a number by clicks; its owner steps it by keys.

    `value_changed(value)` comes with each step of a person.
    """

    value_changed = Signal(int)

    def __init__(self, name: str, scale: Scale, value: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.scale = scale
        self.value = value
        self.less = StepButton("minus", f"Decrease {name}", self)
        self.more = StepButton("plus", f"Increase {name}", self)
        self.less.clicked.connect(self._on_less_clicked)
        self.more.clicked.connect(self._on_more_clicked)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._name = name
        self.set_value(value)
        self.look.theme_changed.connect(self._on_theme_changed)

    def set_value(self, value: int) -> None:
        """Show a value, silently."""
        self.value = value
        self.less.setEnabled(self.scale.next(value, False) != value)
        self.more.setEnabled(self.scale.next(value, True) != value)
        self.setAccessibleName(f"{self._name}: {written(value)}")
        self.setToolTip(tooltip(self._name, self.scale.advice()))
        self.updateGeometry()
        self.update()

    def step(self, up: bool, coarse: bool = False) -> None:
        """Go one step, or ten."""
        value = int(self.scale.next(self.value, up, "coarse" if coarse else "normal"))
        if value != self.value:
            self.set_value(value)
            self.value_changed.emit(value)

    def _on_less_clicked(self) -> None:
        self.step(False, _coarse())

    def _on_more_clicked(self) -> None:
        self.step(True, _coarse())

    def sizeHint(self) -> QSize:
        sizes = self.look.sizes
        digits = QFontMetrics(self.look.font("body", 600, tabular=True))
        number = digits.horizontalAdvance(written(max(self.value, 100)))
        return QSize(2 * sizes.hit + number + 2 * sizes.inside, sizes.control)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        hit = self.look.sizes.hit
        self.less.setGeometry(0, 0, hit, self.height())
        self.more.setGeometry(self.width() - hit, 0, hit, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self.look
        painter = QPainter(self)
        area = QRectF(self.rect())
        rounded(painter, area, look.sizes.radius_field, look.color("window"))
        painter.setFont(look.font("body", 600, tabular=True))
        painter.setPen(look.color("text"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, written(self.value))

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


def _coarse() -> bool:
    return bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)

"""A value along a line: dragged, clicked, or stepped by the keys."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from playground.widgets.drawing import disc, rounded
from playground.widgets.numbers import written
from playground.widgets.tooltip import tooltip
from playground.window.appearance import appearance


class Slider(QSlider):
    """A slider from `minimum` to `maximum` in steps of `step`.

    `moved(value)` comes whenever a person moves it; `set_level` shows a value silently. Qt tells
    screen readers the step it stands at; the description tells the value.
    """

    moved = Signal(float)

    def __init__(
        self,
        name: str,
        *,
        minimum: float = 0.0,
        maximum: float = 1.0,
        step: float = 0.01,
        level: float = 0.0,
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.look = appearance()
        self._least, self._step = minimum, step
        self._ringed = False
        self._tip = tip
        self.setAccessibleName(name)
        self.setToolTip(tooltip(name, tip))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setRange(0, round((maximum - minimum) / step))
        self.setPageStep(max(1, self.maximum() // 10))
        self.set_level(level)
        self.valueChanged.connect(self._on_value_changed)
        self.look.theme_changed.connect(self._on_theme_changed)

    @property
    def level(self) -> float:
        """The value in its own unit."""
        return float(f"{self._least + self.value() * self._step:.12g}")

    def set_level(self, level: float) -> None:
        """Show a value, silently; it is rounded to a step within the range."""
        with QSignalBlocker(self):
            self.setValue(round((level - self._least) / self._step))
        self._tell()
        self.update()

    def _tell(self) -> None:
        self.setAccessibleDescription(f"{written(self.level)}. {self._tip}".strip())

    def _on_value_changed(self) -> None:
        self._tell()
        self.moved.emit(self.level)

    # --- the pointer goes straight where it clicks --------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._go(event)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._go(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def _go(self, event: QMouseEvent) -> None:
        handle = self.look.sizes.handle
        room = max(1, self.width() - handle)
        share = (event.position().x() - handle / 2) / room
        if self.isRightToLeft():
            share = 1 - share
        self.setSliderPosition(round(share * self.maximum()))
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    # --- look ---------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(self.look.sizes.slider_width, self.look.sizes.hit)

    def minimumSizeHint(self) -> QSize:
        return QSize(3 * self.look.sizes.handle, self.look.sizes.hit)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, sizes = self.look, self.look.sizes
        painter = QPainter(self)
        share = self.sliderPosition() / max(1, self.maximum())
        if self.isRightToLeft():
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        middle = self.height() / 2
        handle = sizes.handle - 2 * round(sizes.hairline)
        center = sizes.handle / 2 + share * (self.width() - sizes.handle)
        groove, end = sizes.groove, sizes.groove / 2
        line = QRectF(0, middle - end, self.width(), groove)
        rounded(painter, line, end, look.color("track"))
        enabled = self.isEnabled()
        if enabled and share:
            line.setWidth(center)
            rounded(painter, line, end, look.color("accent"))
        if self.hasFocus() and self._ringed:
            ring = handle + 4 * sizes.strong
            around = QRectF(center - ring / 2, middle - ring / 2, ring, ring)
            disc(painter, around, look.color("panel"), look.color("focus"), sizes.strong)
        knob = QRectF(center - handle / 2, middle - handle / 2, handle, handle)
        dark = look.theme.name == "dark"
        fill = look.color("text" if dark else "raised") if enabled else look.color("track")
        disc(painter, knob, fill, look.color("border_strong"), sizes.hairline)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()

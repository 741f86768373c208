"""The rectangle one draws to select several columns."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.canvas.canvas import Canvas
from playground.widgets.drawing import rounded
from playground.window.appearance import appearance


class Band(QWidget):
    """Lies over the canvas, deaf to the pointer; selects the columns that it touches."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._start = QPointF()
        self._before: tuple[str, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def begin(self, at: QPointF) -> None:
        self._start, self._before = at, self._canvas.selection

    def stretch(self, at: QPointF) -> None:
        """Reach to a place; what was selected before stays so."""
        area = QRectF(self._start, at).normalized()
        self.setGeometry(area.toAlignedRect())
        self.setVisible(True)
        touched = tuple(
            placed.column.key
            for placed in self._canvas.layout_at.columns
            if placed.column.is_layer and self._canvas.to_view(placed.cell).intersects(area)
        )
        new = tuple(key for key in touched if key not in self._before)
        self._canvas.select((*self._before, *new))

    def end(self, back: bool = False) -> None:
        """Go; with `back` the selection is what it was."""
        self.hide()
        if back:
            self._canvas.select(self._before)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = appearance()
        painter = QPainter(self)
        fill = look.color("focus", 0.12)
        rounded(painter, QRectF(self.rect()), look.sizes.radius_key, fill, look.color("focus"))

"""What all views that draw on a sheet share: the sheet, its empty state, and the focus."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.views.base import View
from playground.views.plot import Drawing, Plot

_BY_KEY = frozenset(
    {
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    }
)


class PlotView(View):
    """A view that is one sheet. A member paints what stands still in `paint_ground`, says in
    `message` why there is nothing to see, and where its data rectangle is in `plot.area`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = Plot(self.look, self._paint, self)
        self._ring = Drawing(self._paint_ring, z=40)
        self._ring.hide()
        self.plot.scene().addItem(self._ring)
        self.plot.resized.connect(self._on_plot_resized)
        self.plot.pointed.connect(self._on_plot_pointed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.plot)

    @property
    def message(self) -> str:
        """Why there is nothing to see; empty where there is something."""
        raise NotImplementedError

    def paint_ground(self, painter: QPainter) -> None:
        """Paint axes, names and whatever else stands still."""
        raise NotImplementedError

    def set_area(self, area: QRectF) -> None:
        """Place the data rectangle."""
        self.plot.area = area
        reach = self.look.sizes.strong
        self._ring.draw(area.adjusted(-reach, -reach, reach, reach))

    def _paint(self, painter: QPainter) -> None:
        words = self.message
        if not words:
            self.paint_ground(painter)
            return
        painter.setFont(self.look.font())
        painter.setPen(self.look.color("text_muted"))
        margin = self.look.sizes.group
        room = QRectF(self.plot.viewport().rect()).adjusted(margin, 0, -margin, 0)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, flags, words)

    def _paint_ring(self, painter: QPainter) -> None:
        """Where the keyboard is: around the data rectangle, or all of an empty sheet."""
        sizes, area = self.look.sizes, self.plot.area
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.look.color("focus"), sizes.strong))
        painter.drawRoundedRect(area, sizes.radius_field, sizes.radius_field)

    def _on_plot_resized(self) -> None:
        self.redraw()

    def _on_plot_pointed(self, at: object) -> None:
        raise NotImplementedError

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring.setVisible(event.reason() in _BY_KEY)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ring.hide()
        super().focusOutEvent(event)

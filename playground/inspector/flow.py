"""Widgets side by side, going on beneath where a line is full, so that nothing is cut off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.window.appearance import appearance

Places = list[tuple[QWidget, QRect]]


class Placed(QWidget):
    """A widget that lays out its children by itself, as high as its width makes it need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        appearance().theme_changed.connect(self._on_theme_changed)

    def places(self, width: int) -> tuple[Places, int]:
        """Where every child stands in a width, and the height it takes."""
        raise NotImplementedError

    def place(self) -> None:
        """Put the children where they stand now."""
        for widget, area in self.places(self.width())[0]:
            widget.setGeometry(area)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.places(width)[1]

    def sizeHint(self) -> QSize:
        width = max(self.width(), self.minimumSizeHint().width())
        return QSize(width, self.places(width)[1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.place()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self.place()
        return super().event(event)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.place()


class Flow(Placed):
    """Lines of widgets at their own size; the ring of a focused one has room at every edge."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.widgets: list[QWidget] = []

    def fill(self, widgets: Sequence[QWidget]) -> None:
        """Hold these widgets, in this order."""
        self.widgets = list(widgets)
        for widget in widgets:
            widget.setParent(self)
        self.updateGeometry()
        self.place()

    def places(self, width: int) -> tuple[Places, int]:
        sizes = appearance().sizes
        edge, gap = round(sizes.strong), sizes.inside
        left, top, line = edge, edge, 0
        placed: Places = []
        for widget in self.widgets:
            if widget.isHidden():
                continue
            size = widget.sizeHint()
            if left > edge and left + size.width() > width - edge:
                left, top, line = edge, top + line + gap, 0
            room = min(size.width(), width - 2 * edge)
            placed.append((widget, QRect(left, top, room, size.height())))
            left, line = left + size.width() + gap, max(line, size.height())
        return placed, top + line + edge

    def minimumSizeHint(self) -> QSize:
        edge = 2 * round(appearance().sizes.strong)
        widest = max((widget.minimumSizeHint().width() for widget in self.widgets), default=0)
        return QSize(widest + edge, edge)

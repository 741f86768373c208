"""What stands in a dock and scrolls up and down where the window is low."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from playground.window.appearance import appearance


class Scrolled(QScrollArea):
    """As narrow as its widget may be, beside a scroll bar; as low as one likes."""

    _made = False  # also when Python forgets it before Qt has sent its last events

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("role", "panel")
        self.viewport().setAutoFillBackground(False)
        self._made = True

    def hold(self, widget: QWidget) -> None:
        """Have a widget in it."""
        self.setWidget(widget)
        widget.installEventFilter(self)

    def minimumSizeHint(self) -> QSize:
        sizes = appearance().sizes
        widget = self.widget()
        needed = widget.minimumSizeHint().width() if widget is not None else 0
        return QSize(needed + sizes.scrollbar, sizes.dock_title + sizes.map_least)

    def sizeHint(self) -> QSize:
        widget = self.widget()
        return self.minimumSizeHint() if widget is None else widget.sizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._made and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return False

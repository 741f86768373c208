"""A panel's content: widgets beneath each other that scroll where they are too tall."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from playground.window.appearance import appearance


class Column(QScrollArea):
    """Scrolls up and down; never narrower than what it holds, so that nothing is cut off.

    `widths` are the least and the usual one.
    """

    def __init__(self, widths: tuple[int, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._usual = widths
        self._content = QWidget()
        self._content.setAutoFillBackground(False)
        self._column = QVBoxLayout(self._content)
        self._column.addStretch(1)
        self._inset: list[QWidget] = []
        self.setWidget(self._content)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._arrange()
        appearance().theme_changed.connect(self._arrange)

    def add(self, widget: QWidget, *, inset: bool = False) -> None:
        """Add a widget at the foot; an inset one keeps the room that others keep for rings."""
        self._column.insertWidget(self._column.count() - 1, widget)
        if inset:
            self._inset.append(widget)
            self._arrange()

    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        width = max(self._least, self._content.minimumSizeHint().width() + bar)
        return QSize(width, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        width = max(self._usual, self.minimumSizeHint().width())
        return QSize(width, self._content.sizeHint().height())

    def _arrange(self) -> None:
        sizes = appearance().sizes
        edge = round(sizes.strong)
        self._column.setContentsMargins(
            sizes.panel - edge, sizes.inside, sizes.panel - edge, sizes.panel
        )
        self._column.setSpacing(sizes.related)
        for widget in self._inset:
            widget.setContentsMargins(edge, 0, edge, 0)
        self.updateGeometry()

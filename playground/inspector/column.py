"""A panel's content: widgets beneath each other that scroll where they are too tall."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from playground.window.appearance import appearance


class Column(QScrollArea):
    """Scrolls up and down; never narrower than what it holds, so that nothing is cut off.

    `widths` are the least and the usual one.
    """

    _content: QWidget | None = (
        None  # also when Python forgets it before Qt has sent its last events
    )

    def __init__(self, widths: tuple[int, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._usual = widths
        self._content = QWidget()
        self._content.setAutoFillBackground(False)
        self._column = QVBoxLayout(self._content)
        self._column.addStretch(1)
        self.setWidget(self._content)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._arrange()
        self._content.installEventFilter(self)
        appearance().theme_changed.connect(self._arrange)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()  # what is in it may have become wider
        return False

    def add(self, widget: QWidget, before: QWidget | None = None) -> None:
        """Add a widget at the foot, or above another."""
        foot = self._column.count() - 1
        place = foot if before is None else self._column.indexOf(before)
        self._column.insertWidget(place, widget)

    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        needed = self._content.minimumSizeHint().width() if self._content is not None else 0
        width = max(self._least, needed + bar)
        return QSize(width, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        width = max(self._usual, self.minimumSizeHint().width())
        height = self._content.sizeHint().height() if self._content is not None else 0
        return QSize(width, height)

    def _arrange(self) -> None:
        sizes = appearance().sizes
        edge = round(sizes.strong)
        self._column.setContentsMargins(
            sizes.panel - edge, sizes.inside, sizes.panel - edge, sizes.panel
        )
        self._column.setSpacing(sizes.related)
        self.updateGeometry()

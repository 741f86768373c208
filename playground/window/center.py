"""The center of the window: the canvas with the inspector's drawer, recovered work above it,
notices and problems at its foot."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.canvas.canvas import Canvas
from playground.document.recovery_cards import RecoveryCards
from playground.inspector.problems import Problems
from playground.window.afloat import Afloat
from playground.window.drawer import Drawer
from playground.window.notices import Notices


class Center(QWidget):
    """Stacks them. `inspector` is the action that opens and closes the drawer."""

    def __init__(
        self,
        canvas: Canvas,
        recovery: RecoveryCards,
        notices: Notices,
        problems: Problems,
        inspector: QAction,
    ) -> None:
        super().__init__()
        self._problems = problems
        self.setProperty("role", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.drawer = Drawer(canvas, inspector, "settings-2", "Inspector")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(recovery)
        self._column.addWidget(self.drawer, 1)
        self._afloat = Afloat(self, canvas)
        self._afloat.take(notices)
        problems.setParent(self)
        self.drawer.covered_changed.connect(self._afloat.keep_clear)
        notices.primary_changed.connect(problems.step_back)

    def set_designing(self, designing: bool) -> None:
        """While designing problems have their place below the canvas, which else has it all."""
        self._problems.set_designing(designing)
        if designing:
            self._afloat.leave(self._problems)
            self._column.addWidget(self._problems)
        else:
            self._column.removeWidget(self._problems)
            self._afloat.take(self._problems)

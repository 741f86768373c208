"""One problem on a card: its fault, its rule, the edit that mends it, and the way to its layer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from engine.checks import Problem
from playground.widgets import Button, Card
from playground.widgets.card import Severity
from playground.widgets.focus_ring import FocusRing

_CARDS: dict[str, Severity] = {"error": "error", "warning": "warning", "suggestion": "info"}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_IGNORE_TIP = "Hide this until it says something else."

Place = tuple[str, str, str, bool]


def place_of(problem: Problem) -> Place:
    """What two problems share that one card can show after the other."""
    return problem.severity, problem.layer, problem.field, problem.fix is not None


class ProblemCard(Card):
    """Clicked, or with Enter, it asks for the layer it is about; an error cannot be ignored."""

    fix_requested = Signal(object)  # Problem
    ignore_requested = Signal(object)  # Problem
    layer_requested = Signal(str)

    def __init__(self, problem: Problem, parent: QWidget | None = None) -> None:
        super().__init__(_CARDS[problem.severity], problem.message, problem.rule, parent=parent)
        self.problem = problem
        self.ignore: Button | None = None
        self.fix: Button | None = None
        if problem.severity != "error":
            self.ignore = Button("Ignore", kind="ghost", tip=_IGNORE_TIP, parent=self)
            self.ignore.clicked.connect(lambda: self.ignore_requested.emit(self.problem))
            self.add_button(self.ignore)
        if problem.fix is not None:
            self.fix = Button(problem.fix.label, icon="wand-sparkles", parent=self)
            self.fix.clicked.connect(lambda: self.fix_requested.emit(self.problem))
            self.add_button(self.fix)
        if problem.layer:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            for button in self.buttons:
                button.setCursor(Qt.CursorShape.ArrowCursor)
            FocusRing(self, radius="radius_card")
        self.show_problem(problem)

    def show_problem(self, problem: Problem) -> None:
        """Show another problem of the same place; the buttons stay, so the keyboard does."""
        self.problem = problem
        self.set_words(problem.message, problem.rule)
        if self.fix is not None and problem.fix is not None:
            self.fix.setText(problem.fix.label)
            self.fix.setAccessibleName(problem.fix.label)
            self.fix.set_tip(problem.message)
            self.fix.updateGeometry()

    def set_primary(self, primary: bool) -> None:
        """Have the fix as the one primary button."""
        if self.fix is not None:
            self.fix.set_kind("primary" if primary else "secondary")

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in its order."""
        own: list[QWidget] = [self] if self.problem.layer else []
        return [*own, *self.buttons]

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if self.problem.layer and inside and event.button() == Qt.MouseButton.LeftButton:
            self.layer_requested.emit(self.problem.layer)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # so that the release comes here

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.problem.layer:
            self.layer_requested.emit(self.problem.layer)
        else:
            super().keyPressEvent(event)

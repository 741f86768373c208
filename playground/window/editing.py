"""The open design in all that shows and edits it: each part gives an edited design to the document,
and is shown the present one with what the checks find in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal

from engine.checks import Problem, check
from engine.data import Prepared
from engine.errors import SpecError
from playground.canvas.gestures.gestures import Gestures
from playground.document.document import Document
from playground.inspector.data_card import DataCard
from playground.inspector.data_panel import DataPanel
from playground.inspector.inspector import Inspector
from playground.inspector.problems import Problems
from playground.training.session import Session
from playground.window import limits
from playground.window.edits import with_feature_toggled, with_learning_rate
from playground.window.toolbar import Toolbar


class Editing(QObject):
    """Goes between a document and the parts of the window that it is given.

    `problems` are those of the design that was shown last; `said` tells why an edit cannot be.
    """

    said = Signal(str)

    def __init__(
        self,
        document: Document,
        session: Session,
        gestures: Gestures,
        data: Sequence[DataPanel | DataCard],
        inspector: Inspector,
        problem_panel: Problems,
        toolbar: Toolbar,
    ) -> None:
        super().__init__(document)
        self.problems: tuple[Problem, ...] = ()
        self._document, self._session = document, session
        self._canvas = gestures.canvas
        self._data, self._inspector = data, inspector
        self._problem_panel, self._toolbar = problem_panel, toolbar
        for part in (*data, inspector, problem_panel, gestures):
            part.design_edited.connect(document.push)
        toolbar.rate_edited.connect(self._on_toolbar_rate_edited)
        self._canvas.feature_toggled.connect(self._on_canvas_feature_toggled)
        self._canvas.selection_changed.connect(inspector.select)
        inspector.keyboard_lost.connect(self._on_inspector_keyboard_lost)
        problem_panel.layer_requested.connect(self._on_problem_panel_layer_requested)
        problem_panel.ignored_changed.connect(self._show_columns)

    @property
    def blocked(self) -> str:
        """Why the design cannot be trained, or nothing."""
        for problem in self.problems:
            if problem.severity == "error":
                return problem.message
        return ""

    def show_design(self) -> None:
        """Check the open design and show it everywhere."""
        design, known = self._document.design, self._known()
        self.problems = check(design, known)
        if not self.blocked:
            self.problems = (*limits.too_large(design, known), *self.problems)
        for part in self._data:
            part.show_design(design, known)
        self._inspector.show_design(design, self.problems, known)
        self._problem_panel.show_design(design, self.problems)
        self._show_columns()
        self._toolbar.show_design(design)

    def forget(self) -> None:
        """Let go of what was of the last document: ignored problems, former values, pictures of
        neurons."""
        self._problem_panel.forget_ignored()
        self._inspector.forget()
        self._canvas.begin()

    def _known(self) -> Prepared | None:
        """The design's data as they were read, if they were."""
        return self._session.known(self._document.design, self._document.folder)

    def _show_columns(self) -> None:
        """Show the design on the canvas, marked with the problems that nobody ignores."""
        shown = self._problem_panel.shown_problems
        self._canvas.show_design(self._document.design, shown, self._known())

    def _on_toolbar_rate_edited(self, rate: float) -> None:
        self._document.push(with_learning_rate(self._document.design, rate))

    def _on_inspector_keyboard_lost(self) -> None:
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_canvas_feature_toggled(self, name: str) -> None:
        try:
            self._document.push(with_feature_toggled(self._document.design, name))
        except SpecError as error:
            self.said.emit(error.reason)

    def _on_problem_panel_layer_requested(self, layer_id: str) -> None:
        self._canvas.select((layer_id,))

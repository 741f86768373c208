"""Weights set by hand: commands to the running network, each taken back by its own inverse."""

from __future__ import annotations

from PySide6.QtCore import QObject

from playground.canvas.canvas import Canvas
from playground.canvas.readout import number
from playground.canvas.scene import weight_name
from playground.document.document import Document
from playground.training.session import Session
from playground.training.snapshot import ParameterEdit, Run


class WeightEdits(QObject):
    """Sets weights and biases of the present run, and lets the document's undo take them back.

    They belong to their run: once another has begun, undo and redo pass them by.
    """

    def __init__(self, document: Document, session: Session, canvas: Canvas) -> None:
        super().__init__(session)
        self._document, self._session, self._canvas = document, session, canvas
        session.run_started.connect(self._on_session_run_started)
        session.parameter_edited.connect(self._on_session_parameter_edited)

    def set(self, layer_id: str, name: str, index: tuple[int, ...], value: float) -> None:
        """Set one number of the tensor `<layer id>.<name>`; the session says if it cannot be."""
        self._session.edit_parameter(layer_id, name, index, value)

    def _on_session_run_started(self, run: Run) -> None:
        self._document.forget_stale()

    def _on_session_parameter_edited(self, edit: ParameterEdit) -> None:
        if edit.recorded:
            return
        session, run_id = self._session, edit.run_id
        self._document.record(
            f"set {self._named(edit)} to {number(edit.value)}",
            undo=lambda: session.apply_edit(edit.inverse()),
            redo=lambda: session.apply_edit(edit.again()),
            stands=lambda: session.run is not None and session.run.run_id == run_id,
        )

    def _named(self, edit: ParameterEdit) -> str:
        order = self._canvas.scene.column(edit.layer_id).order
        unit, source = edit.index[0], edit.index[1] if len(edit.index) > 1 else -1
        return weight_name(order, source, unit)

"""Layers that are dragged onto the canvas, from the palette or from another window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

from engine.errors import EngineError
from engine.layers import Layer
from playground.canvas.gestures import edits
from playground.canvas.gestures.edge_pan import EdgePan
from playground.document import clipboard

if TYPE_CHECKING:
    from playground.canvas.gestures.gestures import Gestures

MIME = "application/x-perceptron-layers+json"
"""What a drag and the clipboard carry besides plain text: the same text."""


def mime_of(text: str) -> QMimeData:
    """Layers as what is dragged or copied."""
    data = QMimeData()
    data.setText(text)
    data.setData(MIME, text.encode())
    return data


def text_in(data: QMimeData | None) -> str:
    """The text in what is dragged or pasted; empty where there is none, as on a clipboard that
    was never used."""
    if data is None:
        return ""
    if data.hasFormat(MIME):
        return bytes(data.data(MIME).data()).decode(errors="replace")
    return data.text() if data.hasText() else ""


class Drops:
    """Lights up where a drag would insert, and inserts when it is let go there."""

    def __init__(self, gestures: Gestures) -> None:
        self._gestures = gestures
        self._layers: Sequence[Layer] = ()
        self._edge = EdgePan(gestures.canvas, self._on_edge_panned)

    def take(self, event: QDropEvent) -> bool:
        """A drag enters, moves or is let go; whether it carries layers, so is for the canvas."""
        if isinstance(event, QDragEnterEvent):
            try:
                self._layers = clipboard.read(text_in(event.mimeData()))
            except EngineError:
                self._layers = ()
        if not self._layers:
            return False
        gestures, canvas, at = self._gestures, self._gestures.canvas, event.position()
        gap = canvas.gap_at(at)
        reason = self._refusal(gap)
        event.setDropAction(Qt.DropAction.CopyAction)
        if isinstance(event, QDragMoveEvent):  # as entering is
            canvas.show_insertion(gap, reason)
            gestures.explain(reason, at)
            self._edge.hold(at)
            entering = isinstance(event, QDragEnterEvent)
            event.setAccepted(entering or (gap >= 0 and not reason))
            return True
        layers = self._layers
        self.end()
        event.accept()
        if gap >= 0:
            gestures.add_layers(layers, gap)
            canvas.setFocus()
        return True

    def _on_edge_panned(self, at: QPointF) -> None:
        """Another gap has come under what is held."""
        gap = self._gestures.canvas.gap_at(at)
        self._gestures.canvas.show_insertion(gap, self._refusal(gap))

    def _refusal(self, gap: int) -> str:
        """Why what is held cannot be let go in a gap."""
        gestures = self._gestures
        if gap < 0:
            return ""
        return edits.refusal(gestures.design, self._layers, gap, gestures.inputs)

    def end(self) -> None:
        """The drag is gone, and nothing came of it."""
        self._layers = ()
        self._edge.let_go()
        self._gestures.canvas.show_insertion(-1)
        self._gestures.explain("", QPointF())

"""The Edit menu over the selected layers: cut, copy, paste, delete, duplicate."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from engine.errors import EngineError
from playground.document import clipboard
from playground.document.document import Document
from playground.inspector.layer_edits import place_after

_NOTHING = "Nothing is selected. Click a layer, or press Tab."


class Editing(QObject):
    """Edits the document's layers; each is one undoable edit.

    `selection` tells the selected layers' ids, `select` is told those that shall be. `said` is
    news for the status bar; `refused` says why nothing was pasted.
    """

    said = Signal(str)
    refused = Signal(str)

    def __init__(
        self,
        document: Document,
        selection: Callable[[], Sequence[str]],
        select: Callable[[Sequence[str]], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._selection, self._select = document, selection, select

    def copy(self) -> bool:
        """Put the selected layers on the clipboard as text; whether there were any."""
        chosen = self._chosen()
        if chosen:
            QGuiApplication.clipboard().setText(clipboard.copied(self._document.design, chosen))
            self.said.emit(f"Copied {self._names(chosen)}.")
        return bool(chosen)

    def cut(self) -> None:
        """Copy, then remove."""
        if self.copy():
            chosen = self._chosen()
            self._remove(chosen, f"cut {self._names(chosen)}")

    def paste(self) -> None:
        """Put the clipboard's layers after the selection, before the output, and select them."""
        text = QGuiApplication.clipboard().text()
        self._insert(text, "paste")

    def delete(self) -> None:
        """Remove the selected layers; the layer that then stands in their place is selected."""
        if chosen := self._chosen():
            self._remove(chosen, "")

    def duplicate(self) -> None:
        """Put a copy of the selected layers after them, and select the copy."""
        if chosen := self._chosen():
            self._insert(clipboard.copied(self._document.design, chosen), "duplicate")

    def _insert(self, text: str, verb: str) -> None:
        design, chosen = self._document.design, self._in_order()
        place = place_after(design, chosen[-1] if chosen else None)
        try:
            edited, ids = clipboard.pasted(design, text, place)
        except EngineError as error:
            self.refused.emit(str(error))
            return
        names = edited.layer(ids[0]).name if len(ids) == 1 else f"{len(ids)} layers"
        self._document.push(edited, f"{verb} {names}", merge="")
        self._select(ids)

    def _remove(self, chosen: Sequence[str], what: str) -> None:
        design = self._document.design
        place = design.position(chosen[0])
        edited = clipboard.without(design, chosen)
        self._document.push(edited, what, merge="")
        left = edited.layers
        self._select([left[min(place, len(left) - 1)].id] if left else [])

    def _chosen(self) -> list[str]:
        chosen = self._in_order()
        if not chosen:
            self.said.emit(_NOTHING)
        return chosen

    def _in_order(self) -> list[str]:
        """The selected layers that there are, from the inputs to the output."""
        selected = set(self._selection())
        return [layer.id for layer in self._document.design.layers if layer.id in selected]

    def _names(self, chosen: Sequence[str]) -> str:
        layer = self._document.design.layer(chosen[0])
        return layer.name if len(chosen) == 1 else f"{len(chosen)} layers"

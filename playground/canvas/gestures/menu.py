"""The menu of a column, or of free ground: what can be done there, each with its key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from engine.errors import EngineError
from playground.canvas.gestures import edits
from playground.canvas.gestures.drops import text_in
from playground.canvas.scene import INPUTS
from playground.document import clipboard

if TYPE_CHECKING:
    from playground.canvas.gestures.gestures import Gestures

_GROUND = frozenset({"", "link"})
_CHIP = frozenset({"chip", "zoom_in", "zoom_out", "zoom_fit"})


class ContextMenu(QMenu):
    """Offers what the keys and the mouse do, where one asked for it."""

    def __init__(self, gestures: Gestures) -> None:
        super().__init__(gestures.canvas)
        self._gestures = gestures
        # by the words of an action, since a function held by Qt keeps the canvas alive
        self._does: dict[str, Callable[[], object]] = {}
        self.setAccessibleName("What can be done here")
        self.triggered.connect(self._on_triggered)

    def ask(self, event: QContextMenuEvent) -> None:
        """Open where the pointer is, or at the column that the keyboard is at."""
        canvas, at = self._gestures.canvas, QPointF(event.pos())
        hit = canvas.hit(at)
        key = "" if hit.what in _GROUND else hit.key
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            key = canvas.shown.focused or (canvas.selection[-1] if canvas.selection else "")
            at = QPointF(canvas.rect().center())
            if key:
                placed = canvas.placed(key)
                area = placed.cell if placed.header.isEmpty() else placed.header
                at = canvas.to_view(area).center()
        elif hit.what in _CHIP:
            return
        if key and key not in canvas.selection:
            canvas.select((key,))
        self.clear()
        self._does.clear()
        if key:
            self._fill_for_column(key)
        else:
            self._fill_for_ground(at.toPoint())
        self.popup(canvas.mapToGlobal(at.toPoint()))

    def _fill_for_column(self, key: str) -> None:
        gestures = self._gestures
        layers, column = gestures.design.layers, gestures.canvas.scene.column(key)
        asking = gestures.asking
        if column.is_layer:
            alone = len(gestures.chosen) == 1
            self._offer("Rename…", "F2", lambda: asking.rename(key), alone)
            if column.choice:
                self._offer("Activation…", "Return", asking.choose, alone)
            if column.stepper:
                self._offer("Units…", "", lambda: asking.count(key), alone)
            self.addSeparator()
            self._offer("Move left", "Alt+Left", lambda: gestures.shift(-1), gestures.shifts(-1))
            self._offer("Move right", "Alt+Right", lambda: gestures.shift(1), gestures.shifts(1))
            self._offer("Duplicate", "Ctrl+D", gestures.duplicate)
            self._offer("Cut", "Ctrl+X", gestures.cut)
            self._offer("Copy", "Ctrl+C", gestures.copy)
        self._offer_paste()
        self.addSeparator()
        place = gestures.design.position(key) if column.is_layer else len(layers)
        if key != INPUTS:
            self._offer("Add a layer before…", "", lambda: asking.search(place))
        if key == INPUTS or column.is_layer:
            after = place + 1 if column.is_layer else 0
            self._offer("Add a layer after…", "", lambda: asking.search(after))
        if column.is_layer:
            self.addSeparator()
            self._offer("Remove", "Del", gestures.remove)

    def _fill_for_ground(self, at: QPoint) -> None:
        gestures, canvas = self._gestures, self._gestures.canvas
        gap = canvas.gap_at(QPointF(at))
        where = gap if gap >= 0 else None
        self._offer("Add a layer…", "Space", lambda: gestures.asking.search(where, at))
        self._offer_paste()
        self.addSeparator()
        empty = canvas.scene.empty
        self._offer("See the whole network", "Ctrl+0", canvas.fit, not empty)

    def _offer_paste(self) -> None:
        gestures = self._gestures
        words = f"Paste {edits.where(gestures.design, gestures.gap)}"
        self._offer(words, "Ctrl+V", gestures.paste, _carries_layers())

    def _offer(
        self, words: str, key: str, does: Callable[[], object], allowed: bool = True
    ) -> None:
        action = self.addAction(words)
        action.setShortcut(QKeySequence(key))
        action.setShortcutVisibleInContextMenu(True)
        action.setEnabled(allowed)
        self._does[words] = does

    def _on_triggered(self, action: QAction) -> None:
        self._does[action.text()]()


def _carries_layers() -> bool:
    """Whether the clipboard holds layers."""
    try:
        clipboard.read(text_in(QGuiApplication.clipboard().mimeData()))
    except EngineError:
        return False
    return True

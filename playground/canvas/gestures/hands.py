"""The mouse on a canvas that is edited: headers are carried, bands drawn, layers placed by clicks.

Nothing is edited before the button is let go, so that Esc half-way leaves everything as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent

from playground.canvas.gestures import edits
from playground.canvas.gestures.band import Band
from playground.canvas.gestures.edge_pan import EdgePan
from playground.canvas.gestures.leaving import WORDS, Leaving
from playground.canvas.pointer import Pointer

if TYPE_CHECKING:
    from playground.canvas.gestures.gestures import Gestures

_GRIPS = frozenset({"header", "name", "severity", "choice"})
_FAR = frozenset({"column", "neuron"})  # also, where zooming out left no headers
_FREE = frozenset({"", "column"})
_PULL = 6.0  # px until a header comes along
_NOWHERE = QPointF(-1e6, -1e6)  # of the canvas: the card is seen over the window instead
_SEVERAL = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class Hands(Pointer):
    """Carries columns, draws bands, and places what the palette keeps placing."""

    def __init__(self, gestures: Gestures) -> None:
        super().__init__(gestures.canvas)
        self._gestures = gestures
        self._band = Band(gestures.canvas)
        self._edge = EdgePan(gestures.canvas, self._on_edge_panned)
        self.leaving = Leaving(gestures.canvas)
        self._banding = False
        self.carried: tuple[str, ...] = ()
        self._gap = -1
        self.placing = ""
        self._ended = False

    @property
    def busy(self) -> bool:
        return bool(self._banding or self.carried or self.placing)

    def press(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        hit = self.canvas.hit(event.position())
        self._ended = self.busy and not left
        if self._ended:
            self.cancel()
        elif self.placing:
            self._gestures.place_at(event.position())
        elif left and hit.what in _FREE and event.modifiers() & _SEVERAL:
            super().press(event)
            self._banding = True
            self._band.begin(event.position())
        else:
            super().press(event)

    def takes_menu(self, event: QContextMenuEvent) -> bool:
        """Whether asking for a menu meant something else: giving up what is under way."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        return self.busy or (by_mouse and self._ended)

    def move(self, event: QMouseEvent) -> None:
        at = event.position()
        if self.placing:
            self._gestures.show_place(at)
        elif self._banding:
            if (at - self._at).manhattanLength() > _PULL or self._band.isVisible():
                self._band.stretch(at)
        elif self.carried:
            self._carry_to(at)
        elif self._pulls(event):
            self._begin_carry()
            self._carry_to(at)
        else:
            super().move(event)

    def release(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self._banding:
            self._banding = False
            if self._band.isVisible():
                self._pressed = None
                self._band.end()
                return
        if left and self.carried:
            self._let_go(event.position())
            return
        super().release(event)

    def leave(self) -> None:
        super().leave()
        if self.placing:
            self.canvas.show_insertion(-1)

    def cancel(self) -> bool:
        """Give up half-way, with nothing changed; whether anything was under way."""
        was = self.busy
        if self._banding:
            self._band.end(back=True)
        self._banding, self.placing, self._pressed = False, "", None
        self._drop_card()
        if was:
            self.canvas.show_insertion(-1)
            self._gestures.explain("", QPointF())
        return was

    # --- carrying -----------------------------------------------------------------------------

    def _pulls(self, event: QMouseEvent) -> bool:
        pressed = self._pressed
        grips = _GRIPS | _FAR if self.canvas.zoom.level == "tiles" else _GRIPS
        if pressed is None or pressed.what not in grips or pressed.key.startswith("@"):
            return False
        left = bool(event.buttons() & Qt.MouseButton.LeftButton)
        return left and (event.position() - self._at).manhattanLength() > _PULL

    def _begin_carry(self) -> None:
        """The pressed column comes along, and with it the selection it is part of."""
        assert self._pressed is not None
        key = self._pressed.key
        selection = self.canvas.selection
        self.carried = tuple(
            layer.id
            for layer in self.canvas.design.layers
            if layer.id == key or (key in selection and layer.id in selection)
        )
        self._key = key
        self.canvas.point_at(None)
        self.canvas.setCursor(Qt.CursorShape.ClosedHandCursor)

    def _carry_to(self, at: QPointF) -> None:
        canvas, outside = self.canvas, self._outside(at)
        self._edge.hold(at)
        canvas.show_dragged(self._key, _NOWHERE if outside else at)
        if outside:
            self._gap = -1
            canvas.show_insertion(-1)
            name = self._gestures.counted(self.carried)
            self._gestures.explain(f"{WORDS} {name}. Esc keeps it.", at, tip=False)
            self.leaving.follow(name, at.toPoint())
            return
        self.leaving.hide()
        self._aim(at)

    def _aim(self, at: QPointF) -> None:
        """Show where what is carried would go, or why it may not."""
        canvas, design = self.canvas, self.canvas.design
        self._gap = canvas.gap_at(at)
        moved = self._gap >= 0 and (edits.with_moved_to(design, self.carried, self._gap) != design)
        reason = edits.move_refusal(design, self.carried, self._gap) if moved else ""
        canvas.show_insertion(self._gap if moved else -1, reason)
        self._gestures.explain(reason, at)

    def _on_edge_panned(self, at: QPointF) -> None:
        if self.carried:
            self._carry_to(at)

    def _let_go(self, at: QPointF) -> None:
        carried, gap = self.carried, self._gap
        self._drop_card()
        self._pressed = None
        self.canvas.show_insertion(-1)
        self._gestures.explain("", at)
        if self._outside(at):
            self._gestures.remove(carried)
        elif gap >= 0:
            self._gestures.move_to(carried, gap)

    def _drop_card(self) -> None:
        self._edge.let_go()
        self.leaving.hide()
        if self.carried:
            self.carried, self._gap = (), -1
            self.canvas.show_dragged("")
            self.canvas.setCursor(Qt.CursorShape.ArrowCursor)

    def _outside(self, at: QPointF) -> bool:
        return not QRectF(self.canvas.rect()).contains(at)

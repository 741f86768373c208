"""The mouse on the canvas: pointing, clicking, panning. Gestures that edit build on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from playground.canvas.hits import Hit, found
from playground.canvas.neurons import scrollbar
from playground.canvas.scene import INPUTS

if TYPE_CHECKING:
    from playground.canvas.canvas import Canvas

_WHEEL = 1.0015  # zoom a unit of the wheel; a notch has 120
_NOTCH = 120  # of the wheel, for one unit of an opened column
_SLACK = 3.0  # px the pointer may stray in a click

_HANDS = frozenset(
    {"minus", "plus", "units", "choice", "fold", "bias", "link", "zoom_out", "zoom_in", "zoom_fit"}
)


class Pointer:
    """What one does with the mouse on a canvas."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self._pressed: Hit | None = None
        self._at = QPointF()
        self._panning = False
        self._from = 0  # the first unit shown when the scrollbar was pressed
        self._turned = 0  # of the wheel, less than a notch

    def press(self, event: QMouseEvent) -> None:
        self._at = event.position()
        self._panning = event.button() == Qt.MouseButton.MiddleButton
        right = event.button() == Qt.MouseButton.RightButton  # asks for a menu and holds nothing
        self._pressed = None if right else self.canvas.hit(self._at)
        if self._pressed is not None and self._pressed.what == "scroll":
            self._from = self.canvas.scene.column(self._pressed.key).first

    def move(self, event: QMouseEvent) -> None:
        canvas, at = self.canvas, event.position()
        if not event.buttons():  # the release went to a menu that opened in between
            self._pressed, self._panning = None, False
        if self._pressed is None:
            canvas.point_at(at)
            self._show_cursor()
            return
        by = at - self._at
        if not self._panning and self._pressed.what in ("", "column"):
            self._panning = by.manhattanLength() > _SLACK
        if self._panning:
            canvas.setCursor(Qt.CursorShape.ClosedHandCursor)
            canvas.pan_by(by.x(), by.y())
            self._at = at
        elif self._pressed.what == "scroll":
            self._drag_thumb(self._pressed.key, by.y())

    def release(self, event: QMouseEvent) -> None:
        pressed, panned = self._pressed, self._panning
        self._pressed, self._panning = None, False
        self._show_cursor()
        near = (event.position() - self._at).manhattanLength() <= _SLACK
        left = event.button() == Qt.MouseButton.LeftButton
        if pressed is not None and left and near and not panned:
            self.click(pressed, event.modifiers())

    def follow(self) -> None:
        """The scene is another: what is gone from it is held no longer."""
        if self._pressed is not None and not self._panning:
            again = found(self.canvas.scene, self._pressed)
            self._pressed = again if again.what == self._pressed.what else None

    def cancel(self) -> bool:
        """Give up half-way; whether anything but a click was under way."""
        self._pressed, self._panning = None, False
        return False

    def leave(self) -> None:
        self.canvas.point_at(None)

    def wheel(self, event: QWheelEvent) -> bool:
        """Ctrl zooms about the pointer; over an opened column it scrolls; else it pans."""
        canvas, turn = self.canvas, event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            canvas.zoom_by(_WHEEL ** turn.y(), event.position())
            return True
        hit = canvas.hit(event.position())
        column = canvas.scene.column(hit.key) if hit.key else None
        if column is not None and column.opened and turn.y():
            self._turned += turn.y()
            notches = int(self._turned / _NOTCH)
            self._turned -= notches * _NOTCH
            if notches:
                canvas.scroll_to(column.key, column.first - notches)
                canvas.point_at(event.position())
            return True
        moved = event.pixelDelta() if not event.pixelDelta().isNull() else turn / 2
        return canvas.pan_by(moved.x(), moved.y())

    def click(self, hit: Hit, modifiers: Qt.KeyboardModifier) -> None:
        """What a click on something does."""
        canvas, what, key = self.canvas, hit.what, hit.key
        if what in ("minus", "plus"):
            step = 10 if modifiers & Qt.KeyboardModifier.ShiftModifier else 1
            canvas.step_units(key, step if what == "plus" else -step)
        elif what == "choice":
            self._select(key, modifiers)
            canvas.choice_requested.emit(key, canvas.part(key, "choice").toRect())
        elif what == "units":
            self._select(key, modifiers)
            canvas.units_edit_requested.emit(key, canvas.part(key, "units").toRect())
        elif what == "fold":
            canvas.toggle_fold(key)
        elif what == "scroll":
            self._page(key)
        elif what == "neuron" and key == INPUTS:
            canvas.feature_toggled.emit(hit.feature)
        elif what in ("bias", "link"):
            canvas.ask_weight(hit)
        elif what == "zoom_fit":
            canvas.fit()
        elif what in ("zoom_in", "zoom_out"):
            canvas.zoom_step(what == "zoom_in")
        elif what != "chip":
            self._select(key, modifiers)

    def _drag_thumb(self, key: str, by: float) -> None:
        """Scroll an opened column as far as its thumb is dragged."""
        track, thumb = scrollbar(self.canvas.placed(key), self.canvas.look)
        column, way = self.canvas.scene.column(key), track.height() - thumb.height()
        if way > 0:
            self.canvas.scroll_to(key, self._from + round(by / way * column.folded))

    def _page(self, key: str) -> None:
        """Scroll an opened column to the units before or after those that it shows."""
        _, thumb = scrollbar(self.canvas.placed(key), self.canvas.look)
        column, y = self.canvas.scene.column(key), self.canvas.to_sheet(self._at).y()
        page = len(column.neurons)
        if not thumb.top() <= y <= thumb.bottom():
            self.canvas.scroll_to(key, column.first + (page if y > thumb.bottom() else -page))

    def _select(self, key: str, modifiers: Qt.KeyboardModifier) -> None:
        canvas, several = (
            self.canvas,
            (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier),
        )
        if not key:
            canvas.select(())
        elif modifiers & several:
            kept = tuple(other for other in canvas.selection if other != key)
            canvas.select(kept if len(kept) < len(canvas.selection) else (*kept, key))
        else:
            canvas.select((key,))

    def _show_cursor(self) -> None:
        hit = self.canvas.hovered
        clickable = hit.what in _HANDS or (hit.what == "neuron" and hit.key == INPUTS)
        hand = Qt.CursorShape.PointingHandCursor
        if hit.what == "units":
            hand = Qt.CursorShape.IBeamCursor
        self.canvas.setCursor(hand if clickable else Qt.CursorShape.ArrowCursor)

"""The canvas by keyboard: Tab, left and right go from column to column, up and down along a
column's neurons; the rest edits."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from playground.canvas.hits import Hit
from playground.canvas.scene import INPUTS, column_words, spoken

if TYPE_CHECKING:
    from playground.canvas.gestures.gestures import Gestures

Key, Modifier = Qt.Key, Qt.KeyboardModifier
_PLAIN, _SHIFT = Modifier.NoModifier, Modifier.ShiftModifier
_CONTROL, _ALT = Modifier.ControlModifier, Modifier.AltModifier
_MANY = 10  # units of a step with Shift


class Keys:
    """What each key does on a canvas; `press` says whether it did something."""

    def __init__(self, gestures: Gestures) -> None:
        self._gestures = gestures
        self._canvas = gestures.canvas
        self._anchor = ""
        self._usual = gestures.canvas.accessibleDescription()
        g = gestures
        self._does: dict[tuple[Qt.KeyboardModifier, int], Callable[[], object]] = {
            (_PLAIN, Key.Key_Right): lambda: self._across(1),
            (_PLAIN, Key.Key_Left): lambda: self._across(-1),
            (_PLAIN, Key.Key_Down): lambda: self._along(1),
            (_PLAIN, Key.Key_Up): lambda: self._along(-1),
            (_PLAIN, Key.Key_PageDown): lambda: self._page(1),
            (_PLAIN, Key.Key_PageUp): lambda: self._page(-1),
            (_PLAIN, Key.Key_Home): lambda: self._go_to(0),
            (_PLAIN, Key.Key_End): lambda: self._go_to(-1),
            (_SHIFT, Key.Key_Right): lambda: self._extend(1),
            (_SHIFT, Key.Key_Left): lambda: self._extend(-1),
            (_ALT, Key.Key_Right): lambda: g.shift(1),
            (_ALT, Key.Key_Left): lambda: g.shift(-1),
            (_CONTROL, Key.Key_A): g.select_all,
            (_CONTROL, Key.Key_C): g.copy,
            (_CONTROL, Key.Key_X): g.cut,
            (_CONTROL, Key.Key_V): g.paste,
            (_CONTROL, Key.Key_D): g.duplicate,
            (_PLAIN, Key.Key_Delete): g.remove,
            (_PLAIN, Key.Key_Backspace): g.remove,
            (_PLAIN, Key.Key_F2): g.asking.rename,
            (_PLAIN, Key.Key_Space): g.asking.search,
            (_PLAIN, Key.Key_Return): g.enter,
            (_PLAIN, Key.Key_Enter): g.enter,
            (_SHIFT, Key.Key_Return): g.fold,
            (_SHIFT, Key.Key_Enter): g.fold,
            (_PLAIN, Key.Key_Plus): lambda: g.step_units(1),
            (_PLAIN, Key.Key_Equal): lambda: g.step_units(1),
            (_SHIFT, Key.Key_Plus): lambda: g.step_units(1),
            (_PLAIN, Key.Key_Minus): lambda: g.step_units(-1),
            (_SHIFT, Key.Key_Up): lambda: g.step_units(_MANY),
            (_SHIFT, Key.Key_Down): lambda: g.step_units(-_MANY),
            (_CONTROL, Key.Key_Right): lambda: self._pan(-1, 0),
            (_CONTROL, Key.Key_Left): lambda: self._pan(1, 0),
            (_CONTROL, Key.Key_Down): lambda: self._pan(0, -1),
            (_CONTROL, Key.Key_Up): lambda: self._pan(0, 1),
        }

    def claims(self, event: QKeyEvent) -> bool:
        """Whether a key is meant for the canvas before it is a shortcut of the window."""
        return self._pressed(event) in self._does

    def press(self, event: QKeyEvent) -> bool:
        if event.key() == Key.Key_Tab:
            return self.walk(1)
        if event.key() == Key.Key_Backtab:
            return self.walk(-1)
        if event.key() == Key.Key_Escape:
            return self._gestures.cancel()
        does = self._does.get(self._pressed(event))
        if does is None:
            return False
        does()
        return True

    def enter(self, backwards: bool) -> None:
        """The keyboard came by Tab: begin where it was, at the selection, or at an end."""
        keys = self._canvas.scene.keys
        chosen = self._canvas.selection
        if not keys:
            return
        self._stand(chosen[-1] if chosen else keys[-1 if backwards else 0])

    def walk(self, by: int) -> bool:
        """Select the next column; at the ends there is none."""
        keys, at = self._canvas.scene.keys, self._gestures.at
        if at not in keys:
            return bool(keys) and self._stand(keys[0 if by > 0 else -1])
        place = keys.index(at) + by
        return 0 <= place < len(keys) and self._stand(keys[place])

    def _go_to(self, place: int) -> None:
        if keys := self._canvas.scene.keys:
            self._stand(keys[place])

    def _stand(self, key: str) -> bool:
        self._anchor = key
        self._canvas.select((key,))
        self._canvas.focus(key)
        self._tell()
        return True

    def _extend(self, by: int) -> None:
        """Select everything from where one began to the next column."""
        keys, at = self._canvas.scene.keys, self._gestures.at
        if at not in keys:
            return
        if self._anchor not in self._canvas.selection:
            self._anchor = at
        place = keys.index(at) + by
        if not 0 <= place < len(keys):
            return
        first, last = sorted((keys.index(self._anchor), place))
        self._canvas.select(keys[first : last + 1])
        self._canvas.focus(keys[place])
        self._tell()

    # --- neurons ------------------------------------------------------------------------------

    def follow(self) -> None:
        """The scene or the selection is another: stay at the neuron if it is still to be seen."""
        keyed, canvas = self._canvas.keyed, self._canvas
        if keyed.key and (keyed.key not in canvas.selection or keyed not in self._neurons()):
            canvas.key_at(Hit())
        self._tell()

    def _neurons(self) -> list[Hit]:
        """The shown neurons of the column that the keyboard is at."""
        key, scene = self._gestures.at, self._canvas.scene
        if key not in scene.keys:
            return []
        neurons = scene.column(key).neurons
        return [Hit("neuron", key, n.unit, n.feature if key == INPUTS else "") for n in neurons]

    def _along(self, by: int) -> None:
        """To the next neuron of the column; in from the header, and out again past the first. An
        opened column scrolls."""
        neurons, canvas = self._neurons(), self._canvas
        if not neurons:
            return
        if canvas.keyed not in neurons:
            self._stand_at(neurons[0 if by > 0 else -1])
            return
        place = neurons.index(canvas.keyed) + by
        if not 0 <= place < len(neurons):
            column = canvas.scene.column(self._gestures.at)
            canvas.scroll_to(column.key, column.first + by)
            scrolled = self._neurons()
            if scrolled != neurons:
                self._stand_at(scrolled[0 if by < 0 else -1])
            elif by < 0:
                self._stand_at(Hit())
            return
        self._stand_at(neurons[place])

    def _page(self, by: int) -> None:
        """As many neurons further as are shown of an opened column; at last to its end."""
        neurons, canvas = self._neurons(), self._canvas
        if not neurons:
            return
        row = neurons.index(canvas.keyed) if canvas.keyed in neurons else 0
        column = canvas.scene.column(self._gestures.at)
        canvas.scroll_to(column.key, column.first + by * len(neurons))
        scrolled = self._neurons()
        if scrolled == neurons:
            row = -1 if by > 0 else 0
        self._stand_at(scrolled[row])

    def _across(self, by: int) -> None:
        """To the next column, and there to the neuron beside this one."""
        neurons, keyed = self._neurons(), self._canvas.keyed
        row = neurons.index(keyed) if keyed in neurons else -1
        if self.walk(by) and row >= 0 and (beside := self._neurons()):
            self._stand_at(beside[min(row, len(beside) - 1)])

    def _stand_at(self, hit: Hit) -> None:
        self._canvas.key_at(hit)
        self._tell()

    def _tell(self) -> None:
        """Say where the keyboard is to who cannot see it: the neuron, else the column."""
        scene, at, keyed = self._canvas.scene, self._gestures.at, self._canvas.keyed
        words, neurons = self._usual, self._neurons()
        if at in scene.keys:
            column = scene.column(at)
            words = column_words(column)
            if keyed in neurons:
                words = spoken(column, column.neurons[neurons.index(keyed)])
        self._canvas.setAccessibleDescription(words)

    def _pan(self, right: int, down: int) -> None:
        pitch = self._canvas.look.sizes.pitch
        self._canvas.pan_by(right * pitch, down * pitch)

    @staticmethod
    def _pressed(event: QKeyEvent) -> tuple[Qt.KeyboardModifier, int]:
        return event.modifiers() & ~Modifier.KeypadModifier, event.key()

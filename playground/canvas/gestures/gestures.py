"""Everything one can do to a network on its canvas, as one thing that tells the edited design.

Mouse and keys come here as words (`remove`, `paste`, `move_to`), and each is one edit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip

from engine.activations import Activation
from engine.design import Design
from engine.errors import EngineError
from engine.layers import Dense, Layer
from engine.spec import members
from playground.canvas.canvas import Canvas
from playground.canvas.gestures import edits
from playground.canvas.gestures.asking import Asking
from playground.canvas.gestures.drops import Drops, mime_of, text_in
from playground.canvas.gestures.hands import Hands
from playground.canvas.gestures.keys import Keys
from playground.canvas.gestures.menu import ContextMenu
from playground.canvas.gestures.tuning import Tuning
from playground.canvas.hits import Hit
from playground.canvas.scene import INPUTS
from playground.document import clipboard

_PLACING = "Click where the layer goes. Esc ends."
_TABBED = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class Gestures(QObject):
    """Gives a canvas its hands. `design_edited(design, what)` is one undoable edit, to be shown on
    the canvas by whoever takes it; `what` names it where its differences would not.

    `weight_edited(layer id, "weight" or "bias", index, value)` asks the running network for one
    number, index (unit, source) or (unit,). `said` is news for the status bar, `place_changed`
    where Enter in the palette adds.
    """

    design_edited = Signal(object, str)
    weight_edited = Signal(str, str, object, float)
    said = Signal(str)
    place_changed = Signal(str)

    _made = False  # also when Python forgets it before Qt has sent its last events

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self.hands = Hands(self)
        self.asking = Asking(self)
        self.tuning = Tuning(canvas)
        self._keys = Keys(self)
        self._drops = Drops(self)
        self.menu = ContextMenu(self)
        self._wanted: tuple[str, ...] = ()
        self._explained = ""
        self._known = canvas.scene.keys
        canvas.pointer = self.hands
        canvas.setAcceptDrops(True)
        canvas.installEventFilter(self)
        canvas.units_edited.connect(self._on_canvas_units_edited)
        canvas.selection_changed.connect(self._on_canvas_selection_changed)
        canvas.scene_changed.connect(self._on_canvas_scene_changed)
        self.tuning.edited.connect(self.weight_edited)
        self.tuning.said.connect(self.said)
        self._made = True

    # --- what is there ------------------------------------------------------------------------

    @property
    def design(self) -> Design:
        return self.canvas.design

    @property
    def chosen(self) -> tuple[str, ...]:
        """The selected layers, in the design's order."""
        selection = self.canvas.selection
        return tuple(layer.id for layer in self.design.layers if layer.id in selection)

    @property
    def at(self) -> str:
        """The column that the keyboard is at, else the last that was selected."""
        focused, selection = self.canvas.shown.focused, self.canvas.selection
        if focused in selection:
            return focused
        return selection[-1] if selection else ""

    @property
    def gap(self) -> int:
        """Where what is added without a place goes."""
        return edits.gap_after(self.design, self.canvas.selection)

    @property
    def place(self) -> str:
        """Where that is, in words: `Enter adds after Dense 1`."""
        return f"Enter adds {edits.where(self.design, self.gap)}"

    @property
    def inputs(self) -> int | None:
        """How many inputs the network has, as far as it is known."""
        keys = self.canvas.scene.keys
        return self.canvas.scene.column(INPUTS).units if INPUTS in keys else None

    def counted(self, ids: Collection[str]) -> str:
        """`Dense 1`, `3 layers`."""
        return counted(self.design, ids)

    def explain(self, reason: str, at: QPointF, tip: bool = True) -> None:
        """Say why not in the status bar, and with a tip at the pointer; nothing takes it back."""
        if reason != self._explained:
            self._explained = reason
            self.said.emit(reason)
        if reason and tip:
            QToolTip.showText(self.canvas.mapToGlobal(at.toPoint()), reason, self.canvas)
        else:
            QToolTip.hideText()

    def _edit(self, design: Design, select: Sequence[str] = (), what: str = "") -> None:
        """Tell an edit, and select what it is about as soon as the canvas shows it."""
        if design == self.design:
            return
        self._wanted = tuple(select)
        self.design_edited.emit(design, what)
        self._select_wanted()

    def _select_wanted(self) -> None:
        wanted, keys = self._wanted, self.canvas.scene.keys
        if wanted and all(key in keys for key in wanted):
            self._wanted = ()
            self.canvas.select(wanted)
            self.canvas.focus(wanted[-1] if self.canvas.hasFocus() else "")

    def _try(
        self,
        edit: Callable[[], tuple[Design, Sequence[str]]],
        what: Callable[[Design, Sequence[str]], str] = lambda design, ids: "",
    ) -> str:
        """Make an edit that may be refused; the reason, or nothing. `what` names it in the menu by
        what came of it, where its differences would say something else."""
        try:
            edited, ids = edit()
        except EngineError as error:
            self.said.emit(edits.said(error))
            return edits.said(error)
        self._edit(edited, ids, what(edited, ids))
        return ""

    def add_layers(self, layers: Sequence[Layer], gap: int) -> str:
        """Put layers into a gap; why not, or nothing."""
        return self._try(lambda: edits.with_layers(self.design, layers, gap, self.inputs))

    # --- adding -------------------------------------------------------------------------------

    def add(self, kind: str, gap: int | None = None) -> str:
        """A new layer of a kind after the selection, or in a gap; why not, or nothing."""
        at = self.gap if gap is None else gap

        def edit() -> tuple[Design, Sequence[str]]:
            layer = edits.new_layer(self.design, kind, at, self.inputs)
            return edits.with_layers(self.design, [layer], at, self.inputs)

        return self._try(edit)

    def keep_placing(self, kind: str) -> None:
        """From now on every click on the canvas puts a layer of that kind there, until Esc."""
        self.hands.cancel()
        self.hands.placing = kind
        self.canvas.setFocus()
        self._explained = _PLACING
        self.said.emit(self._explained)

    def show_place(self, at: QPointF) -> None:
        """Light up the gap under the pointer while placing."""
        gap = self.canvas.gap_at(at)
        layers = clipboard.read(edits.palette_text(self.hands.placing))
        reason = edits.refusal(self.design, layers, gap, self.inputs) if gap >= 0 else ""
        self.canvas.show_insertion(gap, reason)
        self.explain(reason or _PLACING, at, tip=bool(reason))

    def place_at(self, at: QPointF) -> None:
        """Put what is being placed into the gap under the pointer."""
        gap = self.canvas.gap_at(at)
        if gap >= 0:
            self.add(self.hands.placing, gap)

    # --- the selected layers ------------------------------------------------------------------

    def select_all(self) -> None:
        self.canvas.select(tuple(layer.id for layer in self.design.layers))

    def remove(self, ids: Collection[str] = ()) -> None:
        """Remove layers, the selected ones where none are named; what follows is selected."""
        gone = tuple(ids) or self.chosen
        if gone:
            self._edit(clipboard.without(self.design, gone), self._neighbour(gone))

    def _neighbour(self, gone: Collection[str]) -> tuple[str, ...]:
        """What is selected once some layers are gone: the next, else the one before."""
        layers = self.design.layers
        last = max(place for place, layer in enumerate(layers) if layer.id in gone)
        after = [layer.id for layer in layers[last + 1 :]]
        before = [layer.id for layer in layers[:last] if layer.id not in gone]
        return (after[0],) if after else tuple(before[-1:])

    def move_to(self, ids: Collection[str], gap: int) -> None:
        """Move layers into a gap, unless they cannot be there."""
        reason = edits.move_refusal(self.design, ids, gap)
        self.said.emit(reason)
        if not reason:
            self._edit(edits.with_moved_to(self.design, ids, gap), tuple(ids))

    def shifts(self, by: int) -> bool:
        """Whether there is a place beside the selected layers to move them to."""
        return edits.with_shifted(self.design, self.chosen, by) != self.design

    def shift(self, by: int) -> None:
        """Move the selected layers one place."""
        chosen = self.chosen
        shifted = edits.with_shifted(self.design, chosen, by)
        if shifted != self.design:
            gap = next(p for p, layer in enumerate(shifted.layers) if layer.id in chosen)
            self.move_to(chosen, gap if by < 0 else gap + len(chosen))

    def copy(self) -> bool:
        """Put the selected layers on the clipboard as text; whether there were any."""
        if not self.chosen:
            return False
        text = clipboard.copied(self.design, self.chosen)
        QGuiApplication.clipboard().setMimeData(mime_of(text))
        self.said.emit(f"Copied {self.counted(self.chosen)}.")
        return True

    def cut(self) -> None:
        """Copy the selected layers, then remove them."""
        if self.copy():
            chosen = self.chosen
            cut, what = clipboard.without(self.design, chosen), f"cut {self.counted(chosen)}"
            self._edit(cut, self._neighbour(chosen), what)

    def paste(self) -> None:
        """Put the clipboard's layers after the selection."""
        text = text_in(QGuiApplication.clipboard().mimeData())
        self._try(
            lambda: edits.dropped(self.design, text, self.gap, self.inputs),
            lambda design, ids: f"paste {counted(design, ids)}",
        )

    def duplicate(self) -> None:
        """The selected layers once more, after the last of them."""
        if chosen := self.chosen:
            what = f"duplicate {self.counted(chosen)}"
            self._try(lambda: edits.with_duplicates(self.design, chosen), lambda *_: what)

    def step_units(self, by: int) -> None:
        """More or fewer units in the selected layers."""
        self._edit(edits.with_units(self.design, self.chosen, by), self.canvas.selection)

    def fold(self) -> None:
        """Unfold the column that the keyboard is at, or fold it again."""
        if self.at in self.canvas.scene.keys:
            self.canvas.toggle_fold(self.at)

    def activate(self, layer_id: str, kind: str) -> None:
        """Give a layer another activation, with what is usual for it."""
        bend = self.design.layer(layer_id).bend
        if bend is not None and bend.kind != kind:
            edited = edits.with_activation(self.design, layer_id, members(Activation)[kind]())
            self._edit(edited, (layer_id,))

    def rename_to(self, layer_id: str, name: str) -> str:
        """Give a layer another name; why not, or nothing."""

        def edit() -> tuple[Design, Sequence[str]]:
            edited, new_id = edits.with_name(self.design, layer_id, name)
            return edited, (new_id,)

        return self._try(edit)

    def enter(self) -> None:
        """What Enter does where the keyboard is: a neuron's bias, a feature in or out, else the
        activation of the selected layer."""
        at = self.canvas.keyed
        if at.key == INPUTS:
            self.canvas.feature_toggled.emit(at.feature)
        elif at.key and self.canvas.scene.column(at.key).biased:
            self.tuning.open_bias(at)
        else:
            self.asking.choose()

    def cancel(self) -> bool:
        """Give up what is under way, else select nothing; whether there was anything."""
        if self.hands.cancel():
            return True
        if self.canvas.keyed.key:
            self.canvas.key_at(Hit())
            self._keys.follow()
            return True
        if self.canvas.selection:
            self.canvas.select(())
            self.canvas.focus("")
            return True
        return False

    # --- what the canvas asks -----------------------------------------------------------------

    def _on_canvas_units_edited(self, key: str, units: int) -> None:
        layer = self.design.layer(key)
        if isinstance(layer, Dense):
            by = units - layer.units
            self._edit(edits.with_units(self.design, (key,), by), self.canvas.selection)

    def _on_canvas_selection_changed(self, keys: tuple[str, ...]) -> None:
        self._keys.follow()
        self.place_changed.emit(self.place)

    def _on_canvas_scene_changed(self) -> None:
        keys, focused = self.canvas.scene.keys, self.canvas.shown.focused
        if keys != self._known:  # an undo, say, while something is under way
            self._known = keys
            self.asking.give_up()
            if not set(self.hands.carried) <= set(keys):
                self.hands.cancel()
        if focused and focused not in keys:
            self.canvas.focus("")
        self._keys.follow()
        self._select_wanted()
        self.place_changed.emit(self.place)

    # --- events of the canvas -----------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._made or watched is not self.canvas:
            return False
        if isinstance(event, QKeyEvent):
            return self._on_key(event)
        if isinstance(event, QDropEvent):
            return self._drops.take(event)
        if isinstance(event, QContextMenuEvent):
            if not self.hands.takes_menu(event):
                self.menu.ask(event)
            return True
        if event.type() == QEvent.Type.DragLeave:
            self._drops.end()
        elif event.type() == QEvent.Type.MouseButtonDblClick and isinstance(event, QMouseEvent):
            return self._on_double_click(event)
        elif isinstance(event, QFocusEvent):
            if event.type() == QEvent.Type.FocusIn and event.reason() in _TABBED:
                self._keys.enter(event.reason() == Qt.FocusReason.BacktabFocusReason)
            elif event.type() == QEvent.Type.FocusOut:
                self.canvas.focus("")
                if not self.canvas.isAncestorOf(QApplication.focusWidget() or self.canvas):
                    self.canvas.key_at(Hit())
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            if self._keys.claims(event):
                event.accept()
                return True
            return False
        return event.type() == QEvent.Type.KeyPress and self._keys.press(event)

    def _on_double_click(self, event: QMouseEvent) -> bool:
        """The type-ahead on free ground, the name's editor on a name."""
        hit = self.canvas.hit(event.position())
        if event.button() != Qt.MouseButton.LeftButton or self.hands.placing:
            return False
        if hit.what in ("", "column"):
            gap = self.canvas.gap_at(event.position())
            if gap >= 0:
                self.asking.search(gap, event.position().toPoint())
            return True
        if hit.what in ("name", "header") and not hit.key.startswith("@"):
            self.asking.rename(hit.key)
            return True
        return False


def counted(design: Design, ids: Collection[str]) -> str:
    """Layers of a design in a few words."""
    return design.layer(next(iter(ids))).name if len(ids) == 1 else f"{len(ids)} layers"

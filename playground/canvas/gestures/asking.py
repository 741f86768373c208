"""What the canvas asks in place: which layer, which activation, what name, how many units."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QRectF

from playground.canvas.gestures import edits, proposals
from playground.canvas.gestures.proposals import Proposal
from playground.canvas.gestures.rename import Renamer
from playground.canvas.gestures.units_editor import UnitsEditor
from playground.canvas.search import Search
from playground.widgets.room import kept_within

if TYPE_CHECKING:
    from playground.canvas.gestures.gestures import Gestures


class Asking(QObject):
    """Opens the type-ahead and the editors where they belong, and hands on the answers."""

    def __init__(self, gestures: Gestures) -> None:
        super().__init__(gestures)
        self._gestures = gestures
        self._canvas = gestures.canvas
        self.search_box = Search(gestures.canvas)
        self.renamer = Renamer(gestures.canvas)
        self.units_editor = UnitsEditor(gestures.canvas)
        self._renamed = ""  # whose name is edited
        self._counted = ""  # whose units are edited
        self._chosen: Callable[[Proposal], None] = lambda proposal: None
        gestures.canvas.choice_requested.connect(self._on_canvas_choice_requested)
        gestures.canvas.units_edit_requested.connect(self._on_canvas_units_edit_requested)
        gestures.canvas.scene_changed.connect(self._on_canvas_scene_changed)
        gestures.canvas.columns_moved.connect(self._on_canvas_columns_moved)
        self.renamer.reconsidered.connect(self._on_renamer_reconsidered)
        self.search_box.chosen.connect(self._on_search_chosen)
        self.search_box.closed.connect(self._on_search_closed)

    def give_up(self) -> None:
        """Ask no longer; nothing has been answered."""
        self.search_box.close_search()
        self.renamer.close()
        self.units_editor.close()

    # --- which layer --------------------------------------------------------------------------

    def search(self, gap: int | None = None, at: QPoint | None = None) -> None:
        """Open the type-ahead for a new layer, after the selection or in a gap."""
        gestures = self._gestures
        place, inputs = gestures.gap if gap is None else gap, gestures.inputs

        def take(proposal: Proposal) -> None:
            gestures.add_layers([proposal.value], place)

        self._chosen = take
        self._canvas.show_insertion(place)
        self.search_box.open(
            lambda query: proposals.layers(query, gestures.design, place, inputs),
            at if at is not None else self._beside(place),
            f"Add {edits.where(gestures.design, place)}",
        )

    def _beside(self, gap: int) -> QPoint:
        """Where the type-ahead opens for a gap."""
        middles = self._canvas.layout_at.gaps()
        if gap >= len(middles):
            return self._canvas.rect().center()
        x = middles[gap] + self._canvas.offset.x() + self._canvas.look.sizes.group
        return QPoint(round(x), self._canvas.look.sizes.header_top)

    # --- which activation ---------------------------------------------------------------------

    def choose(self) -> None:
        """Choose the activation of the selected layer."""
        for key in self._gestures.chosen[-1:]:
            self._on_canvas_choice_requested(key, self._canvas.part(key, "choice").toRect())

    def _on_canvas_choice_requested(self, key: str, area: QRect) -> None:
        layer = self._gestures.design.layer(key)
        bend = layer.bend
        if bend is None:
            return

        def take(proposal: Proposal) -> None:
            self._gestures.activate(key, proposal.value)

        self._chosen = take
        corner = area.bottomLeft() if not area.isEmpty() else self._canvas.rect().center()
        hint = f"Activation of {layer.name}"
        self.search_box.open(proposals.activations, corner, hint, present=bend.kind)

    def _on_search_chosen(self, proposal: Proposal) -> None:
        self._chosen(proposal)

    def _on_search_closed(self) -> None:
        self._canvas.show_insertion(-1)

    # --- what name ----------------------------------------------------------------------------

    def rename(self, key: str = "") -> None:
        """Edit the name of a layer in place, of the selected one where none is named."""
        gestures, canvas = self._gestures, self._canvas
        layer_id = key or (gestures.chosen[-1] if gestures.chosen else "")
        if not layer_id:
            return
        canvas.reveal(layer_id)
        self._renamed = layer_id
        name = gestures.design.layer(layer_id).name
        self.renamer.open(
            name, self._over(layer_id), lambda text: gestures.rename_to(layer_id, text)
        )

    def _on_renamer_reconsidered(self) -> None:
        self._gestures.said.emit("")

    def _over(self, layer_id: str) -> QRect:
        """Where a layer's name is edited: over it in the header, or where that is too narrow
        beneath the canvas's upper edge."""
        canvas, sizes = self._canvas, self._canvas.look.sizes
        area = canvas.part(layer_id, "name")
        header = canvas.to_view(canvas.placed(layer_id).header)
        high = float(sizes.control)
        middle = area.center().y() if not area.isEmpty() else header.center().y()
        left, wide = header.left() + sizes.inside, header.width() - 2 * sizes.inside
        place = QRect(round(left), round(middle - high / 2), round(wide), round(high))
        if place.width() < sizes.header_narrow // 2:
            place = QRect(place.left(), sizes.header_top, sizes.header_narrow, sizes.control)
        return self._in_sight(place)

    def _in_sight(self, place: QRect) -> QRect:
        """A field stays in sight while its column is not."""
        return kept_within(QRectF(place), self._canvas.free).toRect()

    # --- how many units -----------------------------------------------------------------------

    def count(self, key: str) -> None:
        """Edit the units of a layer in place."""
        canvas = self._canvas
        canvas.reveal(key)
        column = canvas.scene.column(key)
        self._counted = key
        self.units_editor.open(
            column.units or 1,
            column.name,
            self._over_units(key),
            lambda wanted: canvas.units_edited.emit(key, wanted),
        )

    def _over_units(self, key: str) -> QRect:
        """Where a layer's units are edited: over its − 8 +, or where that is not drawn beneath the
        canvas's upper edge."""
        canvas, sizes = self._canvas, self._canvas.look.sizes
        box = canvas.part(key, "minus").united(canvas.part(key, "plus"))
        header = canvas.to_view(canvas.placed(key).header)
        top = box.center().y() - sizes.control / 2 if not box.isEmpty() else sizes.header_top
        left, wide = header.left() + sizes.related, header.width() - 2 * sizes.related
        wide = max(wide, sizes.number_width)  # a part of what stands beside would look torn off
        return self._in_sight(QRect(round(left), round(top), round(wide), sizes.control))

    def _on_canvas_units_edit_requested(self, key: str, area: QRect) -> None:
        self.count(key)

    def _on_canvas_scene_changed(self) -> None:
        if self._counts():
            self.units_editor.follow(self._canvas.scene.column(self._counted).units or 1)

    def _on_canvas_columns_moved(self) -> None:
        if self._counts():
            self.units_editor.number.setGeometry(self._over_units(self._counted))
        if self.renamer.line.isVisible() and self._renamed in self._canvas.scene.keys:
            self.renamer.line.setGeometry(self._over(self._renamed))

    def _counts(self) -> bool:
        """Whether the units of a layer are edited just now."""
        return self.units_editor.number.isVisible() and self._counted in self._canvas.scene.keys

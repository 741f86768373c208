"""The sheet that the network lies on: which scene it shows, where each column is, how far it is
zoomed and panned."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtWidgets import QWidget

from engine.checks import Problem
from engine.data import Prepared
from engine.design import Design
from playground.canvas.building import scene_of
from playground.canvas.geometry import Layout, Placed, Zoom, fitting, lay_out
from playground.canvas.headers import parts
from playground.canvas.hits import Hit, hit_at
from playground.canvas.links import Curves
from playground.canvas.live import Live
from playground.canvas.moving import between, same_place
from playground.canvas.neurons import label_room
from playground.canvas.painting import Shown
from playground.canvas.scene import Scene
from playground.canvas.slide import Slide
from playground.canvas.zoom_chip import chip_parts, part_at
from playground.window.appearance import appearance

_STEP = 1.25  # of the zoom's buttons
_STILL = 24  # columns from which on nothing slides


class Sheet(QWidget):
    """Scene, places, zoom and pan; `rescened`, `redraw_tiles`, `redraw_links` and `replaced` are
    for the widget that draws."""

    selection_changed = Signal(tuple)
    opened_changed = Signal(frozenset)
    scene_changed = Signal()
    columns_moved = Signal()  # on the widget: laid out anew, sliding, panned or zoomed
    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.scene = Scene()
        self.live = Live()
        self.shown = Shown()
        self.offset = QPointF()
        self.layout_at = Layout(Zoom(), (), QRectF(), 0.0)
        self.curves = Curves(self.scene, self.layout_at, 0.0)
        self._design = Design()
        self._problems: tuple[Problem, ...] = ()
        self._prepared: Prepared | None = None
        self._opened: dict[str, int] = {}
        self._designing = True
        self._zoom, self._fits = Zoom(), True
        self._covered = 0
        self._slide = Slide(self, self._on_slide_moved)

    def rescened(self) -> None:
        """Called when the scene is another, before anything of it is placed or drawn."""
        raise NotImplementedError

    def redraw_tiles(self) -> None:
        """Take the maps of the present scene from the newest snapshot."""
        raise NotImplementedError

    def redraw_links(self) -> None:
        """Take the links of the present scene from the newest snapshot."""
        raise NotImplementedError

    def replaced(self) -> None:
        """Called when columns have moved, or stand on another ground."""
        raise NotImplementedError

    # --- what it shows ------------------------------------------------------------------------

    @property
    def design(self) -> Design:
        return self._design

    @property
    def selection(self) -> tuple[str, ...]:
        return self.shown.selection

    @property
    def opened(self) -> frozenset[str]:
        """The columns that are unfolded."""
        return frozenset(self._opened)

    @property
    def zoom(self) -> Zoom:
        return self._zoom

    def begin(self) -> None:
        """Another document is opened: see all of it, with nothing selected or unfolded."""
        self.select(())
        self.focus("")
        for key in self.opened:
            self.toggle_fold(key)
        self.fit()

    def show_design(
        self,
        design: Design,
        problems: tuple[Problem, ...] = (),
        prepared: Prepared | None = None,
    ) -> None:
        """Show a design, its problems, and as far as it is known its data."""
        self._design, self._problems, self._prepared = design, problems, prepared
        known = self.live.expect(design, prepared)
        self._rescene(slide=True)
        if known:
            self.redraw_tiles()

    def set_designing(self, designing: bool) -> None:
        """While designing, unused features and the zoom chip are seen too."""
        if designing != self._designing:
            self._designing = designing
            self._rescene()

    def select(self, keys: tuple[str, ...]) -> None:
        """Select columns; nothing is told where they already are."""
        kept = tuple(key for key in keys if key in self.scene.keys)
        if kept != self.shown.selection:
            self.shown.selection = kept
            self.replaced()
            self.update()
            self.selection_changed.emit(kept)

    def focus(self, key: str) -> None:
        """Mark the column that the keyboard is at, and bring it into sight."""
        if key != self.shown.focused:
            self.shown.focused = key
            self.update()
            if key:
                self.reveal(key)

    def _rescene(self, slide: bool = False) -> None:
        before, selected = self.opened, self.shown.selection
        self._follow_rename()
        scene = self._made()
        foldable = {column.key for column in scene.columns if column.folded}
        if not self._opened.keys() <= foldable:
            self._opened = {k: first for k, first in self._opened.items() if k in foldable}
            scene = self._made()
        if scene == self.scene:
            return
        columns_moved = scene.keys != self.scene.keys
        self.scene = scene
        kept = tuple(key for key in self.shown.selection if key in scene.keys)
        self.shown.selection = kept
        self.rescened()
        self._lay_out(slide and columns_moved and self.isVisible())
        self.redraw_tiles()
        self.redraw_links()
        self.scene_changed.emit()
        if self.shown.selection == kept != selected:  # unless somebody selected something new
            self.selection_changed.emit(kept)
        if self.opened != before:
            self.opened_changed.emit(self.opened)

    def _follow_rename(self) -> None:
        """Where one layer only has another name, it stays open and selected."""
        layers, columns = self._design.layers, self.scene.columns[1:-1]
        pairs = zip(columns, layers, strict=False)
        renamed = [(column, layer) for column, layer in pairs if column.key != layer.id]
        if len(layers) != len(columns) or len(renamed) != 1:
            return
        column, layer = renamed[0]
        names, shown = {column.key: layer.id}, self.shown
        self._opened = {names.get(key, key): first for key, first in self._opened.items()}
        shown.selection = tuple(names.get(key, key) for key in shown.selection)
        shown.focused = names.get(shown.focused, shown.focused)

    def _made(self) -> Scene:
        return scene_of(self._design, self._problems, self._prepared, self._opened, self._designing)

    # --- places -------------------------------------------------------------------------------

    @property
    def free(self) -> QRectF:
        """The part of the widget that nothing lies over."""
        return QRectF(0, 0, self.width() - self._covered, self.height())

    def to_sheet(self, at: QPointF) -> QPointF:
        return at - self.offset

    def to_view(self, area: QRectF) -> QRectF:
        return area.translated(self.offset)

    def placed(self, key: str) -> Placed:
        """A column as it stands on the sheet; raises ValueError."""
        return self.layout_at.columns[self.scene.place(key)]

    def part(self, key: str, name: str) -> QRectF:
        """A part of a column's header on the widget; empty where it has none."""
        return self.to_view(parts(self.placed(key), self.look).get(name, QRectF()))

    def hit(self, at: QPointF) -> Hit:
        """What lies under a place of the widget."""
        if part := part_at(self._chip(), at):
            return Hit(part)
        if self.scene.empty and not self.layout_at.columns:
            return Hit()
        where = self.to_sheet(at)
        return hit_at(self.look, self.scene, self.layout_at, self.curves, self.live, where)

    def gap_at(self, at: QPointF) -> int:
        """Where in `design.layers` something dropped here goes; −1 outside the canvas."""
        if not QRectF(self.rect()).contains(at) or len(self.layout_at.columns) < 2:
            return -1
        x = self.to_sheet(at).x()
        middles = [placed.middle for placed in self.layout_at.columns[1:-1]]
        return sum(middle < x for middle in middles)

    def _chip(self) -> dict[str, QRectF]:
        if not (self._designing or not self._fits) or self.scene.empty:
            return {}
        return chip_parts(self.look, self.free.right(), self.height())

    def _lay_out(self, slide: bool = False) -> None:
        """Place everything anew; with `slide` columns go there."""
        if self._fits:
            names, size = label_room(self.look, self.scene), self.size()
            self._zoom = fitting(self.scene, self.look.sizes, size.width(), size.height(), names)
        parted = self.shown.insertion + 1 if self.shown.insertion >= 0 else -1
        target = self._laid_out(self._zoom, parted)
        if slide and len(self.scene.columns) <= _STILL and self.look.duration("move"):
            before = self.layout_at
            self._place(between(before, target, 0.0))  # the new columns, at their old places
            self._slide.to(before, target)
        else:
            self._slide.stop()
            self._place(target)

    def _laid_out(self, zoom: Zoom, parted: int = -1) -> Layout:
        scene, sizes, size = self.scene, self.look.sizes, self.size()
        names = label_room(self.look, scene)
        return lay_out(scene, sizes, zoom, size.width(), size.height(), names, parted)

    def _place(self, layout: Layout) -> None:
        self.layout_at = layout
        ring = self.look.sizes.unit_ring - self.look.sizes.unit_dot
        self.curves = Curves(self.scene, layout, ring)
        self._clamp()
        self.replaced()
        self.columns_moved.emit()
        self.update()

    def _on_slide_moved(self, old: Layout, new: Layout, amount: float) -> None:
        self._place(between(old, new, amount))

    def _clamp(self) -> None:
        """Keep the sheet in sight."""
        bounds, size = self.layout_at.bounds, self.size()
        slack = 0.0 if self._fits else float(self.look.sizes.pitch)
        low_x = min(0.0, self.free.width() - bounds.width()) - slack
        low_y = min(0.0, size.height() - bounds.height()) - slack
        x = min(max(self.offset.x(), low_x), slack)
        y = min(max(self.offset.y(), low_y), slack)
        self.offset = QPointF(round(x), round(y))

    # --- zoom and pan -------------------------------------------------------------------------

    def zoom_by(self, factor: float, about: QPointF | None = None) -> None:
        """Zoom so that what lies at a place of the widget stays there."""
        zoom = self._zoom.by(factor)
        if zoom == self._zoom or self.scene.empty:
            return
        about = about if about is not None else QRectF(self.rect()).center()
        old, at = self.layout_at, self.to_sheet(about)
        self._fits, self._zoom = False, zoom
        self._slide.stop()
        new = self._laid_out(zoom)
        self.offset = about - same_place(old, new, at)
        self._place(new)
        self.zoomed.emit()

    def zoom_step(self, larger: bool) -> None:
        """A step of the zoom's buttons and keys."""
        self.zoom_by(_STEP if larger else 1 / _STEP)

    def fit(self) -> None:
        """See the whole network, now and after every edit until one zooms."""
        self._fits, self.offset = True, QPointF()
        self._lay_out()
        self.zoomed.emit()

    def pan_by(self, dx: float, dy: float) -> bool:
        """Move the sheet; whether it could."""
        before = QPointF(self.offset)
        self.offset += QPointF(dx, dy)
        self._clamp()
        self.update()
        if self.offset == before:
            return False
        self.columns_moved.emit()
        return True

    def reveal(self, key: str) -> None:
        """Bring a column into sight."""
        area = self.to_view(self.placed(key).cell)
        margin, right = self.look.sizes.columns, self.free.right()
        if area.left() < 0:
            self.pan_by(margin - area.left(), 0)
        elif area.right() > right:
            self.pan_by(right - area.right() - margin, 0)

    def cover(self, width: int) -> None:
        """Know that something lies over so much of the right edge: what is brought into sight
        stands beside it."""
        self._covered = width
        self._clamp()
        self.columns_moved.emit()
        self.update()

    # --- folding, inserting, dragging ---------------------------------------------------------

    def toggle_fold(self, key: str) -> None:
        """Open a folded column, or fold it again."""
        if key in self._opened:
            del self._opened[key]
        elif self.scene.column(key).folded:
            self._opened[key] = 0
        else:
            return
        self._rescene()
        self.opened_changed.emit(self.opened)

    def scroll_to(self, key: str, first: int) -> None:
        """Show the neurons of an opened column from one on."""
        column = self.scene.column(key)
        if key in self._opened:
            self._opened[key] = min(max(first, 0), column.folded)
            self._rescene()

    def show_insertion(self, index: int, refused: str = "") -> None:
        """Show where in `design.layers` a layer would go, or why it may not; −1 hides it."""
        if (index, refused) != (self.shown.insertion, self.shown.refused):
            self.shown.insertion, self.shown.refused = index, refused
            self._lay_out(slide=True)

    def show_dragged(self, key: str, at: QPointF | None = None) -> None:
        """Carry a column's card at a place of the widget; "" lets it go."""
        self.shown.dragged = key
        if at is not None:
            self.shown.dragged_to = self.to_sheet(at)
        self.update()

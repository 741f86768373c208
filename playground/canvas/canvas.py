"""The canvas widget: a design as columns of live neurons, drawn, pointed at, clicked.

Lines are kept as a picture and drawn anew at most fifteen times a second, maps at most thirty, and
both less often where that would take too much of the window's time; panning only moves what is
there.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from time import perf_counter
from typing import ClassVar

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from playground.canvas import painting
from playground.canvas.hits import Hit, found
from playground.canvas.lines import Lines
from playground.canvas.naming import place_of, rows_of
from playground.canvas.neurons import label_room
from playground.canvas.pointer import Pointer
from playground.canvas.readout import ReadOut
from playground.canvas.scene import FULL_PAIR, INPUTS
from playground.canvas.sheet import Sheet
from playground.canvas.stamps import Stamps
from playground.canvas.under import Under
from playground.canvas.weights import Unit
from playground.canvas.zoom_chip import paint_chip
from playground.training.snapshot import TILES, Run, Snapshot
from playground.widgets import formula
from playground.widgets.throttle import Throttle
from playground.widgets.tooltip import tooltip
from playground.window.theme import Theme

_LINKS_A_SECOND, _TILES_A_SECOND = 15, 30
_FRAMES_SHARE, _LINKS_SHARE = 0.12, 0.2  # of the window's time: training needs the rest
_MOST_UNITS = 4096
_IN_WORDS = "The outline, Ctrl+Shift+O, tells it in words."
_FORMULA_AFTER = 300  # ms after the canvas is up


class Canvas(Sheet):
    """Shows a design and its training, holding `alone` while it does. The package says all it
    offers."""

    wants: ClassVar[frozenset[str]] = frozenset({TILES})

    units_edited = Signal(str, int)
    units_edit_requested = Signal(str, QRect)
    feature_toggled = Signal(str)
    choice_requested = Signal(str, QRect)
    weight_edit_requested = Signal(str, int, int, QRect)

    def __init__(
        self,
        parent: QWidget | None = None,
        alone: AbstractContextManager[object] | None = None,
    ) -> None:
        super().__init__(parent)
        self._alone = alone if alone is not None else nullcontext()
        self.hovered = Hit()
        self._at: QPointF | None = None  # of the sheet, where the pointer found it
        self.keyed = Hit()  # the neuron that the keyboard is at
        self._quiet = False  # while something else stands in the card's place
        self.pointer = Pointer(self)
        self.card = ReadOut(self.look)
        self._lines = Lines()
        self._stamps = Stamps()
        self._tiles = Throttle(self, _TILES_A_SECOND, self._redraw_live)
        self._prepared_in = 0.0  # s, for the last frame
        self._links = Throttle(self, _LINKS_A_SECOND, self.redraw_links)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_FORMULA_AFTER)
        self._later.timeout.connect(self._on_later_timeout)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Network")
        self.setAccessibleDescription(_IN_WORDS)
        self.zoomed.connect(self._on_zoomed)
        self.look.theme_changed.connect(self._on_theme_changed)

    # --- training -----------------------------------------------------------------------------

    def begin(self) -> None:
        self.pointer.cancel()
        super().begin()
        self.start(None)

    def start(self, run: Run | None) -> None:
        """Get ready for a run, or for none."""
        self.live.start(run)
        if run is None:
            self.live.expect(self._design, self._prepared)
        self.redraw_tiles()
        self.redraw_links()
        self._tiles.forget()
        self._links.forget()

    def hold(self) -> None:
        """The design cannot be trained: what was learned stays to be seen, but its loss is not the
        design's."""
        self.live.held = True
        self.update()

    def present(self, snapshot: Snapshot) -> None:
        """Show a snapshot of the run that was started."""
        self.live.take(snapshot)
        if self.isVisible():
            self._tiles.ask()

    def _redraw_live(self) -> None:
        """The maps, and in every second frame the links with them."""
        with self._alone:
            start = perf_counter()
            self.redraw_tiles()
            self._links.join()
            self._prepared_in = perf_counter() - start

    def redraw_tiles(self) -> None:
        corner = self.look.sizes.radius_field / (self.look.sizes.tile * self.zoom.scale)
        self.live.look_at(self.scene, self.look.theme, min(corner, 0.2))
        self._point()
        self.update()

    def redraw_links(self) -> None:
        self.live.link(self.scene)
        self._links.take(self._lines.seconds, _LINKS_SHARE)
        self._lines.learn()
        self.update()

    def rescened(self) -> None:
        """Links, and whatever is pointed at or pressed, are others or elsewhere by now."""
        self.live.link(self.scene)
        self.pointer.follow()
        self._hover(found(self.scene, self.hovered))

    def replaced(self) -> None:
        self._at = None
        self._lines.spoil_ground()

    # --- pointing and asking ------------------------------------------------------------------

    def point_at(self, at: QPointF | None) -> None:
        """Point at a place of the widget; None points at nothing."""
        if not self._quiet:
            self.point_to(self.hit(at) if at is not None else Hit(), at)

    def point_to(self, hit: Hit, at: QPointF | None = None) -> None:
        """Point at a thing, wherever the pointer is."""
        if hit == self.hovered:
            return
        self._hover(hit)
        self._at = self.to_sheet(at) if at is not None else None
        self._point()
        self.update()

    def _hover(self, hit: Hit) -> None:
        if "link" in (hit.what, self.hovered.what) and hit.what != self.hovered.what:
            self._lines.spoil()  # the other links step back
        self.hovered = hit
        self.shown.hovered, self.shown.part = hit.key, hit.what
        whole = self._whole()
        if whole != self.live.whole:
            self.live.whole = whole
            if any(pair.weights > FULL_PAIR for pair in self.scene.pairs):
                self.live.link(self.scene)
                self._lines.spoil()

    def _whole(self) -> Unit | None:
        """The neuron of which all links are seen: that which is pointed at, and on along its
        links."""
        hit = self.hovered
        if hit.what == "neuron":
            return hit.key, hit.unit
        if hit.link is None or self.live.whole is None:
            return None
        source = self.scene.columns[self.scene.pairs[hit.link.pair].source]
        ends = (hit.key, hit.unit), (source.key, hit.source)
        return self.live.whole if self.live.whole in ends else None

    def stand_by(self, quiet: bool) -> None:
        """Keep what is pointed at, and no card beside it, until told otherwise."""
        self._quiet = quiet
        self._point()
        self.update()

    def key_at(self, hit: Hit) -> None:
        """Mark the neuron that the keyboard is at and point at it; an empty Hit is none."""
        if hit != self.keyed:
            self.keyed = hit
            if not hit.key:
                self.setAccessibleDescription(_IN_WORDS)
            self.point_to(hit)
            self.update()

    def _point(self) -> None:
        """Say on the card what is pointed at."""
        rows = rows_of(self.scene, self.live, self.hovered)
        if not rows or self._quiet:
            self.card.hide()
            return
        place = place_of(self, self.hovered)
        if self._at is not None and self.hovered.what == "link":
            place = self.to_view(QRectF(self._at, QSizeF(1, 1)))
        within = self.free.adjusted(4, 4, -4, -4)
        self.card.show(rows, place, within, self._seen())

    def _seen(self) -> list[QRectF]:
        """What a card had better not cover."""
        seen, names = [], label_room(self.look, self.scene) + self.look.sizes.related
        for placed in self.layout_at.columns:
            label = names if placed.column.key == INPUTS else 0
            seen += [tile.adjusted(-label, 0, 0, 0) for tile in placed.tiles]
            seen += [placed.header, placed.card, placed.pill]
        return [self.to_view(area) for area in seen]

    def step_units(self, key: str, by: int) -> None:
        """Ask for more or fewer units of a layer."""
        now = self.scene.column(key).units or 1
        wanted = min(max(now + by, 1), _MOST_UNITS)
        if wanted != now:
            self.units_edited.emit(key, wanted)

    def ask_weight(self, hit: Hit) -> None:
        """Ask for a weight or a bias to be edited, at the place of its card."""
        area = self.card.area if not self.card.area.isEmpty() else place_of(self, hit)
        source = hit.source if hit.what == "link" else -1
        self.weight_edit_requested.emit(hit.key, hit.unit, source, area.toRect())

    # --- painting -----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        start = perf_counter()
        self._paint()
        self._tiles.take(self._prepared_in + perf_counter() - start, _FRAMES_SHARE)

    def _paint(self) -> None:
        painter = QPainter(self)
        look, area = self.look, QRectF(self.rect())
        self._paint_sheet(painter, area)
        if self.scene.empty:
            columns = [self.to_view(placed.cell) for placed in self.layout_at.columns]
            left, right = (columns[0].right(), columns[-1].left()) if columns else (0, area.right())
            between = QRectF(left, 0, right - left, area.height())
            text = painting.EMPTY_BESIDE_LAYERS if self._designing else painting.EMPTY
            painting.paint_empty(painter, look, between, text)
        chip = self._chip()
        if not self.scene.empty and not self._designing and self.zoom.level == "full":
            right = chip["chip"].left() if chip else self.free.right()
            painting.paint_foot(painter, look, self.free, painting.HINT, right, self._stamps)
        if self.keyed.key in self.scene.keys:
            painting.paint_keyed(painter, look, place_of(self, self.keyed))
        if chip:
            paint_chip(painter, look, chip, self.zoom.scale, self.hovered.what)
        self.card.paint(painter)

    def _paint_sheet(self, painter: QPainter, area: QRectF) -> None:
        look, layout, shown = self.look, self.layout_at, self.shown
        visible = area.translated(-self.offset)
        painter.translate(self.offset)
        behind = self.hovered.what == "link"
        under = Under(look, self.scene, layout, self.curves, self.live, shown, behind)
        pans = not self._fits or not self.curves.within(visible)
        self._lines.paint(painter, visible, self.devicePixelRatioF(), under, pans)
        if not layout.columns:
            painter.resetTransform()
            return
        if behind:
            painting.paint_link_focus(painter, look, self.curves, self.live, self.hovered.link)
        painting.paint_columns(painter, look, layout, self.live, shown, visible, self._stamps)
        painting.paint_loss(painter, look, self.scene, layout, self.live, self._stamps)
        painting.paint_insertion(painter, look, layout, shown)
        painting.paint_dragged(painter, look, layout, shown, self.live)
        painter.resetTransform()

    # --- events -------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(self.look.sizes.header_width * 6, self.look.sizes.pitch * 10)

    def minimumSizeHint(self) -> QSize:
        return QSize(
            self.look.sizes.header_narrow * 2, 2 * self.look.sizes.row + self.look.sizes.control
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()
        self._point()

    def showEvent(self, event: QShowEvent) -> None:
        if not formula.loaded():
            self._later.start()
        self._tiles.ask()
        self._links.ask()

    def hideEvent(self, event: QHideEvent) -> None:
        self._tiles.stop()
        self._links.stop()
        self._slide.finish()
        self._later.stop()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.pointer.release(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.pointer.leave()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.setAccepted(self.pointer.wheel(event))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_by(1.0 + event.value(), event.position())
                return True
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._show_tip(event)
            return True
        return super().event(event)

    def _show_tip(self, event: QHelpEvent) -> None:
        """Why a column is marked, what it is called in full, or what a button does."""
        hit = self.hit(QPointF(event.pos()))
        tip = ""
        if hit.what == "severity":
            tip = tooltip(self.scene.column(hit.key).message)
        elif hit.what == "name":
            tip = tooltip(self.scene.column(hit.key).name, painting.RENAMES, "F2")
        elif hit.what in painting.TIPS:
            tip = tooltip(painting.TIPS[hit.what])
        if tip:
            QToolTip.showText(event.globalPos(), tip, self)
        else:
            QToolTip.hideText()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = event.key()
        if control and key == Qt.Key.Key_0:
            self.fit()
        elif control and key in (Qt.Key.Key_Equal, Qt.Key.Key_Plus):
            self.zoom_step(True)
        elif control and key == Qt.Key.Key_Minus:
            self.zoom_step(False)
        else:
            super().keyPressEvent(event)

    def _on_later_timeout(self) -> None:
        formula.load()
        self.update()

    def _on_zoomed(self) -> None:
        self.point_at(None)
        self.redraw_tiles()

    def _on_theme_changed(self, theme: Theme) -> None:
        self._stamps.clear()
        self._lay_out()
        self.redraw_tiles()
        self.redraw_links()

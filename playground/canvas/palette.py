"""The palette: every kind of layer, to be clicked, dragged or typed for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QEnterEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QLayout, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from playground.canvas.gestures.drops import mime_of
from playground.canvas.gestures.edits import palette_text
from playground.canvas.gestures.gestures import Gestures
from playground.canvas.gestures.proposals import Proposal, kinds_by_group, offer
from playground.widgets import Chip, Label
from playground.widgets.drawing import rounded
from playground.widgets.focus_ring import FocusRing
from playground.widgets.matching import fits
from playground.widgets.motion import Fade
from playground.widgets.tooltip import tooltip
from playground.window.appearance import appearance
from playground.window.icons import paint_icon
from playground.window.theme import KINDS, TINTS

_HOW = "Click, then Enter adds it. Drag it to its place. Shift and click to place several."
_NOTHING = "No layer is called that."
_RAIL = 4  # narrower than so many items are high, there are only icons
_PULL = 6  # px until a press becomes a drag
_ARROWS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PaletteItem(QWidget):
    """One kind of layer: its chip, its name, a few words; a grip while one points at it."""

    picked = Signal()
    add_requested = Signal()
    place_requested = Signal()
    step_requested = Signal(int)

    def __init__(self, proposal: Proposal, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.proposal = proposal
        self.chosen = False
        self._hover = Fade(self, "hover")
        self._pressed: QPoint | None = None
        self.setAccessibleName(f"{proposal.name}, {proposal.words}")
        self.setAccessibleDescription(_HOW)
        self.setToolTip(tooltip(proposal.name, _HOW))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        FocusRing(self)

    @property
    def kind(self) -> str:
        return self.proposal.key

    def choose(self, chosen: bool) -> None:
        """Be the one that Enter adds and Tab stops at, or one of the others."""
        self.chosen = chosen
        policy = Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(policy)
        self.update()

    def carried(self) -> QMimeData:
        """What a drag of this item carries: a new layer as text."""
        return mime_of(palette_text(self.kind))

    # --- events -------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        if (event.position().toPoint() - self._pressed).manhattanLength() > _PULL:
            at, self._pressed = self._pressed, None
            drag = QDrag(self)
            drag.setMimeData(self.carried())
            drag.setPixmap(self.grab())
            drag.setHotSpot(at)
            drag.exec(Qt.DropAction.CopyAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self._pressed is not None and self.rect().contains(event.position().toPoint())
        self._pressed = None
        if inside and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.picked.emit()
            self.place_requested.emit()
        elif inside:
            self.picked.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.add_requested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in _ENTER or event.key() == Qt.Key.Key_Space:
            (self.place_requested if shift else self.add_requested).emit()
        elif event.key() in _ARROWS:
            self.step_requested.emit(_ARROWS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover.show(True)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover.show(False)

    # --- look ---------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        sizes = self.look.sizes
        return QSize(sizes.picker_width, sizes.palette_item)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.sizes.palette_item, self.look.sizes.palette_item)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, sizes, proposal = self.look, self.look.sizes, self.proposal
        painter = QPainter(self)
        area = QRectF(self.rect())
        hovered = self._hover.amount
        if self.chosen:
            rounded(painter, area, sizes.radius_field, look.color("accent_soft"))
        elif hovered:
            rounded(painter, area, sizes.radius_field, look.color("raised", hovered))
        token = f"kind_{proposal.token}"
        chip = QRectF(0, 0, sizes.kind_chip, sizes.kind_chip)
        chip.moveCenter(QPointF(sizes.inside + sizes.kind_chip / 2, area.center().y()))
        rounded(painter, chip, sizes.radius_field, look.color(token, TINTS.chip))
        paint_icon(painter, KINDS[proposal.token], token, chip.center())
        words = area.adjusted(chip.right() + sizes.related, 0, -sizes.inside, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        font = look.font("body", 500)
        painter.setFont(font)
        painter.setPen(look.color("text"))
        metrics = QFontMetrics(font)
        elide = Qt.TextElideMode.ElideRight
        name = metrics.elidedText(proposal.name, elide, int(words.width()))
        painter.drawText(words, middle, name)
        if hovered > 0.5 and area.width() > 2 * sizes.palette_item:
            at = QPointF(words.right() - sizes.icon / 2, area.center().y())
            paint_icon(painter, "grip-vertical", "text_muted", at)
            return
        room = words.width() - metrics.horizontalAdvance(name) - sizes.related
        painter.setFont(look.font("caption"))
        if painter.fontMetrics().horizontalAdvance(proposal.words) <= room:
            painter.setPen(look.color("text_muted"))
            painter.drawText(words, middle | Qt.AlignmentFlag.AlignRight, proposal.words)


class Palette(QWidget):
    """Every kind of layer under its heading, a field to find one, and where Enter adds it.

    A click picks, Enter or a double click adds, Shift+click keeps placing, a drag carries it off.
    """

    add_requested = Signal(str)
    place_requested = Signal(str)

    _made = False  # also when Python forgets it before Qt has sent its last events

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.items: dict[str, PaletteItem] = {}
        self.headings: dict[str, Label] = {}
        self.setAccessibleName("Layers")
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("Find a layer")
        self.line.setAccessibleName("Find a layer")
        self.line.setToolTip(tooltip("Find a layer", "Shows the kinds whose name or words fit."))
        self._key = Chip("Space", "key", name="On the canvas", parent=self.line)
        self.nothing = Label(_NOTHING, "muted", wrap=True, parent=self)
        self.foot = Label("", "caption", wrap=True, parent=self)
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        for group, kinds in kinds_by_group().items():
            self.headings[group] = Label(group, "caption", parent=self._list)
            self._rows.addWidget(self.headings[group])
            for kind in kinds:
                self._rows.addWidget(self._new_item(kind))
        self._rows.addStretch(1)
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(self._list)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._column = QVBoxLayout(self)
        self._column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        for widget in (self.line, self.nothing, self._scroll, self.foot):
            self._column.addWidget(widget, 1 if widget is self._scroll else 0)
        self.line.textChanged.connect(self._on_line_text_changed)
        self.line.installEventFilter(self)
        self._made = True
        self.pick(next(iter(self.items)))
        self._on_line_text_changed("")
        self.look.theme_changed.connect(self._arrange)
        self._arrange()

    def _new_item(self, kind: str) -> PaletteItem:
        item = PaletteItem(offer(kind), self._list)
        item.picked.connect(lambda: self.pick(kind))
        item.add_requested.connect(lambda: self._add(kind))
        item.place_requested.connect(lambda: self.place_requested.emit(kind))
        item.step_requested.connect(self._on_item_step_requested)
        self.items[kind] = item
        return item

    def serve(self, gestures: Gestures) -> None:
        """Add to a canvas, and say where."""
        self.add_requested.connect(gestures.add)
        self.place_requested.connect(gestures.keep_placing)
        gestures.place_changed.connect(self.foot.setText)
        self.foot.setText(gestures.place)

    @property
    def picked(self) -> str:
        """The kind that Enter adds."""
        return next(kind for kind, item in self.items.items() if item.chosen)

    def pick(self, kind: str) -> None:
        """Let Enter add layers of a kind."""
        for other, item in self.items.items():
            item.choose(other == kind)
        self._scroll.ensureWidgetVisible(self.items[kind], 0, self.look.sizes.palette_item)

    @property
    def shown(self) -> list[str]:
        """The kinds that fit what is typed."""
        return [kind for kind, item in self.items.items() if not item.isHidden()]

    def _add(self, kind: str) -> None:
        self.pick(kind)
        self.add_requested.emit(kind)

    def _on_item_step_requested(self, by: int) -> None:
        shown = self.shown
        place = shown.index(self.picked) + by
        if 0 <= place < len(shown):
            self.pick(shown[place])
            self.items[shown[place]].setFocus(Qt.FocusReason.TabFocusReason)
        elif place < 0:
            self.line.setFocus(Qt.FocusReason.BacktabFocusReason)

    def _on_line_text_changed(self, text: str) -> None:
        words = text.lower().split()
        for group, kinds in kinds_by_group().items():
            for kind in kinds:
                proposal = self.items[kind].proposal
                fitting = fits(words, f"{proposal.name} {proposal.words} {group}")
                self.items[kind].setVisible(fitting)
            self.headings[group].setVisible(any(kind in self.shown for kind in kinds))
        shown = self.shown
        self.nothing.setVisible(not shown)
        if shown and self.picked not in shown:
            self.pick(shown[0])
        self._key.setVisible(not text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._made or watched is not self.line:
            return False
        if event.type() == QEvent.Type.Resize:
            self._place_key()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Down and self.shown:
            self.items[self.picked].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in _ENTER and self.shown:
            self.add_requested.emit(self.picked)
        elif event.key() == Qt.Key.Key_Escape and self.line.text():
            self.line.clear()
        else:
            return False
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fold(event.size().width() < _RAIL * self.look.sizes.palette_item)

    def _fold(self, rail: bool) -> None:
        """Where there is no room for words, be a rail of icons."""
        if rail == self.line.isHidden():
            return
        self.line.setHidden(rail)
        self.foot.setHidden(rail)
        if rail:
            self.line.clear()
        for heading in self.headings.values():
            heading.setHidden(rail)

    def minimumSizeHint(self) -> QSize:
        sizes = self.look.sizes
        return QSize(sizes.palette_item + 2 * sizes.related, 4 * sizes.palette_item)

    def _place_key(self) -> None:
        size, line = self._key.sizeHint(), self.line.rect()
        top = (line.height() - size.height()) // 2
        self._key.setGeometry(
            line.width() - size.width() - self.look.sizes.inside, top, size.width(), size.height()
        )

    def _arrange(self) -> None:
        sizes = self.look.sizes
        edge = sizes.related
        self._column.setContentsMargins(edge, edge, edge, edge)
        self._column.setSpacing(sizes.related)
        ring = round(sizes.strong)
        self._rows.setContentsMargins(ring, ring, ring, ring)
        self._rows.setSpacing(ring)
        for heading in self.headings.values():
            heading.setContentsMargins(sizes.inside, sizes.related, 0, sizes.inside)
        self._place_key()
        self.update()

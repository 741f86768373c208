"""The palette: every kind of layer, to be clicked, dragged or typed for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from playground.canvas.gestures.gestures import Gestures
from playground.canvas.gestures.proposals import kinds_by_group, offer
from playground.canvas.palette_item import ENTER, PaletteItem
from playground.widgets import Chip, Label
from playground.widgets.matching import fits
from playground.widgets.tooltip import tooltip
from playground.window.appearance import appearance
from playground.window.icons import wear

_NOTHING = "No layer is called that."
_RAIL = 4  # narrower than so many items are high, there are only icons
_WIDEST = 2**24 - 1  # Qt's own limit


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
        self._rail = False
        self.setAccessibleName("Layers")
        self.setProperty("role", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.line = QLineEdit(self)
        glass = QAction(self.line)
        wear(glass, "search", "text_muted")
        self.line.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
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
        self._head = QHBoxLayout()
        self._head.addWidget(self.line)
        self._column.addLayout(self._head)
        self._column.addWidget(self.nothing)
        self._column.addWidget(self._scroll, 1)
        self._column.addWidget(self.foot)
        self.line.textChanged.connect(self._on_line_text_changed)
        self.line.installEventFilter(self)
        self._list.installEventFilter(self)
        self._made = True
        self.pick(next(iter(self.items)))
        self._on_line_text_changed("")
        self.look.theme_changed.connect(self._arrange)
        self._arrange()

    def _new_item(self, kind: str) -> PaletteItem:
        item = PaletteItem(offer(kind), self.line, self._list)
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
        if self._made and watched is self._list and event.type() == QEvent.Type.Resize:
            self._share_words()
        if not self._made or watched is not self.line:
            return False
        if event.type() == QEvent.Type.Resize:
            self._place_key()
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.items[self.picked].update()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Down and self.shown:
            self.items[self.picked].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in ENTER and self.shown:
            self.add_requested.emit(self.picked)
        elif event.key() == Qt.Key.Key_Escape and self.line.text():
            self.line.clear()
        else:
            return False
        return True

    def set_rail(self, rail: bool) -> None:
        """Be a rail of icons, as narrow as that, or as wide as there is room again."""
        self._rail = rail
        self.setMaximumWidth(self._rail_width if rail else _WIDEST)
        self.updateGeometry()
        self._fold(rail or self.width() < _RAIL * self.look.sizes.palette_item)

    @property
    def _rail_width(self) -> int:
        return self.look.sizes.palette_item + self.look.sizes.pad_field

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fold(self._rail or event.size().width() < _RAIL * self.look.sizes.palette_item)

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
        policy = Qt.ScrollBarPolicy
        bar = policy.ScrollBarAlwaysOff if rail else policy.ScrollBarAsNeeded
        self._scroll.setVerticalScrollBarPolicy(bar)  # it would cover half of an icon
        self._scroll.verticalScrollBar().setValue(0)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._rail_width, 4 * self.look.sizes.palette_item)

    def _place_key(self) -> None:
        size, line = self._key.sizeHint(), self.line.rect()
        top = (line.height() - size.height()) // 2
        self._key.setGeometry(
            line.width() - size.width() - self.look.sizes.inside, top, size.width(), size.height()
        )

    def _arrange(self) -> None:
        sizes, rail = self.look.sizes, self.line.isHidden()
        edge = sizes.inside if rail else sizes.related
        self._column.setContentsMargins(edge, sizes.related, edge, sizes.related)
        self._column.setSpacing(sizes.related)
        self._head.setContentsMargins(sizes.inside, 0, sizes.inside, 0)
        ring = round(sizes.strong)
        self._rows.setContentsMargins(ring, ring, ring, ring)
        self._rows.setSpacing(0)
        for heading in self.headings.values():
            heading.setContentsMargins(sizes.inside - ring, sizes.related, 0, sizes.inside)
        self.foot.setContentsMargins(sizes.inside, 0, sizes.inside, 0)
        self.nothing.setContentsMargins(sizes.inside, 0, sizes.inside, 0)
        if self._rail:
            self.setMaximumWidth(self._rail_width)
        self._place_key()
        self._share_words()
        self.update()

    def _share_words(self) -> None:
        """Items have their few words where all of them have the room, else none."""
        widest = max(item.width_with_words() for item in self.items.values())
        room = self._list.width() - 2 * round(self.look.sizes.strong)
        for item in self.items.values():
            item.set_worded(widest <= room)

"""One kind of layer in the palette: clicked, dragged, or chosen by keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QEnterEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.canvas.gestures.drops import mime_of
from playground.canvas.gestures.edits import palette_text
from playground.canvas.gestures.proposals import Proposal
from playground.widgets.drawing import rounded
from playground.widgets.focus_ring import FocusRing
from playground.widgets.motion import Fade
from playground.widgets.tooltip import tooltip
from playground.window.appearance import appearance
from playground.window.icons import paint_icon
from playground.window.theme import KINDS, TINTS

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HOW = "Click, then Enter adds it. Drag it to its place. Shift and click to place several."
_PULL = 6  # px until a press becomes a drag
_ARROWS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class PaletteItem(QWidget):
    """One kind of layer: its chip, its name, a few words; a grip while one points at it.

    The chosen one stands out while Enter would add it: when it or `field` has the keyboard.
    `worded` says whether it shows its few words.
    """

    picked = Signal()
    add_requested = Signal()
    place_requested = Signal()
    step_requested = Signal(int)

    def __init__(self, proposal: Proposal, field: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.proposal = proposal
        self._field = field
        self.chosen = False
        self.worded = True
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

    def width_with_words(self) -> int:
        """How wide the item is with its name and its words, side by side."""
        sizes, proposal = self.look.sizes, self.proposal
        name = QFontMetrics(self.look.font("body", 500)).horizontalAdvance(proposal.name)
        words = QFontMetrics(self.look.font("caption")).horizontalAdvance(proposal.words)
        return 2 * sizes.inside + sizes.kind_chip + 2 * sizes.related + name + words

    def set_worded(self, worded: bool) -> None:
        """Show the few words beside the name, or the name alone."""
        self.worded = worded
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
        if event.key() in ENTER or event.key() == Qt.Key.Key_Space:
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
        if self.chosen and (self.hasFocus() or self._field.hasFocus()):
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
        if self.worded:
            painter.setFont(look.font("caption"))
            painter.setPen(look.color("text_muted"))
            painter.drawText(words, middle | Qt.AlignmentFlag.AlignRight, proposal.words)

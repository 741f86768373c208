"""Type-ahead: a field and the list of what fits, over the canvas until something is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from playground.canvas.gestures.proposals import Proposal
from playground.widgets import Label
from playground.widgets.drawing import rounded
from playground.window.appearance import appearance
from playground.window.icons import paint_icon
from playground.window.theme import KINDS, TINTS

Find = Callable[[str], Sequence[Proposal]]
_ROWS = 7  # seen at once
_NOTHING = "Nothing fits. Try a name or a number of units."
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _ROWS,
    Qt.Key.Key_PageUp: -_ROWS,
}


class _Look(QStyledItemDelegate):
    """One proposal: its kind's icon, its name, a few words at the right."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(appearance().sizes.picker_width, appearance().sizes.row)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        look, sizes = appearance(), appearance().sizes
        proposal: Proposal = index.data(Qt.ItemDataRole.UserRole)
        view = self.parent()
        assert isinstance(view, QListWidget)
        area = QRectF(view.visualItemRect(view.item(index.row())))
        if view.currentRow() == index.row():
            rounded(painter, area, sizes.radius_field, look.color("accent_soft"))
        token = f"kind_{proposal.token}"
        chip = QRectF(0, 0, sizes.hit, sizes.hit)
        chip.moveCenter(QPointF(area.left() + sizes.inside + sizes.hit / 2, area.center().y()))
        rounded(painter, chip, sizes.radius_field, look.color(token, TINTS.chip))
        paint_icon(painter, KINDS[proposal.token], token, chip.center(), sizes.icon_field)
        words = area.adjusted(sizes.hit + 3 * sizes.inside, 0, -sizes.related, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font("body", 500, tabular=True))
        painter.setPen(look.color("text"))
        painter.drawText(words, middle, proposal.name)
        left = painter.fontMetrics().horizontalAdvance(proposal.name) + sizes.group
        painter.setFont(look.font("caption"))
        if painter.fontMetrics().horizontalAdvance(proposal.words) <= words.width() - left:
            painter.setPen(look.color("text_muted"))
            painter.drawText(words, middle | Qt.AlignmentFlag.AlignRight, proposal.words)


class Search(QWidget):
    """A floating card with a field; arrows choose from what fits, Enter takes it, Esc closes.

    `chosen(Proposal)` comes after it has closed; `closed` whenever it goes.
    """

    chosen = Signal(object)
    closed = Signal()

    _made = False  # also when Python forgets it before Qt has sent its last events

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self.look = appearance()
        self._find: Find = lambda query: ()
        self.line = QLineEdit(self)
        self.list = QListWidget(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_Look(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.nothing = Label(_NOTHING, "muted", wrap=True, parent=self)
        self._column = QVBoxLayout(self)
        for widget in (self.line, self.list, self.nothing):
            self._column.addWidget(widget)
        self.line.textChanged.connect(self._on_line_text_changed)
        self.list.itemClicked.connect(self._on_list_item_clicked)
        self.list.itemEntered.connect(self.list.setCurrentItem)
        self.line.setAccessibleName("Find a layer")
        self.line.setToolTip("Type a kind, an activation or a number of units.")
        self.line.installEventFilter(self)
        self._made = True
        self.look.theme_changed.connect(self._arrange)
        self._arrange()
        self.hide()

    def open(self, find: Find, at: QPoint, hint: str, text: str = "") -> None:
        """Ask at a place of the parent; `find` gives what fits a text."""
        self._find = find
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(hint)
        self.line.setText(text)
        self._on_line_text_changed(text)
        room = self._room()
        x = min(max(at.x(), room.left()), max(room.left(), room.right() - self.width()))
        y = min(max(at.y(), room.top()), max(room.top(), room.bottom() - self.height()))
        self.move(x, y)
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def _room(self) -> QRect:
        edge = self.look.sizes.inside
        return self._host.rect().adjusted(edge, edge, -edge, -edge)

    @property
    def proposals(self) -> list[Proposal]:
        """What fits now."""
        rows = range(self.list.count())
        return [self.list.item(row).data(Qt.ItemDataRole.UserRole) for row in rows]

    def close_search(self) -> None:
        """Go away, with nothing chosen."""
        if self.isHidden():
            return
        typing = self.line.hasFocus()
        self.hide()
        if typing:
            self._host.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def take(self, row: int) -> None:
        """Choose one of the proposals."""
        item = self.list.item(row)
        if item is not None:
            proposal = item.data(Qt.ItemDataRole.UserRole)
            self.close_search()
            self.chosen.emit(proposal)

    def sizeHint(self) -> QSize:
        sizes = self.look.sizes
        rows = min(max(self.list.count(), 1), _ROWS)
        high = sizes.control + rows * sizes.row + 3 * sizes.related
        return QSize(round(sizes.tooltip), high)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, sizes = self.look, self.look.sizes
        edge = look.color("border_strong")
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("canvas"))
        rounded(painter, QRectF(self.rect()), sizes.radius_card, look.color("panel"), edge)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._made:
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event.key())
        if event.type() == QEvent.Type.FocusOut:
            self.close_search()
        return False

    def _on_key(self, key: int) -> bool:
        if key in _STEPS:
            last = self.list.count() - 1
            row = self.list.currentRow() + _STEPS[Qt.Key(key)]
            self.list.setCurrentRow(min(max(row, 0), last))
            self._speak()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take(self.list.currentRow())
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.close_search()
        else:
            return False
        return True

    def _on_line_text_changed(self, text: str) -> None:
        self.list.clear()
        for proposal in self._find(text):
            item = QListWidgetItem(self.list)
            item.setData(Qt.ItemDataRole.UserRole, proposal)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{proposal.name}, {proposal.words}")
        self.list.setVisible(self.list.count() > 0)
        self.nothing.setVisible(self.list.count() == 0)
        self.list.setCurrentRow(0)
        self.resize(self.sizeHint().boundedTo(self._room().size()))
        self._speak()

    def _speak(self) -> None:
        item = self.list.currentItem()
        said = item.data(Qt.ItemDataRole.AccessibleTextRole) if item is not None else _NOTHING
        self.line.setAccessibleDescription(said)
        self.list.viewport().update()

    def _on_list_item_clicked(self, item: QListWidgetItem) -> None:
        self.take(self.list.row(item))

    def _arrange(self) -> None:
        sizes = self.look.sizes
        self._column.setContentsMargins(*[sizes.related] * 4)
        self._column.setSpacing(sizes.inside)
        self.line.setFixedHeight(sizes.control)
        self.list.setMinimumWidth(QFontMetrics(self.font()).averageCharWidth())
        self.list.setStyleSheet("QListWidget { background: transparent; border: none; }")
        self.update()

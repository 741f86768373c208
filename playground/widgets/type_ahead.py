"""Type-ahead: a field and the list of what fits, over a widget until something is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QCursor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from playground.widgets.drawing import paint_shadow, rounded
from playground.widgets.label import Label
from playground.widgets.leaving import leaves
from playground.widgets.room import kept_within
from playground.window.appearance import appearance

Find = Callable[[str], Sequence[Any]]

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_PAGES = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


class _Rows(QStyledItemDelegate):
    """Lets the type-ahead paint its rows."""

    def __init__(self, owner: TypeAhead) -> None:
        super().__init__(owner)
        self._owner = owner

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
        look, view = appearance(), self._owner.list
        area = QRectF(view.visualItemRect(view.item(index.row())))
        if view.currentRow() == index.row():
            rounded(painter, area, look.sizes.radius_field, look.color("accent_soft"))
        self._owner.paint_row(painter, area, index.data(Qt.ItemDataRole.UserRole))


class TypeAhead(QWidget):
    """A floating card with a field; arrows choose from what fits, Enter takes it, Esc closes.

    `chosen(value)` comes after it has closed; `closed` whenever it goes. The keyboard goes back to
    where it was. Subclasses say how a value is painted and spoken, and why one cannot be taken.
    """

    chosen = Signal(object)
    closed = Signal()

    _made = False  # also when Python forgets it before Qt has sent its last events

    def __init__(self, parent: QWidget, name: str, rows: int, nothing: str) -> None:
        super().__init__(parent)
        self._host = parent
        self._rows_seen, self._nothing = rows, nothing
        self._back: QWidget | None = None
        self._pointer = QCursor.pos()  # where it was when the list or a key last had its way
        self.look = appearance()
        self._find: Find = lambda query: ()
        self.line = QLineEdit(self)
        self.line.setAccessibleName(name)
        self.setFocusProxy(self.line)
        self.list = QListWidget(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_Rows(self))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.nothing = Label(nothing, "muted", wrap=True, parent=self)
        self._column = QVBoxLayout(self)
        for widget in (self.line, self.list, self.nothing):
            self._column.addWidget(widget)
        self.line.textChanged.connect(self._on_line_text_changed)
        self.list.itemClicked.connect(self._on_list_item_clicked)
        self.list.itemEntered.connect(self._on_list_item_entered)
        self.list.currentRowChanged.connect(self._on_list_current_row_changed)
        self.line.installEventFilter(self)
        self._made = True
        self.look.theme_changed.connect(self._arrange)
        self._arrange()
        self.hide()

    # --- for subclasses -----------------------------------------------------------------------

    def paint_row(self, painter: QPainter, area: QRectF, value: Any) -> None:
        """Paint a value over its row's ground."""
        raise NotImplementedError

    def spoken(self, value: Any) -> str:
        """A value as a screen reader says it."""
        raise NotImplementedError

    def refusal(self, value: Any) -> str:
        """Why a value that is shown cannot be taken; empty where it can."""
        return ""

    def card_width(self) -> int:
        """How wide the card likes to be, in px."""
        return self.look.sizes.tooltip

    def free(self) -> QRectF:
        """The part of the parent that nothing else lies over."""
        return QRectF(self._host.rect())

    # --- coming and going ---------------------------------------------------------------------

    def ask(self, find: Find, at: QPoint, hint: str, back: QWidget, text: str = "") -> None:
        """Ask, the card's upper left corner at a place of the parent or as near as there is room;
        `find` gives what fits a text. The keyboard goes `back` to a widget."""
        self._find, self._back, self._pointer = find, back, QCursor.pos()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a click on the card is no click elsewhere
        self.setAccessibleName(hint)
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(hint)
        self.line.setText(text)
        self._on_line_text_changed(text)
        self.place(at)
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self, at: QPoint) -> None:
        """Stand at a place of the parent, as far as there is room."""
        self.resize(self.sizeHint())
        card = QRectF(at, self.card.size())
        self.move(kept_within(card, self._room()).topLeft().toPoint() - self.card.topLeft())

    def _room(self) -> QRectF:
        edge = self.look.sizes.inside
        return self.free().adjusted(edge, edge, -edge, -edge)

    @property
    def card(self) -> QRect:
        """The card itself, within the room that its shadow takes."""
        sizes = self.look.sizes
        blur, below = sizes.shadow_blur, sizes.shadow_blur + sizes.shadow_offset
        return self.rect().adjusted(blur, blur, -blur, -below)

    @property
    def proposals(self) -> list[Any]:
        """What fits now."""
        rows = range(self.list.count())
        return [self.list.item(row).data(Qt.ItemDataRole.UserRole) for row in rows]

    def close_search(self) -> None:
        """Go away, with nothing chosen."""
        if self.isHidden():
            return
        typing, back = self.line.hasFocus(), self._back
        self._back, self._find = None, lambda query: ()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self.list.clear()
        if typing and back is not None and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def take(self, row: int) -> None:
        """Choose one of the proposals, if it can be."""
        item = self.list.item(row)
        if item is None:
            return
        value = item.data(Qt.ItemDataRole.UserRole)
        if not self.refusal(value):
            self.close_search()
            self.chosen.emit(value)

    # --- what a person does -------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._made or self.isHidden():
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(Qt.Key(event.key()))
        if leaves(event):
            self.close_search()
        return False

    def _on_list_item_entered(self, item: QListWidgetItem) -> None:
        """Go with the pointer where it moves, not where the list moves beneath it."""
        if QCursor.pos() != self._pointer:
            self._pointer = QCursor.pos()
            self.list.setCurrentItem(item)

    def _on_key(self, key: Qt.Key) -> bool:
        self._pointer = QCursor.pos()
        if key in _STEPS or key in _PAGES:
            by = _STEPS.get(key, 0) + self._rows_seen * _PAGES.get(key, 0)
            row = self.list.currentRow() + by
            self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take(self.list.currentRow())
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.close_search()
        else:
            return False
        return True

    def _on_line_text_changed(self, text: str) -> None:
        self.list.clear()
        for value in self._find(text):
            item = QListWidgetItem(self.list)
            item.setData(Qt.ItemDataRole.UserRole, value)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, self.spoken(value))
        self.list.setVisible(self.list.count() > 0)
        self.nothing.setVisible(self.list.count() == 0)
        self.list.setCurrentRow(0)
        self.list.scrollToTop()
        self.resize(self.sizeHint())
        self._on_list_current_row_changed()

    def _on_list_current_row_changed(self) -> None:
        item = self.list.currentItem()
        said = item.data(Qt.ItemDataRole.AccessibleTextRole) if item is not None else self._nothing
        self.line.setAccessibleDescription(said)
        self.list.viewport().update()

    def _on_list_item_clicked(self, item: QListWidgetItem) -> None:
        self.take(self.list.row(item))

    # --- look ---------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        sizes = self.look.sizes
        rows = min(max(self.list.count(), 1), self._rows_seen)
        high = sizes.control + rows * sizes.row + 2 * sizes.related + sizes.inside
        card = QSize(self.card_width(), high).boundedTo(self._room().size().toSize())
        blur = 2 * sizes.shadow_blur
        return card + QSize(blur, blur + sizes.shadow_offset)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, sizes, area = self.look, self.look.sizes, QRectF(self.card)
        painter = QPainter(self)
        paint_shadow(painter, look, area)
        rounded(painter, area, sizes.radius_card, look.color("panel"), look.color("border_strong"))

    def _arrange(self) -> None:
        sizes = self.look.sizes
        card, whole = self.card, self.rect()
        edge = sizes.related
        self._column.setContentsMargins(
            card.left() - whole.left() + edge,
            card.top() - whole.top() + edge,
            whole.right() - card.right() + edge,
            whole.bottom() - card.bottom() + edge,
        )
        self._column.setSpacing(sizes.inside)
        self.line.setFixedHeight(sizes.control)
        self.list.setMinimumWidth(QFontMetrics(self.font()).averageCharWidth())
        self.list.setStyleSheet("QListWidget { background: transparent; border: none; }")
        self.update()

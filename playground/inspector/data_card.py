"""The data on a card: what the network learns from while one designs it, and all there is to choose
from behind it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from engine.data import Csv, Data, Prepared
from engine.design import Design
from playground.inspector.data_edits import with_data_kind
from playground.inspector.data_facts import described, titled
from playground.inspector.data_popup import DataPopup
from playground.inspector.thumbnail import paint_data, paint_table
from playground.widgets import tooltip
from playground.widgets.drawing import rounded
from playground.widgets.focus_ring import FocusRing
from playground.widgets.motion import Fade
from playground.window.appearance import appearance
from playground.window.icons import paint_icon
from playground.window.theme import TINTS

_RAIL = 4  # narrower than so many items of the palette are high, there is only the picture
_HOW = "Choose other data, or open a table of your own."
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Down)


class CardFace(QAbstractButton):
    """What is seen of the data: picture, name, facts, and a chevron.

    `open_requested(by_key)` comes from a click, from Enter, Space or Down, and from a screen
    reader's press, which counts as a key.
    """

    open_requested = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.data: Data = Design().data
        self.facts = ""
        self._hover = Fade(self, "hover")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        FocusRing(self, radius="radius_card")
        self.clicked.connect(self._on_clicked)
        self.look.theme_changed.connect(self._on_theme_changed)

    def show_data(self, data: Data, facts: str) -> None:
        """Show data, and what is known of it."""
        self.data, self.facts = data, facts
        self.setText(titled(data))
        self.setAccessibleName(f"Data: {self.text()}")
        self.setAccessibleDescription(f"{facts}. {_HOW}")
        self.setToolTip(tooltip(self.text(), _HOW))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.open_requested.emit(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENS:
            self.click()
        else:
            super().keyPressEvent(event)

    def _on_clicked(self) -> None:
        self.open_requested.emit(True)  # not by the mouse, which opens at its press

    # --- look ---------------------------------------------------------------------------------

    def _pad(self) -> int:
        return self.look.sizes.radius_field

    def _side(self) -> int:
        """Of the picture."""
        room = self.width() - 2 * self.look.sizes.inside
        return min(2 * self.look.sizes.hit + self.look.sizes.inside, room)

    def sizeHint(self) -> QSize:
        sizes = self.look.sizes
        high = 2 * sizes.hit + sizes.inside + 2 * self._pad()
        return QSize(3 * high, high)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.sizes.row, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look, sizes, side = self.look, self.look.sizes, self._side()
        painter = QPainter(self)
        area, radius = QRectF(self.rect()), sizes.radius_card
        rounded(painter, area, radius, look.color("raised"), look.color("border"), sizes.hairline)
        if self._hover.amount:
            rounded(painter, area, radius, look.color("text", TINTS.hover * self._hover.amount))
        picture = QRectF(0, 0, side, side)
        picture.moveCenter(area.center())
        if narrow := self.width() < _RAIL * sizes.palette_item:
            picture.moveLeft((self.width() - side) / 2)
        else:
            picture.moveLeft(self._pad())
        rounded(painter, picture, sizes.radius_field, look.color("canvas"))
        inner = picture.adjusted(sizes.inside, sizes.inside, -sizes.inside, -sizes.inside)
        if isinstance(self.data, Csv):
            paint_table(painter, inner)
        else:
            paint_data(painter, inner, self.data.kind)
        if not narrow:
            self._paint_words(painter, area.adjusted(picture.right() + sizes.panel, 0, 0, 0))

    def _paint_words(self, painter: QPainter, room: QRectF) -> None:
        """The name with the chevron beside it, and the facts below in one or two lines."""
        look, sizes = self.look, self.look.sizes
        room.setRight(self.width() - sizes.pad_field)
        bold, small = look.font("body", 600), look.font("small")
        name, wraps = QFontMetrics(bold).height(), int(Qt.TextFlag.TextWordWrap)
        metrics, shown = QFontMetrics(small), self.facts
        if metrics.horizontalAdvance(shown) > room.width():
            shown = shown.replace(", ", ",\n")
        facts = metrics.boundingRect(room.toRect(), wraps, shown).height()
        top = (self.height() - name - facts - sizes.inside / 2) / 2
        words = QRectF(room.left(), top, room.width() - sizes.icon - sizes.inside, name)
        painter.setFont(bold)
        painter.setPen(look.color("text"))
        middle = Qt.TextElideMode.ElideMiddle
        text = painter.fontMetrics().elidedText(self.text(), middle, int(words.width()))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
        at = QPointF(room.right() - sizes.icon_field / 2, words.center().y())
        paint_icon(painter, "chevron-down", "text_muted", at, sizes.icon_field)
        painter.setFont(small)
        painter.setPen(look.color("text_muted"))
        below = QRectF(room.left(), words.bottom() + sizes.inside / 2, room.width(), facts)
        painter.drawText(below, wraps, shown)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover.show(True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover.show(False)
        super().leaveEvent(event)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


class DataCard(QWidget):
    """Chooses a design's data without changing it: `design_edited(design)` carries each new design,
    its output and loss made to fit the data. `open_table_requested` asks for a table of one's own.
    """

    design_edited = Signal(object)
    open_table_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.design = Design()
        self.face = CardFace()
        self.popup = DataPopup(self)
        self.face.open_requested.connect(self._on_face_open_requested)
        self.popup.chosen.connect(self._on_popup_chosen)
        self.popup.open_table_requested.connect(self.open_table_requested)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.face)
        self._column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # margins give
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        appearance().theme_changed.connect(self._arrange)
        self._arrange()
        self.show_design(self.design)

    def show_design(self, design: Design, prepared: Prepared | None = None) -> None:
        """Show a design's data, silently; with `prepared` data also what only reading tells."""
        self.design = design
        self.face.show_data(design.data, described(design.data, prepared, briefly=True))
        self.popup.show_data(design.data)

    def minimumSizeHint(self) -> QSize:
        least = self.face.minimumSizeHint().width() + 2 * appearance().sizes.inside
        return QSize(least, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        sizes = appearance().sizes
        rail = self.width() < _RAIL * sizes.palette_item
        beside = sizes.inside if rail else sizes.panel
        self._column.setContentsMargins(beside, round(sizes.strong), beside, sizes.panel)

    def _on_face_open_requested(self, by_key: bool) -> None:
        self.popup.open_under(self.face, by_key)

    def _on_popup_chosen(self, kind: str) -> None:
        if kind != self.design.data.kind:
            design = with_data_kind(self.design, kind)
            self.show_design(design)
            self.design_edited.emit(design)

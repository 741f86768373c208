"""One of several: a field that opens a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyledItemDelegate, QWidget

from playground.widgets.drawing import rounded
from playground.widgets.focus_ring import FocusRing
from playground.widgets.motion import Fade
from playground.widgets.tooltip import tooltip
from playground.window.appearance import appearance
from playground.window.icons import paint_icon
from playground.window.theme import TINTS


class Picker(QComboBox):
    """Chooses one key of `choices`, each a key and the words for it.

    `chosen(key)` comes when a person has picked another one.
    """

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        choices: Sequence[tuple[str, str]],
        choice: str = "",
        *,
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = appearance()
        self._hover = Fade(self, "hover")
        self._widest: int | None = None
        self.setAccessibleName(name)
        self.setAccessibleDescription(tip)
        self.setToolTip(tooltip(name, tip))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(16)
        self.setItemDelegate(QStyledItemDelegate(self))  # one that the style sheet reaches
        FocusRing(self)
        self.set_choices(choices, choice)
        self.activated.connect(self._on_activated)
        self.look.theme_changed.connect(self._on_theme_changed)

    @property
    def choice(self) -> str:
        """The key that is chosen."""
        return str(self.currentData() or "")

    def set_choices(self, choices: Sequence[tuple[str, str]], choice: str = "") -> None:
        """Offer other choices, silently; the first is taken where `choice` is not among them."""
        self.clear()
        self._widest = None
        for key, words in choices:
            self.addItem(words, key)
        self.set_choice(choice if self.findData(choice) >= 0 else self.choice)

    def set_choice(self, key: str) -> None:
        """Show a choice, silently. Raises LookupError where it is not among the choices."""
        index = self.findData(key)
        if index < 0 and self.count():
            raise LookupError(f"{self.accessibleName()}: expected one of its choices, found {key}.")
        self.setCurrentIndex(index)
        self._former = key
        self.update()

    def _on_activated(self) -> None:
        if self.choice != self._former:
            self._former = self.choice
            self.chosen.emit(self.choice)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls what the field stands in, unless the field has the keyboard."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    # --- look ---------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        sizes = self.look.sizes
        if self._widest is None:  # layouts ask often, and lists can be long
            metrics = QFontMetrics(self.look.font("body", 500))
            words = (self.itemText(index) for index in range(self.count()))
            self._widest = max((metrics.horizontalAdvance(text) for text in words), default=0)
        needed = self._widest + 2 * sizes.pad_field + sizes.icon_gap + sizes.icon_field
        return QSize(max(needed, sizes.picker_width), sizes.control)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.sizes.picker_width // 2, self.look.sizes.control)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, sizes = self.look, self.look.sizes
        painter = QPainter(self)
        area = QRectF(self.rect())
        radius = sizes.radius_field
        rounded(painter, area, radius, look.color("raised"), look.color("border"), sizes.hairline)
        if self._hover.amount and self.isEnabled():
            tint = look.color("text", TINTS.hover * self._hover.amount)
            rounded(painter, area, radius, tint)
        chevron = sizes.icon_field
        center = QPointF(self.width() - sizes.pad_field - chevron / 2 + 1, self.height() / 2)
        enabled = self.isEnabled()
        ink = "text_muted" if enabled else "text_disabled"
        paint_icon(painter, "chevron-down", ink, center, chevron)
        font = look.font("body", 500)
        painter.setFont(font)
        painter.setPen(look.color("text" if enabled else "text_disabled"))
        words = area.adjusted(sizes.pad_field, 0, -sizes.pad_field - chevron - sizes.inside, 0)
        text = QFontMetrics(font).elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, int(words.width())
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover.show(True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover.show(False)
        super().leaveEvent(event)

    def _on_theme_changed(self) -> None:
        self._widest = None
        self.updateGeometry()
        self.update()

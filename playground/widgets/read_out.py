"""A live number under its caption, in a width kept for the longest value it may have."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.widgets.tooltip import tooltip
from playground.window.appearance import appearance

Tone = Literal["text", "focus", "danger"]


class ReadOut(QWidget):
    """Shows a text that changes often; nothing around it moves when it does.

    `longest` is a text as wide as any it will show. The tone `focus` says that it is a rewound
    value, `danger` that training has diverged.
    """

    def __init__(
        self, caption: str, longest: str, *, tip: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.look = appearance()
        self._caption = caption
        self._longest = longest
        self._text = ""
        self._tone: Tone = "text"
        self.set_caption(caption, tip)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.look.theme_changed.connect(self._on_theme_changed)

    @property
    def text(self) -> str:
        return self._text

    def set_caption(self, caption: str, tip: str) -> None:
        """Say what the number is; `longest` keeps the width."""
        self._caption = caption
        self.setToolTip(tooltip(caption, tip))
        self.setAccessibleDescription(tip)
        self.setAccessibleName(f"{caption}: {self._text}" if self._text else caption)
        self.update()

    def set_longest(self, longest: str) -> None:
        """Keep another width."""
        self._longest = longest
        self.updateGeometry()

    def set_text(self, text: str, tone: Tone = "text") -> None:
        """Show a value."""
        if (text, tone) != (self._text, self._tone):
            self._text, self._tone = text, tone
            self.setAccessibleName(f"{self._caption}: {text}" if text else self._caption)
            self.update()

    def sizeHint(self) -> QSize:
        caption = QFontMetrics(self.look.font("caption", 500))
        number = QFontMetrics(self.look.font("title", 600, tabular=True))
        width = max(
            caption.horizontalAdvance(self._caption), number.horizontalAdvance(self._longest)
        )
        return QSize(width + 1, self.look.sizes.run_height)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self.look
        painter = QPainter(self)
        middle = self.height() / 2
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        enabled = self.isEnabled()
        painter.setFont(look.font("caption", 500))
        painter.setPen(look.color("text_muted" if enabled else "text_disabled"))
        painter.drawText(QRectF(0, 0, self.width(), middle), left, self._caption)
        painter.setFont(look.font("title", 600, tabular=True))
        painter.setPen(look.color(self._tone if enabled else "text_disabled"))
        painter.drawText(QRectF(0, middle - 1, self.width(), middle + 1), left, self._text)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()

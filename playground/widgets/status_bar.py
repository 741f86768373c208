"""The last line of the window: how things stand, as a dot and a sentence, and a few facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStatusBar, QWidget

from playground.widgets.drawing import disc
from playground.window.appearance import appearance

Tone = Literal["text_muted", "success", "warning", "danger", "info"]


class StatusLine(QWidget):
    """Paints the sentence and the facts; the facts leave from the left where room is short."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.message = ""
        self.tone: Tone = "text_muted"
        self.facts: tuple[str, ...] = ()
        self._widths: list[int] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Status")
        self.look.theme_changed.connect(self._on_theme_changed)

    def set_facts(self, facts: Sequence[str]) -> None:
        """A fact's width only grows, so that numbers stand still while they change."""
        if len(facts) != len(self.facts):
            self._widths = [0] * len(facts)
        self.facts = tuple(facts)
        self._measure()
        self.update()

    def refresh(self) -> None:
        self.setAccessibleName(self.message or "Status")
        self.setAccessibleDescription(", ".join(self.facts))
        self.setToolTip(self.message or "What is going on")
        self.update()

    def _measure(self) -> None:
        metrics = QFontMetrics(self.look.font("small", tabular=True))
        self._widths = [
            max(width, metrics.horizontalAdvance(fact))
            for width, fact in zip(self._widths, self.facts, strict=True)
        ]

    def sizeHint(self) -> QSize:
        sizes = self.look.sizes
        return QSize(sizes.card_foot, sizes.status_bar - round(sizes.hairline))

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        look, sizes = self.look, self.look.sizes
        painter = QPainter(self)
        font = look.font("small", tabular=True)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        height, dot = self.height(), sizes.dot
        left = sizes.pad_fix
        if self.message:
            disc(painter, QRectF(left, (height - dot) // 2, dot, dot), look.color(self.tone))
        left += dot + sizes.related
        painter.setPen(look.color("text_muted"))
        between = f"{' ' * 2}·{' ' * 2}"
        gap = metrics.horizontalAdvance(between)
        right = self.width() - sizes.pad_fix
        room = left + metrics.horizontalAdvance(self.message) + sizes.columns
        middle = Qt.AlignmentFlag.AlignVCenter
        for place in range(len(self.facts) - 1, -1, -1):
            width = self._widths[place]
            last = place == len(self.facts) - 1
            needed = width if last else width + gap
            if right - needed < room:
                break
            if not last:
                right -= gap
                painter.drawText(
                    QRectF(right, 0, gap, height), middle | Qt.AlignmentFlag.AlignHCenter, "·"
                )
            right -= width
            words = QRectF(right, 0, width, height)
            painter.drawText(words, middle | Qt.AlignmentFlag.AlignRight, self.facts[place])
        area = QRectF(left, 0, max(0.0, right - left - sizes.related), height)
        text = metrics.elidedText(self.message, Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(area, middle, text)

    def _on_theme_changed(self) -> None:
        self._widths = [0] * len(self.facts)
        self._measure()
        self.updateGeometry()
        self.update()


class StatusBar(QStatusBar):
    """The window's status bar; what Qt tells of a menu item hides the line for as long."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.setSizeGripEnabled(False)
        self.setContentsMargins(0, 0, 0, 0)
        self.setAccessibleName("Status")
        self.setToolTip("What is going on")
        self._line = StatusLine(self)
        self.addWidget(self._line, 1)
        self._set_height()
        self.look.theme_changed.connect(self._set_height)

    @property
    def message(self) -> str:
        return self._line.message

    def say(self, message: str, tone: Tone = "text_muted") -> None:
        """Say how things stand; the tone colours the dot."""
        self._line.message, self._line.tone = message, tone
        self._line.refresh()

    def set_facts(self, facts: Sequence[str]) -> None:
        """Show facts at the right, the least needed one first."""
        self._line.set_facts(facts)
        self._line.refresh()

    def _set_height(self) -> None:
        self.setFixedHeight(self.look.sizes.status_bar)

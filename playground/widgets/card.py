"""A problem or a finding: what is wrong, why, and what to do about it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.widgets.button import Button
from playground.widgets.drawing import rounded
from playground.widgets.label import Label
from playground.window.appearance import appearance
from playground.window.icons import paint_icon

Severity = Literal["error", "warning", "info", "success"]

_SHOWN = {
    "error": ("danger", "circle-alert", "Error"),
    "warning": ("warning", "triangle-alert", "Suggestion"),
    "info": ("info", "info", "Note"),
    "success": ("success", "circle-check", "Done"),
}
_ANY = 2**24 - 1  # Qt's own limit
_Across = QBoxLayout.Direction.LeftToRight
_Down = QBoxLayout.Direction.TopToBottom


class Card(QWidget):
    """A raised card with a bar in the colour of its severity.

    Its buttons stand at the right, or at the foot where the card is narrow: first those that leave
    things as they are, last the one that mends them.
    """

    def __init__(
        self, severity: Severity, title: str, sentence: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.severity: Severity = severity
        self.buttons: list[Button] = []
        self._low, self._terse = False, False
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._title = Label("", "heading", wrap=True)
        self._sentence = Label("", "small", wrap=True)
        self._words = QVBoxLayout()
        self._words.addStretch(1)
        self._words.addWidget(self._title)
        self._words.addWidget(self._sentence)
        self._words.addStretch(1)
        self._choices = QBoxLayout(_Across)
        self._all = QBoxLayout(_Across, self)
        self._all.addLayout(self._words, 1)
        self._all.addLayout(self._choices)
        self.set_words(title, sentence)
        self._arrange()
        self.look.theme_changed.connect(self._on_theme_changed)

    @property
    def title(self) -> str:
        return self._title.text()

    def set_words(self, title: str, sentence: str = "") -> None:
        """Say something else on the same card."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence) and not self._terse)
        self.setToolTip(sentence if self._terse else "")
        self.setAccessibleName(f"{_SHOWN[self.severity][2]}: {title}")
        self.setAccessibleDescription(sentence)

    def set_low(self, low: bool) -> None:
        """Have less room above and below the words, where a strip of cards has little height."""
        if low != self._low:
            self._low = low
            self._arrange()

    def set_terse(self, terse: bool) -> None:
        """Say only what is wrong, and in the tooltip why, where every line counts."""
        if terse != self._terse:
            self._terse = terse
            self.set_words(self.title, self._sentence.text())

    def add_button(self, button: Button) -> None:
        """Add a choice; the last one stands outermost."""
        if self.buttons:
            self._choices.addStretch(1)
        self._choices.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.buttons.append(button)
        self._arrange()

    @property
    def narrow(self) -> bool:
        """Whether the buttons stand at the foot."""
        return self._foot(self.width())

    def needed_height(self, width: int) -> int:
        """How tall the card is where it is so wide."""
        self._arrange(width)
        return self._all.totalHeightForWidth(width)

    def _foot(self, width: int) -> bool:
        return bool(self.buttons) and width < self.look.sizes.card_foot

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest button: the words wrap, the buttons stack."""
        least = super().minimumSizeHint()
        margins = self._all.contentsMargins()
        widest = max((button.sizeHint().width() for button in self.buttons), default=0)
        widest = min(widest, self.look.sizes.header_width)  # longer words are elided
        least.setWidth(margins.left() + widest + margins.right() + self.look.sizes.pad_control)
        return least

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def _arrange(self, width: int | None = None) -> None:
        width = self.width() if width is None else width
        sizes, foot = self.look.sizes, self._foot(width)
        pad = sizes.pad_control
        for button in self.buttons:
            button.set_size("control" if foot else "fix")
        # a ghost's words, not its edge, stand in line with the title
        left = sizes.severity + sizes.icon + 2 * sizes.panel - pad
        first_is_ghost = bool(self.buttons) and self.buttons[0].kind == "ghost"
        outdent = sizes.pad_control - sizes.pad_ghost
        rim = sizes.related if self._low else pad
        self._all.setContentsMargins(left, rim, pad, rim)
        self._words.setContentsMargins(pad, 0, 0, 0)
        self._choices.setContentsMargins(
            (outdent if first_is_ghost else pad) if foot else 0, 0, 0, 0
        )
        self._all.setSpacing(sizes.panel)
        self._words.setSpacing(sizes.inside)
        self._choices.setSpacing(sizes.related)
        self._all.setDirection(_Down if foot else _Across)
        needed = sum(button.sizeHint().width() + sizes.related for button in self.buttons)
        stacked = foot and needed > width - left - pad
        self._choices.setDirection(_Down if stacked else _Across)
        for button in self.buttons:
            button.setMaximumWidth(max(1, width - left - 2 * pad) if foot else _ANY)
            aside = stacked and button.kind != "ghost"
            side = Qt.AlignmentFlag.AlignRight if aside else Qt.AlignmentFlag.AlignLeft
            self._choices.setAlignment(button, side | Qt.AlignmentFlag.AlignVCenter)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, sizes = self.look, self.look.sizes
        token, icon, _ = _SHOWN[self.severity]
        painter = QPainter(self)
        area = QRectF(self.rect())
        line = sizes.hairline
        rounded(painter, area, sizes.radius_card, look.color("raised"), look.color("border"), line)
        inset = sizes.pad_field
        bar = QRectF(line, inset, sizes.severity, self.height() - 2 * inset)
        rounded(painter, bar, sizes.severity / 2, look.color(token))
        first = QFontMetrics(look.font("heading", 600)).height() / 2
        center = QPointF(sizes.severity + sizes.panel + sizes.icon / 2, self._title.y() + first)
        paint_icon(painter, icon, token, center)

    def _on_theme_changed(self) -> None:
        self._arrange()
        self.updateGeometry()
        self.update()

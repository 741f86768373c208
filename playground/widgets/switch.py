"""On or off, taking effect at once."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from playground.widgets.drawing import disc, rounded
from playground.widgets.focus_ring import FocusRing
from playground.widgets.motion import Fade
from playground.widgets.tooltip import tooltip
from playground.window.appearance import appearance


class Switch(QCheckBox):
    """A switch with its words at the right, or none where a row already has them.

    Qt's `clicked(bool)` tells what a person did; `toggled(bool)` tells every change.
    """

    def __init__(
        self, name: str, *, text: str = "", tip: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.look = appearance()
        self._slide = Fade(self, "state")
        self.setAccessibleName(name)
        self.setAccessibleDescription(tip)
        self.setToolTip(tooltip(name, tip))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        FocusRing(self, radius="radius_card")
        self.toggled.connect(self._slide.show)
        self.look.theme_changed.connect(self._on_theme_changed)

    def sizeHint(self) -> QSize:
        sizes = self.look.sizes
        words = QFontMetrics(self.look.font()).horizontalAdvance(self.text())
        gap = sizes.related if words else 0
        return QSize(sizes.switch_width + gap + words, sizes.hit)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, sizes = self.look, self.look.sizes
        painter = QPainter(self)
        top = (self.height() - sizes.switch_height) / 2
        groove = QRectF(0, top, sizes.switch_width, sizes.switch_height)
        round_end = sizes.switch_height / 2
        enabled, shown = self.isEnabled(), self._slide.amount
        off, on = ("border_strong", "accent") if enabled else ("track", "track")
        rounded(painter, groove, round_end, look.color(off))
        if shown:
            rounded(painter, groove, round_end, look.color(on, shown))
        inset = sizes.segment_inset
        knob = sizes.switch_height - 2 * inset
        left = inset + shown * (sizes.switch_width - sizes.switch_height)
        disc(painter, QRectF(left, top + inset, knob, knob), look.color("accent_text"))
        if self.text():
            painter.setFont(look.font())
            painter.setPen(look.color("text" if enabled else "text_disabled"))
            words = QRectF(self.rect()).adjusted(sizes.switch_width + sizes.related, 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()

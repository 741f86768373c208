"""One of a few, all in sight: the switch between workspaces."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from playground.widgets.drawing import rounded
from playground.widgets.focus_ring import FocusRing
from playground.widgets.tooltip import tooltip
from playground.window.appearance import appearance


class Segment(QRadioButton):
    """One choice of a segmented control."""

    def __init__(self, key: str, text: str, tip: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.look = appearance()
        self.key = key
        self.setAccessibleName(text)
        self.setAccessibleDescription(tip)
        self.setToolTip(tooltip(text, tip))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        FocusRing(self)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        sizes = self.look.sizes
        words = QFontMetrics(self.look.font("small", 600)).horizontalAdvance(self.text())
        return QSize(words + 2 * sizes.segment_pad, sizes.hit)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        look, sizes = self.look, self.look.sizes
        painter = QPainter(self)
        chosen = self.isChecked()
        inset = sizes.segment_inset
        if chosen:
            area = QRectF(self.rect()).adjusted(0, inset, 0, -inset)
            rounded(painter, area, sizes.radius_field - inset / 2, look.color("segment"))
        ink = "text" if chosen or self.underMouse() else "text_muted"
        painter.setPen(look.color(ink if self.isEnabled() else "text_disabled"))
        painter.setFont(look.font("small", 600 if chosen else 500))
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter, self.text())


class SegmentedControl(QWidget):
    """Chooses one of `choices`, each a key, its words and one sentence for the tooltip.

    `chosen(key)` comes when a person has picked another one. Tab reaches it, arrows move within.
    """

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        choices: Sequence[tuple[str, str, str]],
        choice: str = "",
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setSpacing(0)
        self._row = row
        self._segments = {key: Segment(key, text, tip, self) for key, text, tip in choices}
        for segment in self._segments.values():
            row.addWidget(segment)
        self._arrange()
        self.set_choice(choice or next(iter(self._segments)))
        for segment in self._segments.values():
            segment.toggled.connect(self._on_segment_toggled)
        self.look.theme_changed.connect(self._on_theme_changed)

    @property
    def choice(self) -> str:
        """The key that is chosen."""
        return self._choice

    def set_choice(self, key: str) -> None:
        """Show a choice, silently. Raises LookupError where it is not among the choices."""
        if key not in self._segments:
            raise LookupError(f"{self.accessibleName()}: expected one of its choices, found {key}.")
        self._choice = key
        self._segments[key].setChecked(True)

    def _on_segment_toggled(self, checked: bool) -> None:
        key = next((key for key, segment in self._segments.items() if segment.isChecked()), "")
        if checked and key != self._choice:
            self._choice = key
            self.chosen.emit(key)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self.look
        painter = QPainter(self)
        radius = look.sizes.radius_field
        rounded(painter, QRectF(self.rect()), radius, look.color("segment_ground"))

    def _arrange(self) -> None:
        inset = self.look.sizes.segment_inset
        self._row.setContentsMargins(inset, 0, inset, 0)

    def _on_theme_changed(self) -> None:
        self._arrange()
        for segment in self._segments.values():
            segment.updateGeometry()
        self.update()

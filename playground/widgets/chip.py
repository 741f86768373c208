"""Small marks: a count, a key to press, the icon of a kind of layer."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.widgets.drawing import rounded
from playground.window.appearance import appearance
from playground.window.icons import paint_icon
from playground.window.theme import KINDS, TINTS

Shape = Literal["count", "key"]


class Chip(QWidget):
    """A few characters on a small ground: a count is a pill, a key is a cap."""

    def __init__(
        self, text: str, shape: Shape = "count", *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.look = appearance()
        self._shape = shape
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_text(text)
        self.look.theme_changed.connect(self._on_theme_changed)

    @property
    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        self._text = text
        spoken = f"{self._name}: {text}" if self._name else text
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        sizes = self.look.sizes
        words = QFontMetrics(self._font()).horizontalAdvance(self._text)
        height = sizes.badge if self._shape == "count" else sizes.badge + sizes.inside
        return QSize(max(words + 2 * sizes.badge_pad, height), height)

    def _font(self) -> QFont:
        return self.look.font("caption", 600, tabular=self._shape == "count")

    def paintEvent(self, event: QPaintEvent) -> None:
        look, sizes = self.look, self.look.sizes
        painter = QPainter(self)
        area = QRectF(self.rect())
        radius = area.height() / 2 if self._shape == "count" else sizes.radius_key
        rounded(painter, area, radius, look.color("segment_ground"))
        painter.setFont(self._font())
        painter.setPen(look.color("text_muted"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._text)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


class KindChip(QWidget):
    """The icon of a kind of layer on a ground of its own colour; `large` at the head of a form."""

    def __init__(
        self, kind: str, name: str, *, large: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.kind = kind
        self._large = large
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.look.theme_changed.connect(self._on_theme_changed)

    def sizeHint(self) -> QSize:
        side = self.look.sizes.fix if self._large else self.look.sizes.kind_chip
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, sizes = self.look, self.look.sizes
        painter = QPainter(self)
        token = f"kind_{self.kind}"
        area = QRectF(self.rect())
        rounded(painter, area, sizes.radius_field, look.color(token, TINTS.chip))
        paint_icon(painter, KINDS[self.kind], token, QPointF(area.center()))

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()

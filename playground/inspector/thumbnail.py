"""A kind of data in small: its own points, in the classes' colours and markers."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from engine.data import Data, Sampled, Table
from engine.spec import members
from playground.widgets import tooltip
from playground.widgets.drawing import rounded
from playground.widgets.focus_ring import FocusRing
from playground.widgets.markers import marker
from playground.window.appearance import appearance

_POINTS = 90
_POINT = 0.03  # radius of a point by the side of the picture
_FAINTEST = 0.3  # of a value near 0
_ASPECT = 0.76  # height of the picture by its width
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@cache
def points(kind: str) -> Table:
    """A few points of a kind of data as it is without being told more, always the same ones."""
    data = members(Data)[kind]()
    if isinstance(data, Sampled):
        data = replace(data, samples=_POINTS)
    return data.table(np.random.default_rng(0), Path())


def spots(table: Table) -> NDArray[np.float64]:
    """Where the rows stand, (N, 2) from 0 to 1, x₂ up; with one column the value is the height."""
    X = table.X[:, :2]
    if X.shape[1] == 1:
        X = np.column_stack([X[:, 0], table.y])
    low, high = X.min(axis=0), X.max(axis=0)
    if len(table.columns) > 1:  # one scale for both axes, so that a circle is round
        middle, reach = (low + high) / 2, (high - low).max() / 2
        low, high = middle - reach, middle + reach
    return np.asarray((X - low) / np.where(high > low, high - low, 1.0))


def _within(area: QRectF, margin: float) -> QRectF:
    return area.adjusted(margin, margin, -margin, -margin)


def paint_data(painter: QPainter, area: QRectF, kind: str) -> None:
    """A kind of data's points, as large as they fit in the middle of an area."""
    table = points(kind)
    places = spots(table)
    round_ = len(table.columns) > 1
    side = min(area.width(), area.height())
    wide = side if round_ else area.width()
    left, bottom = area.center().x() - wide / 2, area.center().y() + side / 2
    radius = side * _POINT
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    colors, classes = _colors(table)
    shapes = [marker(index) for index in range(len(table.classes))] or [marker(1)]
    for (x, y), color, index in zip(places, colors, classes, strict=True):
        painter.save()
        painter.translate(QPointF(left + x * wide, bottom - y * side))
        painter.scale(radius, radius)
        painter.fillPath(shapes[index], color)
        painter.restore()


def _colors(table: Table) -> tuple[list[QColor], list[int]]:
    look = appearance()
    if table.task == "classification":
        classes = [int(index) for index in table.y]
        return [look.color(f"class_{index % 8}") for index in classes], classes
    reach = float(np.abs(table.y).max()) or 1.0
    signs = [
        look.color(
            "positive" if value > 0 else "negative" if value < 0 else "border_strong",
            round(_FAINTEST + (1 - _FAINTEST) * abs(value) / reach, 1),
        )
        for value in table.y
    ]
    return signs, [0] * len(signs)


class Thumbnail(QAbstractButton):
    """Chooses a kind of data by click, Space or Enter; arrows ask for a neighbour by
    `stepped(across, down)`."""

    stepped = Signal(int, int)

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.kind = kind
        cls = members(Data)[kind]
        self.setText(cls.title())
        self.setCheckable(True)
        self.setAccessibleName(cls.title())
        sentence = " ".join((cls.__doc__ or "").split()).partition(": ")[0].partition(". ")[0]
        self.setAccessibleDescription(f"{sentence}.")
        self.setToolTip(tooltip(cls.title(), f"{sentence}."))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        FocusRing(self)
        self.look.theme_changed.connect(self._on_theme_changed)

    def show_chosen(self, chosen: bool, stops: bool) -> None:
        """Be the chosen one or not, and the one where Tab stops or not."""
        self.setChecked(chosen)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stops else Qt.FocusPolicy.ClickFocus)
        self.update()

    def nextCheckState(self) -> None:
        """What is chosen is for the design to say."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ARROWS:
            self.stepped.emit(*_ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    # --- look ---------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        words = QFontMetrics(self.look.font("small")).height()
        return round(width * _ASPECT) + self.look.sizes.inside + words

    def sizeHint(self) -> QSize:
        width = self.look.sizes.picker_width
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        words = QFontMetrics(self.look.font("small", 600)).horizontalAdvance(self.text())
        return QSize(words, self.look.sizes.control)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, sizes = self.look, self.look.sizes
        painter = QPainter(self)
        words = QFontMetrics(look.font("small")).height()
        area = QRectF(self.rect()).adjusted(0, 0, 0, -words - sizes.inside)
        chosen = self.isChecked()
        token = "focus" if chosen else "border_strong" if self.underMouse() else "border"
        line = sizes.strong if chosen else sizes.hairline
        rounded(
            painter, area, sizes.radius_field, look.color("canvas"), look.color(token), round(line)
        )
        paint_data(painter, _within(area, sizes.related), self.kind)
        painter.setFont(look.font("small", 600 if chosen else 400))
        painter.setPen(look.color("text" if chosen else "text_muted"))
        below = QRectF(0, area.bottom() + sizes.inside, self.width(), words)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.text())

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()

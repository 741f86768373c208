"""Data in small: a kind's own points in the classes' colours and markers, or a table of one's
own."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from engine.data import Data, Sampled, Table
from engine.spec import members
from playground.inspector.data_facts import file_name
from playground.widgets import tooltip
from playground.widgets.drawing import rounded
from playground.widgets.focus_ring import FocusRing
from playground.widgets.markers import marker
from playground.window.appearance import appearance
from playground.window.icons import paint_icon
from playground.window.theme import Theme

_POINTS = 90
_POINT = 0.03  # radius of a point by the side of the picture
_FAINTEST = 0.3  # of a value near 0
ASPECT = 0.76  # height of the picture by its width, where there is room
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
    ratio = painter.device().devicePixelRatio()
    size = area.size().toSize()
    if size.isEmpty():  # a dock on its way to another width
        return
    picture = _picture(kind, size.width(), size.height(), ratio, appearance().theme)
    painter.drawPixmap(area.topLeft(), picture)


@lru_cache(maxsize=64)
def _picture(kind: str, width: int, height: int, ratio: float, theme: Theme) -> QPixmap:
    drawn = QPixmap(round(width * ratio), round(height * ratio))
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    _paint_points(painter, QRectF(0, 0, width, height), kind)
    painter.end()
    return drawn


def _paint_points(painter: QPainter, area: QRectF, kind: str) -> None:
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


def paint_table(painter: QPainter, area: QRectF) -> None:
    """What stands for a table, whose points nobody knows before it is read."""
    side = round(min(area.width(), area.height()) / 2)
    paint_icon(painter, "table", "kind_input", area.center(), side)


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
    `stepped(across, down)`.

    `aspect` is the height of its picture by its width.
    """

    stepped = Signal(int, int)

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.kind = kind
        self.aspect = ASPECT
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        cls = members(Data)[kind]
        sentence = " ".join((cls.__doc__ or "").split()).partition(": ")[0].partition(". ")[0]
        self.call(cls.title(), f"{sentence.removesuffix('.')}.")
        FocusRing(self)
        self.look.theme_changed.connect(self._on_theme_changed)

    def call(self, name: str, sentence: str) -> None:
        """Be known by a name, and by a sentence on what it is."""
        self.setText(name)
        self.setAccessibleName(name)
        self.setAccessibleDescription(sentence)
        self.setToolTip(tooltip(name, sentence))

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

    def words_height(self) -> int:
        """What the name takes below the picture, with the gap between them."""
        return self.look.sizes.inside + QFontMetrics(self.look.font("small")).height()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width * self.aspect) + self.words_height()

    def sizeHint(self) -> QSize:
        width = self.look.sizes.picker_width
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        words = QFontMetrics(self.look.font("small", 600)).horizontalAdvance(self.text())
        return QSize(words, self.look.sizes.control)

    def paint_picture(self, painter: QPainter, area: QRectF) -> None:
        """Paint what is above the name."""
        paint_data(painter, area, self.kind)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, sizes = self.look, self.look.sizes
        painter = QPainter(self)
        area = QRectF(self.rect()).adjusted(0, 0, 0, -self.words_height())
        chosen = self.isChecked()
        token = "focus" if chosen else "border_strong" if self.underMouse() else "border"
        line = sizes.strong if chosen else sizes.hairline
        rounded(
            painter, area, sizes.radius_field, look.color("canvas"), look.color(token), round(line)
        )
        self.paint_picture(painter, _within(area, sizes.related))
        painter.setFont(look.font("small", 600 if chosen else 400))
        painter.setPen(look.color("text" if chosen else "text_muted"))
        below = QRectF(0, area.bottom() + sizes.inside, self.width(), self.height())
        below.setBottom(self.height())
        name = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideMiddle, self.width()
        )
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, name)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


class TableThumbnail(Thumbnail):
    """A table of one's own beside the kinds of data, under the name of its file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("csv", parent)

    def show_file(self, path: str) -> None:
        """Stand for another file."""
        self.call(file_name(path), path)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.look.sizes.control)

    def paint_picture(self, painter: QPainter, area: QRectF) -> None:
        paint_table(painter, area)

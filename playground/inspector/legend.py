"""How to read it: what lines, points, colours and pins mean on the canvas and in the views."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from playground.widgets import DockTitle, Separator
from playground.widgets.markers import paint_filled, paint_hollow
from playground.widgets.pin import paint_pin
from playground.window.appearance import Appearance, appearance
from playground.window.colormaps import SIZE, maps

Sample = Callable[[QPainter, Appearance, QRectF], None]
_DIAMOND, _CIRCLE = 0, 1  # the markers of classes 0 and 1
_STRIDE = 16  # of the map's table, between two stops of the gradient
_WEIGHT = 0.7  # of the largest: as wide as the links that one looks at


class Legend(QWidget):
    """The legend under its title, set off from what is above."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Separator(Qt.Orientation.Horizontal))
        column.addWidget(DockTitle("How to read it"))
        column.addWidget(Rows())


class Rows(QWidget):
    """A sample and its meaning, line by line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.setAccessibleName("How to read it")
        self.setAccessibleDescription(", ".join(SAMPLES))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.look.theme_changed.connect(self._on_theme_changed)

    def sizeHint(self) -> QSize:
        sizes = self.look.sizes
        metrics = QFontMetrics(self.look.font("small"))
        words = max(metrics.horizontalAdvance(meaning) for meaning in SAMPLES)
        high = len(SAMPLES) * sizes.hit + sizes.panel
        return QSize(self._indent() + words + sizes.panel, high)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _indent(self) -> int:
        """Where meanings begin."""
        sizes = self.look.sizes
        return sizes.panel + 2 * sizes.icon + sizes.group

    def paintEvent(self, event: QPaintEvent) -> None:
        look, sizes = self.look, self.look.sizes
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = Qt.AlignmentFlag.AlignVCenter
        for line, (meaning, paint) in enumerate(SAMPLES.items()):
            row = QRectF(sizes.panel, line * sizes.hit, 2 * sizes.icon, sizes.hit)
            painter.save()
            paint(painter, look, row)
            painter.restore()
            painter.setFont(look.font("small"))
            painter.setPen(look.color("text_muted"))
            words = QRectF(self._indent(), row.top(), self.width(), row.height())
            painter.drawText(words, middle, meaning)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()


def _line(painter: QPainter, look: Appearance, area: QRectF, token: str, dashed: bool) -> None:
    sizes = look.sizes
    width = sizes.link + sizes.link_growth * _WEIGHT
    pen = QPen(look.color(token), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dashed:  # Qt counts dashes in widths of the pen
        pen.setDashPattern([sizes.link_dash / width, sizes.link_gap / width])
    painter.setPen(pen)
    middle = area.center().y()
    painter.drawLine(QPointF(area.left(), middle), QPointF(area.right(), middle))


def _positive(painter: QPainter, look: Appearance, area: QRectF) -> None:
    _line(painter, look, area, "positive", dashed=False)


def _negative(painter: QPainter, look: Appearance, area: QRectF) -> None:
    _line(painter, look, area, "negative", dashed=True)


def _pair(area: QRectF) -> tuple[tuple[int, QPointF], ...]:
    """Where a marker of each class stands."""
    off = QPointF(area.width() / 4, 0)
    return (_CIRCLE, area.center() - off), (_DIAMOND, area.center() + off)


def _training(painter: QPainter, look: Appearance, area: QRectF) -> None:
    ring = QPen(look.color("panel"), look.sizes.point_ring)
    for marker, at in _pair(area):
        color = look.color(f"class_{marker}")
        paint_filled(painter, marker, at, look.sizes.point, color, ring)


def _validation(painter: QPainter, look: Appearance, area: QRectF) -> None:
    under = QPen(look.color("panel"), look.sizes.under_stroke)
    for marker, at in _pair(area):
        edge = QPen(look.color(f"class_{marker}"), look.sizes.hollow)
        paint_hollow(painter, marker, at, look.sizes.point, edge, under)


def _ramp(painter: QPainter, look: Appearance, area: QRectF) -> None:
    high = look.sizes.legend_bar
    bar = QRectF(area.left(), area.center().y() - high / 2, area.width(), high)
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    table = maps(look.theme).neuron
    for index in range(0, SIZE, _STRIDE):
        gradient.setColorAt(index / (SIZE - 1), QColor(*table[index].tolist()))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    painter.drawRoundedRect(bar, look.sizes.inside / 2, look.sizes.inside / 2)


def _pin(painter: QPainter, look: Appearance, area: QRectF) -> None:
    paint_pin(painter, look, area.center(), 1.0, True)


SAMPLES: dict[str, Sample] = {
    "positive weight": _positive,
    "negative weight": _negative,
    "training point": _training,
    "validation point": _validation,
    "output from −1 to +1": _ramp,
    "bias and its sign": _pin,
}
"""What is explained, in the order of its rows."""

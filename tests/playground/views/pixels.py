"""What a view looks like at a few places."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage

from playground.views.plotted import PlotView


def picture(view: PlotView) -> QImage:
    """What is on the sheet now."""
    return view.plot.grab().toImage()


def color_at(image: QImage, at: QPointF) -> QColor:
    return image.pixelColor(int(at.x()), int(at.y()))


def near(color: QColor, other: QColor, reach: int = 12) -> bool:
    """Whether two colours are the same but for smoothing."""
    pairs = zip(color.getRgb()[:3], other.getRgb()[:3], strict=True)
    return all(abs(a - b) <= reach for a, b in pairs)


def part(area: QRectF, x: float, y: float) -> QPointF:
    """The place at these parts of an area, from its lower left."""
    return QPointF(area.left() + x * area.width(), area.bottom() - y * area.height())


def common(image: QImage, area: QRectF, count: int) -> list[str]:
    """The most frequent colours in an area."""
    tally = Counter(
        image.pixelColor(x, y).name()
        for x in range(int(area.left()), int(area.right()))
        for y in range(int(area.top()), int(area.bottom()))
    )
    return [name for name, _ in tally.most_common(count)]

"""What stands on and beside the curves: names at their ends, the best epoch, live changes, and the
epoch that is pointed at."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from playground.widgets.markers import paint_filled
from playground.window.appearance import Appearance

_DIAMOND = 0
_NEAR = 6.0  # px between the pointer and a mark that it reads


@dataclass(frozen=True, slots=True)
class End:
    """The end of one curve: its name and colour, where it ends, and what it reads at the epoch
    that is pointed at, with that place."""

    name: str
    token: str
    at: QPointF
    reading: str = ""
    point: QPointF | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """Everything on top of the curves, in px. changes: places and words of live changes; hair: the
    epoch that is pointed at, as its place and its number."""

    area: QRectF
    ends: tuple[End, ...] = ()
    best: QPointF | None = None
    changes: tuple[tuple[float, str], ...] = ()
    hair: tuple[float, str] | None = None

    def words(self) -> list[str]:
        """What the marks under the pointer mean."""
        if self.hair is None:
            return []
        found = [words for place, words in self.changes if abs(place - self.hair[0]) <= _NEAR]
        if self.best is not None and abs(self.best.x() - self.hair[0]) <= _NEAR:
            found.insert(0, "best")
        return found


def apart(wanted: list[float], heights: list[float], top: float, bottom: float) -> list[float]:
    """Middles as near to the wanted ones as they can be without touching, within top and bottom."""
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    placed = list(wanted)
    foot = top
    for n in order:
        placed[n] = max(placed[n], foot + heights[n] / 2)
        foot = placed[n] + heights[n] / 2
    head = bottom
    for n in reversed(order):
        placed[n] = min(placed[n], head - heights[n] / 2)
        head = placed[n] - heights[n] / 2
    if len(order) == 2 and heights[0] == heights[1]:  # two share the way they are pushed
        first, second = order
        middle, gap = (wanted[first] + wanted[second]) / 2, heights[0]
        if wanted[second] - wanted[first] < gap and top + gap <= middle <= bottom - gap:
            return [middle + (gap / 2 if n == second else -gap / 2) for n in range(2)]
    return placed


def paint_marks(painter: QPainter, look: Appearance, marks: Marks) -> None:
    """Changes below, then the hairline, the best epoch, and names and values on top."""
    area, sizes = marks.area, look.sizes
    pen = QPen(look.color("text_muted"), sizes.hairline)
    pen.setDashPattern([sizes.dot_dash / sizes.hairline, sizes.dot_gap / sizes.hairline])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    for place, _ in marks.changes:
        x = round(place) + 0.5
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
    if marks.hair is not None:
        _paint_hair(painter, look, marks, *marks.hair)
    if marks.best is not None:
        ring = QPen(look.color("canvas"), sizes.point_ring)
        paint_filled(painter, _DIAMOND, marks.best, sizes.best_mark, look.color("best"), ring)
    _paint_ends(painter, look, marks)


def _paint_hair(
    painter: QPainter, look: Appearance, marks: Marks, place: float, epoch: str
) -> None:
    area, sizes = marks.area, look.sizes
    x = round(place) + 0.5
    painter.setPen(QPen(look.color("border_strong"), sizes.hairline))
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
    ring = QPen(look.color("canvas"), sizes.point_ring)
    for end in marks.ends:
        if end.point is not None:
            paint_filled(painter, 1, end.point, sizes.point, look.color(end.token), ring)
    painter.setFont(look.font("caption", 600, tabular=True))
    metrics = QFontMetricsF(painter.font())
    width = metrics.horizontalAdvance(epoch) + 2 * sizes.inside
    foot = QRectF(x - width / 2, area.bottom() + sizes.inside, width, metrics.height() + 4)
    painter.fillRect(foot, look.color("panel"))
    painter.setPen(look.color("text"))
    painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, epoch)
    for row, words in enumerate(marks.words()):
        best = words == "best" and marks.best is not None
        height = metrics.height()
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        width = metrics.horizontalAdvance(words) + 2 * sizes.inside
        left = x + sizes.inside
        if left + width > area.right():
            left = x - sizes.inside - width
        box = QRectF(max(left, area.left()), area.top() + row * height, width, height)
        painter.fillRect(box, look.color("panel"))
        painter.setPen(look.color("best" if best else "text_muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _paint_ends(painter: QPainter, look: Appearance, marks: Marks) -> None:
    """Names beside the ends; with a value below each while an epoch is pointed at."""
    sizes = look.sizes
    painter.setFont(look.font("caption", 600, tabular=True))
    metrics = QFontMetricsF(painter.font())
    line = max(float(sizes.label_apart), metrics.height())
    heights = [line * (2 if end.reading else 1) for end in marks.ends]
    top, bottom = marks.area.top() - line / 2, marks.area.bottom()  # off the axis line
    middles = apart([end.at.y() for end in marks.ends], heights, top, bottom)
    for end, middle, height in zip(marks.ends, middles, heights, strict=True):
        painter.setPen(look.color(end.token))
        left = end.at.x() + sizes.related
        top = middle - height / 2
        for text in (end.name, end.reading) if end.reading else (end.name,):
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(QRectF(left, top, sizes.plot_right * 2, line), flags, text)
            top += line

"""The legend under the map: markers and names of the classes, and the scale of colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QLinearGradient, QPainter, QPen

from playground.widgets.markers import paint_filled
from playground.window.appearance import Appearance
from playground.window.colormaps import SIZE, maps

Kind = Literal["class", "class_after", "bar", "word"]
_BAR = 0.43  # of the row that the scale of colours takes where there is room
_STRIDE = 16  # of the map's table, between two stops of the gradient
_LONGEST = 12  # times the font's size, after which a name is cut


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing the legend explains: a class (its marker before or after its name), the scale of
    colours, or a word. `together`: in the same row as the one before it; `joined`: close to it as
    well."""

    kind: Kind
    text: str = ""
    marker: int = 0
    joined: bool = False
    together: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry and the rectangle it is painted in."""

    entry: Entry
    area: QRectF


def laid_out(
    look: Appearance, entries: tuple[Entry, ...], area: QRectF
) -> tuple[tuple[Placed, ...], float]:
    """Every entry's place in rows of the area's width, from its top; and the height of all rows.

    A row is spread over the whole width if it holds a scale of colours, and centred otherwise.
    """
    sizes = look.sizes
    rows = _rows(look, entries, area.width())
    placed: list[Placed] = []
    for number, row in enumerate(rows):
        widths = [_width(look, entry) for entry in row]
        spare = area.width() - _needed(look, row)
        bars = [n for n, entry in enumerate(row) if entry.kind == "bar"]
        if bars:
            wider = min(spare, _BAR * area.width() - sizes.legend_least)
            widths[bars[0]] += max(0.0, wider)
            spare -= max(0.0, wider)
        gaps = sum(not entry.joined for entry in row[1:])
        more = spare / gaps if bars and gaps else 0.0
        left = area.left() + (0.0 if bars and gaps else max(0.0, spare / 2))
        for place, (entry, width) in enumerate(zip(row, widths, strict=True)):
            if place:
                left += sizes.related if entry.joined else sizes.panel + more
            top = area.top() + number * sizes.legend_row
            placed.append(Placed(entry, QRectF(left, top, width, sizes.legend_row)))
            left += width
    return tuple(placed), len(rows) * float(sizes.legend_row)


def _rows(look: Appearance, entries: tuple[Entry, ...], width: float) -> list[list[Entry]]:
    """What stands in each row. A scale of colours is left out where its ends leave it no room."""
    units: list[list[Entry]] = []
    for entry in entries:
        if entry.together and units:
            units[-1].append(entry)
        else:
            units.append([entry])
    rows: list[list[Entry]] = [[]]
    for unit in units:
        if _needed(look, unit) > width:
            unit = [entry for entry in unit if entry.kind != "bar"]
        if rows[-1] and _needed(look, [*rows[-1], *unit]) > width:
            rows.append([])
        rows[-1] += unit
    return rows


def _needed(look: Appearance, row: list[Entry]) -> float:
    sizes = look.sizes
    gaps = sum(sizes.related if entry.joined else sizes.panel for entry in row[1:])
    return sum(_width(look, entry) for entry in row) + gaps


def _font(look: Appearance) -> QFont:
    return look.font("small", tabular=True)


def _elided(look: Appearance, text: str) -> str:
    metrics = QFontMetricsF(_font(look))
    return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, _LONGEST * look.sizes.small)


def _width(look: Appearance, entry: Entry) -> float:
    sizes = look.sizes
    if entry.kind == "bar":
        return sizes.legend_least
    words = QFontMetricsF(_font(look)).horizontalAdvance(_elided(look, entry.text))
    return words if entry.kind == "word" else words + 2 * sizes.point + sizes.related


def paint_legend(painter: QPainter, look: Appearance, placed: tuple[Placed, ...]) -> None:
    """Paint entries where they were laid out."""
    sizes = look.sizes
    painter.setFont(_font(look))
    radius = sizes.point
    for each in placed:
        entry, area = each.entry, each.area
        if entry.kind == "bar":
            _paint_bar(painter, look, area)
            continue
        after = entry.kind == "class_after"
        x = area.right() - radius if after else area.left() + radius
        if entry.kind != "word":
            color = look.color(f"class_{entry.marker % len(look.theme.classes)}")
            ring = QPen(look.color("panel"), sizes.point_ring)
            at = QPointF(x, area.center().y())
            paint_filled(painter, entry.marker, at, radius, color, ring)
        left = area.left() if after or entry.kind == "word" else x + radius + sizes.related
        painter.setPen(look.color("text_muted"))
        words = QRectF(left, area.top(), area.width(), area.height())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(words, flags, _elided(look, entry.text))


def _paint_bar(painter: QPainter, look: Appearance, area: QRectF) -> None:
    high = look.sizes.legend_bar
    bar = QRectF(area.left(), area.center().y() - high / 2, area.width(), high)
    table = maps(look.theme).boundary
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    for index in range(0, SIZE, _STRIDE):
        gradient.setColorAt(index / (SIZE - 1), QColor(*table[index].tolist()))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    painter.drawRoundedRect(bar, look.sizes.inside, look.sizes.inside)

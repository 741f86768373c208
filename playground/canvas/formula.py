"""The loss's formula on its card: shortened, in the middle, and as small as it has to be."""

from __future__ import annotations

import re

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter

from playground.widgets.formula import loaded, typeset
from playground.window.appearance import Appearance


def shortened(latex: str) -> tuple[str, ...]:
    """A loss's formula without its indices, in two lines where it is a long sum."""
    brief = re.sub(r"_\{i=1\}\^\{n\}", "", latex)
    brief = brief.replace(r"\sum\sum_{k}", r"\sum").replace(r"\sum_{k}", r"\sum")
    brief = re.sub(r"_\{ik\}", "_k", brief)
    brief = re.sub(r"_i\b", "", brief)
    if len(brief) > 60 and " + " in brief:
        head, _, tail = brief.partition(" + ")
        return head, f"+\\, {tail}"
    return (brief,)


def paint_formula(
    painter: QPainter, look: Appearance, latex: str, area: QRectF, token: str = "text_muted"
) -> None:
    """A loss's formula in the middle of an area, smaller where it has to be."""
    if not loaded():
        painter.setFont(look.font("body"))
        painter.setPen(look.color(token))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, "J")
        return
    lines = shortened(latex)
    drawn = [typeset(line, float(look.sizes.body), look.theme.hex(token)) for line in lines]
    sizes = [renderer.defaultSize() for renderer in drawn]
    wide = max((size.width() for size in sizes), default=1)
    high = sum(size.height() for size in sizes)
    scale = min(1.0, area.width() / max(wide, 1), area.height() / max(high, 1))
    top = area.center().y() - high * scale / 2
    for renderer, size in zip(drawn, sizes, strict=True):
        part = QSizeF(size.width() * scale, size.height() * scale)
        left = area.center().x() - part.width() / 2
        renderer.render(painter, QRectF(QPointF(left, top), part))
        top += part.height()

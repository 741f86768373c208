"""Formulas as pictures, typeset by ziamath and drawn by Qt. Loading it takes a fifth of a second:
the window is up before, and plain symbols stand where it is absent."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgRenderer

from playground.window.appearance import Appearance


@cache
def load() -> bool:
    """Load the library; whether it is there."""
    try:
        from ziamath.config import config
    except ImportError:
        return False
    config.svg2 = False  # QtSvg does not know what SVG 2 adds
    return True


def loaded() -> bool:
    """Whether formulas can be typeset without waiting."""
    return bool(load.cache_info().currsize) and load()


@lru_cache(maxsize=64)
def typeset(latex: str, size: float, color: str) -> QSvgRenderer:
    """A formula in a colour, its letters `size` px high; the library is loaded."""
    from ziamath.zmath import Math

    drawn = Math.fromlatex(latex, size=size, color=color)
    return QSvgRenderer(QByteArray(drawn.svg().encode()))


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

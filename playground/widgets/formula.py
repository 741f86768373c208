"""Formulas as pictures, typeset by ziamath and drawn by Qt. Loading it takes a fifth of a second:
the window is up before, and plain symbols stand where it is absent."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, QSizeF, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QHideEvent, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.widgets.tooltip import tooltip
from playground.window.appearance import appearance

_AFTER = 300  # ms after a formula is first seen


@cache
def load() -> bool:
    """Load the library; whether it is there."""
    try:
        from ziamath.config import config
    except ImportError:
        return False
    config.svg2 = False  # QtSvg does not know what SVG 2 adds
    return True


def asked() -> bool:
    """Whether it is known if the library is there."""
    return bool(load.cache_info().currsize)


def loaded() -> bool:
    """Whether formulas can be typeset without waiting."""
    return asked() and load()


@lru_cache(maxsize=256)
def typeset(latex: str, size: float, color: str) -> QSvgRenderer:
    """A formula in a colour, its letters `size` px high; the library is loaded."""
    from ziamath.zmath import Math

    drawn = Math.fromlatex(latex, size=size, color=color)
    return QSvgRenderer(QByteArray(drawn.svg().encode()))


class Formula(QWidget):
    """Formulas in the middle of a line, beneath each other where they do not fit beside each
    other, smaller where even one does not fit.

    `words` say the same without typesetting: to screen readers, in the tooltip, and on the widget
    until the library is there.
    """

    _made = False  # Qt asks for sizes before everything is there

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = appearance()
        self.latex: tuple[str, ...] = ()
        self.words = ""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_AFTER)
        self._later.timeout.connect(self._on_later_timeout)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(name)
        self._made = True
        self.look.theme_changed.connect(self._on_theme_changed)

    def show_formulas(self, latex: Sequence[str], words: str) -> None:
        """Show these formulas; nothing happens where they stand already."""
        if (tuple(latex), words) == (self.latex, self.words):
            return
        self.latex, self.words = tuple(latex), words
        self.setAccessibleDescription(words)
        self.setToolTip(tooltip(self.accessibleName(), words))
        self.updateGeometry()
        self.update()

    # --- where everything stands --------------------------------------------------------------

    def _drawn(self) -> list[QSvgRenderer]:
        size, color = float(self.look.sizes.heading), self.look.theme.text
        return [typeset(latex, size, color) for latex in self.latex]

    def _places(self, width: int) -> tuple[list[tuple[QSvgRenderer, QRectF]], float]:
        """Every formula's area in a width, and the height of all."""
        sizes = self.look.sizes
        drawn = self._drawn()
        wanted = [QSizeF(one.defaultSize()) for one in drawn]
        across = sum(size.width() for size in wanted) + (len(wanted) - 1) * sizes.columns
        gap, places = sizes.related, []
        if len(drawn) > 1 and across <= width:
            height = max(size.height() for size in wanted)
            left = (width - across) / 2
            for one, size in zip(drawn, wanted, strict=True):
                top = gap + (height - size.height()) / 2
                places.append((one, QRectF(QPointF(left, top), size)))
                left += size.width() + sizes.columns
            return places, height + 2 * gap
        top = float(gap)
        for one, size in zip(drawn, wanted, strict=True):
            fitted = size * min(1.0, width / max(1.0, size.width()))
            places.append((one, QRectF(QPointF((width - fitted.width()) / 2, top), fitted)))
            top += fitted.height() + gap
        return places, top

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if not self._made or not self.latex:
            return 0
        if loaded():
            return round(self._places(width)[1])
        metrics = QFontMetrics(self.look.font("small"))
        wraps = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter
        area = metrics.boundingRect(0, 0, max(1, width), 10_000, wraps, self.words)
        return area.height() + 2 * self.look.sizes.related

    def sizeHint(self) -> QSize:
        return QSize(self.width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    # --- look ---------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if loaded():
            for one, area in self._places(self.width())[0]:
                one.render(painter, area)
            return
        if not asked():
            self._later.start()
        painter.setFont(self.look.font("small"))
        painter.setPen(self.look.color("text_muted"))
        centered = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect(), centered, self.words)

    def hideEvent(self, event: QHideEvent) -> None:
        self._later.stop()

    def _on_later_timeout(self) -> None:
        load()
        self.updateGeometry()
        self.update()

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.update()

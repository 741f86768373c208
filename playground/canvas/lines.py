"""What lies under the neurons, ground and all lines, kept as a picture.

While it learns and columns stand, links are coloured pixel by pixel; else they are stroked as
paths.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from playground.canvas.links import Curves
from playground.canvas.picture import Picture
from playground.canvas.still import Still, few
from playground.canvas.under import Under


class Lines:
    """Shows ground and lines as they were drawn last, until they are spoilt. `seconds` is what
    the last drawing took."""

    def __init__(self) -> None:
        self._ground, self._picture = Picture(), Picture()
        self._still: Still | None = None
        self._curves: Curves | None = None
        self._learned = False  # since columns stood like this

    @property
    def seconds(self) -> float:
        return self._still.seconds if self._still is not None else self._picture.seconds

    def spoil(self) -> None:
        """Lines look otherwise by now."""
        self._picture.spoil()
        if self._still is not None:
            self._still.spoil()

    def spoil_ground(self) -> None:
        """Columns have moved, or stand on another ground."""
        self._ground.spoil()
        if self._still is not None:
            self._still.spoil_ground()
        self.spoil()

    def learn(self) -> None:
        """Links are of another strength."""
        self._learned = True
        self.spoil()

    def paint(
        self, painter: QPainter, visible: QRectF, ratio: float, under: Under, pans: bool
    ) -> None:
        """Show the part of the sheet that is seen; the painter stands at the sheet's origin."""
        if self._curves is not under.curves:  # it may be gone again in the next frame
            self._curves, self._still, self._learned = under.curves, None, False
        if self._learned and not pans:
            if self._still is None or not self._still.suits(under, visible, ratio):
                self._still = Still(under, visible, ratio) if few(under) else None
            if self._still is not None:
                self._still.paint(painter, under)
                return
        self._picture.paint(
            painter,
            visible,
            ratio,
            lambda into, part: self._draw(into, part, ratio, under, pans),
            pans,
        )

    def _draw(
        self, painter: QPainter, visible: QRectF, ratio: float, under: Under, pans: bool
    ) -> None:
        if pans:
            under.paint_ground(painter, visible)
        else:  # the ground stays while links come and go
            self._ground.paint(painter, visible, ratio, under.paint_ground, pans=False)
        under.paint_wires(painter, visible)
        under.paint_links(painter, visible)

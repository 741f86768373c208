"""What there is to draw under the neurons: ground, wires and links."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from playground.canvas.geometry import Layout
from playground.canvas.links import Curves, paint_links
from playground.canvas.live import Live
from playground.canvas.painting import Shown, paint_dots, paint_grounds
from playground.canvas.scene import Scene
from playground.canvas.wires import paint_wires
from playground.window.appearance import Appearance

_BEHIND = 0.5  # of other links' strength than that of the one pointed at


@dataclass(frozen=True, slots=True)
class Under:
    """What there is to draw. `behind` says that all links step back behind the one pointed at."""

    look: Appearance
    scene: Scene
    layout: Layout
    curves: Curves
    live: Live
    shown: Shown
    behind: bool

    @property
    def opacity(self) -> float:
        return _BEHIND if self.behind else 1.0

    def paint_ground(self, painter: QPainter, visible: QRectF) -> None:
        paint_dots(painter, self.look, visible)
        paint_grounds(painter, self.look, self.layout, self.shown)

    def paint_wires(self, painter: QPainter, visible: QRectF) -> None:
        painter.setOpacity(self.opacity)
        paint_wires(painter, self.look, self.scene, self.layout, visible, self.live.dropped)

    def paint_links(self, painter: QPainter, visible: QRectF) -> None:
        painter.setOpacity(self.opacity)
        silent = self.live.silent(self.scene)
        paint_links(painter, self.look, self.curves, self.live.links, visible, silent)

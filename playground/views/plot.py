"""The sheet that views draw on: one data rectangle in pixels, what stands still behind it, drawings
over it, and where the pointer is.

Everything is laid out in pixels of the sheet: lines are decimated to its columns, dashes and rings
keep their size, and nothing is ranged or transformed while it trains. Beside a training every call
between Qt and Python waits for its turn; so a sheet is painted in one, by few.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from playground.window.appearance import Appearance

Paint = Callable[[QPainter], None]

_HINTS = QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform


class Plot(QWidget):
    """A widget with drawings, from the lowest z to the highest.

    `ground` paints what only changes with ranges, theme and size: it is kept as a picture until
    `refresh`. `area` is the data rectangle; over it `pointed` tells the pointer's place, and None
    once it has left.
    """

    resized = Signal()
    pointed = Signal(object)  # QPointF or None

    def __init__(self, look: Appearance, ground: Paint, parent: QWidget) -> None:
        super().__init__(parent)
        self.area = QRectF()
        self.inside = False  # whether the pointer is over the data rectangle
        self._look = look
        self._ground = ground
        self._picture: QPixmap | None = None
        self._drawings: list[Drawing] = []
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setMouseTracking(True)

    def add(self, drawing: Drawing) -> None:
        """Paint a drawing as well; of two with the same z, the later over the earlier."""
        self._drawings.append(drawing)
        self._drawings.sort(key=lambda one: one.z)

    def refresh(self) -> None:
        """Paint the ground anew."""
        self._picture = None
        self.update()

    def pictured(self, bounds: QRect, paint: Paint, ground: QColor | Qt.GlobalColor) -> QPixmap:
        """A picture of these bounds, as fine as the screen is."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(bounds.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(ground)
        if not picture.isNull():
            painter = QPainter(picture)
            painter.setRenderHints(_HINTS)
            painter.translate(-bounds.topLeft())
            paint(painter)
            painter.end()
        return picture

    def fits(self, picture: QPixmap | None) -> bool:
        """Whether a picture is there, and still as fine as the screen is."""
        return picture is not None and picture.devicePixelRatioF() == self.devicePixelRatioF()

    # --- events -------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None or not self.fits(self._picture):
            self._picture = self.pictured(self.rect(), self._ground, self._look.color("panel"))
        painter = QPainter(self)
        if not any(drawing.hides(event.rect()) for drawing in self._drawings):
            painter.drawPixmap(QPoint(), self._picture)
        painter.setRenderHints(_HINTS)
        for drawing in self._drawings:
            if drawing.visible:
                drawing.paint(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._picture = None
        self.resized.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        inside = self.area.contains(at)
        if inside:
            self.pointed.emit(at)
        elif self.inside:
            self.pointed.emit(None)
        self.inside = inside

    def leaveEvent(self, event: QEvent) -> None:
        if self.inside:
            self.inside = False
            self.pointed.emit(None)


class Drawing:
    """What a function paints on a sheet, within bounds that are told to it. One that is `kept` is
    painted into a picture, which stays until it is drawn anew. One that `covers` leaves nothing of
    the ground to be seen within its bounds."""

    def __init__(self, plot: Plot, paint: Paint, z: float, kept: bool = False) -> None:
        self.z = z
        self.visible = True
        self.covers = False
        self._plot = plot
        self._paint = paint
        self._kept = kept
        self._picture: QPixmap | None = None
        self._bounds = QRect()
        plot.add(self)

    def draw(self, bounds: QRectF) -> None:
        """Paint anew, within these bounds."""
        self._picture = None
        before, self._bounds = self._bounds, bounds.toAlignedRect()
        if self.visible:
            self._plot.update(before.united(self._bounds))

    def set_visible(self, visible: bool) -> None:
        """Show or hide it."""
        if visible != self.visible:
            self.visible = visible
            self._plot.update(self._bounds)

    def hides(self, place: QRect) -> bool:
        """Whether nothing of the ground is seen in a place."""
        return self.visible and self.covers and self._bounds.contains(place)

    def paint(self, painter: QPainter) -> None:
        """Paint it onto the sheet."""
        if not self._kept:
            self._paint(painter)
            return
        if self._picture is None or not self._plot.fits(self._picture):
            clear = Qt.GlobalColor.transparent
            self._picture = self._plot.pictured(self._bounds, self._paint, clear)
        painter.drawPixmap(self._bounds.topLeft(), self._picture)


def corners(area: QRectF, radius: float) -> QPainterPath:
    """What a rectangle loses when its corners are rounded."""
    path = QPainterPath()
    path.addRect(area.adjusted(-1, -1, 1, 1))
    path.addRoundedRect(area, radius, radius)
    return path

"""The sheet that views draw on: one data rectangle in pixels, what stands still behind it, and
where the pointer is.

Everything is laid out in pixels of the sheet: lines are decimated to its columns, dashes and rings
keep their size, and nothing is ranged or transformed while it trains.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsItem,
    QGraphicsScene,
    QGraphicsView,
    QStyleOptionGraphicsItem,
    QWidget,
)

from playground.window.appearance import Appearance

Ground = Callable[[QPainter], None]


class Plot(QGraphicsView):
    """A graphics view whose scene is its own pixels.

    `ground` paints what only changes with ranges, theme and size: it is kept as a picture until
    `refresh`. `area` is the data rectangle; over it `pointed` tells the pointer's place, and None
    once it has left.
    """

    resized = Signal()
    pointed = Signal(object)  # QPointF or None
    # what pyqtgraph's items ask of the view they stand in; pixels of the sheet never change
    sigDeviceRangeChanged = Signal(object, object)
    sigDeviceTransformChanged = Signal(object)

    def __init__(self, look: Appearance, ground: Ground, parent: QWidget) -> None:
        super().__init__(parent)
        self.area = QRectF()
        self._look = look
        self._ground = ground
        self._inside = False
        self.setScene(QGraphicsScene(self))
        self.scene().setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setInteractive(False)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheBackground)
        self.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        self.viewport().setMouseTracking(True)

    def refresh(self) -> None:
        """Paint the ground anew."""
        self.resetCachedContent()
        self.viewport().update()

    def drawBackground(self, painter: QPainter, rect: QRectF | object) -> None:
        """The panel's colour, then the ground."""
        painter.fillRect(self.sceneRect(), self._look.color("panel"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter)

    # --- events -------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        size = self.viewport().size()
        self.setSceneRect(0, 0, size.width(), size.height())
        self.resetCachedContent()
        self.resized.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        inside = self.area.contains(at)
        if inside:
            self.pointed.emit(at)
        elif self._inside:
            self.pointed.emit(None)
        self._inside = inside

    def leaveEvent(self, event: QEvent) -> None:
        if self._inside:
            self._inside = False
            self.pointed.emit(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # whatever holds the view may scroll

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and self._inside:
            return True  # the card under the pointer says more, and must not be covered
        return super().viewportEvent(event)


class Drawing(QGraphicsItem):
    """An item that paints by a function, within bounds that are told to it."""

    def __init__(self, paint: Ground, z: float = 0.0) -> None:
        super().__init__()
        self._paint = paint
        self._bounds = QRectF()
        self.setZValue(z)

    def draw(self, bounds: QRectF) -> None:
        """Paint anew, within these bounds."""
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = QRectF(bounds)
        self.update()

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        self._paint(painter)


class Window(QGraphicsItem):
    """Lets its children be seen within a rectangle only."""

    def __init__(self) -> None:
        super().__init__()
        self._area = QRectF()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemClipsChildrenToShape)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents)

    def set_area(self, area: QRectF) -> None:
        if area != self._area:
            self.prepareGeometryChange()
            self._area = QRectF(area)

    def boundingRect(self) -> QRectF:
        return self._area

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        return


def corners(area: QRectF, radius: float) -> QPainterPath:
    """What a rectangle loses when its corners are rounded."""
    path = QPainterPath()
    path.addRect(area.adjusted(-1, -1, 1, 1))
    path.addRoundedRect(area, radius, radius)
    return path

"""The decision boundary: what the network answers at every place, under the points it learns from.

Where it is sure the map is strong, where it cannot tell it is pale, and a line runs where two
answers are equally likely.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.training.snapshot import BOUNDARY, Run, Snapshot
from playground.views.axes import paint_axes
from playground.views.boundary_layout import Layout, height_for, lay_out
from playground.views.boundary_legend import paint_legend
from playground.views.boundary_map import class_colors, indifference, value_colors
from playground.views.boundary_points import Points, PointsItem, points_of
from playground.views.boundary_reading import Reading
from playground.views.card import Hover, in_words
from playground.views.lines import Polyline, mixed
from playground.views.plot import Drawing, Window, corners
from playground.views.plotted import PlotView
from playground.window.colormaps import maps
from playground.window.theme import TINTS

Array = NDArray[Any]

UNSOUND = "The boundary returns when the problem is solved."
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


def _title(run: Run) -> str:
    """Classes have a boundary; values have none, only what was fitted to them."""
    if run.prepared.task != "regression":
        return "Decision boundary"
    return "Fitted curve" if run.domain.y is None else "Fitted surface"


class BoundaryView(PlotView):
    """A map over the first two columns of the data; one column of values has its fitted curve."""

    title = "Decision boundary"
    wants: ClassVar[frozenset[str]] = frozenset({BOUNDARY})
    reading: ClassVar[str] = (
        "What the network answers at every place: the colour says which answer, its strength how "
        "sure it is. Along the line two answers are equally likely. Filled points train, hollow "
        "ones check. Point at a place, or use the arrow keys, to read its value."
    )

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reading: Reading | None = None
        self._boundary: Array | None = None
        self._epoch = 0
        self.placed = Layout()
        self._points: Points | None = None
        self._cursor: tuple[int, int] | None = None  # column and row of the map
        self._window = Window()
        self._image = pg.ImageItem(axisOrder="row-major")
        self._image.setParentItem(self._window)
        self._line = Polyline(self._window, z=5)
        self._dots = PointsItem(self.look)
        self._frame = Drawing(self._paint_frame, z=20)
        self.hover = Hover(self.look)
        for item in (self._window, self._dots.item, self._frame, self.hover.item):
            self.plot.scene().addItem(item)
        self.discretise = self.add_switch(
            "Discretise", "D", "Show which answer is likelier, not how sure it is."
        )
        self.discretise.toggled.connect(self._on_discretise_toggled)
        self.start(None)

    # --- what it shows ------------------------------------------------------------------------

    def start(self, run: Run | None) -> None:
        """The points of a run on neutral ground; without one, why there is nothing."""
        if run is not None:
            self.rename(_title(run))
        self._reading = Reading.of(run) if run is not None else None
        self._points = None
        if run is not None and self._reading is not None:
            self._points = points_of(run, self._reading.y_range, self._reading.values)
        self._boundary, self._cursor, self._epoch = None, None, 0
        self.updateGeometry()
        self.redraw()

    def present(self, snapshot: Snapshot) -> None:
        """The map of a snapshot; one without a map changes nothing."""
        if snapshot.boundary is None or self._reading is None:
            return
        self._boundary, self._epoch = self._reading.grid(snapshot.boundary), snapshot.epoch
        self._draw_map()
        self._draw_hover()
        self.tell_soon()

    def redraw(self) -> None:
        place = QRectF(self.plot.viewport().rect())
        self.placed = Layout()
        if self._reading is not None and not place.isEmpty():
            self.placed = lay_out(self.look, self._reading, place)
        self._window.set_area(self.placed.area)
        self.set_area(self.placed.area)
        self._dots.set(self._points, self.placed.area)
        self._frame.draw(self.placed.area.adjusted(-2, -2, 2, 2))
        self._frame.setVisible(self._reading is not None)
        self._draw_map()
        self._draw_hover()
        self.tell()
        self.plot.refresh()

    def _draw_map(self) -> None:
        """Image and lines, or the fitted curve, of the boundary at hand."""
        reading, boundary = self._reading, self._boundary
        ready = reading is not None and boundary is not None and not self.placed.area.isEmpty()
        self._image.setVisible(ready and boundary is not None and boundary.ndim > 1)
        if reading is None or boundary is None or not ready:
            self._line.clear()
        elif boundary.ndim == 1:
            self._draw_curve(reading, boundary)
        else:
            self._draw_image(reading, boundary)

    def _draw_curve(self, reading: Reading, values: Array) -> None:
        area, (low, high) = self.placed.area, reading.y_range
        self._line.set_pen(self.look.color("text"), self.look.sizes.curve)
        height = (values.astype(np.float64) - low) / (high - low)  # of float32 it could overflow
        height = np.clip(np.nan_to_num(height, nan=-1.0), -1.0, 2.0)
        up = area.bottom() - height * area.height()
        self._line.draw(np.linspace(area.left(), area.right(), len(values)), up)

    def _draw_image(self, reading: Reading, boundary: Array) -> None:
        look, area, flat = self.look, self.placed.area, self.discretise.isChecked()
        tables = maps(look.theme)
        rows, columns = boundary.shape[-2:]
        if reading.classes:
            colors = class_colors(boundary, tables, flat)
            points, joins = indifference(boundary)
            ink = mixed(look.color("text"), look.color("neutral"), TINTS.indifference)
            self._line.set_pen(ink, look.sizes.indifference)
            across = area.left() + points[:, 0] * (area.width() / (columns - 1))
            up = area.bottom() - points[:, 1] * (area.height() / (rows - 1))
            self._line.draw(across, up, joins)
        else:
            colors = value_colors(boundary, *reading.values, tables, flat)
            self._line.clear()
        # the grid's outer points lie on the edges: their pixels reach half a cell beyond
        x, y = area.width() / (columns - 1) / 2, area.height() / (rows - 1) / 2
        self._image.setImage(colors[::-1], autoLevels=False)
        self._image.setRect(area.adjusted(-x, -y, x, y))

    # --- size ---------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        width = self.look.sizes.plot_least * 2
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        width = self.look.sizes.map_least + self.look.sizes.plot_left + self.look.sizes.group
        return QSize(width, self.heightForWidth(width))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """The height at which the map is as wide as the view allows."""
        return height_for(self.look, self._reading, width) if self._reading else width

    # --- painting -----------------------------------------------------------------------------

    @property
    def message(self) -> str:
        return "" if self._reading is not None else UNSOUND

    def paint_ground(self, painter: QPainter) -> None:
        curve = self._reading is not None and self._reading.curve
        painter.fillRect(self.placed.area, self.look.color("canvas" if curve else "neutral"))
        paint_axes(painter, self.look, self.placed.axes)
        paint_legend(painter, self.look, self.placed.legend)

    def _paint_frame(self, painter: QPainter) -> None:
        look, area, radius = self.look, self.placed.area, self.look.sizes.radius_field
        painter.fillPath(corners(area, radius), look.color("panel"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.color("border_strong"), look.sizes.hairline))
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    # --- the place that is read ---------------------------------------------------------------

    def point_at(self, place: tuple[int, int] | None) -> None:
        """Read the map at a column and row, counted from the lower left; None reads nothing."""
        self._cursor = place
        self._draw_hover()
        self.tell()

    def _draw_hover(self) -> None:
        reading, boundary, area = self._reading, self._boundary, self.placed.area
        if self._cursor is None or reading is None or boundary is None:
            self.hover.hide()
            return
        columns, rows = reading.size(boundary)
        column, row = min(self._cursor[0], columns - 1), min(self._cursor[1], rows - 1)
        lines, height = reading.at(boundary, column, row)
        x = area.left() + column / (columns - 1) * area.width()
        at = QPointF(x, area.bottom() - height * area.height())
        self.hover.show(at, lines, QRectF(self.plot.viewport().rect()))

    def in_words(self) -> str:
        reading = self._reading
        if reading is None:
            return UNSOUND
        words = reading.in_words(self._boundary, self._epoch)
        card = in_words(self.hover.lines).replace("\n", ", ")
        return f"{words} At the cursor: {card}." if card else words

    def _on_plot_pointed(self, at: object) -> None:
        if not isinstance(at, QPointF) or self._reading is None or self._boundary is None:
            self.point_at(None)
            return
        area = self.placed.area
        columns, rows = self._reading.size(self._boundary)
        column = round((at.x() - area.left()) / area.width() * (columns - 1))
        self.point_at((column, round((area.bottom() - at.y()) / area.height() * (rows - 1))))

    def _on_discretise_toggled(self, flat: bool) -> None:
        self.set_readout("discretised" if flat else "")
        self._draw_map()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self._cursor is not None:
            self.point_at(None)
        elif step is not None and self._reading is not None and self._boundary is not None:
            columns, rows = self._reading.size(self._boundary)
            column, row = self._cursor or (columns // 2, rows // 2)
            times = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            column, row = column + step[0] * times, row + step[1] * times
            self.point_at((min(max(column, 0), columns - 1), min(max(row, 0), rows - 1)))
        else:
            super().keyPressEvent(event)

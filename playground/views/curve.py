"""What every learning curve is: how a number went, epoch by epoch, on the points that train and on
those that check."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from engine.history import History
from playground.training.snapshot import CURVES, Run, Snapshot
from playground.views.axes import Axes, label_width, paint_axes, tick_row
from playground.views.curve_marks import End, Marks, paint_marks
from playground.views.lines import Polyline, dashed, mixed
from playground.views.plot import Drawing, Window
from playground.views.plotted import PlotView
from playground.views.scale import Scale, epochs_shown
from playground.views.series import LIGHTEST, finite, outlined, sampled, smoothed, weight
from playground.views.ticks import written
from playground.window.theme import TINTS

Array = NDArray[Any]

EMPTY = "Press Run. Each epoch adds one point."
UNSOUND = "The curve returns when the problem is solved."
_MOST_TICKS = 6
_TICK_HEIGHT = 36  # px of a 13 px font between two numbers, at least
_WIDEST = 4.0  # px that lines may reach over the data rectangle


class CurveView(PlotView):
    """Two curves over the epochs: training solid, validation dashed, each smoothed over its own
    raw line."""

    wants: ClassVar[frozenset[str]] = frozenset({CURVES})
    columns: ClassVar[tuple[int, int]] = (0, 0)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: Run | None = None
        self._snapshot: Snapshot | None = None
        self._rows: Array = np.empty((0, len(History.columns)))
        self._series: tuple[tuple[Array, Array], ...] = ()  # epochs and values of each curve
        self._scale = Scale(1.0, 0.0, 1.0)
        self.axes = Axes(QRectF())
        self.marks = Marks(QRectF())
        self._cursor: float | None = None  # the epoch that is pointed at
        self._window = Window()
        self._top = Drawing(self._paint_top, z=10)
        for item in (self._window, self._top):
            self.plot.scene().addItem(item)
        self._raw = [Polyline(self._window, z=1) for _ in self.columns]
        self._lines = [Polyline(self._window, z=3 - n) for n, _ in enumerate(self.columns)]
        self.smooth = self.add_switch(
            "Smoothed", "S", "Draw a moving average over the raw values.", "Smooth"
        )
        self.smooth.setPriority(QAction.Priority.LowPriority)  # the menu has it, no button needs to
        self.smooth.setChecked(True)
        self.smooth.toggled.connect(self._on_switch_toggled)

    # --- what a member says -------------------------------------------------------------------

    def scale(self, last: float, values: Array) -> Scale:
        """The range for finite values (n,) up to an epoch."""
        raise NotImplementedError

    def value_text(self, value: float) -> str:
        """A value as it is read."""
        return written(value)

    def tick_text(self, text: str, value: float) -> str:
        """A number of the upright axis."""
        return text

    def best(self) -> tuple[float, float] | None:
        """Epoch and value of the best mark, if there is one here."""
        return None

    # --- what it shows ------------------------------------------------------------------------

    def start(self, run: Run | None) -> None:
        """Clear; curves begin with the first epoch."""
        self._run, self._snapshot, self._cursor = run, None, None
        self._rows = np.empty((0, len(History.columns)))
        self.redraw()

    def present(self, snapshot: Snapshot) -> None:
        """The history of a snapshot; one without a history changes nothing."""
        if snapshot.history is None or self._run is None:
            return
        if not self._tells_more(snapshot, snapshot.history):
            return
        self._snapshot, self._rows = snapshot, snapshot.history
        self._draw()
        self.tell_soon()

    def _tells_more(self, snapshot: Snapshot, rows: Array) -> bool:
        """Whether there is anything in a snapshot that is not drawn yet: in the middle of an epoch
        there is not."""
        drawn, before = self._snapshot, self._rows
        return (
            drawn is None
            or rows.shape != before.shape
            or rows[-1:].tobytes() != before[-1:].tobytes()
            or snapshot.best_epoch != drawn.best_epoch
            or snapshot.marks != drawn.marks
            or snapshot.design != drawn.design
            or rows.tobytes() != before.tobytes()
        )

    def redraw(self) -> None:
        self.axes = Axes(QRectF())
        self._draw()
        self.tell()
        self.plot.refresh()

    @property
    def empty(self) -> bool:
        """Whether there is no epoch to show yet."""
        return len(self._rows) < 2 or self.plot.viewport().rect().isEmpty()

    def _draw(self) -> None:
        self._window.setVisible(not self.empty)
        self._top.setVisible(not self.empty)
        if self.empty:
            if not self.axes.area.isEmpty():
                self.axes = Axes(QRectF())
                self.plot.refresh()
            self.set_area(QRectF())
            return
        epochs = self._rows[:, 0]
        self._series = tuple(finite(epochs, self._rows[:, column]) for column in self.columns)
        self._range()
        ends = [end for n in range(len(self.columns)) if (end := self._draw_series(n)) is not None]
        self._mark(tuple(ends))

    def _range(self) -> None:
        """Grow the ranges if they must, and lay out the axes anew if they did."""
        assert self._snapshot is not None
        epoch = float(self._rows[-1, 0])
        values = np.concatenate([values for _, values in self._series])
        limit = float(self._snapshot.design.training.epochs)
        scale = self.scale(epochs_shown(epoch, limit), values)
        place = QRectF(self.plot.viewport().rect())
        if scale != self._scale or self.axes.area.isEmpty():
            self._scale = scale
            self.axes = self._laid_out(scale, place)
            self._window.set_area(self.axes.area.adjusted(-2, -_WIDEST, _WIDEST, 2))
            self.set_area(self.axes.area)
            self.plot.refresh()

    def _laid_out(self, scale: Scale, place: QRectF) -> Axes:
        look, sizes = self.look, self.look.sizes
        grown = sizes.body / 13
        height = place.height() - sizes.plot_top - sizes.plot_bottom
        numbers = scale.value_ticks(_between(height / (_TICK_HEIGHT * grown)))
        texts = tuple((value, self.tick_text(text, value)) for value, text in numbers)
        left = max(sizes.plot_left, label_width(look, texts) + sizes.related)
        names = QFontMetricsF(look.font("caption", 600)).horizontalAdvance("validation")
        right = max(sizes.plot_right, names + sizes.related + sizes.panel)
        width = max(1.0, place.width() - left - right)
        below = max(sizes.plot_bottom, tick_row(look) + sizes.inside)
        height = max(1.0, place.height() - sizes.plot_top - below)
        area = QRectF(round(left), sizes.plot_top, round(width), round(height))
        longest = label_width(look, ((scale.last, f"{scale.last:,.0f}"),))
        epochs = scale.epoch_ticks(_between(width / (longest + sizes.columns)))
        places = scale.up(np.array([value for value, _ in texts]))
        return Axes(
            area,
            tuple((area.left() + v / scale.last * area.width(), text) for v, text in epochs),
            tuple(
                (area.bottom() - up * area.height(), text)
                for up, (_, text) in zip(places.tolist(), texts, strict=True)
            ),
        )

    def _draw_series(self, n: int) -> End | None:
        """One curve, smoothed over its raw line; the end of it, if it has any points."""
        look, sizes = self.look, self.look.sizes
        token, name = (("train", "training"), ("validation", "validation"))[n]
        epochs, values = self._series[n]
        if self._scale.log:
            shown = values > 0
            epochs, values = epochs[shown], values[shown]
        raw, line = self._raw[n], self._lines[n]
        raw.clear()
        if not len(values):
            line.clear()
            return None
        width = int(self.axes.area.width())
        fine = values
        kept = weight(epochs, self._scale.last) if self.smooth.isChecked() else 0.0
        if kept >= LIGHTEST:
            # epoch 0, before the first step, says nothing about those after it
            fine = values.copy()
            fine[1:] = smoothed(values[1:], kept)
            ink = mixed(look.color("raw"), look.color("panel"), TINTS.raw_line)
            raw.set_pen(ink, sizes.hairline)
            raw.draw(*self._px(*outlined(epochs, values, width)))
        x, y = self._px(*(outlined if fine is values else sampled)(epochs, fine, width))
        end = self._at(float(epochs[-1]), float(fine[-1]))
        if n:
            line.set_dash_pen(look.color(token), sizes.curve)
            line.draw(*dashed(x, y, sizes.dash, sizes.gap))
        else:
            line.set_pen(look.color(token), sizes.curve)
            line.draw(x, y)
        at = self._nearest(epochs)
        if at is None:
            return End(name, token, end)
        point = self._at(float(epochs[at]), float(fine[at]))
        return End(name, token, end, self.value_text(float(values[at])), point)

    def _px(self, epochs: Array, values: Array) -> tuple[Array, Array]:
        """Places of values on the sheet; those far outside are kept near it."""
        area = self.axes.area
        x = area.left() + self._scale.across(epochs) * area.width()
        y = area.bottom() - self._scale.up(values) * area.height()
        far = area.height()
        return x, np.clip(y, area.top() - far, area.bottom() + far)

    def _at(self, epoch: float, value: float) -> QPointF:
        """The place of one value."""
        x, y = self._px(np.array([epoch]), np.array([value]))
        return QPointF(float(x[0]), float(y[0]))

    def _nearest(self, epochs: Array) -> int | None:
        """The row of the epoch that is pointed at."""
        if self._cursor is None:
            return None
        return int(np.abs(epochs - self._cursor).argmin())

    def _mark(self, ends: tuple[End, ...]) -> None:
        assert self._snapshot is not None
        area, marked, hair = self.axes.area, None, None
        if (best := self.best()) is not None:
            marked = self._at(*best)
        if (at := self._nearest(self._rows[:, 0])) is not None:
            epoch = float(self._rows[at, 0])
            hair = area.left() + epoch / self._scale.last * area.width(), f"{int(epoch):,}"
        changes = tuple(
            (area.left() + mark.epoch / self._scale.last * area.width(), mark.words)
            for mark in self._snapshot.marks
        )
        self.marks = Marks(area, ends, marked, changes, hair)
        self._top.draw(QRectF(self.plot.viewport().rect()))

    # --- words --------------------------------------------------------------------------------

    def in_words(self) -> str:
        if self.empty:
            return self.message
        at = self._nearest(self._rows[:, 0])
        row = self._rows[-1 if at is None else at]
        texts = [
            f"{name} {self.value_text(float(row[column]))}"
            for name, column in zip(("training", "validation"), self.columns, strict=True)
            if np.isfinite(row[column])
        ]
        words = f"{'After' if at is None else 'At'} epoch {int(row[0]):,}: {', '.join(texts)}."
        if (best := self.best()) is not None:
            words += f" Best at epoch {int(best[0]):,}, {self.value_text(best[1])}."
        if near := [found for found in self.marks.words() if found != "best"]:
            words += f" Changed here: {'; '.join(near)}."
        return words

    # --- painting -----------------------------------------------------------------------------

    @property
    def message(self) -> str:
        if not self.empty:
            return ""
        return UNSOUND if self._run is None else EMPTY

    def paint_ground(self, painter: QPainter) -> None:
        paint_axes(painter, self.look, self.axes)

    def _paint_top(self, painter: QPainter) -> None:
        paint_marks(painter, self.look, self.marks)

    def sizeHint(self) -> QSize:
        return QSize(2 * self.look.sizes.plot_least, self.look.sizes.plot_least)

    def minimumSizeHint(self) -> QSize:
        sizes = self.look.sizes
        return QSize(sizes.plot_left + sizes.plot_right + sizes.plot_least // 2, sizes.plot_least)

    # --- the epoch that is read ---------------------------------------------------------------

    def point_at(self, epoch: float | None) -> None:
        """Read the curves at the epoch nearest to this; None reads their ends."""
        self._cursor = epoch
        self._draw()
        self.tell()

    def _on_plot_pointed(self, at: object) -> None:
        if not isinstance(at, QPointF) or self.empty:
            self.point_at(None)
        else:
            area = self.axes.area
            self.point_at((at.x() - area.left()) / area.width() * self._scale.last)

    def _on_switch_toggled(self, on: bool) -> None:
        self.redraw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key == Qt.Key.Key_Escape and self._cursor is not None:
            self.point_at(None)
        elif self.empty or key not in (*moves, Qt.Key.Key_Home, Qt.Key.Key_End):
            super().keyPressEvent(event)
        elif key in moves:
            times = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            last = len(self._rows) - 1
            at = self._nearest(self._rows[:, 0])
            at = min(max((last if at is None else at) + moves[key] * times, 0), last)
            self.point_at(float(self._rows[at, 0]))
        else:
            self.point_at(float(self._rows[0 if key == Qt.Key.Key_Home else -1, 0]))


def _between(most: float) -> int:
    """How many numbers an axis holds: at least two."""
    return min(max(int(most) + 1, 2), _MOST_TICKS)

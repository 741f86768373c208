"""A drawer over the right edge of the canvas, for what has no room beside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QRect,
    QRectF,
    QSize,
    Qt,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.widgets.button import Button
from playground.widgets.drawing import paint_shadow
from playground.widgets.label import Separator
from playground.window.appearance import appearance
from playground.window.theme import INSPECTOR_WIDTHS

HeightOf = Callable[[int], int]

_BELOW_FROM = 200  # px at a 13 px font that the first part keeps, where a second one is below
_MOST = 0.6  # of the canvas


class Drawer(QWidget):
    """Holds a canvas, at its right edge a strip with the drawer's button, and the drawer itself,
    which slides out from under the strip.

    `covered_changed(px)` tells how much of the canvas lies under it. Esc in the drawer asks to
    close it, `close_requested`.
    """

    covered_changed = Signal(int)
    close_requested = Signal()

    def __init__(self, canvas: QWidget, action: QAction, icon: str, name: str) -> None:
        super().__init__()
        self.look = appearance()
        self.canvas = canvas
        self.strip = Strip(action, icon, self)
        self.panel = Panel(name, self)
        self._shade = Shade(self)
        self._out = 0.0  # how far it is out, 0 to 1
        self._slide = QVariantAnimation(self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.valueChanged.connect(self._on_slide_value_changed)
        self.panel.close_requested.connect(self.close_requested)
        self.panel.resized.connect(self._place)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(canvas, 1)
        self._row.addWidget(self.strip)
        self.strip.hide()
        self._show(0.0)
        self.look.theme_changed.connect(self._place)

    # --- what it does -------------------------------------------------------------------------

    @property
    def opened(self) -> bool:
        """Whether it is open, or about to be."""
        return bool(self._slide.endValue() == 1.0)

    def set_open(self, opened: bool) -> None:
        """Slide out or in from wherever it stands."""
        if opened == self.opened:
            return
        self._slide.stop()
        target = 1.0 if opened else 0.0
        self._slide.setStartValue(self._out)
        self._slide.setEndValue(target)
        self.covered_changed.emit(self.width_out if opened else 0)
        milliseconds = self.look.duration("move")
        if milliseconds and self.isVisible():
            self._show(self._out)
            self._slide.setDuration(milliseconds)
            self._slide.start()
        else:
            self._show(target)

    def hold(self, part: QWidget | None, below: QWidget | None = None, of: HeightOf = int) -> None:
        """Have a part in it, and below it another one where there is room, as high as `of` its
        width; what was held before is its taker's."""
        self.panel.hold(part, below, of)
        self._place()

    def sizeHint(self) -> QSize:
        """No more than needed: what is above and below the canvas comes first."""
        return self.minimumSizeHint()

    # --- where it is --------------------------------------------------------------------------

    @property
    def width_out(self) -> int:
        """As wide as a dock would be, if the canvas has that much."""
        usual = round(INSPECTOR_WIDTHS[0] * self.look.sizes.body / 13.0)
        most = round(_MOST * self.canvas.width())
        return max(self.panel.minimumSizeHint().width(), min(usual, most))

    def _on_slide_value_changed(self, out: float) -> None:
        self._show(out)

    def _show(self, out: float) -> None:
        self._out = out
        seen = out > 0.0 or self.opened
        self.panel.setVisible(seen)
        self._shade.setVisible(seen)
        self._place()

    def _place(self) -> None:
        wide = self.width_out
        right = self.canvas.geometry().right() + 1
        area = QRect(right - round(wide * self._out), 0, wide, self.height())
        self.panel.setGeometry(area)
        self._shade.setGeometry(area.adjusted(-self.look.sizes.shadow_blur, 0, 0, 0))
        for each in (self._shade, self.panel, self.strip):
            each.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._row.activate()  # the canvas first
        self._place()
        if self.opened:
            self.covered_changed.emit(self.width_out)


class Strip(QWidget):
    """The edge that stays of a closed drawer: one button to open it, and to close it again."""

    def __init__(self, action: QAction, icon: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.button = Button(kind="ghost", icon=icon, parent=self)
        self.button.follow(action)
        self.button.set_collapsed(True)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.button)
        self._column.addStretch(1)
        self._arrange()
        appearance().theme_changed.connect(self._arrange)

    def _arrange(self) -> None:
        sizes = appearance().sizes
        edge = sizes.inside
        self._column.setContentsMargins(edge + round(sizes.hairline), edge, edge, edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_side(self)


class Panel(QWidget):
    """The drawer itself: it covers what is under it wholly, so that the canvas draws only what is
    seen of it. Two parts one below the other, or the first alone where there is no room."""

    close_requested = Signal()
    resized = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._part: QWidget | None = None
        self._below: QWidget | None = None
        self._height_of: HeightOf = int
        self._rule = Separator(Qt.Orientation.Horizontal, self)

    def hold(self, part: QWidget | None, below: QWidget | None, height_of: HeightOf) -> None:
        self._part, self._below, self._height_of = part, below, height_of
        for each in (part, below):
            if each is not None:
                each.setParent(self)
                each.show()
        self.share_out()

    def share_out(self) -> None:
        """Show the lower part where the upper one keeps enough."""
        sizes = appearance().sizes
        line = round(sizes.hairline)
        wide, high = self.width() - line, self.height()
        needed = self._height_of(wide)
        room = high - needed >= round(_BELOW_FROM * sizes.body / 13.0)
        foot = high - needed if self._below is not None and room else high
        self._rule.setVisible(foot < high)
        self._rule.setGeometry(line, foot - line, wide, line)
        if self._part is not None:
            self._part.setGeometry(line, 0, wide, foot - line if foot < high else high)
        if self._below is not None:
            self._below.setVisible(foot < high)
            self._below.setGeometry(line, foot, wide, needed)

    def minimumSizeHint(self) -> QSize:
        wide = self._part.minimumSizeHint().width() if self._part is not None else 0
        return QSize(wide + round(appearance().sizes.hairline), 0)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # what is in it may have become wider
            self.resized.emit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_side(self)


class Shade(QWidget):
    """The soft shadow that the drawer throws on the canvas; clicks go through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, blur = appearance(), appearance().sizes.shadow_blur
        area = QRectF(self.rect()).adjusted(blur, -blur, blur, blur)
        paint_shadow(QPainter(self), look, area)


def paint_side(widget: QWidget) -> None:
    """The ground of what stands at the right of the canvas, and the line between them."""
    look = appearance()
    painter = QPainter(widget)
    painter.fillRect(widget.rect(), look.color("panel"))
    painter.fillRect(QRectF(0, 0, look.sizes.hairline, widget.height()), look.color("border"))

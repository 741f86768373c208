"""Cards that float at the foot of the canvas: they come and go while the canvas stays as it is, so
that nothing moves away from under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.widgets.drawing import paint_shadow
from playground.window.appearance import appearance

_WIDEST = 720  # px at a 13 px font; lines that are longer are hard to read
_CHIP = 132  # px beside them for the canvas's zoom

_CHANGES = frozenset({QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest})


class Afloat(QObject):
    """Keeps widgets of a `ground` at the lower left `over` a part of it, the last one topmost, each
    as high as it needs at its width. Clicks beside them go to what is below."""

    _made = False  # also when Python forgets it before Qt has sent its last events

    def __init__(self, ground: QWidget, over: QWidget) -> None:
        super().__init__(ground)
        self._ground, self._over = ground, over
        self._covered = 0
        self._afloat: dict[QWidget, Shadow] = {}
        over.installEventFilter(self)
        appearance().theme_changed.connect(self._place)
        self._made = True

    def take(self, widget: QWidget) -> None:
        """Let a widget float."""
        if widget in self._afloat:
            return
        if widget.parentWidget() is not self._ground:
            widget.setParent(self._ground)
        self._afloat[widget] = Shadow(self._ground)
        widget.installEventFilter(self)
        self._place()

    def leave(self, widget: QWidget) -> None:
        """Let it be where somebody else puts it."""
        if widget in self._afloat:
            widget.removeEventFilter(self)
            self._afloat.pop(widget).deleteLater()
            self._place()

    def keep_clear(self, covered: int) -> None:
        """Leave the right edge free, where something else lies over it."""
        self._covered = covered
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._made:
            moves = event.type() == QEvent.Type.Resize
            if moves or (watched is not self._over and event.type() in _CHANGES):
                self._place()
        return False

    def _place(self, *_: object) -> None:
        sizes = appearance().sizes
        over = QRect(self._over.mapTo(self._ground, QPoint(0, 0)), self._over.size())
        font = sizes.body / 13.0
        room = over.width() - self._covered - 2 * sizes.panel
        beside = room - round(_CHIP * font)
        wide = min(beside if beside >= sizes.card_foot else room, round(_WIDEST * font))
        foot = over.bottom() + 1 - sizes.panel + round(sizes.strong)  # the hint below is covered
        for widget, shadow in self._afloat.items():
            seen = not widget.isHidden()
            shadow.setVisible(seen)
            if not seen:
                continue
            high = widget.heightForWidth(wide)
            top = max(foot - high, over.top())
            area = QRect(over.left() + sizes.panel, top, wide, high)
            widget.setGeometry(area)
            shadow.lie_under(widget)
            foot = area.top() - sizes.related


class Shadow(QWidget):
    """The soft shadow under something that floats."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def lie_under(self, widget: QWidget) -> None:
        sizes = appearance().sizes
        blur, below = sizes.shadow_blur, sizes.shadow_blur + sizes.shadow_offset
        self.setGeometry(widget.geometry().adjusted(-blur, -blur, blur, below))
        self.raise_()
        widget.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        sizes = appearance().sizes
        blur, below = sizes.shadow_blur, sizes.shadow_blur + sizes.shadow_offset
        card = QRectF(self.rect()).adjusted(blur, blur, -blur, -below)
        paint_shadow(QPainter(self), appearance(), card)

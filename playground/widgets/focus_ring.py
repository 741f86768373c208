"""The 2 px ring that says where the keyboard is: outside its control, so that nothing moves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.widgets.drawing import rounded
from playground.window.appearance import appearance

_MOVES = frozenset(
    {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.ZOrderChange}
)

_ENDS = frozenset({QEvent.Type.Hide, QEvent.Type.ParentChange})


class _Ring(QWidget):
    """The ring itself, laid over the parent of its control and deaf to the pointer."""

    def __init__(self, around: QWidget, radius: str) -> None:
        super().__init__(around.parentWidget())
        self._around = around
        self._radius = radius
        self.setObjectName("focus_ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def follow(self) -> None:
        reach = round(appearance().sizes.strong)
        self.setGeometry(self._around.geometry().adjusted(-reach, -reach, reach, reach))
        self.setVisible(not self._around.isHidden())
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = appearance()
        width = round(look.sizes.strong)
        radius = getattr(look.sizes, self._radius) + width
        painter = QPainter(self)
        rounded(painter, QRectF(self.rect()), radius, None, look.color("focus"), width)


class FocusRing(QObject):
    """Draws a ring around `control` while it, or the part of it that is typed into, has focus.

    A press of the mouse shows none, unless the control is `typed` into: there it says where the
    keys go.
    """

    # Python may forget a ring before Qt has sent its last events
    _control: QWidget | None = None
    _part: QWidget | None = None
    _ring: _Ring | None = None

    def __init__(
        self,
        control: QWidget,
        part: QWidget | None = None,
        *,
        typed: bool = False,
        radius: str = "radius_field",
    ) -> None:
        super().__init__(control)
        self._control = control
        self._part = part if part is not None else control
        self._typed = typed
        self._radius = radius
        control.installEventFilter(self)
        if part is not None:
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if self._control is None:
            return False
        if kind == QEvent.Type.FocusIn and watched is self._part:
            by_mouse = (
                isinstance(event, QFocusEvent) and event.reason() == Qt.FocusReason.MouseFocusReason
            )
            self._show(self._typed or not by_mouse)
        elif kind == QEvent.Type.FocusOut and watched is self._part:
            self._show(False)
        elif watched is self._control and self._ring is not None:
            if kind in _MOVES:
                self._ring.follow()
            elif kind in _ENDS or (kind == QEvent.Type.MouseButtonPress and not self._typed):
                self._show(False)
        return False

    def _show(self, shown: bool) -> None:
        if self._ring is not None:
            self._ring.hide()
            self._ring.deleteLater()
            self._ring = None
        if shown and self._control is not None and self._control.parentWidget() is not None:
            self._ring = _Ring(self._control, self._radius)
            self._ring.follow()

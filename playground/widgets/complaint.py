"""The reason why a field's text may not stand, beneath the field and over whatever is there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.widgets.drawing import rounded
from playground.widgets.label import Label
from playground.window.appearance import appearance


class _Note(Label):
    """A raised card that floats over the window, deaf to the pointer."""

    def __init__(self, text: str, window: QWidget) -> None:
        super().__init__(text, "danger", parent=window)
        self.setObjectName("complaint")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        sizes = appearance().sizes
        self.setContentsMargins(
            sizes.pad_field, sizes.inside, sizes.pad_field, sizes.inside + round(sizes.hairline)
        )
        if self.sizeHint().width() > sizes.tooltip:
            self.setWordWrap(True)
            self.setFixedWidth(sizes.tooltip)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = appearance()
        painter = QPainter(self)
        edge = look.color("danger")
        area = QRectF(self.rect())
        rounded(painter, area, look.sizes.radius_field, look.color("raised"), edge)
        painter.end()
        super().paintEvent(event)


class Complaint(QObject):
    """Says a reason beneath a field, or nothing, and to screen readers instead of what the field
    says of itself. It moves nothing around the field."""

    _note: _Note | None = None  # also when Python forgets it before Qt has sent its last events

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self.reason = ""
        self._usual = ""  # what the field says of itself otherwise
        self._field = field
        field.installEventFilter(self)

    def say(self, reason: str) -> None:
        """Show a reason; an empty one takes it away."""
        typed = self._field.focusProxy() or self._field
        if reason and not self.reason:
            self._usual = typed.accessibleDescription()
        if reason or self.reason:
            typed.setAccessibleDescription(reason or self._usual)
        self.reason = reason
        self._drop()
        if reason and self._field.isVisible():
            self._note = _Note(reason, self._field.window())
            self._place()
            self._note.show()
            self._note.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide:
            self._drop()
        elif event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._place()
        return False

    def _place(self) -> None:
        """Beneath the field, or above it where the window ends."""
        if self._note is None:
            return
        window, gap = self._field.window(), appearance().sizes.inside
        self._note.adjustSize()
        spot = self._field.mapTo(window, QPoint(0, self._field.height() + gap))
        if spot.y() + self._note.height() > window.height():
            spot.setY(spot.y() - self._field.height() - 2 * gap - self._note.height())
        spot.setX(max(0, min(spot.x(), window.width() - self._note.width() - gap)))
        self._note.move(spot)

    def _drop(self) -> None:
        if self._note is not None:
            self._note.hide()
            self._note.deleteLater()
            self._note = None

"""When the keyboard leaves a field, and when it only seems to."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent

_COMES_BACK = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


def leaves(event: QEvent) -> bool:
    """Whether an event takes the keyboard from a field for good: a menu over the field, and another
    window, give it back."""
    if not isinstance(event, QFocusEvent):
        return False
    return event.lostFocus() and event.reason() not in _COMES_BACK

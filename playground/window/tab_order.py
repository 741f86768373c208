"""Tab goes through the window as it is read: its parts one after another, each in its own order.

Qt's own walk starts again somewhere in the middle once it has come past the window, and then never
meets the first stops again; so the next stop is looked up here.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def stops(window: QWidget, parts: Sequence[QWidget]) -> list[QWidget]:
    """Where Tab stops, part by part; a part within another one comes after it in `parts`."""
    groups: list[list[QWidget]] = [[] for _ in parts]
    widget = _following(window)
    while widget is not None and widget is not window:
        tabbed = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        if tabbed and widget.isVisible() and widget.isEnabled() and widget.window() is window:
            for group, part in reversed(list(zip(groups, parts, strict=True))):
                if part.isAncestorOf(widget):
                    group.append(widget)
                    break
        widget = _following(widget)
    return [stop for group in groups for stop in group]


def _following(widget: QWidget) -> QWidget | None:
    """The next widget of Qt's walk.

    PySide takes it for a part of the one before, and what goes with that one would be the rest of
    the walk, menus included; being given the parent that it has, which is nothing to Qt, sets it
    right.
    """
    after = widget.nextInFocusChain()
    if after is not None:
        after.setParent(after.parentWidget())
    return after


def step(window: QWidget, parts: Sequence[QWidget], forward: bool) -> bool:
    """Move the keyboard to the next stop, and from the last one to the first."""
    ready = stops(window, parts)
    here: QWidget | None = window.focusWidget()
    while here is not None and here not in ready and here is not window:
        here = here.parentWidget()  # a part of a stop, such as its sheet
    if not ready:
        return False
    place = -1 if forward else 0
    if here is not None and here in ready:
        place = ready.index(here)
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    ready[(place + (1 if forward else -1)) % len(ready)].setFocus(reason)
    return True

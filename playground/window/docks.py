"""The docks around the canvas, by the names that workspaces, menus and settings know them by."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from playground.widgets.dock_title import DockTitle
from playground.window.actions import Actions

_TITLES = {
    "data": "Data",
    "layers": "Layers",
    "outline": "Outline",
    "inspector": "Inspector",
    "views": "Boundary and loss",
}
_HEADINGS = {"layers": "Data"}  # where something else comes first in a dock
_UNTITLED = ("inspector", "views")  # what is in them says what it is


def docks_of(window: QMainWindow, shown: Mapping[str, QWidget]) -> dict[str, QDockWidget]:
    """A window's docks in the menu's order, each with what is shown in it, if it is there yet;
    where they stand is the workspace's to say."""
    docks = {}
    for name, title in _TITLES.items():
        dock = QDockWidget(title, window)
        dock.setObjectName(f"dock.{name}")
        untitled = name in _UNTITLED
        heading = _HEADINGS.get(name, title)
        dock.setTitleBarWidget(QWidget() if untitled else DockTitle(heading, dock))
        if name in shown:
            dock.setWidget(shown[name])
        docks[name] = dock
    return docks


def shown_by(docks: Mapping[str, QDockWidget], actions: Actions) -> list[QAction]:
    """What shows and hides each dock: an action of the table that has its name, or its own."""
    own = {name: actions[f"view.{name}"] for name in ("inspector", "outline")}
    return [own.get(name, dock.toggleViewAction()) for name, dock in docks.items()]

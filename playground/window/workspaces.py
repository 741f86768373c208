"""Workspaces: the same window arranged for one thing at a time, learning or designing."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDockWidget, QMainWindow

from playground.window.appearance import appearance
from playground.window.settings import settings

LEARN, DESIGN = "learn", "design"
CHOICES = (
    (LEARN, "Learn", "Data, network, boundary and curves."),
    (DESIGN, "Design", "Layers to add, the network, and everything that can be set."),
)


_TITLE_AND_LEGEND = 76  # px above and below the boundary's square, at a 13 px font


class Arrangement(msgspec.Struct, frozen=True):
    """The docks of a workspace, and their widths by the window's (look.md, at a 13 px font)."""

    docks: tuple[str, ...]
    widths: tuple[tuple[int, tuple[int, ...]], ...]


ARRANGEMENTS: Mapping[str, Arrangement] = {
    LEARN: Arrangement(
        ("data", "views"), ((1800, (264, 480)), (1360, (232, 376)), (0, (200, 304)))
    ),
    DESIGN: Arrangement(
        ("layers", "network", "views"),
        ((1800, (264, 360, 360)), (1360, (232, 320, 320)), (0, (200, 288, 288))),
    ),
}


class Workspaces(QObject):
    """Shows the docks of the chosen workspace; remembered from one start to the next."""

    changed = Signal(str)

    def __init__(self, window: QMainWindow, docks: Mapping[str, QDockWidget]) -> None:
        super().__init__(window)
        self._window = window
        self._docks = docks
        kept = str(settings().value("window/workspace", LEARN))
        self.choice = kept if kept in ARRANGEMENTS else LEARN

    def choose(self, choice: str) -> None:
        """Arrange the window for one thing."""
        settings().setValue("window/workspace", choice)
        self.choice = choice
        self.arrange()
        self.changed.emit(choice)

    def arrange(self) -> None:
        """Show this workspace's docks and hide the others."""
        shown = ARRANGEMENTS[self.choice].docks
        for name, dock in self._docks.items():
            dock.setVisible(name in shown)
        self.share_out()

    def share_out(self) -> None:
        """Give the docks the widths that a window so wide has for them."""
        font = appearance().sizes.body / 13.0
        width = self._window.width() / font
        arrangement = ARRANGEMENTS[self.choice]
        widths = next(docks for least, docks in arrangement.widths if width >= least)
        self._window.resizeDocks(
            [self._docks[name] for name in arrangement.docks],
            [round(width * font) for width in widths],
            Qt.Orientation.Horizontal,
        )
        if self.choice == DESIGN:  # the boundary is square, and stands at the foot
            square = round((widths[-1] + _TITLE_AND_LEGEND) * font)
            self._window.resizeDocks(
                [self._docks["network"], self._docks["views"]],
                [max(square, self._window.height() - square), square],
                Qt.Orientation.Vertical,
            )

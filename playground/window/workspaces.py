"""Workspaces: the same window arranged for one thing at a time, learning or designing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDockWidget, QMainWindow

from playground.window.appearance import appearance
from playground.window.settings import settings

LEARN, DESIGN = "learn", "design"
CHOICES = (
    (LEARN, "Learn", "Data, network, boundary and curves."),
    (DESIGN, "Design", "Layers to add, the network, and everything that can be set."),
)

_PLACES = 2  # the version of the docks' names; places kept for another are forgotten


class Arrangement(msgspec.Struct, frozen=True):
    """The docks of a workspace, and their widths by the window's (look.md, at a 13 px font)."""

    docks: tuple[str, ...]
    widths: tuple[tuple[int, tuple[int, ...]], ...]


ARRANGEMENTS: Mapping[str, Arrangement] = {
    LEARN: Arrangement(
        ("data", "views"), ((1800, (264, 480)), (1360, (232, 376)), (0, (200, 304)))
    ),
    DESIGN: Arrangement(
        ("layers", "inspector", "views"),
        ((1800, (264, 360, 360)), (1360, (232, 320, 320)), (0, (200, 288, 288))),
    ),
}


class Workspaces(QObject):
    """Shows the docks of the chosen workspace; remembered from one start to the next.

    The docks get the sizes that the window has room for until a person drags a line between them;
    from then on this workspace stays as it was left.
    """

    changed = Signal(str)

    def __init__(
        self,
        window: QMainWindow,
        docks: Mapping[str, QDockWidget],
        boundary_height: Callable[[int], int],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._boundary_height = boundary_height
        self._docks = docks
        kept = str(settings().value("window/workspace", LEARN))
        self.choice = kept if kept in ARRANGEMENTS else LEARN
        self._by_hand = False
        appearance().theme_changed.connect(self.share_out)
        for dock in docks.values():
            dock.installEventFilter(self)

    def choose(self, choice: str) -> None:
        """Arrange the window for one thing."""
        if choice != self.choice:
            self.keep()
            settings().setValue("window/workspace", choice)
            self.choice = choice
            self.changed.emit(choice)  # first, since a dock is as high as what it shows then
            self.restore()

    def keep(self) -> None:
        """Remember the docks' places."""
        kept = settings()
        kept.setValue(f"window/{self.choice}/docks", self._window.saveState(_PLACES))
        kept.setValue(f"window/{self.choice}/by_hand", "yes" if self._by_hand else "no")

    def restore(self) -> None:
        """Put this workspace's docks where they were left, at first where they belong."""
        kept = settings()
        places = kept.value(f"window/{self.choice}/docks")
        self._by_hand = kept.value(f"window/{self.choice}/by_hand") == "yes"
        if places is None or not self._window.restoreState(places, _PLACES):
            self.arrange()
        else:
            self.share_out()

    def arrange(self) -> None:
        """Show this workspace's docks where they belong, and hide the others."""
        window, docks = self._window, self._docks
        shown = ARRANGEMENTS[self.choice].docks
        self._by_hand = False
        for name, dock in docks.items():
            dock.setFloating(False)
            dock.setVisible(name in shown)
        left = Qt.DockWidgetArea.LeftDockWidgetArea
        right = Qt.DockWidgetArea.RightDockWidgetArea
        for name, area in (
            ("data", left),
            ("layers", left),
            ("inspector", right),
            ("views", right),
        ):
            window.addDockWidget(area, docks[name])
        window.splitDockWidget(docks["inspector"], docks["views"], Qt.Orientation.Vertical)
        self.share_out()

    def share_out(self) -> None:
        """Give the docks the sizes that such a window has for them, unless a person chose some."""
        self._share_out()
        QTimer.singleShot(0, self, self._share_out)  # once the docks have moved

    def _share_out(self) -> None:
        if self._by_hand:
            return
        font = appearance().sizes.body / 13.0
        width = self._window.width() / font
        arrangement = ARRANGEMENTS[self.choice]
        widths = next(docks for least, docks in arrangement.widths if width >= least)
        self._window.resizeDocks(
            [self._docks[name] for name in arrangement.docks],
            [round(width * font) for width in widths],
            Qt.Orientation.Horizontal,
        )
        if self.choice == DESIGN:  # the boundary stands at the foot, and nothing is left over
            inspector, views = self._docks["inspector"], self._docks["views"]
            square = self._boundary_height(round(widths[-1] * font))
            both = inspector.height() + views.height()
            self._window.resizeDocks(
                [inspector, views], [max(1, both - square), square], Qt.Orientation.Vertical
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice when a line between docks is dragged: they change size under a pressed button."""
        if event.type() == QEvent.Type.Resize:
            held = QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton
            self._by_hand = self._by_hand or bool(held)
        return False

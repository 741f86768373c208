"""Workspaces: the same window arranged for one thing at a time, learning or designing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

import msgspec
from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow

from playground.window.appearance import appearance
from playground.window.arrangements import (
    ARRANGEMENTS,
    CANVAS_SHARE,
    DESIGN,
    LEARN,
    LOWER_SHARE,
    OUTLINE_HEIGHT,
    OUTLINE_WIDTH,
    RAIL_WIDTH,
    Arrangement,
    Room,
)
from playground.window.settings import kept_bytes, settings

_Size = Annotated[float, msgspec.Meta(ge=1, le=100_000)]
_PLACES = 3  # the version of the docks' names; places kept for another are forgotten
_SIDES = (Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea)


class Sizes(msgspec.Struct):
    """What a person made of the docks' sizes, by their names, in px at a 13 px font."""

    widths: dict[str, _Size] = {}
    heights: dict[str, _Size] = {}


class Workspaces(QObject):
    """Shows the docks of the chosen workspace; remembered from one start to the next.

    A dock gets the size that the window has room for until a person drags a line beside it; from
    then on it stays as it was left. `room_changed(room)` tells what else has to give way; docks
    that a drawer takes the place of are put away for as long.
    """

    changed = Signal(str)
    room_changed = Signal(object)  # Room

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
        self.room = Room()
        self._away: tuple[str, ...] = ()
        self._by_hand = Sizes()
        self._shared_in = QSize()  # the window's size when the docks got theirs
        appearance().theme_changed.connect(self.share_out)
        for dock in docks.values():
            dock.installEventFilter(self)
        docks["outline"].visibilityChanged.connect(self.share_out)

    @property
    def _arrangement(self) -> Arrangement:
        return ARRANGEMENTS[self.choice]

    def choose(self, choice: str) -> None:
        """Arrange the window for one thing."""
        if choice != self.choice:
            self.keep()
            settings().setValue("window/workspace", choice)
            self.choice = choice
            self.changed.emit(choice)  # first, since a dock is as high as what it shows then
            self.restore()

    # --- remembering --------------------------------------------------------------------------

    def keep(self) -> None:
        """Remember the docks' places."""
        kept, place = settings(), f"window/{self.choice}"
        kept.setValue(f"{place}/docks", self._window.saveState(_PLACES))
        kept.setValue(f"{place}/away", ",".join(self._away))
        kept.setValue(f"{place}/by_hand", msgspec.json.encode(self._by_hand).decode())

    def restore(self) -> None:
        """Put this workspace's docks where they were left, at first where they belong."""
        kept, place = settings(), f"window/{self.choice}"
        places = kept_bytes(f"{place}/docks")
        if places is None or not self._window.restoreState(places, _PLACES):
            self.arrange()
            return
        away = str(kept.value(f"{place}/away", ""))
        self._away = tuple(name for name in away.split(",") if name in self._docks)
        self._by_hand = _sizes(kept.value(f"{place}/by_hand"))
        self._put_away()
        self.share_out()

    def arrange(self) -> None:
        """Show this workspace's docks where they belong, and hide the others."""
        window, docks = self._window, self._docks
        self._by_hand = Sizes()
        self._away = ()
        for name, dock in docks.items():
            dock.setFloating(False)
            dock.setVisible(name in self._arrangement.docks)
        left = Qt.DockWidgetArea.LeftDockWidgetArea
        right = Qt.DockWidgetArea.RightDockWidgetArea
        for name, area in (
            ("data", left),
            ("layers", left),
            ("inspector", right),
            ("views", right),
        ):
            window.addDockWidget(area, docks[name])
        window.addDockWidget(left, docks["outline"])
        beside = Qt.Orientation.Horizontal
        if self.choice == DESIGN:
            window.splitDockWidget(docks["layers"], docks["outline"], beside)
        window.splitDockWidget(docks["inspector"], docks["views"], Qt.Orientation.Vertical)
        self._put_away()
        self.share_out()

    # --- room ---------------------------------------------------------------------------------

    def share_out(self) -> None:
        """Give the docks the sizes that such a window has for them, or those a person chose."""
        self._share_out()
        QTimer.singleShot(0, self, self._share_out)  # once the docks have moved

    def _share_out(self) -> None:
        scale = appearance().sizes.body / 13.0
        across, down = self._window.width() / scale, self._window.height() / scale
        if self.choice == DESIGN and self._stands("outline"):
            across -= self._by_hand.widths.get("outline", OUTLINE_WIDTH)
        room = Room.of(across, down)
        if room != self.room:
            self.room = room
            self._put_away()
            self.room_changed.emit(room)
        widths = {name: round(width * scale) for name, width in self._widths(across).items()}
        self._resize(widths, Qt.Orientation.Horizontal)
        if self.choice == DESIGN:  # the boundary stands at the foot, and nothing is left over
            square = self._boundary_height(widths["views"])
            self._stack("inspector", "views", square / scale)
        else:
            self._stack("data", "outline", OUTLINE_HEIGHT)
        self._shared_in = self._window.size()

    def _widths(self, across: float) -> dict[str, float]:
        """The docks' widths where they and the canvas have so much room."""
        widths: dict[str, float] = dict(self._arrangement.widths_in(across))
        by_hand = {name: width for name, width in self._by_hand.widths.items() if name in widths}
        widths |= by_hand
        if self.room.rail and "layers" in widths:
            widths["layers"] = RAIL_WIDTH
        left = widths.get("layers", 0)
        taken = left + widths.get("data", 0) + max(widths["views"], widths.get("inspector", 0))
        most = (1 - CANVAS_SHARE) * across
        if by_hand and taken > most:
            widths = {name: width * most / taken for name, width in widths.items()}
        if self.choice == DESIGN:  # else it stands below the data
            widths["outline"] = self._by_hand.widths.get("outline", OUTLINE_WIDTH)
        return widths

    def _stack(self, upper: str, lower: str, height: float) -> None:
        """Give the lower of two docks its height, and the upper one the rest."""
        if self._stands(upper) and self._stands(lower):
            scale = appearance().sizes.body / 13.0
            both = self._docks[upper].height() + self._docks[lower].height()
            least = min(height, LOWER_SHARE * both / scale)
            high = round(self._by_hand.heights.get(lower, least) * scale)
            heights = {upper: max(1, both - high), lower: high}
            self._resize(heights, Qt.Orientation.Vertical)

    def _resize(self, sizes: Mapping[str, int], along: Qt.Orientation) -> None:
        names = [name for name in sizes if self._stands(name)]
        docks = [self._docks[name] for name in names]
        self._window.resizeDocks(docks, [sizes[name] for name in names], along)

    def _stands(self, name: str) -> bool:
        """Whether a dock is seen, in the window."""
        dock = self._docks[name]
        placed = self._window.dockWidgetArea(dock) != Qt.DockWidgetArea.NoDockWidgetArea
        return placed and not dock.isHidden() and not dock.isFloating()

    def _put_away(self) -> None:
        """Hide what a drawer takes the place of, or show it again."""
        if self.room.drawer:
            for name in self._arrangement.away:
                if self._stands(name):
                    self._docks[name].hide()
                    self._away = (*self._away, name)
        else:
            for name in self._away:
                self._docks[name].show()
            self._away = ()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice when a line between docks is dragged: they change size under a pressed button."""
        if event.type() != QEvent.Type.Resize or not isinstance(event, QResizeEvent):
            return False
        held = QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton
        if held and isinstance(watched, QDockWidget) and self._shared_in == self._window.size():
            self._take(watched, event.oldSize(), event.size())
        return False

    def _take(self, dock: QDockWidget, old: QSize, new: QSize) -> None:
        """Let a dock at a side keep the size that a person gave it."""
        if dock.isFloating() or self._window.dockWidgetArea(dock) not in _SIDES:
            return
        name = dock.objectName().removeprefix("dock.")
        scale = appearance().sizes.body / 13.0
        if new.width() != old.width() and not (name == "layers" and self.room.rail):
            self._by_hand.widths[name] = new.width() / scale
        if new.height() != old.height():
            self._by_hand.heights[name] = new.height() / scale


def _sizes(kept: object) -> Sizes:
    """What was kept of them; none where another version wrote it."""
    try:
        return msgspec.json.decode(str(kept), type=Sizes)
    except msgspec.MsgspecError:
        return Sizes()

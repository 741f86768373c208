"""Which docks a workspace has and how wide they are, and what gives way as a window gets narrow.

Every length holds for a 13 px font: a large font makes a window narrow as a small screen does.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

LEARN, DESIGN = "learn", "design"
CHOICES = (
    (LEARN, "Learn", "Data, network, boundary and curves."),
    (DESIGN, "Design", "Layers to add, the network, and everything that can be set."),
)

OUTLINE_WIDTH, OUTLINE_HEIGHT, RAIL_WIDTH = 232, 232, 48
RAIL_UNDER, DRAWER_UNDER = 1100, 1000  # px of width that the canvas and its docks share
LOW_UNDER = 480  # px of height
LOWER_SHARE = 0.58  # of a column, that a dock below another one has at most
CANVAS_SHARE = 0.3  # of the window's width, that docks leave to the canvas however wide they were


class Room(msgspec.Struct, frozen=True):
    """What a window has no room for: the palette's words, the inspector beside the canvas, and
    what says that there is nothing to say."""

    rail: bool = False
    drawer: bool = False
    low: bool = False

    @classmethod
    def of(cls, width: float, height: float) -> Room:
        """The room that the canvas and its docks have in a window."""
        return cls(width < RAIL_UNDER, width < DRAWER_UNDER, height < LOW_UNDER)


class Arrangement(msgspec.Struct, frozen=True):
    """The docks of a workspace, and their widths by the window's."""

    docks: tuple[str, ...]
    widths: tuple[tuple[int, tuple[int, ...]], ...]
    away: tuple[str, ...]  # those that a drawer takes the place of

    def widths_in(self, width: float) -> dict[str, int]:
        """The docks' widths in a window."""
        return dict(
            zip(
                self.docks,
                next(docks for least, docks in self.widths if width >= least),
                strict=True,
            )
        )


ARRANGEMENTS: Mapping[str, Arrangement] = {
    LEARN: Arrangement(
        ("data", "views"),
        (
            (1800, (264, 480)),
            (1360, (232, 376)),
            (1000, (200, 304)),
            (800, (200, 264)),
            (0, (120, 232)),
        ),
        ("inspector",),
    ),
    DESIGN: Arrangement(
        ("layers", "inspector", "views"),
        ((1800, (264, 360, 360)), (1360, (232, 320, 320)), (0, (200, 288, 288))),
        ("inspector", "views"),
    ),
}

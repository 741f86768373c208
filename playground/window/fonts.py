"""Inter, the font of the window, shipped with us so that it looks the same everywhere."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QFontDatabase

from playground.window.theme import Sizes

FILES = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf")


@cache
def family() -> str:
    """The name of our font, loaded at the first call; the system's own where it cannot be read."""
    names = []
    for name in FILES:
        data = files("assets").joinpath("fonts", name).read_bytes()
        number = QFontDatabase.addApplicationFontFromData(QByteArray(data))
        names += QFontDatabase.applicationFontFamilies(number)[:1]
    return names[0] if names else QFont().family()


def font(sizes: Sizes, role: str = "body", weight: int = 400, tabular: bool = False) -> QFont:
    """A font by its role in `Sizes` (caption, small, body, heading, title, big).

    `tabular` gives all digits one width, so that a live number stands still. The font is shared:
    copy it before changing it.
    """
    return _font(getattr(sizes, role), weight, tabular)


@cache
def _font(px: int, weight: int, tabular: bool) -> QFont:
    made = QFont(family())
    made.setPixelSize(px)
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made

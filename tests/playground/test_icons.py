"""Every icon that is asked for exists, is drawn in its token, and stays sharp."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QAction, QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QToolButton

import playground
from playground.window import icons
from playground.window.appearance import Appearance, appearance
from playground.window.theme import DARK, KINDS
from tests.playground import looks

look = looks.look
ASKED = re.compile(
    r"""(?:icon(?:_name)?\s*=\s*|paint_icon\(\s*\w+,\s*|wear\([^,()]+,\s*|StepButton\(\s*|pixmap\(\s*|icons?\(\s*)
    ["']([a-z0-9]+(?:-[a-z0-9]+)*)["']""",
    re.VERBOSE,
)


def drawn_in(drawn: QPixmap, token: str) -> bool:
    """Whether all pixels that are fully covered have a token's colour, but for the last bits."""
    image = drawn.toImage().convertToFormat(QImage.Format.Format_ARGB32)
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    wanted = appearance().color(token).getRgb()
    solid = [pixel.getRgb() for pixel in pixels if pixel.alpha() == 255]
    far = (abs(one - other) for color in solid for one, other in zip(color, wanted, strict=True))
    return bool(solid) and max(far) <= 2


def test_every_icon_asked_for_in_the_source_exists() -> None:
    asked = set(KINDS.values())
    for path in Path(playground.__file__).parent.rglob("*.py"):
        asked |= set(ASKED.findall(path.read_text(encoding="utf-8")))
    assert {"play", "minus", "chevron-down"} <= asked
    assert asked - set(icons.names()) == set()


def test_licences_come_along() -> None:
    assets = files("assets")
    assert "ISC License" in assets.joinpath("icons/LICENSE.txt").read_text(encoding="utf-8")
    assert "SIL Open Font License" in assets.joinpath("fonts/LICENSE.txt").read_text(
        encoding="utf-8"
    )


def test_every_icon_is_drawn_in_the_colour_of_its_token(look: Appearance) -> None:
    for name in icons.names():
        assert drawn_in(icons.pixmap(name, "danger", 48), "danger"), name


def test_an_icon_has_the_pixels_of_the_screen(look: Appearance) -> None:
    for ratio, side in ((1.0, 16), (1.5, 24), (2.0, 32)):
        drawn = icons.pixmap("play", ratio=ratio)
        assert (drawn.width(), drawn.devicePixelRatio()) == (side, ratio)
    sizes = icons.icon("play").availableSizes()
    assert QSize(16, 16) in sizes


def test_icons_grow_with_the_font(look: Appearance) -> None:
    look.set_font_size(26)
    assert icons.pixmap("play").width() == 32


def test_a_worn_icon_follows_the_theme_and_greys_out(look: Appearance) -> None:
    action = QAction("Run")
    icons.wear(action, "play")
    size = QSize(16, 16)
    light = action.icon().pixmap(size).toImage()
    look.choose("dark")
    assert action.icon().pixmap(size).toImage() != light
    icons.wear(action, "square-arrow-out-up-right", "info")
    look.choose("light")
    look.choose("dark")
    assert action.icon().pixmap(size).toImage() == icons.pixmap(
        "square-arrow-out-up-right", "info"
    ).toImage().convertToFormat(action.icon().pixmap(size).toImage().format())
    grey = action.icon().pixmap(size, QIcon.Mode.Disabled).toImage()
    assert grey != action.icon().pixmap(size).toImage()


def test_an_owner_that_is_gone_is_forgotten(look: Appearance, qtbot: Any) -> None:
    button = QToolButton()
    icons.wear(button, "x")
    button.deleteLater()
    qtbot.waitUntil(lambda: not appearance().findChildren(QToolButton))
    look.choose("dark")
    look.choose("light")


def test_unknown_icons_and_tokens_are_refused(look: Appearance) -> None:
    with pytest.raises(LookupError, match="cupcake"):
        icons.pixmap("cupcake")
    with pytest.raises(LookupError, match="mauve"):
        icons.pixmap("play", "mauve")


def test_an_icon_is_painted_about_its_point(look: Appearance) -> None:
    image = QImage(40, 40, QImage.Format.Format_ARGB32)
    image.fill(QColor(DARK.canvas))
    painter = QPainter(image)
    icons.paint_icon(painter, "target", "danger", QPointF(20, 20), 20)
    painter.end()
    changed = [
        (x, y)
        for x in range(40)
        for y in range(40)
        if image.pixelColor(x, y) != QColor(DARK.canvas)
    ]
    assert min(x for x, _ in changed) in (10, 11) and max(x for x, _ in changed) in (28, 29)
    assert min(y for _, y in changed) in (10, 11) and max(y for _, y in changed) in (28, 29)

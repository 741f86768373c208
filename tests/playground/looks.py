"""What the tests of the look share: a fresh look for each, and the colour of a pixel."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from playground.window.appearance import Appearance, appearance


@pytest.fixture
def look(qapp: QApplication) -> Generator[Appearance]:
    """The application's look: light, 13 px, nothing moving; put back to the system's afterwards."""
    look = appearance()
    look.choose("light")
    look.set_font_size(13)
    look.calm_motion(True)
    yield look
    look.calm_motion(False)
    look.choose("system")


def pixel(widget: QWidget, x: float, y: float) -> str:
    """The colour a widget shows at a point of its own, as #RRGGBB."""
    image = widget.grab().toImage()
    ratio = image.devicePixelRatio()
    return image.pixelColor(QPoint(round(x * ratio), round(y * ratio))).name().upper()


def colors(widget: QWidget) -> set[str]:
    """Every colour a widget shows."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), dtype=np.uint32) & 0xFFFFFF
    return {f"#{pixel:06X}" for pixel in np.unique(pixels).tolist()}

"""Canvases of a size and a look that do not depend on who runs the tests."""

from __future__ import annotations

from collections.abc import Callable, Generator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.checks import check
from engine.design import Design
from playground.canvas.canvas import Canvas
from playground.window.appearance import Appearance, appearance

Shown = Callable[..., Canvas]


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> Generator[Appearance]:
    """The light theme at 13 px, calm; put back as it was afterwards."""
    look = appearance()
    before, calm = look.sizes.body, look.calm
    look.choose("light")
    look.set_font_size(13)
    look.calm_motion(True)
    yield look
    look.calm_motion(calm)
    look.choose("system")
    look.set_font_size(before)


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    """A canvas that shows a design, at a size."""

    def show(design: Design, width: int = 888, height: int = 664) -> Canvas:
        canvas = Canvas()
        qtbot.addWidget(canvas)
        canvas.resize(width, height)
        canvas.show_design(design, check(design))
        canvas.show()
        return canvas

    return show

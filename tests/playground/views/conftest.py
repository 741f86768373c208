"""Views of a size and a look that do not depend on who runs the tests."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.views.base import View
from playground.window.appearance import Appearance, appearance

V = TypeVar("V", bound=View)
Shown = Callable[[type[View], int, int], View]


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> Generator[Appearance]:
    """The light theme at 13 px; put back as it was afterwards."""
    look = appearance()
    before = look.sizes.body
    look.choose("light")
    look.set_font_size(13)
    yield look
    look.choose("system")
    look.set_font_size(before)


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[..., View]:
    """A view of a class, shown at a size."""

    def show(kind: type[View], width: int = 376, height: int = 400) -> View:
        view = kind()
        qtbot.addWidget(view)
        view.resize(width, height)
        view.show()
        return view

    return show

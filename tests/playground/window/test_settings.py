"""A settings file that somebody spoilt costs what it held, never the window."""

from __future__ import annotations

from collections.abc import Callable, Generator

import pytest
from PySide6.QtCore import QByteArray
from pytestqt.qtbot import QtBot

from playground.app import build
from playground.window.main_window import MainWindow
from playground.window.settings import kept_bytes, kept_number, settings
from playground.window.toolbar import speed_limit

FIRST = 0.75  # where the slider of the speed stands at the first start


@pytest.fixture
def start(qtbot: QtBot) -> Generator[Callable[[], MainWindow]]:
    windows: list[MainWindow] = []

    def begin() -> MainWindow:
        _, window = build([])
        qtbot.addWidget(window)
        windows.append(window)
        return window

    yield begin
    for window in windows:
        window.close()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("speed", "abc"),
        ("speed", "nan"),
        ("speed", ["0", "5"]),
        ("window/geometry", "1280x720"),
        ("window/geometry", QByteArray(b"1280x720")),
        ("window/learn/docks", "left"),
        ("window/learn/docks", ["left", "right"]),
        ("window/learn/docks", QByteArray(b"left")),
        ("window/learn/by_hand", '{"widths": {"views": 1e300}}'),
    ],
)
def test_the_window_opens_with_any_settings(
    start: Callable[[], MainWindow], name: str, value: object
) -> None:
    start().close()  # writes down where everything is
    settings().setValue(name, value)
    window = start()
    assert window.toolbar.limit == speed_limit(FIRST)
    window.show()
    assert window.docks["data"].isVisible()


def test_what_was_kept_comes_back_and_what_is_none_of_it_does_not() -> None:
    kept = settings()
    for value, read in ((0.25, 0.25), ("0.25", 0.25), (2, 0.75), ("inf", 0.75), ("", 0.75)):
        kept.setValue("speed", value)
        assert kept_number("speed", 0.75, 0.0, 1.0) == read
    assert kept_number("nothing", 0.75, 0.0, 1.0) == 0.75
    kept.setValue("places", QByteArray(b"\0a,b"))
    assert kept_bytes("places") == QByteArray(b"\0a,b")
    kept.setValue("places", "a")
    assert kept_bytes("places") is None is kept_bytes("nothing")

"""Keys with a place: Delete and Backspace take a layer out where layers are and nowhere else,
Ctrl+, leads to the settings from everywhere."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from playground.window.main_window import MainWindow


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_no_editor_or_card_takes_the_selected_layer_out(
    window: MainWindow, qtbot: QtBot, key: Qt.Key
) -> None:
    window.workspaces.choose("design")
    window.canvas.select(("dense_1",))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    ids = [layer.id for layer in window.document.design.layers]
    met = set()
    for widget in window.findChildren(QWidget):
        if not isValid(widget):  # gone with what another one showed
            continue
        elsewhere = not any(
            each is widget or each.isAncestorOf(widget) for each in (window.canvas, window.outline)
        )
        if elsewhere and widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            widget.setFocus()
            QTest.keyClick(widget, key)
            assert [layer.id for layer in window.document.design.layers] == ids, widget
            met.add(type(widget).__name__)
    assert len(met) >= 5, met
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, key)
    assert "dense_1" not in [layer.id for layer in window.document.design.layers]


def test_the_keys_of_preferences_open_what_they_are_chosen_in(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.commands.isVisible)

"""Looking for the next stop changes nothing, least of all who goes when a widget goes."""

from __future__ import annotations

import shiboken6
from PySide6.QtWidgets import QLineEdit, QMainWindow, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from playground.window import tab_order


def test_what_qt_made_outlives_a_stop_that_goes(qtbot: QtBot) -> None:
    window, middle = QMainWindow(), QWidget()
    qtbot.addWidget(window)
    window.setCentralWidget(middle)
    column = QVBoxLayout(middle)
    goes, stays = QPushButton("goes"), QLineEdit()
    for stop in (goes, stays):
        column.addWidget(stop)
    menu = window.menuBar().addMenu("a menu")
    action = menu.addAction("in it")
    window.show()
    assert tab_order.stops(window, [middle]) == [goes, stays]
    shiboken6.delete(goes)
    assert shiboken6.isValid(action) and shiboken6.isValid(menu)
    assert tab_order.stops(window, [middle]) == [stays]
    assert action.text() == "in it"

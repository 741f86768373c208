"""A person at the window, who has a keyboard, or a mouse, and nothing else: keys go to whatever has
the keyboard, clicks to whatever lies under the pointer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QMenuBar, QWidget
from pytestqt.qtbot import QtBot

from playground.window.main_window import MainWindow

Key, Left = Qt.Key, Qt.MouseButton.LeftButton
Plain, Shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
Control = Qt.KeyboardModifier.ControlModifier
PATIENCE = 60_000  # ms, for a machine that has other things to do


def during_dialog(window: MainWindow, act: Callable[[QDialog], object]) -> list[str]:
    """Do something with the dialog that is about to open and to wait; the titles of those that
    were met. It waits no longer than the window lives."""
    met: list[str] = []

    def look() -> None:
        dialog, focus = QApplication.activeModalWidget(), QApplication.focusWidget()
        if not isinstance(dialog, QDialog) or focus is None or not dialog.isAncestorOf(focus):
            QTimer.singleShot(20, window, look)
            return
        met.append(dialog.windowTitle())
        try:
            act(dialog)
        finally:
            if dialog.isVisible():  # or the test would wait for ever
                dialog.reject()

    QTimer.singleShot(20, window, look)
    return met


class Keyboard:
    """Presses keys, and knows no more of the window than the name of what has the keyboard."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot
        self.come_back()

    def come_back(self) -> None:
        """Be in the main window again once a dialog is gone, as every window manager sees to."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow, timeout=PATIENCE)

    @property
    def at(self) -> QWidget:
        """What has the keyboard."""
        popup = QApplication.activePopupWidget()
        widget = popup.focusWidget() or popup if popup is not None else QApplication.focusWidget()
        assert widget is not None, "nothing has the keyboard"
        return widget

    def press(self, *keys: Qt.Key, hold: Qt.KeyboardModifier = Plain) -> None:
        for key in keys:
            QTest.keyClick(self.at, key, hold)
            QApplication.processEvents()  # nobody types faster than the window answers

    def type(self, text: str) -> None:
        QTest.keyClicks(self.at, text)

    def meet(self, name: str) -> None:
        """Wait until something of this name has the keyboard, such as in a window that opens."""

        def there() -> bool:
            widget = QApplication.focusWidget()
            return widget is not None and widget.accessibleName() == name

        self.qtbot.waitUntil(there, timeout=PATIENCE)

    def tab_to(self, name: str, back: bool = False) -> QWidget:
        """Press Tab, or Shift+Tab, until something of this name has the keyboard."""
        met = []
        for _ in range(150):
            met.append(self.at.accessibleName())
            if met[-1].startswith(name):
                return self.at
            self.press(Key.Key_Backtab if back else Key.Key_Tab, hold=Shift if back else Plain)
        raise AssertionError(f"Tab never comes to {name}: {list(dict.fromkeys(met))}")

    def answer(self, path: str) -> list[str]:
        """Type a path into the file dialog that is about to open, and press Enter."""

        def type_path(dialog: QDialog) -> None:
            self.press(Key.Key_A, hold=Control)
            self.type(path)
            self.press(Key.Key_Return)

        return during_dialog(self.window, type_path)


class Mouse:
    """Moves, clicks and drags; a click must meet what it is meant for."""

    def __init__(self, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self.window = window
        self.qtbot = qtbot
        self._carried_to: tuple[QWidget, QPointF] | None = None
        monkeypatch.setattr(QDrag, "exec", lambda drag, *_: self._carry(drag))

    def click(
        self, widget: QWidget, at: QPointF | None = None, hold: Qt.KeyboardModifier = Plain
    ) -> None:
        """Click a place of a widget, its middle if none is said; it must be there to be clicked."""
        spot = widget.rect().center() if at is None else at.toPoint()
        assert widget.isVisible() and widget.isEnabled(), f"{widget} cannot be clicked"
        assert widget.rect().contains(spot), f"{spot} is not on {widget}"
        top = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        assert top in (None, widget.window()), f"{top} is before {widget}"
        under = widget.window().childAt(widget.mapTo(widget.window(), spot)) or widget.window()
        assert under is widget or widget.isAncestorOf(under), f"{under} lies over {widget}"
        self.move(under, under.mapFrom(widget, spot), held=False)
        QTest.mouseClick(under, Left, hold, under.mapFrom(widget, spot))
        QApplication.processEvents()  # nobody clicks faster than the window answers

    def double_click(self, widget: QWidget) -> None:
        self.click(widget)
        QTest.mouseDClick(widget, Left, Plain, widget.rect().center())

    def choose(self, *path: str) -> None:
        """Click a menu of the menu bar, and what is to be chosen in it."""
        bar = self.window.findChild(QMenuBar)
        assert bar is not None
        shown: QMenuBar | QMenu = bar
        for words in path:
            said = {each.text().replace("&", ""): each for each in shown.actions()}
            action = next(said[text] for text in said if text.startswith(words))
            assert action.isEnabled(), f"{words} cannot be chosen"
            self.click(shown, QPointF(shown.actionGeometry(action).center()))
            if action.menu() is not None:
                menu = QApplication.activePopupWidget()
                assert isinstance(menu, QMenu)
                shown = menu

    def drag(self, widget: QWidget, onto: QWidget, at: QPointF) -> None:
        """Carry something off, out of one widget onto another, and let go where that is allowed."""
        self._carried_to = (onto, at)
        start = widget.rect().center()
        QTest.mousePress(widget, Left, Plain, start)
        self.move(widget, start + QPoint(20, 5), held=True)
        assert self._carried_to is None, "nothing came along"
        QApplication.processEvents()

    def _carry(self, drag: QDrag) -> Qt.DropAction:
        """Do what the system would if there were a screen: it enters, moves, and is let go."""
        assert self._carried_to is not None
        (onto, at), self._carried_to = self._carried_to, None
        copy, data, spot = Qt.DropAction.CopyAction, drag.mimeData(), at.toPoint()
        enter = QDragEnterEvent(spot, copy, data, Left, Plain)
        QApplication.sendEvent(onto, enter)
        move = QDragMoveEvent(spot, copy, data, Left, Plain)
        QApplication.sendEvent(onto, move)
        if not (enter.isAccepted() and move.isAccepted()):
            QApplication.sendEvent(onto, QDragLeaveEvent())
            return Qt.DropAction.IgnoreAction
        QApplication.sendEvent(onto, QDropEvent(at, copy, data, Left, Plain))
        return copy

    @staticmethod
    def move(widget: QWidget, at: QPoint, held: bool) -> None:
        place, button = QPointF(at), Left if held else Qt.MouseButton.NoButton
        none = Qt.MouseButton.NoButton
        where = QPointF(widget.mapToGlobal(at))
        moved = QMouseEvent(QEvent.Type.MouseMove, place, where, none, button, Plain)
        QApplication.sendEvent(widget, moved)

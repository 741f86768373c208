"""A canvas and a document that follow each other, and what a person does with the canvas."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from engine.checks import check
from engine.design import Design
from playground.canvas.building import scene_of
from playground.canvas.canvas import Canvas
from playground.canvas.gestures.drops import mime_of
from playground.canvas.gestures.gestures import Gestures
from playground.document.document import Document

Left = Qt.MouseButton.LeftButton
Plain = Qt.KeyboardModifier.NoModifier
_COPY = Qt.DropAction.CopyAction


class Bench:
    """What the window wires: the document's design is shown, the canvas's edits are pushed."""

    def __init__(self, qtbot: QtBot, design: Design) -> None:
        self.qtbot = qtbot
        self.canvas = Canvas()
        self.gestures = Gestures(self.canvas)
        self.document = Document(design)
        self.said: list[str] = []
        # kept until it closes: Python may not collect a widget that Qt still sends events
        qtbot.addWidget(self.canvas, before_close_func=self._on_canvas_closing)
        self.canvas.resize(888, 664)
        self.gestures.design_edited.connect(self.document.push)
        self.gestures.said.connect(self.said.append)
        self.document.design_changed.connect(lambda old, new: self._show(new))
        self._show(design)
        self.canvas.show()
        self.canvas.activateWindow()
        qtbot.waitUntil(self.canvas.isActiveWindow)

    def _on_canvas_closing(self, canvas: QWidget) -> None:
        canvas.clearFocus()

    def _show(self, design: Design) -> None:
        self.canvas.show_design(design, check(design))

    @property
    def design(self) -> Design:
        return self.document.design

    @property
    def ids(self) -> list[str]:
        return [layer.id for layer in self.design.layers]

    def agrees(self) -> bool:
        """Whether the canvas shows the document's design."""
        expected = scene_of(self.design, check(self.design), None, {}, True)
        return self.canvas.scene == expected and self.canvas.design == self.design

    # --- keys ---------------------------------------------------------------------------------

    def key(self, *keys: Qt.Key, hold: Qt.KeyboardModifier = Plain) -> None:
        """Press keys one after the other, wherever the keyboard is."""
        for key in keys:
            self.qtbot.keyClick(self.focused, key, hold)

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(self.focused, text)

    @property
    def focused(self) -> QWidget:
        return QApplication.focusWidget() or self.canvas

    # --- mouse --------------------------------------------------------------------------------

    def header(self, key: str) -> QPointF:
        """A place of a column's header where nothing else is."""
        area = self.canvas.to_view(self.canvas.placed(key).header)
        return QPointF(area.center().x(), area.top() + 30)

    def gap(self, index: int) -> QPointF:
        """The middle of the room where a layer would be inserted, below the headers."""
        x = self.canvas.layout_at.gaps()[index] + self.canvas.offset.x()
        return QPointF(x, self.canvas.height() - 40)

    def click(self, at: QPointF, hold: Qt.KeyboardModifier = Plain) -> None:
        self.qtbot.mouseClick(self.canvas, Left, hold, at.toPoint())

    def press(self, at: QPointF, hold: Qt.KeyboardModifier = Plain) -> None:
        self.qtbot.mousePress(self.canvas, Left, hold, at.toPoint())

    def move(self, at: QPointF, held: Qt.MouseButton = Left) -> None:
        """Move with a button down or none, which `qtbot.mouseMove` does not let one say."""
        position = QPointF(at.toPoint())
        moved = QMouseEvent(
            QEvent.Type.MouseMove,
            position,
            self.canvas.mapToGlobal(position),
            Qt.MouseButton.NoButton,
            held,
            Plain,
        )
        QApplication.sendEvent(self.canvas, moved)

    def release(self, at: QPointF) -> None:
        self.qtbot.mouseRelease(self.canvas, Left, Plain, at.toPoint())

    def drag(self, start: QPointF, end: QPointF, hold: Qt.KeyboardModifier = Plain) -> None:
        self.press(start, hold)
        for share in (0.3, 0.7, 1.0):
            self.move(start + (end - start) * share)
        self.release(end)

    # --- what comes from elsewhere ------------------------------------------------------------

    def drop(self, text: str, at: QPointF) -> None:
        with self.dragging(text, at) as data:
            QApplication.sendEvent(self.canvas, QDropEvent(at, _COPY, data, Left, Plain))

    @contextmanager
    def dragging(self, text: str, at: QPointF, leaves: bool = False) -> Generator[QMimeData]:
        """Something held over the canvas."""
        data, spot = mime_of(text), at.toPoint()
        QApplication.sendEvent(self.canvas, QDragEnterEvent(spot, _COPY, data, Left, Plain))
        QApplication.sendEvent(self.canvas, QDragMoveEvent(spot, _COPY, data, Left, Plain))
        yield data
        if leaves:
            QApplication.sendEvent(self.canvas, QDragLeaveEvent())

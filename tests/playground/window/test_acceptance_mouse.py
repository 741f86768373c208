"""With nothing but a mouse: from launch to a trained network, back to nothing, and to a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QDialog, QWidget

from engine.design import Design
from engine.designfile import load
from playground.canvas.search import Search
from playground.document.gallery import EMPTY, Gallery
from playground.inspector.data_popup import DataPopup
from playground.inspector.thumbnail import Thumbnail
from playground.window.main_window import MainWindow
from playground.window.settings import settings
from tests.playground.window.acceptance import is_asked_for, learned, until_nothing
from tests.playground.window.person import PATIENCE, Mouse, during_dialog


def button(widget: QWidget, words: str) -> QAbstractButton:
    """The button of a part of the window that says this."""
    (found,) = [
        each
        for each in widget.findChildren(QAbstractButton)
        if each.isVisible() and each.text().replace("&", "") == words
    ]
    return found


def part(window: MainWindow, key: str, name: str) -> QPointF:
    """The middle of a part of a column's header."""
    return window.canvas.part(key, name).center()


def pick(mouse: Mouse, words: str) -> None:
    """Click what is called so in the list over the canvas."""
    (search,) = mouse.window.canvas.findChildren(Search)
    row = [value.name for value in search.proposals].index(words)
    search.list.scrollToItem(search.list.item(row))
    area = search.list.visualItemRect(search.list.item(row))
    mouse.click(search.list.viewport(), QPointF(area.center()))


def begin_empty(mouse: Mouse) -> None:
    """Take the empty design from the gallery."""
    mouse.choose("File", "New")
    (gallery,) = [each for each in mouse.window.findChildren(Gallery) if each.isVisible()]
    mouse.double_click(gallery.tile(EMPTY))


def take(mouse: Mouse, dialog: QDialog, name: str) -> None:
    """Click a file in a file dialog, and Open."""
    (files,) = [
        view
        for view in dialog.findChildren(QAbstractItemView)
        if view.objectName() in ("listView", "treeView") and view.isVisible()
    ]
    model = files.model()

    def row() -> int:
        root = files.rootIndex()
        names = [model.index(row, 0, root).data() for row in range(model.rowCount(root))]
        return names.index(name) if name in names else -1

    mouse.qtbot.waitUntil(lambda: row() >= 0, timeout=PATIENCE)
    area = files.visualRect(model.index(row(), 0, files.rootIndex()))
    mouse.click(files.viewport(), QPointF(area.center()))
    mouse.click(button(dialog, "Open"))


def test_a_network_is_designed_trained_undone_saved_and_opened_again(
    launched: MainWindow, mouse: Mouse, tmp_path: Path
) -> None:
    window, document, canvas = launched, launched.document, launched.canvas
    window.resize(1440, 900)  # where there is room for everything in a header
    begin_empty(mouse)
    first = document.design
    assert first == Design()

    mouse.click(button(window, "Design"))
    mouse.click(window.data_card.face)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, DataPopup)
    (blobs,) = [each for each in popup.findChildren(Thumbnail) if each.kind == "blobs"]
    mouse.click(blobs)

    for place, kind in enumerate(("dense", "dropout", "dense")):
        middles = canvas.layout_at.gaps()
        at = QPointF(middles[place] + canvas.offset.x(), canvas.height() * 0.7)
        mouse.drag(window.palette_panel.items[kind], canvas, at)
    mouse.click(canvas, part(window, "dense_2", "choice"))
    pick(mouse, "softmax")
    for _ in range(2):
        mouse.click(canvas, part(window, "dense_2", "minus"))
    mouse.click(button(window.problem_panel, "Use categorical cross-entropy"))
    mouse.click(button(window.problem_panel, "Use 3 units"))
    designed = document.design
    assert is_asked_for(designed) and not window.problems

    mouse.click(button(window, "Run"))
    mouse.qtbot.waitUntil(lambda: window.session.state == "finished", timeout=PATIENCE)
    assert learned(window) >= 0.95

    edits = until_nothing(lambda: document.undo_words, lambda: mouse.choose("Edit", "Undo"))
    assert edits >= 8 and document.design == first and not document.dirty
    until_nothing(lambda: document.redo_words, lambda: mouse.choose("Edit", "Redo"))
    assert document.design == designed == canvas.design

    settings().setValue("folder", str(tmp_path))  # where one last was
    path = tmp_path / "Untitled.playground"
    met = during_dialog(window, lambda dialog: mouse.click(button(dialog, "Save")))
    mouse.choose("File", "Save")
    assert met == ["Save as"] and load(path) == designed and not document.dirty
    begin_empty(mouse)
    assert document.design == first
    met = during_dialog(window, lambda dialog: take(mouse, dialog, path.name))
    mouse.choose("File", "Open")
    assert met == ["Open"] and document.path == path
    assert document.design == designed

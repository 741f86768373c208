"""The Edit menu over a selection, as one undoable edit each, also between two documents."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from engine.design import Design
from engine.layers import Dense
from playground.document.document import Document
from playground.document.editing import Editing
from tests.playground.document.designs import DESIGN, ids


class Desk:
    """A document with a selection."""

    def __init__(self, design: Design) -> None:
        self.document = Document(design)
        self.selected: list[str] = []
        self.said: list[str] = []
        self.refused: list[str] = []
        self.editing = Editing(self.document, lambda: self.selected, self.select)
        self.editing.said.connect(self.said.append)
        self.editing.refused.connect(self.refused.append)

    def select(self, chosen: Sequence[str]) -> None:
        self.selected = list(chosen)

    @property
    def ids(self) -> list[str]:
        return ids(self.document.design)


@pytest.fixture
def desk(qapp: QApplication) -> Desk:
    QGuiApplication.clipboard().clear()
    return Desk(DESIGN)


def test_cut_and_paste_give_the_layers_back(desk: Desk) -> None:
    desk.selected = ["dropout_1", "dense_1"]
    desk.editing.cut()
    assert desk.ids == ["dense_2", "residual_1", "output"]
    assert desk.selected == ["dense_2"]
    assert desk.document.undo_words == "cut 2 layers"
    desk.editing.paste()
    assert desk.ids == ["dense_2", "dense_1", "dropout_1", "residual_1", "output"]
    assert desk.selected == ["dense_1", "dropout_1"]
    assert desk.document.undo_words == "paste 2 layers"
    desk.document.undo()
    desk.document.undo()
    assert desk.document.design == DESIGN


def test_what_is_copied_in_one_window_is_pasted_in_another(desk: Desk) -> None:
    other = Desk(Design(layers=(Dense(id="output", units=2),)))
    desk.selected = ["dense_1"]
    desk.editing.copy()
    assert desk.said == ["Copied Dense 1."]
    other.editing.paste()
    assert other.ids == ["dense_1", "output"]
    assert other.document.design.layer("dense_1") == DESIGN.layer("dense_1")
    assert other.document.undo_words == "paste Dense 1"


def test_duplicate_leaves_the_clipboard_alone(desk: Desk) -> None:
    QGuiApplication.clipboard().setText("mine")
    desk.selected = ["dense_1"]
    desk.editing.duplicate()
    assert desk.ids[:2] == ["dense_1", "dense_3"]
    assert desk.selected == ["dense_3"]
    assert desk.document.undo_words == "duplicate Dense 3"
    assert QGuiApplication.clipboard().text() == "mine"


def test_deleting_selects_what_stands_there_then_until_nothing_does(desk: Desk) -> None:
    desk.selected = ["residual_1", "output"]
    desk.editing.delete()
    assert desk.selected == ["dense_2"]
    assert desk.document.undo_words == "remove 2 layers"
    desk.selected = desk.ids
    desk.editing.delete()
    assert (desk.ids, desk.selected) == ([], [])


def test_nothing_selected_is_said_and_foreign_text_refused(desk: Desk) -> None:
    for act in (desk.editing.copy, desk.editing.cut, desk.editing.delete, desk.editing.duplicate):
        act()
    assert desk.said == ["Nothing is selected. Click a layer, or press Tab."] * 4
    QGuiApplication.clipboard().setText("hello")
    desk.editing.paste()
    assert desk.refused == ["The clipboard holds no layers. Select a layer and copy it first."]
    assert desk.document.design == DESIGN

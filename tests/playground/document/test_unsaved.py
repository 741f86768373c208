"""Unsaved work is asked about once, never when there is none, and a failed save changes nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.document.document import Document
from playground.document.unsaved import Leaving, UnsavedQuestion
from tests.playground.document.designs import CIRCLE, DESIGN


class Asked:
    """A document, what leaves it, and what came of it."""

    def __init__(self, window: QWidget) -> None:
        self.document = Document(DESIGN, window)
        self.saves = True
        self.saved = self.left = 0
        self.leaving = Leaving(window, self.document, self._save)

    def _save(self) -> bool:
        self.saved += 1
        return self.saves

    def leave(self) -> None:
        self.leaving.leave(self._leave)

    def _leave(self) -> None:
        self.left += 1

    @property
    def question(self) -> UnsavedQuestion:
        assert self.leaving.question is not None
        return self.leaving.question


@pytest.fixture
def asked(qtbot: QtBot) -> Asked:
    window = QWidget()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    return Asked(window)


def test_a_clean_document_is_left_without_a_question(asked: Asked) -> None:
    asked.leave()
    asked.document.push(CIRCLE)
    asked.document.undo()
    asked.leave()
    assert (asked.left, asked.leaving.question) == (2, None)


@pytest.mark.parametrize(
    ("answer", "saved", "left"), [("save", 1, 1), ("discard", 0, 1), ("cancel", 0, 0)]
)
def test_each_answer(asked: Asked, answer: str, saved: int, left: int) -> None:
    asked.document.push(CIRCLE)
    asked.leave()
    assert "Mine" in asked.question.accessibleName()
    getattr(asked.question, answer).click()
    assert (asked.saved, asked.left) == (saved, left)
    assert asked.leaving.question is None


@pytest.mark.parametrize(("key", "left"), [(Qt.Key.Key_Return, 1), (Qt.Key.Key_Escape, 0)])
def test_the_keyboard_answers_too(asked: Asked, qtbot: QtBot, key: Qt.Key, left: int) -> None:
    asked.document.push(CIRCLE)
    asked.leave()
    qtbot.keyClick(asked.question, key)
    assert asked.left == left
    assert asked.leaving.question is None


def test_enter_presses_the_button_that_has_the_keyboard(asked: Asked, qtbot: QtBot) -> None:
    asked.document.push(CIRCLE)
    asked.leave()
    asked.question.cancel.setFocus()
    qtbot.keyClick(asked.question.cancel, Qt.Key.Key_Return)
    assert (asked.saved, asked.left, asked.leaving.question) == (0, 0, None)


def test_saving_that_fails_cancels(asked: Asked) -> None:
    asked.document.push(CIRCLE)
    asked.saves = False
    asked.leave()
    asked.question.save.click()
    assert (asked.saved, asked.left, asked.document.dirty) == (1, 0, True)


def test_it_is_asked_once_also_when_pressed_twice(asked: Asked) -> None:
    asked.document.push(CIRCLE)
    asked.leave()
    question = asked.question
    asked.leave()
    assert asked.question is question
    question.discard.click()
    assert asked.left == 1

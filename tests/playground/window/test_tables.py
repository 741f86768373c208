"""A table of one's own comes in: what is to be predicted is asked for, and a cell that stands in
the way can be taken as missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.data import Csv
from playground.document.target_question import TargetQuestion
from playground.tables import for_table
from playground.window.main_window import MainWindow
from tests.playground.window.test_main_window import button

Key = Qt.Key
ROWS = "".join(f"{n % 10},{n % 7},{'ab'[n % 10 > 4]}\n" for n in range(60))
TITLE = 'birds.csv, row 62, column mass: expected a number, found "n/a".'


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "birds.csv"
    path.write_text(f"bill,mass,kind\n{ROWS}3,n/a,a\n")
    return path


def asked(window: MainWindow, table: Path, qtbot: QtBot) -> TargetQuestion:
    """The question about a table that is being opened."""
    window.filing.open_instead(table)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), TargetQuestion))
    question = QApplication.activeModalWidget()
    assert isinstance(question, TargetQuestion)
    return question


def test_the_columns_are_listed_with_what_they_hold(
    window: MainWindow, table: Path, qtbot: QtBot
) -> None:
    question = asked(window, table, qtbot)
    items = [question.list.topLevelItem(row) for row in range(3)]
    assert [(item.text(0), item.text(1)) for item in items if item is not None] == [
        ("bill", "numbers, 10 different"),
        ("mass", "numbers, 8 different"),
        ("kind", "words, 2 different"),
    ]
    assert question.selected == "kind" and question.use.kind == "primary"
    before = window.document.design
    QTest.keyClick(question.list, Key.Key_Escape)
    assert window.document.design == before
    assert window.status.message == "birds.csv was not opened."


def test_a_cell_is_taken_as_missing_and_the_table_is_opened(
    window: MainWindow, table: Path, qtbot: QtBot
) -> None:
    question = asked(window, table, qtbot)
    QTest.keyClick(question.list, Key.Key_Return)
    qtbot.waitUntil(lambda: window.notices.card is not None)
    card = window.notices.card
    assert card is not None and card.title == TITLE
    assert card.accessibleDescription().startswith("Spiral is still open. ")
    button(window, 'Treat "n/a" as missing').click()
    qtbot.waitUntil(lambda: isinstance(window.document.design.data, Csv))
    data = window.document.design.data
    assert isinstance(data, Csv)
    assert (data.target, data.missing[-1]) == ("kind", "n/a")
    assert window.notices.card is None
    qtbot.waitUntil(lambda: window.session.snapshot is not None)


def test_a_cell_of_an_open_design_is_taken_as_missing_in_one_edit(
    window: MainWindow, table: Path, qtbot: QtBot
) -> None:
    text = table.read_text()
    table.write_text(text.replace("n/a", "1"))
    design = for_table(table, "kind", table.parent)
    table.write_text(text)
    window.document.new(design, table.parent)
    qtbot.waitUntil(lambda: window.session.state == "failed")
    card = window.notices.card
    assert card is not None and card.title == TITLE
    assert card.toolTip() == str(table)
    button(window, 'Treat "n/a" as missing').click()
    qtbot.waitUntil(lambda: window.session.snapshot is not None)
    assert window.notices.card is None
    assert window.document.undo_words == 'treat "n/a" as missing'
    window.document.undo()
    assert window.document.design == design
    qtbot.waitUntil(lambda: window.session.state == "failed")


def test_a_table_that_is_gone_is_told_by_its_name(
    window: MainWindow, table: Path, qtbot: QtBot
) -> None:
    table.write_text(table.read_text().replace("n/a", "1"))
    design = for_table(table, "kind", table.parent)
    table.unlink()
    window.document.new(design, table.parent)
    qtbot.waitUntil(lambda: window.notices.card is not None)
    card = window.notices.card
    assert card is not None and card.title == "birds.csv is not there."
    assert str(table.parent) not in card.accessibleDescription()

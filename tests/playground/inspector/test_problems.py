"""The problems under the canvas: the worst first, mended by one edit, ignored until they change."""

from __future__ import annotations

from collections.abc import Generator

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from engine.activations import Sigmoid, Softmax, Tanh
from engine.checks import check
from engine.data import Csv, Spiral
from engine.design import Design, Training
from engine.initializers import Zeros
from engine.layers import Dense
from engine.losses import CategoricalCrossEntropy
from engine.optimizers import Adam
from playground.document.document import Document
from playground.inspector.problem_card import ProblemCard
from playground.inspector.problems import Problems
from playground.window.appearance import appearance
from tests.playground.inspector.hands import Left, shown

OUTPUT = Dense(id="output", units=1, activation=Sigmoid())
TRAINING = Training(optimizer=Adam(learning_rate=0.01), batch_size=10)
SOUND = Design(
    data=Spiral(samples=100),
    layers=(Dense(units=8, activation=Tanh()), OUTPUT),
    training=TRAINING,
)
UNBENT = msgspec.structs.replace(SOUND, layers=(Dense(units=8), OUTPUT))
FAST = msgspec.structs.replace(TRAINING, optimizer=Adam(learning_rate=3.0))
TWO = msgspec.structs.replace(UNBENT, training=FAST)
THREE = msgspec.structs.replace(
    TWO, layers=(Dense(units=8), Dense(id="output", units=3, activation=Sigmoid()))
)


class Bench:
    """The panel with a document, wired as in the window."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.document = Document(SOUND)
        self.panel = Problems()
        self.layers: list[str] = []
        self.panel.design_edited.connect(self.document.push)
        self.panel.layer_requested.connect(self.layers.append)
        self.document.design_changed.connect(self._on_design_changed)
        shown(qtbot, self.panel, 900, 130)
        self.take(SOUND)

    def _on_design_changed(self, old: Design, new: Design) -> None:
        self.panel.show_design(new, check(new))

    def take(self, design: Design) -> None:
        self.document.push(design, merge="")

    @property
    def cards(self) -> list[ProblemCard]:
        return self.panel.cards

    def click(self, button: QWidget | None) -> None:
        assert button is not None
        self.qtbot.mouseClick(button, Left)

    def titles(self) -> list[str]:
        return [card.title for card in self.cards]


@pytest.fixture
def bench(qtbot: QtBot) -> Generator[Bench]:
    bench = Bench(qtbot)
    yield bench
    bench.document.deleteLater()


def texts(panel: QWidget) -> str:
    """What can be read of the panel, as a screen reader has it."""
    return " ".join(w.accessibleName() for w in panel.findChildren(QWidget) if w.isVisible())


def test_a_sound_design_says_so_in_one_line(bench: Bench) -> None:
    assert "No problems. Ready to run." in texts(bench.panel)
    assert bench.cards == [] and bench.panel.shown_problems == ()


def test_problems_are_cards_with_the_worst_first_and_counted(bench: Bench) -> None:
    bench.take(THREE)
    assert [card.severity for card in bench.cards] == ["error", "warning", "warning"]
    assert "Problems: 3" in texts(bench.panel)
    assert bench.cards[0].title == "Output has 3 units, but the data has 2 classes."
    assert bench.cards[0].accessibleDescription() == "Two classes need one unit, or one each."


def test_only_the_worst_problems_fix_is_primary_and_none_while_something_else_presses(
    bench: Bench,
) -> None:
    bench.take(THREE)
    kinds = [card.fix.kind for card in bench.cards if card.fix is not None]
    assert kinds == ["primary", "secondary", "secondary"]
    bench.panel.step_back(True)
    assert {card.fix.kind for card in bench.cards if card.fix is not None} == {"secondary"}
    bench.panel.step_back(False)
    assert bench.cards[0].fix is not None and bench.cards[0].fix.kind == "primary"


def test_a_fix_is_one_edit_of_its_own_and_undone_as_one(bench: Bench) -> None:
    bench.take(TWO)
    typed = msgspec.structs.replace(
        TWO, training=msgspec.structs.replace(TRAINING, optimizer=Adam(learning_rate=5.0))
    )
    bench.document.push(typed)
    rate = next(card for card in bench.cards if "Learning rate 5" in card.title)
    bench.click(rate.fix)
    assert bench.document.design.training.optimizer.learning_rate == 0.001
    assert bench.document.undo_words == "learning rate 0.001"
    bench.document.undo()
    assert bench.document.design == typed  # not merged with the number that was just typed


def test_a_fix_is_made_of_the_design_as_it_is_now(bench: Bench) -> None:
    bench.take(UNBENT)
    named = msgspec.structs.replace(UNBENT, name="Another")
    bench.take(named)
    bench.click(bench.cards[0].fix)
    assert bench.document.design.name == "Another" and bench.cards == []


def test_a_click_on_a_card_or_enter_asks_for_its_layer(bench: Bench, qtbot: QtBot) -> None:
    bench.take(TWO)
    unbent = next(card for card in bench.cards if card.problem.layer)
    rate = next(card for card in bench.cards if not card.problem.layer)
    qtbot.mouseClick(unbent, Left)
    qtbot.mouseClick(rate, Left)
    assert bench.layers == ["dense_1"]
    unbent.setFocus()
    qtbot.keyClick(unbent, Qt.Key.Key_Return)
    assert bench.layers == ["dense_1", "dense_1"]


def test_tab_goes_through_cards_and_buttons_in_their_order(bench: Bench, qtbot: QtBot) -> None:
    bench.take(THREE)
    expected = [stop for card in bench.cards for stop in card.stops()]
    expected[0].setFocus()
    reached = [QApplication.focusWidget()]
    for _ in expected[1:]:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    assert reached == expected
    assert all(stop.accessibleName() for stop in expected)


def test_enter_on_a_button_presses_it_and_not_the_card(bench: Bench, qtbot: QtBot) -> None:
    bench.take(UNBENT)
    fix = bench.cards[0].fix
    assert fix is not None
    fix.setFocus()
    qtbot.keyClick(fix, Qt.Key.Key_Return)
    assert bench.cards == [] and bench.layers == []


# --- living with it ---------------------------------------------------------------------------


def test_an_ignored_problem_is_gone_until_it_is_shown_again(bench: Bench, qtbot: QtBot) -> None:
    bench.take(TWO)
    first = bench.cards[0]
    with qtbot.waitSignal(bench.panel.ignored_changed):
        bench.click(first.ignore)
    assert len(bench.cards) == 1 and len(bench.panel.shown_problems) == 1
    assert bench.panel.show_ignored.text() == "1 ignored · Show"
    bench.take(msgspec.structs.replace(TWO, name="Another"))
    assert len(bench.cards) == 1
    with qtbot.waitSignal(bench.panel.ignored_changed):
        bench.click(bench.panel.show_ignored)
    assert len(bench.cards) == 2 and not bench.panel.show_ignored.isVisible()


def test_an_ignored_problem_comes_back_when_it_says_something_else(bench: Bench) -> None:
    bench.take(msgspec.structs.replace(SOUND, training=FAST))
    bench.click(bench.cards[0].ignore)
    assert "No other problems. Ready to run." in texts(bench.panel)
    faster = msgspec.structs.replace(FAST, optimizer=Adam(learning_rate=30.0))
    bench.take(msgspec.structs.replace(SOUND, training=faster))
    assert bench.titles() == ["Learning rate 30 is very large for Adam."]
    bench.document.undo()
    assert bench.titles() == []


def test_an_ignored_problem_stays_so_under_another_name_of_its_layer(bench: Bench) -> None:
    bench.take(TWO)
    bench.click(next(card.ignore for card in bench.cards if "Dense 1" in card.title))
    others = bench.titles()
    renamed = msgspec.structs.replace(UNBENT.layers[0], id="wide")
    bench.take(msgspec.structs.replace(TWO, layers=(renamed, OUTPUT)))
    assert bench.titles() == others and bench.panel.show_ignored.isVisible()
    bench.document.undo()
    assert bench.titles() == others


def test_an_error_cannot_be_ignored(bench: Bench) -> None:
    bench.take(THREE)
    assert bench.cards[0].ignore is None and bench.cards[1].ignore is not None


def test_another_document_forgets_what_was_ignored(bench: Bench) -> None:
    bench.document.opened.connect(bench.panel.forget_ignored)
    bench.take(UNBENT)
    bench.click(bench.cards[0].ignore)
    bench.document.new(UNBENT)
    assert len(bench.panel.shown_problems) == 1 and len(bench.cards) == 1


# --- standing still ---------------------------------------------------------------------------


def test_the_same_problems_again_keep_their_cards_and_the_keyboard(bench: Bench) -> None:
    bench.take(TWO)
    cards, stop = bench.cards, bench.cards[1].fix
    assert stop is not None
    stop.setFocus()
    bench.take(msgspec.structs.replace(TWO, name="Another"))
    assert bench.cards is cards and stop.hasFocus()


def test_a_problem_that_only_says_another_number_keeps_its_card(bench: Bench) -> None:
    bench.take(msgspec.structs.replace(SOUND, training=FAST))
    (card,) = bench.cards
    assert card.fix is not None
    card.fix.setFocus()
    faster = msgspec.structs.replace(FAST, optimizer=Adam(learning_rate=30.0))
    bench.take(msgspec.structs.replace(SOUND, training=faster))
    assert bench.cards == [card] and card.fix.hasFocus()
    assert "Learning rate 30" in card.title and "Learning rate 30" in card.accessibleName()


def test_a_problem_before_it_does_not_take_the_keyboard(bench: Bench) -> None:
    bench.take(UNBENT)
    fix = bench.cards[0].fix
    assert fix is not None
    fix.setFocus()
    bench.take(THREE)
    assert bench.cards[0].fix is not fix and fix.hasFocus()


def test_the_keyboard_goes_on_to_the_next_card_when_one_is_mended(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.take(TWO)
    fix, after = bench.cards[0].fix, bench.cards[1].fix
    assert fix is not None and after is not None
    fix.setFocus()
    qtbot.keyClick(fix, Qt.Key.Key_Space)
    assert after.hasFocus()


def test_the_keyboard_passes_over_a_card_with_nothing_to_press(bench: Bench) -> None:
    bench.take(msgspec.structs.replace(SOUND, layers=()))
    fix = bench.cards[0].fix
    assert fix is not None
    fix.setFocus()
    table = Csv(path="t.csv", target="y", validation_fraction=0)
    bench.take(msgspec.structs.replace(SOUND, layers=(), data=table, training=FAST))
    assert bench.cards[0].stops() == [] and not bench.cards[0].hasFocus()
    assert QApplication.focusWidget() in bench.cards[1].stops()
    bench.take(msgspec.structs.replace(SOUND, layers=()))
    assert bench.cards[0].fix is not None
    bench.cards[0].fix.setFocus()
    bench.take(
        msgspec.structs.replace(
            SOUND, layers=(), data=msgspec.structs.replace(table, validation_fraction=0.2)
        )
    )
    assert len(bench.cards) == 1 and bench.cards[0].stops() == []


# --- room -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), [(1280, 96), (1440, 128), (1920, 144)])
def test_it_is_as_tall_as_the_window_is_wide_for(bench: Bench, width: int, height: int) -> None:
    font = appearance().sizes.body / 13.0
    for design in (SOUND, UNBENT):
        bench.take(design)
        bench.panel.resize(round(width * font), bench.panel.height())
        assert bench.panel.height() == round(height * font)


def test_the_worst_card_is_seen_whole_however_narrow_it_is(bench: Bench, qtbot: QtBot) -> None:
    bench.take(TWO)
    bench.panel.resize(300, bench.panel.height())
    card = bench.cards[0]
    qtbot.waitUntil(lambda: card.narrow)
    qtbot.waitUntil(
        lambda: (
            card.mapTo(bench.panel, card.rect().bottomLeft()).y() < bench.panel.height()
            and card.height() >= card.needed_height(card.width())
        )
    )


def test_outside_the_design_workspace_only_what_presses_is_seen(bench: Bench) -> None:
    panel = bench.panel
    panel.set_designing(False)
    assert not panel.isVisible()
    bench.take(UNBENT)
    assert panel.isVisible() and len(bench.cards) == 1
    alike = Dense(id="output", units=2, activation=Softmax(), weights=Zeros())
    loss = msgspec.structs.replace(TRAINING, loss=CategoricalCrossEntropy())
    bench.take(msgspec.structs.replace(SOUND, layers=(SOUND.layers[0], alike), training=loss))
    assert [problem.severity for problem in panel.shown_problems] == ["suggestion"]
    assert not panel.isVisible()
    panel.set_designing(True)
    assert panel.isVisible() and bench.cards[0].severity == "info"

"""The outline says what the canvas shows, and a network can be edited in it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from engine.layers import Dense
from playground.canvas.hits import Hit
from playground.canvas.outline import Outline
from tests.playground.canvas.test_gestures_keys import FULL
from tests.playground.canvas.test_gestures_weights import Trained
from tests.playground.canvas.trained import BLOBS, SPIRAL, WIDE, seen

Key, Alt = Qt.Key, Qt.KeyboardModifier.AltModifier


class Spoken:
    """An outline beside its canvas."""

    def __init__(self, qtbot: QtBot, design: object = BLOBS) -> None:
        self.qtbot = qtbot
        self.bench = Trained(qtbot, design)
        self.tree = Outline(self.bench.gestures)
        qtbot.addWidget(self.tree)
        self.tree.resize(400, 600)
        self.tree.show()
        self.tree.activateWindow()
        qtbot.waitUntil(self.tree.isActiveWindow)
        self.tree.setFocus()

    def row(self, place: int) -> QModelIndex:
        return self.tree.model().index(place, 0)

    @property
    def said(self) -> list[str]:
        return [self.row(place).data() for place in range(self.tree.model().rowCount())]

    def below(self, place: int) -> list[str]:
        count = self.tree.model().rowCount(self.row(place))
        return [self.tree.model().index(row, 0, self.row(place)).data() for row in range(count)]

    def key(self, *keys: Key, hold: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            self.qtbot.keyClick(QApplication.focusWidget() or self.tree, key, hold)

    def go_to(self, place: int) -> None:
        self.tree.setCurrentIndex(self.row(place))


@pytest.fixture
def spoken(qtbot: QtBot) -> Spoken:
    return Spoken(qtbot)


def test_every_column_and_neuron_is_said_with_its_numbers(spoken: Spoken) -> None:
    assert spoken.said[1] == "Dense 1, tanh, gives 8, 24 parameters"
    assert [words.split(",")[0] for words in spoken.said] == [
        *("Inputs", "Dense 1", "Dropout 1", "Dense 2", "Output", "Loss")
    ]
    assert len(spoken.below(1)) == 8 and spoken.below(1)[1].startswith("Dense 1, unit 2, w₀,₂⁽¹⁾ ")
    assert spoken.below(4)[2].startswith("Output, unit 3")
    assert spoken.below(0)[0] == "x₁, an input"


def test_selecting_goes_both_ways(spoken: Spoken) -> None:
    canvas = spoken.bench.canvas
    spoken.go_to(3)
    assert canvas.selection == ("dense_2",)
    canvas.select(("dense_1", "dropout_1"))
    chosen = {index.row() for index in spoken.tree.selectedIndexes()}
    assert chosen == {1, 2} and spoken.tree.currentIndex().row() == 2


def test_another_network_is_mirrored_too(spoken: Spoken) -> None:
    spoken.bench.document.push(WIDE)
    names = [column.name for column in spoken.bench.canvas.scene.columns]
    assert [words.split(",")[0] for words in spoken.said] == names
    assert len(spoken.below(1)) == 9 and spoken.below(2)[-1] == "52 more units, folded"


def test_an_edit_leaves_alone_what_it_is_not_about(spoken: Spoken) -> None:
    tree, bench = spoken.tree, spoken.bench
    tree.expand(spoken.row(1))
    tree.expand(spoken.row(3))
    touched: list[str] = []
    tree.model().dataChanged.connect(lambda index, *_: touched.append(str(index.data())))
    tree.model().modelReset.connect(lambda: touched.append("everything"))
    neuron = tree.model().index(4, 0, spoken.row(3))
    tree.setCurrentIndex(neuron)
    bench.gestures.add("dropout", 3)
    assert spoken.said[4].startswith("Dropout 2") and tree.isExpanded(spoken.row(1))
    assert tree.isExpanded(spoken.row(3)) and not any(words == "everything" for words in touched)
    assert not any(words.startswith("Dense 1") for words in touched)
    tree.setCurrentIndex(neuron)
    bench.document.undo()
    assert tree.currentIndex().data().startswith("Dense 2, unit 5")


def test_layers_are_moved_renamed_and_removed_by_keys(qtbot: QtBot) -> None:
    spoken = Spoken(qtbot)
    bench, tree = spoken.bench, spoken.tree
    spoken.go_to(2)
    spoken.tree.expand(spoken.row(2))
    spoken.key(Key.Key_Down, hold=Alt)
    assert bench.ids == ["dense_1", "dense_2", "dropout_1", "output"]
    assert tree.currentIndex().row() == 3 and tree.isExpanded(spoken.row(3)) and tree.hasFocus()
    spoken.key(Key.Key_Left, hold=Alt)
    assert bench.design == BLOBS and bench.document.undo_words
    spoken.key(Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit) and editor.text() == "Dropout 1"
    qtbot.keyClicks(editor, "Quiet")
    qtbot.keyClick(editor, Key.Key_Return)
    qtbot.waitUntil(lambda: bench.ids[1] == "quiet" and tree.hasFocus())  # Qt queues the end
    assert spoken.said[2].startswith("Quiet")
    spoken.key(Key.Key_F2)
    qtbot.keyClicks(QApplication.focusWidget(), "Output")
    spoken.key(Key.Key_Return)
    qtbot.waitUntil(tree.hasFocus)
    assert bench.ids[1] == "quiet" and "Another layer is called Output" in bench.said[-1]
    spoken.key(Key.Key_Delete)
    assert bench.ids == ["dense_1", "dense_2", "output"]
    assert tree.currentIndex().data().startswith("Dense 2")
    while bench.document.undo_words:
        bench.document.undo()
    assert bench.design == BLOBS


def test_enter_opens_what_it_opens_on_the_canvas_and_the_keyboard_comes_back(
    spoken: Spoken,
) -> None:
    bench = spoken.bench
    spoken.go_to(1)
    spoken.key(Key.Key_Right, Key.Key_Down, Key.Key_Down)
    assert bench.canvas.keyed == Hit("neuron", "dense_1", 1)
    spoken.key(Key.Key_Return)
    assert bench.editor.isVisible() and bench.editor.parameter is not None
    assert bench.editor.parameter.symbol == "w₀,₂⁽¹⁾"
    bench.editor.line.selectAll()
    bench.qtbot.keyClicks(bench.editor.line, "0.5")
    bench.qtbot.keyClick(bench.editor.line, Key.Key_Return)
    assert bench.set == [("dense_1", "bias", (1,), 0.5)]
    spoken.go_to(1)
    spoken.key(Key.Key_Return)
    box = bench.gestures.asking.search_box
    assert box.isVisible() and box.proposals
    bench.qtbot.keyClick(box.line, Key.Key_Escape)
    assert not box.isVisible()


def test_units_and_new_layers_come_by_the_canvass_keys(qtbot: QtBot) -> None:
    spoken = Spoken(qtbot, FULL)
    spoken.go_to(1)
    spoken.key(Key.Key_Plus, Key.Key_Plus, Key.Key_Minus)
    first = spoken.bench.design.layers[0]
    assert isinstance(first, Dense) and first.units == 9
    spoken.key(Key.Key_Space)
    assert spoken.bench.gestures.asking.search_box.isVisible()
    spoken.bench.gestures.asking.search_box.close_search()


def test_biases_are_said_anew_while_it_trains(qtbot: QtBot) -> None:
    spoken = Spoken(qtbot, SPIRAL)
    before = spoken.below(1)
    spoken.bench.canvas.present(seen(SPIRAL, 40)[1])
    qtbot.waitUntil(lambda: spoken.below(1) != before, timeout=3000)
    spoken.tree.hide()
    assert not spoken.tree._fresh.isActive()


def test_a_fold_is_opened_by_enter(qtbot: QtBot) -> None:
    spoken = Spoken(qtbot, WIDE)
    assert spoken.below(1)[-1] == "52 more units, folded"
    spoken.tree.setCurrentIndex(spoken.tree.model().index(8, 0, spoken.row(1)))
    spoken.key(Key.Key_Return)
    assert "dense_1" in spoken.bench.canvas.opened


def test_an_opened_column_says_what_it_shows_and_scrolls_past_its_ends(qtbot: QtBot) -> None:
    spoken = Spoken(qtbot, WIDE)
    canvas = spoken.bench.canvas
    canvas.toggle_fold("dense_1")
    assert spoken.below(1)[-1] == "units 1 to 8 of 60, Enter folds them"
    model = spoken.tree.model()
    spoken.tree.setCurrentIndex(model.index(7, 0, spoken.row(1)))
    spoken.key(Key.Key_Down, Key.Key_Down)
    assert spoken.below(1)[-1] == "units 3 to 10 of 60, Enter folds them"
    assert spoken.tree.currentIndex().data().startswith("Dense 1, unit 10")
    assert canvas.keyed == Hit("neuron", "dense_1", 9)
    spoken.key(Key.Key_PageDown)
    assert canvas.keyed == Hit("neuron", "dense_1", 17)
    spoken.key(*[Key.Key_PageDown] * 9)
    assert spoken.below(1)[-1] == "units 53 to 60 of 60, Enter folds them"
    spoken.tree.setCurrentIndex(model.index(0, 0, spoken.row(1)))
    spoken.key(Key.Key_Up)
    assert spoken.below(1)[-1] == "units 52 to 59 of 60, Enter folds them"
    spoken.tree.setCurrentIndex(model.index(8, 0, spoken.row(1)))
    spoken.key(Key.Key_Return)
    assert spoken.below(1)[-1] == "52 more units, folded"


def test_from_the_last_unit_of_all_one_comes_to_the_fold(qtbot: QtBot) -> None:
    spoken = Spoken(qtbot, WIDE)
    spoken.bench.canvas.toggle_fold("dense_1")
    spoken.bench.canvas.scroll_to("dense_1", 52)
    spoken.tree.expand(spoken.row(1))
    spoken.tree.setCurrentIndex(spoken.tree.model().index(7, 0, spoken.row(1)))
    spoken.key(Key.Key_Down)
    assert spoken.tree.currentIndex().data().startswith("units 53 to 60")

"""A weight is set where it is read: by a click on its link, or by keys from neuron to neuron."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from playground.canvas.gestures.parameters import beside, parameter, value_of
from playground.canvas.gestures.weight_editor import WeightEditor
from playground.canvas.hits import Hit
from playground.canvas.links import links_of
from playground.canvas.naming import place_of
from playground.widgets.step_button import StepButton
from tests.playground.canvas.bench import Bench, Left
from tests.playground.canvas.trained import BLOBS, SPIRAL, WIDE, seen

Key = Qt.Key


class Trained(Bench):
    """A canvas that shows a run, and what is asked of its weights."""

    def __init__(self, qtbot: QtBot, design: Any) -> None:
        super().__init__(qtbot, design)
        run, snapshot = seen(design)
        self.canvas.start(run)
        self.canvas.present(snapshot)
        self.canvas.redraw_tiles()
        self.canvas.redraw_links()
        self.set: list[tuple[str, str, tuple[int, ...], float]] = []
        self.gestures.weight_edited.connect(lambda *args: self.set.append(args))
        self.canvas.setFocus()

    @property
    def editor(self) -> WeightEditor:
        return self.gestures.tuning.editor

    def link(self) -> tuple[QPointF, Hit]:
        """A place of the widget where the strongest link of the first pair is, and the link."""
        link, _, _ = list(links_of(0, self.canvas.live.links[0]))[-1]
        x, y = self.canvas.curves.points(link)
        at = QPointF(float(x[len(x) // 3]), float(y[len(y) // 3])) + self.canvas.offset
        return at, self.canvas.hit(at)

    def replace(self, text: str) -> None:
        self.editor.line.selectAll()
        self.type(text)


@pytest.fixture
def bench(qtbot: QtBot) -> Trained:
    return Trained(qtbot, SPIRAL)


def test_a_click_on_a_link_opens_its_number_and_enter_sets_it(bench: Trained) -> None:
    at, hit = bench.link()
    bench.click(at)
    weight = seen(SPIRAL)[1].parameters.dtype.type(bench.editor.number.value)
    tensor = bench.canvas.live.tensors("dense_1")["weight"]
    assert bench.editor.isVisible() and weight == tensor[hit.unit, hit.source]
    assert bench.editor.line.hasFocus() and bench.editor.line.selectedText()
    assert bench.canvas.hovered.what == "link" and not bench.canvas.card.rows
    bench.replace("-0.3")
    bench.key(Key.Key_Return)
    assert bench.set == [("dense_1", "weight", (hit.unit, hit.source), -0.3)]
    assert not bench.editor.isVisible() and bench.canvas.hasFocus()


def test_esc_leaves_the_weight_and_an_untouched_one_is_not_set(bench: Trained) -> None:
    at, _ = bench.link()
    bench.click(at)
    bench.replace("7")
    bench.key(Key.Key_Up, Key.Key_Escape)
    bench.click(at)
    bench.key(Key.Key_Return)
    bench.click(at)
    bench.click(bench.header("output"))
    assert bench.set == [] and not bench.editor.isVisible()
    assert bench.canvas.selection == ("output",)


def test_leaving_settles_what_may_stand_and_gives_up_what_may_not(bench: Trained) -> None:
    at, hit = bench.link()
    bench.click(at)
    bench.replace("0.5")
    bench.click(bench.header("output"))
    assert bench.set == [("dense_1", "weight", (hit.unit, hit.source), 0.5)]
    bench.click(at)
    bench.replace("much")
    bench.click(bench.header("output"))
    assert len(bench.set) == 1 and not bench.editor.isVisible()


def test_a_text_that_may_not_stand_says_why_and_stays(bench: Trained) -> None:
    bench.click(bench.link()[0])
    for text in ("", "x", "1,5", "nan", "1e9"):
        bench.editor.line.selectAll()
        bench.key(Key.Key_Delete)
        bench.type(text)
        bench.key(Key.Key_Return)
        bench.key(Key.Key_Tab)
        assert bench.editor.isVisible() and bench.editor.reason.startswith("Use a"), text
    assert bench.set == []
    bench.key(Key.Key_Escape)
    assert not bench.editor.isVisible() and not bench.editor.reason


def test_steps_go_by_a_tenth_and_are_set_by_enter(bench: Trained) -> None:
    bench.click(bench.link()[0])
    bench.replace("0.5")
    bench.key(Key.Key_Up, Key.Key_Up, Key.Key_Down)
    assert bench.editor.line.text() == "0.6" and bench.set == []
    more = bench.editor.findChildren(StepButton)[1]
    assert more.accessibleName().startswith("Increase")
    bench.qtbot.mouseClick(more, Left)
    bench.qtbot.mouseClick(bench.editor, Left, pos=bench.editor.rect().center())
    assert bench.editor.isVisible() and bench.editor.line.text() == "0.7" and bench.set == []
    bench.key(Key.Key_Return)
    assert bench.set[0][-1] == 0.7


def shows(bench: Trained, value: float) -> None:
    """Have the editor open at a bias of this value."""
    bias = bench.canvas.live.tensors("dense_1")["bias"].astype(np.float64)
    bias[0] = value
    bench.canvas.live.tensors = lambda key: {"bias": bias}  # type: ignore[method-assign]
    bench.gestures.tuning.open_bias(Hit("neuron", "dense_1", 0))


def test_looking_at_a_weight_of_any_size_changes_nothing(bench: Trained) -> None:
    shows(bench, 2.5e6)
    assert float(bench.editor.line.text()) == 2.5e6
    bench.key(Key.Key_Return)
    shows(bench, 2.5e6)
    bench.click(bench.header("output"))
    assert bench.set == [] and not bench.editor.isVisible()
    shows(bench, float("nan"))
    assert not bench.editor.isVisible() and "not finite" in bench.said[-1]


def test_the_number_shown_is_set_when_it_is_typed_again(bench: Trained) -> None:
    shows(bench, 0.5)
    shown = bench.editor.line.text()
    bench.replace(shown)  # it may be another by now
    bench.key(Key.Key_Return)
    assert bench.set == [("dense_1", "bias", (0,), 0.5)]


def test_arrows_walk_the_neurons_and_enter_opens_a_bias(bench: Trained) -> None:
    bench.canvas.select(("dense_1",))
    bench.key(Key.Key_Down, Key.Key_Down)
    assert bench.canvas.keyed == Hit("neuron", "dense_1", 1) == bench.canvas.hovered
    assert bench.canvas.accessibleDescription() == "Dense 1, unit 2"
    bench.key(Key.Key_Right)
    assert bench.canvas.keyed == Hit("neuron", "dense_2", 1)
    bench.key(Key.Key_Return)
    assert bench.editor.parameter is not None and bench.editor.parameter.symbol == "w₀,₂⁽²⁾"
    bench.replace("0.25")
    bench.key(Key.Key_Return)
    assert bench.set == [("dense_2", "bias", (1,), 0.25)]
    assert bench.canvas.hasFocus() and bench.canvas.keyed == Hit("neuron", "dense_2", 1)
    bench.key(Key.Key_Right)  # the output has one neuron
    assert bench.canvas.keyed == Hit("neuron", "output", 0)
    bench.key(Key.Key_Up)
    assert bench.canvas.keyed == Hit() and bench.canvas.selection == ("output",)


def test_tab_goes_through_every_weight_of_a_unit_and_settles_each(bench: Trained) -> None:
    bench.canvas.select(("output",))
    bench.key(Key.Key_Down, Key.Key_Return)
    named, places = [], set()
    for value in range(9):
        parameter = bench.editor.parameter
        assert parameter is not None
        named.append(parameter.symbol)
        places.add((bench.editor.x(), bench.editor.y()))
        bench.replace(f"{value}")
        bench.key(Key.Key_Tab)
    assert named[:2] == ["w₀,₁⁽³⁾", "w₁,₁⁽³⁾"] and named[-1] == "w₈,₁⁽³⁾"
    assert [value for *_, value in bench.set] == list(range(9))
    assert bench.set[0][:3] == ("output", "bias", (0,))
    assert bench.set[8][:3] == ("output", "weight", (0, 7))
    assert len(places) == 1 and not bench.editor.isVisible() and bench.canvas.hasFocus()


def test_what_is_typed_stays_while_it_trains(bench: Trained) -> None:
    bench.click(bench.link()[0])
    bench.replace("12")
    bench.canvas.present(seen(SPIRAL, 40)[1])
    bench.canvas.redraw_links()
    assert bench.editor.line.text() == "12" and bench.editor.isVisible()
    bench.key(Key.Key_Return)
    assert bench.set[0][-1] == 12.0


def test_an_edit_that_takes_its_ground_away_ends_it(bench: Trained) -> None:
    bench.click(bench.link()[0])
    bench.replace("12")
    bench.gestures.add("dropout", 1)
    assert not bench.editor.isVisible() and bench.set == []


def test_every_weight_can_be_set_also_those_that_are_not_drawn(qtbot: QtBot) -> None:
    wide = Trained(qtbot, WIDE)
    assert wide.canvas.live.links[1].rows.size < 8 * 8
    scene, live = wide.canvas.scene, wide.canvas.live
    at = parameter(scene, "dense_2", 59, -1)
    symbols = set()
    while at is not None:
        weight = live.tensors("dense_2")[at.name][at.index]
        value = value_of(live, at)
        assert value is not None and weight.dtype.type(value) == weight
        symbols.add(at.symbol)
        at = beside(scene, live, at, 1)
    assert len(symbols) == 61


def test_a_number_is_shown_as_short_as_it_was_typed(bench: Trained) -> None:
    bias = bench.canvas.live.tensors("dense_1")["bias"].copy()
    bias[0] = np.float32(0.1)
    bench.canvas.live.tensors = lambda key: {"bias": bias}  # type: ignore[method-assign]
    at = parameter(bench.canvas.scene, "dense_1", 0, -1)
    assert value_of(bench.canvas.live, at) == 0.1


def test_without_a_network_the_reason_is_said(qtbot: QtBot) -> None:
    bench = Bench(qtbot, BLOBS)
    bench.canvas.setFocus()
    bench.canvas.select(("dense_1",))
    bench.key(Key.Key_Down, Key.Key_Return)
    assert not bench.gestures.tuning.editor.isVisible()
    assert bench.said[-1] == "There is no network yet whose weights could be changed."


def test_enter_takes_a_feature_in_or_out(bench: Trained) -> None:
    toggled = QSignalSpy(bench.canvas.feature_toggled)
    bench.canvas.select(("@inputs",))
    bench.key(Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Return)
    assert toggled.count() == 1 and toggled.at(0) == ["x1_squared"]


def test_an_opened_column_scrolls_under_the_arrows(qtbot: QtBot) -> None:
    wide = Trained(qtbot, WIDE)
    wide.canvas.select(("dense_1",))
    wide.key(Key.Key_Return, hold=Qt.KeyboardModifier.ShiftModifier)
    wide.key(*[Key.Key_Down] * 10)
    assert wide.canvas.keyed.unit == 9 and wide.canvas.scene.column("dense_1").first == 2
    wide.key(*[Key.Key_Up] * 9)
    assert wide.canvas.keyed.unit == 0 and wide.canvas.scene.column("dense_1").first == 0


def test_control_and_arrows_pan_what_does_not_fit(qtbot: QtBot) -> None:
    bench = Trained(qtbot, SPIRAL)
    bench.canvas.resize(500, 400)
    bench.canvas.zoom_by(3.0, QPointF())
    before = QPointF(bench.canvas.offset)
    bench.key(Key.Key_Right, Key.Key_Down, hold=Qt.KeyboardModifier.ControlModifier)
    moved = bench.canvas.offset - before
    assert moved.x() < 0 and moved.y() < 0
    bench.key(Key.Key_Left, Key.Key_Up, hold=Qt.KeyboardModifier.ControlModifier)
    assert bench.canvas.offset == before


def test_the_number_goes_with_its_unit_and_stays_beside_what_covers_the_canvas(
    bench: Trained,
) -> None:
    bench.canvas.select(("dense_2",))
    bench.key(Key.Key_Down, Key.Key_Return)

    def apart() -> QPointF:
        return bench.editor.corner - place_of(bench.canvas, bench.canvas.keyed).center()

    before, corner = apart(), bench.editor.corner
    bench.canvas.zoom_by(1.4, QPointF(300, 300))
    assert bench.editor.corner != corner
    assert (apart() - before).manhattanLength() <= 2
    corner = bench.editor.corner
    bench.canvas.pan_by(-10, 0)
    assert bench.editor.corner == corner - QPointF(10, 0)
    bench.canvas.cover(600)
    assert bench.canvas.free.contains(QRectF(bench.editor.geometry()))

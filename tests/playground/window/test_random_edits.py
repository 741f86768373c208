"""Whatever one does to a design, with whatever the window has for it, everything shows it, and all
of it can be undone and done again."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.checks import check
from engine.design import Design
from playground import templates
from playground.canvas.building import scene_of
from playground.inspector.editors import ChoiceField, NumberField, SwitchField
from playground.inspector.selection import INPUTS, layers_of
from playground.window.arrangements import DESIGN
from playground.window.main_window import MainWindow
from tests.playground.window.acceptance import until_nothing
from tests.playground.window.person import Control, Key, Mouse, Shift
from tests.playground.window.tries import Tries, editor_of, rows

STEPS, EXAMPLES = 200, 8  # the first example is the plainest, and some are short
number = st.integers(0, 255)


class Edits(RuleBasedStateMachine):
    """Tries one thing after another."""

    edits = 0  # of all examples

    def __init__(self, tries: Tries) -> None:
        super().__init__()
        self.tries, self.window, self.document = tries, tries.window, tries.window.document
        self.now = 0.0
        self.document._clock = self._time  # edits merge alike on every machine

    def _time(self) -> float:
        self.now += 0.4
        return self.now

    @initialize(template=st.sampled_from(["", "spiral", "blobs", "curve"]))
    def begin(self, template: str) -> None:
        self.first = templates.read(template) if template else Design()
        QGuiApplication.clipboard().clear()
        self.tries.go_to_the_canvas()
        self.window.canvas.select(())
        self.document.new(self.first)
        self.tries.go_to(DESIGN)

    @rule(what=st.sampled_from(Tries.everything()), where=number, how=number)
    def try_something(self, what: str, where: int, how: int) -> None:
        before = self.document.design
        getattr(self.tries, what)(where, how)
        Edits.edits += self.document.design != before

    def teardown(self) -> None:
        press, redo, document = self.tries.press, Control | Shift, self.document
        self.tries.go_to_the_canvas()
        until_nothing(lambda: document.redo_words, lambda: press(Key.Key_Z, redo))
        last = document.design
        until_nothing(lambda: document.undo_words, lambda: press(Key.Key_Z, Control))
        assert document.design == self.first and not document.dirty
        self.everything_shows_the_design()
        until_nothing(lambda: document.redo_words, lambda: press(Key.Key_Z, redo))
        assert document.design == last
        self.everything_shows_the_design()

    @invariant()
    def everything_shows_the_design(self) -> None:
        QApplication.processEvents()
        window, design, canvas = self.window, self.document.design, self.window.canvas
        shown = window.problem_panel.shown_problems
        designing = window.workspaces.choice == DESIGN
        assert canvas.design == design
        assert canvas.scene == scene_of(design, shown, None, canvas._opened, designing)
        assert canvas.shown.insertion == -1 and not canvas.shown.dragged
        errors = {each.message for each in check(design) if each.severity == "error"}
        assert errors <= {each.message for each in window.problems}
        assert window.toolbar._rate.value == design.training.optimizer.learning_rate
        assert window.data_card.face.data == design.data
        assert window.data_panel.grid.chosen_one.kind == design.data.kind
        assert window.palette_panel.foot.text() == window.gestures.place
        assert window.isWindowModified() == self.document.dirty == (design != self.first)
        assert window.actions_by_id["edit.undo"].isEnabled() == bool(self.document.undo_words)
        if designing:
            self.inspector_shows(design)

    def inspector_shows(self, design: Design) -> None:
        inspector, selection = self.window.inspector, self.window.canvas.selection
        layers = layers_of(design, selection)
        assert inspector.keys == selection and inspector.design == design
        if inspector.form is None:
            assert len(selection) > 1
            return
        spec = layers[0] if layers else design.data if INPUTS in selection else design.training
        assert inspector.form.spec == spec
        for form, row in rows(inspector.form):
            value = getattr(form.spec, row.field.attribute)
            assert row.value == value
            match editor_of(row):
                case NumberField(number=number):
                    assert value is None or number.value == value
                case SwitchField(switch=switch):
                    assert switch.isChecked() == bool(value)
                case ChoiceField(picker=picker):
                    assert picker.choice == (getattr(value, "kind", value) or "")


def test_two_hundred_edits_are_shown_as_they_come_undone_and_done_again(
    launched: MainWindow, qtbot: QtBot, mouse: Mouse
) -> None:
    launched.resize(1440, 900)
    Edits.edits = 0
    run_state_machine_as_test(
        lambda: Edits(Tries(launched, qtbot, mouse)),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Edits.edits > 200

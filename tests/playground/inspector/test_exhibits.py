"""An activation's drawing and formula are those of the chosen member, with its present numbers."""

from __future__ import annotations

import sys
from itertools import pairwise

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from engine.activations import ELU, Activation, LeakyReLU, ReLU, Softmax, Tanh
from engine.design import Training
from engine.layers import Dense
from engine.losses import Huber
from engine.optimizers import SGD, Adam
from engine.spec import Spec, families, members
from playground.inspector import words
from playground.inspector.exhibits import Exhibit
from playground.inspector.form import SpecForm
from playground.inspector.function_plot import FunctionPlot
from playground.inspector.functions import REACH, bounds, pieces
from playground.inspector.parts import PartRow
from playground.widgets import Picker, formula
from playground.widgets.formula import Formula
from playground.window.appearance import Appearance
from tests.playground.inspector.hands import enter, row_of, shown
from tests.playground.looks import colors, look

__all__ = ["look"]

ACTIVATIONS = [cls() for cls in members(Activation).values()]
MEMBERS = [cls for family in families() if family != "layer" for cls in members(family).values()]


def exhibit_of(form: SpecForm, name: str) -> Exhibit:
    row = form.rows[name]
    assert isinstance(row, PartRow) and row.exhibit is not None
    return row.exhibit


@pytest.mark.parametrize("activation", ACTIVATIONS, ids=lambda a: a.kind)
def test_the_drawn_slope_is_the_slope_of_the_drawn_function(activation: Activation) -> None:
    found = pieces(activation)
    assert found[0].z[0] == -REACH and found[-1].z[-1] == REACH
    for piece in found:
        slope = np.gradient(piece.g, piece.z)
        np.testing.assert_allclose(piece.slope[1:-1], slope[1:-1], atol=2e-3)
        assert np.isfinite(piece.g).all()


@pytest.mark.parametrize("activation", ACTIVATIONS, ids=lambda a: a.kind)
def test_a_drawing_is_cut_where_there_is_no_slope(activation: Activation) -> None:
    found = pieces(activation)
    assert len(found) == len(activation.kinks) + 1
    for (before, after), kink in zip(pairwise(found), activation.kinks, strict=True):
        assert before.z[-1] < kink < after.z[0]
        assert before.g[-1] == pytest.approx(after.g[0])


def test_the_drawing_follows_the_numbers_of_the_activation() -> None:
    left = pieces(LeakyReLU(slope=0.25))[0]
    np.testing.assert_allclose(left.slope, 0.25)
    assert bounds(pieces(Tanh())) == (-1.25, 1.25)
    assert bounds(pieces(ELU(alpha=100.0))) == (-3.0, 3.0)


def test_softmax_is_drawn_beside_another_unit_at_rest_and_says_so(qtbot: QtBot) -> None:
    (piece,) = pieces(Softmax())
    np.testing.assert_allclose(piece.g, 1 / (1 + np.exp(-piece.z)))
    plot = FunctionPlot()
    qtbot.addWidget(plot)
    plot.show_function(Softmax())
    assert "one other unit at 0" in plot.accessibleDescription()
    assert "one other unit at 0" in plot.toolTip()


@pytest.mark.parametrize("activation", ACTIVATIONS, ids=lambda a: a.kind)
def test_names_and_numbers_stand_clear_of_each_other(
    qtbot: QtBot, look: Appearance, activation: Activation
) -> None:
    plot = FunctionPlot()
    plot.show_function(activation)
    shown(qtbot, plot, 180, look.sizes.function_height)
    drawn = plot.drawn
    written = [*drawn.names, *drawn.numbers]
    for place, area in enumerate(written):
        assert plot.rect().toRectF().contains(area)
        assert not any(area.intersects(other) for other in written[:place])
    assert look.theme.hex("kind_activation").upper() in colors(plot)


def test_the_picker_of_an_activation_is_followed_by_what_it_chose(qtbot: QtBot) -> None:
    form = SpecForm(Dense(units=3, activation=LeakyReLU(slope=0.1)))
    shown(qtbot, form)
    exhibit = exhibit_of(form, "activation")
    assert exhibit.plot is not None
    row = form.rows["activation"]
    assert isinstance(row, PartRow) and row.row.editor is not None
    picker = row.row.editor.widgets[0]
    qtbot.waitUntil(lambda: exhibit.plot.width() == picker.width())
    assert exhibit.plot.x() == picker.x()
    enter(qtbot, row_of(row.inner, "slope"), 0.4)
    assert exhibit.plot.activation == LeakyReLU(slope=0.4)
    form.show_spec(Dense(units=3, activation=ReLU()))
    assert exhibit.plot.activation == ReLU()
    assert exhibit.formula.latex == (ReLU.formula, ReLU.derivative)


def test_loss_and_optimizer_show_their_formula(qtbot: QtBot) -> None:
    form = SpecForm(Training(optimizer=Adam()))
    shown(qtbot, form)
    exhibit = exhibit_of(form, "optimizer")
    assert exhibit.plot is None and exhibit.formula.latex == (Adam.formula,)
    form.show_spec(replace(form.spec, loss=Huber()))
    assert exhibit_of(form, "loss").formula.latex == (Huber.formula,)
    assert exhibit_of(form, "loss").formula.accessibleName() == "Formula of the loss"
    schedule = form.rows["schedule"]
    assert isinstance(schedule, PartRow) and schedule.exhibit is None


@pytest.mark.parametrize("nesterov", [False, True])
def test_sgd_shows_its_momentum_where_it_has_some(qtbot: QtBot, nesterov: bool) -> None:
    form = SpecForm(Training(optimizer=SGD()))
    shown(qtbot, form)
    exhibit = exhibit_of(form, "optimizer")
    assert exhibit.formula.latex == (SGD.formula,)
    form.show_spec(Training(optimizer=SGD(momentum=0.9, nesterov=nesterov)))
    (latex,) = exhibit.formula.latex
    assert r"v \leftarrow \mu v" in latex and latex.count(r"\mu v") == 1 + nesterov
    assert formula.load()
    assert formula.typeset(latex, 14.0, "#16191E").isValid()


# --- typesetting ------------------------------------------------------------------------------


def test_a_formula_is_typeset_when_it_has_been_seen_and_in_words_before(
    qtbot: QtBot, look: Appearance
) -> None:
    formula.load.cache_clear()
    widget = Formula("Formula of the activation")
    widget.show_formulas([Tanh.formula, Tanh.derivative], "y = tanh z.")
    assert not formula.loaded() and widget.accessibleDescription() == "y = tanh z."
    shown(qtbot, widget, 400, 60)
    before = widget.grab().toImage()
    qtbot.waitUntil(formula.loaded)
    qtbot.waitUntil(lambda: widget.grab().toImage() != before)


def test_without_the_library_the_words_stay(
    qtbot: QtBot, look: Appearance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ziamath.config", None)
    formula.load.cache_clear()
    try:
        assert not formula.load()
        widget = Formula("Formula of the loss")
        widget.show_formulas([Huber.formula], "J = 1/n Σ d².")
        shown(qtbot, widget, 400, 60)
        assert widget.heightForWidth(400) > 0
        assert len(colors(widget)) > 1
        assert not widget.findChild(QTimer).isActive()  # nobody asks again
    finally:
        formula.load.cache_clear()


def test_formulas_stand_beside_each_other_beneath_or_smaller(
    qtbot: QtBot, look: Appearance
) -> None:
    assert formula.load()
    widget = Formula("Formula of the activation")
    qtbot.addWidget(widget)
    widget.show_formulas([Tanh.formula, Tanh.derivative], "")
    wide, narrow, tight = (widget.heightForWidth(width) for width in (400, 150, 60))
    assert wide < narrow and tight < narrow


@pytest.mark.parametrize("cls", [cls for cls in MEMBERS if getattr(cls, "formula", "")])
def test_every_formula_can_be_typeset(cls: type[Spec]) -> None:
    assert formula.load()
    for latex in (getattr(cls, "formula", ""), getattr(cls, "derivative", "")):
        if latex:
            drawn = formula.typeset(latex, 14.0, "#16191E")
            assert drawn.isValid() and drawn.defaultSize().width() > 10


# --- words ------------------------------------------------------------------------------------


@pytest.mark.parametrize("cls", MEMBERS, ids=lambda cls: cls.__name__)
def test_every_member_says_in_a_sentence_what_it_does(cls: type[Spec]) -> None:
    said = words.about(cls)
    assert said and said.rstrip().endswith((".", ":", ","))
    assert "dz =" not in said and "`" not in said and "\n" not in said


def test_a_list_of_choices_explains_each_and_the_field_the_chosen_one(qtbot: QtBot) -> None:
    form = SpecForm(Dense(units=3, activation=Tanh()))
    shown(qtbot, form)
    row = form.rows["activation"]
    assert isinstance(row, PartRow) and row.row.editor is not None
    picker = row.row.editor.widgets[0]
    assert isinstance(picker, Picker)
    role = Qt.ItemDataRole.ToolTipRole
    tips = [picker.itemData(n, role) for n in range(picker.count())]
    assert all(tips) and any("Squeezes any number into (0, 1)" in tip for tip in tips)
    assert "Squeezes into (−1, 1)" in picker.accessibleDescription()
    form.show_spec(Dense(units=3, activation=ReLU()))
    assert "max(0, z)" in picker.accessibleDescription()

"""What one part of the window calls something, every other part calls it too."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from engine.activations import Activation
from engine.checks import check
from engine.data import Blobs, Data
from engine.design import Design, Training
from engine.layers import Dense
from engine.losses import CategoricalCrossEntropy
from engine.optimizers import Adam
from engine.spec import fields, members
from playground import templates
from playground.canvas.building import scene_of
from playground.canvas.gestures import proposals
from playground.document.wording import edit_words
from playground.inspector.data_edits import drawn_kinds
from playground.inspector.data_facts import titled
from playground.inspector.fields import kinds

ACTIVATIONS = members(Activation)
BENDS = next(field for field in fields(Dense) if field.name == "activation")
SPELLED = "linear, sigmoid, tanh, ReLU, leaky ReLU, ELU, SELU, GELU, SiLU, softplus, sine, softmax"


def with_output(activation: Activation) -> Design:
    """Three classes, told apart by an output of that activation."""
    return Design(
        data=Blobs(classes=3),
        layers=(Dense(id="output", units=3, activation=activation),),
        training=Training(loss=CategoricalCrossEntropy()),
    )


def test_activations_are_spelled_as_the_field_spells_them() -> None:
    assert [cls.title() for cls in ACTIVATIONS.values()] == SPELLED.split(", ")


@pytest.mark.parametrize("kind", ACTIVATIONS)
def test_an_activation_has_one_name_everywhere(kind: str) -> None:
    bend = ACTIVATIONS[kind]()
    name, design, query = bend.title(), with_output(bend), kind.replace("_", " ")
    assert [c.detail for c in scene_of(design).columns if c.key == "output"] == [name]
    assert dict(kinds(BENDS))[kind] == name
    assert name in [found.name for found in proposals.activations(query)]
    typed = [found.name for found in proposals.layers(f"dense {query}", design, 0)]
    assert f"Dense 8 {name}" in typed
    before = with_output(ACTIVATIONS["tanh" if kind != "tanh" else "sine"]())
    assert edit_words(before, design) == f"Output: {name}"
    assert f": 3 {name};" in templates.describe(design)
    faults = [problem for problem in check(design) if problem.severity == "error"]
    if kind != "softmax":
        assert faults[0].message.startswith(f"Output ends in {name}, but ")


@pytest.mark.parametrize("template", templates.names())
def test_a_template_is_called_as_its_data(template: str) -> None:
    design = templates.read(template)
    assert design.name == titled(design.data) == members(Data)[template].title()
    assert template in drawn_kinds()


def test_numbers_in_problems_are_written_as_everywhere() -> None:
    optimizer = Adam(learning_rate=2e-7)
    design = replace(Design(), layers=(Dense(units=1),), training=Training(optimizer=optimizer))
    said = [problem.message for problem in check(design)]
    assert "Learning rate 2e−7 is very small for Adam." in said

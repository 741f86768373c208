"""What the data asks of the network's answer: how many units, under which activation, and by which
loss it is measured."""

from __future__ import annotations

from typing import Any

from engine.checks.problem import Case, Fix
from engine.data import Facts
from engine.design import MOST_LAYERS, Design
from engine.designfile import to_raw
from engine.layers import Dense, Layer


def output_of(design: Design, facts: Facts | None = None) -> Layer | None:
    """The layer that gives the network's answer; None where the network plainly stops before it:
    neither the name of its last layer nor its units nor its activation are those of an output.

    What the targets ask for counts as far as they are known, from `facts` or the design itself.
    """
    if not design.layers:
        return None
    facts = design.data.facts() if facts is None else facts
    last, loss = design.layers[-1], design.training.loss
    answering = _answering(design.layers)
    bend = answering.bend if answering is not None else None
    kind = bend.kind if bend is not None else ""
    fitting = fitting_units(facts) if facts is not None else ()
    known = "output" in last.id.lower() or _units(design, facts) in (1, *fitting)
    if not known and kind != "softmax":  # whose units are classes, if too many or too few
        if facts is None or (facts.task == "regression" and kind != "linear"):
            return None
        if facts.task == "classification" and loss.outputs and kind not in loss.outputs:
            return None
    return answering if answering is not None else last


def _units(design: Design, facts: Facts | None) -> int:
    """How many numbers the network gives; 0 where that is not known."""
    units = len(facts.inputs) if facts is not None else 0
    for layer in design.layers:
        units = layer.units_out(units)
    return units


def fitting_units(facts: Facts) -> tuple[int, ...]:
    """How many outputs the targets can be compared with, the usual number first."""
    if facts.task == "regression":
        return (1,)
    classes = len(facts.classes)
    return (1, 2) if classes == 2 else (classes,)


def is_missing(case: Case) -> bool:
    """Whether the network is known to stop before its output."""
    known = case.sound and case.facts is not None
    return known and output_of(case.design, case.facts) is None


def asked_of(case: Case) -> Facts | None:
    """What is known of the data, where there is an output to hold against it."""
    return None if not case.sound or is_missing(case) else case.facts


def _answering(layers: tuple[Layer, ...]) -> Layer | None:
    """The last layer with an activation, if only layers without weights or sources come after."""
    for layer in reversed(layers):
        if layer.bend is not None:
            return layer
        if layer.joined:
            break
    return None


def with_output(case: Case) -> Fix | None:
    """The fix that adds an output layer that fits the data, and a loss where the present one
    does not; None where nothing is known of the data, or there is no place for a layer."""
    facts, design = case.facts, case.design
    if facts is None or len(design.layers) >= MOST_LAYERS:
        return None
    loss = design.training.loss
    if facts.task == "regression":
        activation, wanted = "linear", "mean_squared_error"
        suits = "regression" in loss.tasks and not loss.outputs
    elif len(facts.classes) == 2:
        activation, wanted = "sigmoid", "binary_cross_entropy"
        suits = loss.kind == wanted
    else:
        activation, wanted = "softmax", "categorical_cross_entropy"
        suits = loss.kind == wanted
    output: dict[str, Any] = {
        "kind": "dense",
        "units": fitting_units(facts)[0],
        "activation": {"kind": activation},
    }
    if not any(layer.id == "output" for layer in design.layers):
        output["id"] = "output"
    edit: dict[str, Any] = {"layers": [*(to_raw(layer) for layer in design.layers), output]}
    return Fix("Add an output", edit if suits else {**edit, "training.loss": wanted})


def unit_owner(case: Case) -> Dense | None:
    """The dense layer that sets the number of outputs, if nothing after it hides that."""
    for layer in reversed(case.design.layers):
        if isinstance(layer, Dense):
            return layer
        if layer.joined:
            return None
    return None

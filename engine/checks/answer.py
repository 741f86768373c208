"""What the data asks of the network's answer: how many units, under which activation, and by which
loss it is measured."""

from __future__ import annotations

from typing import Any

from engine.checks.problem import Case
from engine.data import Facts
from engine.designfile import to_raw
from engine.layers import Dense, Layer


def fitting_units(case: Case) -> tuple[int, ...]:
    """How many outputs the targets can be compared with, the usual number first."""
    facts = case.facts
    assert facts is not None  # only called where the data is known
    if facts.task == "regression":
        return (1,)
    classes = len(facts.classes)
    return (1, 2) if classes == 2 else (classes,)


def is_missing(case: Case) -> bool:
    """Whether the network plainly stops before its output: neither the name of the last layer nor
    its units nor its activation are those of one."""
    if not case.sound or case.facts is None:
        return False
    last, loss = case.design.layers[-1], case.design.training.loss
    if "output" in last.id.lower() or case.units[-1] in (1, *fitting_units(case)):
        return False
    kind = _answering(case.design.layers)
    if kind == "softmax":  # whose units are classes, if too many or too few
        return False
    if case.facts.task == "regression":
        return kind != "linear"
    return bool(loss.outputs) and kind not in loss.outputs


def asked_of(case: Case) -> Facts | None:
    """What is known of the data, where there is an output to hold against it."""
    return None if not case.sound or is_missing(case) else case.facts


def _answering(layers: tuple[Layer, ...]) -> str:
    """The kind of the last activation, if only layers without weights or sources come after it."""
    for layer in reversed(layers):
        if layer.bend is not None:
            return layer.bend.kind
        if layer.joined:
            break
    return ""


def with_output(case: Case) -> dict[str, Any]:
    """The edit that adds an output layer that fits the data, and a loss where the present one
    does not."""
    facts, design = case.facts, case.design
    assert facts is not None  # only called where the data is known
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
        "units": fitting_units(case)[0],
        "activation": {"kind": activation},
    }
    if not any(layer.id == "output" for layer in design.layers):
        output["id"] = "output"
    edit: dict[str, Any] = {"layers": [*(to_raw(layer) for layer in design.layers), output]}
    return edit if suits else {**edit, "training.loss": wanted}


def unit_owner(case: Case) -> Dense | None:
    """The dense layer that sets the number of outputs, if nothing after it hides that."""
    for layer in reversed(case.design.layers):
        if isinstance(layer, Dense):
            return layer
        if layer.joined:
            return None
    return None

"""Rules about the output: do the last layer, the loss and the targets speak of the same thing?"""

from __future__ import annotations

from collections.abc import Iterator

from engine.activations import Activation, Softmax
from engine.checks import answer
from engine.checks.problem import Case, Fix, Problem, rule
from engine.designfile import to_raw
from engine.layers import Layer
from engine.losses import Loss
from engine.numerals import rounded, written
from engine.spec import kind_of, members


@rule
def some_layers(case: Case) -> Iterator[Problem]:
    """A network has at least an output layer."""
    if case.design.layers:
        return
    yield Problem(
        severity="error",
        field="layers",
        message="The network has no layers.",
        rule="At least one layer is needed between the inputs and the loss.",
        fix=answer.with_output(case),
    )


@rule
def some_output(case: Case) -> Iterator[Problem]:
    """The last layer answers: it has the units and the activation that the data asks for."""
    if answer.is_missing(case):
        yield Problem(
            severity="error",
            layer=case.design.layers[-1].id,
            field="layers",
            message="The network has no output layer.",
            rule=_asks(case),
            fix=answer.with_output(case),
        )


def _asks(case: Case) -> str:
    facts = case.facts
    if facts is None or facts.task == "regression":
        return "One number is predicted by one linear unit."
    if len(facts.classes) == 2:
        return "Two classes are told apart by one sigmoid unit."
    return f"{len(facts.classes)} classes are told apart by softmax, with one unit each."


@rule
def loss_fits_task(case: Case) -> Iterator[Problem]:
    """Cross-entropies and hinge compare classes, not numbers."""
    loss = case.design.training.loss
    if case.facts is None or case.facts.task in loss.tasks or not case.design.layers:
        return
    if answer.is_missing(case):
        return
    fix = {"training.loss": "mean_squared_error"}
    last = case.design.layers[-1]
    if last.bend is not None and last.bend.kind != "linear":
        fix[f"layers.{last.id}.activation"] = "linear"
    yield Problem(
        severity="error",
        field="training.loss",
        message=f"{loss.title()} compares classes, but {case.facts.target} is a number.",
        rule="A regression is measured by the distance between prediction and target.",
        fix=Fix("Use mean squared error", fix),
    )


@rule
def loss_takes_output(case: Case) -> Iterator[Problem]:
    """Each loss declares the outputs it takes."""
    facts = answer.asked_of(case)
    if facts is None:
        return
    loss, last = case.design.training.loss, case.design.layers[-1]
    kind = last.bend.kind if last.bend is not None else ""
    if facts.task not in loss.tasks or not loss.outputs or kind in loss.outputs:
        return
    takes = " or ".join(_title(kind) for kind in loss.outputs)
    if last.bend is None:
        before = case.design.layers[:-1]
        fix = answer.with_output(case)
        if before and before[-1].bend is not None and before[-1].bend.kind in loss.outputs:
            fix = Fix(f"Remove {last.name}", {"layers": [to_raw(layer) for layer in before]})
        yield Problem.of(
            last,
            severity="error",
            message=f"The network ends in {last.name}, but {loss.mentioned()} takes {takes}.",
            rule="The last layer must be one with an activation, such as a dense layer.",
            fix=fix,
        )
        return
    yield Problem.of(
        last,
        "activation",
        severity="error",
        message=f"{last.name} ends in {_shown(last)}, but {loss.mentioned()} takes {takes}.",
        rule=_why(loss),
        fix=_least_change(case, loss, last),
    )


@rule
def probabilities_are_compared(case: Case) -> Iterator[Problem]:
    """A distance between probabilities is flat where the network is sure and wrong."""
    facts = answer.asked_of(case)
    if facts is None or facts.task != "classification":
        return
    loss, last = case.design.training.loss, case.design.layers[-1]
    kind = last.bend.kind if last.bend is not None else ""
    if loss.outputs or not kind:
        return
    for other in members(Loss).values():
        if other.fused_with == kind:
            better = other.mentioned()
            yield Problem(
                severity="suggestion",
                field="training.loss",
                message=f"{last.name} gives probabilities, but {loss.mentioned()} measures "
                "distances.",
                rule="Where the network is sure and wrong its slope is almost flat; that of "
                f"{better} is steepest there.",
                fix=Fix(f"Use {better}", {"training.loss": kind_of(other)}),
            )


@rule
def something_to_learn(case: Case) -> Iterator[Problem]:
    """Without weights no step downhill changes anything."""
    if answer.asked_of(case) is None:
        return
    layers = case.design.layers
    if any(layer.parameter_count(i) for layer, i in zip(layers, case.units, strict=False)):
        return
    yield Problem(
        severity="warning",
        layer=layers[-1].id,
        field="layers",
        message="The network has no weights.",
        rule="Layers such as dense ones have numbers that training can change.",
        fix=answer.with_output(case),
    )


@rule
def one_unit_per_class(case: Case) -> Iterator[Problem]:
    """The output has one unit per class, or one for two classes; a number has one unit."""
    facts = answer.asked_of(case)
    if facts is None:
        return
    last, units = case.design.layers[-1], case.units[-1]
    classes = len(facts.classes)
    softmax = isinstance(last.bend, Softmax)
    if facts.task == "regression":
        wanted, data = 1, f"{facts.target} is one number"
        why = "One number is predicted by one unit."
    elif softmax:
        wanted, data = classes, f"the data has {classes} classes"
        why = "Softmax needs one unit per class."
    else:
        wanted = units if classes == 2 and units in (1, 2) else 1 if classes == 2 else classes
        data = f"the data has {classes} classes"
        why = (
            "Two classes need one unit, or one each."
            if classes == 2
            else "More than two classes need one unit each."
        )
    if units == wanted and not (softmax and units == 1):
        return
    owner = answer.unit_owner(case)
    label = f"Use {wanted} unit{'' if wanted == 1 else 's'}"
    fix = Fix(label, {f"layers.{owner.id}.units": wanted}) if owner is not None else None
    if softmax and wanted == 1:
        why = "Softmax of a single unit is always 1."
        fix = Fix("Use linear", {f"layers.{last.id}.activation": "linear"})
    elif owner is None:
        fix = answer.with_output(case)
    where = owner if owner is not None else last
    yield Problem.of(
        where,
        "units",
        severity="error",
        message=f"{last.name} has {units:,} unit{'' if units == 1 else 's'}, but {data}.",
        rule=why,
        fix=fix,
    )


@rule
def reaches_the_targets(case: Case) -> Iterator[Problem]:
    """A number outside the output's range can never be predicted."""
    facts = answer.asked_of(case)
    if facts is None or facts.task != "regression":
        return
    last = case.design.layers[-1]
    if last.bend is None or isinstance(last.bend, Softmax):
        return
    low, high = last.bend.range
    data = case.prepared
    if data is None or not len(data.y_train):
        return
    pre = data.preprocessing
    targets = (data.y_train - pre.target_shift) / pre.target_factor
    smallest, largest = float(targets.min()), float(targets.max())
    if low <= smallest and largest <= high:
        return
    yield Problem.of(
        last,
        "activation",
        severity="warning",
        message=f"{last.name} gives {_reach(low, high)}, but the targets run from "
        f"{rounded(smallest)} to {rounded(largest)}.",
        rule="A linear output reaches every number.",
        fix=Fix("Use linear", {f"layers.{last.id}.activation": "linear"}),
    )


def _reach(low: float, high: float) -> str:
    if high == float("inf"):
        return f"numbers above {written(low)}"
    return f"numbers from {written(low)} to {written(high)}"


def _least_change(case: Case, loss: Loss, last: Layer) -> Fix:
    """The loss that is made for the output's activation, else an activation the loss takes."""
    kind = last.bend.kind if last.bend is not None else ""
    for other in members(Loss).values():
        if kind and other.fused_with == kind:
            return Fix(f"Use {other.mentioned()}", {"training.loss": kind_of(other)})
    wanted = loss.outputs[0]
    return Fix(f"Use {_title(wanted)}", {f"layers.{last.id}.activation": wanted})


def _why(loss: Loss) -> str:
    if loss.fused_with:
        return f"{loss.title()} compares probabilities, which {_title(loss.outputs[0])} gives."
    return f"{loss.title()} compares scores with targets ±1."


def _shown(layer: Layer) -> str:
    return layer.bend.title() if layer.bend is not None else "no activation"


def _title(kind: str) -> str:
    return members(Activation)[kind].title()

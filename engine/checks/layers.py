"""Rules about the layers: do they fit together, and can they learn more than one layer could?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from engine.activations import Softmax
from engine.checks import answer
from engine.checks.problem import Case, Fix, Problem, rule
from engine.designfile import edited, to_raw
from engine.errors import ShapeError
from engine.layers import ActivationLayer, Dense, Dropout, Layer, LayerNorm
from engine.network import MOST_PARAMETERS, shapes
from engine.numerals import rounded


@rule
def sources_fit(case: Case) -> Iterator[Problem]:
    """A residual adds an earlier layer of the same shape."""
    if not case.facts or case.sound or not case.design.layers:
        return
    place = len(case.units) - 1
    layer = case.design.layers[place]
    known = {
        earlier.id: units
        for earlier, units in zip(case.design.layers[:place], case.units[1:], strict=True)
    }
    here = case.units[-1]
    fitting = [name for name, units in known.items() if units == here]
    adds_itself = bool(fitting) and fitting[-1] == case.design.layers[place - 1].id
    fitting = fitting[:-1] if adds_itself else fitting
    if layer.joined not in known:
        message = f'{layer.name} adds "{layer.joined}", but no earlier layer has that id.'
    else:
        source = case.design.layer(layer.joined).name
        message = (
            f"{layer.name} adds {source} with {_units(known[layer.joined])} to {_units(here)}."
        )
    yield Problem.of(
        layer,
        "from",
        severity="error",
        message=message,
        rule="Only outputs of the same shape can be added, and only from an earlier layer.",
        fix=_another_source(case, layer, fitting),
    )


@rule
def sources_are_earlier(case: Case) -> Iterator[Problem]:
    """A residual goes around layers; where there are none it adds a layer to itself."""
    layers = case.design.layers
    widths = dict(zip((layer.id for layer in layers), case.units[1:], strict=False))
    for place, (before, layer) in enumerate(pairwise(layers), 1):
        if layer.joined != before.id or layer.id not in widths:
            continue
        here = widths[layer.id]
        fitting = [other.id for other in layers[: place - 1] if widths[other.id] == here]
        yield Problem.of(
            layer,
            "from",
            severity="warning",
            message=f"{layer.name} adds {before.name} to itself.",
            rule="That only doubles it. A residual goes around at least one layer, so that the "
            "slope of the loss has a short way back.",
            fix=_another_source(case, layer, fitting),
        )


def _another_source(case: Case, layer: Layer, fitting: Sequence[str]) -> Fix:
    """The nearest of the layers that fit; without one, no residual."""
    if not fitting:
        return _removal(case, layer)
    name = case.design.layer(fitting[-1]).name
    return Fix(f"Use {name}", {f"layers.{layer.id}.from": fitting[-1]})


def _removal(case: Case, layer: Layer) -> Fix:
    others = [to_raw(other) for other in case.design.layers if other is not layer]
    return Fix(f"Remove {layer.name}", {"layers": others})


@rule
def a_bend_between(case: Case) -> Iterator[Problem]:
    """Two dense layers without a non-linearity between them act as one."""
    dense = [
        (index, layer) for index, layer in enumerate(case.design.layers) if isinstance(layer, Dense)
    ]
    for (start, first), (end, second) in pairwise(dense):
        between: list[Layer] = [first, *case.design.layers[start + 1 : end]]
        if not all(layer.affine for layer in between):
            continue
        yield Problem.of(
            first,
            "activation",
            severity="warning",
            message=f"{first.name} has no activation, so {first.name} and {second.name} "
            "act as one layer.",
            rule="A line of a line is a line. A bend between the two layers lets "
            f"the {_units(first.units)} draw curves.",
            fix=_tanh(first),
        )


def _tanh(layer: Layer) -> Fix:
    return Fix("Use tanh", {f"layers.{layer.id}.activation": "tanh"})


@rule
def softmax_is_last(case: Case) -> Iterator[Problem]:
    """Softmax makes probabilities of its units; between layers that only ties them together."""
    for layer in case.design.layers[:-1]:
        if isinstance(layer.bend, Softmax) and not _ends_in(case, layer):
            yield Problem.of(
                layer,
                "activation",
                severity="warning",
                message=f"{layer.name} uses softmax between two layers.",
                rule="Softmax lets its units share a sum of 1, so one can only rise where others "
                "fall. Hidden units learn better apart.",
                fix=_tanh(layer),
            )


def _ends_in(case: Case, layer: Layer) -> bool:
    """Whether nothing that learns comes after the layer."""
    after = case.design.layers[case.design.position(layer.id) + 1 :]
    return not any(isinstance(other, Dense) for other in after)


@rule
def bends_something(case: Case) -> Iterator[Problem]:
    """A linear activation gives what it is given."""
    for layer in case.design.layers[:-1]:
        if isinstance(layer, ActivationLayer) and layer.affine:
            yield Problem.of(
                layer,
                "activation",
                severity="suggestion",
                message=f"{layer.name} is linear, so it changes nothing.",
                rule="An activation layer is there to bend what it is given.",
                fix=_tanh(layer),
            )


@rule
def norm_sees_several(case: Case) -> Iterator[Problem]:
    """Over the units of a single-unit layer there is no deviation."""
    for layer, units in zip(case.design.layers, case.units, strict=False):
        if isinstance(layer, LayerNorm) and units == 1:
            yield Problem.of(
                layer,
                severity="warning",
                message=f"{layer.name} sees one unit, so it gives the same number for every point.",
                rule="It subtracts the mean over the units, and the mean of one unit is itself.",
                fix=_removal(case, layer),
            )


@rule
def some_units_pass(case: Case) -> Iterator[Problem]:
    """A dropout that mostly silences all units leaves nothing to learn from."""
    for layer, units in zip(case.design.layers, case.units, strict=False):
        if not isinstance(layer, Dropout) or units * (1.0 - layer.rate) >= 1.0:
            continue
        fix = _removal(case, layer)
        if units > 1:
            fix = Fix("Use 0.5", {f"layers.{layer.id}.rate": 0.5})
        yield Problem.of(
            layer,
            "rate",
            severity="warning",
            message=f"{layer.name} silences {rounded(100 * layer.rate)} % of {_units(units)}.",
            rule="On average less than one unit is left, so most points teach nothing.",
            fix=fix,
        )


@rule
def dropout_inside(case: Case) -> Iterator[Problem]:
    """Dropout and noise belong between layers, not on the answer."""
    layers = case.design.layers
    if case.design.training.loss.outputs or answer.is_missing(case):
        return  # another last layer is asked for anyway
    if len(layers) > 1 and layers[-1].kind in ("dropout", "gaussian_noise"):
        last = layers[-1]
        yield Problem.of(
            last,
            severity="warning",
            message=f"{last.name} changes the network's answer itself.",
            rule="What comes after the output is compared with the target, so a silenced or "
            "noisy output is an error the network cannot learn to avoid.",
            fix=_removal(case, last),
        )


@rule
def not_too_many(case: Case) -> Iterator[Problem]:
    """Parameters are limited, and should not be many more than there are rows to learn from."""
    counts = [
        layer.parameter_count(units)
        for layer, units in zip(case.design.layers, case.units, strict=False)
    ]
    total = sum(counts)
    if not total:
        return
    layer = case.design.layers[counts.index(max(counts))]
    if total > MOST_PARAMETERS:
        yield Problem.of(
            layer,
            "units",
            severity="error",
            message=f"The network has {total:,} parameters, most of them in {layer.name}.",
            rule=f"At most {MOST_PARAMETERS:,} parameters can be trained.",
            fix=_narrower(case, layer, MOST_PARAMETERS),
        )
    elif case.train_rows and total > 50 * case.train_rows and total > 1000:
        yield Problem.of(
            layer,
            "units",
            severity="suggestion",
            message=f"{total:,} parameters learn from {case.train_rows:,} training points.",
            rule="With far more parameters than points a network can learn the points by heart. "
            "Fewer units, L2 or dropout hold it back.",
            fix=_narrower(case, layer, max(1000, 50 * case.train_rows)),
        )


def _narrower(case: Case, layer: Layer, most: int) -> Fix | None:
    """Fewer units in the widest layer, if the network then has at most so many parameters."""
    if not isinstance(layer, Dense) or _ends_in(case, layer):
        return None
    units = 1 << (layer.units - 1).bit_length()
    while (units := units // 2) >= 1:
        edit = {f"layers.{layer.id}.units": units}
        layers = edited(case.design, edit).layers
        try:
            widths = shapes(layers, case.units[0])
        except ShapeError:  # a residual needs them all
            return None
        if sum(one.parameter_count(i) for one, i in zip(layers, widths, strict=False)) <= most:
            return Fix(f"Use {_units(units)} in {layer.name}", edit)
    return None


def _units(count: int) -> str:
    return f"{count:,} unit{'' if count == 1 else 's'}"

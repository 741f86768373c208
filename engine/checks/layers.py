"""Rules about the layers: do they fit together, and can they learn more than one layer could?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from engine.checks.problem import Case, Fix, Problem, rule
from engine.designfile import to_raw
from engine.layers import Dense, Layer
from engine.network import MOST_PARAMETERS


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
    if layer.joined not in known:
        message = f'{layer.name} adds "{layer.joined}", but no earlier layer has that id.'
    else:
        source = case.design.layer(layer.joined).name
        message = (
            f"{layer.name} adds {source} with {_units(known[layer.joined])} to {_units(here)}."
        )
    fix = None
    if fitting:
        name = case.design.layer(fitting[-1]).name
        fix = Fix(f"Use {name}", {f"layers.{layer.id}.from": fitting[-1]})
    yield Problem(
        severity="error",
        layer=layer.id,
        field=f"layers.{layer.id}.from",
        message=message,
        rule="Only outputs of the same shape can be added, and only from an earlier layer.",
        fix=fix,
    )


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
        yield Problem(
            severity="warning",
            layer=first.id,
            field=f"layers.{first.id}.activation",
            message=f"{first.name} has no activation, so {first.name} and {second.name} "
            "act as one layer.",
            rule="A line of a line is a line. A bend between the two layers lets "
            f"the {_units(first.units)} draw curves.",
            fix=Fix("Use tanh", {f"layers.{first.id}.activation": "tanh"}),
        )


@rule
def units_differ(case: Case) -> Iterator[Problem]:
    """Weights that all start alike stay alike."""
    for layer in case.design.layers:
        if isinstance(layer, Dense) and layer.weights.constant and layer.units > 1:
            last = layer is case.design.layers[-1]
            yield Problem(
                severity="suggestion" if last else "warning",
                layer=layer.id,
                field=f"layers.{layer.id}.weights",
                message=f"All weights of {layer.name} start with the same value.",
                rule="Units that start alike get the same gradient and stay alike. "
                "Random first weights make them differ.",
                fix=Fix("Use Glorot uniform", {f"layers.{layer.id}.weights": "glorot_uniform"}),
            )


@rule
def dropout_inside(case: Case) -> Iterator[Problem]:
    """Dropout and noise belong between layers, not on the answer."""
    layers = case.design.layers
    if case.design.training.loss.outputs:
        return  # such a loss asks for another last layer anyway
    if len(layers) > 1 and layers[-1].kind in ("dropout", "gaussian_noise"):
        last = layers[-1]
        yield Problem(
            severity="warning",
            layer=last.id,
            field=f"layers.{last.id}",
            message=f"{last.name} changes the network's answer itself.",
            rule="What comes after the output is compared with the target, so a silenced or "
            "noisy output is an error the network cannot learn to avoid.",
            fix=Fix(f"Remove {last.name}", {"layers": [to_raw(layer) for layer in layers[:-1]]}),
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
        yield Problem(
            severity="error",
            layer=layer.id,
            field=f"layers.{layer.id}.units",
            message=f"The network has {total:,} parameters, most of them in {layer.name}.",
            rule=f"At most {MOST_PARAMETERS:,} parameters can be trained.",
        )
    elif case.train_rows and total > 50 * case.train_rows and total > 1000:
        yield Problem(
            severity="suggestion",
            layer=layer.id,
            field=f"layers.{layer.id}.units",
            message=f"{total:,} parameters learn from {case.train_rows:,} training points.",
            rule="With far more parameters than points a network can learn the points by heart. "
            "Fewer units, L2 or dropout hold it back.",
        )


def _units(count: int) -> str:
    return f"{count} unit{'' if count == 1 else 's'}"

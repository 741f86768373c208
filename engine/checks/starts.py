"""Rules about the first weights: can units that start alike ever become different?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from engine.checks.problem import Case, Fix, Problem, Severity, rule
from engine.initializers import Initializer
from engine.layers import Dense, Dropout, GaussianNoise, Layer


@rule
def units_differ(case: Case) -> Iterator[Problem]:
    """Units that start alike stay alike, unless what comes after them tells them apart."""
    layers = case.design.layers
    for place, layer in enumerate(layers):
        if not (isinstance(layer, Dense) and layer.weights.constant and layer.bias.constant):
            continue
        end = _next_dense(layers, place)
        severity: Severity = "suggestion"
        if end is None:
            before = any(isinstance(other, Dense) for other in layers[:place])
            if not before or _start(layer.weights) != 0.0:
                continue
            why = "No slope passes weights of 0, so at first nothing before them learns."
        elif layer.units == 1:
            continue
        elif _is_flat(layer, layers[place + 1 : end]):
            severity = "warning"
            why = "All its units start where their activation is flat, so no slope moves them."
        elif _is_blind(layers, place, end):
            severity = "warning"
            why = "Units that start alike get the same gradient and stay alike."
        else:
            why = "Its units start alike, and only what comes after them tells them apart."
        yield Problem.of(
            layer,
            "weights",
            severity=severity,
            message=f"All weights of {layer.name} start with the same value.",
            rule=f"{why} Random first weights differ from the start.",
            fix=Fix("Use Glorot uniform", {f"layers.{layer.id}.weights": "glorot_uniform"}),
        )


def _next_dense(layers: Sequence[Layer], place: int) -> int | None:
    """Where the weights are that a layer's units meet next."""
    after = (at for at in range(place + 1, len(layers)) if isinstance(layers[at], Dense))
    return next(after, None)


def _start(initializer: Initializer) -> float:
    """The value that a constant initializer gives to all."""
    return float(initializer.sample(np.random.default_rng(0), (1, 1), 1)[0, 0])


def _is_blind(layers: Sequence[Layer], place: int, end: int) -> bool:
    """Whether nothing between a layer and the next weights, nor these, treats units unlike."""
    following = layers[end]
    if not isinstance(following, Dense) or not following.weights.constant:
        return False
    alike = {layer.id for layer in layers[place:end]}
    if any(layer.joined in alike for layer in layers):  # one to one, whatever comes after
        return False
    between = layers[place + 1 : end]
    return not any(one.joined or isinstance(one, (Dropout, GaussianNoise)) for one in between)


def _is_flat(layer: Dense, between: Sequence[Layer]) -> bool:
    """Whether weights of 0 put every unit where an activation has no slope."""
    if _start(layer.weights) != 0.0:
        return False
    z = np.full((1, 1), _start(layer.bias))
    for bend in (one.bend for one in (layer, *between)):
        if bend is None or not bend.elementwise:
            return False
        y, dz = np.empty_like(z), np.empty_like(z)
        bend.forward(z, y)
        bend.pullback(np.ones_like(z), z, y, dz)
        if dz[0, 0] == 0.0:
            return True
        z = y
    return False

"""Central differences: the slope of a loss measured by moving one parameter at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.losses import Loss
from engine.network import Network, Workspace

Array = NDArray[Any]

STEP = 1e-6
CLOSEST = 1e-3  # to a kink


def measured(network: Network, X: Array, T: Array) -> tuple[Array, Array]:
    """The gradient (P,) that `backward` writes, and the one central differences find.

    Dropout and noise draw the same numbers in every evaluation.
    """
    rng = np.random.default_rng(3)
    same = rng.bit_generator.state
    space = _filled(network, X, T, rng)

    def loss() -> float:
        rng.bit_generator.state = same
        space.forward()
        return space.backward() + network.penalty()

    loss()
    written = network.gradient.copy()
    found = np.empty_like(written)
    for index, value in enumerate(network.parameters.tolist()):
        network.parameters[index] = value + STEP
        above = loss()
        network.parameters[index] = value - STEP
        below = loss()
        network.parameters[index] = value
        found[index] = (above - below) / (2.0 * STEP)
    return written, found


def disagreement(a: Array, n: Array) -> float:
    """‖a − n‖ / (‖a‖ + ‖n‖), 0 where both are nothing."""
    size = float(np.linalg.norm(a) + np.linalg.norm(n))
    return float(np.linalg.norm(a - n)) / size if size > 1e-12 else 0.0


def off_kinks(network: Network, X: Array, T: Array) -> bool:
    """Whether no unit, and no output against its target, is close to a place without a slope."""
    space = _filled(network, X, T, np.random.default_rng(3))
    space.forward()
    for layer, step in zip(network.layers, space.passes, strict=True):
        for kink in layer.bend.kinks if layer.bend is not None else ():
            if np.abs(step.z - kink).min() < CLOSEST:
                return False
    return network.fused or not _jumps(network.loss, space.outputs, T.T)


def _jumps(loss: Loss, y: Array, t: Array) -> bool:
    """Whether the loss's slope changes abruptly within reach of some output."""
    before, after = np.empty_like(y), np.empty_like(y)
    loss.gradient(y - CLOSEST, t, before)
    loss.gradient(y + CLOSEST, t, after)
    return bool(np.abs(after - before).max() * y.size > 0.5)


def _filled(network: Network, X: Array, T: Array, rng: np.random.Generator) -> Workspace:
    space = network.workspace(len(X), training=True, rng=rng)
    space.inputs[:] = X
    space.targets[:] = T
    return space

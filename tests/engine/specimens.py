"""One valid Spec of every kind, and small networks around it, made from the fields' own
declarations: a new member of a family is in every test that is generated from here."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.activations import Activation
from engine.layers import Dense, Layer
from engine.losses import Loss
from engine.network import Network
from engine.spec import Field, Spec, fields, members

Array = NDArray[Any]

FAMILIES = (
    "activation",
    "loss",
    "optimizer",
    "schedule",
    "initializer",
    "regularizer",
    "layer",
)


def kinds(family: str) -> list[str]:
    return list(members(family))


def every_member() -> list[type[Spec]]:
    return [cls for family in FAMILIES for cls in members(family).values()]


def specimen(cls: type[Spec], **given: Any) -> Any:
    """A member with its defaults; fields without one are filled in."""
    for field in fields(cls):
        if field.required:
            given.setdefault(field.attribute, _filling(field))
    return cls(**given)


def _filling(field: Field) -> Any:
    if field.form in ("int", "float"):
        return max(3, field.minimum or 0)
    return "first"  # a text without a default names a layer


def with_activation(cls: type[Layer], activation: Activation, layer_id: str) -> Any:
    """A layer of three units with `activation` wherever it takes one."""
    own = {f.attribute: activation for f in fields(cls) if f.family is Activation}
    return specimen(cls, id=layer_id, **own)


def last_activation(loss: Loss, wanted: Activation) -> Activation:
    """`wanted`, or where the loss does not go with it, the first that does."""
    if not loss.outputs or wanted.kind in loss.outputs:
        return wanted
    return members(Activation)[loss.outputs[0]]()


def small_network(
    layers: tuple[Layer, ...], loss: Loss, seed: int, precision: str = "float64"
) -> Network:
    """A network over two inputs with parameters from N(0, 0.6²), none of them next to nothing."""
    network = Network(layers, 2, loss, precision)
    network.initialize(np.random.default_rng(0))
    drawn = np.random.default_rng(seed).normal(0.0, 0.6, network.parameters.size)
    network.parameters[:] = np.where(np.abs(drawn) < 0.05, 0.3, drawn)
    return network


def stack(middle: Layer, outputs: int, activation: Activation, loss: Loss) -> tuple[Layer, ...]:
    """first → middle → output, with `activation` wherever it may stand."""
    last = Dense(units=outputs, activation=last_activation(loss, activation), id="output")
    return Dense(units=3, activation=activation, id="first"), middle, last


def batch(loss: Loss, rows: int, outputs: int, seed: int) -> tuple[Array, Array]:
    """Inputs (rows, 2) and targets (rows, outputs) as the loss wants them."""
    rng = np.random.default_rng(seed)
    X = rng.normal(0.0, 1.0, (rows, 2))
    if "regression" in loss.tasks:
        return X, rng.normal(0.0, 1.0, (rows, outputs))
    chosen = rng.integers(0, outputs, rows)
    T = np.eye(outputs)[chosen]
    if outputs == 1 and loss.fused_with != "softmax":
        T = rng.integers(0, 2, (rows, 1)).astype(float)
    return X, 2.0 * T - 1.0 if loss.signed else T

"""The way back is the slope of the way there: every gradient against central differences."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from engine.activations import ELU, Activation, LeakyReLU, Linear, ReLU, Tanh
from engine.layers import ActivationLayer, BatchNorm, Dense, Layer, LayerNorm, Residual
from engine.losses import Huber, Loss, MeanSquaredError
from engine.network import Network
from engine.regularizers import Regularizer
from engine.spec import members
from tests.engine.slopes import disagreement, measured, off_kinks
from tests.engine.specimens import (
    Array,
    batch,
    kinds,
    last_activation,
    small_network,
    stack,
    with_activation,
)

TOLERANCE = 1e-7


def settled(layers: tuple[Layer, ...], loss: Loss, rows: int) -> tuple[Network, Array, Array]:
    """A network and a batch at which nothing is close to a kink."""
    for seed in range(200):
        network = small_network(layers, loss, seed)
        X, T = batch(loss, rows, network.outputs, seed)
        if off_kinks(network, X, T):
            return network, X, T
    raise AssertionError("no batch off the kinks in 200 draws")


def assert_slopes_agree(layers: tuple[Layer, ...], loss: Loss, rows: int) -> None:
    network, X, T = settled(layers, loss, rows)
    written, found = measured(network, X, T)
    assert disagreement(written, found) <= TOLERANCE


@pytest.mark.parametrize(
    ("layer", "activation", "loss"),
    [*itertools.product(kinds("layer"), kinds("activation"), kinds("loss"))],
)
def test_every_layer_activation_and_loss_agree_with_central_differences(
    layer: str, activation: str, loss: str
) -> None:
    bend, price = members(Activation)[activation](), members(Loss)[loss]()
    middle = with_activation(members(Layer)[layer], bend, "middle")
    for rows, outputs in itertools.product((1, 5), (1, 3)):
        assert_slopes_agree(stack(middle, outputs, bend, price), price, rows)


ANY_OUTPUT = [kind for kind, loss in members(Loss).items() if not loss.fused_with]


@pytest.mark.parametrize("loss", ANY_OUTPUT)
@pytest.mark.parametrize("layer", kinds("layer"))
def test_every_layer_may_be_the_last(layer: str, loss: str) -> None:
    price = members(Loss)[loss]()
    last = with_activation(members(Layer)[layer], last_activation(price, Tanh()), "output")
    assert_slopes_agree((Dense(units=3, activation=Tanh(), id="first"), last), price, rows=5)


@pytest.mark.parametrize("layer", kinds("layer"))
def test_every_layer_may_be_the_first(layer: str) -> None:
    loss = MeanSquaredError()
    if layer == "residual":  # it adds an earlier one
        first: tuple[Layer, ...] = (Dense(units=2, id="first"), Residual(source="first", id="a"))
    else:
        first = (with_activation(members(Layer)[layer], Tanh(), "first"),)
    assert_slopes_agree((*first, Dense(units=2, id="output")), loss, rows=5)


@pytest.mark.parametrize("regularizer", kinds("regularizer"))
@pytest.mark.parametrize("rows", [1, 5])
def test_regularizers_price_weights_not_biases(regularizer: str, rows: int) -> None:
    price = members(Regularizer)[regularizer]()
    layers = (
        Dense(units=4, activation=Tanh(), regularizer=price, id="first"),
        Dense(units=1, regularizer=price, id="output"),
    )
    assert_slopes_agree(layers, MeanSquaredError(), rows)
    network = small_network(layers, MeanSquaredError(), seed=0)
    cost = network.penalty()
    network.tensors["first.bias"] += 5.0
    assert network.penalty() == cost > 0.0


@pytest.mark.parametrize(
    "activation", [LeakyReLU(slope=0.0), LeakyReLU(slope=0.4), ELU(alpha=0.3), ELU(alpha=2.5)]
)
def test_activations_with_other_numbers(activation: Activation) -> None:
    loss = MeanSquaredError()
    assert_slopes_agree(stack(Dense(units=3, id="middle"), 1, activation, loss), loss, rows=5)


@pytest.mark.parametrize("delta", [0.1, 0.5, 3.0])
def test_huber_with_other_deltas(delta: float) -> None:
    loss = Huber(delta=delta)
    assert_slopes_agree(stack(Dense(units=3, id="middle"), 3, Tanh(), loss), loss, rows=5)


def dense(layer_id: str, units: int = 3) -> Dense:
    return Dense(units=units, activation=Tanh(), id=layer_id)


NETWORKS_WITH_RESIDUALS: dict[str, tuple[Layer, ...]] = {
    "around one layer": (dense("a"), dense("b"), Residual(source="a", id="sum")),
    "around many": (
        dense("a"),
        dense("b", 5),
        BatchNorm(id="norm"),
        dense("c"),
        Residual(source="a", id="sum"),
        dense("d"),
    ),
    "nested": (
        dense("a"),
        dense("b"),
        dense("c"),
        Residual(source="b", id="inner"),
        dense("d"),
        Residual(source="a", id="outer"),
    ),
    "two from one source": (
        dense("a"),
        dense("b"),
        Residual(source="a", id="sum_1"),
        dense("c"),
        Residual(source="a", id="sum_2"),
    ),
    "from a residual": (
        dense("a"),
        dense("b"),
        Residual(source="a", id="sum_1"),
        dense("c"),
        Residual(source="sum_1", id="sum_2"),
    ),
    "one upon the other": (
        dense("a"),
        dense("b"),
        Residual(source="a", id="sum_1"),
        Residual(source="a", id="sum_2"),
        Residual(source="sum_1", id="sum_3"),
    ),
    "crossing": (
        dense("a"),
        dense("b"),
        dense("c"),
        Residual(source="a", id="sum_1"),
        dense("d"),
        Residual(source="b", id="sum_2"),
    ),
    "from an activation and a norm": (
        dense("a"),
        ActivationLayer(activation=ReLU(), id="bend"),
        LayerNorm(id="norm"),
        dense("b"),
        Residual(source="bend", id="sum_1"),
        dense("c"),
        Residual(source="norm", id="sum_2"),
    ),
}


@pytest.mark.parametrize("name", NETWORKS_WITH_RESIDUALS)
@pytest.mark.parametrize("rows", [1, 5])
def test_residuals_however_they_are_wired(name: str, rows: int) -> None:
    layers = (*NETWORKS_WITH_RESIDUALS[name], Dense(units=2, id="output"))
    assert_slopes_agree(layers, MeanSquaredError(), rows)


@pytest.mark.parametrize("name", NETWORKS_WITH_RESIDUALS)
def test_a_residual_may_be_the_last_layer(name: str) -> None:
    assert_slopes_agree(NETWORKS_WITH_RESIDUALS[name], MeanSquaredError(), rows=5)


FUSED = [kind for kind, loss in members(Loss).items() if loss.fused_with]


@pytest.mark.parametrize("loss", FUSED)
@pytest.mark.parametrize("rows", [1, 5])
@pytest.mark.parametrize("outputs", [1, 3])
@pytest.mark.parametrize("separate", [False, True], ids=["in the layer", "as a layer"])
def test_fused_and_unfused_losses_and_gradients_are_equal(
    loss: str, rows: int, outputs: int, separate: bool
) -> None:
    price = members(Loss)[loss]()
    bend = members(Activation)[price.fused_with]()
    ending: tuple[Layer, ...] = (Dense(units=outputs, activation=bend, id="output"),)
    if separate:
        ending = (Dense(units=outputs, id="output"), ActivationLayer(activation=bend, id="bend"))
    fused = small_network((dense("first"), *ending), price, seed=1)
    identity = ActivationLayer(activation=Linear(), id="as_it_is")
    unfused = small_network((dense("first"), *ending, identity), price, seed=1)
    assert fused.fused and not unfused.fused
    X, T = batch(price, rows, outputs, seed=1)

    results: list[tuple[float, Any]] = []
    for network in (fused, unfused):
        space = network.workspace(rows, training=True)
        space.inputs[:], space.targets[:] = X, T
        space.forward()
        results.append((space.backward(), network.gradient.copy()))
    assert results[0][0] == pytest.approx(results[1][0], rel=1e-12, abs=1e-15)
    np.testing.assert_allclose(results[0][1], results[1][1], rtol=1e-9, atol=1e-14)
    assert fused.evaluate(X, T)[0] == pytest.approx(unfused.evaluate(X, T)[0], rel=1e-12, abs=1e-15)

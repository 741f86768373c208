"""Large numbers are ordinary: logits of ±1000 give a finite loss and a finite slope."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.activations import Activation, Sigmoid
from engine.erf import erf
from engine.layers import Dense
from engine.losses import BinaryCrossEntropy, CategoricalCrossEntropy, Loss
from engine.network import Network
from engine.optimizers import Optimizer, OptimizerState
from engine.spec import fields, members
from tests.engine.specimens import kinds

PRECISIONS = ["float32", "float64"]
FUSED = [kind for kind, loss in members(Loss).items() if loss.fused_with]


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("outputs", [1, 3])
@pytest.mark.parametrize("loss", FUSED)
def test_fused_losses_are_finite_at_logits_of_a_thousand(
    loss: str, outputs: int, precision: str
) -> None:
    price = members(Loss)[loss]()
    corners = np.array([-1000.0, 0.0, 1000.0])
    z = np.array(np.meshgrid(*[corners] * outputs)).reshape(outputs, -1).astype(precision)
    for right in range(outputs):
        t = np.zeros_like(z)
        t[right] = 1.0
        dz = np.full_like(z, np.nan)
        value = price.fused_gradient(z, t, dz)
        assert value == price.fused_value(z, t)
        assert math.isfinite(value)
        assert np.isfinite(dz).all()
        assert np.abs(dz).max() <= 1.0


def test_a_wrong_answer_a_thousand_logits_away_costs_a_thousand() -> None:
    one, nothing = np.ones((1, 1)), np.zeros((1, 1))
    binary = BinaryCrossEntropy()
    assert binary.fused_value(1000.0 * one, nothing) == 1000.0
    assert binary.fused_value(-1000.0 * one, one) == 1000.0
    assert binary.fused_value(1000.0 * one, one) == 0.0
    z, t = np.array([[1000.0], [0.0], [-1000.0]]), np.array([[0.0], [0.0], [1.0]])
    assert CategoricalCrossEntropy().fused_value(z, t) == 2000.0


@pytest.mark.parametrize("logit", [5.0, 10.0, 30.0])
@pytest.mark.parametrize("loss", FUSED)
def test_the_small_loss_of_a_confident_network_is_not_lost_to_rounding(
    loss: str, logit: float
) -> None:
    price = members(Loss)[loss]()
    rng = np.random.default_rng(0)
    t = rng.integers(0, 2, (1, 500)).astype(np.float64)
    z = (2.0 * t - 1.0) * rng.uniform(logit, logit + 1.0, t.shape)
    t, z = np.concatenate([t, 1.0 - t]), np.concatenate([z, -z])
    single = price.fused_value(z.astype(np.float32), t.astype(np.float32))
    assert single == pytest.approx(price.fused_value(z, t), rel=1e-4, abs=1e-9)
    assert single >= 0.0


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("loss", kinds("loss"))
def test_every_loss_is_finite_for_certain_and_for_huge_predictions(
    loss: str, precision: str
) -> None:
    price = members(Loss)[loss]()
    reach = [0.0, 1.0] if price.fused_with else [-1000.0, 0.0, 1.0, 1000.0]
    answers = [-1.0, 1.0] if price.signed else [0.0, 1.0]
    y, t = (grid.reshape(1, -1).astype(precision) for grid in np.meshgrid(reach, answers))
    dy = np.full_like(y, np.nan)
    assert math.isfinite(price.gradient(y, t, dy))
    assert price.value(y, t) == pytest.approx(price.gradient(y, t, dy), rel=1e-6)
    assert np.isfinite(dy).all()


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("activation", kinds("activation"))
def test_every_activation_and_its_slope_are_finite_at_a_thousand(
    activation: str, precision: str
) -> None:
    bend = members(Activation)[activation]()
    z = np.array([[-1000.0, -90.0, -1.0, 0.0, 1.0, 90.0, 1000.0]] * 2, precision)
    y, dz = np.full_like(z, np.nan), np.full_like(z, np.nan)
    with np.errstate(over="ignore"):  # as in training: e^1000 is inf, and 1 / inf is right
        bend.forward(z, y)
        bend.pullback(np.ones_like(z), z, y, dz)
    assert np.isfinite(y).all()
    assert np.isfinite(dz).all()
    low, high = bend.range
    assert (y >= low).all() and (y <= high).all()


@pytest.mark.parametrize("precision", PRECISIONS)
def test_a_network_with_huge_weights_still_has_a_finite_slope(precision: str) -> None:
    layer = Dense(units=1, activation=Sigmoid(), id="output")
    network = Network((layer,), 1, BinaryCrossEntropy(), precision)
    network.tensors["output.weight"][:] = 1000.0
    X, T = np.array([[1.0], [-1.0]]), np.array([[0.0], [1.0]])
    loss, y = network.evaluate(X, T)
    assert loss == 1000.0
    np.testing.assert_array_equal(y[:, 0], [1.0, 0.0])
    space = network.workspace(2, training=True)
    space.inputs[:], space.targets[:] = X, T
    space.forward()
    assert space.backward() == 1000.0
    np.testing.assert_array_equal(network.gradient, [1.0, 0.0])


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("optimizer", kinds("optimizer"))
@pytest.mark.parametrize("extreme", ["default", "lowest", "highest"])
def test_weights_without_a_slope_stay_finite_whatever_the_optimizers_numbers(
    optimizer: str, extreme: str, precision: str
) -> None:
    cls = members(Optimizer)[optimizer]
    given = {}
    for field in fields(cls):
        if field.form != "float" or field.name in ("learning_rate", "weight_decay"):
            continue
        if extreme == "lowest":
            given[field.attribute] = field.minimum
        if extreme == "highest":
            top = field.maximum
            given[field.attribute] = np.nextafter(top, 0.0) if field.meta.lt is not None else top
    spec = cls(**given)
    p, g = np.ones(3, precision), np.array([0.0, 0.0, 0.5], precision)
    state = OptimizerState(spec, p, g)
    for _ in range(5):
        state.step(spec, 0.01)
    assert np.isfinite(p).all()


def test_erf_is_that_of_the_c_library() -> None:
    x = np.concatenate([np.linspace(-7, 7, 4001), [0.46875, 4.0, 6.0, 1e-300, -0.0, 1e300]])
    expected = [math.erf(value) for value in x.tolist()]
    np.testing.assert_allclose(erf(x), expected, rtol=5e-16, atol=0)
    assert np.isnan(erf(np.array([np.nan]))).all()
    np.testing.assert_array_equal(erf(np.array([np.inf, -np.inf])), [1.0, -1.0])
    assert erf(np.zeros(3, np.float32)).dtype == np.float32

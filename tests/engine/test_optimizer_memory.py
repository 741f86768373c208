"""What optimizers remember: nothing of units long silent, and the same mean under other numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from engine.design import Design
from engine.layers import Dense
from engine.network import Network
from engine.optimizers import Adam, AdamW, NAdam, Optimizer, OptimizerState
from engine.spec import members


@pytest.mark.parametrize("kind", members(Optimizer))
def test_a_parameter_without_a_slope_leaves_no_tiny_numbers_behind(kind: str) -> None:
    spec = members(Optimizer)[kind]()
    p, g = np.ones(3, np.float32), np.array([1e-3, 0.5, -2.0], np.float32)
    state = OptimizerState(spec, p, g)
    for _ in range(4000):
        state.step(spec, 0.001)
        g[0] = 0.0
    for slot in state.slots.values():
        assert not ((slot != 0) & (np.abs(slot) < np.finfo(np.float32).tiny)).any()
    assert np.isfinite(p).all()


def _textbook(gradients: Sequence[float], specs: Sequence[Adam]) -> float:
    """Where Adam as in Kingma & Ba 2015 goes from 1, with numbers that differ from step to step."""
    p, m, v = 1.0, 0.0, 0.0
    for t, (g, spec) in enumerate(zip(gradients, specs, strict=True), 1):
        m = spec.beta1 * m + (1 - spec.beta1) * g
        v = spec.beta2 * v + (1 - spec.beta2) * g**2
        m_hat, v_hat = m / (1 - spec.beta1**t), v / (1 - spec.beta2**t)
        p -= spec.learning_rate * m_hat / (v_hat**0.5 + spec.epsilon)
    return p


@pytest.mark.parametrize(
    "later", [Adam(), Adam(beta1=0.0), Adam(beta1=0.99), Adam(beta2=0.5), Adam(learning_rate=0.1)]
)
def test_other_numbers_on_the_way_keep_the_moments(later: Adam) -> None:
    first = Adam(beta1=0.8, beta2=0.99)
    gradients = np.random.default_rng(0).normal(size=20)
    specs = [first] * 12 + [later] * 8
    p, g = np.ones(1), np.zeros(1)
    state = OptimizerState(first, p, g)
    for gradient, spec in zip(gradients, specs, strict=True):
        g[:] = gradient
        state.step(spec, spec.learning_rate)
    assert p[0] == pytest.approx(_textbook(gradients.tolist(), specs), rel=1e-12)


@pytest.mark.parametrize("spec", [Adam(beta1=0.5), AdamW(beta2=0.9), NAdam(beta1=0.7)])
def test_slots_stand_for_the_same_means_before_and_after(spec: Adam | NAdam) -> None:
    p, g = np.ones(2), np.array([0.3, -2.0])
    before = type(spec)()
    state = OptimizerState(before, p, g)
    state.step(before, 0.01)
    means = [slot * share for slot, share in zip(state.slots.values(), before.shares, strict=True)]
    state.adopt(spec)
    after = [slot * share for slot, share in zip(state.slots.values(), spec.shares, strict=True)]
    np.testing.assert_allclose(after, means, rtol=1e-14)


@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_long_vectors_start_on_a_cache_line(precision: str) -> None:
    layers = Design(layers=(Dense(units=37), Dense(units=1))).layers
    network = Network(layers, 3, Design().training.loss, precision)
    state = OptimizerState(Adam(), network.parameters, network.gradient)
    for vector in (network.parameters, network.gradient, *state.slots.values()):
        assert vector.ctypes.data % 64 == 0
        assert vector.dtype == precision
        assert not vector.any()

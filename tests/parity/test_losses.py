"""Our losses beside the installed PyTorch's, for predictions drawn at random."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional as F

from engine.losses import Huber, Loss
from engine.spec import members


def hinge(y: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
    return torch.clamp(1.0 - t * y, min=0.0).mean()


def cross_entropy(y: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
    return -(t * torch.log(y)).sum(dim=0).mean()


UNFUSED: dict[str, Any] = {
    "mean_squared_error": F.mse_loss,
    "mean_absolute_error": F.l1_loss,
    "huber": F.huber_loss,
    "binary_cross_entropy": F.binary_cross_entropy,
    "categorical_cross_entropy": cross_entropy,
    "hinge": hinge,
}
FUSED: dict[str, Any] = {
    "binary_cross_entropy": F.binary_cross_entropy_with_logits,
    "categorical_cross_entropy": lambda z, t: F.cross_entropy(z.T, t.T),
}


def test_every_loss_has_its_counterpart() -> None:
    assert set(UNFUSED) == set(members(Loss))
    assert set(FUSED) == {kind for kind, loss in members(Loss).items() if loss.fused_with}


def assert_alike(gradient: Any, value: Any, theirs: Any, y: Any, t: Any) -> None:
    slope = np.empty_like(y)
    loss = gradient(y, t, slope)
    given_to = torch.tensor(y, requires_grad=True)
    expected = theirs(given_to, torch.tensor(t))
    expected.backward()
    assert given_to.grad is not None
    assert loss == pytest.approx(expected.item(), rel=1e-10, abs=1e-12)
    assert value(y, t) == pytest.approx(expected.item(), rel=1e-10, abs=1e-12)
    np.testing.assert_allclose(slope, given_to.grad.numpy(), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("kind", UNFUSED)
@given(outputs=st.integers(1, 4), rows=st.integers(1, 7), seed=st.integers(0, 10_000))
@settings(max_examples=60)
def test_losses_and_slopes_are_pytorchs(kind: str, outputs: int, rows: int, seed: int) -> None:
    loss = members(Loss)[kind]()
    rng = np.random.default_rng(seed)
    z, t = rng.normal(size=(2, outputs, rows)) * 2.0
    if loss.signed:
        t = np.sign(t)
    if loss.fused_with == "sigmoid":
        z, t = 1.0 / (1.0 + np.exp(-z)), (t > 0).astype(float)
    if loss.fused_with == "softmax":
        z = np.exp(z) / np.exp(z).sum(axis=0)
        t = np.eye(outputs)[rng.integers(0, outputs, rows)].T.copy()
    assert_alike(loss.gradient, loss.value, UNFUSED[kind], z, t)


@pytest.mark.parametrize("kind", FUSED)
@given(
    outputs=st.integers(1, 4),
    rows=st.integers(1, 7),
    seed=st.integers(0, 10_000),
    scale=st.sampled_from([0.1, 1.0, 30.0, 1000.0]),
)
@settings(max_examples=60)
def test_fused_losses_and_slopes_are_pytorchs(
    kind: str, outputs: int, rows: int, seed: int, scale: float
) -> None:
    loss = members(Loss)[kind]()
    rng = np.random.default_rng(seed)
    z = rng.uniform(-1.0, 1.0, (outputs, rows)) * scale
    t = np.eye(outputs)[rng.integers(0, outputs, rows)].T.copy()
    if loss.fused_with == "sigmoid":
        t = rng.integers(0, 2, (outputs, rows)).astype(float)
    assert_alike(loss.fused_gradient, loss.fused_value, FUSED[kind], z, t)


@given(delta=st.floats(1e-3, 100.0), seed=st.integers(0, 10_000))
def test_huber_bends_where_pytorchs_does(delta: float, seed: int) -> None:
    loss = Huber(delta=delta)
    y, t = np.random.default_rng(seed).normal(size=(2, 3, 4)) * 3.0
    assert_alike(loss.gradient, loss.value, lambda a, b: F.huber_loss(a, b, delta=delta), y, t)

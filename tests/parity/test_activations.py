"""Our activations beside the installed PyTorch's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from torch.nn import functional as F

from engine.activations import Activation
from engine.spec import fields, members
from tests.engine.strategies import members_of

FUNCTIONS: dict[str, Any] = {
    "linear": lambda z: z * 1.0,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": lambda z, slope: F.leaky_relu(z, slope),
    "elu": lambda z, alpha: F.elu(z, alpha),
    "selu": torch.selu,
    "gelu": F.gelu,
    "silu": F.silu,
    "softplus": F.softplus,
    "sine": torch.sin,
    "softmax": lambda z: torch.softmax(z, dim=0),
}


def test_every_activation_has_its_counterpart() -> None:
    assert set(FUNCTIONS) == set(members(Activation))


@given(
    bend=members_of(Activation),
    z=arrays.arrays(
        st.sampled_from([np.float32, np.float64]),
        st.tuples(st.integers(1, 4), st.integers(1, 6)),
        elements=st.floats(-60, 60, width=32),
    ),
    seed=st.integers(0, 99),
)
@settings(max_examples=300)
def test_values_and_pullbacks_are_pytorchs(bend: Activation, z: Any, seed: int) -> None:
    dy = np.random.default_rng(seed).normal(size=z.shape).astype(z.dtype)
    y, dz = np.empty_like(z), np.empty_like(z)
    bend.forward(z, y)
    bend.pullback(dy, z, y, dz)
    theirs = torch.tensor(z, requires_grad=True)
    numbers = {field.attribute: getattr(bend, field.attribute) for field in fields(type(bend))}
    expected = FUNCTIONS[bend.kind](theirs, *numbers.values())
    expected.backward(torch.tensor(dy))
    assert theirs.grad is not None
    exact = z.dtype == np.float64
    # PyTorch's softplus is y = z beyond 20, 2.1e-9 away.
    near = {"rtol": 1e-11 if exact else 2e-5, "atol": 3e-9 if exact else 1e-5}
    np.testing.assert_allclose(y, expected.detach().numpy(), **near)
    np.testing.assert_allclose(dz, theirs.grad.numpy(), **near)


@pytest.mark.parametrize("kind", members(Activation))
def test_logits_of_a_thousand_give_what_pytorch_gives(kind: str) -> None:
    bend = members(Activation)[kind]()
    z = np.array([[-1000.0, 1000.0, -100.0, 100.0], [0.5, 0.5, 0.5, 0.5]])
    y = np.empty_like(z)
    with np.errstate(over="ignore"):
        bend.forward(z, y)
    numbers = [getattr(bend, field.attribute) for field in fields(type(bend))]
    expected = FUNCTIONS[kind](torch.tensor(z), *numbers).numpy()
    np.testing.assert_allclose(y, expected, rtol=1e-12, atol=1e-15)

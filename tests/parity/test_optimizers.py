"""Our optimizers beside the installed PyTorch's, over gradients drawn at random."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.activations import Tanh
from engine.layers import BatchNorm, Dense, Layer, LayerNorm, Residual
from engine.losses import MeanSquaredError
from engine.network import Network
from engine.optimizers import Optimizer, OptimizerState
from engine.spec import fields, members

# our kind -> PyTorch's class and the name of its argument for each of our fields
RULES: dict[str, tuple[Any, dict[str, str]]] = {
    "sgd": (torch.optim.SGD, {"momentum": "momentum", "nesterov": "nesterov"}),
    "adagrad": (torch.optim.Adagrad, {"epsilon": "eps"}),
    "adadelta": (torch.optim.Adadelta, {"rho": "rho", "epsilon": "eps"}),
    "rmsprop": (torch.optim.RMSprop, {"decay": "alpha", "epsilon": "eps"}),
    "adam": (torch.optim.Adam, {"epsilon": "eps"}),
    "adamw": (torch.optim.AdamW, {"epsilon": "eps", "weight_decay": "weight_decay"}),
    "nadam": (torch.optim.NAdam, {"epsilon": "eps", "momentum_decay": "momentum_decay"}),
}


def torchs(spec: Optimizer, parameters: Any) -> torch.optim.Optimizer:
    """PyTorch's optimizer of the same numbers."""
    rule, names = RULES[spec.kind]
    options = {theirs: getattr(spec, ours) for ours, theirs in names.items()}
    if hasattr(spec, "beta1"):
        options["betas"] = (spec.beta1, spec.beta2)
    built: torch.optim.Optimizer = rule(parameters, lr=spec.learning_rate, **options)
    return built


@pytest.mark.parametrize("kind", members(Optimizer))
def test_defaults_are_pytorchs(kind: str) -> None:
    spec = members(Optimizer)[kind]()
    rule, names = RULES[kind]
    defaults = {name: p.default for name, p in inspect.signature(rule).parameters.items()}
    for field in fields(type(spec)):
        ours = getattr(spec, field.attribute)
        if field.name == "learning_rate":
            assert ours == defaults["lr"]
        elif field.name in ("beta1", "beta2"):
            assert ours == defaults["betas"][int(field.name[-1]) - 1]
        else:
            assert ours == defaults[names[field.name]]


BETAS = st.floats(0.0, 0.999)
NUMBERS: dict[str, st.SearchStrategy[Any]] = {
    "learning_rate": st.floats(1e-5, 1.0),
    "momentum": st.floats(0.0, 0.99),
    "nesterov": st.booleans(),
    "rho": BETAS,
    "decay": BETAS,
    "beta1": BETAS,
    "beta2": BETAS,
    "epsilon": st.floats(1e-8, 0.1),
    "weight_decay": st.floats(0.0, 1.0),
    "momentum_decay": st.floats(0.0, 0.5),
}


@pytest.mark.parametrize("kind", members(Optimizer))
@given(data=st.data())
@settings(max_examples=30)
def test_any_numbers_and_any_gradients_lead_the_same_way(kind: str, data: st.DataObject) -> None:
    cls = members(Optimizer)[kind]
    spec = cls(**{f.attribute: data.draw(NUMBERS[f.name], f.name) for f in fields(cls)})
    if kind == "sgd" and spec.momentum == 0.0:  # type: ignore[attr-defined]
        spec = cls(learning_rate=spec.learning_rate)  # PyTorch refuses Nesterov without momentum
    rng = np.random.default_rng(data.draw(st.integers(0, 1000), "seed"))
    p, g = rng.normal(size=20), np.zeros(20)
    theirs = torch.tensor(p, requires_grad=True)
    state, optimizer = OptimizerState(spec, p, g), torchs(spec, [theirs])
    for step in range(30):
        rate = spec.learning_rate * (1.0 + np.sin(step)) / 2.0
        g[:] = rng.normal(size=20) * 10.0 ** rng.integers(-4, 3)
        theirs.grad = torch.tensor(g)
        optimizer.param_groups[0]["lr"] = rate
        optimizer.step()
        state.step(spec, rate)
    # PyTorch keeps Nadam's product of μ in float32.
    tolerance = 1e-6 if kind == "nadam" else 1e-9
    np.testing.assert_allclose(p, theirs.detach().numpy(), rtol=tolerance, atol=tolerance)


LAYERS: tuple[Layer, ...] = (
    Dense(units=6, activation=Tanh(), id="first"),
    BatchNorm(id="batch_norm"),
    Dense(units=6, activation=Tanh(), id="second"),
    Residual(source="first", id="sum"),
    LayerNorm(id="layer_norm"),
    Dense(units=2, id="output"),
)


class Twin(torch.nn.Module):
    """The same network, written for PyTorch by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = torch.nn.Linear(3, 6), torch.nn.Linear(6, 6)
        self.output = torch.nn.Linear(6, 2)
        self.batch_norm, self.layer_norm = torch.nn.BatchNorm1d(6), torch.nn.LayerNorm(6)
        self.double()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        first = torch.tanh(self.first(x))
        second = torch.tanh(self.second(self.batch_norm(first)))
        y: torch.Tensor = self.output(self.layer_norm(first + second))
        return y


@pytest.mark.parametrize("kind", members(Optimizer))
def test_a_whole_training_goes_the_same_way(kind: str) -> None:
    network = Network(LAYERS, 3, MeanSquaredError(), "float64")
    network.initialize(np.random.default_rng(0))
    twin = Twin()
    missing = twin.load_state_dict(
        {name: torch.tensor(tensor.copy()) for name, tensor in network.tensors.items()},
        strict=False,
    )
    assert all("num_batches" in name for name in missing.missing_keys)
    assert not missing.unexpected_keys
    spec = members(Optimizer)[kind](learning_rate=0.01)
    state = OptimizerState(spec, network.parameters, network.gradient)
    optimizer = torchs(spec, twin.parameters())
    rng = np.random.default_rng(1)
    for rows in (8, 8, 3) * 10:
        X, T = rng.normal(size=(rows, 3)), rng.normal(size=(rows, 2))
        space = network.workspace(rows, training=True)
        space.inputs[:], space.targets[:] = X, T
        space.forward()
        loss = space.backward()
        state.step(spec, spec.learning_rate)
        optimizer.zero_grad()
        theirs = torch.nn.functional.mse_loss(twin(torch.tensor(X)), torch.tensor(T))
        theirs.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        assert loss == pytest.approx(theirs.item(), rel=1e-5)
    twin.eval()
    X = rng.normal(size=(300, 3))
    with torch.no_grad():
        expected = twin(torch.tensor(X)).numpy()
    np.testing.assert_allclose(network.predict(X), expected, rtol=1e-4, atol=1e-6)

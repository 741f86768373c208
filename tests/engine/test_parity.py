"""Our numbers are PyTorch's, as written down by fixtures/make.py; tests/parity asks it itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.activations import Activation
from engine.initializers import Initializer, Orthogonal
from engine.layers import Dense, Layer
from engine.losses import Loss, MeanSquaredError
from engine.network import Network
from engine.optimizers import _BLOCK, Optimizer, OptimizerState
from engine.schedules import Progress, Schedule
from engine.spec import members
from tests.engine.specimens import kinds

PATH = Path(__file__).with_name("fixtures") / "torch.json"
TORCH: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))


def names(cases: list[dict[str, Any]]) -> list[str]:
    return [" ".join([case.get("kind", ""), *map(str, case["fields"].items())]) for case in cases]


@pytest.mark.parametrize(
    ("family", "section"),
    [
        ("optimizer", TORCH["optimizers"]["cases"]),
        ("activation", TORCH["activations"]["cases"]),
        ("loss", TORCH["losses"]),
        ("initializer", TORCH["initializers"]),
        ("schedule", [*TORCH["schedules"]["cases"], {"kind": "plateau"}]),
    ],
)
def test_every_kind_has_its_published_numbers(family: str, section: list[dict[str, Any]]) -> None:
    assert {case["kind"] for case in section} == set(kinds(family))


# --- optimizers ---------------------------------------------------------------------------------

RULES = TORCH["optimizers"]


@pytest.mark.parametrize("case", RULES["cases"], ids=names(RULES["cases"]))
def test_an_optimizer_goes_the_same_way(case: dict[str, Any]) -> None:
    spec = members(Optimizer)[case["kind"]](**case["fields"])
    assert spec.learning_rate == case["rate"]
    p, g = np.array(RULES["start"]), np.zeros(len(RULES["start"]))
    state = OptimizerState(spec, p, g)
    path = []
    for gradient, factor in zip(RULES["gradients"], RULES["factors"], strict=True):
        g[:] = gradient
        state.step(spec, spec.learning_rate * factor)
        np.testing.assert_array_equal(g, gradient)
        path.append(p.copy())
    assert len(path) > 20
    rounding = 1e-9 if case["kind"] == "nadam" else 1e-13  # PyTorch keeps its Π μ in float32
    np.testing.assert_allclose(path, case["path"], rtol=1e-11, atol=rounding)


@pytest.mark.parametrize("case", RULES["cases"], ids=names(RULES["cases"]))
def test_an_optimizer_goes_about_the_same_way_in_float32(case: dict[str, Any]) -> None:
    spec = members(Optimizer)[case["kind"]](**case["fields"])
    p = np.array(RULES["start"], np.float32)
    g = np.zeros_like(p)
    state = OptimizerState(spec, p, g)
    for gradient, factor in zip(RULES["gradients"], RULES["factors"], strict=True):
        g[:] = gradient
        state.step(spec, spec.learning_rate * factor)
    assert p.dtype == np.float32
    assert {slot.dtype.name for slot in state.slots.values()} <= {"float32"}
    np.testing.assert_allclose(p, case["path"][-1], rtol=2e-4, atol=2e-5)


@pytest.mark.parametrize("case", RULES["cases"], ids=names(RULES["cases"]))
def test_a_long_vector_moves_as_its_pieces_would_alone(case: dict[str, Any]) -> None:
    spec = members(Optimizer)[case["kind"]](**case["fields"])
    rng = np.random.default_rng(0)
    size = 2 * _BLOCK + 17
    start, gradients = rng.normal(size=size), rng.normal(size=(3, size))

    def moved(piece: slice) -> Any:
        p, g = start[piece].copy(), np.zeros_like(start[piece])
        state = OptimizerState(spec, p, g)
        for gradient in gradients:
            g[:] = gradient[piece]
            state.step(spec, 0.1)
        return p

    whole = moved(slice(None))
    for first in (0, 1000, _BLOCK - 5, _BLOCK, 2 * _BLOCK):
        piece = slice(first, min(first + 1000, size))
        np.testing.assert_allclose(whole[piece], moved(piece), rtol=1e-14, atol=0)


# --- activations and losses ---------------------------------------------------------------------

BENDS = TORCH["activations"]


@pytest.mark.parametrize("case", BENDS["cases"], ids=names(BENDS["cases"]))
def test_an_activation_and_its_pullback(case: dict[str, Any]) -> None:
    bend = members(Activation)[case["kind"]](**case["fields"])
    z, dy = np.array(BENDS["z"]), np.array(BENDS["dy"])
    y, dz = np.empty_like(z), np.empty_like(z)
    bend.forward(z, y)
    bend.pullback(dy, z, y, dz)
    np.testing.assert_allclose(y, case["y"], rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(dz, case["dz"], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("case", TORCH["losses"], ids=names(TORCH["losses"]))
def test_a_loss_and_its_slope(case: dict[str, Any]) -> None:
    loss = members(Loss)[case["kind"]](**case["fields"])
    y, t = np.array(case["y"]), np.array(case["t"])
    slope = np.empty_like(y)
    gradient, value = loss.gradient, loss.value
    if case["fused"]:
        gradient, value = loss.fused_gradient, loss.fused_value
    assert gradient(y, t, slope) == pytest.approx(case["value"], rel=1e-12, abs=1e-14)
    assert value(y, t) == pytest.approx(case["value"], rel=1e-12, abs=1e-14)
    np.testing.assert_allclose(slope, case["slope"], rtol=1e-10, atol=1e-15)


# --- schedules ----------------------------------------------------------------------------------

RATES = TORCH["schedules"]


@pytest.mark.parametrize("case", RATES["cases"], ids=names(RATES["cases"]))
def test_a_schedule_gives_the_same_rates(case: dict[str, Any]) -> None:
    schedule = members(Schedule)[case["kind"]](**case["fields"])
    epochs, per_epoch = RATES["epochs"], RATES["steps_per_epoch"]
    rates = [
        schedule.rate(
            RATES["base"], Progress(step // per_epoch, step, epochs, epochs * per_epoch), {}
        )
        for step in range(epochs * per_epoch)
    ]
    np.testing.assert_allclose(rates, case["rates"], rtol=1e-12)


@pytest.mark.parametrize("case", RATES["plateaus"], ids=names(RATES["plateaus"]))
def test_a_plateau_lowers_the_rate_at_the_same_epochs(case: dict[str, Any]) -> None:
    schedule = members(Schedule)["plateau"](**case["fields"])
    memory: dict[str, float] = {}
    rates = []
    for epoch, loss in enumerate(RATES["losses"]):
        rates.append(schedule.rate(RATES["base"], Progress(epoch, epoch, 99, 99), memory))
        schedule.observe(loss, memory)
    np.testing.assert_allclose(rates, case["rates"], rtol=1e-12)


# --- first weights ------------------------------------------------------------------------------


@pytest.mark.parametrize("case", TORCH["initializers"], ids=names(TORCH["initializers"]))
def test_first_weights_are_spread_alike(case: dict[str, Any]) -> None:
    initializer = members(Initializer)[case["kind"]](**case["fields"])
    out, inputs = case["shape"]
    w = initializer.sample(np.random.default_rng(1), (out, inputs), inputs)
    assert w.mean() == pytest.approx(case["mean"], abs=0.015 * case["deviation"] + 1e-12)
    assert w.std() == pytest.approx(case["deviation"], rel=0.01)
    if case["kind"].endswith("uniform") or initializer.constant:
        assert w.max() == pytest.approx(case["largest"], rel=1e-3)
        assert w.min() == pytest.approx(case["smallest"], rel=1e-3)
    else:  # no truncation
        assert w.max() > 3.5 * case["deviation"] and w.min() < -3.5 * case["deviation"]


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (7, 1), (5, 5), (4, 9), (9, 4)])
def test_orthogonal_weights_are_at_right_angles(shape: tuple[int, int]) -> None:
    w = Orthogonal().sample(np.random.default_rng(2), shape, shape[1])
    assert w.shape == shape
    product = w @ w.T if shape[0] <= shape[1] else w.T @ w
    np.testing.assert_allclose(product, np.eye(min(shape)), atol=1e-14)


def test_orthogonal_weights_prefer_no_direction() -> None:
    rng = np.random.default_rng(3)
    drawn = np.array([Orthogonal().sample(rng, (2, 2), 2) for _ in range(4000)])
    np.testing.assert_allclose(drawn.mean(axis=0), np.zeros((2, 2)), atol=0.05)
    assert np.mean(np.linalg.det(drawn) > 0) == pytest.approx(0.5, abs=0.03)


# --- normalization ------------------------------------------------------------------------------


@pytest.mark.parametrize("case", TORCH["norms"], ids=names(TORCH["norms"]))
def test_normalization_forward_backward_and_what_it_remembers(case: dict[str, Any]) -> None:
    norm = members(Layer)[case["kind"]](id="norm", **case["fields"])
    loss = MeanSquaredError()
    # a layer before it, all zeros but for an identity, so that its inputs are given a slope
    network = Network((Dense(units=3, id="before"), norm), 3, loss, "float64")
    network.initialize(np.random.default_rng(0))
    network.tensors["before.weight"][:] = np.eye(3)
    network.tensors["norm.weight"][:] = case["weight"]
    network.tensors["norm.bias"][:] = case["bias"]
    for step in case["steps"]:
        x, dy = np.array(step["x"]), np.array(step["dy"])
        space = network.workspace(len(x), training=True)
        space.inputs[:] = x
        space.forward()
        np.testing.assert_allclose(space.outputs.T, step["y"], rtol=1e-10, atol=1e-12)
        # targets that give the squared error exactly the slope dy
        space.targets[:] = space.outputs.T - dy * dy.size / 2.0
        space.backward()
        named = network.gradients
        np.testing.assert_allclose(named["norm.weight"], step["d_weight"], rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(named["norm.bias"], step["d_bias"], rtol=1e-10, atol=1e-12)
        dx = np.array(step["dx"])
        np.testing.assert_allclose(named["before.weight"], dx.T @ x, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(named["before.bias"], dx.sum(axis=0), rtol=1e-9, atol=1e-9)
        for name in ("running_mean", "running_var"):
            if name in step:
                np.testing.assert_allclose(network.tensors[f"norm.{name}"], step[name], rtol=1e-12)
    first = np.array(case["steps"][0]["x"])
    np.testing.assert_allclose(network.predict(first), case["predicted"], rtol=1e-10, atol=1e-12)

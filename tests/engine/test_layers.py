"""What the layers that are not a product of weights do in training, and leave alone after it."""

from __future__ import annotations

import numpy as np
import pytest

from engine.layers import BatchNorm, Dense, Dropout, GaussianNoise, Layer, LayerNorm
from engine.losses import MeanSquaredError
from engine.network import Network, Workspace
from tests.engine.specimens import Array

UNITS, ROWS = 40, 500


def over_units(layer: Layer, precision: str = "float32") -> Network:
    """A network of this one layer."""
    network = Network((layer,), UNITS, MeanSquaredError(), precision)
    network.initialize(np.random.default_rng(0))
    return network


def forward(network: Network, X: Array, seed: int = 0) -> Array:
    """What the layer gives in training, (rows, units)."""
    return at_work(network, X, seed).outputs.T.copy()


def at_work(network: Network, X: Array, seed: int = 0) -> Workspace:
    space = network.workspace(len(X), training=True, rng=np.random.default_rng(seed))
    space.inputs[:] = X
    space.forward()
    return space


@pytest.mark.parametrize("rate", [0.0, 0.2, 0.5, 0.9])
def test_dropout_silences_its_share_and_keeps_the_mean(rate: float) -> None:
    X = np.full((ROWS, UNITS), 2.0)
    y = forward(over_units(Dropout(rate=rate)), X)
    assert np.mean(y == 0.0) == pytest.approx(rate, abs=0.02)
    assert set(np.unique(y)) <= {0.0, np.float32(2.0 / (1.0 - rate))}
    assert y.mean() == pytest.approx(2.0, rel=0.07)


def test_dropout_draws_anew_for_every_unit_sample_and_batch() -> None:
    network = over_units(Dropout(rate=0.5))
    space = at_work(network, np.ones((ROWS, UNITS)))
    first = space.outputs.copy()
    space.forward()
    assert np.mean(space.outputs != first) == pytest.approx(0.5, abs=0.02)
    assert len(np.unique(first, axis=0)) == UNITS
    assert len(np.unique(first, axis=1).T) == ROWS


@pytest.mark.parametrize("layer", [Dropout(rate=0.9), GaussianNoise(stddev=5.0)])
def test_dropout_and_noise_are_silent_at_prediction(layer: Layer) -> None:
    X = np.random.default_rng(0).normal(size=(300, UNITS)).astype(np.float32)
    np.testing.assert_array_equal(over_units(layer).predict(X), X)


def test_noise_has_its_deviation_and_no_mean() -> None:
    X = np.full((ROWS, UNITS), 3.0)
    noise = forward(over_units(GaussianNoise(stddev=0.5)), X) - X
    assert noise.mean() == pytest.approx(0.0, abs=0.02)
    assert noise.std() == pytest.approx(0.5, rel=0.02)
    np.testing.assert_array_equal(forward(over_units(GaussianNoise(stddev=0.0)), X), X)


@pytest.mark.parametrize("layer", [Dropout(), GaussianNoise()])
def test_the_same_generator_gives_the_same_chance(layer: Layer) -> None:
    X = np.ones((ROWS, UNITS))
    network = over_units(layer)
    np.testing.assert_array_equal(forward(network, X, seed=1), forward(network, X, seed=1))
    assert (forward(network, X, seed=1) != forward(network, X, seed=2)).any()


@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_batch_norm_gives_every_unit_mean_0_and_deviation_1(precision: str) -> None:
    X = np.random.default_rng(0).normal(5.0, 3.0, (ROWS, UNITS))
    y = forward(over_units(BatchNorm(), precision), X)
    np.testing.assert_allclose(y.mean(axis=0), np.zeros(UNITS), atol=1e-5)
    np.testing.assert_allclose(y.std(axis=0), np.ones(UNITS), rtol=1e-4)


def test_layer_norm_gives_every_sample_mean_0_and_deviation_1() -> None:
    X = np.random.default_rng(0).normal(5.0, 3.0, (ROWS, UNITS))
    network = over_units(LayerNorm())
    y = forward(network, X)
    np.testing.assert_allclose(y.mean(axis=1), np.zeros(ROWS), atol=1e-5)
    np.testing.assert_allclose(y.std(axis=1), np.ones(ROWS), rtol=1e-4)
    np.testing.assert_allclose(network.predict(X), y, rtol=1e-5, atol=1e-6)


def test_batch_norm_remembers_what_it_saw_and_predicts_with_it() -> None:
    network = over_units(BatchNorm(momentum=0.2), "float64")
    X = np.random.default_rng(0).normal(5.0, 3.0, (ROWS, UNITS))
    space = at_work(network, X)
    for _ in range(200):
        space.forward()
    np.testing.assert_allclose(network.tensors[".running_mean"], X.mean(axis=0), rtol=1e-9)
    np.testing.assert_allclose(network.tensors[".running_var"], X.var(axis=0, ddof=1), rtol=1e-9)
    y = network.predict(X)
    np.testing.assert_allclose(y.mean(axis=0), np.zeros(UNITS), atol=1e-9)


def test_one_sample_teaches_batch_norm_nothing_and_gives_beta() -> None:
    network = over_units(BatchNorm())
    network.tensors[".bias"][:] = 0.75
    y = forward(network, np.full((1, UNITS), 9.0))
    np.testing.assert_array_equal(y, np.full((1, UNITS), 0.75))
    np.testing.assert_array_equal(network.tensors[".running_mean"], np.zeros(UNITS))
    np.testing.assert_array_equal(network.tensors[".running_var"], np.ones(UNITS))


def test_units_that_never_differ_are_normalized_without_a_division_by_nothing() -> None:
    for layer in (BatchNorm(epsilon=1e-30), LayerNorm(epsilon=1e-30)):
        network = Network((Dense(units=UNITS, id="a"), layer), 2, MeanSquaredError(), "float32")
        network.initialize(np.random.default_rng(0))
        network.tensors["a.weight"][:] = 0.0
        space = at_work(network, np.ones((4, 2)))
        space.targets[:] = 0.0
        space.backward()
        assert np.isfinite(space.outputs).all() and np.isfinite(network.gradient).all()

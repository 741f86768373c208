"""A network: one vector of parameters with named views, and predictions that depend on nothing but
the row and the weights."""

from __future__ import annotations

import numpy as np
import pytest

from engine.activations import ReLU, Sigmoid, Softmax, Tanh
from engine.design import Design, Training
from engine.errors import ShapeError
from engine.layers import BatchNorm, Dense, Dropout, GaussianNoise, Layer, Residual
from engine.losses import BinaryCrossEntropy, CategoricalCrossEntropy, MeanSquaredError
from engine.network import MOST_BUFFER, MOST_PARAMETERS, Network
from tests.engine.specimens import Array

LAYERS: tuple[Layer, ...] = (
    Dense(units=7, activation=Tanh(), id="first"),
    BatchNorm(id="norm"),
    Dropout(id="drop"),
    GaussianNoise(id="noise"),
    Dense(units=7, activation=ReLU(), id="second"),
    Residual(source="first", id="sum"),
    Dense(units=1, activation=Sigmoid(), id="output"),
)


def network(precision: str = "float32", layers: tuple[Layer, ...] = LAYERS) -> Network:
    made = Network(layers, 2, BinaryCrossEntropy(), precision)
    made.initialize(np.random.default_rng(5))
    return made


def rows(count: int, seed: int = 0) -> Array:
    return np.random.default_rng(seed).normal(0.0, 3.0, (count, 2))


# --- predicting ---------------------------------------------------------------------------------


@pytest.mark.parametrize("precision", ["float32", "float64"])
@pytest.mark.parametrize("count", [0, 1, 2, 255, 256, 257, 1000])
def test_any_number_of_rows_can_be_predicted(count: int, precision: str) -> None:
    X = rows(count)
    y = network(precision).predict(X)
    assert y.shape == (count, 1)
    assert y.dtype == precision
    assert np.isfinite(y).all()


@pytest.mark.parametrize("precision", ["float32", "float64"])
@pytest.mark.parametrize("units", [1, 3, 8, 64])
def test_a_rows_answer_does_not_depend_on_its_neighbours(units: int, precision: str) -> None:
    layers: tuple[Layer, ...] = (
        Dense(units=units, activation=Tanh(), id="first"),
        Dense(units=units, activation=Sigmoid(), id="second"),
        Dense(units=3, activation=Softmax(), id="output"),
    )
    made = network(precision, layers)
    X = rows(300)
    together = made.predict(X)
    alone = np.concatenate([made.predict(X[k : k + 1]) for k in range(len(X))])
    np.testing.assert_array_equal(together, alone)
    order = np.random.default_rng(1).permutation(len(X))
    np.testing.assert_array_equal(made.predict(X[order]), together[order])
    far = X.copy()
    far[1::2] *= 1e30
    np.testing.assert_array_equal(made.predict(far)[::2], together[::2])


def test_rows_that_are_no_numbers_spoil_only_themselves() -> None:
    X = rows(5)
    X[2] = np.nan
    y = network().predict(X)
    assert np.isnan(y[2]).all()
    np.testing.assert_array_equal(y[[0, 1, 3, 4]], network().predict(X[[0, 1, 3, 4]]))


def test_predictions_are_those_of_the_formula() -> None:
    layers = (
        Dense(units=3, activation=Tanh(), id="a"),
        Dense(units=2, activation=ReLU(), id="b"),
    )
    made = network("float64", layers)
    made.tensors["a.bias"][:] = [0.1, -0.2, 0.3]
    X = rows(10)
    W = {name: tensor.copy() for name, tensor in made.tensors.items()}
    hidden = np.tanh(X @ W["a.weight"].T + W["a.bias"])
    expected = np.maximum(hidden @ W["b.weight"].T + W["b.bias"], 0.0)
    np.testing.assert_allclose(made.predict(X), expected, rtol=1e-13, atol=1e-15)
    seen = made.activations(X)
    assert list(seen) == ["a", "b"]
    np.testing.assert_allclose(seen["a"], hidden, rtol=1e-13)
    np.testing.assert_array_equal(seen["b"], made.predict(X))
    np.testing.assert_allclose(np.maximum(made.logits(X), 0.0), expected, rtol=1e-13, atol=1e-15)


def test_every_layers_activations_are_given_for_every_row() -> None:
    seen = network().activations(rows(300))
    assert {name: y.shape for name, y in seen.items()} == {
        "first": (300, 7),
        "norm": (300, 7),
        "drop": (300, 7),
        "noise": (300, 7),
        "second": (300, 7),
        "sum": (300, 7),
        "output": (300, 1),
    }
    np.testing.assert_array_equal(seen["drop"], seen["norm"])
    np.testing.assert_array_equal(seen["noise"], seen["drop"])
    np.testing.assert_array_equal(seen["sum"], seen["first"] + seen["second"])


def test_what_is_returned_belongs_to_the_caller() -> None:
    made = network()
    X = rows(3)
    first = made.predict(X)
    kept = first.copy()
    made.predict(rows(300, seed=9))
    np.testing.assert_array_equal(first, kept)
    first[:] = 0.0
    np.testing.assert_array_equal(made.predict(X), kept)


def test_looking_does_not_touch_training() -> None:
    made = network()
    space = made.workspace(4, training=True, rng=np.random.default_rng(0))
    space.inputs[:], space.targets[:] = rows(4), 1.0

    def gradient(look: bool) -> Array:
        space.passes[2].rng.bit_generator.state = np.random.default_rng(0).bit_generator.state  # type: ignore[attr-defined]
        space.forward()
        if look:
            made.predict(rows(300))
            made.activations(rows(3))
            made.evaluate(rows(5), np.ones((5, 1)))
        space.backward()
        return made.gradient.copy()

    np.testing.assert_array_equal(gradient(look=False), gradient(look=True))


def test_looking_leaves_weights_and_running_statistics_alone() -> None:
    made = network()
    before = {name: tensor.copy() for name, tensor in made.tensors.items()}
    made.predict(rows(300))
    made.evaluate(rows(300), np.ones((300, 1)))
    for name, tensor in made.tensors.items():
        np.testing.assert_array_equal(tensor, before[name])


def test_the_wrong_number_of_columns_is_refused() -> None:
    for X in (np.zeros((3, 1)), np.zeros((3, 3)), np.zeros(2), np.zeros((1, 1, 2))):
        with pytest.raises(ShapeError, match=r"X: expected \(rows, 2\), found \("):
            network().predict(X)


# --- parameters ---------------------------------------------------------------------------------


def test_tensors_are_named_views_in_the_shapes_of_files() -> None:
    made = network()
    assert {name: tensor.shape for name, tensor in made.tensors.items()} == {
        "first.weight": (7, 2),
        "first.bias": (7,),
        "norm.weight": (7,),
        "norm.bias": (7,),
        "norm.running_mean": (7,),
        "norm.running_var": (7,),
        "second.weight": (7, 7),
        "second.bias": (7,),
        "output.weight": (1, 7),
        "output.bias": (1,),
    }
    trained = [tensor for name, tensor in made.tensors.items() if "running" not in name]
    assert sum(tensor.size for tensor in trained) == made.parameters.size
    assert all(np.shares_memory(tensor, made.parameters) for tensor in trained)
    before = made.predict(rows(1))
    made.tensors["output.bias"][:] += 1.0
    assert made.predict(rows(1)) > before


def test_every_parameter_has_exactly_one_name() -> None:
    made = network()
    made.parameters[:] = np.arange(made.parameters.size)
    values = [
        value
        for name, tensor in made.tensors.items()
        if "running" not in name
        for value in tensor.ravel().tolist()
    ]
    assert sorted(values) == list(range(made.parameters.size))
    assert list(made.gradients) == [name for name in made.tensors if "running" not in name]


def test_the_same_generator_gives_the_same_first_weights_in_both_precisions() -> None:
    single, double = network("float32"), network("float64")
    np.testing.assert_array_equal(single.parameters, double.parameters.astype(np.float32))
    np.testing.assert_array_equal(double.parameters, network("float64").parameters)


def test_first_biases_are_zero_and_norms_start_neutral() -> None:
    tensors = network().tensors
    np.testing.assert_array_equal(tensors["first.bias"], np.zeros(7))
    np.testing.assert_array_equal(tensors["norm.weight"], np.ones(7))
    np.testing.assert_array_equal(tensors["norm.bias"], np.zeros(7))
    np.testing.assert_array_equal(tensors["norm.running_mean"], np.zeros(7))
    np.testing.assert_array_equal(tensors["norm.running_var"], np.ones(7))


def test_a_copy_answers_alike_and_goes_its_own_way() -> None:
    made = network()
    made.state += 0.5
    twin = made.copy()
    X = rows(9)
    np.testing.assert_array_equal(twin.predict(X), made.predict(X))
    kept = made.predict(X)
    twin.parameters[:] = 0.0
    twin.state[:] = 1.0
    np.testing.assert_array_equal(made.predict(X), kept)
    assert twin.dtype == made.dtype and twin.layers == made.layers


def test_layers_of_the_same_shapes_can_be_exchanged_and_the_weights_stay() -> None:
    made = network()
    X = rows(4)
    before = made.predict(X)
    renamed = tuple(
        Dense(units=7, activation=Tanh(), id="hidden") if layer.id == "first" else layer
        for layer in LAYERS[:5]
    )
    renamed = (*renamed, Residual(source="hidden", id="sum"), LAYERS[-1])
    made.replace(renamed)
    assert "hidden.weight" in made.tensors and "first.weight" not in made.tensors
    np.testing.assert_array_equal(made.predict(X), before)
    with pytest.raises(ShapeError, match="expected layers of the same shapes"):
        made.replace(LAYERS[:3])


# --- what does not fit --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ((), "layers: expected at least one layer, found none"),
        (
            (Dense(units=2, id="a"), Residual(source="b", id="r")),
            r'r.from: expected an earlier layer \(a\), found "b"',
        ),
        ((Residual(source="r", id="r"),), r'r.from: expected an earlier layer \(none\), found "r"'),
        (
            (Residual(source="a", id="r"), Dense(units=2, id="a")),
            "r.from: expected an earlier layer",
        ),
        (
            (Dense(units=2, id="a"), Dense(units=3, id="b"), Residual(source="a", id="r")),
            "r.from: expected a layer of 3 units, as many as the input of r, found 2 in a",
        ),
    ],
)
def test_layers_that_do_not_fit_are_refused(layers: tuple[Layer, ...], message: str) -> None:
    with pytest.raises(ShapeError, match=message):
        Network(layers, 2, MeanSquaredError())


def test_a_hundred_million_parameters_are_the_most() -> None:
    layers = tuple(Dense(units=4096, id=f"d{n}") for n in range(7))
    assert MOST_PARAMETERS < 6 * 4096 * 4097
    with pytest.raises(ShapeError, match="expected at most 100,000,000 parameters, found 10"):
        Network(layers, 2, MeanSquaredError())


def test_a_batch_whose_arrays_would_fill_the_memory_is_refused() -> None:
    made = Network((Dense(units=1000, id="a"),), 2, MeanSquaredError())
    assert MOST_BUFFER < 1_000_000 * 1000
    with pytest.raises(ShapeError, match=r"training.batch_size: expected a batch whose arrays"):
        made.workspace(1_000_000, training=True)


def test_a_network_is_made_from_a_design() -> None:
    design = Design(
        layers=(Dense(units=3, activation=Softmax()),),
        training=Training(loss=CategoricalCrossEntropy(), precision="float64"),
    )
    made = Network.of(design, 4)
    assert (made.inputs, made.outputs, made.dtype.name, made.fused) == (4, 3, "float64", True)
    np.testing.assert_allclose(made.predict(np.zeros((2, 4))), np.full((2, 3), 1 / 3))

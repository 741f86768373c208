"""PyTorch and Keras read what we write, and say what we say."""

from __future__ import annotations

import ast
import os
import runpy
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from engine.activations import Activation, ReLU, Sigmoid
from engine.data.table import Floats
from engine.formats import FORMATS, Checkpoint, export
from engine.layers import ActivationLayer, Dense, GaussianNoise, Layer
from engine.losses import BinaryCrossEntropy
from engine.spec import members
from tests.engine.formats.models import CLOUDS, HIDDEN, MODELS, Model, inside, model, output
from tests.engine.formats.test_hostile_names import NAMES, named

# Keras asks PyTorch for arrays in a way that NumPy 2 deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

SUFFIXES = (".torch.py", ".keras.py")
NEEDED = {"dense": {"units": 3}, "residual": {"source": "start"}}


@pytest.fixture(params=MODELS)
def any_model(request: pytest.FixtureRequest, tmp_path: Path) -> Model:
    return MODELS[request.param](tmp_path)


def loaded(checkpoint: Checkpoint, path: Path) -> dict[str, Any]:
    """The program at `path` as a module, in this process: importing Keras takes seconds."""
    os.environ["KERAS_BACKEND"] = "torch"
    FORMATS["." + ".".join(path.name.split(".")[1:])].write(checkpoint, path)
    try:
        return runpy.run_path(str(path))
    finally:
        import keras

        keras.config.set_floatx("float32")


def assert_agrees(checkpoint: Checkpoint, raw: Floats, path: Path) -> None:
    predicted = loaded(checkpoint, path)["predict"](raw)
    ours = checkpoint.predict(raw)
    if ours.labels is None:
        scale = abs(checkpoint.preprocessing.target_factor)
        np.testing.assert_allclose(predicted, ours.values, rtol=1e-6, atol=1e-5 * scale)
    else:
        labels, probabilities = predicted
        assert labels == ours.answers
        np.testing.assert_allclose(probabilities, ours.probabilities, rtol=0, atol=1e-5)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_program_agrees_with_predict(any_model: Model, suffix: str, tmp_path: Path) -> None:
    assert_agrees(*any_model, tmp_path / f"model{suffix}")


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("kind", members(Activation))
def test_every_activation_is_written(kind: str, suffix: str, tmp_path: Path) -> None:
    activation = members(Activation)[kind]()
    dense = Dense(units=4, activation=activation)
    layers = (HIDDEN, dense, ActivationLayer(activation=activation), output(1, Sigmoid()))
    two = msgspec.structs.replace(CLOUDS, classes=2)
    checkpoint, raw = model(two, *layers, loss=BinaryCrossEntropy())
    assert_agrees(checkpoint, raw, tmp_path / f"model{suffix}")


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("kind", members(Layer))
def test_every_layer_is_written(kind: str, suffix: str, tmp_path: Path) -> None:
    checkpoint, raw = inside(members(Layer)[kind](**NEEDED.get(kind, {})))
    assert_agrees(checkpoint, raw, tmp_path / f"model{suffix}")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_program_that_is_run_is_verified(suffix: str, tmp_path: Path) -> None:
    for name in ("flowers", "large"):
        checkpoint, raw = MODELS[name](tmp_path)
        error = export(checkpoint, tmp_path / f"model{suffix}", raw).max_abs_error
        assert error is not None
        assert error <= 1e-5


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_do_no_harm(name: str, suffix: str, tmp_path: Path) -> None:
    given = MODELS["one sigmoid"](tmp_path)
    checkpoint = named(given, name, name, name)
    path = tmp_path / f"model{suffix}"
    assert_agrees(checkpoint, given[1], path)
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring is not None


def test_pytorch_loads_a_checkpoint_into_an_equal_network(any_model: Model, tmp_path: Path) -> None:
    checkpoint, raw = any_model
    path = tmp_path / "model.safetensors"
    checkpoint.write(path)
    module = loaded(checkpoint, tmp_path / "model.torch.py")["Network"]().eval()
    precision = torch.float64 if checkpoint.design.training.precision == "float64" else None
    module = module.to(precision)
    for tensor in module.state_dict().values():
        tensor.fill_(0)
    assert not module.load_state_dict(load_file(path)).missing_keys
    inputs = checkpoint.preprocessing.transform(raw)
    with torch.no_grad():
        theirs = module(torch.tensor(inputs, dtype=precision or torch.float32)).numpy()
    ours = checkpoint.network().predict(inputs)
    np.testing.assert_allclose(theirs, ours, rtol=1e-5, atol=1e-5)


IDS = ["relu", "relu_", "relu_1", "input_layer", "multiply", "true_divide_1", "np", "keras", "w"]


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".numpy.py"])
def test_a_layer_may_have_the_name_of_anything_in_the_library(suffix: str, tmp_path: Path) -> None:
    layers = [Dense(id=name, units=3, activation=ReLU()) for name in IDS]
    noise = GaussianNoise(id="gaussian_noise", stddev=3.0)
    loss = BinaryCrossEntropy()
    checkpoint, raw = model(
        MODELS["one sigmoid"](tmp_path)[0].design.data,
        *layers,
        noise,
        output(1, Sigmoid()),
        loss=loss,
    )
    assert_agrees(checkpoint, raw, tmp_path / f"model{suffix}")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_training_goes_on_in_the_other_library(suffix: str, tmp_path: Path) -> None:
    """Dropout, noise and running statistics are at work there, as they would be here."""
    checkpoint, raw = MODELS["every layer"](tmp_path)
    program = loaded(checkpoint, tmp_path / f"model{suffix}")
    inputs = checkpoint.preprocessing.transform(raw).astype(np.float32)
    if suffix == ".torch.py":
        network = program["network"].train()
        first, second = network(torch.tensor(inputs)), network(torch.tensor(inputs))
    else:
        first, second = (program["model"](inputs, training=True) for _ in range(2))
    assert not torch.equal(first, second)

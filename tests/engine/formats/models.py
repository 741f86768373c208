"""Checkpoints to export: one for each thing an exporter could get wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from engine.activations import Activation, Linear, ReLU, Sigmoid, Softmax, Tanh
from engine.data import Blobs, Csv, Curve, Data, Moons, Plane, Spiral, TableColumn
from engine.data.table import Floats
from engine.design import Design, Training
from engine.formats import Checkpoint, rows_to_verify
from engine.layers import BatchNorm, Dense, Dropout, GaussianNoise, Layer, LayerNorm, Residual
from engine.losses import (
    BinaryCrossEntropy,
    CategoricalCrossEntropy,
    Hinge,
    Loss,
    MeanSquaredError,
)
from engine.network import Network
from engine.trainer import prepare_data

HIDDEN = Dense(id="start", units=4, activation=Tanh())
CLOUDS = Blobs(samples=60, classes=3)

Model = tuple[Checkpoint, Floats]  # with raw rows to ask it about


def output(units: int, activation: Activation) -> Dense:
    return Dense(id="output", units=units, activation=activation)


def model(
    data: Data,
    *layers: Layer,
    loss: Loss,
    folder: Path = Path(),
    precision: str = "float32",
    name: str = "Untitled",
) -> Model:
    """A network of random numbers, so that nothing in it is still what it was made as."""
    training = Training(loss=loss, precision=precision)
    design = Design(name=name, data=data, layers=layers, training=training)
    prepared = prepare_data(design, folder)
    network = Network.of(design, prepared.X_train.shape[1])
    rng = np.random.default_rng(1)
    network.parameters[:] = rng.normal(0.0, 0.7, network.parameters.size)
    network.state[:] = rng.uniform(0.2, 1.5, network.state.size)
    tensors = {key: np.array(view, order="C") for key, view in network.tensors.items()}
    return Checkpoint(design, prepared.preprocessing, tensors), rows_to_verify(prepared)


def inside(layer: Layer) -> Model:
    """A binary classifier with the given layer in its middle."""
    loss = BinaryCrossEntropy()
    return model(Spiral(samples=60), HIDDEN, layer, output(1, Sigmoid()), loss=loss)


def table(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def flowers(folder: Path) -> Model:
    """Class names with all that CSV must quote, a missing number, columns of other scales."""
    names = ['"double"', "comma, and\nnewline", "größe"]
    rows = ["length,year,note,kind"]
    for n in range(40):
        length = "" if n == 7 else f"{n / 7:.3f}"
        quoted = names[n % 3].replace('"', '""')
        rows.append(f'{length},{1990 + n},hello,"{quoted}"')
    table(folder, "\n".join(rows) + "\n")
    data = Csv(path="table.csv", target="kind", standardize=True, validation_fraction=0.5)
    loss = CategoricalCrossEntropy()
    return model(data, HIDDEN, output(3, Softmax()), loss=loss, folder=folder)


def prices(folder: Path) -> Model:
    """A target in the hundred thousands, standardised while training."""
    rng = np.random.default_rng(3)
    rows = ["area,rooms,price"]
    rows += [f"{a:.1f},{r},{2000 * a + 9000 * r:.2f}" for a, r in rng.uniform(1, 200, (50, 2))]
    table(folder, "\n".join(rows) + "\n")
    data = Csv(path="table.csv", target="price", standardize=True)
    loss = MeanSquaredError()
    return model(data, HIDDEN, output(1, Linear()), loss=loss, folder=folder)


def european(folder: Path) -> Model:
    """No header, semicolons and decimal commas."""
    rows = [
        f"{n / 3:.3f}".replace(".", ",") + f";{'ja' if n % 2 else 'nein'};{n},5" for n in range(30)
    ]
    table(folder, "\n".join(rows) + "\n")
    data = Csv(path="table.csv", target="column_2", separator=";", decimal=",", header=False)
    loss = BinaryCrossEntropy()
    return model(data, HIDDEN, output(1, Sigmoid()), loss=loss, folder=folder)


def dropped(folder: Path) -> Model:
    """A column that nothing stands in for, and one the network does not see."""
    rows = ["a,b,c,y"] + [f"{n},{-n},x,{n % 4}" for n in range(40)]
    table(folder, "\n".join(rows) + "\n")
    columns = (
        TableColumn(name="b", scale="min_max", fill="drop"),
        TableColumn(name="a", scale="none", fill="most_frequent"),
    )
    data = Csv(path="table.csv", target="y", columns=columns)
    loss = CategoricalCrossEntropy()
    return model(data, HIDDEN, output(4, Softmax()), loss=loss, folder=folder)


SEVEN = ("x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2")

MODELS: dict[str, Callable[[Path], Model]] = {
    "one sigmoid": lambda folder: model(
        Spiral(samples=60), HIDDEN, output(1, Sigmoid()), loss=BinaryCrossEntropy()
    ),
    "two of softmax": lambda folder: model(
        Moons(samples=60), HIDDEN, output(2, Softmax()), loss=CategoricalCrossEntropy()
    ),
    "three of softmax": lambda folder: model(
        CLOUDS, HIDDEN, output(3, Softmax()), loss=CategoricalCrossEntropy()
    ),
    "tanh and hinge": lambda folder: model(
        Spiral(samples=60), HIDDEN, output(1, Tanh()), loss=Hinge()
    ),
    "three of tanh": lambda folder: model(CLOUDS, HIDDEN, output(3, Tanh()), loss=Hinge()),
    "three sigmoids": lambda folder: model(
        CLOUDS, HIDDEN, output(3, Sigmoid()), loss=BinaryCrossEntropy()
    ),
    # ReLU outputs are often all 0, and then no class is likelier than another
    "three of ReLU": lambda folder: model(
        CLOUDS, HIDDEN, output(3, ReLU()), loss=MeanSquaredError()
    ),
    "plane": lambda folder: model(
        Plane(samples=60), HIDDEN, output(1, Linear()), loss=MeanSquaredError()
    ),
    "curve of one column": lambda folder: model(
        Curve(samples=60), HIDDEN, output(1, Linear()), loss=MeanSquaredError()
    ),
    "seven features": lambda folder: model(
        Spiral(samples=60, features=SEVEN, standardize=True),
        HIDDEN,
        output(1, Sigmoid()),
        loss=BinaryCrossEntropy(),
    ),
    "some features in another order": lambda folder: model(
        Spiral(samples=60, features=("sin_x2", "x1")),
        HIDDEN,
        output(1, Sigmoid()),
        loss=BinaryCrossEntropy(),
    ),
    "float64": lambda folder: model(
        CLOUDS,
        HIDDEN,
        BatchNorm(),
        output(3, Softmax()),
        loss=CategoricalCrossEntropy(),
        precision="float64",
    ),
    "every layer": lambda folder: model(
        Spiral(samples=60),
        HIDDEN,
        BatchNorm(epsilon=0.1),
        Dropout(),
        LayerNorm(epsilon=0.01),
        GaussianNoise(stddev=4.0),
        Residual(source="start"),
        output(1, Sigmoid()),
        loss=BinaryCrossEntropy(),
    ),
    "large": lambda folder: model(
        Spiral(samples=60),
        Dense(units=50, activation=Tanh()),
        Dense(units=50, activation=Tanh()),
        output(1, Sigmoid()),
        loss=BinaryCrossEntropy(),
    ),
    "flowers": flowers,
    "prices": prices,
    "european": european,
    "dropped": dropped,
}

"""Rules about the size of the data's numbers: can the network be trained on them as they come?"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.checks.problem import Case, Fix, Problem, rule
from engine.data import Csv, Data, Prepared
from engine.design import Design
from engine.errors import ShapeError
from engine.metrics import output_code
from engine.numerals import rounded
from engine.order import Order
from engine.randomness import generators
from engine.trainer import first_network

_TAME = 1e4  # inputs and targets up to here do not overflow by themselves
_STANDARDIZE = Fix("Standardize the inputs", {"data.standardize": True})
# What a first step is tried with at most, so that a check takes hundredths of a second.
_MOST_ROWS = 256
_MOST_PARAMETERS = 1_000_000
_MOST_WORK = 30_000_000  # parameters times rows


@rule
def inputs_are_scaled(case: Case) -> Iterator[Problem]:
    """Inputs of very different size make the valley of the loss narrow."""
    data = case.prepared
    if data is None or not len(data.X_train):
        return
    sizes = np.sqrt(np.mean(np.square(data.X_train), axis=0))
    worst = int(np.argmax(sizes))
    if sizes[worst] <= 20.0:
        return
    fix = _scaling(case.design.data, data.inputs[worst])
    yield Problem(
        severity="warning",
        field="data.standardize" if fix in (None, _STANDARDIZE) else "data.columns",
        message=f"The input {data.inputs[worst]} is about {rounded(sizes[worst])} in size.",
        rule="Large inputs saturate units and make one learning rate too large for some weights "
        "and too small for others.",
        fix=fix,
    )


def _scaling(data: Data, name: str) -> Fix | None:
    """The edit that standardizes an input: where a column says how it is scaled, that counts."""
    columns = data.columns if isinstance(data, Csv) else None
    for place, column in enumerate(columns or ()):
        if column.name == name and column.scale == "none":
            return Fix(f"Standardize {name}", {f"data.columns[{place}].scale": "standardize"})
    return None if data.standardize else _STANDARDIZE


@rule
def first_step_is_finite(case: Case) -> Iterator[Problem]:
    """With huge inputs or targets the very first loss may be too large for a number. Whether it
    is, a step tells; it is tried only where numbers are huge."""
    data, design = case.prepared, case.design
    if data is None or not case.sound or not len(data.X_train):
        return
    pre = data.preprocessing
    sizes = np.abs(data.X_train).max(axis=0)
    largest = float(sizes.max())
    targets = 0.0
    if data.task == "regression":
        targets = float(np.abs((data.y_train - pre.target_shift) / pre.target_factor).max())
    if max(largest, targets) <= _TAME or _first_step_works(case, design):
        return
    fix = None
    exact = msgspec.structs.replace(
        design, training=msgspec.structs.replace(design.training, precision="float64")
    )
    if largest > _TAME:
        fix = _scaling(design.data, data.inputs[int(sizes.argmax())])
    if fix is None and design.training.precision == "float32" and _first_step_works(case, exact):
        fix = Fix("Use float64", {"training.precision": "float64"})
    what = "inputs" if largest >= targets else "targets"
    yield Problem(
        severity="error",
        field="data",
        message=f"The first loss is not a finite number: there are {what} of size "
        f"{rounded(max(largest, targets))}.",
        rule="The loss multiplies large numbers until they no longer fit. Scaled data trains.",
        fix=fix,
    )


def _first_step_works(case: Case, design: Design) -> bool:
    """Whether the first batch can be trained on, and the rows with the largest numbers scored; of
    a batch that takes too long those rows are tried. Not asked of what nobody could wait for, and
    what is wrong for other reasons counts as working."""
    data, training = case.prepared, design.training
    assert data is not None  # only called where the data is known
    layers, rows = design.layers, len(data.X_train)
    parameters = sum(layer.parameter_count(i) for layer, i in zip(layers, case.units, strict=False))
    if parameters > _MOST_PARAMETERS:
        return True
    batch = min(training.batch_size or rows, rows)
    count = min(batch, _MOST_ROWS, _MOST_WORK // max(parameters, 1))
    largest = _largest_rows(data, count)
    *_, shuffler, noise = generators(design.seed)
    order = Order(rows, shuffler)
    order.begin(training.shuffle)
    chosen = order.ahead(batch) if count == batch else largest
    try:
        network = first_network(design, case.units[0])
        code = output_code(design, data.preprocessing)
        space = network.workspace(len(chosen), training=True, rng=noise)
    except ShapeError:
        return True
    with np.errstate(all="ignore"):
        X, T = data.X_train[largest], code.encode(data.y_train[largest])
        score, _ = network.evaluate(X.astype(network.dtype), T.astype(network.dtype))
        space.inputs[:] = data.X_train[chosen]
        space.targets[:] = code.encode(data.y_train[chosen])
        space.forward()
        loss = space.backward() + float(network.gradient.dot(network.gradient))
    most = float(np.finfo(network.dtype).max) / (rows * case.units[-1])  # what a sum can be made of
    return bool(np.isfinite(loss) and score <= most)


def _largest_rows(data: Prepared, count: int) -> NDArray[np.intp]:
    """So many training rows, half of them those with the largest inputs, half with the largest
    targets."""
    if len(data.X_train) <= count:
        return np.arange(len(data.X_train))
    sizes = (np.abs(data.X_train).max(axis=1), np.abs(data.y_train))
    half = (count + 1) // 2
    return np.concatenate([np.argpartition(size, -half)[-half:] for size in sizes])

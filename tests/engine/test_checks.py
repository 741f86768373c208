"""The checks: each finds its fault, at its place, and its fix mends it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from msgspec.structs import replace

from engine.activations import Linear, ReLU, Sigmoid, Softmax, Tanh
from engine.checks import Problem, check, output_of
from engine.data import Blobs, Csv, Curve, Plane, Spiral, TableColumn
from engine.design import MOST_LAYERS, Design, EarlyStopping, Training
from engine.initializers import Constant, Initializer, Normal, Zeros
from engine.layers import (
    ActivationLayer,
    BatchNorm,
    Dense,
    Dropout,
    GaussianNoise,
    Layer,
    LayerNorm,
    Residual,
)
from engine.losses import (
    BinaryCrossEntropy,
    CategoricalCrossEntropy,
    Hinge,
    Huber,
    MeanSquaredError,
)
from engine.network import Network
from engine.optimizers import SGD, Adam
from engine.trainer import Trainer, prepare_data

HIDDEN = Dense(units=8, activation=Tanh())
LAST = Dense(id="output", units=1, activation=Sigmoid())
CCE = CategoricalCrossEntropy()
SPIRAL = Design(
    data=Spiral(samples=100),
    layers=(HIDDEN, Dense(id="output", units=1, activation=Sigmoid())),
    training=Training(optimizer=Adam(learning_rate=0.01), batch_size=10),
)
THREE = Design(
    data=Blobs(samples=90, classes=3),
    layers=(HIDDEN, Dense(id="output", units=3, activation=Softmax())),
    training=Training(loss=CategoricalCrossEntropy()),
)
CURVE = Design(
    data=Curve(samples=100),
    layers=(HIDDEN, Dense(id="output", units=1)),
    training=Training(loss=MeanSquaredError()),
)


def changed(design: Design, **fields: object) -> Design:
    """The design with fields of its training, or its own, replaced."""
    training = {k: v for k, v in fields.items() if k in Training.__struct_fields__}
    own = {k: v for k, v in fields.items() if k not in training}
    new = msgspec.structs.replace(design.training, **training)
    return msgspec.structs.replace(design, training=new, **own)


def only(problems: tuple[Problem, ...], field: str) -> Problem:
    """The one problem at a place."""
    (problem,) = [p for p in problems if p.field == field]
    return problem


@pytest.mark.parametrize("design", [SPIRAL, THREE, CURVE], ids=lambda d: d.data.kind)
def test_a_sound_design_has_no_problems(design: Design, tmp_path: Path) -> None:
    assert check(design, folder=tmp_path) == ()


@pytest.mark.parametrize(
    "design",
    [
        changed(SPIRAL, optimizer=SGD(learning_rate=0.1, momentum=0.9)),
        changed(SPIRAL, layers=(Dense(units=64, activation=Tanh()), Dropout(rate=0.9), LAST)),
        changed(SPIRAL, layers=(HIDDEN, HIDDEN, Residual(source="dense_1"), LAST)),
        changed(SPIRAL, layers=(Dense(units=2), ActivationLayer(activation=Softmax())), loss=CCE),
        changed(CURVE, layers=(HIDDEN, Dense(units=1), ActivationLayer(activation=Linear()))),
        changed(SPIRAL, layers=(HIDDEN, BatchNorm(), LAST), batch_size=None),
        changed(SPIRAL, early_stopping=EarlyStopping(patience=20)),
        changed(SPIRAL, loss=Hinge(), layers=(HIDDEN, Dense(units=1, activation=Tanh()))),
    ],
    ids=[
        "momentum",
        "much dropout of many units",
        "residual",
        "softmax of its own",
        "linear end",
        "full batch",
        "patience",
        "hinge of tanh",
    ],
)
def test_what_is_usual_is_no_problem(design: Design, tmp_path: Path) -> None:
    assert check(design, folder=tmp_path) == ()


OUTPUT = "layers.output."
CASES = {
    "no layers": (changed(SPIRAL, layers=()), "error", "layers", "Add an output"),
    "no layers, three classes": (changed(THREE, layers=()), "error", "layers", "Add an output"),
    "no layers, a number": (changed(CURVE, layers=()), "error", "layers", "Add an output"),
    "one unit for three classes": (
        changed(THREE, layers=(HIDDEN, Dense(id="output", units=1, activation=Softmax()))),
        "error",
        OUTPUT + "units",
        "Use 3 units",
    ),
    "three units for two classes": (
        changed(SPIRAL, layers=(HIDDEN, Dense(id="output", units=3, activation=Sigmoid()))),
        "error",
        OUTPUT + "units",
        "Use 1 unit",
    ),
    "two numbers for one": (
        changed(CURVE, layers=(HIDDEN, Dense(id="output", units=2))),
        "error",
        OUTPUT + "units",
        "Use 1 unit",
    ),
    "softmax of one unit": (
        changed(CURVE, layers=(HIDDEN, Dense(id="output", units=1, activation=Softmax()))),
        "error",
        OUTPUT + "units",
        "Use linear",
    ),
    "units set before an activation layer": (
        changed(THREE, layers=(Dense(units=2), ActivationLayer(activation=Softmax()))),
        "error",
        "layers.dense_1.units",
        "Use 3 units",
    ),
    "a linear output for probabilities": (
        changed(SPIRAL, layers=(HIDDEN, Dense(id="output", units=1))),
        "error",
        OUTPUT + "activation",
        "Use sigmoid",
    ),
    "softmax for binary cross-entropy": (
        changed(THREE, loss=BinaryCrossEntropy()),
        "error",
        OUTPUT + "activation",
        "Use categorical cross-entropy",
    ),
    "relu for hinge": (
        changed(
            SPIRAL,
            loss=Hinge(),
            layers=(HIDDEN, Dense(id="output", units=1, activation=ReLU())),
        ),
        "error",
        OUTPUT + "activation",
        "Use linear",
    ),
    "ends in dropout": (
        changed(SPIRAL, layers=(Dense(units=1), Dropout())),
        "error",
        "layers.dropout_1",
        "Add an output",
    ),
    "dropout after the sigmoid": (
        changed(SPIRAL, layers=(*SPIRAL.layers, Dropout())),
        "error",
        "layers.dropout_1",
        "Remove Dropout 1",
    ),
    "cross-entropy of numbers": (
        changed(CURVE, loss=BinaryCrossEntropy()),
        "error",
        "training.loss",
        "Use mean squared error",
    ),
    "residual of another shape": (
        changed(
            SPIRAL,
            layers=(
                Dense(units=8, activation=Tanh()),
                Dense(units=4, activation=Tanh()),
                Dense(units=4, activation=Tanh()),
                Residual(source="dense_1"),
                Dense(id="output", units=1, activation=Sigmoid()),
            ),
        ),
        "error",
        "layers.residual_1.from",
        "Use Dense 2",
    ),
    "residual of nothing": (
        changed(
            SPIRAL,
            layers=(HIDDEN, Residual(source="gone"), *SPIRAL.layers[1:]),
        ),
        "error",
        "layers.residual_1.from",
        "Remove Residual 1",
    ),
    "a residual of the layer before": (
        changed(
            SPIRAL,
            layers=(HIDDEN, HIDDEN, Residual(source="dense_2"), SPIRAL.layers[1]),
        ),
        "warning",
        "layers.residual_1.from",
        "Use Dense 1",
    ),
    "a residual around nothing": (
        changed(SPIRAL, layers=(HIDDEN, Residual(source="dense_1"), SPIRAL.layers[1])),
        "warning",
        "layers.residual_1.from",
        "Remove Residual 1",
    ),
    "softmax between layers": (
        changed(SPIRAL, layers=(Dense(units=8, activation=Softmax()), SPIRAL.layers[1])),
        "warning",
        "layers.dense_1.activation",
        "Use tanh",
    ),
    "an activation that bends nothing": (
        changed(SPIRAL, layers=(HIDDEN, ActivationLayer(activation=Linear()), SPIRAL.layers[1])),
        "suggestion",
        "layers.activation_1.activation",
        "Use tanh",
    ),
    "normalizing one unit": (
        changed(
            SPIRAL,
            layers=(Dense(units=1, activation=Tanh()), LayerNorm(), SPIRAL.layers[1]),
        ),
        "warning",
        "layers.layer_norm_1",
        "Remove Layer norm 1",
    ),
    "a dropout that leaves nothing": (
        changed(SPIRAL, layers=(HIDDEN, Dropout(rate=0.9), SPIRAL.layers[1])),
        "warning",
        "layers.dropout_1.rate",
        "Use 0.5",
    ),
    "a dropout of the only unit": (
        changed(SPIRAL, layers=(Dense(units=1, activation=Tanh()), Dropout(), SPIRAL.layers[1])),
        "warning",
        "layers.dropout_1.rate",
        "Remove Dropout 1",
    ),
    "many parameters for few points": (
        changed(
            SPIRAL,
            layers=(
                Dense(units=200, activation=Tanh()),
                Dense(units=200, activation=Tanh()),
                SPIRAL.layers[1],
            ),
        ),
        "suggestion",
        "layers.dense_2.units",
        "Use 8 units in Dense 2",
    ),
    "nothing to learn": (
        changed(CURVE, layers=(ActivationLayer(activation=Tanh()),)),
        "warning",
        "layers",
        "Add an output",
    ),
    "a distance between probabilities": (
        changed(THREE, loss=MeanSquaredError()),
        "suggestion",
        "training.loss",
        "Use categorical cross-entropy",
    ),
    "sigmoids apart for three classes": (
        changed(
            THREE,
            loss=MeanSquaredError(),
            layers=(HIDDEN, Dense(id="output", units=3, activation=Sigmoid())),
        ),
        "suggestion",
        "training.loss",
        "Use binary cross-entropy",
    ),
    "nothing to do": (changed(SPIRAL, epochs=0), "warning", "training.epochs", "Use 100"),
    "one point left over to normalize": (
        changed(SPIRAL, batch_size=7, layers=(HIDDEN, BatchNorm(), SPIRAL.layers[1])),
        "warning",
        "training.batch_size",
        "Use batches of 10",
    ),
    "long steps by momentum": (
        changed(SPIRAL, optimizer=SGD(learning_rate=1.0, momentum=0.9)),
        "warning",
        "training.optimizer.learning_rate",
        "Use 0.003",
    ),
    "rate too small": (
        changed(SPIRAL, optimizer=Adam(learning_rate=1e-7)),
        "warning",
        "training.optimizer.learning_rate",
        "Use 0.001",
    ),
    "nothing kept aside": (
        changed(SPIRAL, data=Spiral(samples=100, validation_fraction=0)),
        "suggestion",
        "data.validation_fraction",
        "Keep 20 % aside",
    ),
    "no bend between": (
        changed(SPIRAL, layers=(Dense(units=8), Dropout(rate=0.1), *SPIRAL.layers[1:])),
        "warning",
        "layers.dense_1.activation",
        "Use tanh",
    ),
    "equal first weights": (
        changed(
            SPIRAL,
            layers=(Dense(units=8, activation=Tanh(), weights=Zeros()), *SPIRAL.layers[1:]),
        ),
        "suggestion",
        "layers.dense_1.weights",
        "Use Glorot uniform",
    ),
    "dropout on the answer": (
        changed(CURVE, layers=(HIDDEN, Dense(units=1), Dropout(id="last"))),
        "warning",
        "layers.last",
        "Remove Last",
    ),
    "batch larger than the data": (
        changed(SPIRAL, batch_size=512),
        "warning",
        "training.batch_size",
        "Use 32",
    ),
    "normalizing one point": (
        changed(SPIRAL, batch_size=1, layers=(HIDDEN, BatchNorm(), *SPIRAL.layers[1:])),
        "warning",
        "training.batch_size",
        "Use batches of 10",
    ),
    "rate too large": (
        changed(SPIRAL, optimizer=Adam(learning_rate=3)),
        "warning",
        "training.optimizer.learning_rate",
        "Use 0.001",
    ),
    "rate of nothing": (
        changed(SPIRAL, optimizer=SGD(learning_rate=0)),
        "warning",
        "training.optimizer.learning_rate",
        "Use 0.03",
    ),
    "watching what is not there": (
        changed(
            SPIRAL,
            data=Spiral(samples=100, validation_fraction=0),
            early_stopping=EarlyStopping(),
        ),
        "warning",
        "training.early_stopping.monitor",
        "Keep 20 % aside",
    ),
    "a patience that outlasts the training": (
        changed(SPIRAL, epochs=50, early_stopping=EarlyStopping(patience=50)),
        "suggestion",
        "training.early_stopping.patience",
        "Use 10",
    ),
    "an output that cannot reach": (
        changed(
            CURVE,
            data=Plane(samples=100),
            layers=(HIDDEN, Dense(id="output", units=1, activation=ReLU())),
        ),
        "warning",
        OUTPUT + "activation",
        "Use linear",
    ),
}


def said(problem: Problem) -> tuple[str, str, str]:
    """The finding, whatever its numbers."""
    return problem.layer, problem.field, problem.rule


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_found_at_its_place_and_mended_by_its_fix(name: str, tmp_path: Path) -> None:
    design, severity, field, label = CASES[name]
    problem = only(check(design, folder=tmp_path), field)
    assert (problem.severity, problem.fix and problem.fix.label) == (severity, label)
    assert problem.message.endswith(".") and problem.rule.endswith(".")
    assert problem.fix is not None
    mended = problem.fix.apply(design)
    assert mended != design
    assert not [p for p in check(mended, folder=tmp_path) if said(p) == said(problem)]
    assert not [p for p in check(mended, folder=tmp_path) if p.severity == "error"]


RELU = Dense(units=5, activation=ReLU())
ENDLESS = {
    "one hidden layer": (changed(SPIRAL, layers=(HIDDEN,)), "sigmoid", BinaryCrossEntropy()),
    "the output deleted": (changed(THREE, layers=(HIDDEN, RELU)), "softmax", CCE),
    "a number": (changed(CURVE, layers=(HIDDEN,)), "linear", MeanSquaredError()),
    "a loss of classes for a number": (
        changed(CURVE, layers=(RELU,), loss=CCE),
        "linear",
        MeanSquaredError(),
    ),
    "a loss of two classes for three": (
        changed(THREE, layers=(HIDDEN,), loss=BinaryCrossEntropy()),
        "softmax",
        CCE,
    ),
    "dropout after a hidden layer": (
        changed(SPIRAL, layers=(HIDDEN, Dropout())),
        "sigmoid",
        BinaryCrossEntropy(),
    ),
    "dropout before a number": (
        changed(CURVE, layers=(HIDDEN, Dropout())),
        "linear",
        MeanSquaredError(),
    ),
    "nothing that learns": (changed(THREE, layers=(LayerNorm(),)), "softmax", CCE),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_a_network_that_ends_in_a_hidden_layer_asks_for_an_output_once(
    name: str, tmp_path: Path
) -> None:
    design, activation, loss = ENDLESS[name]
    (error,) = [p for p in check(design, folder=tmp_path) if p.severity == "error"]
    assert error.message == "The network has no output layer."
    assert error.layer == design.layers[-1].id  # the column that is marked
    assert error.fix is not None and error.fix.label == "Add an output"
    mended = error.fix.apply(design)
    assert mended.layers[:-1] == design.layers
    added = mended.layers[-1]
    assert (added.name, added.bend and added.bend.kind) == ("Output", activation)
    assert mended.training.loss == loss
    assert not [p for p in check(mended, folder=tmp_path) if p.severity == "error"]


@pytest.mark.parametrize("folder", [None, "known"])
def test_a_network_without_an_output_is_told_nothing_else_about_it(
    folder: str | None, tmp_path: Path
) -> None:
    where = None if folder is None else tmp_path
    for design, *_ in ENDLESS.values():
        fields = [problem.field for problem in check(design, folder=where)]
        assert fields == ["layers"]


@pytest.mark.parametrize(
    ("design", "fields"),
    [
        (
            changed(SPIRAL, layers=(HIDDEN, Dense(id="output_2", units=3, activation=Tanh()))),
            ["layers.output_2.activation", "layers.output_2.units"],
        ),
        (
            changed(THREE, layers=(HIDDEN, Dense(units=5, activation=Softmax()))),
            ["layers.dense_2.units"],
        ),
        (
            changed(THREE, layers=(HIDDEN, Dense(units=3, activation=ReLU()))),
            ["layers.dense_2.activation"],
        ),
        (
            changed(THREE, layers=(HIDDEN, Dense(units=1, activation=Sigmoid()))),
            ["layers.dense_2.activation", "layers.dense_2.units"],
        ),
        (changed(CURVE, layers=(HIDDEN, Dense(units=2))), ["layers.dense_2.units"]),
    ],
    ids=["its name", "softmax", "its units", "a single unit", "linear"],
)
def test_what_has_anything_of_an_output_is_mended_as_one(
    design: Design, fields: list[str], tmp_path: Path
) -> None:
    assert [p.field for p in check(design, folder=tmp_path) if p.severity == "error"] == fields


TABLE = changed(SPIRAL, data=Csv(path="t.csv", target="y"))


@pytest.mark.parametrize(
    ("design", "output"),
    [
        (SPIRAL, "output"),
        (changed(SPIRAL, layers=(HIDDEN,)), None),
        (changed(SPIRAL, layers=()), None),
        (changed(SPIRAL, layers=(HIDDEN, Dense(units=1))), "dense_2"),
        (changed(SPIRAL, layers=(Dense(units=1), HIDDEN)), None),
        (changed(SPIRAL, layers=(*SPIRAL.layers, Dropout())), "output"),
        (changed(SPIRAL, layers=(HIDDEN, Dropout())), None),
        (changed(SPIRAL, layers=(Dense(units=2), ActivationLayer(activation=Softmax()))),
         "activation_1"),
        (changed(CURVE, layers=(HIDDEN, Dense(units=2))), "dense_2"),
        (TABLE, "output"),
        (changed(TABLE, layers=(HIDDEN,)), None),
        (changed(TABLE, layers=(HIDDEN, Dense(units=3, activation=Softmax()))), "dense_2"),
        (changed(TABLE, layers=(LayerNorm(),)), None),
    ],
)  # fmt: skip
def test_the_output_is_the_last_layer_that_may_answer(design: Design, output: str | None) -> None:
    found = output_of(design)
    assert (found.id if found is not None else None) == output


@pytest.mark.parametrize(
    "design",
    [
        changed(SPIRAL, layers=(HIDDEN,) * MOST_LAYERS),
        changed(SPIRAL, layers=(*[HIDDEN] * (MOST_LAYERS - 1), LayerNorm())),
        changed(SPIRAL, layers=(Dropout(),) * MOST_LAYERS),
    ],
    ids=["no output", "ends without an activation", "nothing to learn"],
)
def test_no_layer_is_offered_where_there_is_no_place_for_one(
    design: Design, tmp_path: Path
) -> None:
    problems = check(design, folder=tmp_path)
    assert problems
    for problem in problems:
        if problem.fix is not None:
            assert problem.fix.label != "Add an output"
            problem.fix.apply(design)


def test_a_loss_named_after_somebody_keeps_its_capital(tmp_path: Path) -> None:
    for loss, words in ((Huber(), "but Huber"), (MeanSquaredError(), "but mean squared error")):
        problem = only(check(changed(THREE, loss=loss), folder=tmp_path), "training.loss")
        assert words in problem.message


ALIKE = Dense(units=4, activation=Tanh(), weights=Constant(value=0.5))
LAST_ALIKE = Dense(id="output", units=1, activation=Sigmoid(), weights=Constant(value=0.3))


@pytest.mark.parametrize(
    ("layers", "severity"),
    [
        ((ALIKE, LAST_ALIKE), "warning"),
        ((ALIKE, LayerNorm(), LAST_ALIKE), "warning"),
        ((ALIKE, BatchNorm(), LAST_ALIKE), "warning"),
        ((replace(ALIKE, weights=Zeros()), replace(LAST_ALIKE, weights=Zeros())), "warning"),
        ((Dense(units=4, activation=ReLU(), weights=Zeros()), LAST), "warning"),
        ((Dense(units=4, weights=Zeros()), ActivationLayer(activation=ReLU()), LAST), "warning"),
        ((ALIKE, LAST), "suggestion"),
        ((replace(ALIKE, weights=Zeros()), LAST), "suggestion"),
        ((ALIKE, Dropout(), LAST_ALIKE), "suggestion"),
        ((ALIKE, GaussianNoise(stddev=0.1), LAST_ALIKE), "suggestion"),
        ((ALIKE, HIDDEN, Dense(units=4, activation=Tanh(), weights=Constant(value=0.5)),
          Residual(source="dense_1"), LAST_ALIKE), "suggestion"),
        ((replace(ALIKE, bias=Normal()), LAST_ALIKE), None),
    ],
)  # fmt: skip
def test_units_that_are_said_to_stay_alike_do_and_others_part(
    layers: tuple[Layer, ...], severity: str | None, tmp_path: Path
) -> None:
    design = changed(SPIRAL, layers=layers)
    found = [p for p in check(design, folder=tmp_path) if p.field == "layers.dense_1.weights"]
    assert [problem.severity for problem in found] == [severity][: severity is not None]
    trainer = Trainer(design, tmp_path)
    for _ in range(5):
        trainer.step()
    weight = trainer.network.tensors["dense_1.weight"]
    alike = np.allclose(weight, weight[:1], rtol=0, atol=1e-5)
    assert alike == (severity == "warning")


@pytest.mark.parametrize(
    ("weights", "layers", "found"),
    [
        (Zeros(), (HIDDEN,), ["layers.output.weights"]),
        (Constant(value=0.5), (HIDDEN,), []),
        (Zeros(), (), []),
    ],
)
def test_weights_of_nothing_let_no_slope_back_to_layers_before_them(
    weights: Initializer, layers: tuple[Layer, ...], found: list[str], tmp_path: Path
) -> None:
    output = Dense(id="output", units=3, activation=Softmax(), weights=weights)
    problems = check(changed(THREE, layers=(*layers, output)), folder=tmp_path)
    assert [problem.field for problem in problems] == found
    assert all(problem.severity == "suggestion" for problem in problems)


def test_unscaled_inputs_are_found_in_a_table(tmp_path: Path) -> None:
    rows = "".join(f"{k * 100},{k % 2}\n" for k in range(40))
    (tmp_path / "t.csv").write_text("size,kind\n" + rows)
    design = changed(SPIRAL, data=Csv(path="t.csv", target="kind", standardize=False))
    problem = only(check(design, folder=tmp_path), "data.standardize")
    assert "size" in problem.message
    assert problem.fix is not None
    assert check(problem.fix.apply(design), folder=tmp_path) == ()


@pytest.mark.parametrize("standardize", [True, False])
def test_an_input_that_its_column_leaves_unscaled_is_found_there(
    standardize: bool, tmp_path: Path
) -> None:
    rows = "".join(f"{k},{k * 1000},{k % 2}\n" for k in range(40))
    (tmp_path / "t.csv").write_text("place,size,kind\n" + rows)
    columns = (
        TableColumn(name="place", scale="standardize"),
        TableColumn(name="size", scale="none"),
        TableColumn(name="kind", role="ignore"),
    )
    data = Csv(path="t.csv", target="kind", columns=columns, standardize=standardize)
    design = changed(SPIRAL, data=data)
    problem = only(check(design, folder=tmp_path), "data.columns")
    assert problem.severity == "warning" and "The input size" in problem.message
    assert problem.fix is not None and problem.fix.label == "Standardize size"
    mended = problem.fix.apply(design)
    assert isinstance(mended.data, Csv) and mended.data.columns is not None
    assert [column.scale for column in mended.data.columns] == ["standardize", "standardize", None]
    assert check(mended, folder=tmp_path) == ()


def test_too_many_parameters_and_too_large_batches_are_errors(tmp_path: Path) -> None:
    wide = [Dense(units=4096, activation=Tanh()) for _ in range(9)]
    design = changed(SPIRAL, layers=(*wide, *SPIRAL.layers[1:]))
    assert [p.field for p in check(design, folder=tmp_path)] == ["layers.dense_2.units"]
    large = changed(
        SPIRAL,
        data=Spiral(samples=100_000),
        layers=(Dense(units=4096, activation=Tanh()), *SPIRAL.layers[1:]),
        batch_size=None,
    )
    (problem,) = check(large, folder=tmp_path)
    assert problem.field == "training.batch_size"
    assert problem.fix is not None
    assert check(problem.fix.apply(large), folder=tmp_path) == ()


def test_layer_norm_bends_but_batch_norm_does_not(tmp_path: Path) -> None:
    def problems(layer: LayerNorm | BatchNorm) -> list[str]:
        design = changed(SPIRAL, layers=(Dense(units=8), layer, *SPIRAL.layers[1:]))
        return [p.field for p in check(design, folder=tmp_path)]

    assert problems(LayerNorm()) == []
    assert problems(BatchNorm()) == ["layers.dense_1.activation"]


def test_data_that_cannot_be_read_is_a_problem_not_an_exception(tmp_path: Path) -> None:
    design = changed(SPIRAL, data=Csv(path="gone.csv", target="y"))
    (problem,) = [p for p in check(design, folder=tmp_path) if p.severity == "error"]
    assert problem.field == "data"
    assert "gone.csv" in problem.message


def test_an_unsound_tail_does_not_hide_faults_before_it(tmp_path: Path) -> None:
    layers = (Dense(units=8), Dense(units=4, activation=Linear()), Residual(source="dense_1"))
    fields = [p.field for p in check(changed(SPIRAL, layers=layers), folder=tmp_path)]
    assert "layers.residual_1.from" in fields
    assert "layers.dense_1.activation" in fields


def huge(tmp_path: Path, **fields: object) -> Design:
    """A table of which every number is huge, neither inputs nor targets scaled."""
    lines = [f"{i}e28,{i * i % 7}.5e28" for i in range(1, 40)]
    (tmp_path / "huge.csv").write_text("\n".join(["u,y", *lines]) + "\n")
    source = {"standardize": False, "scale_target": True, **fields}
    data = Csv(path="huge.csv", target="y", task="regression", **source)
    return changed(CURVE, data=data, layers=(Dense(id="output", units=1),))


def test_inputs_too_large_for_a_first_step_are_an_error(tmp_path: Path) -> None:
    design = huge(tmp_path)
    problem = only(check(design, folder=tmp_path), "data")
    assert problem.severity == "error" and "inputs of size 3.9e29" in problem.message
    assert problem.fix is not None and problem.fix.label == "Standardize the inputs"
    assert not [p for p in check(problem.fix.apply(design), folder=tmp_path) if p.field == "data"]


def test_targets_too_large_for_a_first_step_are_an_error(tmp_path: Path) -> None:
    design = huge(tmp_path, standardize=True, scale_target=False)
    problem = only(check(design, folder=tmp_path), "data")
    assert problem.severity == "error" and "targets of size" in problem.message
    assert problem.fix is not None and problem.fix.label == "Use float64"
    assert not [p for p in check(problem.fix.apply(design), folder=tmp_path) if p.field == "data"]


def test_one_huge_row_among_many_is_found(tmp_path: Path) -> None:
    lines = [f"{'1e30' if i == 700 else i},{i % 7}" for i in range(2000)]
    (tmp_path / "t.csv").write_text("\n".join(["u,y", *lines]) + "\n")
    data = Csv(path="t.csv", target="y", task="regression", standardize=False, split_by="order")
    design = changed(CURVE, data=data, layers=(Dense(id="output", units=1),), batch_size=None)
    problem = only(check(design, folder=tmp_path), "data")
    assert "inputs of size 1e30" in problem.message


def test_a_step_is_tried_with_few_rows_and_no_network_too_large_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"{k * 100},{k % 2}\n" for k in range(2000))
    (tmp_path / "t.csv").write_text("size,kind\n" + rows)
    data = Csv(path="t.csv", target="kind", standardize=False)
    design = changed(SPIRAL, data=data, batch_size=None)
    prepared = prepare_data(design, tmp_path)
    tried: list[tuple[int, int]] = []
    build = Network.workspace

    def watched(network: Network, batch: int, *rest: Any, **named: Any) -> Any:
        tried.append((network.parameters.size, batch))
        return build(network, batch, *rest, **named)

    monkeypatch.setattr(Network, "workspace", watched)
    check(design, prepared)
    wide = Dense(units=900, activation=Tanh())
    check(changed(design, layers=(wide, wide, *SPIRAL.layers)), prepared)
    assert tried and max(rows for _, rows in tried) <= 256
    tried.clear()
    check(changed(design, layers=(wide, wide, wide, *SPIRAL.layers)), prepared)
    assert tried == []


def test_errors_come_first(tmp_path: Path) -> None:
    design = changed(THREE, batch_size=512, loss=BinaryCrossEntropy())
    severities = [p.severity for p in check(design, folder=tmp_path)]
    assert severities == sorted(severities, key=["error", "warning", "suggestion"].index)
    assert len(set(severities)) == 2

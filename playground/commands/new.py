"""`playground new`: a complete design to start from, out of a template or out of a table."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Literal

import numpy as np
from msgspec.structs import replace

from engine.activations import Linear, ReLU, Sigmoid, Softmax
from engine.data import Csv, Prepared, infer
from engine.design import Design, EarlyStopping, Training
from engine.designfile import SUFFIX, save
from engine.errors import FormatError
from engine.initializers import HeUniform
from engine.layers import Dense
from engine.losses import BinaryCrossEntropy, CategoricalCrossEntropy, MeanSquaredError
from engine.optimizers import Adam
from engine.trainer import prepare_data
from playground import templates
from playground.commands import Command
from playground.commands.answers import print_json
from playground.commands.files import check_outputs, table_file


def add_options(parser: ArgumentParser) -> None:
    parser.add_argument("source", metavar="TEMPLATE|TABLE", help="a template's name, or a table")
    parser.add_argument("--target", metavar="COLUMN", help="the table's column to predict")
    parser.add_argument("-o", "--output", metavar="FILE", help=f"default NAME{SUFFIX} right here")
    parser.add_argument("--force", action="store_true", help="replace a file that is there")


def run(arguments: Namespace) -> int:
    table = None if arguments.target is None else table_file(arguments.source)
    name = arguments.source if table is None else table.stem
    if table is None:
        design = _template(arguments.source)
    output = Path(arguments.output or f"{name}{SUFFIX}")
    check_outputs([str(output)], [] if table is None else [table])
    if output.exists() and not arguments.force:
        raise FormatError(
            f"{output}: expected a name that is free, found a file. Choose another with -o, or "
            "replace it with --force."
        )
    if table is not None:
        with np.errstate(all="ignore"):
            design = for_table(table, arguments.target, output.parent)
    save(design, output)
    if arguments.json:
        print_json({"path": str(output), "name": design.name, "seed": design.seed})
    else:
        print(f"Saved {output}. Train it: playground train {output}")
    return 0


def _template(name: str) -> Design:
    if name not in templates.names() and Path(name).is_file():
        raise FormatError(
            f"{name}: expected a template, found a file. For a table, name the column to predict "
            "with --target."
        )
    return templates.read(name)


def for_table(table: Path, target: str, folder: Path) -> Design:
    """A design that learns a column of a table, everything found in the table spelled out.

    `folder` is where the design will be: the table's path is written from there. Raises DataError.
    """
    data = infer(table, target, written=_relative(table, folder))
    name = table.stem.replace("_", " ").strip()[:200]
    prepared = prepare_data(Design(name=name, data=data), folder)
    return _with_network(name, data, prepared)


def _relative(table: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(table, folder)).as_posix()
    except ValueError:  # another drive
        return table.resolve().as_posix()


def _with_network(name: str, data: Csv, prepared: Prepared) -> Design:
    """One hidden layer, and the output and loss that the target asks for."""
    classes = len(prepared.classes)
    hidden = Dense(id="hidden", units=16, activation=ReLU(), weights=HeUniform())
    output = Dense(id="output", units=max(classes, 1), activation=Linear())
    training = Training(
        loss=MeanSquaredError(),
        optimizer=Adam(learning_rate=0.01),
        batch_size=min(32, len(prepared.y_train)),
        epochs=200,
        early_stopping=EarlyStopping(monitor=_monitor(prepared), patience=20, restore_best=True),
    )
    if classes == 2:
        output = replace(output, units=1, activation=Sigmoid())
        training = replace(training, loss=BinaryCrossEntropy())
    elif classes:
        output = replace(output, activation=Softmax())
        training = replace(training, loss=CategoricalCrossEntropy())
    return Design(name=name, data=data, layers=(hidden, output), training=training)


def _monitor(prepared: Prepared) -> Literal["validation_loss", "train_loss"]:
    return "validation_loss" if len(prepared.y_validation) else "train_loss"


COMMAND = Command("write a design from a template or for a table", add_options, run)

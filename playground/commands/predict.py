"""`playground predict`: answers for the rows of a table, from weights that were trained before."""

from __future__ import annotations

import csv
import io
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any

import numpy as np

from engine.data import Preprocessing, Rows, read_rows
from engine.errors import DataError
from engine.files import write_atomically
from engine.formats import Checkpoint, Prediction
from playground.commands import Command
from playground.commands.answers import print_json
from playground.commands.files import check_outputs, table_file
from playground.commands.machine import blas_threads


def add_options(parser: ArgumentParser) -> None:
    parser.add_argument("checkpoint", metavar="CHECKPOINT", help="a .safetensors file of ours")
    parser.add_argument("table", metavar="TABLE", help="a text table with the model's raw columns")
    parser.add_argument("--output", metavar="CSV", help="write here instead of stdout")


def run(arguments: Namespace) -> int:
    if arguments.output:
        check_outputs([arguments.output], [arguments.checkpoint, arguments.table])
    checkpoint = Checkpoint.read(arguments.checkpoint)
    preprocessing = checkpoint.preprocessing
    table = table_file(arguments.table)
    rows = read_rows(table, preprocessing.column_names, checkpoint.design.data.dialect)
    refuse_missing(rows, preprocessing)
    with blas_threads(), np.errstate(all="ignore"):
        prediction = checkpoint.predict(rows.raw)
    if arguments.output or not arguments.json:
        text = _as_csv(rows, preprocessing, prediction)
        if arguments.output:
            write_atomically(arguments.output, text.encode())
        else:
            sys.stdout.write(text)
    if arguments.json:
        answers = [dict(zip(_added(preprocessing), a, strict=True)) for a in _answers(prediction)]
        print_json({"rows": len(rows.raw), "output": arguments.output, "predictions": answers})
    elif arguments.output:
        print(f"Saved {arguments.output}, {len(rows.raw):,} rows.")
    return 0


def refuse_missing(rows: Rows, preprocessing: Preprocessing) -> None:
    """Raise DataError at the first empty cell that nothing stands in for."""
    for column, values in zip(preprocessing.columns, rows.raw.T, strict=True):
        empty = np.isnan(values)
        if column.fill is None and empty.any():
            place = int(np.argmax(empty))
            raise rows.cells.refuse(
                column.name, place, "a number", "Fill it in, or leave the row out."
            )


def _added(preprocessing: Preprocessing) -> list[str]:
    """The columns that a prediction adds to a table."""
    return ["prediction", *(f"probability_{name}" for name in preprocessing.classes)]


def _answers(prediction: Prediction) -> Iterator[list[Any]]:
    """For each row its prediction, then the probability of each class."""
    shares = prediction.probabilities
    for row, answer in enumerate(prediction.answers):
        yield [answer] if shares is None else [answer, *shares[row].tolist()]


def _as_csv(rows: Rows, preprocessing: Preprocessing, prediction: Prediction) -> str:
    """The table as it came, in its own dialect, with the new columns at its right."""
    dialect = rows.cells.dialect
    added = _added(preprocessing)
    taken = [name for name in added if name in rows.names]
    if taken:
        raise DataError(
            f'{rows.cells.file}: expected no column called "{taken[0]}", found one. Rename it: '
            "the answers are written there."
        )
    text = io.StringIO()
    writer = csv.writer(text, delimiter=dialect.separator or ",", lineterminator="\n")
    writer.writerow([*rows.names, *added])
    point = dialect.decimal or "."
    for cells, answer in zip(rows.text_rows(), _answers(prediction), strict=True):
        writer.writerow([*cells, *(_cell(value, point) for value in answer)])
    return text.getvalue()


def _cell(value: Any, point: str) -> str:
    return repr(value).replace(".", point) if isinstance(value, float) else str(value)


COMMAND = Command("predict the rows of a table", add_options, run)

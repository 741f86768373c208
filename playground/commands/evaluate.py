"""`playground evaluate`: how good trained weights are, on their own data or on another table."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from engine.data import read_examples
from engine.data.table import Floats, Ints
from engine.errors import DataError
from engine.formats import Checkpoint
from engine.metrics import Scores, score
from engine.trainer import prepare_data
from playground.commands import Command
from playground.commands.answers import print_json, score_table
from playground.commands.files import table_file
from playground.commands.machine import blas_threads
from playground.commands.predict import refuse_missing


def add_options(parser: ArgumentParser) -> None:
    parser.add_argument("checkpoint", metavar="CHECKPOINT", help="a .safetensors file of ours")
    parser.add_argument(
        "table",
        metavar="TABLE",
        nargs="?",
        help="a text table with raw columns and target, instead of the design's own data",
    )


def run(arguments: Namespace) -> int:
    checkpoint = Checkpoint.read(arguments.checkpoint)
    with blas_threads(), np.errstate(all="ignore"):
        if arguments.table is None:
            scores = _own_scores(checkpoint, arguments.checkpoint)
            answer: dict[str, Any] = dict(scores)
            words = score_table(scores)
        else:
            rows, found = _table_scores(checkpoint, arguments.table)
            answer = {"table": arguments.table, "rows": rows, **msgspec.to_builtins(found)}
            words = score_table({f"{arguments.table}, {rows:,} rows": found})
    sha256 = checkpoint.weights_sha256
    if arguments.json:
        print_json({"name": checkpoint.design.name, "weights_sha256": sha256, **answer})
    else:
        print(words)
    return 0


def _own_scores(checkpoint: Checkpoint, path: str) -> dict[str, Scores | None]:
    """Scores of the parts of the design's data, read from the checkpoint's folder."""
    try:
        data = prepare_data(checkpoint.design, Path(path).parent)
    except DataError as error:
        raise DataError(f"{path}: {error} Or name a table to evaluate on.") from None
    if data.columns != checkpoint.preprocessing.column_names or (
        data.classes != checkpoint.preprocessing.classes
    ):
        raise DataError(
            f"{path}: expected the data it was trained on, found other columns or classes. Bring "
            "the data back, or name a table to evaluate on."
        )
    return {
        part: _scores(checkpoint, raw, y) if len(y) else None
        for part, raw, y in (
            ("train", data.raw_train, data.y_train),
            ("validation", data.raw_validation, data.y_validation),
            ("test", data.raw_test, data.y_test),
        )
    }


def _table_scores(checkpoint: Checkpoint, path: str) -> tuple[int, Scores]:
    """How many rows a table has, and their scores."""
    preprocessing = checkpoint.preprocessing
    dialect = checkpoint.design.data.dialect
    rows, y = read_examples(table_file(path), preprocessing, dialect)
    refuse_missing(rows, preprocessing)
    return len(y), _scores(checkpoint, rows.raw, y)


def _scores(checkpoint: Checkpoint, raw: Floats, y: Ints | Floats) -> Scores:
    """Scores over raw rows (N, C) and their answers (N,)."""
    network, code = checkpoint.network(), checkpoint.code
    X = checkpoint.preprocessing.transform(raw).astype(network.dtype)
    targets = np.ascontiguousarray(code.encode(y), network.dtype)
    return score(network, X, targets, y, code)


COMMAND = Command("give loss and metrics of a checkpoint", add_options, run)

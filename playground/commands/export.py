"""`playground export`: trained weights in other forms."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

import numpy as np

from engine.data.table import Floats
from engine.errors import DataError
from engine.formats import Checkpoint, likely_rows, rows_to_verify
from engine.trainer import prepare_data
from playground.commands import Command
from playground.commands.answers import print_json, remark
from playground.commands.exports import as_json, check_formats, in_words, write_exports
from playground.commands.files import check_outputs
from playground.commands.machine import blas_threads


def add_options(parser: ArgumentParser) -> None:
    parser.add_argument("checkpoint", metavar="CHECKPOINT", help="a .safetensors file of ours")
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="+",
        help="what to write: .safetensors .npz .onnx .torch.py .keras.py .numpy.py",
    )


def run(arguments: Namespace) -> int:
    check_formats(arguments.paths)
    check_outputs(arguments.paths, [arguments.checkpoint])
    with blas_threads(), np.errstate(all="ignore"):
        checkpoint = Checkpoint.read(arguments.checkpoint)
        raw = _rows(checkpoint, Path(arguments.checkpoint).parent)
        exports, mistakes = write_exports(checkpoint, arguments.paths, raw)
    if arguments.json:
        entries = [as_json(exported) for exported in exports]
        print_json({"weights_sha256": checkpoint.weights_sha256, "exports": entries})
    else:
        for exported in exports:
            print(in_words(exported))
    for mistake in mistakes:
        remark(mistake)
    return 1 if mistakes else 0


def _rows(checkpoint: Checkpoint, folder: Path) -> Floats:
    """Rows to compare on: the design's own, or, where its table is not at hand, likely ones."""
    try:
        data = prepare_data(checkpoint.design, folder)
    except DataError:
        return likely_rows(checkpoint.preprocessing)
    if data.columns != checkpoint.preprocessing.column_names:
        return likely_rows(checkpoint.preprocessing)
    return rows_to_verify(data)


COMMAND = Command("write a checkpoint in other forms", add_options, run)

"""Running an exported program on a table, in a process of its own that knows nothing of us."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from engine.data import Dialect
from engine.data.table import Floats
from engine.errors import FormatError
from engine.formats.checkpoint import Checkpoint
from engine.formats.prediction import Prediction

PATIENCE = 300.0  # seconds; the first import of a large library takes some


def run(
    script: Path, checkpoint: Checkpoint, raw: Floats, environment: Mapping[str, str]
) -> Prediction | None:
    """What the script prints for raw rows (N, C). None where a library it imports is absent.

    Raises FormatError when it fails otherwise.
    """
    preprocessing = checkpoint.preprocessing
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "table.csv"
        write_table(table, preprocessing.column_names, raw, checkpoint.design.data.dialect)
        try:
            done = subprocess.run(
                # -P: no folder of the user's shadows a library
                [sys.executable, "-P", "-X", "utf8", str(script.absolute()), str(table)],
                cwd=folder,
                env={**os.environ, "OMP_NUM_THREADS": "1", **environment},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=PATIENCE,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise FormatError(f"expected a program that runs, found: {error}.") from None
    if done.returncode:
        complaint = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        if complaint.startswith("ModuleNotFoundError: No module named "):
            return None
        raise FormatError(f"expected a program that runs, found: {complaint}.")
    return _parse(done.stdout.decode(), preprocessing.classes)


def write_table(path: Path, columns: tuple[str, ...], raw: Floats, dialect: Dialect) -> None:
    """Raw rows as the kind of table that the network was trained on."""
    places = list(range(len(columns)))
    if not dialect.header:
        places = [int(re.sub("[^0-9]", "", name) or 1) - 1 for name in columns]
    try:
        with path.open("w", newline="", encoding=dialect.encoding) as file:
            write = csv.writer(file, delimiter=dialect.separator or ",").writerow
            if dialect.header:
                write(columns)
            for row in raw.tolist():
                cells = [""] * (max(places) + 1)
                for place, value in zip(places, row, strict=True):
                    cells[place] = "" if np.isnan(value) else repr(value)
                if dialect.decimal == ",":
                    cells = [cell.replace(".", ",") for cell in cells]
                write(cells)
    except (OSError, UnicodeError) as error:
        raise FormatError(f"expected a table that can be written, found: {error}.") from None


def _parse(text: str, classes: tuple[str, ...]) -> Prediction:
    rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
    try:
        if not classes:
            return Prediction(values=np.array([float(row[-1]) for row in rows]))
        count = len(classes)
        return Prediction(
            classes=classes,
            labels=np.array([classes.index(row[-1 - count]) for row in rows], np.int64),
            probabilities=np.array([[float(cell) for cell in row[-count:]] for row in rows]),
        )
    except (ValueError, IndexError) as error:
        raise FormatError(f"expected predictions from the program, found: {error}.") from None

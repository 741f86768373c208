"""Taking a network along: checkpoints that we open again, and exports that others read."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec
from numpy.typing import ArrayLike

from engine.errors import EngineError, FormatError
from engine.files import write_atomically
from engine.formats.base import Format
from engine.formats.checkpoint import Checkpoint
from engine.formats.containers import Npz, Safetensors
from engine.formats.onnx import Onnx
from engine.formats.prediction import Prediction
from engine.formats.scripts import KerasScript, NumPyScript, TorchScript
from engine.formats.verify import Exported, likely_rows, rows_to_verify, verified

__all__ = [
    "FORMATS",
    "Checkpoint",
    "Exported",
    "Format",
    "Prediction",
    "export",
    "format_of",
    "likely_rows",
    "rows_to_verify",
]

FORMATS: dict[str, Format] = {
    made.suffix: made
    for made in (Safetensors(), Npz(), Onnx(), TorchScript(), KerasScript(), NumPyScript())
}


def format_of(path: Path | str) -> Format:
    """The format whose suffix the name ends with. Raises FormatError listing them."""
    name = Path(path).name.lower()
    fitting = [suffix for suffix in FORMATS if name.endswith(suffix)]
    if not fitting:
        raise FormatError(
            f"{path}: expected a name that ends with one of {' '.join(FORMATS)}, found "
            f'"{Path(path).name}". Choose one of these endings.'
        )
    return FORMATS[max(fitting, key=len)]


def export(checkpoint: Checkpoint, path: Path | str, raw: ArrayLike) -> Exported:
    """Write a file, read it back by something that is not our engine, and compare on at most 256
    raw rows (N, C). Only then does it, with the files it needs beside it, take its place.

    Raises FormatError when it cannot be written or says something else than we do.
    """
    path = Path(path)
    chosen = format_of(path)
    if not path.parent.is_dir():
        raise FormatError(f"{path}: expected a folder to write into, found none. Create it first.")
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "draft" / path.name
        draft.parent.mkdir()
        try:
            chosen.write(checkpoint, draft)
            result = verified(chosen, draft, checkpoint, raw)
        except EngineError as error:
            raise FormatError(f"{path}: {error}") from error
        for file in sorted(draft.parent.iterdir(), key=lambda file: file == draft):
            write_atomically(path.with_name(file.name), file.read_bytes())
    return msgspec.structs.replace(result, path=str(path))

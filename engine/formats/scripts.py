"""Exported programs: a network one can read, run and change with NumPy, PyTorch or Keras alone.

A small network carries its weights; a large one has them in a file beside it.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

from engine.data.table import Floats
from engine.files import write_atomically
from engine.formats.base import Format
from engine.formats.checkpoint import Checkpoint
from engine.formats.languages import Keras, NumPy, Torch
from engine.formats.npz import write_npz
from engine.formats.prediction import Prediction
from engine.formats.programs import Language, program
from engine.formats.running import run
from engine.formats.source import literal

MOST_INLINE = 2_000  # numbers


class Script(Format):
    """A program in one language, `beside` being the suffix of the file for large weights."""

    language: ClassVar[Language]
    beside: ClassVar[str]

    def write(self, checkpoint: Checkpoint, path: Path) -> None:
        if sum(array.size for array in checkpoint.tensors.values()) <= MOST_INLINE:
            source = program(self.language, checkpoint)
        else:
            neighbour = path.with_suffix(self.beside)
            place = f"Path(__file__).with_name({literal(neighbour.name)})"
            imports, weights = load_from(self.beside, place, torch=self.suffix == ".torch.py")
            imports = ("from pathlib import Path", *imports)
            source = program(self.language, checkpoint, weights, imports)
            if self.beside == ".npz":
                write_npz(checkpoint, neighbour)
            else:
                checkpoint.without_state().write(neighbour)
        write_atomically(path, source.encode())

    def read_back(self, path: Path, checkpoint: Checkpoint, raw: Floats) -> Prediction | None:
        return run(path, checkpoint, raw, {})


class NumPyScript(Script):
    suffix = ".numpy.py"
    language = NumPy()
    beside = ".npz"


class TorchScript(Script):
    suffix = ".torch.py"
    language = Torch()
    beside = ".safetensors"


class KerasScript(Script):
    suffix = ".keras.py"
    language = Keras()
    beside = ".npz"

    def read_back(self, path: Path, checkpoint: Checkpoint, raw: Floats) -> Prediction | None:
        asked = os.environ.get("KERAS_BACKEND")
        there = [name for name in ("torch", "jax", "tensorflow") if find_spec(name)]
        if not asked and not there:
            return None
        return run(path, checkpoint, raw, {"KERAS_BACKEND": asked or there[0]})


def load_from(suffix: str, place: str, *, torch: bool = False) -> tuple[tuple[str, ...], str]:
    """Imports, and the source that sets `w` to the tensors of a file at the expression `place`."""
    if suffix == ".npz":
        return (), f"w = dict(np.load({place}))"
    package = "torch" if torch else "numpy"
    return (f"from safetensors.{package} import load_file",), f"w = load_file({place})"

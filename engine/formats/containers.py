"""Files of tensors alone: .safetensors, which we open again, and .npz."""

from __future__ import annotations

import tempfile
from abc import abstractmethod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from engine.data.table import Floats
from engine.expressions import NoExpressionError
from engine.files import write_atomically
from engine.formats.base import Format
from engine.formats.checkpoint import Checkpoint
from engine.formats.languages import NumPy
from engine.formats.npz import write_npz
from engine.formats.prediction import Prediction
from engine.formats.programs import program
from engine.formats.running import run
from engine.formats.scripts import load_from
from engine.formats.source import literal


class TensorFile(Format):
    """Read back by a plain NumPy program that loads it with the library it belongs to."""

    def read_back(self, path: Path, checkpoint: Checkpoint, raw: Floats) -> Prediction | None:
        imports, weights = load_from(self.suffix, literal(str(path.absolute())))
        try:
            source = program(NumPy(), checkpoint, weights, imports)
        except NoExpressionError:  # a member that NumPy has no words for: the tensors must do
            return Checkpoint(
                checkpoint.design, checkpoint.preprocessing, self.arrays(path)
            ).predict(raw)
        with tempfile.TemporaryDirectory() as folder:
            script = Path(folder) / "ask.py"
            write_atomically(script, source.encode())
            return run(script, checkpoint, raw, {})

    @abstractmethod
    def arrays(self, path: Path) -> dict[str, NDArray[Any]]:
        """The weights in the file, as its library reads them."""


class Safetensors(TensorFile):
    """A checkpoint, with its training state if it has one."""

    suffix = ".safetensors"

    def write(self, checkpoint: Checkpoint, path: Path) -> None:
        checkpoint.write(path)

    def arrays(self, path: Path) -> dict[str, NDArray[Any]]:
        return {name: a for name, a in load_file(path).items() if "/" not in name}


class Npz(TensorFile):
    """The weights as NumPy arrays."""

    suffix = ".npz"

    def write(self, checkpoint: Checkpoint, path: Path) -> None:
        write_npz(checkpoint, path)

    def arrays(self, path: Path) -> dict[str, NDArray[Any]]:
        with np.load(path) as file:
            return {name: file[name] for name in file.files if "." in name}

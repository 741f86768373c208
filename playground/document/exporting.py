"""Weights leave the program: written and read back by something that is not our engine, in a
thread of their own, since a reader such as ONNX Runtime takes its time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from engine.data import Prepared
from engine.data.table import Floats
from engine.errors import EngineError
from playground.document.reasons import unforeseen

if TYPE_CHECKING:
    from engine.formats import Checkpoint

FILTERS = {
    "Safetensors, opens here and in PyTorch (*.safetensors)": ".safetensors",
    "NumPy arrays (*.npz)": ".npz",
    "ONNX model (*.onnx)": ".onnx",
    "PyTorch script (*.torch.py)": ".torch.py",
    "Keras script (*.keras.py)": ".keras.py",
    "NumPy script (*.numpy.py)": ".numpy.py",
}
_MOST_ROWS = 256


class Exporter(QObject):
    """Writes one file at a time. `exported` carries an engine.formats.Exported, `failed` a
    sentence; both arrive in the thread of whoever listens."""

    exported = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None

    @property
    def busy(self) -> bool:
        """Whether a file is being written."""
        return self._thread is not None and self._thread.is_alive()

    def export(self, checkpoint: Checkpoint, path: Path, prepared: Prepared) -> None:
        """Begin to write `path`, checked on at most 256 validation rows, else training rows."""
        raw = prepared.raw_validation if len(prepared.raw_validation) else prepared.raw_train
        # A daemon: closing the window does not wait for a slow reader, and files are written whole.
        self._thread = threading.Thread(
            target=self._export, args=(checkpoint, path, raw[:_MOST_ROWS]), daemon=True
        )
        self._thread.start()

    def _export(self, checkpoint: Checkpoint, path: Path, raw: Floats) -> None:
        tell = self._told(checkpoint, path, raw)
        if isValid(self):  # else the window has been closed meanwhile
            tell()

    def _told(self, checkpoint: Checkpoint, path: Path, raw: Floats) -> Callable[[], None]:
        """Write the file; what is to be told of it."""
        try:
            from engine.formats import export

            exported = export(checkpoint, path, raw)
        except EngineError as error:
            sentence = str(error)
        except Exception as error:
            sentence = f"{path.name} could not be exported: {unforeseen(error)}."
        else:
            return lambda: self.exported.emit(exported)
        return lambda: self.failed.emit(sentence)

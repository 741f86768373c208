"""Weights as NumPy's own .npz: one array a tensor, and a checkpoint's JSON text as `playground`."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np

from engine.files import write_atomically
from engine.formats.checkpoint import Checkpoint
from engine.formats.container import KEY


def write_npz(checkpoint: Checkpoint, path: Path) -> None:
    """Write the weights, without a training state, whole or not at all. Raises FormatError.

    Nothing in the file is pickled: `np.load(path)` reads it as it is.
    """
    arrays: dict[str, Any] = {**checkpoint.tensors}
    arrays[KEY] = np.array(checkpoint.without_state().metadata)
    content = io.BytesIO()
    np.savez(content, **arrays)
    write_atomically(path, content.getvalue())

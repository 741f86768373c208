"""What every file format is: it writes a checkpoint, and lets something that is not our engine
read it back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar

from engine.data.table import Floats
from engine.formats.checkpoint import Checkpoint
from engine.formats.prediction import Prediction


class Format(ABC):
    """One kind of file, chosen by its suffix."""

    suffix: ClassVar[str]

    @abstractmethod
    def write(self, checkpoint: Checkpoint, path: Path) -> None:
        """Write the file, and others beside it that it needs, each whole or not at all.

        Raises FormatError, also for a member of a family that this format has no expression of.
        """

    @abstractmethod
    def read_back(self, path: Path, checkpoint: Checkpoint, raw: Floats) -> Prediction | None:
        """What an independent reader of the file says of raw rows (N, C), NaN where missing.

        None where the reader's library is absent. `checkpoint` tells how to ask, never what to
        answer. Raises FormatError when the file cannot be read.
        """

"""The one open design. Every edit makes a new value and pushes it; everything on screen follows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from engine import designfile
from engine.design import Design
from engine.errors import EngineError

if TYPE_CHECKING:
    from engine.formats import Checkpoint

CHECKPOINT_SUFFIX = ".safetensors"


class Document(QObject):
    """The open design, its file and whether it has unsaved changes.

    `design_changed` carries the old and the new design of one edit; `opened` tells that another
    document took the place of the last, with the Checkpoint it came with or None.
    """

    design_changed = Signal(object, object)
    opened = Signal(object)
    saved = Signal(object)  # Path

    def __init__(self, design: Design, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.design = design
        self.path: Path | None = None
        self._folder = Path.cwd()
        self._clean = design

    @property
    def folder(self) -> Path:
        """Where the data's relative paths start."""
        return self._folder

    @property
    def dirty(self) -> bool:
        """Whether the design differs from what is on disk."""
        return self.design != self._clean

    def push(self, design: Design) -> None:
        """Take an edited design as the present one."""
        if design == self.design:
            return
        old, self.design = self.design, design
        self.design_changed.emit(old, design)

    def new(self, design: Design, folder: Path | None = None) -> None:
        """Begin with a design that has no file yet, such as a template; its data's relative
        paths start in `folder`."""
        self._take(design, None, folder or Path.cwd(), None)

    def open(self, path: Path) -> None:
        """Open a design or a checkpoint. Raises EngineError, and nothing has changed then."""
        checkpoint = None
        if path.suffix == CHECKPOINT_SUFFIX:
            from engine.formats import Checkpoint

            checkpoint = Checkpoint.read(path)
            design = checkpoint.design
        else:
            design = designfile.load(path)
        own = path if checkpoint is None else None
        self._take(design, own, path.absolute().parent, checkpoint)

    def save(self, path: Path) -> None:
        """Write the design. Raises EngineError; the old file, the work and the mark then stay."""
        if path.is_dir():
            raise EngineError(f"{path}: expected a file, found a folder.")
        data = self.design.data.moved(self._folder, path.absolute().parent)
        designfile.save(msgspec.structs.replace(self.design, data=data), path)
        self.path, self._clean = path, self.design
        self.saved.emit(path)

    def _take(
        self, design: Design, path: Path | None, folder: Path, checkpoint: Checkpoint | None
    ) -> None:
        self.design, self.path, self._folder, self._clean = design, path, folder, design
        self.opened.emit(checkpoint)

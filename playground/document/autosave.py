"""Unsaved work is written down every half minute, so that a crash costs no more than that."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal

from engine.design import Design
from engine.errors import EngineError
from playground.document.document import Document
from playground.document.recovery import Autosaved, Claim

SECONDS = 30


def folder() -> Path:
    """Where unsaved work is kept: in the app's own data folder."""
    location = QStandardPaths.StandardLocation.AppDataLocation
    return Path(QStandardPaths.writableLocation(location)) / "autosave"


class Autosave(QObject):
    """Writes the document down while it has unsaved changes, and nothing otherwise.

    `failed(sentence)` comes once where that is not possible, until it is again.
    """

    failed = Signal(str)

    def __init__(self, document: Document, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._folder = folder
        self._claim: Claim | None = None
        self._failing = False
        self._written: Design | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(1000 * SECONDS)
        self._timer.timeout.connect(self.write)
        document.design_changed.connect(self._follow)
        document.opened.connect(self._follow)
        document.saved.connect(self._follow)

    def write(self) -> bool:
        """Write the work down now, unless it is; whether it stands on the disk."""
        document = self._document
        if document.design is self._written:
            return True
        autosaved = Autosaved(
            document.design, _absolute(document.path), document.folder.absolute(), time.time()
        )
        try:
            if self._claim is None:
                self._claim = Claim.take(self._folder)
            if self._claim is None:
                return False  # somebody tidied up at that very moment: at the next turn
            self._claim.write(autosaved)
        except EngineError as error:
            if not self._failing:
                self.failed.emit(f"Unsaved changes cannot be kept safe: {error} Save them.")
            self._failing = True
            return False
        self._failing, self._written = False, document.design
        return True

    def close(self) -> None:
        """End in good order: nothing is left to be restored."""
        self._timer.stop()
        self._written = None
        if self._claim is not None:
            self._claim.discard()
            self._claim.release()
            self._claim = None

    def _follow(self, *_: object) -> None:
        if not self._document.dirty:
            self.close()
        elif not self._timer.isActive():
            self._timer.start()


def _absolute(path: Path | None) -> Path | None:
    return None if path is None else path.absolute()

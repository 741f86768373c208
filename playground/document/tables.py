"""A table of a person's own is read, and a network designed for it, in a thread of its own: a large
one takes seconds."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from engine.errors import EngineError


class TableReader(QObject):
    """Reads one table at a time. `columns_read` carries its path and the names of its columns,
    `designed` its path and a Design, `failed` a sentence; all arrive in the listener's thread."""

    columns_read = Signal(object, object)
    designed = Signal(object, object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None

    @property
    def busy(self) -> bool:
        """Whether a table is being read."""
        return self._thread is not None and self._thread.is_alive()

    def read_columns(self, path: Path) -> None:
        """Begin to read which columns there are."""

        def read() -> Callable[[], None]:
            from engine.data import Dialect
            from engine.data.reading import read_text

            names = read_text(path, Dialect()).names
            return lambda: self.columns_read.emit(path, names)

        self._begin(read)

    def design(self, path: Path, target: str) -> None:
        """Begin to design a network that predicts a column of it."""

        def read() -> Callable[[], None]:
            from playground.tables import for_table

            design = for_table(path, target, path.absolute().parent)
            return lambda: self.designed.emit(path, design)

        self._begin(read)

    def _begin(self, read: Callable[[], Callable[[], None]]) -> None:
        # A daemon: closing the window does not wait for a large table.
        self._thread = threading.Thread(target=self._read, args=(read,), daemon=True)
        self._thread.start()

    def _read(self, read: Callable[[], Callable[[], None]]) -> None:
        try:
            tell = read()
        except EngineError as error:
            sentence = str(error)

            def tell() -> None:
                self.failed.emit(sentence)

        if isValid(self):  # else the window has been closed meanwhile
            tell()

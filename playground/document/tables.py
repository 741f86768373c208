"""A table of a person's own is read, and a network designed for it, in a thread of its own: a large
one takes seconds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from engine.errors import DataError, EngineError
from playground.document.reasons import unforeseen
from playground.document.target_question import Column


class TableReader(QObject):
    """Reads one table at a time. `columns_read` carries its path and its Columns, `designed` its
    path and a Design, `failed` its path, an EngineError and the target, empty where none was asked
    for yet; all arrive in the listener's thread."""

    columns_read = Signal(object, object)
    designed = Signal(object, object)
    failed = Signal(object, object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None

    @property
    def busy(self) -> bool:
        """Whether a table is being read."""
        return self._thread is not None and self._thread.is_alive()

    def read_columns(self, path: Path) -> None:
        """Begin to read which columns there are, and what they hold."""

        def read() -> Callable[[], None]:
            columns = _columns(path)
            return lambda: self.columns_read.emit(path, columns)

        self._begin(read, path)

    def design(self, path: Path, target: str, missing: Sequence[str] = ()) -> None:
        """Begin to design a network that predicts a column of it; the words `missing` stand for
        missing cells, besides those that always do."""

        def read() -> Callable[[], None]:
            from engine.data.cells import MISSING
            from playground.tables import for_table

            design = for_table(path, target, path.absolute().parent, (*MISSING, *missing))
            return lambda: self.designed.emit(path, design)

        self._begin(read, path, target)

    def _begin(self, read: Callable[[], Callable[[], None]], path: Path, target: str = "") -> None:
        # A daemon: closing the window does not wait for a large table.
        self._thread = threading.Thread(target=self._read, args=(read, path, target), daemon=True)
        self._thread.start()

    def _read(self, read: Callable[[], Callable[[], None]], path: Path, target: str) -> None:
        tell = self._told(read, path, target)
        if isValid(self):  # else the window has been closed meanwhile
            tell()

    def _told(
        self, read: Callable[[], Callable[[], None]], path: Path, target: str
    ) -> Callable[[], None]:
        """Read the table; what is to be told of it."""
        try:
            return read()
        except EngineError as error:
            fault = error
        except Exception as error:
            fault = DataError(f"{path.name} could not be read: {unforeseen(error)}.")
        return lambda: self.failed.emit(path, fault, target)


def _columns(path: Path) -> tuple[Column, ...]:
    """The columns of a table in its own order. Raises DataError."""
    from engine.data import Dialect
    from engine.data.reading import find_encoding, read_text
    from engine.data.tabular import find_columns

    cells = read_text(path, Dialect(encoding=find_encoding(path)))
    found = find_columns(cells, target="", split_by=None)
    return tuple(
        Column(each.name, each.type == "number", cells.frame[each.name].n_unique())
        for each in found
    )

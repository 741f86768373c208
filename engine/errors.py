"""What can go wrong, as one family of exceptions: each message says where, what was expected,
what was found and what to do, in one line that a person can act on."""

from __future__ import annotations

from typing import Literal


class EngineError(Exception):
    """A mistake in what the engine was given. `str(error)` is one line, ready to be shown."""


class SpecError(EngineError, ValueError):
    """A value that its field does not allow.

    `where` is the place in the file's own words, such as `$.layers[2].units`, or the name of the
    field alone; `reason` is the rest of the sentence.
    """

    def __init__(self, where: str, reason: str) -> None:
        self.where = where
        self.reason = reason
        super().__init__(f"{where}: {reason}" if where else reason)

    def inside(self, parent: str) -> SpecError:
        """The same mistake, seen from the value that contains it."""
        if not self.where:
            return SpecError(parent, self.reason)
        joint = "" if self.where.startswith("[") else "."
        return SpecError(f"{parent}{joint}{self.where}", self.reason)


class ShapeError(EngineError):
    """Two parts of a network that do not fit together."""


class DataError(EngineError):
    """Data that cannot be read or learned from."""


class CellError(DataError):
    """One cell of a table that does not hold what its column does.

    `row` counts as a spreadsheet does, `expected` and `found` are the words of the message, and
    `word` is what stands in the cell where it could be taken for a missing one, else empty.
    """

    def __init__(
        self, file: str, row: int, column: str, expected: str, found: str, advice: str, word: str
    ) -> None:
        self.file, self.row, self.column = file, row, column
        self.expected, self.found, self.advice, self.word = expected, found, advice, word
        where = f"{file}, row {row}, column {column}"
        super().__init__(f"{where}: expected {expected}, found {found}. {advice}")


class FormatError(EngineError):
    """A file that cannot be written or read as what it claims to be.

    `fault` tells what asks for other advice than a damaged file does: it comes from another
    program, or from a newer version of this one.
    """

    def __init__(self, message: str, fault: Literal["", "foreign", "newer"] = "") -> None:
        self.fault = fault
        super().__init__(message)

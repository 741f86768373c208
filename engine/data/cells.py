"""A text table exactly as written: every cell stays text until someone asks for numbers, so that
an error can name the file, the row and the column, and a prediction can give the cells back
unchanged. Rows are counted as a spreadsheet counts them, the header being row 1."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.data.table import Floats, Ints
from engine.errors import CellError, DataError

if TYPE_CHECKING:
    import polars as pl

Separator = Literal[",", ";", "\t", "|", " "]
Decimal = Literal[".", ","]
Encoding = Literal[
    "utf-8", "utf-16", "cp1252", "latin-1", "cp1250", "cp1251", "shift_jis", "gb18030", "big5"
]

MISSING = ("NA", "NaN", "nan", "null")
LONGEST_WORD, MOST_WORDS = 64, 64  # that can be told to mean a missing cell
MAX_MAGNITUDE = 1e30  # its square still fits float64, and float32 holds the number itself
NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"


class Dialect(msgspec.Struct, frozen=True, kw_only=True):
    """How a text table is written. None for `separator` or `decimal`: found from the table.

    Without a header, columns are called column_1, column_2, … An empty cell is always missing;
    `missing` are further words that mean it.
    """

    separator: Separator | None = None
    decimal: Decimal | None = None
    encoding: Encoding = "utf-8"
    header: bool = True
    missing: tuple[str, ...] = MISSING


class TextTable(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """The cells of a file as text, with the dialect they were read in, nothing left to find.

    `names` are the columns, `unnamed` those whose header cell is empty; `rows` (N,) is where
    each row stands in the file, counted from 1.
    """

    file: str
    dialect: Dialect
    names: tuple[str, ...]
    unnamed: tuple[str, ...]
    rows: Ints
    frame: pl.DataFrame

    def text_rows(self) -> Iterator[tuple[str, ...]]:
        """The cells of each row, exactly as written."""
        return self.frame.iter_rows()

    def words(self, name: str) -> list[str]:
        """The cells of a column without the space around them; "" where missing."""
        return self._words(name).to_list()

    def numbers(self, name: str) -> tuple[Floats, NDArray[np.bool_]]:
        """A column as numbers (N,), NaN where there is none, and where that is a mistake (N,)."""
        import polars as pl

        words = self._words(name)
        written = words
        if self._comma:  # as in _pointed
            points = words.str.replace_all(".", "?", literal=True)
            written = points.str.replace_all(",", ".", literal=True)
        sound = written.str.contains(NUMBER)
        numbers = written.set(~sound, None).cast(pl.Float64, strict=False)
        values = numbers.fill_null(float("nan")).to_numpy()
        # parsing overflows to inf, and what is no number became NaN: neither is below the bound
        within = np.abs(values) <= MAX_MAGNITUDE
        wrong = ~within & (words != "").to_numpy()
        return np.where(within, values, np.nan), wrong

    def only_numbers(self, name: str) -> Floats:
        """A column as numbers, NaN where missing. Raises DataError at the first other cell."""
        values, wrong = self.numbers(name)
        if wrong.any():
            raise self.refuse_number(name, int(np.argmax(wrong)))
        return values

    def require(self, name: str, what: str, otherwise: str = "Choose one of them.") -> None:
        """Raise DataError unless there is a column of this name; `what` says whose it is, and
        `otherwise` what to do where no name is like it."""
        if name in self.names:
            return
        folded = {known.casefold(): known for known in self.names}
        near = difflib.get_close_matches(name.casefold(), folded, n=1)
        advice = f'Did you mean "{folded[near[0]]}"?' if near else otherwise
        if not near and any(re.match(NUMBER, known) for known in self.names):
            advice = f"{otherwise[:-1]}; without a header row they are column_1, column_2, …"
        raise DataError(
            f'{self.file}: expected {what} "{cut(name)}", found the columns '
            f"{listed(self.names)}. {advice}"
        )

    def refuse(
        self, name: str, index: int, expected: str, advice: str, word: str = ""
    ) -> CellError:
        """The error at one cell: file, row, column, expected, found, what to do; `word` is what
        could be taken for a missing cell."""
        cell = self.frame[name][index]
        found = f'"{cut(cell)}"' if cell.strip() else "an empty cell"
        row = int(self.rows[index])
        return CellError(self.file, row, cut(name), expected, found, advice, word)

    def refuse_number(self, name: str, index: int, otherwise: str = "") -> CellError:
        """The error at a cell that should have been a number; `otherwise` is what to do where
        neither its size nor its decimal mark is the reason."""
        word = self.words(name)[index]
        if re.match(NUMBER, self._pointed(word) if self._comma else word):
            return self.refuse(name, index, "a number from -1e30 to 1e30", "Use a larger unit.")
        if re.match(NUMBER, word.replace(",", ".")) and not self._comma:
            advice = 'If its comma is a decimal comma, set decimal to ",".'
        elif re.match(NUMBER, word):
            advice = 'If its point is a decimal point, set decimal to ".".'
        elif otherwise:
            advice = otherwise
        else:
            advice = f'Correct it, or add "{cut(word)}" to the missing words.'
            short = len(word) <= LONGEST_WORD
            return self.refuse(name, index, "a number", advice, word if short else "")
        return self.refuse(name, index, "a number", advice)

    @property
    def _comma(self) -> bool:
        return self.dialect.decimal == ","

    @staticmethod
    def _pointed(word: str) -> str:
        """A number with a decimal comma, with a point; one with a point is then no number."""
        return word.replace(".", "?").replace(",", ".")

    def _words(self, name: str) -> pl.Series:
        words = self.frame[name].str.strip_chars()
        return words.set(words.is_in(list(self.dialect.missing)), "")


def listed(names: Sequence[str]) -> str:
    """The first dozen names in one line."""
    return ", ".join(cut(name) for name in names[:12]) + (", …" if len(names) > 12 else "")


def cut(cell: str) -> str:
    """A cell in one line of at most 40 characters."""
    line = " ".join(cell.split())
    return line if len(line) <= 40 else line[:39] + "…"

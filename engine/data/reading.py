"""From the bytes of a file to a TextTable: size, encoding, separator, quotes and the width of
every row are checked here, and whatever is wrong is named with its place."""

from __future__ import annotations

import csv
import io
import itertools
import stat
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from engine.data.cells import Decimal, Dialect, Encoding, Separator, TextTable, cut
from engine.errors import DataError

if TYPE_CHECKING:
    import polars as pl

MAX_BYTES = 200_000_000
_SAMPLE = 20  # records looked at to find the separator
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_CHUNK = 20_000  # rows held as Python text at a time
_GUESSES: tuple[Separator, ...] = ("\t", ";", "|", ",")
_COMMA_NUMBER = r"^\s*[+-]?[0-9]+,[0-9]+\s*$"
_POINT_NUMBER = r"^\s*[+-]?[0-9]*\.[0-9]+\s*$"

Record = tuple[int, list[str]]  # where it stands in the file, counted from 1, and its cells


def read_text(path: Path, dialect: Dialect) -> TextTable:
    """Read a whole table as text. Raises DataError naming the place of whatever is wrong."""
    import polars as pl

    text = _decode(path.name, _read(path), dialect.encoding)
    separator = dialect.separator or find_separator(text)
    records = _records(path.name, text, separator)
    first = next(records, None)
    if first is None:
        raise DataError(f"{path.name}: expected a table, found an empty file. Add rows to it.")
    names, unnamed = _names(path.name, first, dialect.header)
    if not dialect.header:
        records = itertools.chain([first], records)
    rows: list[int] = []
    frames: list[pl.DataFrame] = []
    schema = dict.fromkeys(names, pl.String())
    while chunk := list(itertools.islice(records, _CHUNK)):
        for row, record in chunk:
            if len(record) != len(names):
                raise DataError(
                    f"{path.name}, row {row}: expected {len(names)} cells, found {len(record)}. "
                    "Fill up a short row, and put quotes around a cell that holds the separator."
                )
        rows.extend(row for row, _ in chunk)
        cells = [record for _, record in chunk]
        frames.append(pl.DataFrame(cells, schema=schema, orient="row"))
    if not rows:
        raise DataError(f"{path.name}: expected rows below the header, found none. Add rows to it.")
    frame = pl.concat(frames)
    decimal = dialect.decimal or _find_decimal(frame, separator)
    return TextTable(
        file=path.name,
        dialect=replace(dialect, separator=separator, decimal=decimal),
        names=names,
        unnamed=unnamed,
        rows=np.array(rows, np.int64),
        frame=frame,
    )


def find_encoding(path: Path) -> Encoding:
    """utf-16 where its byte order mark stands, utf-8 where all bytes are, else cp1252."""
    data = _read(path)
    if data[:2] in _UTF_16:
        return "utf-16"
    try:
        data.decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _read(path: Path) -> bytes:
    """The bytes of a file, whose size is checked first."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise DataError(f"{path}: expected a file, found something else. Choose a text table.")
        if status.st_size > MAX_BYTES:
            raise DataError(
                f"{path.name}: expected at most {MAX_BYTES // 10**6} MB, found "
                f"{status.st_size / 1e6:.0f} MB. Use fewer rows."
            )
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DataError(
            f"{path}: expected a table that can be read, found: {reason}. Check the path."
        ) from error


def _decode(file: str, data: bytes, encoding: str) -> str:
    """The text of a file, without its byte order mark."""
    try:
        text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        guess = "utf-16" if data[:2] in _UTF_16 else "cp1252" if encoding == "utf-8" else "utf-8"
        raise DataError(
            f"{file}, row {row}: expected text in {encoding}, found the byte "
            f'0x{data[error.start]:02X}. Set encoding, perhaps to "{guess}".'
        ) from None
    if "\0" in text:
        raise DataError(
            f"{file}: expected text in {encoding}, found zero bytes. Set encoding, or "
            "choose a text table."
        )
    return text


def find_separator(text: str) -> Separator:
    """The separator that cuts the first rows alike, else the one most often in the header."""
    sample = text[: 1 << 16]
    most, chosen = 1, _GUESSES[-1]
    for separator in _GUESSES:
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
        try:
            records = [record for record in itertools.islice(reader, _SAMPLE) if record]
        except csv.Error:
            continue
        if len(records) > 1 and len(text) > len(sample):
            records.pop()  # it may be cut short
        widths = [len(record) for record in records]
        if widths and widths[0] > 1 and len(set(widths)) == 1:
            return separator
        if widths and widths[0] > most:
            most, chosen = widths[0], separator
    return chosen


def _records(file: str, text: str, separator: str) -> Iterator[Record]:
    """Every record that is not a blank line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    for row in itertools.count(1):
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise DataError(
                f"{file}, row {row}: expected cells whose quotes are closed, found: {error}. "
                "Close the quotes, and double those inside a cell."
            ) from None
        if record:
            yield row, record


def _find_decimal(frame: pl.DataFrame, separator: str) -> Decimal:
    """A comma where it is free and more cells are written with it than with a point."""
    if separator == ",":
        return "."
    commas = sum(int(cells.str.contains(_COMMA_NUMBER).sum()) for cells in frame)
    points = sum(int(cells.str.contains(_POINT_NUMBER).sum()) for cells in frame)
    return "," if commas > points else "."


def _names(file: str, first: Record, header: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns, and those of them that had to be numbered for want of a name."""
    row, cells = first
    numbered = [f"column_{place}" for place in range(1, len(cells) + 1)]
    if not header:
        return tuple(numbered), ()
    given = [cell.strip() for cell in cells]
    names = [name or number for name, number in zip(given, numbered, strict=True)]
    name, times = Counter(names).most_common(1)[0]
    if times > 1:
        raise DataError(
            f'{file}, row {row}: expected every column name once, found "{cut(name)}" '
            f"{times} times. Rename the others."
        )
    return tuple(names), tuple(n for n, cell in zip(names, given, strict=True) if not cell)

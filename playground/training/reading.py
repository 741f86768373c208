"""What was read or drawn of a design's data, and of which data exactly: a table may change on
disk, and is another one then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from engine.data import Csv, Data, Prepared
from engine.design import Design
from engine.trainer import prepare_data


class Source(msgspec.Struct, frozen=True):
    """All that decides which rows there are. `stamp` is when a table's file was last written, in
    ns, and how many bytes it has; None for drawn data, and where there is no such file."""

    data: Data
    seed: int
    folder: Path
    stamp: tuple[int, int] | None

    @classmethod
    def of(cls, design: Design, folder: Path) -> Source:
        """The source of a design's rows as it is now."""
        return cls(design.data, design.seed, folder, _stamp(design.data, folder))

    def read(self) -> Reading:
        """Read or draw the rows. Raises DataError."""
        return Reading(self, prepare_data(Design(data=self.data, seed=self.seed), self.folder))


class Reading(msgspec.Struct, frozen=True, eq=False):
    """The rows of a source, as a network is trained on them."""

    source: Source
    prepared: Prepared


class Readings:
    """The rows that are at hand, and the table that is wanted: one is read at a time, since a
    slider can ask faster than a large one is read. `read` begins to read."""

    def __init__(self, read: Callable[[Source], None]) -> None:
        self._read = read
        self._kept: tuple[Reading, ...] = ()
        self._wanted: Source | None = None
        self._under_way: Source | None = None

    def known(self, source: Source) -> Prepared | None:
        """The rows of a source, if they are at hand."""
        return next((each.prepared for each in self._kept if each.source == source), None)

    def want(self, source: Source) -> None:
        """Have it read, and nothing that was wanted before."""
        self._wanted = source
        if self._under_way is None:
            self._under_way = source
            self._read(source)

    def answered(self, source: Source) -> bool:
        """Take note that a source was read, or could not be; whether it is the wanted one."""
        self._under_way = None
        wanted = self._wanted
        if wanted is not None and wanted != source:
            self.want(wanted)
            return False
        self._wanted = None
        return wanted is not None

    def keep(self, reading: Reading, other: Prepared | None = None) -> None:
        """Keep a reading, and that of the `other` rows, to which weights belong."""
        self._kept = (reading, *(each for each in self._kept if each.prepared is other))

    def keep_only(self, prepared: Prepared) -> bool:
        """Let go of all other rows; whether these are at hand."""
        self._kept = tuple(each for each in self._kept if each.prepared is prepared)
        return bool(self._kept)


def _stamp(data: Data, folder: Path) -> tuple[int, int] | None:
    if not isinstance(data, Csv):
        return None
    try:
        status = (folder / data.path).stat()
    except (OSError, ValueError):  # whoever reads it says so
        return None
    return status.st_mtime_ns, status.st_size

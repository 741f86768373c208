"""Whatever goes wrong while a table is read is told; nobody waits for a thread that has ended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.data import reading
from engine.errors import DataError
from playground.document.refusals import unopened
from playground.document.tables import TableReader


@pytest.mark.parametrize(
    "error", [ModuleNotFoundError("No module named 'polars'"), MemoryError("no room")]
)
@pytest.mark.parametrize(
    "begin",
    [
        lambda reader, path: reader.read_columns(path),
        lambda reader, path: reader.design(path, "kind"),
    ],
)
def test_a_fault_of_ours_is_told_as_any_other(
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    begin: Callable[[TableReader, Path], None],
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    for name in ("read_text", "find_encoding"):
        monkeypatch.setattr(reading, name, fail)
    monkeypatch.setattr("playground.tables.for_table", fail)
    table = tmp_path / "birds.csv"
    table.write_text("bill,kind\n1,a\n")
    reader = TableReader()
    with qtbot.waitSignal(reader.failed) as failed:
        begin(reader, table)
    assert failed.args is not None
    path, fault, _ = failed.args
    assert (path, type(fault)) == (table, DataError)
    told = unopened(path, fault, "Spiral")
    assert told.title == "birds.csv cannot be learned from."
    assert f"{error} (test_tables.py, line " in told.sentence
    qtbot.waitUntil(lambda: not reader.busy)

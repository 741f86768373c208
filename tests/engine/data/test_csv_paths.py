"""A table's path is written from the design's folder, and follows when the design moves."""

from __future__ import annotations

from pathlib import Path

from engine.data import Circle, Csv


def test_a_relative_path_still_leads_to_the_table_from_another_folder(tmp_path: Path) -> None:
    (tmp_path / "old" / "data").mkdir(parents=True)
    (tmp_path / "new").mkdir()
    table = tmp_path / "old" / "data" / "t.csv"
    table.write_text("a,b\n1,2\n")
    data = Csv(path="data/t.csv", target="b").moved(tmp_path / "old", tmp_path / "new")
    assert data.path == "../old/data/t.csv"
    assert (tmp_path / "new" / data.path).resolve() == table


def test_an_absolute_path_and_drawn_data_stay_as_they_are(tmp_path: Path) -> None:
    data = Csv(path=str(tmp_path / "t.csv"), target="b")
    assert data.moved(tmp_path, tmp_path / "new") == data
    assert Circle().moved(tmp_path, tmp_path / "new") == Circle()

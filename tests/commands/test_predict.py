"""`predict`, `evaluate` and `export` take trained weights to tables and other programs."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.formats import Checkpoint
from engine.trainer import prepare_data
from tests.commands.conftest import Playground, Write


def cells(text: str, separator: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


@pytest.fixture
def drawn(playground: Playground, write: Write) -> str:
    """A checkpoint of drawn points, and a table p.csv of its validation rows."""
    playground("train", write(), "--export", "w.safetensors", "--quiet")
    prepared = prepare_data(Checkpoint.read("w.safetensors").design)
    rows = [",".join(["id", "x1", "x2", "y"])]
    for row, (x1, x2) in enumerate(prepared.raw_validation.tolist()):
        rows.append(f" {row:03} ,{x1!r},{x2!r},{prepared.y_validation[row]}")
    Path("p.csv").write_text("\n".join(rows) + "\n")
    return "w.safetensors"


@pytest.fixture
def birds(playground: Playground, table: str) -> str:
    """A checkpoint of the table of birds."""
    playground("new", table, "--target", "species")
    playground("train", "birds.playground", "--export", "b.safetensors", "--quiet")
    return "b.safetensors"


def test_a_prediction_is_the_table_and_its_answers(playground: Playground, drawn: str) -> None:
    ran = playground("predict", drawn, "p.csv")
    assert (ran.code, ran.err) == (0, "")
    head, *rows = cells(ran.out)
    assert head == ["id", "x1", "x2", "y", "prediction", "probability_0", "probability_1"]
    assert [row[:4] for row in rows] == cells(Path("p.csv").read_text())[1:]  # cell by cell
    shares = np.array([[float(cell) for cell in row[5:]] for row in rows])
    assert np.allclose(shares.sum(axis=1), 1)
    assert [row[4] for row in rows] == [str(int(b > 0.5)) for _, b in shares]
    checkpoint = Checkpoint.read(drawn)
    raw = np.array([[float(cell) for cell in row[1:3]] for row in rows])
    assert np.array_equal(checkpoint.predict(raw).probabilities, shares)


def test_a_row_is_predicted_alike_alone_and_among_others(
    playground: Playground, drawn: str
) -> None:
    everything = cells(playground("predict", drawn, "p.csv").out)
    lines = Path("p.csv").read_text().splitlines()
    Path("one.csv").write_text(f"{lines[0]}\n{lines[7]}\n")
    assert cells(playground("predict", drawn, "one.csv").out)[1] == everything[7]


def test_a_table_keeps_its_separator_and_decimal_mark(
    playground: Playground, birds: str, table: str
) -> None:
    ran = playground("predict", birds, table, "--output", "out.csv")
    assert (ran.code, ran.out) == (0, "Saved out.csv, 60 rows.\n")
    head, *rows = cells(Path("out.csv").read_text(encoding="utf-8"), ";")
    assert head[5:] == ["prediction", "probability_owl, large", "probability_wren"]
    assert [row[:5] for row in rows] == cells(Path(table).read_text(), ";")[1:]
    right = sum(row[3] == row[5] for row in rows)
    assert right >= 50
    for row in rows:
        assert float(row[6].replace(",", ".")) + float(row[7].replace(",", ".")) == 1
    again = playground("predict", birds, "out.csv")  # what was written can be read
    assert "expected no column called" in again.complaint


def test_a_value_is_predicted_in_its_own_unit(playground: Playground, table: str) -> None:
    playground("new", table, "--target", "weight", "-o", "v.playground")
    playground("train", "v.playground", "--export", "v.safetensors", "--quiet")
    ran = playground("predict", "v.safetensors", table, "--json")
    assert list(ran.json) == ["rows", "output", "predictions"]
    found = [entry["prediction"] for entry in ran.json["predictions"]]
    weights = [float(row[4].replace(",", ".")) for row in cells(Path(table).read_text(), ";")[1:]]
    assert np.abs(np.array(found) - weights).mean() < 2
    assert all(list(entry) == ["prediction"] for entry in ran.json["predictions"])
    head, *_ = cells(playground("predict", "v.safetensors", table).out, ";")
    assert head[5:] == ["prediction"]


def test_evaluating_on_the_designs_data_gives_what_training_gave(
    playground: Playground, write: Write
) -> None:
    report = playground("train", write(), "--export", "w.safetensors", "--json").json
    found = playground("evaluate", "w.safetensors", "--json").json
    assert list(found) == ["name", "weights_sha256", "train", "validation", "test"]
    assert found["weights_sha256"] == report["weights_sha256"]
    for part in ("train", "validation"):
        assert found[part] == pytest.approx(report[part], rel=1e-5)
    assert found["test"] is None
    assert playground("evaluate", "w.safetensors").out.startswith("train       loss ")


def test_evaluating_on_a_table_gives_its_scores(
    playground: Playground, drawn: str, birds: str, table: str
) -> None:
    of_table = playground("evaluate", drawn, "p.csv", "--json").json
    assert list(of_table) == ["name", "weights_sha256", "table", "rows", "loss", "accuracy"]
    assert of_table["rows"] == 30
    validation = playground("evaluate", drawn, "--json").json["validation"]
    assert of_table["loss"] == pytest.approx(validation["loss"], rel=1e-6)
    assert of_table["accuracy"] == validation["accuracy"]
    assert playground("evaluate", birds, table).out.startswith("birds.csv, 60 rows  loss ")


def test_a_checkpoints_table_is_looked_for_beside_it(
    playground: Playground, birds: str, table: str
) -> None:
    Path("away").mkdir()
    Path(birds).rename("away/b.safetensors")
    ran = playground("evaluate", "away/b.safetensors")
    assert ran.code == 1
    assert ran.complaint.startswith("away/b.safetensors: away/birds.csv: expected a table")
    assert ran.complaint.endswith("Or name a table to evaluate on.")
    assert playground("evaluate", "away/b.safetensors", table).code == 0
    ran = playground("export", "away/b.safetensors", "b.npz", "--json")
    assert (ran.code, ran.json["exports"][0]["max_abs_error"] <= 1e-5) == (0, True)


def test_a_checkpoint_is_written_in_other_forms(playground: Playground, drawn: str) -> None:
    paths = [f"again{suffix}" for suffix in (".safetensors", ".npz", ".numpy.py", ".onnx")]
    ran = playground("export", drawn, *paths, "--json")
    assert ran.code == 0, ran.err
    assert list(ran.json) == ["weights_sha256", "exports"]
    assert [entry["path"] for entry in ran.json["exports"]] == paths
    assert all(entry["max_abs_error"] <= 1e-5 for entry in ran.json["exports"])
    assert Checkpoint.read(paths[0]).weights_sha256 == ran.json["weights_sha256"]
    lines = playground("export", drawn, *paths).out.splitlines()
    assert [line.partition(";")[0] for line in lines] == [f"Saved {path}" for path in paths]


MISTAKES: list[tuple[list[str], str]] = [
    (["predict", "gone.safetensors", "p.csv"], "gone.safetensors: could not be read: No such file"),
    (["predict", "p.csv", "p.csv"], "p.csv: expected a safetensors file"),
    (["predict", "w.safetensors", "gone.csv"], "gone.csv: expected a table, found no such file."),
    (["predict", "w.safetensors", "p.csv", "--output", "p.csv"], "p.csv: expected a file of its"),
    (["predict", "w.safetensors", "p.csv", "--output", "gone/o.csv"], "gone/o.csv: expected a"),
    (["predict", "w.safetensors", "less.csv"], 'less.csv: expected the input "x2", found the col'),
    (["predict", "w.safetensors", "wrong.csv"], "wrong.csv, row 2, column x2: expected a number"),
    (["evaluate", "w.safetensors", "less.csv"], 'less.csv: expected the target "y", found the'),
    (["export", "w.safetensors", "w.pickle"], "w.pickle: expected "),
    (["export", "w.safetensors", "w.safetensors"], "w.safetensors: expected a file of its own"),
]


@pytest.mark.parametrize(("arguments", "expected"), MISTAKES)
def test_mistakes_are_one_line(
    playground: Playground, drawn: str, arguments: list[str], expected: str
) -> None:
    Path("less.csv").write_text("x1\n1\n")
    Path("wrong.csv").write_text("x1,x2\n1,much\n")
    ran = playground(*arguments, "--json")
    assert ran.code == 1
    assert ran.complaint.startswith(expected)
    assert re.search(r"\. (Add|Check|Choose|Correct|Create) [^.]+", ran.complaint)


def test_an_empty_cell_is_named_where_nothing_stands_in_for_it(
    playground: Playground, table: str
) -> None:
    playground("new", table, "--target", "species")
    change: Any = ("--set", "data.columns[0].fill=drop")
    playground("train", "birds.playground", *change, "--export", "b.safetensors", "--quiet")
    Path("more.csv").write_text("length;width;weight\n1,5;2,5;1,0\n;2,5;1,0\n")
    complaint = playground("predict", "b.safetensors", "more.csv").complaint
    assert complaint.startswith("more.csv, row 3, column length: expected a number, found an empty")

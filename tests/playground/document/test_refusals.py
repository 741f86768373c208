"""A file that cannot be opened is refused in words that say what happened, what stays and what to
do; the command's own line is left to those who look closer."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from engine.design import Design
from engine.designfile import dumps, load
from engine.errors import EngineError
from engine.formats import Checkpoint
from engine.layers import Dense
from playground.document.document import CHECKPOINT_SUFFIX
from playground.document.refusals import Refusal, unopened, untrained
from playground.tables import for_table

WHOLE = dumps(Design(layers=(Dense(units=8),)))
ROWS = "".join(f"{n},{n % 7},{'ab'[n % 2]}\n" for n in range(30))


def opened(path: Path) -> object:
    if path.suffix == ".csv":
        return for_table(path, "kind", path.parent)
    return Checkpoint.read(path) if path.suffix == CHECKPOINT_SUFFIX else load(path)


def refusal(path: Path) -> Refusal:
    """What is said of a file when the design Spiral is open."""
    with pytest.raises(EngineError) as caught:
        opened(path)
    return unopened(path, caught.value, "Spiral")


CASES = {
    "cut short": (
        "bad.playground",
        WHOLE[:60],
        "bad.playground is damaged or not a design.",
        "Open an older copy of it, if there is one.",
    ),
    "other JSON": (
        "map.playground",
        json.dumps({"format": "geojson"}),
        "map.playground is not a design.",
        "Choose a file that Perceptron Playground saved.",
    ),
    "a later version": (
        "new.playground",
        WHOLE.replace('"version": 1', '"version": 9'),
        "new.playground was saved by a newer Perceptron Playground.",
        "Open it with that version, or install that version here.",
    ),
    "a value out of bounds": (
        "mine.playground",
        WHOLE.replace('"units": 8', '"units": 0'),
        "mine.playground holds a value that does not fit.",
        "Layer 1, units: expected 1 to 4096, found 0.",
    ),
    "no checkpoint": (
        "w.safetensors",
        "hello",
        "w.safetensors is damaged or not a checkpoint.",
        "Choose a checkpoint.",
    ),
    "a cell that is no number": (
        "t.csv",
        f"u,v,kind\n{ROWS}5,n/a,a\n",
        't.csv, row 32, column v: expected a number, found "n/a".',
        "Correct it, or let it be a missing cell.",
    ),
    "an empty target": (
        "t.csv",
        f"u,v,kind\n{ROWS}5,6,\n",
        "t.csv, row 32, column kind: expected a value to predict, found an empty cell.",
        "Fill it in, or leave the row out.",
    ),
    "an empty table": ("t.csv", "", "t.csv cannot be learned from.", "Expected a table, found"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_refusal_says_what_happened_what_stays_and_what_to_do(name: str, tmp_path: Path) -> None:
    file, content, title, advice = CASES[name]
    path = tmp_path / file
    path.write_text(content)
    told = refusal(path)
    assert (told.title, told.path) == (title, path)
    assert told.sentence.startswith("Spiral is still open. ") and advice in told.sentence
    assert str(tmp_path) not in told.title + told.sentence
    assert "$" not in told.sentence and "JSON" not in told.sentence


@pytest.mark.parametrize("file", ["gone.playground", "gone.safetensors", "gone.csv"])
def test_a_file_that_is_gone_is_told_as_gone(file: str, tmp_path: Path) -> None:
    told = refusal(tmp_path / file)
    assert told.title == f"{file} is not there."
    assert "moved, renamed or deleted" in told.sentence


@pytest.mark.parametrize("file", ["folder.playground", "folder.safetensors", "folder.csv"])
def test_a_folder_is_told_as_a_folder(file: str, tmp_path: Path) -> None:
    (tmp_path / file).mkdir()
    assert refusal(tmp_path / file).title == f"{file} is a folder."


@pytest.mark.parametrize("suffix", [".playground", ".safetensors", ".csv"])
def test_a_file_out_of_reach_is_refused_in_words(suffix: str, tmp_path: Path) -> None:
    name = f"{'long' * 75}{suffix}"  # the system raises when it is asked for it
    told = refusal(tmp_path / name)
    assert told.title == f"{name} could not be read."
    assert told.sentence.endswith("The system says: File name too long.")


def test_a_checkpoint_of_another_program_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "bert.safetensors"
    save_file({"a": np.zeros(3, np.float32)}, path)
    assert refusal(path).title == "bert.safetensors is a checkpoint of another program."


def test_only_a_cell_of_an_input_can_be_taken_as_missing(tmp_path: Path) -> None:
    words = {name: "n/a" if name == "a cell that is no number" else "" for name in CASES}
    for name, (file, content, *_) in CASES.items():
        (tmp_path / file).write_text(content)
        assert refusal(tmp_path / file).word == words[name]


def test_a_design_whose_table_is_at_fault_stays_open(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    with pytest.raises(EngineError) as caught:
        opened(path)
    told = untrained(path, caught.value)
    assert told.title == "t.csv is not there."
    assert told.sentence.startswith("The design is open, but cannot be trained. ")

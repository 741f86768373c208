"""Names come from people and files, and enter what we write as text alone."""

from __future__ import annotations

import ast
import csv
import runpy
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.formats import FORMATS, Checkpoint, export
from engine.formats.languages import Keras, NumPy, Torch
from engine.formats.programs import Language, program
from engine.formats.source import in_docstring, listing, literal
from tests.engine.formats.models import MODELS, Model, table

LANGUAGES: tuple[Language, ...] = (NumPy(), Torch(), Keras())
NAMES = [
    'x"',
    "'; import os",
    '"""\nimport os\n"""',
    "back\\",
    '\\"""',
    "${weights}",
    "{x}",
    "# -*- coding: latin-1 -*-",
    "名前\u2028\u202e",
    "\x7f\x1b[2J",
]

texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=40)
names = (st.sampled_from(NAMES) | texts).filter(lambda name: name not in ("", "1"))


def named(model: Model, column: str, label: str, design: str) -> Checkpoint:
    """The same network over a column, with a class and under a name called like that."""
    checkpoint, _ = model
    fitted = checkpoint.preprocessing
    columns = (msgspec.structs.replace(fitted.columns[0], name=column), *fitted.columns[1:])
    fitted = msgspec.structs.replace(
        fitted, columns=columns, features=(), classes=(label, *fitted.classes[1:])
    )
    return Checkpoint(
        msgspec.structs.replace(checkpoint.design, name=design), fitted, checkpoint.tensors
    )


def skeleton(source: str) -> list[str]:
    """The program without its literals and their places."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            node.value = 0
        elif isinstance(node, ast.List) and all(isinstance(n, ast.Constant) for n in node.elts):
            node.elts = []
    return [ast.dump(statement) for statement in tree.body]


def constants(source: str) -> dict[str, object]:
    return {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id in ("COLUMNS", "CLASSES")
    }


SPIRAL = MODELS["one sigmoid"](Path())


@pytest.mark.parametrize("language", LANGUAGES)
@given(column=names.filter(lambda name: name != "x2"), label=names, design=texts)
def test_a_name_changes_literals_and_nothing_else(
    language: Language, column: str, label: str, design: str
) -> None:
    tame = program(language, named(SPIRAL, "x1", "0", "Untitled"))
    hostile = program(language, named(SPIRAL, column, label, design))
    assert skeleton(hostile) == skeleton(tame)
    assert constants(hostile) == {"COLUMNS": [column, "x2"], "CLASSES": [label, "1"]}


@given(texts)
def test_a_docstring_says_what_can_be_printed(text: str) -> None:
    shown = ast.literal_eval(f'"""{in_docstring(text)}"""')
    assert shown == "".join(letter if letter.isprintable() else " " for letter in text)


@given(st.text(max_size=40))
def test_a_literal_is_the_text(text: str) -> None:
    assert ast.literal_eval(literal(text)) == text
    literal(text).encode()


@given(st.lists(texts, max_size=60))
def test_a_listing_is_the_list(words: list[str]) -> None:
    written = listing("WORDS", map(literal, words))
    assert ast.literal_eval(written.removeprefix("WORDS = ")) == words


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("suffix", [".numpy.py", ".onnx", ".safetensors"])
def test_hostile_names_are_exported_and_read_back(name: str, suffix: str, tmp_path: Path) -> None:
    model = MODELS["one sigmoid"](tmp_path)
    checkpoint = named(model, name, name, name)
    path = tmp_path / f"model{suffix}"
    error = export(checkpoint, path, model[1]).max_abs_error
    assert error is not None
    assert error <= 1e-5
    if suffix == ".safetensors":
        assert Checkpoint.read(path).preprocessing == checkpoint.preprocessing
        assert Checkpoint.read(path).design == checkpoint.design


@pytest.mark.parametrize("name", ['it\'s "quoted"', "${w} {w}", "ünï code", "-rf"])
def test_a_program_finds_its_weights_under_any_file_name(name: str, tmp_path: Path) -> None:
    checkpoint, raw = MODELS["large"](tmp_path)
    path = tmp_path / f"{name}.numpy.py"
    assert export(checkpoint, path, raw).max_abs_error is not None
    labels, _ = runpy.run_path(str(path))["predict"](raw)
    assert labels == checkpoint.predict(raw).answers
    found = FORMATS[".npz"].read_back(path.with_suffix(".npz"), checkpoint, raw)
    assert found is not None
    assert found.answers == labels


def test_a_command_prints_the_table_with_its_predictions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    checkpoint, raw = MODELS["flowers"](tmp_path)
    path = tmp_path / "model.numpy.py"
    export(checkpoint, path, raw)
    asked = table(tmp_path, 'note,year, length ,kind\n"a ""b"", c",1995,2.5,?\n,,,\n')
    runpy.run_path(str(path))["main"](asked)
    header, first, second = csv.reader(capsys.readouterr().out.splitlines(keepends=True))
    names = [f"probability_{name}" for name in checkpoint.preprocessing.classes]
    assert header == ["note", "year", "length", "kind", "prediction", *names]
    ours = checkpoint.predict(np.array([[2.5, 1995.0], [np.nan, np.nan]]))
    assert ours.probabilities is not None
    for row, cells, label, p in zip(
        (first, second),
        (['a "b", c', "1995", "2.5", "?"], [""] * 4),
        ours.answers,
        ours.probabilities,
        strict=True,
    ):
        assert row[:4] == cells
        assert row[4] == label
        np.testing.assert_allclose([float(cell) for cell in row[5:]], p, rtol=0, atol=1e-6)

"""The engine's public names, as its first page lists them."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import engine


@pytest.mark.parametrize("name", engine.__all__)
def test_every_public_name_is_there_and_says_what_it_is(name: str) -> None:
    assert getattr(engine, name).__doc__


def test_a_type_checker_is_told_the_same_names() -> None:
    tree = ast.parse(Path(engine.__file__).read_text(encoding="utf-8"))
    told = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("engine.")
        for alias in node.names
    }
    assert told == set(engine.__all__) == set(engine._HOMES)


def test_a_name_that_is_not_there_is_missed_as_ever() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Trainr'"):
        _ = engine.Trainr


def test_importing_the_engine_imports_no_room_of_it() -> None:
    code = "import engine, sys; print([m for m in sys.modules if m.startswith('engine.')])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ran.stdout == "[]\n"

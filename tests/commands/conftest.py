"""The command as a person types it, in this process, on designs small enough to train at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from playground.cli import main

DESIGN: dict[str, Any] = {
    "format": "perceptron-playground",
    "version": 1,
    "name": "Small",
    "data": {"kind": "circle", "samples": 60, "noise": 0.1},
    "layers": [
        {"kind": "dense", "id": "hidden", "units": 4, "activation": {"kind": "tanh"}},
        {"kind": "dropout", "id": "drop", "rate": 0.1},
        {"kind": "dense", "id": "output", "units": 1, "activation": {"kind": "sigmoid"}},
    ],
    "training": {"epochs": 6},
}


@dataclass(frozen=True)
class Ran:
    """What one command gave back."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def complaint(self) -> str:
        """The one line of a mistake: nothing else was said."""
        assert self.out == ""
        assert self.err.endswith("\n")
        assert self.err.count("\n") == 1
        assert "internal error" not in self.err
        return self.err.removesuffix("\n")


Playground = Callable[..., Ran]


@pytest.fixture
def playground(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Playground:
    """Runs the command in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        return Ran(code, *capsys.readouterr())

    return run


Write = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a small design with raw values put at dotted paths; returns its name."""

    def design(name: str = "small.playground", **changes: Any) -> str:
        raw = json.loads(json.dumps(DESIGN))
        for path, value in changes.items():
            *above, last = path.split("__")
            place = raw
            for step in above:
                place = place[int(step) if isinstance(place, list) else step]
            place[last] = value
        (tmp_path / name).write_text(json.dumps(raw), encoding="utf-8")
        return name

    return design


@pytest.fixture
def table(tmp_path: Path) -> str:
    """60 rows in a European dialect: two numbers, a word, a class and a value."""
    lines = ["length;width;colour;species;weight"]
    for row in range(60):
        length, width = (row * 37 % 60) / 10, (row * 23 % 60) / 10
        species = "wren" if length > width else "owl, large"
        cells = [f"{length:.1f}", f"{width:.2f}", "red", species, f"{3 * length - width:.2f}"]
        lines.append(";".join(cell.replace(".", ",") for cell in cells))
    (tmp_path / "birds.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return "birds.csv"

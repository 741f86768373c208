"""A member that is added in one file is exported by what it says of itself, or refused by name.

Members can only be defined before the first design is read, hence in a process of their own.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

DEFINED = dedent(
    """
    import sys
    import numpy as np
    from engine.activations import Activation
    from engine.layers import Layer, Pass

    class Bent(Activation, frozen=True, tag="bent"):
        def forward(self, z, y):
            np.multiply(z, 0.5, out=y)

    class Halved(Layer, frozen=True, tag="halved"):
        def build(self, wires):
            class HalvedPass(Pass):
                def forward(self):
                    np.multiply(self.x, 0.5, out=self.y)
            return HalvedPass(wires)

    EXPRESSIONS
    from pathlib import Path
    from engine.errors import FormatError
    from engine.formats import Checkpoint, export
    from tests.engine.formats.models import inside
    from engine.layers import Dense

    layer = {"bent": Dense(units=4, activation=Bent()), "halved": Halved()}[sys.argv[1]]
    checkpoint, raw = inside(layer)
    for path in sys.argv[2:]:
        try:
            print(export(checkpoint, path, raw).max_abs_error < 1e-5)
        except FormatError as error:
            print(error)
        print(Path(path).exists())
    """
)
EXPRESSIONS = dedent(
    """
    Bent.numpy = lambda self, x: f"0.5 * {x}"
    Bent.onnx = lambda self, graph, x: graph.node("Mul", x, graph.constant(np.array(0.5)))
    Halved.numpy = lambda self, x, y, outputs: [f"{y} = 0.5 * {x}"]
    Halved.onnx = lambda self, graph, x, tensors, outputs: (
        graph.node("Mul", x, graph.constant(np.array(0.5)))
    )
    """
)


def exported(kind: str, expressions: str, folder: Path, *suffixes: str) -> list[str]:
    """What became of each export: its outcome, and whether there is a file."""
    paths = [str(folder / f"model{suffix}") for suffix in suffixes]
    done = subprocess.run(
        [sys.executable, "-c", DEFINED.replace("EXPRESSIONS", expressions), kind, *paths],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize(("kind", "title"), [("bent", "Bent"), ("halved", "Halved")])
def test_a_member_without_expressions_is_refused_by_name(
    kind: str, title: str, tmp_path: Path
) -> None:
    suffixes = (".onnx", ".numpy.py", ".torch.py", ".keras.py")
    said = exported(kind, "", tmp_path, *suffixes)
    for suffix, language in zip(suffixes, ("ONNX", "NumPy", "PyTorch", "Keras"), strict=True):
        assert said.pop(0) == (
            f"{tmp_path / 'model'}{suffix}: {title}: expected an expression for {language}, found "
            f'none in kind "{kind}". Export to .safetensors or .npz instead, or choose another '
            "kind."
        )
        assert said.pop(0) == "False"


@pytest.mark.parametrize("kind", ["bent", "halved"])
def test_its_weights_can_be_exported_all_the_same(kind: str, tmp_path: Path) -> None:
    said = exported(kind, "", tmp_path, ".safetensors", ".npz")
    assert said == ["True"] * 4


@pytest.mark.parametrize("kind", ["bent", "halved"])
def test_a_member_with_expressions_is_exported(kind: str, tmp_path: Path) -> None:
    said = exported(kind, EXPRESSIONS, tmp_path, ".onnx", ".numpy.py", ".npz")
    assert said == ["True"] * 6


def test_exporting_waits_with_its_libraries_until_they_are_needed() -> None:
    code = "import engine.formats, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert not loaded & {"onnx", "onnxruntime", "torch", "keras", "polars", "PySide6"}

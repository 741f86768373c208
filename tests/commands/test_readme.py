"""What the README shows works as it stands there."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from playground import commands
from tests.commands.conftest import Playground

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def shown(language: str, containing: str) -> str:
    """The one code block of a language with a text in it."""
    blocks = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    (block,) = (block for block in blocks if containing in block)
    return str(block)


def test_the_design_it_shows_trains(playground: Playground) -> None:
    Path("rings.playground").write_text(shown("json", "Rings"))
    report = playground("train", "rings.playground", "--json").json
    assert report["name"] == json.loads(shown("json", "Rings"))["name"] == "Rings"
    assert report["validation"]["accuracy"] > 0.8


def test_the_engine_is_used_as_it_shows(playground: Playground) -> None:
    Path("spiral.playground").write_text(shown("json", "Rings"))
    program = shown("python", "engine.load")
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("1 0.")
    assert len(ran.stdout.splitlines()) == 50
    assert Path("spiral.safetensors").is_file()


def test_the_tour_says_what_the_command_says(playground: Playground) -> None:
    assert playground("new", "spiral").out in shown("console", "playground new spiral")
    refused = playground("train", "spiral.playground", "--set", "layers.output.units=3")
    assert refused.err in shown("console", "layers.output.units=3")
    change = ("--set", "layers.dense_1.units=4", "--set", "training.optimizer=sgd")
    assert " ".join(change) in shown("sh", "--set")
    assert playground("train", "spiral.playground", *change, "--epochs", "1", "--quiet").code == 0


ADDED = """
import sys
import numpy as np
from engine.activations import Activation, Array
{source}
from playground.cli import main
assert main(["schema", "--markdown"]) == 0
options = ["--set", "layers.dense_1.activation=softsign", "--epochs", "2", "--quiet"]
assert main(["train", "rings.playground", *options, "--export", "w.numpy.py"]) == 0
sys.exit(main(["train", "rings.playground", *options, "--export", "w.torch.py"]))
"""


def test_the_class_it_adds_is_found_by_everything(playground: Playground) -> None:
    Path("rings.playground").write_text(shown("json", "Rings"))
    program = ADDED.format(source=shown("python", "class Softsign"))
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8"
    )
    assert "`softsign`" in ran.stdout
    assert Path("w.numpy.py").is_file()
    assert ran.returncode == 1
    assert ran.stderr.startswith("w.torch.py: Softsign: expected an expression for PyTorch")


def test_it_names_every_command_and_option_of_train(playground: Playground) -> None:
    for name in commands.NAMES:
        assert f"`playground {name}" in README
    for option in re.findall(r"--[a-z]+", playground("train", "--help").out):
        assert option == "--help" or f"`{option}" in README

"""The first word chooses a command or a file to open; whatever goes wrong is one line."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from playground import app, cli, commands
from tests.commands.conftest import Playground, Write


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What the window was opened with, instead of opening it."""
    calls: list[list[str]] = []
    monkeypatch.setattr(app, "run", lambda argv: calls.append(list(argv)) or 0)
    return calls


def test_without_a_command_the_window_opens(
    playground: Playground, write: Write, opened: list[list[str]], tmp_path: Path
) -> None:
    assert playground().code == 0
    assert playground(write()).code == 0
    (tmp_path / "train").touch()
    assert playground("./train").code == 0
    assert opened == [[], ["small.playground"], ["./train"]]


def test_a_file_that_is_not_there_may_be_a_command_misspelled(
    playground: Playground, opened: list[list[str]]
) -> None:
    ran = playground("trian")
    assert ran.code == 1
    assert 'found no such file. Did you mean "playground train"?' in ran.complaint
    assert playground("gone.playground").complaint.endswith("Check the path.")
    assert opened == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("{}.playground",),
        ("train", "{}.playground"),
        ("new", "{}.csv", "--target", "y"),
        ("new", "{}"),
    ],
)
def test_a_path_out_of_reach_is_said_to_be(
    playground: Playground, opened: list[list[str]], arguments: tuple[str, ...]
) -> None:
    ran = playground(*[argument.format("long" * 75) for argument in arguments])
    assert ran.code == 1
    assert ": could not be reached: File name too long." in ran.complaint
    assert opened == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("a.playground", "b.playground"),
        ("--wrong",),
        ("train",),
        ("train", "d.playground", "--epochs", "many"),
        ("train", "d.playground", "--threads", "0"),
        ("train", "d.playground", "--state"),
        ("train", "d.playground", "--state", "--export", "w.npz"),
        ("train", "d.playground", "--set", "training.epochs"),
        ("export", "c.safetensors"),
        ("schema", "--yaml"),
        ("new",),
    ],
)
def test_a_wrong_call_is_usage(playground: Playground, arguments: tuple[str, ...]) -> None:
    ran = playground(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("usage: playground")


def test_help_lists_every_command_and_version_is_told(playground: Playground) -> None:
    ran = playground("--help")
    assert ran.code == 0
    for name in commands.NAMES:
        assert f"\n  {name} " in ran.out
        of_one = playground(name, "--help")
        assert of_one.code == 0
        assert "--json" in of_one.out
    assert playground("--version").out.startswith("playground ")


def test_an_unexpected_exception_is_one_line(
    playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(name: str) -> None:
        raise ZeroDivisionError("a\nb")

    monkeypatch.setattr(commands, "load", load)
    ran = playground("schema")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("internal error at test_cli.py, line ")
    assert ran.err.endswith(": ZeroDivisionError: a b; please report it\n")


def test_a_full_disk_is_a_plain_mistake(
    playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(name: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(commands, "load", load)
    ran = playground("schema")
    assert ran.code == 1
    assert ran.complaint.startswith("stdout: could not be written: No space left on device.")


def test_too_little_memory_is_a_plain_mistake(
    playground: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(name: str) -> None:
        raise MemoryError

    monkeypatch.setattr(commands, "load", load)
    ran = playground("schema")
    assert (ran.code, ran.complaint.startswith("Not enough memory.")) == (1, True)


def test_a_closed_stdout_is_no_mistake() -> None:
    ran = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m playground schema >&-"], capture_output=True, text=True
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_ctrl_c_elsewhere_aborts(playground: Playground, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "load", load)
    assert playground("schema").code == cli.ABORTED


def in_a_process(*arguments: str, code: str = "") -> subprocess.CompletedProcess[str]:
    """`code`, by default the command itself, in a fresh Python without a screen."""
    code = code or "import sys; from playground.cli import main; sys.exit(main(sys.argv[1:]))"
    environment = {k: v for k, v in os.environ.items() if "DISPLAY" not in k}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=environment
    )


def test_a_reader_that_has_enough_ends_it_quietly() -> None:
    code = f"{sys.executable} -m playground schema --markdown | head -n 1"
    ran = subprocess.run(["sh", "-c", code], capture_output=True, text=True)
    assert (ran.stdout, ran.stderr) == ("#### The design\n", "")


def test_names_beyond_the_terminals_letters_are_still_written(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    ran = subprocess.run(
        [sys.executable, "-m", "playground", "check", "Größe.playground"],
        capture_output=True, env=environment, cwd=tmp_path,
    )  # fmt: skip
    assert ran.returncode == 1
    assert "Größe.playground: expected a design file".encode() in ran.stderr


USED = """
import sys
from playground.cli import main
for arguments in {calls!r}:
    assert main(arguments) == 0, arguments
heavy = {heavy!r}
loaded = sorted(name for name in sys.modules if name.partition(".")[0] in heavy)
assert not loaded, loaded
"""
QT = ("PySide6", "shiboken6", "pyqtgraph", "superqt")


def test_no_command_imports_qt(write: Write, tmp_path: Path, table: str) -> None:
    design, weights = str(tmp_path / write()), str(tmp_path / "w.safetensors")
    birds = str(tmp_path / "birds")
    calls = [
        ["schema"], ["templates"], ["check", design],
        ["new", str(tmp_path / table), "--target", "species", "-o", birds],
        ["train", birds, "--epochs", "2", "--export", weights, "--json"],
        ["export", weights, str(tmp_path / "w.npz")],
        ["evaluate", weights], ["predict", weights, str(tmp_path / table), "--json"],
    ]  # fmt: skip
    ran = in_a_process(code=USED.format(calls=calls, heavy=QT))
    assert ran.returncode == 0, ran.stderr


def test_training_on_drawn_points_imports_no_reader_of_tables_and_no_onnx(
    write: Write, tmp_path: Path
) -> None:
    weights = str(tmp_path / "w.safetensors")
    calls = [["train", str(tmp_path / write()), "--quiet", "--export", weights]]
    ran = in_a_process(code=USED.format(calls=calls, heavy=(*QT, "polars", "onnx", "onnxruntime")))
    assert ran.returncode == 0, ran.stderr
    assert (ran.stdout, ran.stderr) == ("", "")

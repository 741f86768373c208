"""The files a command is given: opened, or found wanting, before any work is done."""

from __future__ import annotations

import difflib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from engine.design import Design
from engine.designfile import SUFFIX, load
from engine.errors import FormatError
from playground import templates

CHECKPOINT = ".safetensors"


def open_design(path: str) -> Design:
    """The design in a file. Raises EngineError, with a hint where another file must be meant."""
    if path.endswith(CHECKPOINT):
        raise FormatError(
            f"{path}: expected a design file, found a checkpoint. Give the design it was trained "
            f"from; train takes the checkpoint as --resume {path}."
        )
    if found(path) == "no such file":
        raise FormatError(f"{path}: expected a design file, found no such file. {_advice(path)}")
    return load(path)


def found(path: str | Path) -> str:
    """What stands at a path: `a file`, `a folder` or `no such file`.

    Raises FormatError where the system does not say, such as for a folder one may not enter.
    """
    path = Path(path)
    try:
        return "a folder" if path.is_dir() else "a file" if path.exists() else "no such file"
    except OSError as error:
        raise FormatError(
            f"{path}: could not be reached: {error.strerror}. Check the path."
        ) from error


def _advice(path: str) -> str:
    stem = Path(path).name.removesuffix(SUFFIX)
    if stem in templates.names():
        return f'It is the name of a template: "playground new {stem}" writes it to a file.'
    folder = Path(path).parent
    names = [f.name for f in folder.glob(f"*{SUFFIX}")] if folder.is_dir() else []
    near = difflib.get_close_matches(Path(path).name, names, n=1)
    if near:
        return f'Did you mean "{folder / near[0]}"?'
    return 'Check the path; "playground new" writes a design, "playground templates" lists some.'


def table_file(path: str) -> Path:
    """A table that is there. Raises FormatError."""
    if (stands := found(path)) != "a file":
        raise FormatError(f"{path}: expected a table, found {stands}. Check the path.")
    return Path(path)


def check_outputs(outputs: Iterable[str], inputs: Iterable[str | Path]) -> None:
    """Raise FormatError where a result could not be written, or would replace what is read."""
    taken = {Path(path).resolve(): "is read by this command" for path in inputs}
    for output in outputs:
        path = Path(output)
        place = path.resolve()
        if place in taken:
            raise FormatError(
                f"{output}: expected a file of its own to write, found one that {taken[place]}. "
                "Choose another name."
            )
        taken[place] = "another result is written to"
        _check_writable(path)


def _check_writable(path: Path) -> None:
    folder = path.parent
    if path.is_dir():
        raise FormatError(f"{path}: expected a file to write, found a folder. Add a file name.")
    if not folder.is_dir():
        raise FormatError(
            f"{path}: expected a folder to write to, found no such folder: {folder}. Create it."
        )
    try:
        handle, probe = tempfile.mkstemp(prefix=".playground.", dir=folder)
    except OSError as error:
        raise FormatError(
            f"{path}: expected a folder that can be written to, found: {error.strerror}. "
            "Choose another folder."
        ) from None
    os.close(handle)
    os.unlink(probe)

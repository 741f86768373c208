"""What could not be done, in a person's words: what happened to which file, what stays as it was,
and what to do. The error's own line, as the command prints it, is for those who look closer."""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from engine.errors import CellError, DataError, EngineError, FormatError, SpecError
from playground.document.document import CHECKPOINT_SUFFIX

_ALLOWED = "You are not allowed to read it. Copy it to a folder of your own."
_LOST = "Check whether it was moved, renamed or deleted."
_COPY = "Open an older copy of it, if there is one."


class Refusal(msgspec.Struct, frozen=True):
    """`title` says what happened, with the file's name alone; `sentence` what stays and what to
    do. `path` is where the file is; `word` what in its cells could be taken as missing."""

    title: str
    sentence: str = ""
    path: Path | None = None
    word: str = ""


def unopened(path: Path, error: EngineError, still: str) -> Refusal:
    """A file that did not take the place of what is `still` open."""
    title, advice = _told(path, error)
    word = error.word if isinstance(error, CellError) else ""
    return Refusal(title, f"{still} is still open. {advice}", path, word)


def untrained(path: Path, error: EngineError) -> Refusal:
    """A table that the open design cannot be trained on."""
    title, advice = _told(path, error)
    word = error.word if isinstance(error, CellError) else ""
    return Refusal(title, f"The design is open, but cannot be trained. {advice}", path, word)


def _told(path: Path, error: EngineError) -> tuple[str, str]:
    """What happened, and what to do."""
    name, faults = path.name, list(_chain(error))
    cause = next((each for each in faults if isinstance(each, OSError)), None)
    if isinstance(error, CellError):
        place = f"{error.file}, row {error.row:,}, column {error.column}"
        advice = "Correct it, or let it be a missing cell." if error.word else error.advice
        return f"{place}: expected {error.expected}, found {error.found}.", advice
    if os.path.isdir(path):
        return f"{name} is a folder.", "Choose a file in it."
    if cause is not None and cause.errno in (errno.ENOENT, errno.ENOTDIR):
        return f"{name} is not there.", _LOST
    if cause is not None and cause.errno in (errno.EACCES, errno.EPERM):
        return f"{name} could not be read.", _ALLOWED
    if cause is not None:
        return f"{name} could not be read.", f"The system says: {cause.strerror or cause}."
    if any(isinstance(each, FormatError) and each.fault == "newer" for each in faults):
        advice = "Open it with that version, or install that version here."
        return f"{name} was saved by a newer Perceptron Playground.", advice
    if any(isinstance(each, FormatError) and each.fault == "foreign" for each in faults):
        return _foreign(path)
    return _damaged(path, error, faults)


def _foreign(path: Path) -> tuple[str, str]:
    if path.suffix.lower() == CHECKPOINT_SUFFIX:
        advice = "Choose a checkpoint that Perceptron Playground exported."
        return f"{path.name} is a checkpoint of another program.", advice
    return f"{path.name} is not a design.", "Choose a file that Perceptron Playground saved."


def _damaged(path: Path, error: EngineError, faults: list[BaseException]) -> tuple[str, str]:
    name = path.name
    slip = next((each for each in faults if isinstance(each, SpecError)), None)
    if slip is not None:
        innermost = [each for each in faults if isinstance(each, SpecError)][-1]
        place = _place(innermost.where)
        said = f"{place}: {innermost.reason}" if place else _sentence(innermost.reason)
        return f"{name} holds a value that does not fit.", said
    garbled = next((each for each in faults if isinstance(each, json.JSONDecodeError)), None)
    if isinstance(error, DataError):
        return f"{name} cannot be learned from.", _detail(path, error)
    what = "checkpoint" if path.suffix.lower() == CHECKPOINT_SUFFIX else "design"
    title = f"{name} is damaged or not a {what}."
    if garbled is not None:
        at = f"line {garbled.lineno:,}, column {garbled.colno:,}"
        return title, f"It cannot be understood from {at} on. {_COPY}"
    deepest = next(each for each in reversed(faults) if isinstance(each, EngineError))
    return title, f"{_detail(path, deepest)} {_COPY}"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what caused it, down to the first cause."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__


def _detail(path: Path, error: EngineError) -> str:
    """The error's line without the file, which the title names."""
    line = str(error).removeprefix(f"{path}: ").removeprefix(f"{path.name}: ")
    return _sentence(line.removeprefix(f"{path.name}, "))


def _place(where: str) -> str:
    """`Layer 3, units` for `$.layers[2].units`; nothing for the whole file."""
    words = []
    for name, index in re.findall(r"\.([^.\[\]]+)(?:\[(\d+)\])?", where):
        said = name.replace("_", " ")
        words.append(f"{said.removesuffix('s')} {int(index) + 1}" if index else said)
    return _sentence(", ".join(words))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]

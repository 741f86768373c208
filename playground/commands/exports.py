"""Writing a trained network in every form that was asked for, each compared with our own
prediction before it is called exported."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from engine.data.table import Floats
from engine.errors import EngineError, FormatError
from engine.formats import Checkpoint, Exported, export, format_of
from playground.commands.answers import amount


def check_formats(paths: Iterable[str]) -> None:
    """Raise FormatError for the first path whose suffix is no format of ours."""
    for path in paths:
        format_of(path)


def rehearse(checkpoint: Checkpoint, paths: Iterable[str]) -> None:
    """Write untrained weights to nowhere, so that a design which cannot be exported is refused
    before it is trained. Raises FormatError."""
    for path in paths:
        with tempfile.TemporaryDirectory() as folder:
            try:
                format_of(path).write(checkpoint, Path(folder) / Path(path).name)
            except EngineError as error:
                raise FormatError(f"{path}: {error}") from None


def write_exports(
    checkpoint: Checkpoint, paths: Iterable[str], raw: Floats
) -> tuple[list[Exported], list[str]]:
    """What was written, and what could not be, in words: one failure does not keep the others."""
    written, mistakes = [], []
    for path in paths:
        try:
            written.append(export(checkpoint, path, raw))
        except EngineError as error:
            mistakes.append(str(error))
    return written, mistakes


def as_json(exported: Exported) -> dict[str, object]:
    """One entry of the list of exports."""
    return {
        "path": exported.path,
        "format": exported.format,
        "max_abs_error": exported.max_abs_error,
    }


def in_words(exported: Exported) -> str:
    """One line about a file that was written."""
    error = exported.max_abs_error
    if error is None:
        return f"Saved {exported.path}; nothing is installed here that could read it back."
    return f"Saved {exported.path}; read back, it differs by at most {amount(error)}."

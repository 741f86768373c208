"""Pieces of source text: whatever comes from outside becomes a literal that says just that."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

WIDTH = 100


def in_docstring(text: str) -> str:
    """`text` as it may stand between triple quotes, whatever is in it."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return printable.replace("\\", "\\\\").replace('"', '\\"')


def literal(text: str) -> str:
    """The text as a Python literal, in double quotes wherever it can be read."""
    return f'"{in_docstring(text)}"' if text.isprintable() else repr(text)


def listing(name: str, items: Iterable[str]) -> str:
    """`name = [items]`, over several lines where it is long."""
    entries = list(items)
    line = f"{name} = [{', '.join(entries)}]"
    if len(line) <= WIDTH:
        return line
    lines = [""]
    for entry in entries:
        if lines[-1] and len(lines[-1]) + len(entry) + 6 > WIDTH:
            lines.append("")
        lines[-1] += f"{' ' if lines[-1] else ''}{entry},"
    return "\n".join([f"{name} = [", *(f"    {line}" for line in lines), "]"])


def written(tensors: Mapping[str, Array], function: str, module: str) -> str:
    """`w = {…}` with every tensor by its name, each number as short as it can be."""
    lines = []
    for name, array in tensors.items():
        head = f'    "{name}": {function}('
        numbers = np.array2string(
            array,
            max_line_width=WIDTH - len(f", {module}.float32"),
            prefix=head,
            separator=", ",
            threshold=sys.maxsize,
            formatter={"float_kind": _literal},
        )
        lines.append(f"{head}{numbers}, {module}.{array.dtype.name}),")
    return "\n".join(["w = {", *lines, "}"])


def _literal(value: np.floating[Any]) -> str:
    short = str(value)
    return short if type(value)(float(short)) == value else repr(float(value))


def block(lines: Iterable[str]) -> str:
    """The lines as the body of a function."""
    return "\n".join(f"    {line}" for line in lines)


def counted(count: int, noun: str) -> str:
    """`1 layer`, `2 layers`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"

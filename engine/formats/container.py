"""The safetensors container, read as if it were hostile: a few bytes say what follows, and they
must agree with the real size of the file before anything is allocated for it."""

from __future__ import annotations

import math
import stat
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load, save

from engine.designfile import parse
from engine.errors import FormatError
from engine.files import write_atomically
from engine.spec import shown

Array = NDArray[Any]

KEY = "playground"  # the one key of our metadata
MOST_HEADER = 100_000_000  # bytes, as safetensors itself has it
_DTYPES: dict[str, np.dtype[Any]] = {
    "F32": np.dtype(np.float32),
    "F64": np.dtype(np.float64),
}


class Declared(msgspec.Struct, frozen=True):
    """What the header says of one tensor."""

    dtype: np.dtype[Any]
    shape: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return math.prod(self.shape)


class Container(msgspec.Struct, frozen=True):
    """A file whose header has been read and agrees with its size; its numbers have not been."""

    path: Path
    size: int
    metadata: str
    tensors: dict[str, Declared]

    @classmethod
    def open(cls, path: Path) -> Container:
        """Read the header. Raises FormatError, without the path, for whatever is wrong with it."""
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):
                raise FormatError("expected a file, found something else. Check the path.")
            with path.open("rb") as file:
                header, rest = _header(file, status.st_size)
        except (OSError, ValueError) as error:
            raise FormatError(_unreadable(error)) from error
        metadata = header.pop("__metadata__", None)
        text = metadata.get(KEY) if isinstance(metadata, dict) else None
        if not isinstance(text, str):
            raise FormatError(
                f'__metadata__: expected the text "{KEY}", found none. Only files that '
                "Perceptron Playground wrote can be opened.",
                "foreign",
            )
        return cls(path, status.st_size, text, _tiled(header, rest))

    def load(self) -> dict[str, Array]:
        """Every tensor as a read-only array. Raises FormatError, without the path."""
        try:
            with self.path.open("rb") as file:
                content = file.read(self.size + 1)
            tensors: dict[str, Array] = load(content)
        except OSError as error:
            raise FormatError(_unreadable(error)) from error
        except (SafetensorError, ValueError, TypeError, KeyError) as error:
            raise FormatError(f"expected a safetensors file, found: {error}.") from None
        found = {name: Declared(array.dtype, array.shape) for name, array in tensors.items()}
        if found != self.tensors:
            raise FormatError("expected the tensors of its header, found others. Read it again.")
        for array in tensors.values():
            array.flags.writeable = False
        return tensors


def write(path: Path, tensors: dict[str, Array], metadata: str) -> None:
    """Write a container whole or not at all. Raises FormatError."""
    # save() takes the bytes of an array as they lie, whatever its strides say.
    contiguous = {name: np.array(array, order="C") for name, array in tensors.items()}
    write_atomically(path, save(contiguous, {KEY: metadata}))


def _unreadable(error: OSError | ValueError) -> str:
    return f"could not be read: {getattr(error, 'strerror', None) or error}. Check the path."


def _header(file: BinaryIO, size: int) -> tuple[dict[str, Any], int]:
    """The header as JSON, and how many bytes follow it."""
    length = int.from_bytes(file.read(8), "little")
    if size < 8 or length > min(size - 8, MOST_HEADER):
        raise FormatError(
            "expected a safetensors file, found one that is cut short or something else. "
            "Choose a checkpoint."
        )
    header = parse(file.read(length))
    if not isinstance(header, dict):
        raise FormatError(f"header: expected an object, found {shown(header)}.")
    return header, size - 8 - length


def _tiled(header: dict[str, Any], rest: int) -> dict[str, Declared]:
    """What is declared, if the tensors fill the `rest` bytes without a gap or an overlap."""
    declared: dict[str, Declared] = {}
    places: list[tuple[int, int]] = [(0, 0), (rest, rest)]
    for name, entry in header.items():
        match entry:
            case {"dtype": str(dtype), "shape": list(shape), "data_offsets": [int(a), int(b)]} if (
                dtype in _DTYPES and all(type(n) is int and n >= 0 for n in shape)
            ):
                tensor = Declared(_DTYPES[dtype], tuple(shape))
            case _:
                raise FormatError(
                    f"{shown(name)}: expected a tensor of F32 or F64 numbers, found {shown(entry)}."
                )
        if tensor.size * tensor.dtype.itemsize != b - a:
            raise FormatError(
                f"{shown(name)}: expected {tensor.size * tensor.dtype.itemsize} bytes for shape "
                f"{list(shape)}, found {b - a}."
            )
        declared[name] = tensor
        places.append((a, b))
    places.sort()
    if places[-1] != (rest, rest) or any(end != start for (_, end), (start, _) in pairwise(places)):
        raise FormatError(
            f"expected tensors that fill the {rest} bytes after the header, found others. "
            "The file is cut short or damaged."
        )
    return declared

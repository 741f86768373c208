"""Writing files so that a power cut leaves the old one or the new one, never half of each."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from engine.errors import FormatError


def write_atomically(path: Path | str, content: bytes) -> None:
    """Write `content` to `path`: temporary file beside it → fsync → rename → fsync the folder.

    A link stays one; what it leads to is replaced. Raises FormatError with the file and the
    reason; the old file then still stands.
    """
    path = Path(path)
    temporary: str | None = None
    try:
        path = path.resolve() if path.is_symlink() else path
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode(path))
        os.replace(temporary, path)
        temporary = None
        _sync_folder(path.parent)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise FormatError(f"{path}: could not be written: {reason}.") from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced, or those a new file would get."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Make the rename itself last; where a folder cannot be opened, as on Windows, do without."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_limited(path: Path | str, limit: int) -> bytes:
    """The whole file, if it has at most `limit` bytes. Raises FormatError with the reason."""
    path = Path(path)
    try:
        if path.is_dir():
            raise FormatError(f"{path}: expected a file, found a folder. Choose a file.")
        size = path.stat().st_size
        if size > limit:
            raise FormatError(
                f"{path}: expected at most {limit // 1_000_000} MB, found {size // 1_000_000} MB. "
                "Choose a smaller file."
            )
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise FormatError(f"{path}: could not be read: {reason}. Check the path.") from error
    if len(content) > limit:
        raise FormatError(
            f"{path}: expected at most {limit // 1_000_000} MB, found more. Choose a smaller file."
        )
    return content

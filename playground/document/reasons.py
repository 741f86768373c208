"""Why a file could not be written or read, in words that say what to do something about."""

from __future__ import annotations

import errno
import traceback
from pathlib import Path

from engine.errors import EngineError

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is used up",
    errno.EACCES: "you are not allowed to write there",
    errno.EPERM: "you are not allowed to write there",
    errno.EROFS: "the disk is read-only",
    errno.ENOENT: "its folder is not there any more",
    errno.ENOTDIR: "its folder is not there any more",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EIO: "the disk reported a fault",
}


def unwritten(name: str, error: EngineError) -> str:
    """`Could not save Spiral.playground: the disk is full. Your work is still open.`"""
    cause = error.__cause__
    reason = _REASONS.get(cause.errno or 0) if isinstance(cause, OSError) else None
    if reason is None:
        return f"Could not save {name}. {error} Your work is still open."
    return f"Could not save {name}: {reason}. Your work is still open."


def unforeseen(error: Exception) -> str:
    """`No module named 'polars' (reading.py, line 3)`: a mistake of ours, and where it was made."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{error} ({Path(last.filename).name}, line {last.lineno})"

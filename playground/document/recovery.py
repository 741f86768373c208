"""What an unfinished session leaves behind, and how the next one finds it. No Qt here.

Each session with unsaved work has two files in the app's data folder: `<id>.autosave`, its design
with where it came from, and `<id>.lock`, which the operating system holds locked for as long as
the process lives. A lock that can be taken belonged to a session that crashed, whatever process has
its number today.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
import uuid
from math import isfinite
from pathlib import Path
from typing import IO

import msgspec

from engine.design import Design
from engine.designfile import LARGEST, from_raw, parse, to_raw
from engine.errors import EngineError, FormatError
from engine.files import read_limited, write_atomically
from engine.spec import shown
from playground.document.refusals import Refusal

FORMAT = "perceptron-playground-autosave"
VERSION = 1
SUFFIX = ".autosave"
_LOCK = ".lock"
_UNREAD = "Unsaved work of an earlier session cannot be read."
_NEWER = "A newer Perceptron Playground kept unsaved work here."
_DAMAGED = ".damaged"
_ROOM = 100_000  # bytes for what stands around the design

if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Autosaved(msgspec.Struct, frozen=True):
    """Unsaved work: the design, the file it was opened from if any, where its data's relative
    paths start, and when it was written (seconds since 1970)."""

    design: Design
    path: Path | None
    folder: Path
    time: float


class Claim:
    """A session's place in the folder, held by a lock until it is released or the process ends."""

    def __init__(self, folder: Path, session: str, lock: IO[bytes]) -> None:
        self.file = folder / f"{session}{SUFFIX}"
        self._lock_file = folder / f"{session}{_LOCK}"
        self._folder, self._session, self._lock = folder, session, lock

    @classmethod
    def take(cls, folder: Path, session: str = "") -> Claim | None:
        """Claim a session, a new one unless it is named; None where another process holds it.

        Raises FormatError where the folder cannot be written.
        """
        session = session or uuid.uuid4().hex
        path = folder / f"{session}{_LOCK}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = path.open("ab")
        except OSError as error:
            raise FormatError(f"{path}: could not be written: {error.strerror}.") from error
        try:
            _lock(lock)
            if not path.exists() or not os.path.samestat(os.fstat(lock.fileno()), path.stat()):
                raise OSError("taken away between opening and locking")
        except OSError:
            lock.close()
            return None
        return cls(folder, session, lock)

    def write(self, autosaved: Autosaved) -> None:
        """Write unsaved work, whole or not at all. Raises FormatError."""
        content = {
            "format": FORMAT,
            "version": VERSION,
            "name": autosaved.design.name,
            "path": None if autosaved.path is None else str(autosaved.path),
            "folder": str(autosaved.folder),
            "time": autosaved.time,
            "design": to_raw(autosaved.design),
        }
        try:
            encoded = msgspec.json.encode(content)
        except UnicodeEncodeError as error:  # a folder whose name no text can hold
            raise FormatError(f"{self.file}: could not be written: {error}.") from error
        write_atomically(self.file, msgspec.json.format(encoded, indent=2))

    def read(self) -> Autosaved:
        """What the session was working on. Raises EngineError."""
        raw = parse(read_limited(self.file, LARGEST + _ROOM))
        if not isinstance(raw, dict) or raw.get("format") != FORMAT:
            raise FormatError("expected unsaved work, found something else.")
        version = raw.get("version")
        if version != VERSION:
            newer = isinstance(version, int) and version > VERSION
            found = f"expected version {VERSION}, found {shown(version)}."
            raise FormatError(found, "newer" if newer else "")
        path, folder, written = raw.get("path"), raw.get("folder"), raw.get("time")
        if not (path is None or isinstance(path, str)) or not isinstance(folder, str):
            raise FormatError("expected a path and a folder, found something else.")
        return Autosaved(
            design=from_raw(Design, raw.get("design")),
            path=None if path is None else Path(path),
            folder=Path(folder),
            time=written if isinstance(written, float) and isfinite(written) else 0.0,
        )

    def discard(self) -> None:
        """Forget the work, keep the place."""
        with contextlib.suppress(OSError):
            self.file.unlink(missing_ok=True)

    def set_aside(self) -> Path:
        """Keep a file that cannot be read, but out of the way; returns where."""
        aside = self.file.with_suffix(_DAMAGED)
        with contextlib.suppress(OSError):
            self.file.replace(aside)
        return aside

    def release(self) -> None:
        """Give the place up; without work in it, nothing stays behind."""
        if not self.file.exists():
            killed_while_writing = self._folder.glob(f".{self._session}*")
            for leftover in (*killed_while_writing, self._lock_file):
                with contextlib.suppress(OSError):
                    leftover.unlink()
        self._lock.close()


def crashed(folder: Path) -> tuple[list[tuple[Claim, Autosaved]], list[Refusal]]:
    """The work of every session that ended without saving it, newest first, each claimed; and a
    refusal for each that cannot be read, which is set aside unless a newer version wrote it. Raises
    nothing."""
    found: list[tuple[Claim, Autosaved]] = []
    refusals: list[Refusal] = []
    for session in _sessions(folder):
        try:
            claim = Claim.take(folder, session)
        except EngineError:
            continue
        if claim is None:
            continue
        if not claim.file.exists():
            claim.release()
            continue
        try:
            found.append((claim, claim.read()))
        except EngineError as error:
            newer = isinstance(error, FormatError) and error.fault == "newer"
            refusals.append(_left(claim) if newer else _set_aside(claim))
            claim.release()
    found.sort(key=lambda pair: pair[1].time, reverse=True)
    return found, refusals


def _left(claim: Claim) -> Refusal:
    """What a newer version wrote stays where that version looks for it."""
    return Refusal(_NEWER, "Start that version to restore it.", claim.file)


def _set_aside(claim: Claim) -> Refusal:
    aside = claim.set_aside()
    return Refusal(_UNREAD, f"It is kept as {aside.name}.", aside)


def _sessions(folder: Path) -> list[str]:
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:
        return []
    ends = (SUFFIX, _LOCK)
    return sorted(
        {name.rpartition(".")[0] for name in names if name.endswith(ends) and name[0] != "."}
    )


def ago(then: float, now: float | None = None) -> str:
    """How long ago, as people say it: `3 minutes ago`."""
    seconds = max(0.0, (time.time() if now is None else now) - then)
    for size, noun in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {noun}{'' if count == 1 else 's'} ago"
    return "less than a minute ago"

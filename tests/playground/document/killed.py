"""Processes that are killed while they write, for test_killed: run as a script, never imported.

    killed.py steps FOLDER      dies by its own hand before every single step of a save
    killed.py moments FOLDER N  is killed from outside at N random moments of saving and autosaving
    killed.py window FOLDER     opens the window, edits, writes the work down, and waits

After each death the parent reads what is there and prints a line for anything that is not whole.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine import files
from engine.design import Design
from engine.designfile import load
from engine.errors import EngineError
from engine.layers import Dense
from playground.document.document import Document
from playground.document.recovery import Autosaved, Claim, crashed

STEPS = ("tempfile.mkstemp", "os.fdopen", "os.fsync", "os.chmod", "os.replace", "_sync_folder")
LARGE = Design(name="old", layers=tuple(Dense(units=9) for _ in range(250)))


def named(name: str) -> Design:
    """A design large enough to take a while to write."""
    return Design(name=name, layers=LARGE.layers)


def child(work: Callable[[], object]) -> int:
    """A process of its own that does nothing but this work."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(1)
    return pid


def killed(status: int) -> bool:
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def dying_at(step: str) -> None:
    """Let the process die before it does this step of writing a file."""
    module, _, name = step.rpartition(".")

    def die(*_: Any, **__: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(getattr(files, module) if module else files, name, die)


def save(path: Path, name: str) -> None:
    document = Document(LARGE)
    document.push(named(name))
    document.save(path)


def steps(folder: Path) -> None:
    path = folder / "mine.playground"
    save(path, "old")
    deaths = 0
    for step in STEPS:

        def work(step: str = step) -> None:
            dying_at(step)
            save(path, "new")

        _, status = os.waitpid(child(work), 0)
        deaths += killed(status)
        name = load(path).name
        expected = "new" if step == "_sync_folder" else "old"  # the rename comes before it
        if name != expected:
            print(f"before {step}: expected {expected}, found {name}")
    print(f"{deaths} deaths")


def writing_for_ever(path: Path, autosaves: Path, ready: int) -> None:
    claim = Claim.take(autosaves)
    assert claim is not None
    for turn in range(1_000_000):
        save(path, f"turn {turn}")
        claim.write(Autosaved(named(f"turn {turn}"), path, path.parent, time.time()))
        if turn == 0:
            os.write(ready, b".")


def moments(folder: Path, count: int) -> None:
    chance = random.Random(count)
    path, autosaves = folder / "mine.playground", folder / "autosave"
    deaths = 0
    for _ in range(count):
        reader, writer = os.pipe()
        pid = child(lambda writer=writer: writing_for_ever(path, autosaves, writer))  # type: ignore[misc]
        os.read(reader, 1)
        select.select([], [], [], chance.uniform(0.0, 0.02))
        os.kill(pid, signal.SIGKILL)
        deaths += killed(os.waitpid(pid, 0)[1])
        os.close(reader)
        os.close(writer)
        try:
            if len(load(path).layers) != len(LARGE.layers):
                print("a design that is not whole")
        except EngineError as error:
            print(error)
        found, refusals = crashed(autosaves)
        for refusal in refusals:
            print(refusal.title)
        if len(found) != 1 or len(found[0][1].design.layers) != len(LARGE.layers):
            print(f"{len(found)} sessions to restore")
        for claim, _autosaved in found:
            claim.discard()
            claim.release()
        if left := [file.name for file in autosaves.iterdir()]:
            print(f"left behind: {left}")
    print(f"{deaths} deaths")


def window(folder: Path) -> None:
    from playground.app import build

    _, opened = build([str(folder / "mine.playground")])
    design = opened.document.design
    opened.document.push(Design(name="Edited", data=design.data, layers=design.layers))
    assert opened.autosave.write()
    print("ready", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    where = Path(sys.argv[2])
    match sys.argv[1]:
        case "steps":
            steps(where)
        case "moments":
            moments(where, int(sys.argv[3]))
        case "window":
            window(where)

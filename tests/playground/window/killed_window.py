"""Windows that are killed while they save, for test_killed_window: run as a script, never imported.

    killed_window.py all FOLDER              each step of a save and of an autosave, in turn
    killed_window.py one FOLDER WHAT STEP    the very process dies at a step of what it writes

A window has `old` open, edits it to `edited` and writes that down; then it saves, or it edits it to
`edited again` and writes that down, and dies before a step of doing so.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from msgspec.structs import replace

from engine.designfile import load, save
from playground import templates
from playground.app import build
from playground.document.recovery import crashed
from tests.playground.document.killed import STEPS, child, dying_at, killed

WHATS = ("save", "autosave")


def prepare(folder: Path) -> Path:
    path = folder / "mine.playground"
    save(replace(templates.read("spiral"), name="old"), path)
    return path


def write_and_die(folder: Path, what: str, step: str) -> None:
    _, window = build([str(folder / "mine.playground")])
    document = window.document
    document.push(replace(document.design, name="edited"))
    assert window.autosave.write()
    if what == "autosave":
        document.push(replace(document.design, name="edited again"))
    dying_at(step)
    if what == "autosave":
        window.autosave.write()
    else:
        window.filing.save()


def every_step(folder: Path) -> None:
    deaths = 0
    for what in WHATS:
        for step in STEPS:
            home = folder / f"{what} {step}"
            home.mkdir()
            path = prepare(home)
            os.environ["XDG_DATA_HOME"] = str(home)
            _, status = os.waitpid(child(lambda: write_and_die(home, what, step)), 0)  # noqa: B023
            deaths += killed(status)
            done = step == "_sync_folder"  # the rename comes before it
            if load(path).name != ("edited" if done and what == "save" else "old"):
                print(f"before {step} of a {what}: the file holds {load(path).name}")
            kept = next(home.rglob("*.autosave")).parent
            found, sentences = crashed(kept)
            wanted = "edited again" if done and what == "autosave" else "edited"
            names = [autosaved.design.name for _, autosaved in found]
            if names != [wanted] or sentences:
                print(f"before {step} of a {what}: found {names} {sentences}")
    print(f"{deaths} deaths")


if __name__ == "__main__":
    where = Path(sys.argv[2])
    if sys.argv[1] == "all":
        every_step(where)
    else:
        prepare(where)
        write_and_die(where, *sys.argv[3:])

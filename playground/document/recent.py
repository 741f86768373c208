"""The files that were open last, and the menu that opens them again."""

from __future__ import annotations

import json
import os
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from playground.window.settings import settings

MOST = 10
_KEY = "recent"


def recent() -> list[Path]:
    """The files, the last one first; also those that are not there any more."""
    try:
        kept = json.loads(str(settings().value(_KEY, "[]")))
    except ValueError:
        return []
    texts = kept if isinstance(kept, list) else []
    return [Path(text) for text in texts if isinstance(text, str) and text][:MOST]


def remember(path: Path) -> None:
    """Put a file first."""
    path = path.absolute()
    _keep([path, *(other for other in recent() if other != path)])


def forget_all() -> None:
    """Begin a new list."""
    _keep([])


def _keep(paths: list[Path]) -> None:
    settings().setValue(_KEY, json.dumps([str(path) for path in paths[:MOST]]))


class RecentMenu(QMenu):
    """Lists the files each time it opens; one that is gone is shown, but cannot be chosen.

    `chosen(path)` tells which one is to be opened.
    """

    chosen = Signal(object)  # Path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Open &recent", parent)
        self.setObjectName("file.recent")
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self.fill)  # the start does not wait for ten disks

    def fill(self) -> None:
        """Show the list as it is now."""
        self.clear()
        paths = recent()
        for number, path in enumerate(paths, start=1):
            there = os.path.isfile(path)  # of Path it would raise for a place out of reach
            name = path.name.replace("&", "&&")
            mnemonic = f"&{number} " if number < 10 else ""
            action = self.addAction(f"{mnemonic}{name}" if there else f"{mnemonic}{name}, missing")
            action.setEnabled(there)
            action.setToolTip(str(path) if there else f"{path} is not there any more.")
            action.triggered.connect(lambda _=False, path=path: self.chosen.emit(path))
        if not paths:
            self.addAction("No files yet").setEnabled(False)
            return
        self.addSeparator()
        clear = self.addAction("&Clear this list")
        clear.setObjectName("file.recent.clear")
        clear.triggered.connect(lambda _=False: forget_all())

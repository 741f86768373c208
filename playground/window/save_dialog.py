"""Asking where to write a file: what stands there is replaced only where a person said so."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def ask_where(parent: QWidget, title: str, start: Path, filters: Mapping[str, str]) -> Path | None:
    """A path with one of the suffixes, or None. `filters` are what the dialog calls the formats,
    each with its suffix; a name without any of them gets that of the chosen format.

    Dialogs ask about the name as it was typed. Where the one with its suffix is a file too, the
    dialog comes again with that name, and asks about it.
    """
    kind = next(iter(filters))
    while True:
        dialog = QFileDialog(parent, title, str(start.parent), ";;".join(filters))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectNameFilter(kind)
        dialog.setDefaultSuffix(filters[kind])
        dialog.filterSelected.connect(
            lambda chosen, dialog=dialog: dialog.setDefaultSuffix(filters[chosen])
        )
        dialog.selectFile(start.name)
        accepted, typed, kind = dialog.exec(), dialog.selectedFiles(), dialog.selectedNameFilter()
        dialog.deleteLater()
        if not accepted or not typed:
            return None
        path = Path(typed[0])
        start = _complete(path, filters[kind], filters)
        if start == path or not os.path.lexists(start):
            return start


def _complete(path: Path, suffix: str, filters: Mapping[str, str]) -> Path:
    """The path with a suffix, unless it has one of a format already. Of a suffix of two parts Qt's
    dialog may have written the second one."""
    if path.name.lower().endswith(tuple(filters.values())):
        return path
    last = suffix[suffix.rindex(".") :]
    name = path.name.removesuffix(last) if last != suffix else path.name
    return path.with_name(name + suffix)

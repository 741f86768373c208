"""What each action of the table does in a window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from playground.canvas.gestures.gestures import Gestures
from playground.document.document import Document
from playground.widgets.settling import settle_focused
from playground.window.appearance import appearance
from playground.window.edits import with_next_seed
from playground.window.reporting import Reporting

if TYPE_CHECKING:
    from playground.window.main_window import MainWindow

Slot = Callable[[], object]

_MEAN = {  # what does something with the whole design, as it stands in the fields
    "file.save",
    "file.save_as",
    "file.export",
    "train.run",
    "train.step_batch",
    "train.step_epoch",
    "train.reset",
    "train.new_seed",
}
_NOTHING_SELECTED = "Nothing is selected. Click a column, or press Tab."


def slots_of(window: MainWindow) -> dict[str, Slot]:
    """The slots of a window's actions by their ids."""
    document, session, filing = window.document, window.session, window.filing
    gestures, reporting = window.gestures, window.reporting
    slots: dict[str, Slot] = {
        "file.new": filing.new,
        "file.open": filing.ask_open,
        "file.open_table": filing.ask_table,
        "file.save": filing.save,
        "file.save_as": filing.ask_save,
        "file.export": filing.ask_export,
        "file.quit": window.close,
        "edit.undo": document.undo,
        "edit.redo": document.redo,
        "edit.cut": _with_selected(gestures, reporting, gestures.cut),
        "edit.copy": _with_selected(gestures, reporting, gestures.copy),
        "edit.paste": gestures.paste,
        "edit.duplicate": _with_selected(gestures, reporting, gestures.duplicate),
        "edit.delete": _with_selected(gestures, reporting, gestures.remove),
        "train.run": session.toggle,
        "train.step_batch": session.step_batch,
        "train.step_epoch": session.step_epoch,
        "train.reset": session.reset,
        "train.new_seed": partial(_take_new_seed, document),
        "view.commands": window.commands.toggle,
        "view.theme": _change_theme,
        "view.calm": partial(_change_motion, window.actions_by_id["view.calm"]),
        "view.inspector": window.seat.toggle,
        "view.outline": window.summon.toggle,
        "view.places": partial(_arrange, window),
        "help.about": partial(_show_about, window),
    }
    return {action: _settled(act) if action in _MEAN else act for action, act in slots.items()}


def _settled(act: Slot) -> Slot:
    """Do it with what is being typed."""

    def slot() -> None:
        settle_focused()
        act()

    return slot


def _with_selected(gestures: Gestures, reporting: Reporting, act: Slot) -> Slot:
    """Do it with the selected layers, or say that there are none."""

    def slot() -> None:
        if gestures.chosen:
            act()
        else:
            reporting.say(_NOTHING_SELECTED)

    return slot


def _take_new_seed(document: Document) -> None:
    document.push(with_next_seed(document.design))


def _change_theme() -> None:
    look = appearance()
    look.choose("light" if look.theme.name == "dark" else "dark")


def _change_motion(calm: QAction) -> None:
    appearance().calm_motion(calm.isChecked())


def _arrange(window: MainWindow) -> None:
    window.workspaces.arrange()
    if window.stage is not None:
        window.stage.arrange()


def _show_about(window: QWidget) -> None:
    from playground.window import about  # reading versions takes 20 ms, which the start has not

    about.show(window)

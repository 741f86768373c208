"""Everything a person can do, as one table: menus, toolbar, shortcuts and tests all read it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from playground.widgets.tooltip import tooltip
from playground.window.icons import wear


class Entry(msgspec.Struct, frozen=True):
    """One action: `id` is its objectName, `short` what a button says, `tip` one sentence. The
    shortcuts of a `local` one are seen to by what has the keyboard, and mean nothing elsewhere."""

    id: str
    text: str
    tip: str
    short: str = ""
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    local: bool = False


TABLE = (
    Entry(
        "file.new",
        "&New…",
        "Begin with an empty design, or with one that comes along.",
        shortcuts=("Ctrl+N",),
        icon="file-plus",
    ),
    Entry(
        "file.open",
        "&Open…",
        "Open a design, or a checkpoint with its weights.",
        shortcuts=("Ctrl+O",),
        icon="folder-open",
    ),
    Entry(
        "file.open_table",
        "Open &table…",
        "Learn from a text file of your own, such as a CSV.",
        icon="table",
    ),
    Entry("file.save", "&Save", "Save the design.", shortcuts=("Ctrl+S",), icon="save"),
    Entry(
        "file.save_as", "Save &as…", "Save the design in another file.", shortcuts=("Ctrl+Shift+S",)
    ),
    Entry(
        "file.export",
        "&Export weights…",
        "Take the trained weights with you: safetensors, NumPy, ONNX or a script.",
        shortcuts=("Ctrl+Shift+E",),
        icon="download",
    ),
    Entry("file.quit", "&Quit", "Close the window.", shortcuts=("Ctrl+Q",)),
    Entry("edit.undo", "&Undo", "Take the last edit back.", shortcuts=("Ctrl+Z",), icon="undo-2"),
    Entry(
        "edit.redo",
        "&Redo",
        "Do again what was taken back.",
        shortcuts=("Ctrl+Shift+Z", "Ctrl+Y"),
        icon="redo-2",
    ),
    Entry("edit.cut", "Cu&t", "Copy the selected layers, and remove them.", shortcuts=("Ctrl+X",)),
    Entry(
        "edit.copy",
        "&Copy",
        "Put the selected layers on the clipboard, as text.",
        shortcuts=("Ctrl+C",),
        icon="copy",
    ),
    Entry(
        "edit.paste",
        "&Paste",
        "Put copied layers after the selected one.",
        shortcuts=("Ctrl+V",),
    ),
    Entry(
        "edit.duplicate",
        "D&uplicate",
        "Add the selected layers once more.",
        shortcuts=("Ctrl+D",),
    ),
    Entry(
        "edit.delete",
        "&Delete",
        "Take the selected layers out.",
        shortcuts=("Delete", "Backspace"),
        icon="trash-2",
        local=True,
    ),
    Entry(
        "train.run",
        "&Run or pause",
        "Train the network, or stop after this batch.",
        short="Run",
        shortcuts=("F5", "Ctrl+R"),
        icon="play",
    ),
    Entry(
        "train.step_batch",
        "Step a &batch",
        "Train on one batch, then pause.",
        short="Batch",
        shortcuts=("F10",),
        icon="step-forward",
    ),
    Entry(
        "train.step_epoch",
        "Step an &epoch",
        "Train to the end of this epoch, then pause.",
        short="Epoch",
        shortcuts=("F11",),
        icon="skip-forward",
    ),
    Entry(
        "train.reset",
        "Rese&t",
        "Go back to the very same first weights.",
        short="Reset",
        shortcuts=("Shift+F5",),
        icon="rotate-ccw",
    ),
    Entry(
        "train.new_seed",
        "&New seed",
        "Draw new data and new first weights.",
        short="New seed",
        shortcuts=("F6",),
        icon="dices",
    ),
    Entry(
        "view.commands",
        "Co&mmand palette…",
        "Find anything the window can do by typing a few letters.",
        shortcuts=("Ctrl+K", "Ctrl+,"),  # there the theme, motion and docks are chosen
        icon="command",
    ),
    Entry(
        "view.theme",
        "&Dark or light",
        "Change between the dark and the light theme.",
        shortcuts=("Ctrl+Shift+L",),
        icon="sun-moon",
    ),
    Entry(
        "view.calm",
        "&Calm motion",
        "Let nothing on screen move by itself.",
        checkable=True,
    ),
    Entry(
        "view.inspector",
        "&Inspector",
        "Everything that can be set of what is selected.",
        shortcuts=("F4",),
        icon="settings-2",
        checkable=True,
    ),
    Entry(
        "view.outline",
        "&Outline",
        "The network in words, row by row.",
        shortcuts=("Ctrl+Shift+O",),
        icon="layers",
        checkable=True,
    ),
    Entry("view.places", "Default &places", "Put every panel back where it belongs."),
    Entry("help.about", "&About", "Which version this is, and where its settings are."),
)


class Actions:
    """The table's actions, children of a window, found by id."""

    def __init__(self, owner: QWidget) -> None:
        self._by_id: dict[str, QAction] = {}
        for entry in TABLE:
            action = QAction(entry.text, owner)
            action.setObjectName(entry.id)
            action.setShortcuts([QKeySequence(keys) for keys in entry.shortcuts])
            if entry.local:
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.setStatusTip(entry.tip)
            plain = entry.short or entry.text.replace("&", "").rstrip("…")
            action.setIconText(plain)
            action.setToolTip(tooltip(plain, entry.tip, action.shortcut()))
            action.setCheckable(entry.checkable)
            if entry.icon:
                wear(action, entry.icon)
            owner.addAction(action)
            self._by_id[entry.id] = action

    def __getitem__(self, action_id: str) -> QAction:
        return self._by_id[action_id]

    def icon_of(self, action_id: str) -> str:
        """The name of an action's icon, or nothing."""
        return next(entry.icon for entry in TABLE if entry.id == action_id)

    def allow(self, action_id: str, reason: str = "") -> None:
        """Let an action be triggered; with a reason why not, it cannot be, and its tip says why."""
        action = self._by_id[action_id]
        tip = reason or next(entry.tip for entry in TABLE if entry.id == action_id)
        action.setEnabled(not reason)
        if tip != action.statusTip():
            action.setStatusTip(tip)
            action.setToolTip(tooltip(action.iconText(), tip, action.shortcut()))

    def connect(self, slots: dict[str, Callable[[], object]]) -> None:
        """Call a slot when the action of that id is triggered."""
        for action_id, slot in slots.items():
            self._by_id[action_id].triggered.connect(lambda _=False, slot=slot: slot())

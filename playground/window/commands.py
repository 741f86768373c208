"""What the command palette offers: the action table, and what stands in menus, docks and palette.

A new room adds a function here that gives its own commands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDockWidget, QMainWindow

from engine.data import Data
from engine.layers import Dense
from engine.spec import members
from playground import templates
from playground.canvas.gestures.gestures import Gestures
from playground.canvas.gestures.proposals import kinds_by_group, offer
from playground.canvas.scene import FOLD
from playground.document.document import Document
from playground.inspector.data_edits import drawn_kinds, with_data_kind
from playground.window.actions import TABLE, Actions
from playground.window.appearance import CHOICES as THEMES
from playground.window.appearance import appearance
from playground.window.arrangements import CHOICES as WORKSPACES
from playground.window.command_palette import Command
from playground.window.theme import KINDS
from playground.window.workspaces import Workspaces

if TYPE_CHECKING:
    from playground.window.main_window import MainWindow

OPENS = "view.commands"
"""The action that opens the palette, which does not offer itself."""

_THEMES = {"system": "as the system", "light": "light", "dark": "dark"}
_THEME_ICONS = {"system": "sun-moon", "light": "sun", "dark": "moon"}


def commands_of(window: MainWindow) -> list[Command]:
    """Everything there is to do in a window just now."""
    return [
        *of_actions(window.actions_by_id),
        *of_canvas(window.gestures),
        *of_layers(window.gestures),
        *of_data(window.document),
        *of_templates(window.filing.begin),
        *of_workspaces(window.workspaces),
        *of_docks(window),
        *of_themes(),
    ]


def of_actions(actions: Actions) -> Iterator[Command]:
    """The action table, with the menu that its ids begin with."""
    for entry in TABLE:
        action = actions[entry.id]
        if entry.id != OPENS:
            yield Command(
                entry.id,
                action.text().replace("&&", "\0").replace("&", "").replace("\0", "&"),
                entry.id.partition(".")[0].capitalize(),
                action.trigger,
                action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
                entry.icon,
                reason="" if action.isEnabled() else action.statusTip(),
                checked=action.isChecked() if action.isCheckable() else None,
            )


def of_canvas(gestures: Gestures) -> Iterator[Command]:
    """What the canvas does by its own keys and buttons."""
    canvas, asking, chosen = gestures.canvas, gestures.asking, gestures.chosen
    layers = [gestures.design.layer(key) for key in chosen]
    scene, at = canvas.scene, gestures.at
    empty = "The network is empty." if scene.empty else ""
    none = "" if chosen else "Select a layer first."
    bends = "" if layers and layers[-1].bend else "Select a layer with an activation first."
    units = any(isinstance(layer, Dense) for layer in layers)
    dense = "" if units else "Select a layer with units first."
    folds = at in scene.keys and scene.column(at).folded
    fold = "" if folds else f"Select a layer with more than {FOLD} units first."
    end = "There is no layer on that side."
    left, right = ("" if gestures.shifts(by) else none or end for by in (-1, 1))
    for key, name, run, shortcut, icon, reason in (
        ("find", "Find a layer to add…", asking.search, "Space", "search", ""),
        ("fit", "See the whole network", canvas.fit, "Ctrl+0", "maximize", empty),
        ("zoom_in", "Zoom in", partial(canvas.zoom_step, True), "Ctrl+=", "plus", empty),
        ("zoom_out", "Zoom out", partial(canvas.zoom_step, False), "Ctrl+-", "minus", empty),
        ("select_all", "Select all layers", gestures.select_all, "Ctrl+A", "", empty),
        ("rename", "Rename…", asking.rename, "F2", "pencil", none),
        ("activation", "Choose the activation…", asking.choose, "Return", "", bends),
        ("more", "One unit more", partial(gestures.step_units, 1), "+", "plus", dense),
        ("less", "One unit less", partial(gestures.step_units, -1), "-", "minus", dense),
        ("left", "Move left", partial(gestures.shift, -1), "Alt+Left", "chevron-left", left),
        ("right", "Move right", partial(gestures.shift, 1), "Alt+Right", "chevron-right", right),
        ("fold", "Fold or unfold the layer", gestures.fold, "Shift+Return", "layers", fold),
    ):
        keys = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
        yield Command(f"canvas.{key}", name, "Canvas", run, keys, icon, reason=reason)


def of_layers(gestures: Gestures) -> Iterator[Command]:
    """Add a layer of each kind, after the selection."""
    for kind in (kind for kinds in kinds_by_group().values() for kind in kinds):
        found = offer(kind)
        yield Command(
            f"layer.{kind}",
            f"Add {found.name}",
            "Layers",
            partial(gestures.add, kind),
            icon=KINDS[found.token],
            token=f"kind_{found.token}",
        )


def of_data(document: Document) -> Iterator[Command]:
    """Learn from other data, the network made to fit it."""
    for kind in drawn_kinds():
        yield Command(
            f"data.{kind}",
            f"Data: {members(Data)[kind].title()}",
            "Data",
            partial(_learn_from, document, kind),
            icon="database",
            checked=document.design.data.kind == kind,
        )


def _learn_from(document: Document, kind: str) -> None:
    document.push(with_data_kind(document.design, kind))


def of_templates(begin: Callable[[str], object]) -> Iterator[Command]:
    """Begin with each design that comes along."""
    for name in templates.names():
        yield Command(
            f"template.{name}",
            f"New from template: {templates.read(name).name}",
            "File",
            partial(begin, name),
            icon="file-plus",
        )


def of_workspaces(workspaces: Workspaces) -> Iterator[Command]:
    """Arrange the window for one thing."""
    for key, name, _ in WORKSPACES:
        yield Command(
            f"workspace.{key}",
            f"Workspace: {name}",
            "View",
            partial(workspaces.choose, key),
            icon="layout-grid",
            checked=workspaces.choice == key,
        )


def of_docks(window: QMainWindow) -> Iterator[Command]:
    """Show or hide each dock."""
    for dock in window.findChildren(QDockWidget):
        action = dock.toggleViewAction()
        if not action.isVisible():  # another one shows it
            continue
        yield Command(
            dock.objectName(),
            f"Dock: {action.text().replace('&', '')}",
            "View",
            action.trigger,
            action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
            checked=action.isChecked(),
        )


def of_themes() -> Iterator[Command]:
    """Take each theme."""
    for choice in THEMES:
        yield Command(
            f"theme.{choice}",
            f"Theme: {_THEMES[choice]}",
            "View",
            partial(appearance().choose, choice),
            icon=_THEME_ICONS[choice],
            checked=appearance().choice == choice,
        )

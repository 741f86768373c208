"""The inspector in its window: the keyboard and the design's own fields, wherever they go."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.design import Design
from playground.document.clipboard import without
from playground.inspector.form import SpecForm
from playground.window.main_window import MainWindow
from tests.playground.inspector.hands import line_of, row_of, type_in


def test_the_keyboard_goes_to_the_canvas_with_the_layer_it_was_in(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.workspaces.choose("design")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.canvas.select(("dense_1",))
    inspector = window.inspector
    qtbot.waitUntil(lambda: inspector.form is not None and "units" in inspector.form.rows)
    assert inspector.form is not None and inspector.form.isVisible()
    units = line_of(row_of(inspector.form, "units"))
    units.setFocus(Qt.FocusReason.TabFocusReason)
    window.document.push(without(window.document.design, ["dense_1"]))
    assert window.canvas.hasFocus()


def test_a_design_is_named_where_nothing_is_selected(launched: MainWindow, qtbot: QtBot) -> None:
    window = launched
    window.workspaces.choose("design")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(window.inspector.isVisible)
    forms = window.inspector.findChildren(SpecForm)
    own = next(form for form in forms if isinstance(form.spec, Design))
    before = window.document.design
    type_in(qtbot, line_of(row_of(own, "name")), "Three islands")
    assert window.document.design == replace(before, name="Three islands")
    assert "Three islands" in window.windowTitle()
    assert window.document.undo_words == 'rename to "Three islands"'
    window.document.undo()
    assert window.document.design == before
    assert line_of(row_of(own, "name")).text() == before.name

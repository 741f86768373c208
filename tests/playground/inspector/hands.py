"""What a person does with an editor: types, presses, picks."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from engine.errors import SpecError
from engine.spec import Field, Spec
from playground.inspector.editors import (
    ChoiceField,
    LineField,
    NumberField,
    ShareField,
    SwitchField,
    TogglesField,
    WordsField,
)
from playground.inspector.fields import FieldRow
from playground.inspector.form import SpecForm
from playground.widgets import Picker
from playground.widgets.numbers import written

Left = Qt.MouseButton.LeftButton


def shown(qtbot: QtBot, widget: QWidget, width: int = 320, height: int = 900) -> None:
    """Put a widget on the screen with the keyboard in its window."""
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


def pick(qtbot: QtBot, picker: Picker, key: str) -> None:
    """Open a picker's list, go to a choice and press Enter."""
    picker.setFocus()
    picker.showPopup()
    picker.view().setCurrentIndex(picker.model().index(picker.findData(key), 0))
    qtbot.keyClick(picker.view(), Qt.Key.Key_Return)
    picker.hidePopup()


def type_in(qtbot: QtBot, line: QWidget, text: str, then: Qt.Key = Qt.Key.Key_Return) -> None:
    """Replace what a line says, and settle."""
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, text.replace("−", "-"))  # QTest types ASCII only
    qtbot.keyClick(line, then)


def line_of(row: FieldRow) -> QLineEdit:
    """The line of a row that one types into."""
    assert row.editor is not None
    line = row.editor.stops()[0]
    assert isinstance(line, QLineEdit)
    return line


def enter(qtbot: QtBot, row: FieldRow, value: Any) -> None:
    """Give a field another value by mouse or keyboard."""
    editor = row.editor
    if isinstance(editor, NumberField) and value is None:
        assert editor.all is not None
        qtbot.mouseClick(editor.all, Left)
    elif isinstance(editor, NumberField):
        type_in(qtbot, line_of(row), written(value))
    elif isinstance(editor, ShareField):
        editor.slider.setFocus()
        while round(100 * editor.slider.level) < round(100 * value):
            qtbot.keyClick(editor.slider, Qt.Key.Key_Right)
        while round(100 * editor.slider.level) > round(100 * value):
            qtbot.keyClick(editor.slider, Qt.Key.Key_Left)
    elif isinstance(editor, SwitchField):
        qtbot.mouseClick(editor.switch, Left)
    elif isinstance(editor, ChoiceField):
        pick(qtbot, editor.picker, value or "")
    elif isinstance(editor, WordsField):
        type_in(qtbot, line_of(row), editor.write(value))
    elif isinstance(editor, LineField):
        type_in(qtbot, line_of(row), value or "")
    elif isinstance(editor, TogglesField):
        for key, button in editor.buttons.items():
            if button.isChecked() != (key in value):
                qtbot.mouseClick(button, Left)
    else:
        raise AssertionError(f"no hand for {type(editor).__name__}")


def row_of(form: SpecForm, name: str) -> FieldRow:
    row = form.rows[name]
    assert isinstance(row, FieldRow)
    return row


def other_value(spec: Spec, field: Field) -> Any:
    """A value for a field that differs from the present one, and leaves the Spec legal."""
    value = getattr(spec, field.attribute)
    for candidate in _candidates(field, value):
        try:
            if candidate != value and replace(spec, **{field.attribute: candidate}):
                return candidate
        except SpecError:
            continue
    raise AssertionError(f"no other value for {field.name} of {type(spec).__name__}")


def _candidates(field: Field, value: Any) -> list[Any]:
    if field.form == "bool":
        return [not value]
    if field.form == "choice":
        return list(field.choices)
    if field.form == "text":
        return ["another"]
    if field.form == "list":
        assert field.item is not None
        one = field.item.choices
        return [one[:1], one[:1] + one[2:3]] if one else [("n/a", "a, b")]
    low, high = field.minimum, field.maximum
    assert low is not None and high is not None
    if field.form == "int":
        return [value + 1, value - 1] if value is not None else [low + 1]
    return [float(f"{low + min(high - low, 0.75) / 2:.4g}"), (low + high) / 2]

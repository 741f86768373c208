"""The row of one field of a Spec: its editor is chosen by what the field declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import UNSET
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from engine.errors import SpecError
from engine.numerals import grouped
from engine.spec import Field, Spec, members
from playground.inspector import words
from playground.inspector.editors import (
    ChoiceField,
    Choices,
    Editor,
    LineField,
    NumberField,
    ShareField,
    SwitchField,
    TogglesField,
    WordsField,
)
from playground.inspector.row import Row


class FieldRow(Row):
    """A field whose value stands in one line.

    `value_edited(value)` carries what the field may hold; whether the whole Spec agrees is for the
    form to say, which then calls `show_value` or `refuse`. `default` is what ↶ goes back to, UNSET
    where there is none.
    """

    value_edited = Signal(object)

    def __init__(
        self,
        field: Field,
        default: Any = UNSET,
        *,
        choices: Choices | None = None,
        share: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words.label(field), words.tip(field), symbol=field.symbol, parent=parent)
        self.field = field
        self.default = default
        self.value: Any = UNSET
        editor = _editor(field, self, choices, share)
        editor.value_edited.connect(self._on_editor_value_edited)
        self.hold(editor)
        self.reset_requested.connect(self._on_reset_requested)

    def show_value(self, value: Any) -> None:
        """Show a value, silently, and forget an earlier refusal."""
        assert self.editor is not None  # held from the start
        self.value = value
        self.editor.show_value(value)
        differs = self.default is not UNSET and value != self.default
        self.offer_reset(said(self.field, self.default) if differs else None)
        if self.error:
            self.refuse("")

    def refuse_edit(self, error: SpecError) -> None:
        """Show the old value again, and why the new one may not stand."""
        self.show_value(self.value)
        self.refuse(words.reason(error, self.field))

    def _on_editor_value_edited(self, value: Any) -> None:
        self.value_edited.emit(value)

    def _on_reset_requested(self) -> None:
        self.value_edited.emit(self.default)


def _editor(field: Field, row: QWidget, choices: Choices | None, share: bool) -> Editor:
    name, tip = words.name_of(field), words.tip(field)
    if field.form == "float" and share:
        return ShareField(field, name, row)
    if field.form in ("int", "float"):
        return NumberField(field, name, row)
    if field.form == "bool":
        return SwitchField(name, tip, row)
    absent = words.absent(field) if field.optional else ""
    if choices is not None:
        return ChoiceField(choices, absent, name, tip, row)
    if field.form == "choice":
        titled = [(key, words.choice(key)) for key in field.choices]
        return ChoiceField(titled, absent, name, tip, row)
    if field.form == "text":
        return LineField(field, name, row)
    assert field.item is not None  # what is left is a list, and a list declares its item
    if field.item.form == "choice":
        return TogglesField(field.item.choices, name, row)
    return WordsField(field, name, row)


def kinds(field: Field) -> Choices:
    """The members of a field's family by kind and title."""
    if field.family is None or not field.family.family:
        return []
    return [(kind, cls.title()) for kind, cls in members(field.family).items()]


def abouts(field: Field) -> Mapping[str, str]:
    """What each member of a field's family does."""
    if field.family is None or not field.family.family:
        return {}
    return {kind: words.about(cls) for kind, cls in members(field.family).items()}


def said(field: Field, value: Any) -> str:
    """A value as a sentence names it."""
    if value is None:
        return words.absent(field).lower()
    if isinstance(value, Spec):
        return value.title()
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, (int, float)):
        return grouped(value)
    if isinstance(value, tuple):
        return ", ".join(words.choice(str(entry)) for entry in value) or "nothing"
    return words.choice(value) if field.form == "choice" else str(value) or "the usual one"

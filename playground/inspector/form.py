"""The form of one Spec: a row for each field, and edits that come out as new values."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

import msgspec
from msgspec import UNSET
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.errors import SpecError
from engine.spec import Field, Spec, fields
from playground.inspector.editors import ChoiceField, Choices, TogglesField
from playground.inspector.fields import FieldRow
from playground.inspector.parts import ListRow, PartRow

AnyRow = FieldRow | PartRow | ListRow


class SpecForm(QWidget):
    """Edits a Spec without ever changing it: `edited(spec)` carries each new value.

    `defaults` are values by field that ↶ goes back to instead of the fields' own, UNSET for none,
    as long as the Spec is of the class it first was. `skip` names fields without a row, `lead`
    those that come first, `shares` those that are sliders, `choices` what a text field offers.
    """

    edited = Signal(object)

    def __init__(
        self,
        spec: Spec,
        *,
        defaults: Mapping[str, Any] | None = None,
        skip: Collection[str] = (),
        lead: Sequence[str] = (),
        shares: Collection[str] = (),
        choices: Mapping[str, Choices] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.spec = spec
        self.rows: dict[str, AnyRow] = {}
        self._defaults, self._first = dict(defaults or {}), type(spec)
        self._skip, self._lead, self._shares = frozenset(skip), tuple(lead), frozenset(shares)
        self._choices = dict(choices or {})
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._build()

    def show_spec(self, spec: Spec) -> None:
        """Show another value, silently; rows are made anew only for another class."""
        former, self.spec = self.spec, spec
        if type(former) is not type(spec):
            self._build()
        else:
            self._show_values()

    def forget(self) -> None:
        """Let go of former values: what is shown next is something else."""
        for row in self.rows.values():
            if not isinstance(row, FieldRow):
                row.forget()

    def offer(self, name: str, choices: Choices) -> None:
        """Let a field that is a choice offer other ones."""
        self._choices[name] = choices
        row = self.rows.get(name)
        if isinstance(row, FieldRow) and isinstance(row.editor, ChoiceField):
            row.editor.offer(choices)
            row.editor.show_value(row.value)

    def show_remarks(self, remarks: Mapping[str, str]) -> None:
        """Say beneath fields what there is to know of them; `optimizer.learning_rate` is within."""
        for name, row in self.rows.items():
            words = remarks.get(name, "")
            if isinstance(row, FieldRow):
                row.remark(words)
            else:
                start = f"{name}."
                inner = {
                    k.removeprefix(start): v for k, v in remarks.items() if k.startswith(start)
                }
                row.remark(words, inner)

    def stops(self) -> list[QWidget]:
        """Where Tab stops, from top to bottom."""
        return [stop for row in self.rows.values() for stop in row.stops()]

    # --- rows ---------------------------------------------------------------------------------

    def _build(self) -> None:
        for row in self.rows.values():
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = {}
        declared = {field.name: field for field in fields(type(self.spec))}
        for name in dict.fromkeys([*self._lead, *declared]):
            if name in declared and name not in self._skip:
                self._add(declared[name])
        self._show_values()
        self._order()

    def _add(self, field: Field) -> None:
        default = self._default_of(field)
        row: AnyRow
        if field.form == "spec":
            row = PartRow(field, default, _inner_form, self)
            row.restructured.connect(self._order)
        elif field.form == "list" and field.item is not None and field.item.form == "spec":
            row = ListRow(field, default, _inner_form, self)
            row.restructured.connect(self._order)
        else:
            choices, share = self._choices.get(field.name), field.name in self._shares
            row = FieldRow(field, default, choices=choices, share=share, parent=self)
        row.value_edited.connect(lambda value, edited=field: self._on_row_edited(edited, value))
        self.rows[field.name] = row
        self._column.addWidget(row)

    def _default_of(self, field: Field) -> Any:
        if field.name in self._defaults and type(self.spec) is self._first:
            return self._defaults[field.name]
        return UNSET if field.required else field.default

    def _show_values(self) -> None:
        for row in self.rows.values():
            row.show_value(getattr(self.spec, row.field.attribute))
            if isinstance(row, FieldRow) and isinstance(row.editor, TogglesField):
                row.editor.allow(self._refusals(row.field))

    def _refusals(self, field: Field) -> dict[str, str]:
        """Which choices of a list this Spec cannot have, and why."""
        refused = {}
        for key in field.item.choices if field.item is not None else ():
            try:
                msgspec.structs.replace(self.spec, **{field.attribute: (key,)})
            except SpecError as error:
                refused[key] = error.reason
        return refused

    def _order(self) -> None:
        """Let Tab go from top to bottom, also where rows were made anew."""
        for before, after in pairwise(self.stops()):
            QWidget.setTabOrder(before, after)

    # --- edits --------------------------------------------------------------------------------

    def _on_row_edited(self, field: Field, value: Any) -> None:
        row = self.rows[field.name]
        try:
            spec = msgspec.structs.replace(self.spec, **{field.attribute: value})
        except SpecError as error:
            row.refuse_edit(error)
            return
        if spec == self.spec and type(value) is type(row.value):
            row.show_value(value)
            return
        self.spec = spec
        self._show_values()
        self.edited.emit(spec)


def _inner_form(spec: Spec, default: Spec | None, parent: QWidget) -> SpecForm:
    return SpecForm(spec, defaults=values(default) if default is not None else None, parent=parent)


def values(spec: Spec) -> dict[str, Any]:
    """A Spec's values by the names of its fields."""
    return {field.name: getattr(spec, field.attribute) for field in fields(type(spec))}

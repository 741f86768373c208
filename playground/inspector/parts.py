"""Fields that hold a Spec, or a list of them: a choice, with the fields of the chosen beneath."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import UNSET
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.designfile import with_kind
from engine.errors import SpecError
from engine.spec import Field, Spec, fields
from playground.inspector import words
from playground.inspector.editors import ChoiceField, Editor, SwitchField
from playground.inspector.exhibits import Exhibit, has_exhibit
from playground.inspector.fields import abouts, kinds, said
from playground.inspector.row import Row

SubForm = Callable[[Spec, "Spec | None", QWidget], Any]


class _Part(QWidget):
    """A row, and beneath it the form of the Spec that its editor chooses."""

    value_edited = Signal(object)
    restructured = Signal()

    def __init__(self, field: Field, form: SubForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.value: Any = UNSET
        self.row = Row(words.label(field), words.tip(field), symbol=field.symbol, parent=self)
        self.inner: Any = None
        self._forms: dict[type[Spec], Any] = {}
        self._form = form
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.row)
        self.row.reset_requested.connect(self._on_reset_requested)

    @property
    def error(self) -> str:
        return self.row.error

    def hold(self, editor: Editor) -> None:
        self.row.hold(editor)

    def refuse_edit(self, error: SpecError) -> None:
        """Show the old value again, and why the new one may not stand."""
        self.show_value(self.value)
        self.row.refuse(words.reason(error, self.field))

    def remark(self, words: str, inner: Mapping[str, str]) -> None:
        """Say what there is to know of the value, and by their names of the fields within it."""
        self.row.remark(words)
        if self.inner is not None:
            self.inner.show_remarks(inner)

    def show_value(self, value: Any) -> None:
        raise NotImplementedError

    def forget(self) -> None:
        """Let go of former values, which were something else's."""
        for form in self._forms.values():
            form.forget()

    def stops(self) -> list[QWidget]:
        return [*self.row.stops(), *(self.inner.stops() if self.inner is not None else ())]

    def _show_inner(self, spec: Spec | None, default: Any) -> None:
        """Show a Spec's fields beneath; a form is made for each class once, and kept."""
        if self.inner is not None and spec is not None and type(self.inner.spec) is type(spec):
            self.inner.show_spec(spec)
            return
        if self.inner is not None:
            self.inner.hide()
            self.inner = None
        if spec is not None and fields(type(spec)):
            self.inner = self._forms.get(type(spec))
            if self.inner is None:
                same = isinstance(default, Spec) and type(default) is type(spec)
                self.inner = self._form(spec, default if same else None, self)
                self.inner.edited.connect(self._on_inner_edited)
                self._column.addWidget(self.inner)
                self._forms[type(spec)] = self.inner
            self.inner.show_spec(spec)
            self.inner.show()
        self.restructured.emit()

    def _on_inner_edited(self, spec: Spec) -> None:
        raise NotImplementedError

    def _on_reset_requested(self) -> None:
        raise NotImplementedError


class PartRow(_Part):
    """One Spec: a picker of the family's members, or a switch where there is only one to have.

    Another kind keeps the fields that both have.
    """

    def __init__(
        self, field: Field, default: Any, form: SubForm, parent: QWidget | None = None
    ) -> None:
        super().__init__(field, form, parent)
        self.default = default
        self._aside: Spec | None = None  # what nothing was chosen instead of
        name, tip = words.name_of(field), words.tip(field)
        absent = words.absent(field) if field.optional else ""
        if offered := kinds(field):
            explained = abouts(field)
            self.hold(picker := ChoiceField(offered, absent, name, tip, self.row, explained))
            picker.value_edited.connect(self._on_kind_chosen)
        elif field.optional:
            self.hold(switch := SwitchField(name, tip, self.row))
            switch.value_edited.connect(self._on_switched)
        self.exhibit: Exhibit | None = None
        if has_exhibit(field):
            self.exhibit = Exhibit(field, self.row.editor_area, self)
            self._column.addWidget(self.exhibit)

    def show_value(self, value: Any) -> None:
        self.value = value
        if isinstance(self.row.editor, ChoiceField):
            self.row.editor.show_value(None if value is None else value.kind)
        elif self.row.editor is not None:
            self.row.editor.show_value(value is not None)
        differs = self.default is not UNSET and type(value) is not type(self.default)
        resets = differs and isinstance(self.row.editor, ChoiceField)
        self.row.offer_reset(said(self.field, self.default) if resets else None)
        if self.row.error:
            self.row.refuse("")
        if self.exhibit is not None:
            self.exhibit.setVisible(value is not None)
            if value is not None:
                self.exhibit.show_spec(value)
        self._show_inner(value, self.default)

    def forget(self) -> None:
        super().forget()
        self._aside = None

    def _on_kind_chosen(self, kind: str | None) -> None:
        if kind is None:
            self._put_aside()
            return
        old = self._aside if self.value is None else self.value
        try:
            self.value_edited.emit(with_kind(self.field, old, kind))
        except SpecError as error:
            self.refuse_edit(error)

    def _on_switched(self, on: bool) -> None:
        assert self.field.family is not None  # a field that holds a Spec says of which class
        if on:
            self.value_edited.emit(self._aside or self.field.family())
        else:
            self._put_aside()

    def _put_aside(self) -> None:
        self._aside = self.value
        self.value_edited.emit(None)

    def _on_inner_edited(self, spec: Spec) -> None:
        self.value_edited.emit(spec)

    def _on_reset_requested(self) -> None:
        self.value_edited.emit(self.default)


class ListRow(_Part):
    """A list of Specs: a picker of its entries, and the form of the picked one."""

    def __init__(
        self, field: Field, default: Any, form: SubForm, parent: QWidget | None = None
    ) -> None:
        super().__init__(field, form, parent)
        self.default = default
        self.picked = 0
        self._picker = ChoiceField([], "", words.name_of(field), words.tip(field), self.row)
        self._picker.value_edited.connect(self._on_entry_picked)
        self.hold(self._picker)

    def show_value(self, value: Any) -> None:
        self.value = value
        entries = value or ()
        self.picked = min(self.picked, max(0, len(entries) - 1))
        named = [(str(place), _entry_name(place, entry)) for place, entry in enumerate(entries)]
        self._picker.picker.setEnabled(bool(named))
        self._picker.offer(named or [("", words.absent(self.field) if value is None else "None")])
        self._picker.show_value(str(self.picked) if named else None)
        differs = self.default is not UNSET and value != self.default
        self.row.offer_reset(said(self.field, self.default) if differs else None)
        if self.row.error:
            self.row.refuse("")
        self._show_inner(entries[self.picked] if entries else None, None)

    def _on_entry_picked(self, place: str | None) -> None:
        self.picked = int(place or 0)
        self.show_value(self.value)

    def _on_inner_edited(self, spec: Spec) -> None:
        entries = list(self.value)
        entries[self.picked] = spec
        self.value_edited.emit(tuple(entries))

    def _on_reset_requested(self) -> None:
        self.value_edited.emit(self.default)


def _entry_name(place: int, entry: Spec) -> str:
    """What an entry calls itself, else its title and place."""
    for attribute in ("name", "id"):
        if name := getattr(entry, attribute, ""):
            return str(name)
    return f"{entry.title()} {place + 1}"

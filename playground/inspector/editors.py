"""Editors for values that fit in one line: numbers, switches, choices, words. Each holds the
controls of one field, shows a value silently, and tells what a person made of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from engine.errors import SpecError
from engine.spec import Field
from playground.inspector import words
from playground.inspector.flow import Flow
from playground.widgets import Button, Label, NumberEditor, Picker, Slider, Switch, tooltip
from playground.widgets.complaint import Complaint

Choices = Sequence[tuple[str, str]]


class Editor(QObject):
    """The controls of one field, children of the row that lays them out.

    `value_edited(value)` comes for each legal value a person has settled on. The first of
    `widgets` takes what room there is, or none where `rigid`; one that `stacks` stands beneath
    its label, with its `read_out` beside that.
    """

    value_edited = Signal(object)
    rigid = False
    stacks = False

    def __init__(self, row: QWidget) -> None:
        super().__init__(row)
        self.widgets: list[QWidget] = []
        self.read_out: Label | None = None

    def show_value(self, value: Any) -> None:
        """Show a value, silently."""
        raise NotImplementedError

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        return [widget.focusProxy() or widget for widget in self.widgets]


class NumberField(Editor):
    """A number with − and +; an optional one has a button that takes all instead."""

    def __init__(self, field: Field, name: str, row: QWidget) -> None:
        super().__init__(row)
        self._whole = field.form == "int"
        scale = words.scale(field)
        first = field.default if field.default is not None else scale.minimum
        if scale.complaint(first):
            first = scale.next(scale.minimum, True)
        self.number = NumberEditor(
            name, scale, first, unit=field.unit, tip=words.tip(field), parent=row
        )
        self.number.value_changed.connect(self._on_number_changed)
        self.widgets = [self.number]
        self.all: Button | None = None
        if field.optional:
            word = words.absent(field)
            self.all = Button(word, name=f"{name}: {word.lower()}", parent=row)
            self.all.setCheckable(True)
            self.all.clicked.connect(self._on_all_clicked)
            self.widgets.append(self.all)

    def show_value(self, value: Any) -> None:
        if self.all is not None:
            self.all.setChecked(value is None)
            self.number.setEnabled(value is not None)
        if value is not None and value != self.number.value:
            self.number.set_value(value)

    def _on_number_changed(self, value: float) -> None:
        self.value_edited.emit(int(value) if self._whole else value)

    def _on_all_clicked(self, all_: bool) -> None:
        if all_:
            self.value_edited.emit(None)
        else:
            self._on_number_changed(self.number.value)


class ShareField(Editor):
    """A share along a slider, read as a percentage."""

    stacks = True

    def __init__(self, field: Field, name: str, row: QWidget) -> None:
        super().__init__(row)
        scale = words.scale(field)
        self.slider = Slider(
            name,
            minimum=scale.minimum,
            maximum=scale.maximum,
            step=0.01,
            tip=words.tip(field),
            parent=row,
        )
        self.slider.moved.connect(self._on_slider_moved)
        self.read_out = Label("", "strong", parent=row)
        self.widgets = [self.slider]

    def show_value(self, value: Any) -> None:
        if round(value * 100) != round(self.slider.level * 100):
            self.slider.set_level(value)
        self._read(value)

    def _on_slider_moved(self, value: float) -> None:
        self._read(value)
        self.value_edited.emit(value)

    def _read(self, value: float) -> None:
        assert self.read_out is not None  # made with the slider
        self.read_out.setText(f"{value * 100:.3g} %")


class SwitchField(Editor):
    """On or off."""

    rigid = True

    def __init__(self, name: str, tip: str, row: QWidget) -> None:
        super().__init__(row)
        self.switch = Switch(name, tip=tip, parent=row)
        self.switch.clicked.connect(self._on_switch_clicked)
        self.widgets = [self.switch]

    def show_value(self, value: Any) -> None:
        self.switch.setChecked(bool(value))

    def _on_switch_clicked(self, on: bool) -> None:
        self.value_edited.emit(on)


class ChoiceField(Editor):
    """One of several; where nothing may stand, it is the first of them, and is told as None."""

    def __init__(
        self,
        choices: Choices,
        absent: str,
        name: str,
        tip: str,
        row: QWidget,
        abouts: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(row)
        self._first: Choices = [("", absent)] if absent else []
        self._choices = choices
        self._name, self._tip, self._abouts = name, tip, dict(abouts or {})
        self._explained: str | None = None
        self.picker = Picker(name, [*self._first, *choices], tip=tip, parent=row)
        self.picker.chosen.connect(self._on_picker_chosen)
        self.widgets = [self.picker]

    def offer(self, choices: Choices) -> None:
        """Take other choices, keeping the chosen one."""
        if choices != self._choices:
            self._choices = choices
            self.picker.set_choices([*self._first, *choices], self.picker.choice)

    def show_value(self, value: Any) -> None:
        key = "" if value is None else str(value)
        if key != self.picker.choice or self.picker.count() == 0:
            offered = [*self._first, *self._choices]
            if all(key != other for other, _ in offered):  # such as a layer that is gone
                offered = [(key, f"{key} (missing)"), *offered]
            self.picker.set_choices(offered, key)
            self._explained = None
        if self._abouts and key != self._explained:
            self._explained = key
            self._explain()

    def _explain(self) -> None:
        """Let the list say what each choice does, and the closed field what the chosen one does."""
        for key, words_ in self._abouts.items():
            index = self.picker.findData(key)
            title = self.picker.itemText(index)
            self.picker.setItemData(index, tooltip(title, words_), Qt.ItemDataRole.ToolTipRole)
        chosen = self._abouts.get(self.picker.choice, "")
        said = f"{self._tip} {self.picker.currentText()}: {chosen}" if chosen else self._tip
        self.picker.setToolTip(tooltip(self._name, said))
        self.picker.setAccessibleDescription(said)

    def _on_picker_chosen(self, key: str) -> None:
        self.value_edited.emit(key or None)


class LineField(Editor):
    """A text in one line, settled by Enter or by leaving; Esc brings the old one back."""

    _made = False  # also when Python forgets it before Qt has sent its last events

    def __init__(self, field: Field, name: str, row: QWidget) -> None:
        super().__init__(row)
        self._field = field
        self._shown = ""
        self.line = QLineEdit(row)
        self.line.setAccessibleName(name)
        self.line.setAccessibleDescription(words.tip(field))
        self.line.setToolTip(tooltip(name, words.tip(field)))
        if field.optional:
            self.line.setPlaceholderText(words.absent(field))
        self.line.textEdited.connect(self._on_line_edited)
        self.line.editingFinished.connect(self._on_editing_finished)
        self.line.installEventFilter(self)
        self._complaint = Complaint(self.line)
        self.widgets = [self.line]
        self._made = True

    @property
    def error(self) -> str:
        """What is wrong with the text as it stands; empty where nothing is."""
        return self._complaint.reason

    def show_value(self, value: Any) -> None:
        text = self.write(value)
        if text != self._shown or text != self.line.text():
            self._shown = text
            self.line.setText(text)
            self.line.setCursorPosition(0)  # a long text is read from its beginning
        self.line.setModified(False)
        self._complain("")

    def write(self, value: Any) -> str:
        return "" if value is None else str(value)

    def read(self, text: str) -> Any:
        """The value a text stands for. Raises SpecError."""
        return self._field.check(None if self._field.optional and not text else text)

    def _complain(self, reason: str) -> None:
        self._complaint.say(reason)
        if bool(reason) != bool(self.line.property("wrong")):
            self.line.setProperty("wrong", bool(reason))
            self.line.style().polish(self.line)

    def _on_line_edited(self, text: str) -> None:
        self._complain(self._wrong(text))

    def _wrong(self, text: str) -> str:
        try:
            self.read(text)
        except SpecError as error:
            return words.reason(error, self._field)
        return ""

    def _on_editing_finished(self) -> None:
        if not self.line.isModified() or self.line.text() == self._shown:
            return
        if reason := self._wrong(self.line.text()):
            if self.line.hasFocus():
                self._complain(reason)
            else:
                self._restore()
            return
        self.line.setModified(False)
        self._shown = self.line.text()
        self.value_edited.emit(self.read(self._shown))

    def _restore(self) -> None:
        self.line.setText(self._shown)
        self._complain("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._made:
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape and self.line.isModified():
                self._restore()
                self.line.selectAll()
                return True
        elif event.type() == QEvent.Type.FocusOut and self._wrong(self.line.text()):
            self._restore()
        return False


class WordsField(LineField):
    """A list of words in one line, with commas between them; pasted lines are words, too."""

    def write(self, value: Any) -> str:
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow(value)
        return line.getvalue()

    def read(self, text: str) -> Any:
        rows = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True)
        return self._field.check(tuple(word for row in rows for word in row))


class TogglesField(Editor):
    """Any of several: a button each, the chosen ones pressed."""

    stacks = True

    def __init__(self, choices: Sequence[str], name: str, row: QWidget) -> None:
        super().__init__(row)
        self._order = list(choices)
        self._value: tuple[str, ...] = ()
        self.flow = Flow(row)
        self.buttons: dict[str, Button] = {}
        for key in choices:
            button = Button(words.choice(key), name=f"{name}: {words.choice(key)}", parent=row)
            button.setCheckable(True)
            button.clicked.connect(self._on_button_clicked)
            self.buttons[key] = button
        self.flow.fill(list(self.buttons.values()))
        self.widgets = [self.flow]

    def show_value(self, value: Any) -> None:
        self._value = tuple(value)
        for key, button in self.buttons.items():
            button.setChecked(key in self._value)

    def allow(self, refusals: dict[str, str]) -> None:
        """Grey the choices that may not be made, each for a reason."""
        for key, button in self.buttons.items():
            button.setEnabled(key not in refusals or button.isChecked())
            button.set_tip(refusals.get(key, ""))

    def stops(self) -> list[QWidget]:
        return list(self.buttons.values())

    def _on_button_clicked(self) -> None:
        pressed = {key for key, button in self.buttons.items() if button.isChecked()}
        kept = [key for key in self._value if key in pressed]
        chosen = kept + [key for key in self._order if key in pressed and key not in kept]
        if kept == sorted(kept, key=self._order.index):
            chosen.sort(key=self._order.index)
        self.value_edited.emit(tuple(chosen))

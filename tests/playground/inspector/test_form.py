"""Every field of every member has an editor: what is legal comes out as the Spec one would write,
what is not changes nothing and says why. Generated from the families."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from engine.activations import ELU, LeakyReLU
from engine.data import Csv, Curve, Spiral, TableColumn
from engine.design import Design, EarlyStopping, Training
from engine.initializers import Uniform
from engine.layers import Dense, Dropout, Residual
from engine.losses import Huber, MeanSquaredError
from engine.optimizers import SGD, Adam
from engine.regularizers import L1, L1L2, L2
from engine.spec import Field, Spec, families, fields, members
from playground.inspector.editors import LineField, NumberField, SwitchField, TogglesField
from playground.inspector.fields import FieldRow
from playground.inspector.form import SpecForm, values
from playground.inspector.parts import ListRow, PartRow
from playground.widgets import NumberEditor, Picker, Slider, Switch
from tests.engine.specimens import specimen
from tests.playground.inspector.hands import (
    Left,
    enter,
    line_of,
    other_value,
    pick,
    row_of,
    shown,
    type_in,
)

CLASSES = [
    *(cls for family in families() for cls in members(family).values()),
    EarlyStopping,
    Training,
    TableColumn,
    Design,
]
FIELDS = [(cls, field) for cls in CLASSES for field in fields(cls)]
PLAIN = [
    (cls, field)
    for cls, field in FIELDS
    if field.form != "spec" and (field.item is None or field.item.form != "spec")
]
PARTS = [(cls, field) for cls, field in FIELDS if (cls, field) not in PLAIN]


def named(case: Any) -> str:
    return case.name if isinstance(case, Field) else case.__name__


def make(qtbot: QtBot, spec: Spec, **given: Any) -> tuple[SpecForm, list[Spec]]:
    form = SpecForm(spec, **given)
    heard: list[Spec] = []
    form.edited.connect(heard.append)
    shown(qtbot, form)
    return form, heard


def legal(cls: type[Spec], field: Field) -> tuple[Spec, Any]:
    """A Spec and another value for one of its fields, so that the whole is a legal Spec."""
    spec = specimen(cls)
    if cls is TableColumn and field.name == "type":
        spec = specimen(cls, role="ignore")
    return spec, other_value(spec, field)


@pytest.mark.parametrize(("cls", "field"), PLAIN, ids=named)
def test_a_legal_edit_gives_exactly_that_spec_once(
    qtbot: QtBot, cls: type[Spec], field: Field
) -> None:
    spec, value = legal(cls, field)
    before = msgspec.json.encode(spec)
    form, heard = make(qtbot, spec)
    enter(qtbot, row_of(form, field.name), value)
    assert heard == [replace(spec, **{field.attribute: value})]
    assert form.spec == heard[0]
    assert msgspec.json.encode(spec) == before


@pytest.mark.parametrize(
    ("cls", "field"),
    [case for case in PLAIN if case[1].form in ("int", "float", "text")],
    ids=named,
)
def test_what_is_not_legal_changes_nothing_and_says_why(
    qtbot: QtBot, cls: type[Spec], field: Field
) -> None:
    spec = specimen(cls)
    form, heard = make(qtbot, spec)
    row = row_of(form, field.name)
    if isinstance(row.editor, NumberField):
        wrongs = ["", "many", "1e999", *beyond(field)]
    else:
        wrongs = ["\0", "x" * ((field.meta.max_length or 0) + 1)] if field.meta.max_length else []
        wrongs += ["not a name!"] if field.meta.pattern else []
        wrongs = [wrong for wrong in wrongs if len(wrong) < 300]
    for wrong in wrongs:
        line = row.editor.stops()[0] if row.editor is not None else form
        assert isinstance(line, QLineEdit)
        line.setFocus()
        line.selectAll()
        line.insert(wrong)
        line.textEdited.emit(wrong)
        qtbot.keyClick(line, Qt.Key.Key_Return)
        editor = row.editor.number if isinstance(row.editor, NumberField) else row.editor
        assert isinstance(editor, (NumberEditor, LineField))
        if "\0" not in wrong:
            assert editor.error, wrong
        line.clearFocus()
        assert not editor.error
    assert heard == []
    assert form.spec == spec


def beyond(field: Field) -> list[str]:
    """Numbers just outside a field's bounds."""
    found = []
    if field.minimum is not None:
        found.append(str(field.minimum - 1))
        found += [str(field.minimum)] if field.meta.gt is not None else []
    if field.maximum is not None:
        found.append(str(field.maximum + 1))
        found += [str(field.maximum)] if field.meta.lt is not None else []
    return found + (["2.5"] if field.form == "int" else [])


@pytest.mark.parametrize(("cls", "field"), PARTS, ids=named)
def test_every_kind_can_be_chosen_and_keeps_what_both_have(
    qtbot: QtBot, cls: type[Spec], field: Field
) -> None:
    spec = specimen(cls)
    form, heard = make(qtbot, spec)
    row = form.rows[field.name]
    if not isinstance(row, PartRow) or field.family is None or not field.family.family:
        return
    for kind, member in members(field.family).items():
        if any(inner.required for inner in fields(member)):
            continue
        old = getattr(form.spec, field.attribute)
        if kind == getattr(old, "kind", None) or (kind, old) == ("curve", Spiral()):
            continue
        picker = row.row.editor.widgets[0] if row.row.editor is not None else None
        assert isinstance(picker, Picker)
        pick(qtbot, picker, kind)
        if row.error:  # a value kept from the old kind may not stand in the new one
            assert getattr(form.spec, field.attribute) == old
            continue
        new = getattr(form.spec, field.attribute)
        assert new.kind == kind
        assert heard[-1] == form.spec
        if old is not None:
            ours = {f.name: getattr(old, f.attribute) for f in fields(type(old))}
            for inner in fields(member):
                expected = ours.get(inner.name, inner.default)
                assert getattr(new, inner.attribute) == expected
        assert row.inner is None or row.inner.spec == new


def test_an_inner_edit_comes_out_whole(qtbot: QtBot) -> None:
    form, heard = make(qtbot, Training(optimizer=Adam(learning_rate=0.01)))
    optimizer = form.rows["optimizer"]
    assert isinstance(optimizer, PartRow)
    type_in(qtbot, row_of(optimizer.inner, "learning_rate").editor.stops()[0], "0.3")  # type: ignore[union-attr]
    assert heard == [Training(optimizer=Adam(learning_rate=0.3))]


def test_nothing_may_be_chosen_where_nothing_may_stand(qtbot: QtBot) -> None:
    form, heard = make(qtbot, Dense(units=3, regularizer=L2(strength=0.3)))
    row = form.rows["regularizer"]
    assert isinstance(row, PartRow)
    picker = row.row.editor.widgets[0]  # type: ignore[union-attr]
    assert isinstance(picker, Picker)
    assert picker.itemText(0) == "None"
    pick(qtbot, picker, "")
    assert heard == [Dense(units=3)]
    assert row.inner is None
    pick(qtbot, picker, "l1")  # as strong as it was
    assert heard[-1] == Dense(units=3, regularizer=L1(strength=0.3))
    pick(qtbot, picker, "l1_l2")
    assert heard[-1] == Dense(units=3, regularizer=L1L2())


def test_a_part_there_is_only_one_of_has_a_switch_that_remembers(qtbot: QtBot) -> None:
    stopping = EarlyStopping(patience=7)
    form, heard = make(qtbot, Training(early_stopping=stopping))
    row = form.rows["early_stopping"]
    assert isinstance(row, PartRow) and isinstance(row.row.editor, SwitchField)
    qtbot.mouseClick(row.row.editor.switch, Left)
    assert heard == [Training()]
    qtbot.mouseClick(row.row.editor.switch, Left)
    assert heard[-1] == Training(early_stopping=stopping)


def test_all_of_a_number_comes_and_goes_with_the_number_kept(qtbot: QtBot) -> None:
    form, heard = make(qtbot, Training(batch_size=32))
    row = row_of(form, "batch_size")
    assert isinstance(row.editor, NumberField) and row.editor.all is not None
    qtbot.mouseClick(row.editor.all, Left)
    assert heard == [Training(batch_size=None)]
    assert not row.editor.number.isEnabled()
    qtbot.mouseClick(row.editor.all, Left)
    assert heard[-1] == Training(batch_size=32)
    assert row.editor.number.isEnabled()


def test_a_value_that_is_not_the_default_goes_back_to_it(qtbot: QtBot) -> None:
    form, heard = make(qtbot, Dense(units=3, activation=LeakyReLU(slope=0.2)))
    activation = form.rows["activation"]
    assert isinstance(activation, PartRow)
    slope = row_of(activation.inner, "slope")
    assert slope.reset.isVisible() and activation.row.reset.isVisible()
    assert not row_of(form, "units").reset.isVisible()  # has no default
    qtbot.mouseClick(slope.reset, Left)
    assert heard == [Dense(units=3, activation=LeakyReLU())]
    assert not slope.reset.isVisible()
    qtbot.mouseClick(activation.row.reset, Left)
    assert heard[-1] == Dense(units=3)
    assert not activation.row.reset.isVisible()


def test_the_default_of_a_part_is_the_owners(qtbot: QtBot) -> None:
    form, heard = make(qtbot, Training(optimizer=Adam(learning_rate=0.5)))
    optimizer = form.rows["optimizer"]
    assert isinstance(optimizer, PartRow)
    rate = row_of(optimizer.inner, "learning_rate")
    qtbot.mouseClick(rate.reset, Left)
    assert heard == [Training()]
    picker = optimizer.row.editor.widgets[0]  # type: ignore[union-attr]
    pick(qtbot, picker, "sgd")  # type: ignore[arg-type]
    rate = row_of(optimizer.inner, "learning_rate")
    qtbot.mouseClick(rate.reset, Left)
    assert heard[-1] == Training(optimizer=SGD())


def test_the_form_can_be_told_its_defaults(qtbot: QtBot) -> None:
    form, heard = make(qtbot, Dropout(rate=0.1), defaults=values(Dropout(rate=0.3)))
    qtbot.mouseClick(row_of(form, "rate").reset, Left)
    assert heard == [Dropout(rate=0.3)]


def test_two_fields_that_contradict_are_refused_beneath_the_edited_one(qtbot: QtBot) -> None:
    form, heard = make(qtbot, Uniform(minimum=-1, maximum=1))
    row = row_of(form, "maximum")
    type_in(qtbot, row.editor.stops()[0], "-2")  # type: ignore[union-attr]
    assert heard == []
    assert row.error.startswith("Minimum: expected at most the maximum")
    assert row.complaint.isVisible()
    line = row.editor.stops()[0]  # type: ignore[union-attr]
    assert isinstance(line, QLineEdit) and line.text() == "1"
    type_in(qtbot, line, "2")
    assert heard == [Uniform(minimum=-1, maximum=2)]
    assert not row.error


def test_a_refused_inner_edit_shows_the_old_value_again(qtbot: QtBot) -> None:
    columns = (TableColumn(name="a"), TableColumn(name="b"))
    form, heard = make(qtbot, Csv(path="t.csv", target="y", columns=columns))
    row = form.rows["columns"]
    assert isinstance(row, ListRow)
    type_in(qtbot, row_of(row.inner, "name").editor.stops()[0], "b")  # type: ignore[union-attr]
    assert heard == []
    assert "each column once" in row.error
    assert row.inner.spec == columns[0]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_words_pasted_from_a_column_become_a_list(qtbot: QtBot, ends: str) -> None:
    spec = Csv(path="t.csv", target="y")
    form, heard = make(qtbot, spec)
    line = line_of(row_of(form, "missing"))
    line.setFocus()
    line.selectAll()
    QApplication.clipboard().setText(ends.join(["NA", '"a, b"', "", "-", ""]))
    line.paste()
    assert not row_of(form, "missing").error
    line.clearFocus()
    assert heard == [replace(spec, missing=("NA", "a, b", "-"))]
    assert line.text() == 'NA,"a, b",-'


def test_what_was_chosen_before_is_forgotten_for_something_else(qtbot: QtBot) -> None:
    form, _ = make(qtbot, Dense(id="one", units=3, regularizer=L2(strength=0.3)))
    row = form.rows["regularizer"]
    assert isinstance(row, PartRow) and row.row.editor is not None
    picker = row.row.editor.widgets[0]
    assert isinstance(picker, Picker)
    form.forget()
    pick(qtbot, picker, "")
    pick(qtbot, picker, "l1")  # still as strong as it was
    assert form.spec.regularizer == L1(strength=0.3)  # type: ignore[attr-defined]
    pick(qtbot, picker, "")
    form.forget()
    pick(qtbot, picker, "l1")
    assert form.spec.regularizer == L1()  # type: ignore[attr-defined]


def test_a_list_of_parts_shows_the_picked_one(qtbot: QtBot) -> None:
    columns = (TableColumn(name="a"), TableColumn(name="b"))
    spec = Csv(path="t.csv", target="y", columns=columns)
    form, heard = make(qtbot, spec)
    row = form.rows["columns"]
    assert isinstance(row, ListRow)
    pick(qtbot, row.row.editor.widgets[0], "1")  # type: ignore[union-attr,arg-type]
    assert heard == []
    pick(qtbot, row_of(row.inner, "scale").editor.widgets[0], "none")  # type: ignore[union-attr,arg-type]
    assert heard == [replace(spec, columns=(columns[0], TableColumn(name="b", scale="none")))]
    qtbot.mouseClick(row.row.reset, Left)
    assert heard[-1] == replace(spec, columns=None)
    assert row.inner is None


def test_features_the_data_does_not_have_are_greyed_with_the_reason(qtbot: QtBot) -> None:
    form, heard = make(qtbot, Curve())
    editor = row_of(form, "features").editor
    assert isinstance(editor, TogglesField)
    assert not editor.buttons["x2"].isEnabled()
    assert "x1 alone" in editor.buttons["x2"].toolTip()
    qtbot.mouseClick(editor.buttons["sin_x1"], Left)
    assert heard == [Curve(features=("x1", "sin_x1"))]


def test_the_last_feature_cannot_be_taken_away(qtbot: QtBot) -> None:
    form, heard = make(qtbot, Spiral(features=("x2",)))
    row = row_of(form, "features")
    assert isinstance(row.editor, TogglesField)
    qtbot.mouseClick(row.editor.buttons["x2"], Left)
    assert heard == []
    assert row.editor.buttons["x2"].isChecked()
    assert "Expected at least one" in row.error


def test_features_keep_their_order(qtbot: QtBot) -> None:
    form, heard = make(qtbot, Spiral(features=("x1", "sin_x2")))
    editor = row_of(form, "features").editor
    assert isinstance(editor, TogglesField)
    qtbot.mouseClick(editor.buttons["x2"], Left)
    assert heard[-1] == Spiral(features=("x1", "x2", "sin_x2"))
    form.show_spec(Spiral(features=("x2", "x1")))
    qtbot.mouseClick(editor.buttons["x1_x2"], Left)
    assert heard[-1] == Spiral(features=("x2", "x1", "x1_x2"))


def test_a_text_may_offer_what_there_is_and_says_what_is_gone(qtbot: QtBot) -> None:
    offered = [("dense_1", "Dense 1"), ("dense_2", "Dense 2")]
    form, heard = make(qtbot, Residual(source="dense_9"), choices={"from": offered})
    picker = row_of(form, "from").editor.widgets[0]  # type: ignore[union-attr]
    assert isinstance(picker, Picker)
    assert picker.currentText() == "dense_9 (missing)"
    pick(qtbot, picker, "dense_2")
    assert heard == [Residual(source="dense_2")]
    form.offer("from", [("dense_2", "Wide")])
    assert picker.currentText() == "Wide"


@pytest.mark.parametrize("cls", CLASSES, ids=named)
def test_nothing_is_told_while_values_are_shown(qtbot: QtBot, cls: type[Spec]) -> None:
    first = specimen(cls)
    form, heard = make(qtbot, first)
    rows = dict(form.rows)
    for field in fields(cls):
        if (cls, field) not in PLAIN:
            continue
        spec, value = legal(cls, field)
        other = replace(spec, **{field.attribute: value})
        form.show_spec(other)
        assert form.spec == other
        row = row_of(form, field.name)
        assert row.value == value
        form.show_spec(first)
    assert heard == []
    assert form.rows == rows  # the same rows: nothing was made anew


def test_another_class_is_shown_with_its_own_rows(qtbot: QtBot) -> None:
    form, heard = make(qtbot, Dense(units=3))
    form.show_spec(Dropout(rate=0.2))
    assert set(form.rows) == {"id", "rate"}
    form.show_spec(Dense(units=4, activation=ELU()))
    assert set(form.rows) == {field.name for field in fields(Dense)}
    assert heard == []


def test_the_keyboard_and_the_cursor_stay_while_the_edit_comes_back(qtbot: QtBot) -> None:
    form, _ = make(qtbot, Training())
    form.edited.connect(form.show_spec)
    optimizer = form.rows["optimizer"]
    assert isinstance(optimizer, PartRow)
    line = row_of(optimizer.inner, "learning_rate").editor.stops()[0]  # type: ignore[union-attr]
    assert isinstance(line, QLineEdit)
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Up)
    assert line.hasFocus() and line.text() == "0.03"
    line.setCursorPosition(2)
    qtbot.keyClicks(line, "1")
    form.show_spec(replace(form.spec, epochs=7))  # something else changes while one types
    assert line.text() == "0.103" and line.cursorPosition() == 3 and line.hasFocus()
    picker = optimizer.row.editor.widgets[0]  # type: ignore[union-attr]
    pick(qtbot, picker, "sgd")  # type: ignore[arg-type]
    assert picker.hasFocus()


def test_tab_goes_from_top_to_bottom_also_after_a_new_kind(qtbot: QtBot) -> None:
    form, _ = make(qtbot, Training())
    optimizer = form.rows["optimizer"]
    assert isinstance(optimizer, PartRow)
    pick(qtbot, optimizer.row.editor.widgets[0], "nadam")  # type: ignore[union-attr,arg-type]
    pick(qtbot, optimizer.row.editor.widgets[0], "sgd")  # type: ignore[union-attr,arg-type]
    stops = [stop for stop in form.stops() if stop.isVisible() and stop.isEnabled()]
    stops[0].setFocus()
    walked: list[QWidget | None] = [QApplication.focusWidget()]
    for _ in stops[1:]:
        focused = QApplication.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
        walked.append(QApplication.focusWidget())
    assert walked == stops
    tops = [stop.mapTo(form, stop.rect().center()).y() for stop in stops]
    assert tops == sorted(tops)


@pytest.mark.parametrize("cls", CLASSES, ids=named)
def test_every_editor_has_a_name_and_says_what_it_is(qtbot: QtBot, cls: type[Spec]) -> None:
    form, _ = make(qtbot, specimen(cls))
    for stop in form.stops():
        assert stop.accessibleName(), stop
        assert stop.toolTip(), stop
        if isinstance(stop, (Picker, Slider, Switch, QLineEdit)):
            assert stop.accessibleDescription(), stop.accessibleName()
    for row in form.findChildren(FieldRow):
        assert row.label.toolTip()


@pytest.mark.parametrize("cls", CLASSES, ids=named)
@pytest.mark.parametrize("width", [180, 268, 340])
def test_nothing_is_cut_off_or_overlaps(qtbot: QtBot, cls: type[Spec], width: int) -> None:
    form = SpecForm(specimen(cls), shares={"noise", "validation_fraction", "test_fraction"})
    qtbot.addWidget(form)
    form.resize(width, form.heightForWidth(width))
    form.show()
    assert form.width() == width
    for row in form.findChildren(FieldRow):
        parts = [child for child in row.findChildren(QWidget) if child.parent() is row]
        parts = [part for part in parts if part.isVisible() and part.objectName() != "focus_ring"]
        for part in parts:
            assert row.rect().contains(part.geometry()), (row.words, part)
        for place, part in enumerate(parts):
            assert not any(part.geometry().intersects(o.geometry()) for o in parts[place + 1 :])


def test_a_choice_that_changes_nothing_is_not_told(qtbot: QtBot) -> None:
    form, heard = make(qtbot, Training(loss=Huber()))
    loss = form.rows["loss"]
    assert isinstance(loss, PartRow)
    pick(qtbot, loss.row.editor.widgets[0], "huber")  # type: ignore[union-attr,arg-type]
    assert heard == []
    pick(qtbot, loss.row.editor.widgets[0], "mean_squared_error")  # type: ignore[union-attr,arg-type]
    assert heard == [Training(loss=MeanSquaredError())]

"""Somebody who tries everything that the window has for changing a design; what exactly, and with
which of the things that are there, is told by two numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.data import Sampled
from engine.layers import Layer
from engine.spec import members
from playground.inspector.editors import (
    ChoiceField,
    Editor,
    NumberField,
    ShareField,
    SwitchField,
    TogglesField,
)
from playground.inspector.fields import FieldRow
from playground.inspector.form import SpecForm
from playground.inspector.parts import PartRow
from playground.inspector.selection import INPUTS
from playground.window.arrangements import DESIGN, LEARN
from playground.window.main_window import MainWindow
from tests.playground.inspector import hands
from tests.playground.window.person import PATIENCE, Control, Key, Left, Mouse, Plain, Shift

Alt = Qt.KeyboardModifier.AltModifier
Pressed = tuple[Qt.Key, Qt.KeyboardModifier]
Thing = TypeVar("Thing")
MOST = 10  # layers, so that a step stays short
KEYS: Sequence[Pressed] = (
    (Key.Key_Delete, Plain),
    (Key.Key_Backspace, Plain),
    (Key.Key_Left, Alt),
    (Key.Key_Right, Alt),
    (Key.Key_Plus, Plain),
    (Key.Key_Minus, Plain),
    (Key.Key_Up, Shift),
    (Key.Key_Right, Shift),
    (Key.Key_Right, Plain),
    (Key.Key_Down, Plain),
    (Key.Key_Escape, Plain),
)
COPIES: Sequence[Pressed] = (
    (Key.Key_C, Control),
    (Key.Key_X, Control),
    (Key.Key_V, Control),
    (Key.Key_D, Control),
)
SEARCHES = ("8 tanh", "drop 0.2", "3 softmax", "norm", "res", "1 sigmoid", "noise", "what is this")
ACTIVATIONS = ("tanh", "relu", "softmax", "sigm", "what is this")
NAMES = ("Bends", "Output", "dense 1", "2 many", "class", "")
DATA = ("spiral", "blobs", "curve", "moons", "plane")
ACTIONS = ("train.run", "train.step_batch", "train.new_seed", "view.theme", "view.calm")


def one_of(things: Sequence[Thing], place: int) -> Thing:
    """One of some things, by any number."""
    return things[place % len(things)]


class Tries:
    """What can be tried are the methods that are called so."""

    def __init__(self, window: MainWindow, qtbot: QtBot, mouse: Mouse) -> None:
        self.window, self.qtbot, self.mouse = window, qtbot, mouse
        self.canvas, self.document = window.canvas, window.document

    @classmethod
    def everything(cls) -> list[str]:
        """What can be tried, by name."""
        return [name for name in vars(cls) if name.startswith("try_")]

    @property
    def ids(self) -> list[str]:
        return [layer.id for layer in self.document.design.layers]

    @property
    def designing(self) -> bool:
        return self.window.workspaces.choice == DESIGN

    # --- keyboard and mouse -------------------------------------------------------------------

    def go_to_the_canvas(self) -> None:
        """Have the keyboard at the canvas, also after a list that was a window of its own."""

        def there() -> bool:
            self.window.activateWindow()
            return self.window.isActiveWindow()

        self.qtbot.waitUntil(there, timeout=PATIENCE)
        self.canvas.setFocus()

    def press(self, key: Qt.Key, hold: Qt.KeyboardModifier = Plain) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.canvas, key, hold)

    def type(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget() or self.canvas, text)

    def click(self, at: QPointF, hold: Qt.KeyboardModifier = Plain) -> None:
        QTest.mouseClick(self.canvas, Left, hold, at.toPoint())

    def place_of(self, key: str) -> QPointF:
        """A place of a column that selects it and can be carried."""
        placed = self.canvas.placed(key)
        area = self.canvas.to_view(placed.header if not placed.header.isEmpty() else placed.cell)
        return QPointF(area.center().x(), area.top() + min(30, area.height() / 2))

    # --- on the canvas ------------------------------------------------------------------------

    def try_dragging_from_the_palette(self, kind: int, gap: int) -> None:
        if self.designing and len(self.ids) < MOST:
            x = one_of(self.canvas.layout_at.gaps(), gap) + self.canvas.offset.x()
            at = QPointF(min(max(x, 1), self.canvas.width() - 2), self.canvas.height() - 60)
            item = self.window.palette_panel.items[one_of(sorted(members(Layer)), kind)]
            self.mouse.drag(item, self.canvas, at)

    def try_carrying_a_column(self, key: int, onto: int) -> None:
        if not self.ids:
            return
        start, away = self.place_of(one_of(self.ids, key)), QPointF(-60, 50)
        end = one_of([*(self.place_of(key) for key in self.ids), away], onto)
        QTest.mousePress(self.canvas, Left, Plain, start.toPoint())
        for share in (0.3, 0.7, 1.0):
            at = start + (end - start) * share
            self.mouse.move(self.canvas, at.toPoint(), held=True)
        QTest.mouseRelease(self.canvas, Left, Plain, end.toPoint())

    def try_selecting(self, key: int, several: int) -> None:
        place = self.place_of(one_of(self.canvas.scene.keys, key))
        self.click(place, Shift if several % 3 == 0 else Plain)

    def try_a_key(self, which: int, _: int) -> None:
        self.go_to_the_canvas()
        self.press(*one_of(KEYS, which))

    def try_the_clipboard(self, which: int, _: int) -> None:
        self.go_to_the_canvas()
        if len(self.ids) < MOST:
            self.press(*one_of(COPIES, which))

    def try_removing_several(self, last: int, _: int) -> None:
        if self.ids:
            self.go_to_the_canvas()
            self.click(self.place_of(self.ids[0]))
            self.click(self.place_of(one_of(self.ids, last)), Shift)
            self.press(Key.Key_Delete)

    def try_finding_a_layer(self, text: int, _: int) -> None:
        if len(self.ids) < MOST:
            self.go_to_the_canvas()
            self.press(Key.Key_Space)
            self.type(one_of(SEARCHES, text))
            self.press(Key.Key_Return)
            self.press(Key.Key_Escape)

    def try_renaming(self, name: int, _: int) -> None:
        self.go_to_the_canvas()
        if self.window.gestures.chosen:
            self.press(Key.Key_F2)
            self.type(one_of(NAMES, name))
            self.press(Key.Key_Return)
            self.press(Key.Key_Escape)

    def try_the_steppers(self, key: int, down: int) -> None:
        if self.ids:
            area = self.canvas.part(one_of(self.ids, key), one_of(("plus", "minus"), down))
            if not area.isEmpty():
                self.click(area.center())

    def try_choosing_an_activation(self, key: int, activation: int) -> None:
        self.go_to_the_canvas()
        area = self.canvas.part(one_of(self.ids, key), "choice") if self.ids else None
        if area is not None and not area.isEmpty():
            self.click(area.center())
            self.type(one_of(ACTIVATIONS, activation))
            self.press(Key.Key_Return)
            self.press(Key.Key_Escape)

    def try_toggling_an_input(self, place: int, _: int) -> None:
        tile = self.canvas.to_view(one_of(self.canvas.placed(INPUTS).tiles, place))
        self.click(tile.center())

    # --- beside it ----------------------------------------------------------------------------

    def try_the_inspector(self, field: int, value: int) -> None:
        form = self.window.inspector.form
        if self.designing and form is not None:
            edit(self.qtbot, *one_of(list(rows(form)), field), value)

    def try_the_inspector_again(self, field: int, value: int) -> None:
        self.try_the_inspector(field, value)

    def try_the_learning_rate(self, down: int, _: int) -> None:
        line = self.window.toolbar._rate.focusProxy()
        assert line is not None
        line.setFocus()
        QTest.keyClick(line, one_of((Key.Key_Up, Key.Key_Down), down))

    def try_other_data(self, kind: int, _: int) -> None:
        grid = self.window.data_panel.grid
        if self.designing:
            QTest.mouseClick(self.window.data_card.face, Left)
            grid = self.window.data_card.popup.grid
        wanted = one_of(DATA, kind)
        (thumbnail,) = [each for each in grid.thumbnails if each.kind == wanted]
        QTest.mouseClick(thumbnail, Left)

    def try_the_noise(self, less: int, _: int) -> None:
        slider = self.window.data_panel.noise.slider
        if not self.designing and isinstance(self.document.design.data, Sampled):
            slider.setFocus()
            QTest.keyClick(slider, one_of((Key.Key_Right, Key.Key_Left), less))

    def try_a_problem(self, card: int, ignore: int) -> None:
        if cards := self.window.problem_panel.cards:
            chosen = one_of(cards, card)
            button = chosen.ignore if ignore % 3 == 0 else chosen.fix
            if button is not None:
                QTest.mouseClick(button, Left)

    def try_answering_for_the_weights(self, answer: int, _: int) -> None:
        if (card := self.window.notices.card) is not None:
            QTest.mouseClick(one_of(card.buttons, answer), Left)

    def try_an_action(self, which: int, _: int) -> None:
        action = self.window.actions_by_id[one_of(ACTIONS, which)]
        if action.isEnabled():
            action.trigger()

    def try_a_workspace(self, which: int, _: int) -> None:
        self.go_to(one_of((DESIGN, DESIGN, LEARN), which))

    def go_to(self, workspace: str) -> None:
        QTest.mouseClick(self.window.top.workspace._segments[workspace], Left)

    def try_undo_or_redo(self, steps: int, redo: int) -> None:
        self.go_to_the_canvas()
        hold = one_of((Control, Control | Shift), redo)
        for _ in range(1 + steps % 4):
            self.press(Key.Key_Z, hold)


def rows(form: SpecForm) -> Iterator[tuple[SpecForm, FieldRow | PartRow]]:
    """Every row of a form and of those within it."""
    for row in form.rows.values():
        if isinstance(row, FieldRow | PartRow):
            yield form, row
        if isinstance(row, PartRow) and row.inner is not None:
            yield from rows(row.inner)


def editor_of(row: FieldRow | PartRow) -> Editor:
    editor = row.editor if isinstance(row, FieldRow) else row.row.editor
    assert editor is not None
    return editor


def edit(qtbot: QtBot, form: SpecForm, row: FieldRow | PartRow, value: int) -> None:
    """Give a field another value with its own editor."""
    match editor_of(row):
        case ChoiceField(picker=picker):
            keys = [picker.itemData(index) for index in range(picker.count())]
            if keys:
                hands.pick(qtbot, picker, one_of(keys, value))
        case SwitchField(switch=switch):
            qtbot.mouseClick(switch, Left)
        case NumberField(all=all_) if all_ is not None and row.value is None:
            qtbot.mouseClick(all_, Left)
        case ShareField(slider=slider):
            slider.setFocus()
            qtbot.keyClick(slider, one_of((Key.Key_Right, Key.Key_Left), value))
        case TogglesField(buttons=buttons):
            qtbot.mouseClick(one_of(list(buttons.values()), value), Left)
        case _:
            assert isinstance(row, FieldRow)
            hands.enter(qtbot, row, hands.other_value(form.spec, row.field))

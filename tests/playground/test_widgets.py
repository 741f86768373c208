"""The controls do what keyboard and pointer ask, say their names, and wear the theme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDockWidget,
    QLineEdit,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from playground.widgets import (
    Button,
    Card,
    Chip,
    DockTitle,
    EmptyState,
    KindChip,
    Label,
    NumberEditor,
    Picker,
    ReadOut,
    RunButton,
    SegmentedControl,
    Separator,
    Slider,
    StatusBar,
    Switch,
    settle_focused,
    tooltip,
)
from playground.widgets.numbers import Scale
from playground.widgets.step_button import StepButton
from playground.window.appearance import Appearance
from playground.window.theme import DARK, LIGHT
from tests.playground import looks
from tests.playground.looks import colors, pixel

look = looks.look
W = TypeVar("W", bound=QWidget)
LEFT = Qt.MouseButton.LeftButton
WORKSPACES = [("learn", "Learn", "See it learn."), ("design", "Design", "Build a network.")]
KINDS_OF_FIELD = [("tanh", "tanh"), ("relu", "ReLU"), ("linear", "linear")]


def rate(value: float = 0.025) -> NumberEditor:
    return NumberEditor("Learning rate", Scale(0, 10, above=True, log=True), value, tip="Step.")


def units(value: float = 8) -> NumberEditor:
    return NumberEditor("Units", Scale(1, 4096, whole=True), value)


def card() -> Card:
    made = Card("warning", "Dense 2 has no activation.", "A line of a line is a line.")
    made.add_button(Button("Ignore", kind="ghost"))
    made.add_button(Button("Use tanh", kind="primary", icon="wand-sparkles"))
    return made


def status() -> StatusBar:
    made = StatusBar()
    made.say("Training.", "success")
    made.set_facts(["88,000 samples/s", "105 parameters", "3.1 s"])
    return made


CONTROLS: dict[str, Callable[[], QWidget]] = {
    "primary": lambda: Button("Use tanh", kind="primary", icon="wand-sparkles"),
    "secondary": lambda: Button("Add L2"),
    "ghost": lambda: Button(kind="ghost", icon="x", name="Close"),
    "quiet": lambda: Button(kind="quiet", icon="ellipsis", name="More"),
    "run": RunButton,
    "number": rate,
    "picker": lambda: Picker("Activation", KINDS_OF_FIELD),
    "switch": lambda: Switch("Discretise", text="Discretise", tip="Two flat tones."),
    "slider": lambda: Slider("Noise", maximum=0.5, level=0.1),
    "segments": lambda: SegmentedControl("Workspace", WORKSPACES),
    "read-out": lambda: ReadOut("Training loss", "0.000", tip="Mean over the training points."),
    "card": card,
    "dock title": lambda: DockTitle("Problems", QDockWidget()),
    "count": lambda: Chip("2", name="Findings"),
    "key": lambda: Chip("Space", "key"),
    "kind": lambda: KindChip("dense", "Dense"),
    "status": status,
    "empty": lambda: EmptyState("Nothing to report."),
}
controls = pytest.mark.parametrize("make", CONTROLS.values(), ids=CONTROLS)


@pytest.fixture
def window(look: Appearance, qtbot: Any) -> QWidget:
    """An active window with a field above and below the place for a control."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(400, 300)
    column = QVBoxLayout(made)
    column.setContentsMargins(20, 20, 20, 20)
    column.addWidget(QLineEdit(objectName="before"))
    column.addWidget(QLineEdit(objectName="after"))
    column.addStretch(1)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def put(window: QWidget, control: W) -> W:
    """Stand a control between the two fields."""
    column = window.layout()
    assert isinstance(column, QVBoxLayout)
    column.insertWidget(1, control)
    before, after = window.findChild(QLineEdit, "before"), window.findChild(QLineEdit, "after")
    if control.focusPolicy() != Qt.FocusPolicy.NoFocus:
        QWidget.setTabOrder(before, control)
        QWidget.setTabOrder(control, after)
    before.setFocus()
    QApplication.processEvents()
    return control


def tab(window: QWidget) -> None:
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)


def ring(window: QWidget) -> QRect | None:
    found = [
        child.geometry()
        for child in window.findChildren(QWidget, "focus_ring")
        if child.isVisible()
    ]
    return found[0] if found else None


def wheel(widget: QWidget, notches: int, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> bool:
    """Turn the wheel over a widget; whether the widget took it."""
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        widget.mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


# --- all of them ------------------------------------------------------------------------------


@controls
def test_every_control_has_a_name_and_a_tooltip(
    window: QWidget, make: Callable[[], QWidget]
) -> None:
    control = put(window, make())
    assert control.accessibleName()
    if not isinstance(control, (Card, EmptyState, DockTitle)):
        assert control.toolTip()
    for button in control.findChildren(QAbstractButton):
        assert button.accessibleName() and button.toolTip()


@controls
def test_every_control_repaints_and_regrows(
    window: QWidget, look: Appearance, make: Callable[[], QWidget]
) -> None:
    control = put(window, make())
    light, size = control.grab().toImage(), control.sizeHint()
    look.choose("dark")
    assert control.grab().toImage() != light
    look.set_font_size(26)
    grown = control.sizeHint()
    assert grown.height() > 1.6 * size.height()
    assert make().sizeHint().width() == grown.width()


@controls
def test_what_can_be_clicked_is_large_enough(window: QWidget, make: Callable[[], QWidget]) -> None:
    control = put(window, make())
    buttons = control.findChildren(QAbstractButton)
    if isinstance(control, (QAbstractButton, Slider, Picker)):
        buttons.append(control)
    for button in buttons:
        assert min(button.width(), button.height()) >= 24


@controls
def test_every_control_can_be_disabled(window: QWidget, make: Callable[[], QWidget]) -> None:
    control = put(window, make())
    control.setEnabled(False)
    assert not control.grab().isNull()


def test_the_ring_follows_the_keyboard_and_not_the_pointer(window: QWidget) -> None:
    button = put(window, Button("Reset"))
    QTest.mouseClick(button, LEFT)
    assert ring(window) is None
    assert not button.hasFocus()  # a click leaves the keyboard where it was
    tab(window)
    assert ring(window) == button.geometry().adjusted(-2, -2, 2, 2)
    assert pixel(window, button.x() - 1, button.geometry().center().y()) == LIGHT.focus
    tab(window)
    assert ring(window) is None


def test_the_ring_moves_with_its_control_and_goes_with_it(window: QWidget) -> None:
    button = put(window, Button("Reset"))
    tab(window)
    button.move(100, 150)
    assert ring(window) == button.geometry().adjusted(-2, -2, 2, 2)
    button.hide()
    assert ring(window) is None


# --- buttons ----------------------------------------------------------------------------------


def test_a_button_is_pressed_by_pointer_and_by_key(window: QWidget) -> None:
    button = put(window, Button("Reset", icon="rotate-ccw"))
    presses: list[bool] = []
    button.clicked.connect(lambda: presses.append(True))
    QTest.mouseClick(button, LEFT)
    tab(window)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert len(presses) == 2


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_a_button_once_and_nothing_beneath_it(
    window: QWidget, key: Qt.Key, qtbot: Any
) -> None:
    button = put(window, Button("Create"))
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    tab(window)
    QTest.keyClick(button, key)
    held = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", True)
    QApplication.sendEvent(button, held)
    assert len(pressed) == 1 and held.isAccepted()


def test_kinds_of_button_differ_in_their_ground(window: QWidget) -> None:
    primary = put(window, Button("Use tanh", kind="primary"))
    assert pixel(primary, 4, 14) == LIGHT.accent
    primary.set_kind("secondary")
    assert pixel(primary, 4, 14) == LIGHT.raised
    assert pixel(primary, 30, 0) == LIGHT.border_strong
    primary.set_kind("ghost")
    assert pixel(primary, 4, 14) == LIGHT.panel


def test_hovering_and_pressing_show(window: QWidget, qtbot: Any, look: Appearance) -> None:
    look.calm_motion(False)
    button = put(window, Button("Use tanh", kind="secondary"))
    QTest.mouseMove(button, QPoint(10, 10))
    qtbot.waitUntil(lambda: pixel(button, 4, 14) != LIGHT.raised)
    hovered = pixel(button, 4, 14)
    button.setDown(True)
    assert pixel(button, 4, 14) not in (hovered, LIGHT.raised)
    QTest.mouseMove(window, QPoint(1, 1))
    button.setDown(False)
    qtbot.waitUntil(lambda: pixel(button, 4, 14) == LIGHT.raised)


def test_a_collapsed_button_keeps_its_icon_and_its_name(window: QWidget) -> None:
    button = put(window, Button("New seed", kind="ghost", icon="dices"))
    button.set_collapsed(True)
    assert button.sizeHint().width() == button.sizeHint().height()
    assert button.accessibleName() == "New seed"
    wordless = Button("Words", kind="ghost")
    wordless.set_collapsed(True)
    assert wordless.label() == "Words"
    wordless.deleteLater()


def test_a_button_follows_its_action(window: QWidget) -> None:
    action = QAction("Step a batch", window)
    action.setIconText("Batch")
    action.setShortcut(QKeySequence("Ctrl+B"))
    action.setStatusTip("Train one batch.")
    runs: list[bool] = []
    action.triggered.connect(lambda: runs.append(True))
    button = put(window, Button(kind="ghost", icon="step-forward", name="Batch"))
    button.follow(action)
    assert (button.text(), button.accessibleName()) == ("Batch", "Batch")
    assert "Ctrl+B" in button.toolTip() and "Train one batch." in button.toolTip()
    QTest.mouseClick(button, LEFT)
    assert runs == [True]
    action.setEnabled(False)
    assert not button.isEnabled()


def test_run_shows_its_states_in_one_width(window: QWidget) -> None:
    run = put(window, RunButton())
    widths = set()
    for state, name, ground in (
        ("ready", "Run", LIGHT.accent),
        ("running", "Pause", LIGHT.accent_soft),
        ("again", "Run again", LIGHT.accent),
        ("blocked", "Run", LIGHT.segment_ground),
    ):
        run.set_state(state, "Output has 1 unit." if state == "blocked" else "")
        widths.add((run.sizeHint().width(), run.sizeHint().height()))
        assert run.accessibleName() == name
        assert pixel(run, 4, 18) == ground
        words = QFontMetrics(run.label_font()).horizontalAdvance(run.text())
        assert words + run.look.sizes.icon + 2 * run.look.sizes.pad_ghost < run.width()
    assert widths == {(116, 36)}
    assert not run.isEnabled()
    assert "Output has 1 unit." in run.toolTip()


def test_run_stays_blocked_whatever_its_action_says(window: QWidget) -> None:
    run, action = put(window, RunButton()), QAction("Run", window)
    action.setShortcut(QKeySequence("Ctrl+R"))
    run.follow(action)
    run.set_state("blocked", "No layers.")
    action.setText("Go on")
    assert not run.isEnabled()
    assert run.text() == "Run"
    assert "Ctrl+R" in run.toolTip()
    run.set_state("ready")
    assert run.isEnabled()


# --- one of several, on or off ----------------------------------------------------------------


def test_a_picker_tells_only_what_a_person_chose(window: QWidget) -> None:
    picker = put(window, Picker("Activation", KINDS_OF_FIELD, "relu"))
    chosen: list[str] = []
    picker.chosen.connect(chosen.append)
    picker.set_choice("linear")
    assert (picker.choice, chosen) == ("linear", [])
    tab(window)
    QTest.keyClick(picker, Qt.Key.Key_Up)
    QTest.keyClicks(picker, "t")
    assert chosen == ["relu", "tanh"]
    with pytest.raises(LookupError):
        picker.set_choice("swish")
    picker.set_choices([("a", "A")])
    assert (picker.choice, chosen) == ("a", ["relu", "tanh"])


def test_segments_are_chosen_by_click_and_arrow(window: QWidget) -> None:
    segments = put(window, SegmentedControl("Workspace", WORKSPACES))
    chosen: list[str] = []
    segments.chosen.connect(chosen.append)
    learn, design = segments.findChildren(QAbstractButton)
    QTest.mouseClick(design, LEFT)
    assert (segments.choice, chosen) == ("design", ["design"])
    design.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(design, Qt.Key.Key_Left)
    assert (segments.choice, chosen) == ("learn", ["design", "learn"])
    assert learn.hasFocus()
    segments.set_choice("design")
    assert (segments.choice, chosen) == ("design", ["design", "learn"])
    with pytest.raises(LookupError):
        segments.set_choice("attic")


def test_a_switch_is_thrown_by_click_and_space(window: QWidget) -> None:
    switch = put(window, Switch("Discretise", text="Discretise"))
    thrown: list[bool] = []
    switch.clicked.connect(lambda on: thrown.append(on))
    QTest.mouseClick(switch, LEFT, pos=QPoint(switch.width() - 2, 12))
    assert pixel(switch, 8, 12) == LIGHT.accent
    tab(window)
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert thrown == [True, False]
    assert pixel(switch, 24, 12) == LIGHT.border_strong


def test_a_switch_slides(window: QWidget, look: Appearance, qtbot: Any) -> None:
    look.calm_motion(False)
    switch = put(window, Switch("Discretise"))
    switch.setChecked(True)
    assert pixel(switch, 3, 12) != LIGHT.accent
    qtbot.waitUntil(lambda: pixel(switch, 3, 12) == LIGHT.accent)


# --- slider -----------------------------------------------------------------------------------


def test_a_slider_goes_where_it_is_clicked_and_dragged(window: QWidget) -> None:
    slider = put(window, Slider("Noise", maximum=0.5, step=0.01))
    moved: list[float] = []
    slider.moved.connect(moved.append)
    middle = slider.rect().center()
    QTest.mouseClick(slider, LEFT, pos=middle)
    assert moved == [0.25]
    assert pixel(slider, 20, 12) == LIGHT.accent
    assert pixel(slider, slider.width() - 20, 12) == LIGHT.track
    QTest.mousePress(slider, LEFT, pos=middle)
    QTest.mouseMove(slider, QPoint(slider.width(), middle.y()))
    QTest.mouseRelease(slider, LEFT, pos=QPoint(slider.width(), middle.y()))
    assert (slider.level, moved[-1]) == (0.5, 0.5)


def test_a_slider_is_stepped_by_keys_and_set_in_silence(window: QWidget) -> None:
    slider = put(window, Slider("Noise", maximum=0.5, step=0.01, level=0.1))
    moved: list[float] = []
    slider.moved.connect(moved.append)
    slider.set_level(0.2)
    assert moved == []
    tab(window)
    QTest.keyClick(slider, Qt.Key.Key_Right)
    QTest.keyClick(slider, Qt.Key.Key_PageUp)
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert moved == [0.21, 0.26, 0.0]
    assert LIGHT.focus in colors(slider)


def test_a_slider_says_its_value_and_not_its_step(window: QWidget) -> None:
    slider = put(window, Slider("Noise", minimum=0, maximum=0.5, level=0.25, tip="Scatter."))
    assert slider.accessibleDescription() == "0.25. Scatter."
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert slider.accessibleDescription() == "0.26. Scatter."


def test_steps_that_cannot_be_finer_do_not_promise_it(window: QWidget) -> None:
    for editor, finer in ((put(window, rate()), True), (put(window, units()), False)):
        tips = [button.toolTip() for button in editor.findChildren(StepButton)]
        assert len(tips) == 2 and all(("finer" in tip) is finer for tip in tips)


def test_wheels_scroll_the_page_unless_the_control_has_the_keyboard(window: QWidget) -> None:
    for make in (rate, lambda: Slider("Noise", level=0.5), lambda: Picker("A", KINDS_OF_FIELD)):
        control = put(window, make())
        assert not wheel(control, -1)
        control.setFocus()
        assert wheel(control, -1)
        control.hide()


# --- numbers ----------------------------------------------------------------------------------


def typed(editor: NumberEditor, text: str) -> QLineEdit:
    line = editor.findChild(QLineEdit)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    return line


def changes(editor: NumberEditor) -> list[float]:
    seen: list[float] = []
    editor.value_changed.connect(seen.append)
    return seen


def test_a_typed_number_counts_when_it_is_settled(window: QWidget) -> None:
    editor = put(window, rate())
    seen = changes(editor)
    line = typed(editor, "0.05")
    assert seen == []
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert (seen, editor.value) == ([0.05], 0.05)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert seen == [0.05]
    typed(editor, "3e-2")
    tab(window)
    assert (seen, line.text()) == ([0.05, 0.03], "0.03")


def test_a_number_that_may_not_stand_says_why_and_changes_nothing(window: QWidget) -> None:
    editor = put(window, rate())
    seen = changes(editor)
    line = typed(editor, "90")
    assert editor.error == "Use a number above 0 and at most 10."
    note = window.findChild(Label, "complaint")
    assert note.isVisible() and note.text() == editor.error
    assert note.y() > editor.geometry().bottom()
    assert LIGHT.danger in colors(editor)
    assert line.accessibleDescription() == editor.error  # for whoever cannot see the note
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert (seen, line.text()) == ([], "90")
    tab(window)
    assert (seen, line.text(), editor.error) == ([], "0.025", "")
    assert line.accessibleDescription() == "Step."
    QApplication.processEvents()
    assert window.findChild(Label, "complaint") is None or not note.isVisible()


def test_escape_brings_the_old_value_back(window: QWidget) -> None:
    editor = put(window, rate())
    line = typed(editor, "banana")
    assert editor.error
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert (line.text(), editor.error) == ("0.025", "")


def test_a_number_being_typed_is_taken_when_it_is_called_for(window: QWidget) -> None:
    editor = put(window, rate())
    seen = changes(editor)
    line = typed(editor, "0.3")
    settle_focused()
    assert seen == [0.3] and line.hasFocus() and line.text() == "0.3"
    settle_focused()
    assert seen == [0.3] and line.hasFocus()
    typed(editor, "90")
    settle_focused()
    assert seen == [0.3] and line.hasFocus() and line.text() == "0.3" and not editor.error
    line.clearFocus()
    settle_focused()
    assert QApplication.focusWidget() is None


def test_arrows_buttons_and_wheel_step(window: QWidget) -> None:
    editor = put(window, rate(0.001))
    seen = changes(editor)
    line, (less, more) = editor.findChild(QLineEdit), editor.findChildren(QAbstractButton)
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Up)
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(line, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(line, Qt.Key.Key_PageDown)
    assert seen == [0.003, 0.001, 0.01, 0.011, 0.0011]
    QTest.mouseClick(more, LEFT)
    QTest.mouseClick(less, LEFT)
    wheel(line, 2)
    assert seen[5:] == [0.003, 0.001, 0.003, 0.01]


def test_whole_numbers_step_by_one_and_stop_at_their_bounds(window: QWidget) -> None:
    editor = put(window, units(2))
    seen = changes(editor)
    less, more = editor.findChildren(QAbstractButton)
    QTest.mouseClick(less, LEFT)
    assert not less.isEnabled() and more.isEnabled()
    line = editor.findChild(QLineEdit)
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert seen == [1, 11]


def test_a_value_set_from_outside_is_silent_and_must_be_legal(window: QWidget) -> None:
    editor = put(window, units())
    seen = changes(editor)
    editor.set_value(12)
    assert (editor.value, editor.findChild(QLineEdit).text(), seen) == (12, "12", [])
    for wrong in (0, 2.5, float("nan")):
        with pytest.raises(ValueError, match="Units"):
            editor.set_value(wrong)
    assert editor.value == 12
    editor.set_scale(Scale(1, 10, whole=True))
    assert editor.value == 10


def test_stepping_settles_what_was_typed_first(window: QWidget) -> None:
    editor = put(window, units())
    seen = changes(editor)
    line = typed(editor, "20")
    QTest.keyClick(line, Qt.Key.Key_Up)
    assert seen == [20, 21]


# --- what is read -----------------------------------------------------------------------------


def test_a_read_out_keeps_its_width_whatever_it_shows(window: QWidget) -> None:
    out = put(window, ReadOut("Epoch", "000 of 000"))
    width = out.sizeHint().width()
    for text in ("1 of 9", "250 of 300", "111 of 111"):
        out.set_text(text)
        assert out.sizeHint().width() == width
        assert out.accessibleName() == f"Epoch: {text}"
    out.set_text("165 of 400", "focus")
    assert LIGHT.focus in colors(out)


def test_a_card_puts_its_buttons_at_the_foot_where_it_is_narrow(window: QWidget) -> None:
    made = put(window, card())
    window.resize(900, 300)
    QApplication.processEvents()
    ignore, fix = made.buttons
    assert not made.narrow
    assert fix.geometry().right() > made.width() - 20
    assert abs(fix.geometry().center().y() - made.rect().center().y()) <= 1
    window.resize(360, 300)
    QApplication.processEvents()
    assert made.narrow
    assert fix.y() > made.height() / 2
    assert ignore.x() < fix.x()
    assert pixel(made, 2, made.height() / 2) == LIGHT.warning


def test_a_card_stacks_buttons_that_do_not_fit(window: QWidget) -> None:
    made = put(window, card())
    window.resize(240, 400)
    QApplication.processEvents()
    ignore, fix = made.buttons
    assert fix.y() > ignore.geometry().bottom()
    assert made.rect().contains(fix.geometry())


def test_a_dock_title_shows_its_buttons_when_they_are_wanted(look: Appearance, qtbot: Any) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    dock = QDockWidget(window)
    title = DockTitle("Problems", dock)
    dock.setTitleBarWidget(title)
    dock.setWidget(QWidget())
    elsewhere = QLineEdit()
    window.setCentralWidget(elsewhere)
    window.resize(600, 400)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    title.set_count(3)
    title.set_read_out("epoch 165", rewound=True)
    assert title.height() == 36
    float_, close = title.findChildren(QAbstractButton)
    places = (float_.geometry(), close.geometry())
    QTest.mouseMove(elsewhere)
    elsewhere.setFocus()
    qtbot.waitUntil(lambda: float_.faint and close.faint)
    close.setFocus(Qt.FocusReason.TabFocusReason)
    assert not float_.faint and not close.faint
    assert (float_.geometry(), close.geometry()) == places
    QTest.mouseClick(float_, LEFT)
    assert dock.isFloating()
    QTest.mouseClick(close, LEFT)
    assert not dock.isVisible()


def test_the_status_bar_drops_facts_from_the_left(window: QWidget, look: Appearance) -> None:
    bar = put(window, status())
    assert bar.height() == 26
    line = bar.findChild(QWidget)
    assert line is not None

    def inked() -> int:
        image = bar.grab().toImage()
        ground = LIGHT.window
        columns = range(150, image.width())
        return sum(
            any(image.pixelColor(x, y).name().upper() != ground for y in range(4, 22))
            for x in columns
        )

    bar.resize(900, 26)
    QApplication.processEvents()
    all_facts = inked()
    bar.resize(330, 26)
    QApplication.processEvents()
    assert 0 < inked() < all_facts
    assert bar.message == "Training."
    assert LIGHT.success in colors(bar)


def test_a_long_tooltip_is_broken_and_escaped(look: Appearance) -> None:
    short = tooltip("Run", "Train.", QKeySequence("Ctrl+R"))
    assert "nowrap" in short and "Ctrl+R" in short
    long = tooltip("a < b", "A sentence that goes on and on and on. " * 4)
    assert "width='260'" in long and "a &lt; b" in long


def test_labels_change_their_role(window: QWidget) -> None:
    label = put(window, Label("epoch 165", "small"))
    label.set_role("rewound")
    assert LIGHT.focus in colors(label)
    line = put(window, Separator(Qt.Orientation.Horizontal))
    assert (line.height(), pixel(line, 5, 0)) == (1, LIGHT.border)


def test_dark_fields_stand_on_dark_ground(window: QWidget, look: Appearance) -> None:
    editor = put(window, rate())
    look.choose("dark")
    assert pixel(editor, 5, 5) == DARK.raised
    assert pixel(window, 2, 2) == DARK.panel

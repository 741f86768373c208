"""The data on a card: it says what there is, and all other data is one key away."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.activations import Softmax, Tanh
from engine.checks import check
from engine.data import Blobs, Csv, Data, Plane
from engine.design import Design, Training
from engine.layers import Dense
from engine.losses import CategoricalCrossEntropy
from playground.inspector.data_card import DataCard
from playground.inspector.data_edits import drawn_kinds
from playground.inspector.thumbnail import Thumbnail
from playground.window.appearance import appearance
from tests.playground.inspector.hands import Left, shown

DESIGN = Design(
    data=Blobs(samples=450),
    layers=(
        Dense(units=8, activation=Tanh()),
        Dense(id="output", units=3, activation=Softmax()),
    ),
    training=Training(loss=CategoricalCrossEntropy()),
)


@pytest.fixture
def card(qtbot: QtBot) -> DataCard:
    card = DataCard()
    card.show_design(DESIGN)
    shown(qtbot, card, 232, card.sizeHint().height())
    card.face.setFocus(Qt.FocusReason.TabFocusReason)
    return card


def heard_from(card: DataCard) -> list[Design]:
    heard: list[Design] = []
    card.design_edited.connect(heard.append)
    return heard


def at_keyboard() -> Thumbnail:
    """The thumbnail that the keyboard is at."""
    focus = QApplication.focusWidget()
    assert isinstance(focus, Thumbnail)
    return focus


@pytest.mark.parametrize(
    ("data", "name", "facts"),
    [
        (Blobs(samples=450), "Blobs", "450 points, 3 classes"),
        (Plane(), "Plane", "1,200 points, y is a number"),
        (Csv(path="some/where/birds.csv", target="kind"), "birds.csv", "Not read yet."),
    ],
)
def test_it_names_the_data_and_says_how_much_there_is(
    card: DataCard, data: Data, name: str, facts: str
) -> None:
    before = card.grab().toImage()
    card.show_design(replace(DESIGN, data=data))
    assert (card.face.text(), card.face.facts) == (name, facts)
    assert card.face.accessibleName() == f"Data: {name}"
    assert facts in card.face.accessibleDescription()
    assert (card.grab().toImage() == before) is (data == DESIGN.data)


def test_its_picture_is_the_datas(card: DataCard) -> None:
    picture = card.face.grab().toImage()
    left = {
        picture.pixelColor(x, y).rgb()
        for x in range(card.face.height())
        for y in range(picture.height())
    }
    for index in range(3):
        assert appearance().color(f"class_{index}").rgb() in left


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Down])
def test_a_key_opens_all_data_at_the_present_one_and_esc_goes_back(
    card: DataCard, qtbot: QtBot, key: Qt.Key
) -> None:
    heard = heard_from(card)
    qtbot.keyClick(card.face, key)
    assert card.popup.isVisible()
    names = {thumb.text() for thumb in card.popup.grid.thumbnails}
    assert len(names) == len(drawn_kinds())
    assert at_keyboard().kind == "blobs" and at_keyboard().isChecked()
    qtbot.keyClick(at_keyboard(), Qt.Key.Key_Left)
    assert at_keyboard().kind == "moons"
    qtbot.keyClick(at_keyboard(), Qt.Key.Key_Escape)
    assert not card.popup.isVisible()
    assert card.face.hasFocus() and heard == []


def test_a_screen_readers_press_opens_it_too(card: DataCard) -> None:
    card.face.click()
    assert card.popup.isVisible()
    card.popup.close()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_arrows_walk_and_a_key_chooses_what_fits_the_network(
    card: DataCard, qtbot: QtBot, key: Qt.Key
) -> None:
    heard = heard_from(card)
    qtbot.keyClick(card.face, Qt.Key.Key_Down)
    qtbot.keyClick(at_keyboard(), Qt.Key.Key_Up)
    qtbot.keyClick(at_keyboard(), Qt.Key.Key_Left)
    assert at_keyboard().kind == "circle"
    qtbot.keyClick(at_keyboard(), key)
    assert not card.popup.isVisible() and card.face.hasFocus()
    assert [design.data.kind for design in heard] == ["circle"]
    assert not [problem for problem in check(heard[0]) if problem.severity == "error"]
    assert card.face.text() == "Circle"
    qtbot.keyClick(card.face, Qt.Key.Key_Down)
    assert at_keyboard().kind == "circle"
    qtbot.keyClick(at_keyboard(), key)  # as it is: no edit
    assert len(heard) == 1 and not card.popup.isVisible()


def test_a_click_opens_and_a_click_chooses(card: DataCard, qtbot: QtBot) -> None:
    heard = heard_from(card)
    qtbot.mouseClick(card.face, Left)
    assert card.popup.isVisible()
    moons = next(thumb for thumb in card.popup.grid.thumbnails if thumb.kind == "moons")
    qtbot.mouseClick(moons, Left)
    assert not card.popup.isVisible()
    assert [design.data.kind for design in heard] == ["moons"]


def test_a_table_of_ones_own_is_asked_for_once_the_list_has_closed(
    card: DataCard, qtbot: QtBot
) -> None:
    open_then: list[bool] = []
    card.open_table_requested.connect(lambda: open_then.append(card.popup.isVisible()))
    qtbot.mouseClick(card.face, Left)
    qtbot.mouseClick(card.popup.open_table, Left)
    assert open_then == [False]
    qtbot.keyClick(card.face, Qt.Key.Key_Return)
    for _ in range(5):
        if QApplication.focusWidget() is card.popup.open_table:
            break
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert open_then == [False, False]


def test_a_table_is_marked_among_the_kinds(card: DataCard, qtbot: QtBot) -> None:
    card.show_design(replace(DESIGN, data=Csv(path="birds.csv", target="kind")))
    qtbot.keyClick(card.face, Qt.Key.Key_Down)
    assert at_keyboard().text() == "birds.csv" and at_keyboard().isChecked()
    assert card.popup.rect().contains(
        at_keyboard().mapTo(card.popup, at_keyboard().rect().center())
    )
    qtbot.keyClick(at_keyboard(), Qt.Key.Key_Escape)


def test_the_list_stays_on_the_screen(card: DataCard, qtbot: QtBot) -> None:
    room = card.screen().availableGeometry()
    for corner in (room.topLeft(), room.bottomRight() - QPoint(30, 30)):
        card.move(corner)
        qtbot.keyClick(card.face, Qt.Key.Key_Down)
        assert room.contains(card.popup.geometry())
        qtbot.keyClick(at_keyboard(), Qt.Key.Key_Escape)


@pytest.mark.parametrize("font", [13.0, 26.0])
def test_it_folds_to_its_picture_beside_a_rail_of_icons(qtbot: QtBot, font: float) -> None:
    before = appearance().sizes.body
    appearance().set_font_size(font)
    try:
        card = DataCard()
        width = round(48 * font / 13)
        shown(qtbot, card, width, card.sizeHint().height())
        assert card.width() == width
        assert card.face.width() >= appearance().sizes.row
        assert card.rect().contains(card.face.geometry())
    finally:
        appearance().set_font_size(float(before))

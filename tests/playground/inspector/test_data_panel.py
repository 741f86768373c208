"""The data in one panel: a click on other data just works, its noise is an edit, and how to read it
stands below where there is room."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.activations import Sigmoid, Softmax, Tanh
from engine.checks import check
from engine.data import Blobs, Csv, Curve, Moons, Plane, Spiral
from engine.design import Design
from engine.layers import Dense
from engine.trainer import prepare_data
from playground.inspector.data_edits import drawn_kinds
from playground.inspector.data_facts import described
from playground.inspector.data_panel import DataPanel
from playground.inspector.legend import SAMPLES, Rows
from playground.inspector.thumbnail import ASPECT, Thumbnail, points, spots
from playground.window.appearance import appearance
from tests.playground.inspector.hands import Left, shown

DESIGN = Design(
    layers=(
        Dense(units=8, activation=Tanh()),
        Dense(id="output", units=1, activation=Sigmoid()),
    )
)


def make(qtbot: QtBot, design: Design = DESIGN, width: int = 232) -> tuple[DataPanel, list[Design]]:
    panel = DataPanel()
    heard: list[Design] = []
    panel.design_edited.connect(heard.append)
    panel.design_edited.connect(panel.show_design)
    panel.show_design(design)
    shown(qtbot, panel, width, 900)
    return panel, heard


def thumbnail(panel: DataPanel, kind: str) -> Thumbnail:
    return next(thumb for thumb in panel.grid.thumbnails if thumb.kind == kind)


@pytest.mark.parametrize("kind", [kind for kind in drawn_kinds() if kind != "spiral"])
def test_one_click_on_other_data_just_works(qtbot: QtBot, kind: str) -> None:
    panel, heard = make(qtbot)
    qtbot.mouseClick(thumbnail(panel, kind), Left)
    assert len(heard) == 1
    assert heard[0].data.kind == kind
    assert not [problem for problem in check(heard[0]) if problem.severity == "error"]
    assert [t.kind for t in panel.grid.thumbnails if t.isChecked()] == [kind]
    qtbot.mouseClick(thumbnail(panel, kind), Left)
    assert len(heard) == 1
    assert thumbnail(panel, kind).isChecked()


def test_blobs_get_one_softmax_unit_a_class(qtbot: QtBot) -> None:
    panel, heard = make(qtbot)
    qtbot.mouseClick(thumbnail(panel, "blobs"), Left)
    assert heard[-1].data == Blobs()
    assert heard[-1].layers[-1] == Dense(id="output", units=3, activation=Softmax())


def test_arrows_walk_the_grid_and_enter_chooses(qtbot: QtBot) -> None:
    panel, heard = make(qtbot)
    spiral = thumbnail(panel, "spiral")
    spiral.setFocus()
    qtbot.keyClick(spiral, Qt.Key.Key_Down)
    below = QApplication.focusWidget()
    assert isinstance(below, Thumbnail) and below.kind == "blobs"
    assert heard == []
    qtbot.keyClick(below, Qt.Key.Key_Left)
    moons = QApplication.focusWidget()
    assert isinstance(moons, Thumbnail)
    qtbot.keyClick(moons, Qt.Key.Key_Return)
    assert heard[-1].data == Moons() and moons.hasFocus()
    qtbot.keyClick(moons, Qt.Key.Key_Up)
    qtbot.keyClick(thumbnail(panel, "gauss"), Qt.Key.Key_Space)
    assert heard[-1].data.kind == "gauss"


def test_tab_stops_at_the_chosen_thumbnail_alone(qtbot: QtBot) -> None:
    panel, _ = make(qtbot)
    stops = [t.kind for t in panel.grid.thumbnails if t.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == ["spiral"]


def test_noise_is_a_percentage_along_a_slider(qtbot: QtBot) -> None:
    panel, heard = make(qtbot, replace(DESIGN, data=Spiral(noise=0.1)))
    noise = panel.noise
    assert noise.shown == "10 %"
    noise.slider.setFocus()
    qtbot.keyClick(noise.slider, Qt.Key.Key_Right)
    assert heard[-1].data == Spiral(noise=0.11)
    assert noise.shown == "11 %"
    place = QPoint(noise.slider.width() // 2, noise.slider.height() // 2)
    qtbot.mouseClick(noise.slider, Left, pos=place)
    assert heard[-1].data == Spiral(noise=0.25)
    qtbot.mouseClick(noise.reset, Left)
    assert heard[-1].data == Spiral()
    assert noise.slider.level == 0 and noise.reset.isHidden()


def test_noise_changes_nothing_else_of_the_data(qtbot: QtBot) -> None:
    data = Blobs(samples=77, classes=5, features=("x1",))
    panel, heard = make(qtbot, replace(DESIGN, data=data))
    panel.noise.slider.setFocus()
    qtbot.keyClick(panel.noise.slider, Qt.Key.Key_Right)
    assert [design.data for design in heard] == [replace(data, noise=0.01)]


@pytest.mark.parametrize(
    ("design", "words"),
    [
        (DESIGN, "500 points, 2 inputs, 2 classes"),
        (replace(DESIGN, data=Plane()), "1,200 points, 2 inputs, y is a number"),
        (replace(DESIGN, data=Curve(samples=10)), "10 points, 1 input, y is a number"),
    ],
)
def test_what_there_is_is_said(design: Design, words: str) -> None:
    assert described(design.data) == words


def test_a_table_stands_beside_the_kinds_under_its_files_name(
    qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("tables")
    rows = "\n".join(f"{n},{n % 7},{'ab'[n % 2]}" for n in range(40))
    (folder / "birds.csv").write_text(f"u,v,kind\n{rows}\n")
    design = replace(DESIGN, data=Csv(path="here/../birds.csv", target="kind"))
    panel, heard = make(qtbot)
    assert panel.grid.table.isHidden() and panel.noise.isVisible()
    plain = len(panel.grid.thumbnails)
    panel.show_design(design)
    assert len(panel.grid.thumbnails) == plain + 1
    assert [t.accessibleName() for t in panel.grid.thumbnails if t.isChecked()] == ["birds.csv"]
    assert panel.grid.table.isVisible() and panel.grid.table.geometry().isValid()
    assert not panel.noise.isVisible()
    assert panel.summary.text() == "Not read yet."
    design = replace(design, data=Csv(path="birds.csv", target="kind"))
    panel.show_design(design, prepare_data(design, folder))
    assert panel.summary.text() == "40 rows, 2 inputs, 2 classes"
    qtbot.mouseClick(panel.grid.table, Left)
    assert heard == []
    qtbot.mouseClick(thumbnail(panel, "spiral"), Left)
    assert heard[-1].data.kind == "spiral"
    assert panel.grid.table.isHidden() and panel.noise.isVisible()


def test_another_table_can_be_asked_for_from_the_context_menu(qtbot: QtBot) -> None:
    panel, _ = make(qtbot)
    assert panel.grid.contextMenuPolicy() == Qt.ContextMenuPolicy.ActionsContextMenu
    (action,) = panel.grid.actions()
    with qtbot.waitSignal(panel.open_table_requested):
        action.trigger()


def test_nothing_is_told_while_a_design_is_shown(qtbot: QtBot) -> None:
    panel, heard = make(qtbot)
    table = Csv(path="t.csv", target="k")
    for data in (Blobs(noise=0.2), Curve(), Spiral(noise=0.5, test_fraction=0.2), table, Plane()):
        panel.show_design(replace(DESIGN, data=data))
        assert panel.grid.chosen_one.kind == data.kind
    assert heard == []


# --- what has room ----------------------------------------------------------------------------


@pytest.fixture
def usual_font() -> Generator[None]:
    before = appearance().sizes.body
    appearance().set_font_size(13)
    yield
    appearance().set_font_size(float(before))


@pytest.mark.parametrize(
    ("size", "explained"), [((200, 575), False), ((232, 755), True), ((264, 935), True)]
)
def test_how_to_read_it_stands_at_the_foot_where_there_is_room(
    qtbot: QtBot, usual_font: None, size: tuple[int, int], explained: bool
) -> None:
    """In Learn, at the three sizes of window that the look was drawn for."""
    panel, _ = make(qtbot)
    panel.resize(*size)
    QApplication.processEvents()
    assert panel.legend.isVisible() is explained
    if explained:
        assert panel.legend.geometry().bottom() == panel.rect().bottom()
        assert panel.legend.y() > panel.summary.mapTo(panel, QPoint(0, 0)).y()
    assert len({thumb.size() for thumb in panel.grid.thumbnails}) == 1
    assert panel.grid.thumbnails[0].aspect >= 0.6
    last = panel.grid.thumbnails[-1]  # nothing is scrolled away
    bottom = last.mapTo(panel, last.rect().bottomLeft()).y()
    assert bottom < panel.noise.mapTo(panel, QPoint(0, 0)).y()
    foot = panel.legend.y() if explained else panel.height()
    assert panel.summary.mapTo(panel, panel.summary.rect().bottomLeft()).y() < foot


def test_pictures_become_flatter_before_the_legend_goes(qtbot: QtBot, usual_font: None) -> None:
    panel, _ = make(qtbot)
    shown, aspects = [], []
    for height in range(1000, 500, -20):
        panel.resize(232, height)
        QApplication.processEvents()
        shown.append(panel.legend.isVisible())
        aspects.append(panel.grid.thumbnails[0].aspect)
    assert shown == sorted(shown, reverse=True) and set(shown) == {True, False}
    assert aspects[0] == ASPECT
    assert min(aspect for aspect, there in zip(aspects, shown, strict=True) if there) < ASPECT
    assert aspects[shown.index(False)] == ASPECT  # what it took is theirs again


def test_the_legend_shows_a_sample_in_the_colours_of_what_it_explains(
    qtbot: QtBot, usual_font: None
) -> None:
    legend = Rows()
    shown(qtbot, legend, 232, legend.sizeHint().height())
    picture = legend.grab().toImage()
    look, row = appearance(), appearance().sizes.hit

    def colors(line: int) -> set[str]:
        return {
            picture.pixelColor(x, y).name()
            for x in range(12, 46)
            for y in range(line * row, (line + 1) * row)
        }

    expected = {
        "positive weight": ("positive",),
        "negative weight": ("negative",),
        "training point": ("class_1", "class_0"),
        "validation point": ("class_1", "class_0"),
        "bias and its sign": ("positive",),
    }
    assert legend.accessibleDescription() == ", ".join(SAMPLES)
    for meaning, tokens in expected.items():
        found = colors(list(SAMPLES).index(meaning))
        assert {look.color(token).name() for token in tokens} <= found, meaning
    ramp = colors(list(SAMPLES).index("output from −1 to +1"))
    assert len(ramp) > 20

    def inked(line: int) -> int:
        middle = line * row + row // 2
        return sum(
            picture.pixelColor(x, middle) != picture.pixelColor(2, middle) for x in range(12, 44)
        )

    assert inked(0) == 32 > inked(1) > 12  # solid, dashed


@pytest.mark.parametrize("kind", drawn_kinds())
def test_a_thumbnail_is_drawn_from_the_datas_own_points(qtbot: QtBot, kind: str) -> None:
    panel, _ = make(qtbot)
    table = points(kind)
    assert points(kind) is table
    places = spots(table)
    assert places.shape == (len(table.y), 2)
    assert np.all((places >= -1e-9) & (places <= 1 + 1e-9))
    picture = thumbnail(panel, kind).grab().toImage()
    colors = {
        picture.pixelColor(x, y).rgb()
        for x in range(picture.width())
        for y in range(picture.height())
    }
    for index in range(len(table.classes)):
        assert appearance().color(f"class_{index}").rgb() in colors


@pytest.mark.parametrize(("width", "font"), [(200, 13.0), (264, 13.0), (200, 26.0)])
def test_nothing_is_cut_off(qtbot: QtBot, width: int, font: float) -> None:
    before = appearance().sizes.body
    appearance().set_font_size(font)
    try:
        panel, _ = make(qtbot, replace(DESIGN, data=Blobs()), width)
        assert panel.width() == width or font > 13
        parts = [panel.summary, *panel.grid.thumbnails, *panel.noise.stops(), panel.legend]
        for part in (part for part in parts if part.isVisible()):
            right = part.mapTo(panel, part.rect().topRight()).x()
            assert right < panel.width(), part.accessibleName()
            assert part.width() >= min(part.minimumSizeHint().width(), 40)
    finally:
        appearance().set_font_size(float(before))

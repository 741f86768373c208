"""The data in one panel: a click on other data just works, and its numbers are edits."""

from __future__ import annotations

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
from playground.inspector.data_panel import DataPanel, described
from playground.inspector.editors import ShareField, TogglesField
from playground.inspector.thumbnail import Thumbnail, points, spots
from playground.window.appearance import appearance
from tests.playground.inspector.hands import Left, enter, row_of, shown, type_in

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
    assert heard[-1].layers[-1] == Dense(id="output", units=3, activation=Softmax())
    type_in(qtbot, row_of(panel.form, "classes").editor.stops()[0], "5")  # type: ignore[union-attr]
    assert heard[-1].data == Blobs(classes=5)
    assert heard[-1].layers[-1] == Dense(id="output", units=5, activation=Softmax())


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
    row = row_of(panel.form, "noise")
    editor = row.editor
    assert isinstance(editor, ShareField) and editor.read_out is not None
    assert editor.read_out.text() == "10 %"
    enter(qtbot, row, 0.12)
    assert heard[-1].data == Spiral(noise=0.12)
    assert editor.read_out.text() == "12 %"
    place = QPoint(editor.slider.width() // 2, editor.slider.height() // 2)
    qtbot.mouseClick(editor.slider, Left, pos=place)
    assert heard[-1].data == Spiral(noise=0.25)
    qtbot.mouseClick(row.reset, Left)
    assert heard[-1].data == Spiral()
    assert editor.slider.level == 0


def test_shares_that_leave_no_rows_are_refused(qtbot: QtBot) -> None:
    panel, heard = make(qtbot, replace(DESIGN, data=Spiral(test_fraction=0.4)))
    row = row_of(panel.form, "validation_fraction")
    assert isinstance(row.editor, ShareField)
    enter(qtbot, row, 0.55)
    told = len(heard)
    qtbot.keyClick(row.editor.slider, Qt.Key.Key_Right)
    assert len(heard) == told
    assert row.editor.slider.level == 0.55
    assert "at most 0.95 together" in row.error


def test_features_are_toggled(qtbot: QtBot) -> None:
    panel, heard = make(qtbot)
    editor = row_of(panel.form, "features").editor
    assert isinstance(editor, TogglesField)
    assert [button.text() for button in editor.buttons.values()][:3] == ["x₁", "x₂", "x₁²"]
    qtbot.mouseClick(editor.buttons["x1_squared"], Left)
    assert heard[-1].data == Spiral(features=("x1", "x2", "x1_squared"))
    assert panel.summary.text() == "500 points, 3 inputs, 2 classes"


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


def test_a_table_shows_its_file_and_another_can_be_asked_for(
    qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("tables")
    rows = "\n".join(f"{n},{n % 7},{'ab'[n % 2]}" for n in range(40))
    (folder / "birds.csv").write_text(f"u,v,kind\n{rows}\n")
    design = replace(DESIGN, data=Csv(path="birds.csv", target="kind"))
    panel, heard = make(qtbot, design)
    assert panel.file.isVisible() and panel.file.text() == "birds.csv"
    assert panel.summary.text() == "Not read yet."
    panel.show_design(design, prepare_data(design, folder))
    assert panel.summary.text() == "40 rows, 2 inputs, 2 classes"
    assert not any(thumb.isChecked() for thumb in panel.grid.thumbnails)
    with qtbot.waitSignal(panel.open_table_requested):
        qtbot.mouseClick(panel.open, Left)
    qtbot.mouseClick(thumbnail(panel, "spiral"), Left)
    assert heard[-1].data.kind == "spiral" and not panel.file.isVisible()


def test_nothing_is_told_while_a_design_is_shown(qtbot: QtBot) -> None:
    panel, heard = make(qtbot)
    for data in (Blobs(noise=0.2), Curve(), Spiral(samples=77, test_fraction=0.2), Plane()):
        panel.show_design(replace(DESIGN, data=data))
        assert panel.form.spec == data
    assert heard == []


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
        parts = [panel.open, panel.summary, *panel.grid.thumbnails, *panel.form.stops()]
        for part in (part for part in parts if part.isVisible()):
            right = part.mapTo(panel, part.rect().topRight()).x()
            assert right < panel.width(), part.accessibleName()
            assert part.width() >= min(part.minimumSizeHint().width(), 40)
    finally:
        appearance().set_font_size(float(before))

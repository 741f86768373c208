"""The canvas shows the design and its training, and says what lies where."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from engine.activations import ReLU, Softmax, Tanh
from engine.checks import check
from engine.data import Csv, Curve, Spiral
from engine.design import Design
from engine.layers import Dense, Dropout, Residual
from engine.losses import BinaryCrossEntropy, Loss
from engine.spec import members
from engine.trainer import prepare_data
from playground.canvas.canvas import Canvas
from playground.canvas.formula import shortened
from playground.canvas.hits import Hit
from playground.canvas.links import Link
from playground.canvas.scene import INPUTS, LOSS
from playground.widgets import formula
from playground.window.appearance import Appearance
from tests.playground.canvas.conftest import Shown
from tests.playground.canvas.test_scene import DESIGNS
from tests.playground.canvas.trained import BLOBS, SPIRAL, WIDE, seen
from tests.playground.views.pixels import near

Left = Qt.MouseButton.LeftButton
SIZES = ((776, 612), (832, 792), (888, 664), (1176, 972))


def live(canvas: Canvas, design: Design, steps: int = 5) -> Canvas:
    run, snapshot = seen(design, steps)
    canvas.start(run)
    canvas.present(snapshot)
    return canvas


def picture(canvas: Canvas) -> QImage:
    return canvas.grab().toImage()


def middle(canvas: Canvas, key: str, row: int = 0) -> QPointF:
    return canvas.to_view(canvas.placed(key).tiles[row]).center()


def spot(canvas: Canvas, link: Link, number: int) -> QPointF:
    """A point of a link's line, on the widget."""
    x, y = canvas.curves.points(link)
    return QPointF(x[number], y[number]) + canvas.offset


def click(qtbot: QtBot, canvas: Canvas, at: QPointF) -> None:
    qtbot.mouseClick(canvas, Left, pos=at.toPoint())


def has(image: QImage, area: QRectF, color: QColor, reach: int = 40) -> bool:
    pixels = [
        QPoint(x, y)
        for x in range(int(area.left()), int(area.right()))
        for y in range(int(area.top()), int(area.bottom()))
    ]
    return any(near(image.pixelColor(at), color, reach) for at in pixels)


# --- what is seen -----------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_all_columns_fit_with_room_between_them(shown: Shown, size: tuple[int, int]) -> None:
    canvas = shown(SPIRAL, *size)
    canvas.set_designing(False)
    columns = canvas.layout_at.columns
    assert columns[0].header.left() >= 0
    assert columns[-1].header.right() <= size[0]
    for one, next_ in pairwise(columns):
        assert next_.header.left() - one.header.right() >= 16
    for placed in columns:
        for tile in placed.tiles:
            assert placed.header.bottom() < tile.top()
            assert tile.bottom() < size[1]
    assert canvas.zoom.level == "full"


def test_tiles_have_the_sizes_of_the_look(shown: Shown) -> None:
    sides = []
    for size in (SIZES[0], SIZES[1], SIZES[3]):
        canvas = shown(SPIRAL, *size)
        sides.append(canvas.placed("dense_1").tiles[0].width())
    assert sides == [44, 56, 72]


def test_inputs_show_their_maps_before_any_run_and_of_a_design_without_layers(
    shown: Shown, look: Appearance
) -> None:
    canvas = shown(Design(data=Spiral()))
    orange, blue = (QColor(look.theme.neuron[end]) for end in (0, -1))

    def ends() -> tuple[QColor, QColor]:
        x1, image = middle(canvas, INPUTS), picture(canvas)
        left, right = x1 - QPointF(20, 0), x1 + QPointF(20, 0)
        return image.pixelColor(left.toPoint()), image.pixelColor(right.toPoint())

    left, right = ends()
    assert near(left, orange, 60) and near(right, blue, 60)
    live(canvas, SPIRAL)
    canvas.start(None)  # another document is opened
    canvas.show_design(Design(data=Curve()))
    left, right = ends()
    assert near(left, orange, 60) and near(right, blue, 60)
    assert ("x2" not in canvas.live.atlas) and ("dense_1", 0) not in canvas.live.atlas


def test_the_maps_of_a_table_are_known_as_soon_as_it_is_read(shown: Shown, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b,kind\n1,4,p\n2,3,q\n3,2,p\n4,1,q\n")
    design = Design(data=Csv(path="t.csv", target="kind"))
    canvas = shown(design)
    assert (INPUTS, "a") not in canvas.live.atlas
    canvas.show_design(design, (), prepare_data(design, tmp_path))
    assert (INPUTS, "a") in canvas.live.atlas


def test_neurons_show_their_maps_in_the_colours_of_sign(shown: Shown, look: Appearance) -> None:
    canvas = shown(SPIRAL)
    x1 = canvas.to_view(canvas.placed(INPUTS).tiles[0])
    live(canvas, SPIRAL)
    image = picture(canvas)
    left, right = x1.center() - QPointF(21, 0), x1.center() + QPointF(21, 0)
    orange, blue = (QColor(look.theme.neuron[end]) for end in (0, -1))
    assert near(image.pixelColor(left.toPoint()), orange, 60)
    assert near(image.pixelColor(right.toPoint()), blue, 60)
    x2 = canvas.to_view(canvas.placed(INPUTS).tiles[1])
    assert near(image.pixelColor((x2.center() - QPointF(0, 21)).toPoint()), blue, 60)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_change_of_theme_repaints_everything(shown: Shown, look: Appearance, theme: str) -> None:
    canvas = live(shown(BLOBS), BLOBS, steps=200)
    look.choose(theme)
    image = picture(canvas)
    assert near(image.pixelColor(3, 3), look.color("canvas"))
    tile = canvas.to_view(canvas.placed("output").tiles[2])
    assert has(image, tile, look.color("class_2"))


def test_links_show_their_sign(shown: Shown, look: Appearance) -> None:
    canvas = live(shown(SPIRAL), SPIRAL)
    weight = canvas.live.tensors("dense_1")["weight"]
    image = picture(canvas)
    row = int(np.abs(weight[:, 0]).argmax())
    at = spot(canvas, Link(0, row, 0), 9)
    place = QRectF(at.x() - 8, at.y() - 8, 16, 16)
    token = "positive" if weight[row, 0] > 0 else "negative"
    assert has(image, place, look.color(token), 90)


def test_dropped_units_have_no_links(shown: Shown) -> None:
    canvas = live(shown(BLOBS), BLOBS)
    dropped = seen(BLOBS)[1].dropped["dropout_1"]
    assert canvas.live.dropped["dropout_1"] == frozenset(np.flatnonzero(dropped).tolist())
    silent = canvas.live.silent(canvas.scene)
    assert silent[2] == canvas.live.dropped["dropout_1"]


def test_of_many_weights_each_unit_keeps_its_three_strongest(shown: Shown) -> None:
    canvas = live(shown(WIDE), WIDE)
    linked = canvas.live.links[1]
    assert np.bincount(linked.rows).tolist() == [3] * 8
    weight = np.abs(canvas.live.tensors("dense_2")["weight"][:8, :8])
    for row in range(8):
        kept = set(linked.columns[linked.rows == row].tolist())
        assert kept == set(np.argsort(weight[row])[-3:].tolist())


def test_an_unsound_tail_is_drawn_and_has_no_links(shown: Shown) -> None:
    layers = (*SPIRAL.layers[:1], Residual(source="nobody"), *SPIRAL.layers[1:])
    canvas = shown(replace(SPIRAL, layers=layers))
    assert not canvas.scene.column("dense_2").sound
    assert canvas.scene.column("dense_2").neurons
    assert not picture(canvas).isNull()


def test_an_empty_network_says_what_to_do(shown: Shown, look: Appearance) -> None:
    canvas = shown(Design())
    image = picture(canvas)
    assert canvas.scene.empty
    area = QRectF(canvas.rect()).adjusted(200, 320, -200, -320)
    assert has(image, area, look.color("text_muted"), 60)
    canvas.set_designing(False)  # where there are no layers to drag
    assert picture(canvas).copy(area.toRect()) != image.copy(area.toRect())


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(design=DESIGNS, width=st.integers(300, 1600), height=st.integers(250, 1200))
def test_any_design_is_drawn_at_any_size(
    qtbot: QtBot, design: Design, width: int, height: int
) -> None:
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(width, height)
    canvas.show_design(design, check(design))
    assert not picture(canvas).isNull()
    assert [placed.column for placed in canvas.layout_at.columns] == list(canvas.scene.columns)
    for one, next_ in pairwise(canvas.layout_at.columns):
        assert one.cell.right() <= next_.cell.left()
    canvas.deleteLater()


def test_a_column_that_the_keyboard_goes_to_comes_into_sight(shown: Shown) -> None:
    canvas = shown(SPIRAL)
    canvas.zoom_by(3.0)
    for key in canvas.scene.keys:
        canvas.focus(key)
        area = canvas.to_view(canvas.placed(key).cell)
        assert area.left() < canvas.width() and area.right() > 0


# --- what lies where --------------------------------------------------------------------------


def test_every_part_is_found_where_it_stands(shown: Shown) -> None:
    canvas = live(shown(BLOBS), BLOBS)
    for place, placed in enumerate(canvas.layout_at.columns):
        key = placed.column.key
        for neuron, tile in zip(placed.column.neurons, placed.tiles, strict=True):
            hit = canvas.hit(canvas.to_view(tile).center())
            assert (hit.what, hit.key, hit.unit) == ("neuron", key, neuron.unit)
        assert canvas.gap_at(canvas.to_view(placed.cell).center()) == max(place - 1, 0) or place
    for name in ("minus", "units", "plus", "choice", "name"):
        hit = canvas.hit(canvas.part("dense_1", name).center())
        assert (hit.what, hit.key) == (name, "dense_1")
    assert canvas.hit(canvas.part("dense_2", "severity").center()).what == "severity"
    assert canvas.hit(canvas.to_view(canvas.placed(LOSS).card).center()).what == "loss"
    pin = canvas.to_view(canvas.placed("dense_1").tiles[3]).bottomLeft()
    assert canvas.hit(pin) == Hit("bias", "dense_1", 3)


def test_a_gap_is_where_a_drop_inserts(shown: Shown) -> None:
    canvas = shown(BLOBS)
    gaps = canvas.layout_at.gaps()
    assert len(gaps) == len(BLOBS.layers) + 1
    for index, x in enumerate(gaps):
        assert canvas.gap_at(QPointF(x, 300)) == index
    assert canvas.gap_at(QPointF(-5, 300)) == -1


def test_the_marker_of_an_insertion_parts_its_neighbours(shown: Shown, look: Appearance) -> None:
    canvas = shown(BLOBS)
    before = canvas.placed("dropout_1").cell.left() - canvas.placed("dense_1").cell.right()
    canvas.show_insertion(1)
    after = canvas.placed("dropout_1").cell.left() - canvas.placed("dense_1").cell.right()
    assert after == before + look.sizes.columns
    x = round(canvas.layout_at.gaps()[1])
    assert near(picture(canvas).pixelColor(x, 500), look.color("focus"))
    canvas.show_insertion(-1)
    assert canvas.placed("dropout_1").cell.left() - canvas.placed("dense_1").cell.right() == before


def test_a_link_is_named_with_its_weight(qtbot: QtBot, shown: Shown) -> None:
    canvas = live(shown(SPIRAL), SPIRAL)
    weight = canvas.live.tensors("dense_2")["weight"]
    row, column = np.unravel_index(np.abs(weight).argmax(), weight.shape)
    link = Link(1, int(row), int(column))
    canvas.point_at(spot(canvas, link, 1))
    assert canvas.hovered.link == link
    assert canvas.card.rows[0].latex == f"w_{{{column + 1},{row + 1}}}^{{(2)}}"
    assert canvas.card.rows[0].value == f"{weight[row, column]:.3f}".replace("-", "−")
    assert not canvas.card.area.contains(spot(canvas, link, 1))
    assert not picture(canvas).isNull()
    canvas.point_at(None)
    assert not canvas.card.rows


def test_a_neuron_is_named_with_its_bias(shown: Shown) -> None:
    canvas = live(shown(SPIRAL), SPIRAL)
    canvas.point_at(middle(canvas, "dense_1", 1))
    names = [row.latex for row in canvas.card.rows]
    assert names == ["y_{2}^{(1)}", "w_{0,2}^{(1)}"]


def said_of_input(canvas: Canvas, place: int) -> str:
    canvas.point_at(middle(canvas, INPUTS, place))
    (row,) = canvas.card.rows
    return row.value


def test_an_input_says_what_a_click_does_and_the_last_one_that_it_stays(
    shown: Shown, tmp_path: Path
) -> None:
    canvas = live(shown(SPIRAL), SPIRAL)
    assert said_of_input(canvas, 0) == "click to leave it out"
    last = replace(SPIRAL, data=replace(SPIRAL.data, features=("x1",)))
    canvas.show_design(last, ())
    assert said_of_input(canvas, 0) == "the only input, one is needed"
    assert said_of_input(canvas, 1) == "click to use it"
    (tmp_path / "houses.csv").write_text("area,price\n" + "80,1\n90,2\n" * 20)
    table = replace(SPIRAL, data=Csv(path=str(tmp_path / "houses.csv"), target="price"))
    canvas.show_design(table, (), prepare_data(table, tmp_path))
    assert said_of_input(canvas, 0) == "a column of the table"


def test_the_loss_is_typeset_once_the_window_is_up(qtbot: QtBot, shown: Shown) -> None:
    canvas = live(shown(SPIRAL), SPIRAL)
    card = canvas.to_view(canvas.placed(LOSS).card).toRect()
    qtbot.waitUntil(formula.loaded)
    typeset = picture(canvas).copy(card)
    formula.load.cache_clear()
    canvas.update()
    assert picture(canvas).copy(card) != typeset
    assert formula.load()


def test_long_formulas_are_shortened_to_two_lines() -> None:
    for loss in members(Loss).values():
        assert 1 <= len(shortened(loss.formula)) <= 2
    lines = shortened(BinaryCrossEntropy.formula)
    assert lines[0].endswith(r"\hat{y}")
    assert "_i" not in "".join(lines)


# --- what a click asks ------------------------------------------------------------------------


def test_clicks_ask_and_change_nothing(qtbot: QtBot, shown: Shown) -> None:
    canvas = live(shown(BLOBS), BLOBS)
    scene = canvas.scene
    with qtbot.waitSignal(canvas.units_edited) as asked:
        click(qtbot, canvas, canvas.part("dense_1", "plus").center())
    assert asked.args == ["dense_1", 9]
    with qtbot.waitSignal(canvas.feature_toggled) as toggled:
        click(qtbot, canvas, middle(canvas, INPUTS, 3))
    assert toggled.args == ["x2_squared"]
    with qtbot.waitSignal(canvas.weight_edit_requested) as edited:
        click(qtbot, canvas, canvas.to_view(canvas.placed("dense_2").tiles[4]).bottomLeft())
    assert edited.args is not None
    assert edited.args[:3] == ["dense_2", 4, -1]
    with qtbot.waitSignal(canvas.choice_requested) as chosen:
        click(qtbot, canvas, canvas.part("output", "choice").center())
    assert chosen.args is not None
    assert chosen.args[0] == "output"
    assert canvas.scene == scene


def test_units_stay_within_their_bounds(qtbot: QtBot, shown: Shown) -> None:
    canvas = shown(Design(layers=(Dense(units=1, activation=Tanh()), Dense(units=2))))
    with qtbot.assertNotEmitted(canvas.units_edited):
        click(qtbot, canvas, canvas.part("dense_1", "minus").center())


def test_a_click_selects_and_one_with_shift_adds(qtbot: QtBot, shown: Shown) -> None:
    canvas = shown(BLOBS)
    click(qtbot, canvas, canvas.part("dense_1", "name").center())
    assert canvas.selection == ("dense_1",)
    at = canvas.part("dense_2", "name").center().toPoint()
    qtbot.mouseClick(canvas, Left, Qt.KeyboardModifier.ShiftModifier, at)
    assert canvas.selection == ("dense_1", "dense_2")
    canvas.show_design(replace(BLOBS, layers=BLOBS.layers[1:]))
    assert canvas.selection == ("dense_2",)
    click(qtbot, canvas, QPointF(4, 400))
    assert canvas.selection == ()


def test_a_selected_column_stands_on_its_own_ground(shown: Shown, look: Appearance) -> None:
    canvas = shown(BLOBS)
    at = canvas.to_view(canvas.placed("dense_1").cell).center()
    spot = QPoint(round(at.x()), canvas.height() - 30)
    before = picture(canvas).pixelColor(spot)
    canvas.select(("dense_1",))
    assert picture(canvas).pixelColor(spot) != before


# --- folding ----------------------------------------------------------------------------------


def test_a_wide_layer_folds_and_opens_at_a_click(qtbot: QtBot, shown: Shown) -> None:
    canvas = live(shown(WIDE), WIDE)
    assert canvas.scene.column("dense_1").folded == 52
    with qtbot.waitSignal(canvas.opened_changed) as told:
        click(qtbot, canvas, canvas.to_view(canvas.placed("dense_1").pill).center())
    assert told.args == [frozenset({"dense_1"})]
    canvas.scroll_to("dense_1", 20)
    assert [n.unit for n in canvas.scene.column("dense_1").neurons] == list(range(20, 28))
    assert not picture(canvas).isNull()
    canvas.scroll_to("dense_1", 999)
    assert canvas.scene.column("dense_1").neurons[-1].unit == 59
    click(qtbot, canvas, canvas.to_view(canvas.placed("dense_1").pill).center())
    assert canvas.opened == frozenset()
    assert canvas.scene.column("dense_1").first == 0


def test_a_layer_that_goes_is_no_longer_open(shown: Shown) -> None:
    canvas = shown(WIDE)
    canvas.toggle_fold("dense_2")
    canvas.show_design(SPIRAL)
    assert canvas.opened == frozenset()


# --- snapshots that do not fit ----------------------------------------------------------------


def test_weights_are_drawn_only_between_the_layers_that_they_were_learned_for(
    shown: Shown,
) -> None:
    """A layer may have the same shape as before and come after another one."""
    canvas = live(shown(SPIRAL), SPIRAL)
    first, second, output = SPIRAL.layers
    assert set(canvas.live.links) == {0, 1, 2}
    canvas.show_design(replace(SPIRAL, layers=(second, first, output)))
    assert not canvas.live.links
    canvas.show_design(replace(SPIRAL, layers=(second, output)))
    assert set(canvas.live.links) == {1}
    canvas.show_design(replace(SPIRAL, layers=(first, Dropout(), second, output)))
    assert set(canvas.live.links) == {0, 2, 3}  # through a dropout the same units speak
    canvas.show_design(replace(SPIRAL, data=replace(SPIRAL.data, features=("x1", "x1_x2"))))
    assert set(canvas.live.links) == {1, 2}
    canvas.show_design(SPIRAL)
    assert set(canvas.live.links) == {0, 1, 2}


def test_a_layer_that_bends_otherwise_by_now_has_no_maps_of_before(shown: Shown) -> None:
    canvas = live(shown(SPIRAL), SPIRAL)
    assert canvas.live.map_range("dense_1", 0) is not None
    bent = replace(SPIRAL.layers[0], activation=ReLU())
    canvas.show_design(replace(SPIRAL, layers=(bent, *SPIRAL.layers[1:])))
    assert canvas.live.map_range("dense_1", 0) is None
    assert canvas.live.map_range("dense_2", 0) is not None
    assert set(canvas.live.links) == {0, 1, 2}


def test_a_renamed_layer_keeps_its_links(shown: Shown) -> None:
    canvas = live(shown(SPIRAL), SPIRAL)
    _, snapshot = seen(SPIRAL, 5)
    renamed = replace(SPIRAL.layers[0], id="wide")
    design = replace(SPIRAL, layers=(renamed, *SPIRAL.layers[1:]))
    canvas.show_design(design)
    tiles = {"wide" if key == "dense_1" else key: maps for key, maps in snapshot.tiles.items()}
    canvas.present(replace(snapshot, design=design, tiles=tiles))
    canvas.redraw_links()
    assert set(canvas.live.links) == {0, 1, 2} and canvas.live.tensors("wide")


def test_a_snapshot_of_another_shape_is_drawn_as_far_as_it_fits(shown: Shown) -> None:
    canvas = live(shown(SPIRAL), SPIRAL)
    wider = replace(SPIRAL, layers=(Dense(units=12, activation=Tanh()), *SPIRAL.layers[1:]))
    canvas.show_design(wider)
    assert set(canvas.live.links) == {2} and set(canvas.live.biases["output"]) == {0}
    assert not canvas.live.biases["dense_1"] and not canvas.live.tensors("dense_2")
    assert not picture(canvas).isNull()
    canvas.show_design(replace(wider, layers=(Dense(units=2, activation=Softmax()),)))
    assert not picture(canvas).isNull()
    canvas.start(None)
    assert not picture(canvas).isNull()

"""Headers, names and numbers have the room they need, whatever the window and the zoom."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QRectF

from engine.data import Csv
from engine.layers import Dense, Dropout
from engine.trainer import prepare_data
from playground.canvas.scene import INPUTS, LOSS
from playground.window.appearance import Appearance
from tests.playground.canvas.conftest import Shown
from tests.playground.canvas.test_canvas import has, picture
from tests.playground.canvas.trained import SPIRAL, seen


def test_in_the_smallest_window_headers_keep_all_their_buttons(shown: Shown) -> None:
    canvas = shown(SPIRAL, 792, 515)
    assert canvas.zoom.level == "full" and canvas.zoom.scale < 0.78
    for name in ("minus", "plus", "choice", "name"):
        assert QRectF(canvas.rect()).contains(canvas.part("dense_1", name)), name
    for one, next_ in pairwise(canvas.layout_at.columns):
        assert next_.header.left() - one.header.right() >= 16


def test_where_columns_have_no_room_headers_are_brief_until_one_zooms_in(shown: Shown) -> None:
    many = replace(SPIRAL, layers=(*[Dense(units=8)] * 5, *SPIRAL.layers[2:]))
    canvas = shown(many, 792, 515)
    assert canvas.zoom.level == "pins" and canvas.zoom.scale > 0.5
    canvas.zoom_by(1.6)
    assert canvas.zoom.level == "full"


def test_the_loss_has_a_brief_header_within_the_canvas(shown: Shown, look: Appearance) -> None:
    canvas = shown(replace(SPIRAL, layers=(*[Dense(units=8)] * 6, *SPIRAL.layers[2:])), 792, 515)
    header = canvas.to_view(canvas.placed(LOSS).header)
    assert canvas.zoom.level == "pins" and QRectF(canvas.rect()).contains(header)
    assert has(picture(canvas), header, look.color("kind_loss"))
    assert canvas.to_view(canvas.placed(INPUTS).header).left() >= look.sizes.strong


TABLE = """bill_length,bill_depth_of_the_bird_in_mm,kind
39.1,18.7,a
46.5,17.9,b
36.7,19.3,a
50.0,15.2,b
"""


@pytest.mark.parametrize("size", [(792, 515), (888, 664), (1176, 972)])
def test_names_of_columns_stand_within_the_canvas(
    shown: Shown, look: Appearance, tmp_path: Path, size: tuple[int, int]
) -> None:
    (tmp_path / "birds.csv").write_text(TABLE)
    design = replace(SPIRAL, data=Csv(path="birds.csv", target="kind"))
    prepared = prepare_data(design, tmp_path)
    canvas = shown(design, *size)
    canvas.set_designing(False)
    canvas.show_design(design, (), prepared)
    longest = float(look.sizes.pitch)  # further they are not written out
    for tile in canvas.placed(INPUTS).tiles:
        assert canvas.to_view(tile).left() >= longest + look.sizes.related
    assert canvas.to_view(canvas.placed(LOSS).cell).right() <= size[0]
    canvas.point_at(canvas.to_view(canvas.placed(INPUTS).tiles[1]).center())
    assert [row.words for row in canvas.card.rows] == ["bill_depth_of_the_bird_in_mm"]
    assert QRectF(canvas.rect()).contains(canvas.card.area)


@pytest.mark.parametrize("zoom", [1.0, 0.47, 0.3])
def test_a_loss_of_any_size_is_seen_whole(shown: Shown, look: Appearance, zoom: float) -> None:
    run, snapshot = seen(SPIRAL)
    canvas = shown(SPIRAL)
    canvas.zoom_by(zoom / canvas.zoom.scale)
    canvas.start(run)
    train = replace(snapshot.report.train, loss=332904115.2)
    canvas.present(replace(snapshot, report=replace(snapshot.report, train=train)))
    canvas.pan_by(-1e6, 0)
    card, image = canvas.to_view(canvas.placed(LOSS).card), picture(canvas)
    below = QRectF(card.left(), card.center().y() + 4, card.width(), card.height() / 2 - 6)
    assert has(image, below, look.color("text"))
    for x in (card.left() - 4, card.right()):
        assert not has(image, QRectF(x, below.top(), 4, below.height()), look.color("text"))
    assert card.right() + 4 < canvas.width()


MARKED = replace(SPIRAL, layers=(*[Dense(units=60)] * 5, Dropout(), *SPIRAL.layers[2:]))


def test_a_brief_header_shows_its_kind_and_its_problem(shown: Shown, look: Appearance) -> None:
    canvas = shown(MARKED, 792, 515)
    assert canvas.zoom.level == "pins"
    image = picture(canvas)
    for key in ("dense_1", "dropout_1", "output"):
        column = canvas.scene.column(key)
        inside = canvas.to_view(canvas.placed(key).header).adjusted(4, 4, -4, -4)
        assert has(image, inside, look.color(f"kind_{column.kind}")), key
        marked = column.severity == "warning"
        assert has(image, inside, look.color("warning")) == marked, key
    assert canvas.hit(canvas.part("dense_1", "severity").center()).what == "severity"
    assert not canvas.scene.column("output").severity


def test_far_away_a_problem_still_has_its_icon(shown: Shown, look: Appearance) -> None:
    canvas = shown(MARKED)
    canvas.zoom_by(0.01)
    cell = canvas.to_view(canvas.placed("dense_1").cell)
    above = QRectF(cell.center().x() - 5, cell.top() + 4, 10, 10)
    assert canvas.zoom.level == "tiles"
    assert has(picture(canvas), above, look.color("warning"))


def test_folds_stand_side_by_side_at_any_zoom(shown: Shown) -> None:
    canvas = shown(MARKED)
    for zoom in (1.0, 0.47, 0.3):
        canvas.zoom_by(zoom / canvas.zoom.scale)
        pills = [column.pill for column in canvas.layout_at.columns if not column.pill.isEmpty()]
        assert len(pills) == 6
        for one, next_ in pairwise(pills):
            assert one.right() < next_.left() and one.height() >= 24

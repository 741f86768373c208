"""While it learns, links are coloured by pixels; the picture is that of links stroked as paths."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace
from numpy.typing import NDArray

from engine.design import Design
from playground.canvas.canvas import Canvas
from playground.canvas.hits import Hit
from playground.canvas.links import Link
from playground.canvas.still import Still
from playground.canvas.under import Under
from playground.window.appearance import Appearance
from tests.playground.canvas.conftest import Shown
from tests.playground.canvas.trained import BLOBS, SPIRAL, WIDE, seen

Image = NDArray[np.int16]


def picture(canvas: Canvas) -> Image:
    """(rows, columns, channels) of what is seen."""
    image = canvas.grab().toImage()
    pixels = np.frombuffer(image.constBits(), np.uint8)
    return pixels.reshape(image.height(), image.width(), 4)[:, :, :3].astype(np.int16)


def learning(canvas: Canvas, design: Design) -> Canvas:
    """It has shown a snapshot, and one more since its columns stand."""
    run, snapshot = seen(design)
    canvas.start(run)
    canvas.present(snapshot)
    picture(canvas)
    canvas.redraw_links()
    picture(canvas)
    return canvas


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Still]:
    """Every picture that links are coloured in by pixels."""
    stills: list[Still] = []
    draw = Still._draw

    def note(still: Still, under: Under) -> None:
        stills.append(still)
        draw(still, under)

    monkeypatch.setattr(Still, "_draw", note)
    return stills


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("design", [SPIRAL, BLOBS, WIDE], ids=["spiral", "dropout", "wide"])
def test_links_by_pixels_look_as_those_by_paths(
    shown: Shown, look: Appearance, drawn: list[Still], theme: str, design: Design
) -> None:
    look.choose(theme)
    canvas = shown(design)
    run, snapshot = seen(design)
    canvas.start(run)
    canvas.present(snapshot)
    paths = picture(canvas)
    assert not drawn
    canvas.redraw_links()
    pixels = picture(canvas)
    assert drawn
    canvas.live.links = {}
    canvas._lines.spoil()
    ground = picture(canvas)
    links = np.abs(paths - ground).mean()
    assert np.abs(pixels - paths).mean() < 0.35 * links
    assert np.abs(pixels - ground).mean() == pytest.approx(links, rel=0.15)


def test_columns_that_move_take_their_links_along(shown: Shown, drawn: list[Still]) -> None:
    canvas = learning(shown(SPIRAL), SPIRAL)
    assert len(drawn) == 1
    canvas.show_design(replace(SPIRAL, layers=SPIRAL.layers[1:]))
    canvas.show_design(SPIRAL)
    moved = picture(canvas)
    fresh = shown(SPIRAL)
    run, snapshot = seen(SPIRAL)
    fresh.start(run)
    fresh.present(snapshot)
    np.testing.assert_array_equal(moved, picture(fresh))
    canvas.resize(700, 600)
    picture(canvas)
    assert len(drawn) == 1  # in places that may be gone again, links are stroked
    canvas.redraw_links()
    picture(canvas)
    assert len(drawn) == 2 and drawn[0] is not drawn[1]


def test_what_a_dropped_unit_says_is_not_seen(shown: Shown, drawn: list[Still]) -> None:
    canvas = learning(shown(BLOBS), BLOBS)
    before = picture(canvas)
    dropped = canvas.live.dropped["dropout_1"]
    kept = next(unit for unit in range(8) if unit not in dropped)
    canvas.live.dropped = {"dropout_1": dropped | {kept}}
    canvas.redraw_links()
    after = picture(canvas)
    linked = canvas.live.links[2]
    strongest = int(np.abs(np.where(linked.columns == kept, linked.weights, 0.0)).argmax())
    x, y = canvas.curves.points(Link(2, int(linked.rows[strongest]), kept))
    middle = len(x) // 2
    place = np.s_[int(y[middle]) - 2 : int(y[middle]) + 3, int(x[middle]) - 2 : int(x[middle]) + 3]
    assert np.abs(after[place] - before[place]).max() > 20


def test_the_others_step_back_behind_a_link_that_is_pointed_at(
    shown: Shown, drawn: list[Still]
) -> None:
    canvas = learning(shown(SPIRAL), SPIRAL)
    before = picture(canvas)
    canvas.point_to(Hit("link", link=Link(0, 0, 0)))
    behind = picture(canvas)
    canvas.point_to(Hit())
    np.testing.assert_array_equal(picture(canvas), before)
    other = canvas.curves.points(Link(2, 0, 4))
    column, row = (int(each[len(each) // 2]) for each in other)
    place = np.s_[row - 40 : row + 40, column - 10 : column + 10]
    ground = before[2, 2]
    assert np.abs(behind[place] - ground).sum() < 0.8 * np.abs(before[place] - ground).sum()


def test_a_selected_columns_ground_is_seen_at_once(shown: Shown, look: Appearance) -> None:
    canvas = learning(shown(SPIRAL), SPIRAL)
    cell = canvas.to_view(canvas.placed("dense_1").cell)
    place = int(cell.bottom()) - 40, int(cell.left()) + 6
    before = picture(canvas)[place]
    canvas.select(("dense_1",))
    assert (picture(canvas)[place] != before).any()


def test_a_sheet_that_can_be_panned_is_stroked(shown: Shown, drawn: list[Still]) -> None:
    canvas = learning(shown(SPIRAL), SPIRAL)
    canvas.zoom_by(1.5)
    count = len(drawn)
    picture(canvas)
    canvas.redraw_links()
    picture(canvas)
    assert len(drawn) == count
    canvas.fit()
    picture(canvas)
    canvas.redraw_links()
    picture(canvas)
    assert len(drawn) == count + 1


def test_a_frame_without_new_links_draws_none(shown: Shown, drawn: list[Still]) -> None:
    canvas = learning(shown(SPIRAL), SPIRAL)
    canvas.redraw_tiles()
    picture(canvas)
    assert len(drawn) == 1

"""What is pointed at and pressed stays what it was, or is let go of when it is no longer there."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from engine.layers import Dense, Dropout
from playground.canvas.canvas import Canvas
from playground.canvas.hits import Hit
from playground.canvas.links import Link
from tests.playground.canvas.bench import Bench
from tests.playground.canvas.conftest import Shown
from tests.playground.canvas.test_canvas import live, middle, picture, spot
from tests.playground.canvas.trained import SPIRAL, WIDE, seen

THINNED = replace(SPIRAL, layers=(SPIRAL.layers[0], Dropout(), SPIRAL.layers[2]))
FEW = replace(SPIRAL, layers=SPIRAL.layers[1:])


def pointed(canvas: Canvas, link: Link) -> Hit:
    """Point at the middle of a link."""
    x, _ = canvas.curves.points(link)
    canvas.point_at(spot(canvas, link, len(x) // 2))
    assert canvas.hovered.what == "link" and canvas.card.rows
    return canvas.hovered


# --- pointing ---------------------------------------------------------------------------------


def test_a_link_whose_source_layer_goes_is_found_where_it_is_now(shown: Shown) -> None:
    canvas = live(shown(THINNED), THINNED)
    before = pointed(canvas, Link(2, 0, 3))
    value = canvas.card.rows[0].value
    canvas.show_design(replace(THINNED, layers=(THINNED.layers[0], THINNED.layers[2])))
    now = canvas.hovered
    assert (now.key, now.unit, now.source) == (before.key, before.unit, before.source)
    assert now.link is not None and now.link.pair == 1
    assert canvas.card.rows[0].value == value
    assert not picture(canvas).isNull()


def test_a_link_that_is_gone_is_no_longer_pointed_at(shown: Shown) -> None:
    canvas = live(shown(SPIRAL), SPIRAL)
    pointed(canvas, Link(1, 7, 7))
    narrow = replace(SPIRAL, layers=(Dense(units=2), *SPIRAL.layers[1:]))
    canvas.show_design(narrow)
    assert canvas.hovered == Hit() and canvas.shown.hovered == "" and not canvas.card.rows
    assert not picture(canvas).isNull()


def test_a_link_from_a_feature_keeps_its_weight_where_spare_ones_are_hidden(shown: Shown) -> None:
    design = replace(SPIRAL, data=replace(SPIRAL.data, features=("x1", "sin_x2")))
    canvas = live(shown(design), design)
    place = [n.feature for n in canvas.scene.columns[0].neurons].index("sin_x2")
    hit = pointed(canvas, Link(0, 0, place))
    canvas.set_designing(False)
    assert canvas.hovered.link == Link(0, 0, 1) and canvas.hovered.source == hit.source


def test_a_neuron_that_is_scrolled_away_is_no_longer_pointed_at(shown: Shown) -> None:
    canvas = live(shown(WIDE), WIDE)
    canvas.toggle_fold("dense_1")
    canvas.point_at(middle(canvas, "dense_1", 0))
    canvas.scroll_to("dense_1", 20)
    assert canvas.hovered == Hit() and not canvas.card.rows


def test_the_card_of_a_link_stays_by_the_pointer_while_it_trains(shown: Shown) -> None:
    canvas = live(shown(SPIRAL), SPIRAL)
    link = Link(2, 0, 3)
    canvas.point_at(spot(canvas, link, 2))
    assert canvas.hovered.link == link
    area = canvas.card.area
    canvas.present(seen(SPIRAL, 40)[1])
    canvas.redraw_tiles()
    assert canvas.card.area.topLeft() == area.topLeft()


def drawn(canvas: Canvas, pair: int) -> set[tuple[int, int]]:
    """Rows and columns of a pair's links."""
    linked = canvas.live.links[pair]
    return set(zip(linked.rows.tolist(), linked.columns.tolist(), strict=True))


@pytest.mark.parametrize("key", ["dense_1", "dense_2"])
def test_of_a_neuron_that_is_pointed_at_all_links_are_seen_and_can_be_gone_along(
    shown: Shown, key: str
) -> None:
    canvas = live(shown(WIDE), WIDE)
    few = drawn(canvas, 1)
    own = {(row, 4) if key == "dense_1" else (4, row) for row in range(8)}
    row, column = weakest = next(iter(own - few))
    before = picture(canvas)
    canvas.point_at(middle(canvas, key, 4))
    assert drawn(canvas, 1) == few | own and picture(canvas) != before
    canvas.redraw_links()
    assert drawn(canvas, 1) == few | own
    canvas.point_to(Hit("link", "dense_2", row, source=column, link=Link(1, *weakest)))
    assert drawn(canvas, 1) == few | own and canvas.card.rows
    canvas.point_at(None)
    assert drawn(canvas, 1) == few


def test_links_of_a_dropped_unit_are_not_pointed_at(shown: Shown) -> None:
    canvas = live(shown(THINNED), THINNED)
    linked = canvas.live.links[2]
    strongest = int(linked.columns[-1])
    link = Link(2, 0, strongest)
    canvas.live.dropped = {}
    pointed(canvas, link)
    canvas.live.dropped = {"dropout_1": frozenset({strongest})}
    x, _ = canvas.curves.points(link)
    assert canvas.hit(spot(canvas, link, len(x) // 2)).link != link


# --- pressing ---------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["plus", "choice", "units"])
def test_what_is_undone_while_it_is_pressed_is_not_clicked(qtbot: QtBot, what: str) -> None:
    bench = Bench(qtbot, FEW)
    bench.gestures.add("dense", 1)
    at = bench.canvas.part(bench.ids[1], what).center()
    bench.press(at)
    bench.document.undo()
    bench.release(at)
    assert bench.design == FEW and bench.canvas.selection == ()
    assert not bench.gestures.hands.busy and not bench.gestures.asking.search_box.isVisible()


def test_a_folded_column_that_goes_while_its_fold_is_pressed_is_not_opened(qtbot: QtBot) -> None:
    bench = Bench(qtbot, WIDE)
    at = bench.canvas.to_view(bench.canvas.placed("dense_2").pill).center()
    bench.press(at)
    bench.document.push(replace(WIDE, layers=(WIDE.layers[0], WIDE.layers[-1])))
    bench.release(at)
    assert bench.canvas.opened == frozenset()


def test_without_a_button_nothing_is_held(qtbot: QtBot) -> None:
    """A release may go to a menu that opened in between."""
    bench = Bench(qtbot, SPIRAL)
    canvas = bench.canvas
    canvas.zoom_by(2.0)
    before, start = QPointF(canvas.offset), QPointF(5, canvas.height() - 60)
    bench.press(start)
    for at in (start + QPointF(40, 0), middle(canvas, "dense_1", 4)):
        bench.move(at, held=Qt.MouseButton.NoButton)
    assert canvas.offset == before and canvas.hovered.what == "neuron"
    bench.release(start)

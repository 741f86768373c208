"""The decision boundary shows what the network answers, and says it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from engine.data import Blobs
from playground.training.snapshot import BOUNDARY
from playground.views import boundary_points
from playground.views.boundary import UNSOUND, BoundaryView
from playground.views.boundary_map import class_colors, indifference
from playground.views.boundary_points import MOST
from playground.views.card import in_words, placed
from playground.window.appearance import Appearance
from playground.window.colormaps import maps
from playground.window.theme import DARK, LIGHT
from tests.playground.views.pixels import color_at, common, near, part, picture
from tests.playground.views.trained import BLOBS, BUMPS, CURVE, SPIRAL, after, with_

Show = Callable[..., BoundaryView]
SIDE = 100


def chances(second: np.ndarray) -> np.ndarray:
    """A map (100, 100, 2) of two classes from the probability of the second along x₁."""
    plane = np.broadcast_to(second.astype(np.float32), (SIDE, SIDE))
    return np.stack([1 - plane, plane], axis=-1)


def tone(table: np.ndarray, place: int) -> QColor:
    return QColor(*table[place].tolist())


def begun(shown: Show, data: Any, epochs: int = 2, **parts: Any) -> BoundaryView:
    view = shown(BoundaryView)
    run, snapshot = after(data, epochs)
    view.start(run)
    view.present(with_(snapshot, **parts))
    return view


def test_it_wants_the_boundary_and_nothing_else() -> None:
    assert BoundaryView.wants == {BOUNDARY}


def test_two_classes_are_as_strong_as_they_are_sure(shown: Show) -> None:
    view = begun(shown, SPIRAL, boundary=chances(np.linspace(0, 1, SIDE)))
    table, image, area = maps(LIGHT).boundary, picture(view), view.placed.area
    corner = 6 / area.width()  # off the frame, and off all points
    assert near(color_at(image, part(area, corner, 0.99)), tone(table, 2))
    assert near(color_at(image, part(area, 1 - corner, 0.99)), tone(table, -3))
    assert near(color_at(image, part(area, 0.75, 0.03)), tone(table, 192), 6)


def test_a_trained_network_colours_its_own_answers(shown: Show) -> None:
    run, snapshot = after(BLOBS, 20)
    view = shown(BoundaryView)
    view.start(run)
    view.present(snapshot)
    image, area = picture(view), view.placed.area
    for column, row in ((3, 96), (96, 96), (3, 3), (96, 3)):
        answers = snapshot.boundary[row, column]
        sure = (answers.max() - 1 / 3) / (1 - 1 / 3)
        expected = tone(maps(LIGHT).areas[answers.argmax()], round(sure * 256))
        at = part(area, column / (SIDE - 1), row / (SIDE - 1))
        assert near(color_at(image, at), expected)


def test_two_classes_have_the_colours_of_the_scale_beside_them() -> None:
    second = np.linspace(0, 1, 101, dtype=np.float32).reshape(1, -1)
    table = maps(LIGHT).boundary
    shown = class_colors(np.stack([1 - second, second]), maps(LIGHT), flat=False)
    expected = table[np.round(second * 256).astype(int)].astype(int)
    assert shown.shape == (1, 101, 4) and np.abs(shown - expected).max() <= 4  # half a stop
    assert (shown[0, [0, 50, 100]] == table[[0, 128, 256]]).all()


def test_the_line_runs_where_it_cannot_tell(shown: Show) -> None:
    view = begun(shown, SPIRAL, boundary=chances(np.linspace(0, 1, SIDE)))
    image, area = picture(view), view.placed.area
    row = [color_at(image, part(area, 0.5, 0.04) + QPointF(x, 0)) for x in range(-3, 4)]
    assert min(color.lightness() for color in row) < 100
    assert row[0].lightness() > 200 and row[-1].lightness() > 200


def test_the_line_is_where_both_answers_are_equally_likely() -> None:
    across, up = np.meshgrid(np.linspace(-1, 1, 30), np.linspace(-1, 1, 20))
    second = (1 / (1 + np.exp(-3 * (across + up / 2 - 0.2)))).astype(np.float32)
    points, joins = indifference(np.stack([1 - second, second]))
    at = points / (29, 19) * 2 - 1
    assert len(points) > 20 and joins.sum() == len(points) - 1  # one line
    np.testing.assert_allclose(at[:, 0] + at[:, 1] / 2, 0.2, atol=0.01)


def test_discretise_leaves_two_flat_tones(shown: Show) -> None:
    view = begun(shown, SPIRAL, boundary=chances(np.linspace(0, 1, SIDE)))
    view.discretise.setChecked(True)
    table, image, area = maps(LIGHT).boundary, picture(view), view.placed.area
    assert set(common(image, area, 2)) == {tone(table, 0).name(), tone(table, -1).name()}
    assert near(color_at(image, part(area, 0.45, 0.03)), tone(table, 0), 1)
    assert near(color_at(image, part(area, 0.55, 0.03)), tone(table, -1), 1)
    assert view.readout == "discretised"
    view.discretise.setChecked(False)
    assert len(set(common(picture(view), area, 10))) == 10


def test_discretise_leaves_one_tone_a_class(shown: Show) -> None:
    view = begun(shown, BLOBS, epochs=20)
    view.discretise.setChecked(True)
    areas = maps(LIGHT).areas
    expected = {tone(areas[n], -1).name() for n in range(3)}
    assert set(common(picture(view), view.placed.area, 3)) == expected


def test_training_points_are_filled_and_validation_points_hollow(shown: Show) -> None:
    run, _ = after(BLOBS, 20)
    view = begun(shown, BLOBS, boundary=np.full((SIDE, SIDE, 3), 1 / 3, np.float32))
    image, area, data = picture(view), view.placed.area, run.prepared
    raw = np.concatenate([data.raw_train, data.raw_validation])
    low, high = run.domain.x
    found = {"filled": 0, "hollow": 0}
    for n, point in enumerate(raw):
        others = np.delete(raw, n, axis=0)
        if np.hypot(*(others - point).T).min() * area.width() / (high - low) < 11:
            continue
        checks = n >= len(data.raw_train)
        labels = data.y_validation if checks else data.y_train
        label = int(labels[n - len(data.raw_train)] if checks else labels[n])
        at = part(area, *(point - low) / (high - low))
        inside = color_at(image, at)
        assert near(inside, QColor(LIGHT.classes[label]), 40) is not checks
        found["hollow" if checks else "filled"] += 1
    assert min(found.values()) > 0


def test_many_points_are_thinned_and_drawn_once_a_run(
    shown: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []
    for name in ("paint_filled", "paint_hollow"):
        original = getattr(boundary_points, name)

        def counting(*args: Any, original: Any = original) -> None:
            drawn.append(args)
            original(*args)

        monkeypatch.setattr(boundary_points, name, counting)
    view = begun(shown, Blobs(samples=3000), epochs=0)
    picture(view)
    assert len(drawn) == MOST
    view.present(after(Blobs(samples=3000), 0)[1])
    view.plot.viewport().repaint()
    assert len(drawn) == MOST


def test_values_are_coloured_over_the_range_of_their_targets(shown: Show) -> None:
    run, _ = after(BUMPS, 2)
    largest = float(np.abs(run.prepared.y_train).max())
    values = np.zeros((SIDE, SIDE), np.float32)
    values[:50], values[50:] = -largest, 2 * largest
    view = begun(shown, BUMPS, boundary=values)
    table = maps(LIGHT).boundary
    colors = common(picture(view), view.placed.area, 2)
    assert set(colors) == {tone(table, 0).name(), tone(table, -1).name()}
    words = [placed.entry.text for placed in view.placed.legend]
    assert words[0].startswith("−") and words[0][1:] == words[2]


def test_one_column_of_values_has_its_fitted_curve(shown: Show) -> None:
    view = begun(shown, CURVE, boundary=np.zeros(400, np.float32))
    image, area = picture(view), view.placed.area
    assert view._reading is not None
    at = part(area, 0.002, view._reading.part_y(0.0))
    lightness = [color_at(image, at + QPointF(2, y)).lightness() for y in range(-2, 3)]
    assert min(lightness) < 90
    view.point_at((200, 0))
    assert in_words(view.hover.lines) == "x₁ 0.0\nŷ = 0.000"


def test_the_card_reads_the_nearest_answer_and_names_the_class(shown: Show) -> None:
    view = begun(shown, SPIRAL, boundary=chances(np.linspace(0, 1, SIDE)))
    QTest.mouseMove(view.plot.viewport(), part(view.placed.area, 0.731, 0.8).toPoint())
    assert in_words(view.hover.lines) == "x₁ 2.7  x₂ 3.6\nŷ = 0.727\nclass 1"
    assert "ŷ = 0.727" in view.accessibleDescription()
    view.present(with_(after(SPIRAL, 2)[1], boundary=chances(np.zeros(SIDE))))
    assert "ŷ = 0.000" in in_words(view.hover.lines)
    view.plot.pointed.emit(None)
    assert view.hover.lines == ()


def test_the_card_gives_every_class_its_probability(shown: Show) -> None:
    answers = np.broadcast_to(np.array([0.2, 0.7, 0.1], np.float32), (SIDE, SIDE, 3))
    view = begun(shown, BLOBS, boundary=answers)
    view.point_at((50, 50))
    assert in_words(view.hover.lines[1:]) == "0.200  class 0\n0.700  class 1\n0.100  class 2"


def test_the_card_keeps_off_the_cursor_and_turns_at_the_edges(shown: Show) -> None:
    view = begun(shown, SPIRAL)
    place = QRectF(view.plot.viewport().rect())
    for column, row in ((0, 0), (99, 0), (0, 99), (99, 99), (50, 50)):
        view.point_at((column, row))
        at = part(view.placed.area, column / 99, row / 99)
        card = view.hover.card
        assert place.contains(card)
        beside = max(card.left() - at.x(), at.x() - card.right())
        over = max(card.top() - at.y(), at.y() - card.bottom())
        assert max(beside, over) >= view.look.sizes.card_distance - 1


def test_a_card_without_room_at_the_sides_stands_over_or_under(look: Appearance) -> None:
    area = QRectF(0, 0, 100, 200)
    card = placed(QPointF(50, 100), QRectF(0, 0, 90, 40).size(), area, 12)
    assert card.bottom() == 88 and area.contains(card)


def test_the_keyboard_reads_the_map(shown: Show) -> None:
    view = begun(shown, SPIRAL, boundary=chances(np.linspace(0, 1, SIDE)))
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert in_words(view.hover.lines).startswith("x₁ 0.2  x₂ 0.1")
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert in_words(view.hover.lines).startswith("x₁ 0.2  x₂ −1.2")
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.hover.lines == ()


def test_without_a_run_it_says_why(shown: Show) -> None:
    view = begun(shown, SPIRAL)
    view.start(None)
    assert view.accessibleDescription() == view.message == UNSOUND
    assert len(common(picture(view), QRectF(0, 0, 300, 60), 5)) == 1


def test_a_theme_chosen_while_it_trains_redraws_everything(shown: Show, look: Appearance) -> None:
    view = begun(shown, SPIRAL, boundary=chances(np.zeros(SIDE)))
    look.choose("dark")
    image, area = picture(view), view.placed.area
    assert color_at(image, QPointF(2, 2)).name() == QColor(DARK.panel).name()
    assert near(color_at(image, part(area, 0.03, 0.97)), tone(maps(DARK).boundary, 0), 2)


@pytest.mark.parametrize("font", [13, 26])
def test_nothing_is_cut_off_where_it_is_narrow(shown: Show, look: Appearance, font: int) -> None:
    look.set_font_size(font)
    for data in (SPIRAL, BLOBS, BUMPS):
        view = begun(shown, data)
        width = max(304, view.minimumSizeHint().width())
        view.resize(width, view.heightForWidth(width))
        place = QRectF(view.plot.viewport().rect())
        assert place.contains(view.placed.area)
        assert all(place.contains(entry.area) for entry in view.placed.legend)


@pytest.mark.parametrize("width", [288, 304, 320, 360, 376, 480])
def test_the_height_for_a_width_is_what_the_map_and_its_legend_fill(
    shown: Show, width: int
) -> None:
    for data in (SPIRAL, BLOBS, BUMPS):
        view = begun(shown, data)
        view.resize(width, view.heightForWidth(width))
        filled = view.placed.area
        view.resize(width, 2 * width)
        assert view.placed.area == filled  # more height neither grows nor moves it
        view.resize(width, view.heightForWidth(width) - 8)
        assert view.placed.area.width() < filled.width()


def test_the_map_stays_without_the_library_that_finds_its_lines(
    shown: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "contourpy", None)
    view = begun(shown, SPIRAL, boundary=chances(np.zeros(SIDE)))
    at = part(view.placed.area, 0.03, 0.97)
    assert near(color_at(picture(view), at), tone(maps(LIGHT).boundary, 0), 2)


def test_answers_that_are_not_numbers_are_drawn_as_no_answer(shown: Show) -> None:
    view = begun(shown, SPIRAL, boundary=np.full((SIDE, SIDE, 2), np.nan, np.float32))
    at = part(view.placed.area, 0.03, 0.97)
    assert near(color_at(picture(view), at), QColor(LIGHT.neutral), 4)
    view = begun(shown, BUMPS, boundary=np.full((SIDE, SIDE), np.inf, np.float32))
    view.discretise.setChecked(True)
    view.point_at((1, 1))
    assert "ŷ = —" in in_words(view.hover.lines)


@pytest.mark.parametrize("answer", [3e38, -3e38, np.inf, np.nan])
def test_answers_beyond_all_bounds_are_drawn_without_a_word(shown: Show, answer: float) -> None:
    view = begun(shown, CURVE, boundary=np.full(400, answer, np.float32))
    assert not picture(view).isNull()
    view = begun(shown, BUMPS, boundary=np.full((SIDE, SIDE), answer, np.float32))
    assert not picture(view).isNull()

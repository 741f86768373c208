"""Curves as pixels: they lie where Qt strokes them, as wide, as strong, dashed where negative."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QApplication

from playground.canvas.strokes import LEVELS, Ink, Strokes

WHITE = np.uint32(0xFFFFFFFF)
BLUE, RED = 0x0000FF, 0xFF0000
HIGH, WIDE = 120, 160
DASH, GAP = 6.0, 3.5

Pixels = NDArray[np.uint32]


def even(width: float, opacity: float = 1.0) -> Ink:
    """Every curve is of one width and opacity."""
    ones = np.ones(LEVELS)
    return Ink.of(width * ones, opacity * ones, RED, BLUE)


def drawn(ends: list[tuple[float, ...]], ink: Ink, positive: bool | list[bool] = True) -> Pixels:
    """Curves of the highest level on white."""
    picture = np.full((HIGH, WIDE), WHITE)
    strokes = Strokes(np.array(ends, dtype=float), picture.shape, ink, DASH, GAP)
    strokes.lie_on(picture)
    signs = np.broadcast_to(np.array(positive), len(ends))
    strokes.paint(picture, ink, np.full(len(ends), LEVELS - 1), signs)
    return picture


def darkness(picture: Pixels) -> NDArray[np.float64]:
    """How much of each pixel a blue curve on white covers."""
    return 1 - ((picture >> np.uint32(16)) & np.uint32(255)) / 255


def soft(cover: NDArray[np.float64]) -> NDArray[np.float64]:
    """As seen from a little further away."""
    return np.lib.stride_tricks.sliding_window_view(cover, (3, 3)).mean(axis=(2, 3))


def stroked(end: tuple[float, ...], width: float) -> Pixels:
    """The same curve as Qt strokes it."""
    image = QImage(WIDE, HIGH, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    x0, y0, x1, y1 = end
    path, middle = QPainterPath(QPointF(x0, y0)), (x0 + x1) / 2
    path.cubicTo(QPointF(middle, y0), QPointF(middle, y1), QPointF(x1, y1))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    cap = Qt.PenCapStyle.FlatCap
    painter.setPen(QPen(QColor(0, 0, 255), width, Qt.PenStyle.SolidLine, cap))
    painter.drawPath(path)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint32).reshape(HIGH, WIDE).copy()


@pytest.mark.parametrize("width", [1.5, 3.4])  # Qt thins what is narrower than a pixel
@pytest.mark.parametrize(
    "end",
    [
        (20.0, 60.5, 140.0, 60.5),
        (20.0, 20.5, 140.0, 100.5),
        (20.0, 100.0, 140.0, 20.0),
        (60.0, 8.5, 100.0, 112.5),  # far steeper than wide
        (20.3, 30.2, 139.6, 41.7),
    ],
)
def test_a_curve_covers_what_qt_strokes(
    qapp: QApplication, end: tuple[float, ...], width: float
) -> None:
    ours, qts = darkness(drawn([end], even(width))), darkness(stroked(end, width))
    assert np.abs(soft(ours) - soft(qts)).mean() < 0.1 * qts.mean()
    assert np.abs(ours - qts)[:, 24:136].max() < 0.35  # the ends are rounded to whole pixels
    assert ours.sum() == pytest.approx(qts.sum(), rel=0.04)


ENDS = st.tuples(st.floats(10, 60), st.floats(10, 110), st.floats(80, 150), st.floats(10, 110)).map(
    lambda found: tuple(round(each, 3) for each in found)
)


@given(ENDS, st.floats(0.75, 3.4))
def test_a_curve_is_whole_and_as_wide_everywhere(end: tuple[float, ...], width: float) -> None:
    cover = darkness(drawn([end], even(width)))
    x0, y0, x1, y1 = end
    t = np.linspace(0.0, 1.0, 4000)
    x = x0 + (x1 - x0) * (1.5 * (1 - t) ** 2 * t + 1.5 * (1 - t) * t**2 + t**3)
    y = y0 + (y1 - y0) * (3 * (1 - t) * t**2 + t**3)
    length = np.hypot(np.diff(x), np.diff(y)).sum()
    assert cover.sum() == pytest.approx(width * length, rel=0.04, abs=width)
    inside = (x > x0 + 1) & (x < x1 - 1)
    assert cover[y[inside].astype(int), x[inside].astype(int)].min() > min(width, 1) * 0.25


def test_a_negative_curve_is_dashed_in_its_colour() -> None:
    picture = drawn([(20.0, 60.5, 140.0, 60.5)], even(2.0), positive=False)
    line = picture[60, 20:115]  # ten times dash and gap
    covered = 1 - (line & np.uint32(255)) / 255
    assert covered.mean() == pytest.approx(DASH / (DASH + GAP), abs=0.03)
    starts = np.flatnonzero((covered[:-1] < 0.5) & (covered[1:] >= 0.5))
    assert np.diff(starts).mean() == pytest.approx(DASH + GAP, abs=0.2)
    assert hex(line[covered > 0.99][0]) == "0xffff0000"


@given(st.lists(st.tuples(ENDS, st.booleans()), min_size=1, max_size=12))
def test_where_curves_cross_each_lets_the_others_through(
    curves: list[tuple[tuple[float, ...], bool]],
) -> None:
    """Black on white, so that one channel tells what shows through all of them."""
    ink = Ink.of(np.full(LEVELS, 2.0), np.full(LEVELS, 0.6), 0, 0)
    ends, signs = [end for end, _ in curves], [sign for _, sign in curves]
    together = darkness(drawn(ends, ink, signs))
    through = np.ones((HIGH, WIDE))
    for end, sign in curves:
        through *= 1 - darkness(drawn([end], ink, sign))
    assert np.abs(together - (1 - through)).max() < 0.02 + 0.004 * len(curves)


def test_the_more_a_curve_covers_the_more_a_crossing_has_its_colour() -> None:
    widths = np.where(np.arange(LEVELS) < LEVELS // 2, 0.75, 3.0)
    ink = Ink.of(widths, np.linspace(0.1, 0.9, LEVELS), RED, BLUE)
    ends = np.array([(20.0, 40.5, 140.0, 80.5), (20.0, 80.5, 140.0, 40.5)])
    picture = np.full((HIGH, WIDE), WHITE)
    strokes = Strokes(ends, picture.shape, ink, DASH, 0.0)
    strokes.lie_on(picture)
    for strong, shift in ((0, 0), (1, 16)):
        levels = np.full(2, 5)
        levels[strong] = LEVELS - 1
        strokes.paint(picture, ink, levels, np.array([True, False]))
        crossing = int(picture[60, 80])
        assert (crossing >> shift) & 255 > 200 > (crossing >> (16 - shift)) & 255


def test_level_nought_is_not_drawn_and_what_was_there_is_seen_again() -> None:
    ground = np.random.default_rng(0).integers(0, 1 << 24, (HIGH, WIDE), dtype=np.uint32)
    ground |= np.uint32(0xFF000000)
    ink = even(3.0, 0.8)
    strokes = Strokes(np.array([(20.0, 20.0, 140.0, 90.0)]), ground.shape, ink, DASH, GAP)
    picture = ground.copy()
    strokes.lie_on(picture)
    strokes.paint(picture, ink, np.array([LEVELS - 1]), np.array([True]))
    assert (picture != ground).any()
    strokes.paint(picture, ink, np.array([0]), np.array([True]))
    np.testing.assert_array_equal(picture, ground)


def test_what_lies_outside_of_the_picture_is_left_out() -> None:
    whole = drawn([(20.0, 60.5, 140.0, 60.5)], even(2.0))
    beyond = [(20.0, 60.5, 140.0, 60.5), (-90.0, -40.0, 40.0, -20.0), (150.0, 100.0, 300.0, 300.0)]
    both = drawn(beyond, even(2.0))
    np.testing.assert_array_equal(both[:90, :140], whole[:90, :140])
    assert (both[100:, 150:] != WHITE).any()
    assert (drawn(beyond[1:2], even(2.0)) == WHITE).all()

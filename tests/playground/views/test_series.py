"""From numbers to lines: smoothing is honest, thinning loses no peak, dashes keep their length."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from playground.views.curve_marks import apart
from playground.views.lines import dashed
from playground.views.series import LIGHTEST, finite, outlined, sampled, smoothed, weight


def test_smoothing_follows_the_recurrence_of_the_moving_average() -> None:
    for count, kept in ((1, 0.9), (31, 0.4), (32, 0.5), (33, 0.9), (200, 0.9), (2000, 0.99)):
        values = np.random.default_rng(0).normal(size=count)
        sums, weights, expected = 0.0, 0.0, []
        for value in values:
            sums, weights = kept * sums + (1 - kept) * value, kept * weights + (1 - kept)
            expected.append(sums / weights)
        np.testing.assert_allclose(smoothed(values, kept), expected, atol=1e-9)


@given(value=st.floats(-1e3, 1e3), kept=st.floats(0.4, 0.99))
def test_smoothing_leaves_what_is_constant(value: float, kept: float) -> None:
    np.testing.assert_allclose(smoothed(np.full(50, value), kept), value, atol=1e-9, rtol=1e-9)


def test_smoothing_the_largest_numbers_stays_within_them() -> None:
    assert smoothed(np.full(100, 1e308), 0.99).max() <= 1.001e308
    assert len(smoothed(np.empty(0), 0.9)) == 0


def test_few_points_are_not_smoothed() -> None:
    assert weight(np.arange(20.0), 20) < LIGHTEST < weight(np.arange(400.0), 400)
    assert weight(np.zeros(1), 10) == 0


@given(st.integers(0, 3000), st.integers(20, 400))
def test_thinning_keeps_the_extremes_and_the_order(count: int, columns: int) -> None:
    x = np.arange(count, dtype=float)
    y = np.random.default_rng(count).normal(size=count)
    for thin in (outlined, sampled):
        thin_x, thin_y = thin(x, y, columns)
        assert len(thin_x) == len(thin_y) <= max(4 * columns, 2 * columns + 2)
        assert (np.diff(thin_x) >= 0).all()
    if count:
        _, drawn = outlined(x, y, columns)
        assert (drawn.min(), drawn.max()) == (y.min(), y.max())


def test_what_is_not_finite_is_left_out() -> None:
    x, y = finite(np.arange(4.0), np.array([1, np.nan, np.inf, 2]))
    assert x.tolist() == [0, 3] and y.tolist() == [1, 2]


def test_dashes_and_gaps_keep_their_lengths_around_corners() -> None:
    x, y = np.array([0.0, 30.0, 30.0]), np.array([0.0, 0.0, 40.0])
    places, heights, joins = dashed(x, y, 6, 4)
    steps = np.hypot(np.diff(places), np.diff(heights))
    assert abs(steps.sum() - 70) < 1e-9
    assert abs(steps[joins[:-1] == 1].sum() - 42) < 1e-9


@given(st.lists(st.floats(0, 200), min_size=1, max_size=3))
def test_names_at_line_ends_do_not_touch(wanted: list[float]) -> None:
    placed = sorted(apart(wanted, [14.0] * len(wanted), 0, 200))
    assert all(b - a >= 14 - 1e-9 for a, b in pairwise(placed))
    assert placed[0] >= 7 - 1e-9 and placed[-1] <= 193 + 1e-9

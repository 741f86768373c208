"""Drawn data: the formulas of the reference, the noise, the promises for any number of points."""

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data import Blobs, Bumps, Circle, Curve, Data, Gauss, Moons, Plane, Spiral, Xor
from engine.errors import SpecError
from engine.spec import Change, fields, members

KINDS = {kind: cls for kind, cls in members(Data).items() if kind != "csv"}
kinds = pytest.mark.parametrize("kind", KINDS)


def draw(data, seed=0):
    table = data.table(np.random.default_rng(seed), None)
    return table.X, table.y


def test_circle_is_a_disc_in_a_ring_with_a_gap_between():
    X, y = draw(Circle(samples=2000))
    r = np.hypot(*X.T)
    assert np.all(r[y == 1] < 2.5)
    assert np.all((r[y == 0] >= 3.5) & (r[y == 0] <= 5))
    assert r[y == 1].max() > 2.4
    assert np.sum(y) == 1000
    assert {tuple(q) for q in np.sign(X).astype(int)} == {(1, 1), (1, -1), (-1, 1), (-1, -1)}


@pytest.mark.parametrize("cls", [Circle, Xor])
def test_noise_moves_labels_and_not_points(cls):
    X, y = draw(cls(samples=1000))
    noisy_X, noisy_y = draw(cls(samples=1000, noise=0.3))
    order, noisy_order = np.lexsort(X.T), np.lexsort(noisy_X.T)
    np.testing.assert_array_equal(X[order], noisy_X[noisy_order])
    flipped = np.mean(y[order] != noisy_y[noisy_order])
    assert 0.02 < flipped < 0.5


def test_labels_of_the_circle_stray_no_further_than_the_noise_reaches():
    noise = 0.2
    X, y = draw(Circle(samples=5000, noise=noise))
    r, reach = np.hypot(*X.T), np.sqrt(2) * 5 * noise
    assert np.all(y[r < 2.5 - reach] == 1)
    assert np.all(y[r > 2.5 + reach] == 0)


def test_xor_is_one_where_both_signs_agree_and_keeps_off_the_axes():
    X, y = draw(Xor(samples=2000))
    np.testing.assert_array_equal(y, X[:, 0] * X[:, 1] > 0)
    assert np.abs(X).min() >= 0.3
    assert 5 < np.abs(X).max() <= 5.3


@pytest.mark.parametrize(("noise", "variance"), [(0.0, 0.5), (0.25, 2.25), (0.5, 4.0)])
def test_gauss_has_its_centres_and_a_variance_linear_in_the_noise(noise, variance):
    X, y = draw(Gauss(samples=40_000, noise=noise))
    np.testing.assert_allclose(X[y == 1].mean(axis=0), 2, atol=0.1)
    np.testing.assert_allclose(X[y == 0].mean(axis=0), -2, atol=0.1)
    np.testing.assert_allclose(X[y == 1].var(axis=0), variance, rtol=0.05)


def test_spiral_has_two_arms_half_a_turn_apart():
    X, y = draw(Spiral(samples=400))
    for label, shift in ((1, 0.0), (0, np.pi)):
        arm = X[y == label]
        arm = arm[np.argsort(np.hypot(*arm.T))]
        i = np.arange(200)
        t = 1.75 * i / 200 * 2 * np.pi + shift
        expected = 5 * (i / 200)[:, None] * np.column_stack([np.sin(t), np.cos(t)])
        np.testing.assert_allclose(arm, expected, atol=1e-12)


def test_spiral_noise_moves_each_point_by_at_most_the_noise_per_axis():
    X, y = draw(Spiral(samples=400))
    noisy, noisy_y = draw(Spiral(samples=400, noise=0.4))
    np.testing.assert_array_equal(y, noisy_y)
    moved = np.abs(noisy - X).max()
    assert 0.3 < moved <= 0.4


def test_moons_are_two_half_rings_of_radius_three():
    X, y = draw(Moons(samples=1000))
    upper, lower = X[y == 0], X[y == 1]
    np.testing.assert_allclose(np.hypot(upper[:, 0] + 1.5, upper[:, 1] + 0.75), 3)
    np.testing.assert_allclose(np.hypot(lower[:, 0] - 1.5, lower[:, 1] - 0.75), 3)
    assert np.all(upper[:, 1] >= -0.75)
    assert np.all(lower[:, 1] <= 0.75)


@pytest.mark.parametrize("k", [2, 5, 8])
def test_blobs_are_k_round_clouds_on_a_ring(k):
    X, y = draw(Blobs(samples=4000, classes=k))
    centres = np.array([X[y == j].mean(axis=0) for j in range(k)])
    np.testing.assert_allclose(np.hypot(*centres.T), 4, atol=0.15)
    nearest = np.argmin(np.linalg.norm(X[:, None] - centres, axis=2), axis=1)
    assert np.mean(nearest == y) > 0.99
    assert np.ptp(np.bincount(y)) <= 1


def test_plane_is_a_tenth_of_the_sum_and_noise_adds_at_most_half_of_itself():
    X, y = draw(Plane())
    np.testing.assert_allclose(y, X.sum(axis=1) / 10)
    assert 5.9 < np.abs(X).max() <= 6
    X, y = draw(Plane(noise=0.4))
    assert 0.15 < np.abs(y - X.sum(axis=1) / 10).max() <= 0.2


def test_bumps_rise_and_fall_in_turn():
    X, y = draw(Bumps(samples=50_000))
    for centre, sign in (
        ((-4, 2.5), 1), ((0, 2.5), -1), ((4, 2.5), 1),
        ((-4, -2.5), -1), ((0, -2.5), 1), ((4, -2.5), -1),
    ):  # fmt: skip
        d = np.hypot(*(X - centre).T)
        near = d < 1
        np.testing.assert_allclose(y[near], sign * (1 - d[near] / 2))
    assert np.abs(y).max() <= 1
    assert np.mean(y == 0) > 0.3


def test_curve_is_a_wave_on_a_slope_of_one_input():
    X, y = draw(Curve(samples=1000))
    assert X.shape == (1000, 1)
    np.testing.assert_allclose(y, 0.5 * np.sin(1.5 * X[:, 0]) + X[:, 0] / 10)
    _, noisy = draw(Curve(samples=1000, noise=0.2))
    assert 0.1 < np.abs(noisy - y).max() <= 2.4


@kinds
@given(samples=st.integers(10, 60), noise=st.floats(0, 0.5), seed=st.integers(0, 2**32))
@settings(max_examples=40)
def test_any_allowed_number_of_points_has_finite_points_of_every_class(kind, samples, noise, seed):
    data = KINDS[kind](samples=samples, noise=noise)
    table = data.table(np.random.default_rng(seed), None)
    assert table.X.shape == (samples, len(table.columns))
    assert np.all(np.isfinite(table.X)) and np.all(np.isfinite(table.y))
    if table.task == "classification":
        assert set(table.y) == set(range(len(table.classes)))


def test_points_are_drawn_again_where_chance_left_a_class_out():
    data = Xor(samples=10, noise=0.5)
    unlucky = [s for s in range(3000) if np.ptp(data.draw(np.random.default_rng(s))[1]) == 0]
    assert unlucky
    for seed in unlucky:
        assert set(draw(data, seed)[1]) == {0, 1}


@kinds
def test_the_same_generator_draws_the_same_data_and_another_draws_another(kind):
    data = KINDS[kind](noise=0.1)
    for first, second in zip(draw(data, 7), draw(data, 7), strict=True):
        np.testing.assert_array_equal(first, second)
    assert not np.array_equal(draw(data, 7)[0], draw(data, 8)[0])


@kinds
def test_the_order_of_the_points_says_nothing_of_their_class(kind):
    _, y = draw(KINDS[kind](samples=1000))
    place = np.arange(1000)
    assert abs(np.corrcoef(place, y)[0, 1]) < 0.15


@kinds
def test_what_is_known_beforehand_is_what_is_drawn(kind, prepared):
    data = KINDS[kind]()
    known, made = data.facts(), prepared(data)
    assert known.columns == made.columns
    assert known.inputs == made.inputs
    assert (known.task, known.classes, known.target) == (made.task, made.classes, made.target)


@kinds
def test_every_field_asks_for_new_data_when_it_changes(kind):
    assert {field.change for field in fields(KINDS[kind])} == {Change.DATA}


@kinds
def test_fields_stand_in_the_order_of_the_design_file(kind):
    written = list(msgspec.to_builtins(KINDS[kind]()))
    own = ["classes"] if kind == "blobs" else []
    shared = ["features", "standardize", "validation_fraction", "test_fraction"]
    assert written == ["kind", "samples", "noise", *own, *shared]


@pytest.mark.parametrize(
    ("make", "where", "found"),
    [
        (lambda: Circle(features=()), "features", "found none"),
        (lambda: Circle(features=("x1", "x1")), "features[1]", 'found "x1" again'),
        (lambda: Circle(features=("x3",)), "features[0]", 'found "x3"'),
        (lambda: Curve(features=("x1", "x1_x2")), "features[1]", 'found "x1_x2"'),
        (lambda: Circle(samples=9), "samples", "found 9"),
        (lambda: Circle(noise=0.51), "noise", "found 0.51"),
        (lambda: Blobs(classes=9), "classes", "found 9"),
        (
            lambda: Circle(validation_fraction=0.6, test_fraction=0.5),
            "test_fraction",
            "found 1.1",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_at_its_field(make, where, found):
    with pytest.raises(SpecError) as caught:
        make()
    assert caught.value.where == where
    assert found in caught.value.reason


def test_fractions_that_leave_a_twentieth_are_taken_whatever_their_rounding():
    assert Circle(validation_fraction=0.9, test_fraction=0.05).test_fraction == 0.05

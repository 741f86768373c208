"""Numbers are read, written and stepped as people expect, and never leave their bounds."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.numerals import rounded
from playground.widgets.numbers import Pace, Scale, grouped, loss_written, written

RATE = Scale(0, 1000, above=True, log=True)
STRENGTH = Scale(0, 10, log=True)
SHARE = Scale(0, 1, below=True)
UNITS = Scale(1, 4096, whole=True)
SAMPLES = Scale(10, 100_000, whole=True, log=True)
SIGMA = Scale(0, 1000)
scales = st.sampled_from([RATE, STRENGTH, SHARE, UNITS, SAMPLES, SIGMA, Scale(-1000, 1000)])
paces = st.sampled_from(["normal", "coarse", "fine"])


@pytest.mark.parametrize(
    ("scale", "value", "pace", "down", "up"),
    [
        (RATE, 0.001, "normal", 0.0003, 0.003),
        (RATE, 0.025, "normal", 0.01, 0.03),
        (RATE, 0.01, "coarse", 0.001, 0.1),
        (RATE, 0.025, "fine", 0.024, 0.026),
        (RATE, 0.01, "fine", 0.0099, 0.011),
        (RATE, 1000, "normal", 300, 1000),
        (STRENGTH, 0, "normal", 0, 1e-5),
        (STRENGTH, 1e-5, "normal", 0, 3e-5),
        (UNITS, 8, "normal", 7, 9),
        (UNITS, 8, "coarse", 1, 18),
        (UNITS, 8, "fine", 7, 9),
        (UNITS, 1, "normal", 1, 2),
        (SAMPLES, 500, "normal", 300, 1000),
        (SAMPLES, 500, "fine", 490, 510),
        (SHARE, 0.5, "normal", 0.45, 0.55),
        (SHARE, 0.5, "fine", 0.495, 0.505),
        (SHARE, 0.52, "normal", 0.5, 0.55),
        (SHARE, 0.95, "normal", 0.9, 0.95),
        (SIGMA, 1, "normal", 0.9, 1.1),
        (SIGMA, 0, "normal", 0, 0.1),
    ],
)
def test_steps(scale: Scale, value: float, pace: Pace, down: float, up: float) -> None:
    assert scale.next(value, False, pace) == down
    assert scale.next(value, True, pace) == up


@given(scales, st.floats(0, 1), st.lists(st.tuples(st.booleans(), paces), max_size=40))
def test_no_walk_leaves_the_bounds(
    scale: Scale, share: float, walk: list[tuple[bool, Pace]]
) -> None:
    value = scale.minimum + share * (scale.maximum - scale.minimum)
    value = round(value) if scale.whole else value
    if scale.complaint(value):
        return
    for up, pace in walk:
        after = scale.next(value, up, pace)
        assert not scale.complaint(after)
        assert after >= value if up else after <= value
        value = after


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_is_written_can_be_read_back(value: float) -> None:
    assert "-" not in written(value)
    read, complaint = Scale(-math.inf, math.inf).read(written(value))
    assert (read, complaint) == (value, "")


@pytest.mark.parametrize(
    ("value", "text"),
    [(8.0, "8"), (0.025, "0.025"), (-1.5, "−1.5"), (1e-5, "0.00001"), (1e-7, "1e−7"), (-0.0, "0")],
)
def test_numbers_are_written_short_with_a_true_minus(value: float, text: str) -> None:
    assert written(value) == text


def test_thousands_have_commas_in_sentences() -> None:
    assert (grouped(100_000), grouped(0.025)) == ("100,000", "0.025")
    assert (grouped(-1_000_000), grouped(-1e-7)) == ("−1,000,000", "−1e−7")
    assert (rounded(1 / 3), rounded(-12_345), rounded(3.9e29)) == ("0.333", "−12,300", "3.9e29")


@pytest.mark.parametrize(
    ("scale", "text", "advice"),
    [
        (UNITS, "0", "Use a whole number from 1 to 4,096."),
        (UNITS, "2.5", "Use a whole number from 1 to 4,096."),
        (UNITS, "", "Use a whole number from 1 to 4,096."),
        (RATE, "0", "Use a number above 0 and at most 1,000."),
        (SHARE, "1", "Use a number of at least 0 and below 1."),
        (RATE, "nan", "Use a number above 0 and at most 1,000."),
        (RATE, "inf", "Use a number above 0 and at most 1,000."),
        (RATE, "1_0", "Use a number above 0 and at most 1,000."),
        (RATE, "0,01", "Use a point for decimals, and no commas."),
    ],
)
def test_a_slip_is_answered_with_what_to_do(scale: Scale, text: str, advice: str) -> None:
    assert scale.read(text) == (None, advice)


@given(scales, st.text(max_size=12))
def test_no_text_is_read_as_a_number_that_may_not_stand(scale: Scale, text: str) -> None:
    value, advice = scale.read(text)
    if value is None:
        assert advice.startswith("Use ") and advice.endswith(".")
    else:
        assert not scale.complaint(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.7339, "0.734"),
        (29.386, "29.386"),
        (134.614, "134.61"),
        (43832.6, "43,833"),
        (999_999.7, "1.0e6"),
        (4.4e10, "4.4e10"),
        (3e-9, "0.000"),
        (float("nan"), "–"),
        (float("inf"), "–"),
    ],
)
def test_a_loss_of_any_size_is_short(value: float, text: str) -> None:
    assert loss_written(value) == text
    assert len(text) <= 7

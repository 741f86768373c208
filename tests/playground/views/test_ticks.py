"""Numbers on axes: round, few, inside the range, and written alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.views.scale import epochs_shown
from playground.views.ticks import (
    ceiling,
    fixed,
    log_range,
    log_ticks,
    power_written,
    spread,
    ticks,
    written,
)

positive = st.floats(1e-6, 1e6)


@given(low=st.floats(-1e4, 1e4), span=st.floats(1e-3, 1e5), most=st.integers(2, 6))
def test_ticks_are_few_and_inside(low: float, span: float, most: int) -> None:
    found = ticks(low, low + span, most)
    assert 1 <= len(found) <= most + 1
    assert all(low - span * 1e-6 <= value <= low + span * (1 + 1e-6) for value, _ in found)
    assert len({text for _, text in found}) == len(found)


@pytest.mark.parametrize(
    ("low", "high", "most", "texts"),
    [
        (0, 0.8, 5, ["0.0", "0.2", "0.4", "0.6", "0.8"]),
        (0, 1, 5, ["0.00", "0.25", "0.50", "0.75", "1.00"]),
        (0.5, 1, 3, ["0.50", "0.75", "1.00"]),
        (0, 300, 2, ["0", "250"]),
        (0, 300, 5, ["0", "100", "200", "300"]),
    ],
)
def test_ticks_take_the_ends_where_a_round_step_does(
    low: float, high: float, most: int, texts: list[str]
) -> None:
    assert [text for _, text in ticks(low, high, most)] == texts


def test_epochs_are_never_divided() -> None:
    assert [text for _, text in ticks(0, 3, 6, whole=True)] == ["0", "1", "2", "3"]
    assert [text for _, text in ticks(0, 1, 6, whole=True)] == ["0", "1"]


def test_the_plane_is_cut_into_equal_parts() -> None:
    assert [text for _, text in spread(-6, 6, 4)] == ["−6", "−3", "0", "3", "6"]
    assert [text for _, text in spread(-7, 7, 4)] == ["−7.0", "−3.5", "0.0", "3.5", "7.0"]


@given(value=positive)
def test_a_limit_is_above_and_not_far(value: float) -> None:
    assert value * (1 - 1e-6) <= ceiling(value) <= 2 * value


@given(epoch=st.integers(1, 100_000), limit=st.integers(1, 100_000))
def test_the_epochs_shown_hold_the_last_one(epoch: int, limit: int) -> None:
    assert epochs_shown(epoch, limit) >= epoch


@given(low=positive, ratio=st.floats(1, 1e5), most=st.integers(2, 6))
def test_a_log_range_holds_its_values_and_has_ticks(low: float, ratio: float, most: int) -> None:
    below, above = log_range(low, low * ratio)
    assert below <= low * (1 + 1e-6) and low * ratio <= above * (1 + 1e-6)
    assert 1 <= len(log_ticks(below, above, most)) <= most


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.925, "0.925"), (-1.5, "−1.500"), (25.04, "25.04"), (250.4, "250.4"), (88000, "88,000")],
)
def test_numbers_have_a_true_minus_and_commas(value: float, text: str) -> None:
    assert written(value) == text


def test_small_numbers_are_powers_and_nothing_is_minus_zero() -> None:
    assert power_written(0.00001) == "10⁻⁵" and power_written(0.01) == "0.01"
    assert written(0.000032) == "3.2·10⁻⁵"
    assert fixed(-0.0001, 2) == "0.00"
    assert written(float("nan")) == "—"


def test_long_numbers_along_an_axis_are_powers_of_ten() -> None:
    assert [text for _, text in ticks(0, 5e10, 6)] == [
        *("0", "10¹⁰", "2·10¹⁰", "3·10¹⁰", "4·10¹⁰", "5·10¹⁰")
    ]
    assert [text for _, text in ticks(-5e6, 5e6, 5)] == [
        "−5·10⁶",
        "−2.5·10⁶",
        "0",
        "2.5·10⁶",
        "5·10⁶",
    ]
    assert [text for _, text in ticks(0, 200_000, 3)] == ["0", "100,000", "200,000"]
    close = [text for _, text in ticks(20_000_000, 20_000_200, 3)]
    assert len(set(close)) == len(close)

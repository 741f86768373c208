"""Maps hit their stops, join them in OKLab, and colour arrays without touching them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.window import colormaps
from playground.window.colormaps import Rgba, colorize, colorize_classes, maps, strength
from playground.window.theme import DARK, LIGHT, Theme
from tests.playground.colorimetry import delta_e76

themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def code(pixel: Rgba) -> str:
    assert pixel[3] == 255
    return "#" + bytes(pixel[:3].tolist()).hex().upper()


@themes
@pytest.mark.parametrize("name", ["neuron", "boundary"])
def test_a_map_passes_through_its_stops(theme: Theme, name: str) -> None:
    table, stops = getattr(maps(theme), name), getattr(theme, name)
    shown = colorize(np.array([-1, -0.6, 0, 0.6, 1]), table)
    for pixel, stop in zip(shown, stops, strict=True):
        assert delta_e76(code(pixel), stop) < 0.7
    assert [code(shown[place]) for place in (0, 2, 4)] == [stops[0], stops[2], stops[4]]


def test_colours_are_joined_in_oklab() -> None:
    grey = replace(LIGHT, neutral="#000000", classes=("#FFFFFF",) * 8)
    middle = maps(grey).classes[0, 128]
    assert code(middle) == "#636363"  # OKLab's L = 0.5, where sRGB would give #808080


@themes
def test_strength_of_colour_grows_with_the_value(theme: Theme) -> None:
    for table in (maps(theme).neuron, maps(theme).boundary):
        for half in (table[128:], table[128::-1]):
            away = [delta_e76(code(half[0]), code(pixel)) for pixel in half[::8]]
            assert np.all(np.diff(away) > 0)


def test_values_beyond_the_map_are_cut_off_and_nan_is_neutral() -> None:
    values = np.array([[-np.inf, -7.0, np.nan], [7.0, np.inf, 0.0]])
    kept = values.copy()
    shown = colorize(values, maps(LIGHT).neuron)
    assert shown.shape == (2, 3, 4)
    assert shown.dtype == np.uint8
    assert shown.flags.c_contiguous and shown.flags.writeable
    low, middle, high = LIGHT.neuron[0], LIGHT.neuron[2], LIGHT.neuron[4]
    assert [code(pixel) for pixel in shown.reshape(-1, 4)] == [low, low, middle, high, high, middle]
    np.testing.assert_array_equal(values, kept)


def test_float32_and_float64_give_the_same_colours() -> None:
    values = np.linspace(-1, 1, 257)
    table = maps(DARK).boundary
    np.testing.assert_array_equal(colorize(values, table), table)
    np.testing.assert_array_equal(colorize(values.astype(np.float32), table), table)


def test_tables_are_read_only_and_made_once() -> None:
    assert maps(LIGHT) is maps(LIGHT)
    for table in (maps(LIGHT).neuron, maps(LIGHT).classes, maps(LIGHT).areas):
        with pytest.raises(ValueError, match="read-only"):
            table[0] = 0


def test_strength_is_how_far_the_likeliest_class_is_from_even() -> None:
    p = np.array([0.5, 0.7, 1.0])
    np.testing.assert_allclose(strength(np.stack([p, 1 - p])), np.abs(2 * p - 1))
    assert strength(np.full((5, 2), 0.2)) == pytest.approx([0, 0])


@themes
def test_the_likeliest_class_shows_as_strongly_as_it_is_sure(theme: Theme) -> None:
    sure, even = np.eye(3), np.full((3, 1), 1 / 3)
    shown = colorize_classes(np.concatenate([sure, even], axis=1), maps(theme).classes)
    assert [code(pixel) for pixel in shown] == [*theme.classes[:3], theme.neutral]


@themes
def test_areas_are_quieter_than_points_and_flat_ones_are_their_full_tone(theme: Theme) -> None:
    areas = maps(theme).areas
    flat = colormaps.colorize_classes_flat(np.eye(8), areas)
    np.testing.assert_array_equal(flat, areas[:, -1])
    for pixel, point in zip(flat, theme.classes, strict=True):
        whole = delta_e76(theme.neutral, point)
        assert 0.3 * whole < delta_e76(theme.neutral, code(pixel)) < 0.8 * whole


def test_the_ninth_class_takes_the_first_colour_again() -> None:
    shown = colorize_classes(np.eye(9), maps(LIGHT).classes)
    assert code(shown[8]) == LIGHT.classes[0]

"""The tokens keep what look.md promises of them, and the application wears them."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QStyle, QWidget

import playground
from playground.window import appearance as appearance_module
from playground.window import fonts
from playground.window.appearance import Appearance
from playground.window.settings import settings
from playground.window.stylesheet import over, stylesheet
from playground.window.theme import DARK, KINDS, LIGHT, MARKERS, TINTS, Sizes, Theme
from tests.playground import looks
from tests.playground.colorimetry import (
    BLINDNESS,
    NORMAL,
    contrast,
    delta_e76,
    delta_e2000,
    linear,
)
from tests.playground.looks import pixel

look = looks.look
GROUNDS = ("window", "panel", "raised", "canvas", "accent_soft")
TEXT = (
    "text",
    "text_muted",
    "focus",
    "success",
    "warning",
    "danger",
    "info",
    "train",
    "validation",
)
GRAPHICS = ("border_strong", "accent", "positive", "negative", "raw", "best")
themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def lowest(theme: Theme, code: str, grounds: tuple[str, ...] = GROUNDS) -> float:
    return min(contrast(code, theme.hex(ground)) for ground in grounds)


# --- contrast ---------------------------------------------------------------------------------


@themes
@pytest.mark.parametrize("token", TEXT)
def test_text_can_be_read_on_every_ground(theme: Theme, token: str) -> None:
    assert lowest(theme, theme.hex(token)) >= 4.5


@themes
@pytest.mark.parametrize("token", GRAPHICS)
def test_graphics_can_be_told_from_every_ground(theme: Theme, token: str) -> None:
    assert lowest(theme, theme.hex(token)) >= 3


@themes
def test_a_label_can_be_read_on_the_accent_also_while_pressed(theme: Theme) -> None:
    for dim in (0.0, TINTS.dim, TINTS.dim_pressed):
        assert contrast(theme.accent_text, over(theme.accent, theme.shadow, dim)) >= 4.5


@themes
def test_labels_can_be_read_on_controls_under_the_pointer(theme: Theme) -> None:
    for tint in (TINTS.hover, TINTS.pressed):
        for ground in ("window", "panel", "raised"):
            assert contrast(theme.text, over(theme.hex(ground), theme.text, tint)) >= 4.5
        assert contrast(theme.focus, over(theme.accent_soft, theme.accent, tint)) >= 4.5
    assert contrast(theme.text_muted, theme.segment_ground) >= 4.5
    assert contrast(theme.text, theme.segment) >= 4.5


@themes
def test_kinds_of_layer_can_be_read_and_told_from_their_chip(theme: Theme) -> None:
    least, on_chip = (4.65, 3.75) if theme is LIGHT else (6.6, 3.75)
    for color in theme.kinds:
        assert lowest(theme, color, ("panel", "raised", "canvas")) >= least
        for ground in ("panel", "raised"):
            chip = over(theme.hex(ground), color, TINTS.chip)
            assert contrast(color, chip) >= on_chip


@themes
def test_points_can_be_told_from_their_ring_and_from_neutral(theme: Theme) -> None:
    for color in theme.classes:
        assert contrast(color, theme.canvas) >= 3.7
        assert contrast(color, theme.neutral) >= 3.3


@themes
def test_disabled_text_is_fainter_than_muted_text(theme: Theme) -> None:
    assert 2.9 <= lowest(theme, theme.text_disabled) < lowest(theme, theme.text_muted)


# --- colour blindness -------------------------------------------------------------------------


@themes
@pytest.mark.parametrize("sight", BLINDNESS.values(), ids=BLINDNESS)
def test_signs_and_map_ends_stay_apart_under_colour_blindness(theme: Theme, sight: Any) -> None:
    assert delta_e76(theme.positive, theme.negative, sight) >= 40
    for stops in (theme.neuron, theme.boundary):
        assert delta_e76(stops[0], stops[-1], sight) >= 40


@themes
def test_any_two_classes_stay_apart(theme: Theme) -> None:
    least = 12.6 if theme is LIGHT else 9.8
    for sight in (NORMAL, *BLINDNESS.values()):
        for one, other in combinations(theme.classes, 2):
            assert delta_e2000(one, other, sight) >= least


def test_every_class_has_its_own_marker() -> None:
    assert len(set(MARKERS)) == len(LIGHT.classes) == len(DARK.classes) == 8
    for theme in (LIGHT, DARK):
        assert theme.classes[:2] == (theme.negative, theme.positive)


@themes
def test_map_ends_are_equally_far_from_the_middle(theme: Theme) -> None:
    for stops in (theme.neuron, theme.boundary):
        assert len(stops) == 5
        sides = [delta_e76(stops[2], stops[end]) for end in (0, -1)]
        assert max(sides) < 1.6 * min(sides)


# --- tokens -----------------------------------------------------------------------------------


def test_every_token_answers_by_its_name() -> None:
    assert LIGHT.hex("class_3") == LIGHT.classes[3]
    assert [DARK.hex(f"kind_{kind}") for kind in KINDS] == list(DARK.kinds)
    assert DARK.color("accent", 0.5).alphaF() == pytest.approx(0.5, abs=0.01)
    for unknown in ("mauve", "name", "class_9", "kind_cake", "__class__"):
        with pytest.raises(LookupError):
            LIGHT.hex(unknown)


def test_sizes_grow_with_the_font_and_captions_stay_readable() -> None:
    assert Sizes.at(13) == Sizes()
    double = Sizes.at(26)
    assert (double.control, double.hairline, double.title) == (56, 2, 30)
    assert Sizes.at(9).caption == 11
    for font in (9, 13, 20, 26):
        sizes = Sizes.at(font)
        assert sizes.hit >= 24 * font / 13 - 1
        assert sizes.caption < sizes.small <= sizes.heading <= sizes.title < sizes.big or font < 13


def test_no_colour_stands_anywhere_else() -> None:
    house = Path(playground.__file__).parent
    found = [
        f"{path.relative_to(house)}: {match[0]}"
        for path in house.rglob("*.py")
        if path.name != "theme.py"
        for match in re.finditer(
            r"""["']#[0-9A-Fa-f]{3,8}["']|QColor\(\s*\d|Qt\.GlobalColor\.(?!transparent)\w+""",
            path.read_text(encoding="utf-8"),
        )
    ]
    assert not found


@themes
def test_the_style_sheet_has_no_colour_but_the_tokens(theme: Theme) -> None:
    sheet = stylesheet(theme, Sizes())
    assert "$" not in sheet
    named = {getattr(theme, token) for token in theme.__slots__}
    mixed = [code for code in re.findall(r"#[0-9A-Fa-f]{6}", sheet) if code not in named]
    assert len(set(mixed)) == 3  # two hovers and the scroll bar's handle


def test_linear_light_is_what_the_standard_says() -> None:
    assert linear("#FFFFFF") == pytest.approx([1, 1, 1])
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


# --- the application --------------------------------------------------------------------------


def test_a_chosen_theme_is_worn_at_once_and_kept(
    look: Appearance,
    qapp: QApplication,
    qtbot: Any,
) -> None:
    seen: list[Theme] = []
    look.theme_changed.connect(seen.append)
    look.choose("dark")
    assert look.theme is DARK
    assert seen == [DARK]
    assert qapp.palette().color(QPalette.ColorRole.Window) == DARK.color("panel")
    assert settings().value("theme") == "dark"
    look.theme_changed.disconnect(seen.append)


def test_a_new_start_wears_what_was_chosen(look: Appearance) -> None:
    settings().setValue("theme", "dark")
    settings().setValue("calm_motion", "true")
    look.apply()
    assert (look.theme, look.choice, look.calm) == (DARK, "dark", True)
    settings().setValue("theme", "chartreuse")
    look.apply()
    assert look.choice == "system"


def test_the_system_is_followed_until_a_theme_is_chosen(
    look: Appearance,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    look.choose("system")
    monkeypatch.setattr(appearance_module, "scheme", lambda: "dark")
    qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme())
    assert look.theme is DARK
    look.choose("light")
    qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme())
    assert look.theme is LIGHT


def test_a_theme_that_does_not_exist_is_refused(look: Appearance) -> None:
    with pytest.raises(ValueError, match="system, light, dark"):
        look.choose("solarized")
    assert look.choice == "light"


def test_everything_is_repainted_in_the_new_theme(look: Appearance, qtbot: Any) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(80, 40)
    words = QLabel("words", window)
    words.setProperty("role", "heading")
    window.show()
    assert pixel(window, 79, 39) == LIGHT.panel
    look.choose("dark")
    assert pixel(window, 79, 39) == DARK.panel
    assert QFontInfo(words.font()).pixelSize() == look.sizes.heading


def test_calm_motion_takes_no_time_and_is_kept(look: Appearance) -> None:
    assert look.duration("move") == 0
    look.calm_motion(False)
    assert (look.duration("hover"), look.duration("state"), look.duration("move")) == (80, 140, 180)
    assert settings().value("calm_motion") == "false"


def test_settings_are_one_plain_file(own_folders: Path) -> None:
    kept = settings()
    kept.setValue("a", 1)
    kept.sync()
    assert kept.status() == QSettings.Status.NoError
    assert Path(kept.fileName()).suffix == ".ini"
    assert Path(kept.fileName()).is_relative_to(own_folders)


# --- the font ---------------------------------------------------------------------------------


@pytest.mark.parametrize("weight", [400, 500, 600])
def test_inter_comes_with_us_in_every_weight_used(look: Appearance, weight: int) -> None:
    assert fonts.family() == "Inter"
    info = QFontInfo(look.font("body", weight))
    assert (info.family(), info.weight(), info.pixelSize()) == ("Inter", weight, 13)


def test_live_numbers_have_digits_of_one_width(look: Appearance) -> None:
    plain = QFontMetricsF(look.font("title", 600))
    tabular = QFontMetricsF(look.font("title", 600, tabular=True))
    assert plain.horizontalAdvance("0.111") < plain.horizontalAdvance("0.000")
    assert tabular.horizontalAdvance("0.111") == tabular.horizontalAdvance("0.000")


def test_the_font_has_the_letters_of_the_course(look: Appearance) -> None:
    metrics = QFontMetricsF(look.font())
    letters = set("−×→λσνηβεψŷ∂₀₁₂₈⁽¹⁾²ΣJ∑·…’ €äöüß")
    assert [letter for letter in letters if not metrics.inFontUcs4(ord(letter))] == []


def test_a_tooltip_comes_after_half_a_second_in_every_theme(
    look: Appearance, qapp: QApplication
) -> None:
    for choice in ("light", "dark"):
        look.choose(choice)
        assert qapp.style().styleHint(QStyle.StyleHint.SH_ToolTip_WakeUpDelay) == 500

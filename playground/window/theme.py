"""What the window looks like, as values: every colour, length, type size and duration there is.

Colours come as two themes of the same tokens. Lengths hold for a system font of 13 px and grow with
it. Nothing else in the playground writes a colour or a size; tests hold the contrasts that these
values promise.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from PySide6.QtGui import QColor

KINDS = MappingProxyType(
    {
        "input": "log-in",
        "dense": "waypoints",
        "activation": "audio-waveform",
        "dropout": "droplets",
        "norm": "align-center-horizontal",
        "noise": "tornado",
        "residual": "redo",
        "output": "target",
        "loss": "target",
    }
)
"""The icon of each kind of layer, in the order of `Theme.kinds`; its token is `kind_<kind>`."""

MARKERS = ("◆", "●", "▲", "■", "▼", "+", "×", "⬢")
"""One marker a class, in the order of the class colours."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme, as #RRGGBB; `color` answers to any token by its name.

    Also tokens: `class_0` to `class_7`, and `kind_<kind>` for the kinds of layer. Map stops stand
    at −1, −.6, 0, .6 and 1.
    """

    name: str
    window: str
    panel: str
    raised: str
    canvas: str
    grid: str
    border: str
    border_strong: str
    text: str
    text_muted: str
    text_disabled: str
    accent: str
    accent_text: str
    accent_soft: str
    focus: str
    success: str
    warning: str
    danger: str
    info: str
    positive: str
    negative: str
    neutral: str
    train: str
    validation: str
    best: str
    raw: str
    # what a switch or a slider runs in; the ground of a segmented control, and its chosen segment
    track: str
    segment_ground: str
    segment: str
    shadow: str
    shadow_alpha: float
    classes: tuple[str, ...]
    kinds: tuple[str, ...]
    neuron: tuple[str, ...]
    boundary: tuple[str, ...]

    def hex(self, token: str) -> str:
        """The colour of a token as #RRGGBB. Raises LookupError where there is no such token."""
        family, _, member = token.partition("_")
        if family == "class" and member.isdecimal():
            return self.classes[int(member)]
        if family == "kind":
            return dict(zip(KINDS, self.kinds, strict=True))[member]
        value = getattr(self, token, None)
        if not isinstance(value, str) or not value.startswith("#"):
            raise LookupError(f"{token}: expected the name of a colour token, found none.")
        return value

    def color(self, token: str, alpha: float = 1.0) -> QColor:
        """A token's colour to paint with; never to be changed in place."""
        return _color(self.hex(token), alpha)


@lru_cache(maxsize=512)
def _color(code: str, alpha: float) -> QColor:
    color = QColor(code)
    color.setAlphaF(alpha)
    return color


LIGHT = Theme(
    name="light",
    window="#ECEEF2",
    panel="#F8F9FB",
    raised="#FFFFFF",
    canvas="#FFFFFF",
    grid="#EDEFF3",
    border="#D7DBE2",
    border_strong="#7C8490",
    text="#16191E",
    text_muted="#565E6B",
    text_disabled="#7F8793",
    accent="#5A48DB",
    accent_text="#FFFFFF",
    accent_soft="#E9E6FC",
    focus="#5A48DB",
    success="#0F7344",
    warning="#8A5900",
    danger="#BE2438",
    info="#1C61B5",
    positive="#1268C8",
    negative="#D2640A",
    neutral="#F4F5F7",
    train="#16191E",
    validation="#B3338F",
    best="#0F7344",
    raw="#7C8490",
    track="#C0C4CB",
    segment_ground="#E1E4EA",
    segment="#FFFFFF",
    shadow="#000000",
    shadow_alpha=0.16,
    classes=(
        *("#D2640A", "#1268C8", "#00936A", "#9D4E7C"),
        *("#655525", "#00316D", "#4F1200", "#434343"),
    ),
    kinds=(
        *("#5C6E81", "#665FB1", "#267F42", "#A64862"),
        *("#007C89", "#7C6C00", "#896248", "#9A498B", "#9A498B"),
    ),
    neuron=("#DB6E14", "#F3AE72", "#F4F5F7", "#7FB5EC", "#2474D0"),
    boundary=("#F2B27A", "#F7CFAB", "#F6F7F9", "#B4D3F3", "#82B6EC"),
)

DARK = Theme(
    name="dark",
    window="#0F1114",
    panel="#17191E",
    raised="#22252C",
    canvas="#0C0E11",
    grid="#23272E",
    border="#2A2E36",
    border_strong="#6E7683",
    text="#E7EAEF",
    text_muted="#A0A8B5",
    text_disabled="#6B7280",
    accent="#6E5EF2",
    accent_text="#FFFFFF",
    accent_soft="#26233F",
    focus="#A79DFF",
    success="#46C58A",
    warning="#F2B93B",
    danger="#FF6B6B",
    info="#6CB2FF",
    positive="#4BA3FF",
    negative="#FF9A3D",
    neutral="#1E2127",
    train="#E7EAEF",
    validation="#E58CCB",
    best="#46C58A",
    raw="#6E7683",
    track="#424751",
    segment_ground="#22252C",
    segment="#3A3D44",
    shadow="#000000",
    shadow_alpha=0.48,
    classes=(
        *("#FF9A3D", "#4BA3FF", "#2FAE7C", "#C763B2"),
        *("#8F8600", "#63E0F5", "#FFD3A8", "#EEEEEE"),
    ),
    kinds=(
        *("#A1B3C7", "#A9A6FA", "#76C788", "#F190A7"),
        *("#57C3CF", "#C1B35B", "#D0A88D", "#E490D2", "#E490D2"),
    ),
    neuron=("#FFB066", "#C8701F", "#1E2127", "#2F78C4", "#78BBFF"),
    boundary=("#B4641F", "#7E4A1F", "#1E2127", "#26547F", "#3377B8"),
)

THEMES = MappingProxyType({theme.name: theme for theme in (LIGHT, DARK)})


@dataclass(frozen=True, slots=True)
class Tints:
    """How much of a colour lies over what is under it, 0 to 1; the same in both themes."""

    hover: float = 0.06  # text over the ground
    pressed: float = 0.09
    dim: float = 0.08  # black over the accent under the pointer
    dim_pressed: float = 0.16
    chip: float = 0.16  # kind of layer on its chip
    area: float = 0.58  # class colour in the boundary of many classes, mixed in OKLab
    scrollbar: float = 0.55
    indifference: float = 0.85
    axis: float = 0.7
    raw_line: float = 0.75


TINTS = Tints()


@dataclass(frozen=True, slots=True)
class Durations:
    """Milliseconds a change takes; all ease out cubic, all 0 where motion is calmed."""

    hover: int = 80
    state: int = 140
    move: int = 180


DURATIONS = Durations()

TOOLTIP_AFTER = 500
"""Milliseconds the pointer rests until a tooltip comes; the next one comes at once."""

DATA_WIDTHS = (200, 232)
INSPECTOR_WIDTHS = (288, 320)
"""How narrow a dock may be and how wide it likes to be, in px at any font; what is in it may need
more."""

_BASE_FONT = 13.0


@dataclass(frozen=True, slots=True)
class Sizes:
    """Every length in px, at the system font's size; `Sizes.at(20)` is the same window, larger."""

    # type
    caption: int = 11
    small: int = 12
    body: int = 13
    heading: int = 14
    title: int = 15
    big: int = 20
    # space
    inside: int = 4
    related: int = 8
    panel: int = 12
    group: int = 16
    columns: int = 24
    # corners
    radius_key: int = 4
    radius_field: int = 6
    radius_card: int = 8
    radius_ground: int = 12
    # lines
    hairline: float = 1.0
    curve: float = 1.75
    strong: float = 2.0
    severity: int = 3
    # icons and controls
    icon: int = 16
    icon_field: int = 14
    hit: int = 24
    control: int = 28
    fix: int = 32
    pad_control: int = 12
    pad_ghost: int = 10
    pad_fix: int = 14
    pad_field: int = 10
    icon_gap: int = 7
    run_width: int = 116
    run_height: int = 36
    number_width: int = 112
    picker_width: int = 128
    divider: int = 14
    switch_width: int = 32
    switch_height: int = 18
    handle: int = 16
    groove: int = 4
    slider_width: int = 100
    segment_inset: int = 2
    segment_pad: int = 12
    badge: int = 16
    badge_pad: int = 7
    kind_chip: int = 28
    dot: int = 7
    # rows and bars
    menu_bar: int = 30
    toolbar: int = 52
    status_bar: int = 26
    dock_title: int = 36
    separator: int = 20
    row: int = 36
    label_column: int = 128
    function_height: int = 116
    palette_item: int = 38
    card_foot: int = 560  # narrower cards have their buttons at the foot
    tooltip: int = 280
    shadow_offset: int = 4
    shadow_blur: int = 16
    scrollbar: int = 10
    # the canvas: columns of neurons at 100 %, their headers at any zoom, and what joins them
    tile: int = 56
    pitch: int = 72
    tile_off: int = 36
    header_width: int = 140
    header_narrow: int = 104
    header_inputs: int = 116
    header_loss: int = 112
    header_height: int = 92
    header_top: int = 20
    header_compact: int = 40
    header_row: int = 18  # middles of the header's rows, from its top
    header_second: int = 41
    header_rule: int = 56
    header_third: int = 74
    stepper_width: int = 66
    stepper_height: int = 24
    loss_height: int = 88
    pill_height: int = 28
    pill_width: int = 56
    knob: int = 20
    ground_reach: int = 6  # of a selected column's ground beyond its header
    ground_foot: int = 14
    dot_step: int = 24
    grid_dot: float = 1.0
    pin: float = 4.8
    pin_growth: float = 1.1
    pin_most: float = 7.0
    pin_ring: float = 1.5
    unit_dot: float = 5.0
    unit_ring: float = 9.5
    link: float = 0.75
    link_growth: float = 2.65
    link_dash: float = 6.0
    link_gap: float = 3.5
    link_hover: float = 3.0
    straight: float = 1.5
    marker: float = 4.0
    # plots: the room around the data rectangle, then what is drawn in it
    plot_left: int = 48
    plot_top: int = 12
    plot_bottom: int = 32
    plot_right: int = 84
    plot_least: int = 140
    map_least: int = 160
    label_apart: int = 14
    legend_row: int = 24
    legend_bar: int = 10
    legend_least: int = 28
    point: float = 3.5
    point_dense: float = 3.3
    point_ring: float = 1.2
    hollow: float = 1.5
    under_stroke: float = 3.2
    indifference: float = 1.4
    best_mark: float = 4.5
    cross: int = 14
    card_distance: int = 12
    dash: float = 6.0
    gap: float = 4.0
    dot_dash: float = 2.0
    dot_gap: float = 3.0

    @classmethod
    def at(cls, font: float) -> Sizes:
        """The sizes for a body font of `font` px."""
        scale = font / _BASE_FONT
        sized: dict[str, Any] = {}
        for name, length in asdict(cls()).items():
            whole = isinstance(length, int)
            sized[name] = max(1, round(length * scale)) if whole else length * scale
        sized["hairline"] = max(1, round(scale))
        sized |= type_sizes(font)
        return cls(**sized)


def type_sizes(font: float) -> dict[str, int]:
    """The px of each role of type, of the body font's px: captions never under 11."""
    caption = max(11, round(0.85 * font))
    return {
        "caption": caption,
        "small": max(caption + 1, round(0.92 * font)),
        "body": round(font),
        "heading": round(1.08 * font),
        "title": round(1.15 * font),
        "big": round(1.55 * font),
    }

"""Numbers as people type, read and step them: bounds, the words for a slip, and the next value up
or down. No Qt here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from engine.numerals import grouped as grouped
from engine.numerals import written as written

Pace = Literal["normal", "coarse", "fine"]

_SMALLEST_RATE = 1e-5  # the first step up from 0 on a logarithmic ladder
_WIDE = 10.0


def loss_written(value: float) -> str:
    """A loss in at most seven characters: 0.734, 134.61, 43,832, 4.4e10."""
    if not math.isfinite(value):
        return "–"
    if value < 100:
        return f"{value:.3f}"
    if value < 999_999.5:
        return f"{value:,.0f}" if value >= 1000 else f"{value:.2f}"
    return f"{value:.1e}".replace("e+0", "e").replace("e+", "e")


@dataclass(frozen=True, slots=True)
class Scale:
    """What a number may be and how it steps.

    `above` and `below` leave that bound itself out. `log` steps 1–3–10; otherwise steps are `step`
    wide, 1 for whole numbers, a small share of a narrow range, or a small share of the value.
    """

    minimum: float
    maximum: float
    whole: bool = False
    above: bool = False
    below: bool = False
    log: bool = False
    step: float = 0.0

    def complaint(self, value: float) -> str:
        """Why a number may not stand here, and what may; empty where it may."""
        if not math.isfinite(value):
            return self.advice()
        if self.whole and value != int(value):
            return self.advice()
        low = value > self.minimum if self.above else value >= self.minimum
        high = value < self.maximum if self.below else value <= self.maximum
        return "" if low and high else self.advice()

    def advice(self) -> str:
        """One sentence on what may stand here."""
        noun = "a whole number" if self.whole else "a number"
        low, high = grouped(self.minimum), grouped(self.maximum)
        if not self.above and not self.below:
            return f"Use {noun} from {low} to {high}."
        low = f"above {low}" if self.above else f"of at least {low}"
        high = f"below {high}" if self.below else f"at most {high}"
        return f"Use {noun} {low} and {high}."

    def read(self, text: str) -> tuple[float | None, str]:
        """The number a text says, or None and what to do about it."""
        typed = text.strip().replace("−", "-")
        if not typed:
            return None, self.advice()
        try:
            value = float(typed) if "_" not in typed else math.nan
        except ValueError:
            if "," in typed:
                return None, "Use a point for decimals, and no commas."
            return None, self.advice()
        complaint = self.complaint(value)
        return (None, complaint) if complaint else (value, "")

    def next(self, value: float, up: bool, pace: Pace = "normal") -> float:
        """The value one step away, within the bounds; `value` itself where there is none."""
        stepped = self._ladder(value, up, pace) if self.log else self._along(value, up, pace)
        stepped = min(max(round(stepped) if self.whole else stepped, self.minimum), self.maximum)
        return value if self.complaint(stepped) else stepped

    def _along(self, value: float, up: bool, pace: Pace) -> float:
        """To the next multiple of the step, so that odd values come back to round ones."""
        step = self._width(abs(value))
        if pace == "coarse":
            step *= 10
        elif pace == "fine" and not self.whole:
            step /= 10
        if pace == "coarse" or self.whole:
            return _rounded(value + step if up else value - step)
        slack = 1e-9
        place = value / step
        place = math.floor(place + slack) + 1 if up else math.ceil(place - slack) - 1
        return _rounded(place * step)

    def _width(self, size: float) -> float:
        if self.step:
            return self.step
        if self.whole:
            return 1.0
        span = self.maximum - self.minimum
        if span > _WIDE:  # the bounds say nothing about usual values: go by the value itself
            return _decade(size / 2) if size else 0.1
        decade = _decade(span / 10)
        return decade / 2 if span / decade <= 10 else decade

    def _ladder(self, value: float, up: bool, pace: Pace) -> float:
        """1–3–10; ten times that when coarse; the second digit when fine. Zero is its foot."""
        foot = max(1.0 if self.whole else _SMALLEST_RATE, self.minimum)
        if value <= 0:
            return foot if up else value
        if not up and self.minimum <= 0 and value <= foot * (1 + 1e-9):
            return 0.0
        if pace == "coarse":
            return _rounded(value * 10 if up else value / 10)
        decade = _decade(value)
        digit = value / decade
        if pace == "fine":
            width = decade / 10 if up or digit > 1 + 1e-9 else decade / 100
            count = value / width
            count = math.floor(count + 1e-6) + 1 if up else math.ceil(count - 1e-6) - 1
            return _rounded(count * width)
        rungs = (0.3, 1.0, 3.0, 10.0)
        if up:
            return _rounded(decade * next(rung for rung in rungs if rung > digit * (1 + 1e-9)))
        return _rounded(decade * next(rung for rung in rungs[::-1] if rung < digit * (1 - 1e-9)))


def _decade(value: float) -> float:
    """The power of ten at or below a positive value."""
    return float(10.0 ** math.floor(math.log10(value) + 1e-9))


def _rounded(value: float) -> float:
    """Without the dust of binary fractions: 0.3, not 0.30000000000000004."""
    return float(f"{value:.12g}")

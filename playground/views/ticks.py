"""Numbers along an axis: round places to stand at, ranges that grow in steps, and how a number is
written. No Qt here."""

from __future__ import annotations

import math
from collections.abc import Iterator

Ticks = tuple[tuple[float, str], ...]
"""Values along an axis, each with its label."""

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_LIMITS = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_DUST = 1e-9
_LONG = 1e6 * (1 - _DUST)  # from here on numbers along an axis are written with a power of ten


def ticks(low: float, high: float, most: int, whole: bool = False) -> Ticks:
    """At most `most` round values from low to high, all with as many decimals as the step needs:
    both ends among them where a step does so. `whole` numbers are not divided."""
    if not high > low:
        return ((low, written(low)),)
    span = high - low
    wanted = span / max(1, most - 1)
    decade = 10.0 ** math.floor(math.log10(wanted) + _DUST)
    steps = [step * decade for step in (0.5, *_STEPS) if step * decade <= span * (1 + _DUST)]
    if whole:
        steps = [step for step in steps if step == int(step)] or [1.0]
    wide = [step for step in steps if step >= wanted * (1 - _DUST)] or steps[-1:]
    step = next((step for step in wide if _divides(step, low) and _divides(step, high)), wide[0])
    first, last = math.ceil(low / step - _DUST), math.floor(high / step + _DUST)
    places = [n * step for n in range(first, last + 1)]
    largest = max(abs(low), abs(high))
    if largest >= _LONG and step >= largest / 100:
        return tuple((place, _long_written(place)) for place in places)
    decimals = _decimals(step)
    return tuple((place, fixed(place, decimals)) for place in places)


def _divides(step: float, value: float) -> bool:
    return abs(value / step - round(value / step)) < _DUST


def spread(low: float, high: float, parts: int) -> Ticks:
    """The ends and what cuts the range into equal parts: −6, −3, 0, 3, 6. For round ranges."""
    step = (high - low) / parts
    decimals = _decimals(step)
    if decimals > 2:
        return ticks(low, high, parts + 1)
    return tuple((low + n * step, fixed(low + n * step, decimals)) for n in range(parts + 1))


def log_ticks(low: float, high: float, most: int) -> Ticks:
    """At most `most` of 1, 2, 5 times powers of ten, or of the powers alone, from low to high."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    inside = (low * (1 - _DUST), high * (1 + _DUST))
    for digits in ((1, 2, 5), (1, 3), (1,)):
        places = [d * 10.0**power for power in range(first, last + 1) for d in digits]
        places = [place for place in places if inside[0] <= place <= inside[1]]
        if len(places) <= most:
            break
    apart = -(-len(places) // most)
    return tuple((place, power_written(place)) for place in places[::apart])


def ceiling(value: float) -> float:
    """The next round number at or above a positive value: 0.68 → 0.8, 250 → 300."""
    decade = 10.0 ** math.floor(math.log10(value) + _DUST)
    return next(limit * decade for limit in _LIMITS if limit * decade >= value * (1 - _DUST))


def log_range(low: float, high: float) -> tuple[float, float]:
    """Positive values between 1, 2 or 5 times powers of ten, at least half a decade apart."""
    below, above = _rung(low, down=True), _rung(high, down=False)
    while above / below < 3.0:
        below = _rung(below * 0.9, down=True)
    return below, above


def _rung(value: float, down: bool) -> float:
    rungs = list(_rungs(math.floor(math.log10(value))))
    if down:
        return max(rung for rung in rungs if rung <= value * (1 + _DUST))
    return min(rung for rung in rungs if rung >= value * (1 - _DUST))


def _rungs(power: int) -> Iterator[float]:
    for exponent in (power - 1, power, power + 1):
        for digit in (1.0, 2.0, 5.0):
            yield digit * 10.0**exponent


def _decimals(step: float) -> int:
    """Decimals that tell multiples of the step apart."""
    for decimals in range(9):
        if abs(step * 10**decimals - round(step * 10**decimals)) < 1e-6:
            return decimals
    return 9


def fixed(value: float, decimals: int) -> str:
    """With so many decimals, commas between thousands and a true minus; never −0."""
    text = f"{value:,.{decimals}f}"
    if not any(digit in text for digit in "123456789"):
        text = text.replace("-", "")
    return text.replace("-", "−")


def written(value: float) -> str:
    """A number to be read beside a curve or a map: three significant digits, or three decimals
    where it is small."""
    if not math.isfinite(value):
        return "—"
    size = abs(value)
    if 0 < size < 0.0005:
        return power_written(value, digits=1)
    if size >= 1e7:
        return power_written(value, digits=2)
    decimals = next((d for d, limit in ((3, 9.9995), (2, 99.995), (1, 999.95)) if size < limit), 0)
    return fixed(value, decimals)


def _long_written(value: float) -> str:
    """A multiple of a large step: 0, 2.5·10¹⁰, 5·10¹⁰."""
    if not value:
        return "0"
    digits = next(d for d in range(7) if float(f"{value:.{d}e}") == float(f"{value:.6e}"))
    return _powered(value, digits)


def power_written(value: float, digits: int = 0) -> str:
    """Plain while that is short, else as digits times a power of ten: 0.01, 2·10⁻⁵."""
    if not digits and 1e-3 * (1 - _DUST) <= abs(value) < 1e5:
        return fixed(value, _decimals(value))
    return _powered(value, digits)


def _powered(value: float, digits: int) -> str:
    """Always as digits times a power of ten."""
    mantissa, _, exponent = f"{value:.{digits}e}".partition("e")
    power = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    front = "" if mantissa == "1" else f"{mantissa}·"
    return f"{front}10{power}".replace("-", "−")

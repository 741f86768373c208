"""Numbers as people read them: a true minus, commas between thousands, no zeros that tell nothing
of the value."""

from __future__ import annotations

from decimal import Decimal

_LONGEST_PLAIN = 1e-6  # smaller numbers are written with an exponent


def written(value: float) -> str:
    """A number as short as it can be read back: 8, 0.025, −1.5, 1e−7."""
    if value == 0:
        return "0"
    if value == int(value) and abs(value) < 1e15:
        text = str(int(value))
    elif abs(value) < _LONGEST_PLAIN or abs(value) >= 1e15:
        digits, _, exponent = f"{Decimal(repr(value)).normalize():e}".partition("e")
        text = f"{digits}e{int(exponent)}"
    else:
        text = f"{Decimal(repr(value)):f}"
    return text.replace("-", "−")


def grouped(value: float) -> str:
    """A number for a sentence, with commas between thousands: 4,096, −1,000,000, 0.025."""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}".replace("-", "−")
    return written(value)


def rounded(value: float) -> str:
    """A measured number for a sentence, to three digits: 0.333, 12,300, 3.9e29."""
    return grouped(float(f"{value:.3g}"))

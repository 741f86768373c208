"""What a few typed letters mean: the beginnings of words before what stands within them. No Qt."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BREAK = re.compile(r"[\s_\-:.…]+")


def fits(words: Sequence[str], text: str) -> bool:
    """Whether every typed word begins a word of the text; words in lower case."""
    known = _BREAK.split(text.lower())
    known.append("".join(known))
    return all(any(each.startswith(word) for each in known) for word in words)


def farness(words: Sequence[str], text: str) -> int | None:
    """How far a text is from what is typed, None where it does not fit at all.

    0: it begins with it; 1: every typed word begins a word of it; 2: every one stands in it; 3: all
    typed letters come in it, in their order.
    """
    lower = text.lower()
    if lower.startswith(" ".join(words)):
        return 0
    if fits(words, text):
        return 1
    if all(word in lower for word in words):
        return 2
    letters = iter(lower)
    return 3 if all(letter in letters for letter in "".join(words)) else None

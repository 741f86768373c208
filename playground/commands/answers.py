"""What a command says: results on stdout, everything else on stderr. In JSON a number that is not
finite is null."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from engine.metrics import Scores


def print_json(value: Any, indent: int | None = None) -> None:
    """One JSON value on stdout, on one line unless indented."""
    print(json.dumps(_finite(msgspec.to_builtins(value)), ensure_ascii=False, indent=indent))


def remark(text: str) -> None:
    """A sentence beside the results."""
    print(text, file=sys.stderr, flush=True)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(entry) for entry in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


# --- for people -------------------------------------------------------------------------------


def amount(value: float) -> str:
    """A number with three significant digits; whole ones with thin commas between thousands."""
    if isinstance(value, int) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def columns(rows: Iterable[Sequence[str]]) -> str:
    """Rows of words, each column as wide as its widest."""
    table = [list(row) for row in rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in table)
    return "\n".join(lines)


def score_words(scores: Scores) -> list[str]:
    """Loss, and accuracy or R², in words."""
    words = [f"loss {amount(scores.loss)}"]
    if scores.accuracy is not None:
        words.append(f"accuracy {100 * scores.accuracy:.1f} %")
    if scores.r2 is not None:
        words.append(f"R² {scores.r2:.3f}")
    return words


def score_table(scores: dict[str, Scores | None]) -> str:
    """A line each for the parts of the data that have rows."""
    there = {part: score for part, score in scores.items() if score is not None}
    return columns([part, *score_words(score)] for part, score in there.items())

"""Timing on a machine that does other things too: contenders take turns in short slices, so that a
slow moment hits all of them, and only medians and ratios within a round are believed."""

from __future__ import annotations

import gc
import json
import platform
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits


def nothing() -> None:
    """For contenders that need no preparation."""


@dataclass(frozen=True)
class Contender:
    """`run` does `count` equal pieces of work and is timed; `prepare` runs before it, untimed."""

    run: Callable[[], object]
    count: int = 1
    prepare: Callable[[], object] = nothing


@dataclass(frozen=True)
class Timings:
    """Seconds for one piece of work, by contender: one number a round."""

    seconds: Mapping[str, Sequence[float]]

    def __contains__(self, name: str) -> bool:
        return name in self.seconds

    def median(self, name: str) -> float:
        return statistics.median(self.seconds[name])

    def least(self, name: str) -> float:
        return min(self.seconds[name])

    def ratio(self, name: str, to: str) -> float:
        """How many times longer `name` takes than `to`: the median of the rounds' own ratios."""
        pairs = zip(self.seconds[name], self.seconds[to], strict=True)
        return statistics.median(a / b for a, b in pairs)


def interleaved(
    contenders: Mapping[str, Contender], rounds: int, warm_up: int = 2
) -> dict[str, list[float]]:
    """Run the contenders round-robin; the order turns by one place each round."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    names = list(contenders)
    for number in range(warm_up + rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            contender = contenders[name]
            contender.prepare()
            start = perf_counter()
            contender.run()
            elapsed = perf_counter() - start
            if number >= warm_up:
                seconds[name].append(elapsed / contender.count)
    return seconds


def measured(contenders: Mapping[str, Contender], rounds: int, warm_up: int = 2) -> Timings:
    """Timings of the contenders with one thread for NumPy's products and no garbage collection."""
    with threadpool_limits(limits=1), no_collection():
        return Timings(interleaved(contenders, rounds, warm_up))


@contextmanager
def no_collection() -> Iterator[None]:
    """Garbage is collected before, not while it is timed."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def machine() -> dict[str, str]:
    """What the figures were taken on."""
    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "system": f"{platform.system()} {platform.machine()}",
    }


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows under a header, the first column to the left and the others to the right."""
    lines = [list(header), *map(list, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def printed(result: Any) -> None:
    """A result as one JSON object on stdout."""
    print(json.dumps(result, indent=2))

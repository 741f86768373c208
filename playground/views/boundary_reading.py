"""How a run's boundary is to be read: its axes, its legend, and what it says at one place."""

from __future__ import annotations

import math
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.data.features import FEATURES
from engine.metrics import output_code
from playground.training.snapshot import Domain, Run
from playground.views.boundary_legend import Entry
from playground.views.boundary_map import chances
from playground.views.card import Line, Piece
from playground.views.ticks import Ticks, fixed, spread, ticks, written

Array = NDArray[Any]

_MOST_LINES = 4  # classes a card can hold; of more, the likeliest three
_COLUMNS_SHOWN = 2
_LONGEST = 24  # letters in a line of a card


class Reading(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """What stays the same while a run trains.

    classes: their names, empty for values; values: the range of a regression's colours; y_range:
    of the upright axis; curve: whether one column of values is shown as a curve; symbol: what the
    network's one answer is called.
    """

    domain: Domain
    x_name: str
    y_name: str
    y_range: tuple[float, float]
    classes: tuple[str, ...]
    values: tuple[float, float]
    curve: bool
    symbol: str
    others: int  # columns that are held at their mean
    trained: int
    checked: int
    legend: tuple[Entry, ...]

    @classmethod
    def of(cls, run: Run) -> Reading:
        """The reading of a run's maps."""
        data, domain = run.prepared, run.domain
        code = output_code(run.design, data.preprocessing)
        regression = code.task == "regression"
        values = _colored(*_range(data.y_train)) if regression else (0.0, 1.0)
        curve = regression and domain.y is None
        y_range = domain.y or (0.0, 1.0)
        if curve:
            low, high = _range(np.concatenate([data.y_train, data.y_validation]))
            margin = 0.08 * (high - low)
            y_range = (low - margin, high + margin)
        names = tuple(_class_name(name) for name in data.classes)
        return cls(
            domain=domain,
            x_name=_label(domain.x_name),
            y_name=_label(domain.y_name) if domain.y is not None or curve else "",
            y_range=y_range,
            classes=names,
            values=values,
            curve=curve,
            symbol="ŷ" if regression or (code.units == 1 and not code.signed) else "p",
            others=max(0, len(data.columns) - _COLUMNS_SHOWN),
            trained=len(data.y_train),
            checked=len(data.y_validation),
            legend=_legend(names, values),
        )

    # --- places -------------------------------------------------------------------------------

    def part_x(self, value: float) -> float:
        """Where a value of the first column stands, 0 at the left to 1."""
        low, high = self.domain.x
        return (value - low) / (high - low)

    def part_y(self, value: float) -> float:
        """Where a value of the upright axis stands, 0 at the foot to 1."""
        low, high = self.y_range
        return (value - low) / (high - low)

    def x_ticks(self, parts: int) -> Ticks:
        """Numbers of the axis at the foot, about so many parts of it apart."""
        low, high = self.domain.x
        return spread(low, high, parts) if low == -high else ticks(low, high, parts + 1)

    def y_ticks(self, parts: int) -> Ticks:
        """Numbers of the upright axis; none where it means nothing."""
        low, high = self.y_range
        if not self.y_name:
            return ()
        return spread(low, high, parts) if low == -high else ticks(low, high, parts + 1)

    def grid(self, boundary: Array) -> Array:
        """A snapshot's boundary as (k, H, W), (H, W) or (W,); one column of classes in two equal
        rows."""
        if not self.classes:
            return boundary
        planes = chances(boundary if boundary.ndim == 3 else boundary[np.newaxis])
        return np.repeat(planes, 2, axis=1) if planes.shape[1] == 1 else planes

    def size(self, boundary: Array) -> tuple[int, int]:
        """Columns and rows of a grid; a curve has as many rows as columns."""
        columns = boundary.shape[-1]
        return columns, columns if boundary.ndim == 1 else boundary.shape[-2]

    # --- values -------------------------------------------------------------------------------

    def at(self, boundary: Array, column: int, row: int) -> tuple[tuple[Line, ...], float]:
        """What a card says of one place, and the height it points at, 0 to 1."""
        columns, rows = self.size(boundary)
        x = self.domain.x[0] + column / (columns - 1) * (self.domain.x[1] - self.domain.x[0])
        place = [Piece(f"{_short(self.x_name)} {_place(x, self.domain.x)}")]
        height = row / (rows - 1)
        if self.curve:
            value = float(boundary[column])
            height = min(max(self.part_y(value), 0.0), 1.0) if math.isfinite(value) else 0.0
            return (tuple(place), self._answer(value)), height
        if self.domain.y is not None:
            y = self.y_range[0] + height * (self.y_range[1] - self.y_range[0])
            place.append(Piece(f"{_short(self.y_name)} {_place(y, self.y_range)}"))
        answers = self._answers(boundary[..., row, column])
        if sum(len(piece.text) for piece in place) > _LONGEST:
            return (*((piece,) for piece in place), *answers), height
        return (tuple(place), *answers), height

    def _answer(self, value: float) -> Line:
        return (Piece(f"{self.symbol} = {written(value)}", strong=True),)

    def _answers(self, answers: Array) -> tuple[Line, ...]:
        if not self.classes:
            return (self._answer(float(answers)),)
        likeliest = int(np.argmax(answers))
        if len(self.classes) == 2:
            chance = Piece(f"{self.symbol} = {fixed(float(answers[1]), 3)}", strong=True)
            return (chance,), (Piece(marker=likeliest), Piece(_short(self.classes[likeliest])))
        shown = list(range(len(answers)))
        if len(shown) > _MOST_LINES:
            shown = np.argsort(-answers, kind="stable")[: _MOST_LINES - 1].tolist()
        return tuple(
            (
                Piece(fixed(float(answers[n]), 3), n == likeliest, widest="0.000"),
                Piece(marker=n),
                Piece(_short(self.classes[n])),
            )
            for n in shown
        )

    def in_words(self, boundary: Array | None, epoch: int) -> str:
        """The map in a few sentences."""
        across = f"{self.x_name} and {self.y_name}" if self.domain.y is not None else self.x_name
        words = f"Over {across}, {self.trained:,} training points"
        words += f" and {self.checked:,} validation points." if self.checked else "."
        if self.others:
            words += " Other columns are held at their mean."
        if boundary is None:
            return words
        words += f" After epoch {epoch:,}: "
        if self.classes:
            counts = np.bincount(boundary.argmax(axis=0).ravel(), minlength=len(self.classes))
            shares = 100 * counts / counts.sum()
            return (
                words
                + ", ".join(
                    f"{name} on {share:.0f} % of the map"
                    for name, share in zip(self.classes, shares, strict=True)
                )
                + "."
            )
        low, high = float(np.min(boundary)), float(np.max(boundary))
        return words + f"values from {written(low)} to {written(high)}."


def _range(values: Array) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _colored(low: float, high: float) -> tuple[float, float]:
    """The range of colours: with both signs in it, zero is its neutral middle."""
    if low < 0 < high:
        return -max(-low, high), max(-low, high)
    return low, high


def _label(name: str) -> str:
    return FEATURES[name].label if name in FEATURES else name


def _short(name: str) -> str:
    """A name that a card has room for."""
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST // 2]}…{name[-_LONGEST // 3 :]}"


def _class_name(name: str) -> str:
    """A class that is only a number says what it is."""
    return f"class {name}" if name.lstrip("-").replace(".", "").isdecimal() else name


def _place(value: float, span: tuple[float, float]) -> str:
    """A place as exact as the pointer is."""
    step = (span[1] - span[0]) / 100
    return fixed(value, max(0, -math.floor(math.log10(step))))


def _legend(names: tuple[str, ...], values: tuple[float, float]) -> tuple[Entry, ...]:
    if not names:
        low, high = map(written, values)
        bar = Entry("bar", joined=True, together=True)
        return (Entry("word", low), bar, Entry("word", high, joined=True, together=True))
    if len(names) == 2:
        bar, after = Entry("bar", together=True), Entry("class_after", names[1], 1, together=True)
        return (Entry("class", names[0], 0), bar, after)
    return tuple(Entry("class", name, n) for n, name in enumerate(names))

"""What the canvas shows of a design, before anything has a place on it: columns from the inputs to
the loss, the neurons of each that are shown, and what joins them. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

INPUTS, LOSS = "@inputs", "@loss"
"""The keys of the columns that are no layers; a layer's key is its id, which has no @."""

FOLD = 8
"""Neurons of a column that are shown before it folds."""

FULL_PAIR = 400
"""Weights of a pair of columns that are all drawn; of more, each unit's three strongest."""

Form = Literal["tiles", "dots", "card"]
Join = Literal["dense", "straight", "arc", "loss"]

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Neuron:
    """One shown neuron. `unit` counts the units of its layer from 0, −1 for a feature that is not
    used; `feature` names one of the inputs; `marker` is a class of the output, −1 for none."""

    unit: int
    label: str = ""
    feature: str = ""
    marker: int = -1

    @property
    def active(self) -> bool:
        return self.unit >= 0


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `units` is None where the design does not say; `first` is the first unit shown,
    `folded` counts those that are not. `order` is l of the notes' W⁽ˡ⁾, 0 without weights.
    `stepper` says that units can be edited, `choice` what stands behind the chevron."""

    key: str
    kind: str
    name: str
    detail: str
    form: Form
    units: int | None
    neurons: tuple[Neuron, ...]
    foot: str = ""
    parameters: str = ""
    folded: int = 0
    first: int = 0
    opened: bool = False
    order: int = 0
    stepper: bool = False
    choice: str = ""
    biased: bool = False
    sound: bool = True
    severity: str = ""
    message: str = ""

    @property
    def is_layer(self) -> bool:
        return not self.key.startswith("@")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two columns that are joined, by their places; `weights` counts those of a dense layer."""

    source: int
    target: int
    join: Join
    weights: int = 0


@dataclass(frozen=True, slots=True)
class Scene:
    """All columns, inputs first and loss last, and what joins them; equal when the same is shown.

    `formula` is the loss's.
    """

    columns: tuple[Column, ...] = ()
    pairs: tuple[Pair, ...] = ()
    formula: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(column.key for column in self.columns)

    @property
    def empty(self) -> bool:
        """Whether there are no layers."""
        return len(self.columns) < 3

    def place(self, key: str) -> int:
        """Where a column stands; raises ValueError."""
        return self.keys.index(key)

    def column(self, key: str) -> Column:
        return self.columns[self.place(key)]


# --- what things are called, as in the notes --------------------------------------------------


def weight_name(order: int, source: int, target: int) -> str:
    """w₁,₈⁽¹⁾ for the weight from unit 0 to unit 7 of the first layer; source −1 is the bias."""
    inner = f"{source + 1},{target + 1}".translate(_SUBSCRIPTS)
    return f"w{inner}⁽{str(order).translate(_SUPERSCRIPTS)}⁾"


def unit_name(order: int, unit: int) -> str:
    """y₂⁽¹⁾ for what unit 1 of the first layer says, after its activation."""
    return f"y{str(unit + 1).translate(_SUBSCRIPTS)}⁽{str(order).translate(_SUPERSCRIPTS)}⁾"


def spoken(column: Column, neuron: Neuron) -> str:
    """A neuron as a screen reader says it."""
    if column.key == INPUTS:
        return f"{neuron.label}, {'an input' if neuron.active else 'not used'}"
    class_ = f", class {neuron.label}" if neuron.marker >= 0 else ""
    return f"{column.name}, unit {neuron.unit + 1}{class_}"


def column_words(column: Column) -> str:
    """A column in one line: name, what it does, shape, cost, and what is wrong with it."""
    words = [column.name, column.detail]
    if column.form != "card":
        words.append(f"gives {column.units}" if column.sound and column.units else "not sound")
    if column.parameters:
        words.append(column.parameters.replace("par.", "parameters"))
    if column.message:
        words.append(f"{column.severity}: {column.message}")
    return ", ".join(word for word in words if word)

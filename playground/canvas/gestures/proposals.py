"""What a person may want, from a few typed letters: `8`, `tanh`, `drop 0.2`, `3 softmax`. No Qt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from engine.activations import Activation
from engine.design import Design
from engine.errors import SpecError
from engine.layers import Dense, Layer
from engine.spec import fields, members
from playground.canvas.gestures.edits import MOST_UNITS, new_layer
from playground.widgets.matching import fits
from playground.widgets.numbers import written
from playground.window.theme import KINDS

GROUPS = ("Core", "Regularize", "Normalize", "Connect")
_GROUP = {
    "dropout": "Regularize",
    "gaussian_noise": "Regularize",
    "batch_norm": "Normalize",
    "layer_norm": "Normalize",
    "residual": "Connect",
}
_WORDS = {
    "dense": "weights and bias",
    "activation": "bends values",
    "dropout": "silences units",
    "gaussian_noise": "adds noise",
    "batch_norm": "over the batch",
    "layer_norm": "over the units",
    "residual": "adds a layer",
}
_THEIRS = {"batch_norm": "norm", "layer_norm": "norm", "gaussian_noise": "noise"}
_NUMBER = re.compile(r"\d+(\.\d*)?|\.\d+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something to choose: what it is called, a few words on it, the colour and icon of its kind;
    `value` is what choosing it gives."""

    key: str
    name: str
    words: str
    token: str
    value: Any = None


def token_of(kind: str) -> str:
    """The key of a layer's icon and colour among the theme's kinds."""
    name = _THEIRS.get(kind, kind)
    return name if name in KINDS else "activation"


def kinds_by_group() -> dict[str, list[str]]:
    """Every kind of layer there is, under the heading it belongs to; dense comes first."""
    kinds = sorted(members(Layer), key=lambda kind: (kind != "dense", kind))
    return {
        group: [kind for kind in kinds if _GROUP.get(kind, "Core") == group] for group in GROUPS
    }


def offer(kind: str) -> Proposal:
    """A kind of layer as the palette shows it."""
    return Proposal(kind, members(Layer)[kind].title(), _WORDS.get(kind, ""), token_of(kind), kind)


def activations(query: str) -> list[Proposal]:
    """The activations that fit what is typed."""
    found = []
    for kind, cls in members(Activation).items():
        if fits(query.lower().split(), f"{cls.title()} {kind}"):
            found.append(Proposal(kind, cls.title(), "", "activation", kind))
    return found


def layers(query: str, design: Design, gap: int, inputs: int | None = None) -> list[Proposal]:
    """The layers that fit what is typed, ready to go into a gap; the best first.

    A number is a shape, or a rate where it is below 1.
    """
    typed = query.lower().replace(",", ".").split()
    numbers = [word for word in typed if _NUMBER.fullmatch(word)]
    words = [word for word in typed if word not in numbers]
    found = []
    for layer, usual in _candidates(design, gap, inputs):
        fitted = _with_numbers(layer, numbers)
        bend = layer.bend.title() if layer.bend is not None else ""
        own = f"{layer.title()} {layer.kind} {_WORDS.get(layer.kind, '')}"
        asked = usual or any(fits([word], bend) and not fits([word], own) for word in words)
        if fitted is None or not asked or not fits(words, f"{own} {bend}"):
            continue
        name = " ".join(part for part in (layer.title(), _number(fitted), bend) if part)
        said, token = _WORDS.get(layer.kind, ""), token_of(layer.kind)
        found.append(Proposal(f"{layer.kind} {name}", name, said, token, fitted))
    return sorted(found, key=lambda proposal: not _begins(words, proposal.name))


def _candidates(design: Design, gap: int, inputs: int | None) -> Iterator[tuple[Layer, bool]]:
    """The usual layer of every kind, then those with any other activation."""
    usual = []
    for kind in (kind for kinds in kinds_by_group().values() for kind in kinds):
        try:
            usual.append(new_layer(design, kind, gap, inputs))
        except SpecError:  # there is nothing to add before it
            continue
    yield from ((layer, True) for layer in usual)
    for layer in usual:
        if layer.bend is not None:
            for kind, cls in members(Activation).items():
                if kind != layer.bend.kind:
                    yield replace(layer, activation=cls()), False


def _with_numbers(layer: Layer, numbers: list[str]) -> Layer | None:
    """The layer with the typed number as its units or its rate; None where it fits neither."""
    if not numbers:
        return layer
    if len(numbers) > 1:
        return None
    value = float(numbers[0])
    if isinstance(layer, Dense):
        whole = 1 <= value <= MOST_UNITS and value == int(value)
        return replace(layer, units=int(value)) if whole else None
    for field in fields(type(layer)):
        if field.form == "float" and field.attribute in ("rate", "stddev"):
            try:
                return replace(layer, **{field.attribute: value})
            except SpecError:
                return None
    return None


def _number(layer: Layer) -> str:
    """The number that says most about a layer."""
    if isinstance(layer, Dense):
        return str(layer.units)
    for attribute in ("rate", "stddev"):
        if hasattr(layer, attribute):
            return written(getattr(layer, attribute))
    return ""


def _begins(words: list[str], name: str) -> bool:
    return not words or name.lower().startswith(words[0])

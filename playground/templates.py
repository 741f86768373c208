"""The designs that come with the program, each a file in `assets/templates`."""

from __future__ import annotations

import difflib
from importlib.resources import files
from importlib.resources.abc import Traversable

from engine.data import FEATURES, Facts
from engine.design import Design
from engine.designfile import SUFFIX, loads
from engine.errors import FormatError
from engine.layers import Dense, Layer
from engine.numerals import written


def names() -> tuple[str, ...]:
    """What the templates are called, sorted."""
    return tuple(sorted(_files()))


def read(name: str) -> Design:
    """The template of that name. Raises FormatError naming the others."""
    found = _files()
    if name not in found:
        near = difflib.get_close_matches(name, found, n=1)
        advice = f'Did you mean "{near[0]}"?' if near else "Choose one of them."
        listed = ", ".join(names())
        raise FormatError(f"{name}: expected one of the templates {listed}, found none. {advice}")
    return loads(found[name].read_bytes())


def describe(design: Design) -> str:
    """A design in one sentence: what is learned, from what, by which network."""
    facts = design.data.facts()
    data = design.data.title()
    if facts is not None:
        data += f", {_goal(facts)} from {', '.join(_label(name) for name in facts.inputs)}"
    network = ", ".join(_layer(layer) for layer in design.layers) or "no layers yet"
    optimizer = design.training.optimizer
    return f"{data}: {network}; {optimizer.title()} at {written(optimizer.learning_rate)}."


def _files() -> dict[str, Traversable]:
    folder = files("assets").joinpath("templates")
    found = folder.iterdir() if folder.is_dir() else ()
    return {f.name.removesuffix(SUFFIX): f for f in found if f.name.endswith(SUFFIX)}


def _goal(facts: Facts) -> str:
    return f"{len(facts.classes)} classes" if facts.task == "classification" else "a value"


def _label(name: str) -> str:
    return FEATURES[name].label if name in FEATURES else name


def _layer(layer: Layer) -> str:
    if isinstance(layer, Dense):
        return f"{layer.units:,} {layer.activation.title()}"
    return layer.title() if layer.bend is None else layer.bend.title()

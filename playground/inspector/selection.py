"""What the inspector says of the selected columns: kinds, shapes and counts. No Qt here."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from engine.checks import output_of, sound_units
from engine.data import FEATURES, Data, Facts, Prepared, Sampled
from engine.design import Design
from engine.layers import Layer

INPUTS, LOSS = "@inputs", "@loss"
"""The columns that are no layers, by the keys that the canvas selects them by."""


def layers_of(design: Design, keys: Sequence[str]) -> tuple[Layer, ...]:
    """The selected layers, from the inputs to the output."""
    return tuple(layer for layer in design.layers if layer.id in keys)


def is_output(design: Design, layer: Layer) -> bool:
    """Whether a layer gives the answers."""
    return layer is output_of(design)


def shape(design: Design, layer: Layer, inputs: int | None) -> tuple[int, int] | None:
    """Units in and out of a layer, None where the layers before it do not fit together."""
    if inputs is None:
        return None
    found = list(pairwise(sound_units(design, inputs)))
    place = design.position(layer.id)
    return found[place] if place < len(found) else None


def layer_facts(design: Design, layer: Layer, inputs: int | None) -> str:
    """`2 → 8, 24 parameters`; of a layer without parameters the kind."""
    known = shape(design, layer, inputs)
    if known is None:
        return f"{layer.title()}, → ?"
    count = layer.parameter_count(known[0])
    tail = counted(count, "parameter") if count else layer.title()
    return f"{known[0]:,} → {known[1]:,}, {tail}"


def several_facts(design: Design, layers: Sequence[Layer], inputs: int | None) -> str:
    """`123 parameters` of several layers together, nothing where it is not known."""
    shapes = [shape(design, layer, inputs) for layer in layers]
    known = [
        layer.parameter_count(found[0])
        for layer, found in zip(layers, shapes, strict=True)
        if found is not None
    ]
    return counted(sum(known), "parameter") if len(known) == len(layers) else ""


def input_facts(data: Data, prepared: Prepared | None) -> str:
    """`Spiral, 2 of 7 features`, or `Table, 4 inputs` as far as it was read."""
    facts: Facts | Prepared | None = data.facts() or prepared
    if facts is None:
        return f"{data.title()}, not read yet"
    if isinstance(data, Sampled):
        possible = sum(set(one.uses) <= set(data.columns) for one in FEATURES.values())
        return f"{data.title()}, {len(facts.inputs)} of {counted(possible, 'feature')}"
    return f"{data.title()}, {counted(len(facts.inputs), 'input')}"


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def with_layers(design: Design, changed: Sequence[Layer]) -> Design:
    """The design with these layers in the places of those of the same ids."""
    by_id = {layer.id: layer for layer in changed}
    return replace(design, layers=tuple(by_id.get(layer.id, layer) for layer in design.layers))


def with_fields_of(layers: Sequence[Layer], old: Layer, new: Layer) -> tuple[Layer, ...]:
    """Layers of one class, each with what differs between `old` and `new`."""
    fields = type(new).__struct_fields__
    changed = {
        name: getattr(new, name) for name in fields if getattr(old, name) != getattr(new, name)
    }
    return tuple(replace(layer, **changed) for layer in layers)

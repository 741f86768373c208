"""Layers as readable JSON text, to be carried from one place or window to another. No Qt here.

{"format": "perceptron-playground-layers", "version": 1, "layers": [{"kind": "dense", …}]}
"""

from __future__ import annotations

import re
from collections.abc import Collection

import msgspec
from msgspec.structs import replace

from engine.design import Design, free_id
from engine.designfile import from_raw, parse, to_raw
from engine.errors import FormatError, SpecError
from engine.layers import Layer
from engine.spec import fields

FORMAT = "perceptron-playground-layers"
VERSION = 1
LONGEST = 4_000_000  # characters: 256 layers take a tenth of that
_LONGEST_STEM = 56  # so that an id with its number has at most 64
_FOREIGN = "The clipboard holds no layers. Select a layer and copy it first."


def copied(design: Design, selection: Collection[str]) -> str:
    """The selected layers as text, in the design's order. Raises KeyError for an unknown id."""
    places = sorted(design.position(layer_id) for layer_id in set(selection))
    layers = [to_raw(design.layers[place]) for place in places]
    content = {"format": FORMAT, "version": VERSION, "layers": layers}
    return msgspec.json.format(msgspec.json.encode(content), indent=2).decode() + "\n"


def pasted(design: Design, text: str, place: int) -> tuple[Design, tuple[str, ...]]:
    """The design with the text's layers at `place` (0 is before the first), and their ids.

    An id that is taken becomes a free one, and a pasted residual that adds a layer of the same
    text adds that one's copy. Raises FormatError with a sentence for anything but our layers, and
    for layers that do not fit in.
    """
    layers = _with_free_ids(read(text), {layer.id for layer in design.layers})
    try:
        edited = replace(design, layers=(*design.layers[:place], *layers, *design.layers[place:]))
    except SpecError as error:
        raise FormatError(f"The layers cannot be pasted here. {error}") from None
    return edited, tuple(layer.id for layer in layers)


def without(design: Design, selection: Collection[str]) -> Design:
    """The design without the selected layers; a residual that added one is for checks to report."""
    gone = set(selection)
    return replace(design, layers=tuple(kept for kept in design.layers if kept.id not in gone))


def read(text: str) -> tuple[Layer, ...]:
    """The layers that a text holds. Raises FormatError with a sentence."""
    if FORMAT not in text or len(text) > LONGEST:
        raise FormatError(_FOREIGN)
    try:
        raw = parse(text)
        if not isinstance(raw, dict) or raw.get("format") != FORMAT:
            raise FormatError(_FOREIGN)
        if raw.get("version") != VERSION:
            raise FormatError(
                "The layers on the clipboard come from a newer Perceptron Playground. "
                "Paste them there, or save the design and open it here."
            )
        # as part of a design, so that every place in them is checked and named as in a file
        layers = from_raw(Design, {"layers": raw.get("layers")}).layers
    except SpecError as error:
        place = error.where.removeprefix("$.")
        raise FormatError(f"The clipboard cannot be pasted. {place}: {error.reason}") from None
    except FormatError as error:
        if str(error) == _FOREIGN or str(error).startswith("The layers"):
            raise
        raise FormatError(f"The clipboard cannot be pasted. {error}") from None
    if not layers:
        raise FormatError(_FOREIGN)
    return layers


def _with_free_ids(layers: tuple[Layer, ...], taken: set[str]) -> tuple[Layer, ...]:
    """The layers under ids that nobody has, and residuals among them following."""
    used = taken | {layer.id for layer in layers}
    renamed: dict[str, str] = {}
    for layer in layers:
        if layer.id in taken:
            stem = re.sub(r"_\d+$", "", layer.id)[:_LONGEST_STEM]
            renamed[layer.id] = free_id(stem, used)
            used.add(renamed[layer.id])
    return tuple(_renamed(layer, renamed) for layer in layers)


def _renamed(layer: Layer, renamed: dict[str, str]) -> Layer:
    """The layer under its new id; a field that named a renamed layer names it still."""
    changes = {}
    for field in fields(type(layer)):
        value = getattr(layer, field.attribute)
        if field.name == "id" or (layer.joined and value == layer.joined):
            changes[field.attribute] = renamed.get(value, value)
    return replace(layer, **changes)

"""Pure edits of a network's layers: each takes a Design and gives another. No Qt here."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from engine.activations import Tanh
from engine.checks import sound_units
from engine.design import Design
from engine.errors import SpecError
from engine.layers import Dense, Layer, Residual
from engine.spec import fields, members

_UNITS = 8


def ends_the_network(layer: Layer) -> bool:
    """Whether a layer can be the output: its units have an activation."""
    return layer.bend is not None


def has_output(design: Design) -> bool:
    """Whether the last layer is an output, which stays last."""
    return bool(design.layers) and ends_the_network(design.layers[-1])


def place_after(design: Design, selected: str | None) -> int:
    """Where a new layer goes: after the selected one, but before the output."""
    last = len(design.layers) - has_output(design)
    if selected is None:
        return last
    return min(design.position(selected) + 1, last)


def why_not(design: Design, kind: str, selected: str | None) -> str:
    """Why no layer of this kind can be added there; empty where one can."""
    if members(Layer)[kind] is Residual and place_after(design, selected) == 0:
        return "A residual adds an earlier layer, and there is none before it."
    return ""


def with_new_layer(
    design: Design, kind: str, selected: str | None, inputs: int | None = None
) -> tuple[Design, str]:
    """The design with a layer of that kind after the selected one, and the new layer's id.

    `inputs` is the number of network inputs, None where it is not known. Raises SpecError.
    """
    if reason := why_not(design, kind, selected):
        raise SpecError("layers", reason)
    place = place_after(design, selected)
    cls = members(Layer)[kind]
    given: dict[str, Any] = {}
    if cls is Dense:
        given = {"units": _UNITS, "activation": _usual_activation(design)}
    elif cls is Residual:
        given = {"source": _source(design, place, inputs)}
    return _inserted(design, place, cls(**given))


def _usual_activation(design: Design) -> Any:
    """What the hidden layers already use."""
    hidden = [layer for layer in design.layers[:-1] if isinstance(layer, Dense)]
    return hidden[-1].activation if hidden else Tanh()


def _source(design: Design, place: int, inputs: int | None) -> str:
    """The nearest layer before the last one that has its shape; else the last one itself."""
    before = design.layers[:place]
    units = sound_units(replace(design, layers=before), inputs or 1)[1:]
    for layer, width in reversed(list(zip(before[:-1], units, strict=False))):
        if width == units[-1]:
            return layer.id
    return before[-1].id


def _inserted(design: Design, place: int, layer: Layer) -> tuple[Design, str]:
    layers = (*design.layers[:place], layer, *design.layers[place:])
    edited = replace(design, layers=layers)
    return edited, edited.layers[place].id


def without_layer(design: Design, layer_id: str) -> Design:
    """The design without a layer; a residual that added it is left for the checks to report."""
    return replace(design, layers=tuple(kept for kept in design.layers if kept.id != layer_id))


def with_copy(design: Design, layer_id: str) -> tuple[Design, str]:
    """The design with a layer twice in a row, and the copy's id; the output's copy is before it."""
    place = place_after(design, layer_id)
    return _inserted(design, place, replace(design.layer(layer_id), id=""))


def can_move(design: Design, layer_id: str, by: int) -> bool:
    """Whether a layer may go that many places towards the output: the output itself stays last."""
    start = design.position(layer_id)
    last = len(design.layers) - has_output(design)
    return start < last and 0 <= start + by < last


def with_moved(design: Design, layer_id: str, by: int) -> Design:
    """The design with a layer moved towards the output, or towards the inputs where by < 0."""
    if not can_move(design, layer_id, by):
        return design
    start = design.position(layer_id)
    layers = list(design.layers)
    layers.insert(start + by, layers.pop(start))
    return replace(design, layers=tuple(layers))


def with_layer(design: Design, layer_id: str, layer: Layer) -> Design:
    """The design with another layer in the place of one; whoever names it follows its new id.

    Raises SpecError, such as for an id that another layer has.
    """
    place = design.position(layer_id)
    layers = (*design.layers[:place], layer, *design.layers[place + 1 :])
    try:
        edited = replace(design, layers=layers)
    except SpecError as error:
        raise SpecError("id", error.reason) from None
    if (new_id := edited.layers[place].id) == layer_id:
        return edited
    return replace(edited, layers=tuple(_following(x, layer_id, new_id) for x in edited.layers))


def _following(layer: Layer, old_id: str, new_id: str) -> Layer:
    if layer.joined != old_id:
        return layer
    named = next(f.attribute for f in fields(type(layer)) if getattr(layer, f.attribute) == old_id)
    return replace(layer, **{named: new_id})

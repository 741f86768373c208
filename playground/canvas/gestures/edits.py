"""Edits of several layers and of the gaps between them: each takes a Design and gives another.

A gap is an index into `design.layers`: 0 is before the first layer, their number after the last.
No Qt here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from msgspec.structs import replace

from engine.activations import Activation
from engine.checks import output_of, sound_units
from engine.design import MOST_LAYERS, Design, free_id
from engine.errors import EngineError, SpecError
from engine.layers import ActivationLayer, Dense, Layer, Residual
from engine.spec import members
from playground.document import clipboard

MOST_UNITS = 4096
_UNITS = 8
_LONGEST_ID = 64
_SPELLED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "å": "a", "ł": "l"}
)
_FULL = f"A network has at most {MOST_LAYERS} layers."
_NO_EARLIER = "A residual adds an earlier layer, and there is none before it."
_NO_MATCH = "A residual adds an earlier layer of the same shape, and there is none before it."


# --- where a new layer goes -------------------------------------------------------------------


def gap_after(design: Design, selection: Collection[str]) -> int:
    """Where a new layer goes: after the last selected one, else at the end; before the output."""
    places = [place for place, layer in enumerate(design.layers) if layer.id in selection]
    if not places and "@inputs" in selection:
        return 0
    gap = max(places, default=len(design.layers) - 1) + 1
    if gap == len(design.layers) and gap and output_of(design) is design.layers[-1]:
        gap -= 1
    return gap


def where(design: Design, gap: int) -> str:
    """The gap in words: `after Dense 1`, `before Output`, `to the empty network`."""
    layers = design.layers
    if not layers:
        return "to the empty network"
    if gap == len(layers) - 1 and output_of(design) is layers[-1]:
        return f"before {layers[-1].name}"
    return f"after {layers[gap - 1].name}" if gap else f"before {layers[0].name}"


# --- what is added ----------------------------------------------------------------------------


def new_layer(design: Design, kind: str, gap: int, inputs: int | None = None) -> Layer:
    """A layer of a kind with what is usual there: 8 units and the other layers' activation, or
    the nearest earlier layer of the same shape. Raises SpecError with the reason."""
    cls = members(Layer)[kind]
    if cls is Dense:
        return Dense(units=_UNITS, activation=usual_activation(design))
    if cls is Residual:
        source = usual_source(design, gap, inputs)
        if not source:
            raise SpecError("layers", _NO_MATCH if gap else _NO_EARLIER)
        return Residual(source=source)
    return cls()


def usual_activation(design: Design) -> Activation:
    """What the hidden layers already use, else tanh."""
    output = output_of(design)
    hidden = [layer for layer in design.layers if isinstance(layer, Dense) and layer is not output]
    return hidden[-1].activation if hidden else members(Activation)["tanh"]()


def usual_source(design: Design, gap: int, inputs: int | None = None) -> str:
    """What a residual at a gap adds: the nearest layer before the last one that has its shape;
    empty where there is none."""
    before = design.layers[:gap]
    units = sound_units(replace(design, layers=before), inputs or 1)[1:]
    for layer, width in reversed(list(zip(before[:-1], units, strict=False))):
        if width == units[-1]:
            return layer.id
    return ""


def refusal(design: Design, layers: Sequence[Layer], gap: int, inputs: int | None = None) -> str:
    """Why these layers cannot be put into a gap; empty where they can."""
    if len(design.layers) + len(layers) > MOST_LAYERS:
        return _FULL
    edited, ids = _landed(design, layers, gap)
    for place in range(gap, gap + len(ids)):
        if _is_lost(edited, place) and not usual_source(edited, place, inputs):
            return _NO_MATCH if place else _NO_EARLIER
    return ""


def _landed(design: Design, layers: Sequence[Layer], gap: int) -> tuple[Design, tuple[str, ...]]:
    """The design with these layers in a gap, before anyone looked at what they add."""
    new = Design(layers=tuple(layers))
    return clipboard.pasted(design, clipboard.copied(new, [layer.id for layer in new.layers]), gap)


def _is_lost(design: Design, place: int) -> bool:
    """Whether a layer is a residual that adds nothing before it."""
    joined = design.layers[place].joined
    return bool(joined) and all(layer.id != joined for layer in design.layers[:place])


def with_layers(
    design: Design, layers: Sequence[Layer], gap: int, inputs: int | None = None
) -> tuple[Design, tuple[str, ...]]:
    """The design with these layers in a gap, and their ids there. A residual that adds nothing
    before it adds the usual layer. Raises SpecError with the reason."""
    if reason := refusal(design, layers, gap, inputs):
        raise SpecError("layers", reason)
    edited, ids = _landed(design, layers, gap)
    for place, layer_id in enumerate(ids, gap):
        layer = edited.layers[place]
        if isinstance(layer, Residual) and _is_lost(edited, place):
            source = usual_source(edited, place, inputs)
            edited = _with(edited, layer_id, replace(layer, source=source))
    return edited, ids


def dropped(
    design: Design, text: str, gap: int, inputs: int | None = None
) -> tuple[Design, tuple[str, ...]]:
    """The design with the layers of a text in a gap, and their ids. Raises EngineError."""
    return with_layers(design, clipboard.read(text), gap, inputs)


def carried_text(layer: Layer) -> str:
    """One new layer as the text that a drag or the clipboard carries."""
    design = Design(layers=(layer,))
    return clipboard.copied(design, [design.layers[0].id])


def palette_text(kind: str) -> str:
    """A new layer of a kind as text, before anyone knows where it will land."""
    layer = Residual(source="earlier") if kind == "residual" else new_layer(Design(), kind, 0)
    return carried_text(layer)


# --- what is moved, removed, changed ----------------------------------------------------------


def move_refusal(design: Design, selection: Collection[str], gap: int) -> str:
    """Why the selected layers cannot go to a gap; empty where they can."""
    moved = with_moved_to(design, selection, gap)
    seen: set[str] = set()
    for layer in moved.layers:
        known = any(other.id == layer.joined for other in design.layers)
        if layer.joined and layer.joined not in seen and known:
            was = design.position(layer.joined) < design.position(layer.id)
            if was:
                name = design.layer(layer.joined).name
                return f"{layer.name} adds {name}, so it stays after it."
        seen.add(layer.id)
    return ""


def with_moved_to(design: Design, selection: Collection[str], gap: int) -> Design:
    """The design with the selected layers side by side in a gap, in their old order."""
    carried = [layer for layer in design.layers if layer.id in selection]
    before = [layer for layer in design.layers[:gap] if layer.id not in selection]
    after = [layer for layer in design.layers[gap:] if layer.id not in selection]
    return replace(design, layers=(*before, *carried, *after))


def with_shifted(design: Design, selection: Collection[str], by: int) -> Design:
    """The design with the selected layers one place towards the loss, or back where by < 0."""
    places = [place for place, layer in enumerate(design.layers) if layer.id in selection]
    if not places:
        return design
    gap = max(places) + 2 if by > 0 else min(places) - 1
    if not 0 <= gap <= len(design.layers):
        return design
    return with_moved_to(design, selection, gap)


def with_duplicates(design: Design, selection: Collection[str]) -> tuple[Design, tuple[str, ...]]:
    """The design with the selected layers again, after the last of them; the copies' ids."""
    places = [place for place, layer in enumerate(design.layers) if layer.id in selection]
    if len(design.layers) + len(places) > MOST_LAYERS:
        raise SpecError("layers", _FULL)
    gap = gap_after(design, selection)
    return clipboard.pasted(design, clipboard.copied(design, selection), gap)


def with_units(design: Design, selection: Collection[str], by: int) -> Design:
    """The design with so many more units in every selected layer that has some."""
    layers = tuple(
        replace(layer, units=min(max(layer.units + by, 1), MOST_UNITS))
        if isinstance(layer, Dense) and layer.id in selection
        else layer
        for layer in design.layers
    )
    return replace(design, layers=layers)


def with_activation(design: Design, layer_id: str, activation: Activation) -> Design:
    """The design with another activation in a layer that has one."""
    layer = design.layer(layer_id)
    if isinstance(layer, (Dense, ActivationLayer)):
        return _with(design, layer_id, replace(layer, activation=activation))
    return design


def id_of(name: str) -> str:
    """The id that a name typed by a person stands for: `Dense 1` is `dense_1`, `Größe` is
    `groesse`."""
    plain = unicodedata.normalize("NFC", name.strip().lower()).translate(_SPELLED)
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return re.sub(r"[\s\-–−]+", "_", plain)


def _name_refusal(new_id: str) -> str:
    """Why a layer cannot have an id; empty where nothing of its letters is against it."""
    if not new_id:
        return "Type a name, or press Esc."
    if not re.fullmatch(r"[a-z0-9_]*", new_id):
        return "Use letters a–z, digits and spaces."
    if new_id[0].isdigit():
        return "Begin with a letter."
    if len(new_id) > _LONGEST_ID:
        return f"Use at most {_LONGEST_ID} letters."
    return ""


def with_name(design: Design, layer_id: str, name: str) -> tuple[Design, str]:
    """The design with a layer under another name, and its new id. Raises SpecError."""
    new_id = id_of(name)
    if reason := _name_refusal(new_id):
        raise SpecError("id", reason)
    if new_id != layer_id and any(layer.id == new_id for layer in design.layers):
        free = free_id(re.sub(r"_\d+$", "", new_id), {layer.id for layer in design.layers})
        named = design.layer(new_id).name
        other = replace(design.layer(layer_id), id=free).name
        raise SpecError("id", f'Another layer is called {named}. Use "{other}", for example.')
    edited = _with(design, layer_id, replace(design.layer(layer_id), id=new_id))
    following = (
        replace(layer, source=new_id)
        if isinstance(layer, Residual) and layer.source == layer_id
        else layer
        for layer in edited.layers
    )
    return replace(edited, layers=tuple(following)), new_id


def _with(design: Design, layer_id: str, layer: Layer) -> Design:
    """The design with another layer in the place of one."""
    place = design.position(layer_id)
    return replace(design, layers=(*design.layers[:place], layer, *design.layers[place + 1 :]))


def said(error: EngineError) -> str:
    """A refusal as a sentence for people, without the place in a file."""
    words = error.reason if isinstance(error, SpecError) else str(error)
    return words[:1].upper() + words[1:]

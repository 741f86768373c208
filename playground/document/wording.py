"""What an edit did, in the few words a menu has room for: `add Dropout 1`, `learning rate 0.03`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from engine.data import FEATURES
from engine.design import Design, Difference, differences
from engine.layers import Layer
from engine.numerals import grouped, rounded
from engine.spec import Spec

_SAID = {
    "stddev": "deviation",
    "validation_fraction": "validation share",
    "test_fraction": "test share",
}
_SHORT = 24  # characters of a text that a menu shows


def edit_words(old: Design, new: Design) -> str:
    """The edit from one design to the other in words; empty where they are equal.

    Where one gesture changed several things, the one that brought the others about: the data before
    the layers, the layers before the rest.
    """
    found = differences(old, new)
    if not found:
        return ""
    for part in ("data", "layers"):
        inside = [difference for difference in found if _part(difference) == part]
        if inside:
            return _several(inside, old, new) if len(inside) < len(found) else _all(found, old, new)
    return _all(found, old, new)


def merge_key(old: Design, new: Design) -> str | None:
    """The place of the one number that an edit changed: steps of it belong together. Else None."""
    found = differences(old, new)
    if len(found) != 1 or not (_is_number(found[0].old) and _is_number(found[0].new)):
        return None
    return found[0].path


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _part(difference: Difference) -> str:
    return re.split(r"[.\[]", difference.path, maxsplit=1)[0]


def _all(found: Sequence[Difference], old: Design, new: Design) -> str:
    if len(found) == 1:
        return _one(found[0], old, new)
    return _several(found, old, new)


def _several(found: Sequence[Difference], old: Design, new: Design) -> str:
    first = _one(found[0], old, new)
    return first if len(found) == 1 else f"{first} and more"


def _one(difference: Difference, old: Design, new: Design) -> str:
    path = difference.path
    if path == "layers":
        return _layers(old.layers, new.layers)
    if path == "name":
        return f'rename to "{_cut(new.name)}"'
    place = re.match(r"layers\[(\d+)\]\.", path)
    if place is None:
        return _value(difference)
    layer = old.layers[int(place[1])]
    if path.endswith(".id"):
        return f"rename {layer.name} to {new.layers[int(place[1])].name}"
    if path.endswith(".from"):
        added = [other.name for other in new.layers if other.id == difference.new]
        return f"{layer.name}: adds {added[0] if added else difference.new}"
    return f"{layer.name}: {_value(difference, of_layer=True)}"


# --- layers that came, went or moved ----------------------------------------------------------


def _layers(old: Sequence[Layer], new: Sequence[Layer]) -> str:
    before, after = [layer.id for layer in old], [layer.id for layer in new]
    added = [layer for layer in new if layer.id not in before]
    removed = [layer for layer in old if layer.id not in after]
    if added and removed:
        if len(added) == len(removed) == 1:
            return f"replace {removed[0].name} by {added[0].name}"
        return "replace layers"
    if added:
        return f"add {_counted(added)}"
    if removed:
        return f"remove {_counted(removed)}"
    if before == after:  # another kind under the same id
        changed = [b for a, b in zip(old, new, strict=True) if type(a) is not type(b)]
        return f"{changed[0].name}: {changed[0].title()}"
    moved = _moved(before, after)
    return f"move {next(x for x in new if x.id == moved).name}" if moved else "reorder layers"


def _counted(layers: Sequence[Layer]) -> str:
    return layers[0].name if len(layers) == 1 else f"{len(layers)} layers"


def _moved(before: list[str], after: list[str]) -> str:
    """The one id without which both orders are the same; the earlier of two that changed places."""
    for layer_id in before:
        if [x for x in before if x != layer_id] == [x for x in after if x != layer_id]:
            return layer_id
    return ""


# --- values -----------------------------------------------------------------------------------


def _value(difference: Difference, of_layer: bool = False) -> str:
    name = difference.path.rpartition(".")[2]
    said = _SAID.get(name, name.replace("_", " "))
    new = difference.new
    if name == "units" and isinstance(new, int):
        return f"{new:,} unit{'' if new == 1 else 's'}"
    if isinstance(new, Spec) and not new.family:
        return f"{said} on"
    if isinstance(new, Spec):
        title = new.title()
        if name == "activation" and of_layer:
            return title
        return f"{said} {title}" if of_layer else f"{said}: {title}"
    if new is None:
        return f"{said} {'all' if _is_number(difference.old) else 'off'}"
    if isinstance(new, bool):
        return f"{said} {'on' if new else 'off'}"
    if _is_number(new):
        return f"{said} {_number(new)}"
    if isinstance(new, tuple):
        shown = [FEATURES[key].label for key in new if isinstance(key, str) and key in FEATURES]
        return f"{said}: {', '.join(shown)}" if shown and len(shown) == len(new) else said
    return f"{said}: {_cut(str(new).replace('_', ' '))}"


def _number(value: float) -> str:
    return grouped(value) if isinstance(value, int) else rounded(value)


def _cut(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"

"""Carry what was learned from one network to another: a weight survives where both the unit it
belongs to and what it listens to are still there; all others are as first drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.data import Prepared
from engine.design import Design
from engine.layers import Layer
from engine.network import Network, shapes
from engine.trainer import Trainer, first_network

Array = NDArray[Any]
Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]


class Outline(msgspec.Struct, frozen=True, eq=False):
    """A network without its numbers: its layers, their units (I, O₁, …), its inputs' names."""

    layers: tuple[Layer, ...]
    units: tuple[int, ...]
    inputs: tuple[str, ...]

    @classmethod
    def of(cls, design: Design, inputs: Sequence[str]) -> Outline:
        """A design's outline over these inputs. Raises ShapeError."""
        return cls(design.layers, shapes(design.layers, len(inputs)), tuple(inputs))

    def widths(self, layer_id: str) -> tuple[int, int]:
        """I and O of a layer."""
        place = next(index for index, layer in enumerate(self.layers) if layer.id == layer_id)
        return self.units[place], self.units[place + 1]


class Fate(msgspec.Struct, frozen=True, kw_only=True):
    """What an edit makes of one layer: how many units it had, has now, and how many of them keep
    their weights; the same of the inputs it sees; how many parameters it has, and keeps. A new
    layer had no units, one that is gone has none."""

    layer: str
    name: str
    had: int
    has: int
    units_kept: int
    saw: int
    sees: int
    inputs_kept: int
    parameters: int
    parameters_kept: int
    elementwise: bool


class Grafted(msgspec.Struct, frozen=True, eq=False):
    """Tensors for the new network, as `Network.load` takes them, and what became of the old, a
    sentence or two for each layer that changed. kept, fresh: how many numbers of each kind."""

    tensors: dict[str, Array]
    report: tuple[str, ...]
    kept: int
    fresh: int


def survival(old: Outline, new: Outline) -> tuple[Fate, ...]:
    """What becomes of every layer, those that are gone last. No weight is looked at."""
    fates = [fate for _, _, _, fate in _matched(old, new)]
    stay = {layer.id for layer in new.layers}
    gone = [_gone(old, layer) for layer in old.layers if layer.id not in stay]
    return (*fates, *gone)


def graft(
    old: Network, old_inputs: Sequence[str], new: Network, new_inputs: Sequence[str]
) -> Grafted:
    """The new network's tensors with everything in them that survives of the old one's.

    `new` is as its initializers drew it; neither network is changed. Layers are the same by id
    and kind, units by their place, inputs by name. A unit keeps its bias; its weights survive
    with the units they come from, also through layers between that keep every unit apart.
    """
    before = Outline(old.layers, old.units, tuple(old_inputs))
    after = Outline(new.layers, new.units, tuple(new_inputs))
    tensors = {name: view.copy() for name, view in new.tensors.items()}
    kept = 0
    for layer, rows, columns, fate in _matched(before, after):
        for name, tensor in tensors.items():
            owner, _, own = name.rpartition(".")
            if owner == layer.id and fate.had:
                kept += _carry(old.tensors[f"{layer.id}.{own}"], tensor, rows, columns)
    total = sum(tensor.size for tensor in tensors.values())
    return Grafted(tensors, in_words(survival(before, after)), kept, total - kept)


def transplant(old: Trainer, design: Design, prepared: Prepared) -> tuple[Trainer, Grafted]:
    """A new training of another design that starts from what survives of the old one's weights;
    optimizer, history and generators begin anew. Raises ShapeError."""
    new = first_network(design, len(prepared.inputs))
    grafted = graft(old.network, old.prepared.inputs, new, prepared.inputs)
    return Trainer(design, prepared=prepared, weights=grafted.tensors), grafted


def _matched(old: Outline, new: Outline) -> Iterator[tuple[Layer, Pairs, Pairs, Fate]]:
    """Every layer with the places (new, old) of its units and of its inputs that survive."""
    before = {layer.id: (layer, source) for layer, source in _sources(old)}
    nothing = _first(0)
    for layer, source in _sources(new):
        sees, has = new.widths(layer.id)
        had, old_source = before.get(layer.id, (None, None))
        if had is None or type(had) is not type(layer):
            yield layer, nothing, nothing, _fate(layer, (0, 0), (sees, has), nothing, nothing)
            continue
        widths = old.widths(layer.id)
        columns = _pairs(source, old_source, sees, old, new)
        rows = columns if layer.elementwise else _first(min(has, widths[1]))
        yield layer, rows, columns, _fate(layer, widths, (sees, has), rows, columns)


def _fate(
    layer: Layer, old: tuple[int, int], new: tuple[int, int], rows: Pairs, columns: Pairs
) -> Fate:
    kept, inputs_kept = len(rows[0]), len(columns[0])
    own = kept if layer.elementwise else inputs_kept  # a row of weights a unit, or one of each
    parameters_kept = layer.parameter_count(own)
    if not layer.elementwise and new[1]:
        parameters_kept = parameters_kept * kept // new[1]
    return Fate(
        layer=layer.id,
        name=layer.name,
        had=old[1],
        has=new[1],
        units_kept=kept,
        saw=old[0],
        sees=new[0],
        inputs_kept=inputs_kept,
        parameters=layer.parameter_count(new[0]) if new[1] else 0,
        parameters_kept=parameters_kept if kept else 0,
        elementwise=layer.elementwise,
    )


def _gone(old: Outline, layer: Layer) -> Fate:
    return _fate(layer, old.widths(layer.id), (0, 0), _first(0), _first(0))


def _sources(outline: Outline) -> list[tuple[Layer, Layer | None]]:
    """Every layer with the one whose units it is given, through layers that keep every unit
    apart; None for the inputs."""
    found: list[tuple[Layer, Layer | None]] = []
    source: Layer | None = None
    for layer in outline.layers:
        found.append((layer, source))
        if not layer.elementwise:
            source = layer
    return found


def _pairs(
    source: Layer | None, old_source: Layer | None, units: int, old: Outline, new: Outline
) -> Pairs:
    """Places (new, old) of what a layer was given before and is given still."""
    if source is None and old_source is None:
        place = {name: index for index, name in enumerate(old.inputs)}
        same = [(index, place[name]) for index, name in enumerate(new.inputs) if name in place]
        pairs = np.array(same, np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]
    if source is None or old_source is None:
        return _first(0)
    if source.id != old_source.id or type(source) is not type(old_source):
        return _first(0)
    return _first(min(units, old.widths(source.id)[1]))


def _first(count: int) -> Pairs:
    places = np.arange(count)
    return places, places


def _carry(old: Array, new: Array, rows: Pairs, columns: Pairs) -> int:
    """Copy what survives of a tensor (units,) or (units, inputs); returns how many numbers."""
    into, out_of = rows
    if new.ndim == 1:
        new[into] = old[out_of]
        return len(into)
    new[np.ix_(into, columns[0])] = old[np.ix_(out_of, columns[1])]
    return len(into) * len(columns[0])


# --- in words ---------------------------------------------------------------------------------


def in_words(fates: Sequence[Fate], asked: bool = False) -> tuple[str, ...]:
    """A sentence or two for each layer that is not as it was; `asked` says what would become of
    the weights, before anybody decided."""
    return tuple(sentence for fate in fates for sentence in _words(fate, asked))


def _words(fate: Fate, asked: bool) -> list[str]:
    start = "would start" if asked else "start"
    if not fate.has:
        return [f"{fate.name} is gone."]
    if not fate.had:
        starts = f" and {'would start' if asked else 'starts'} fresh" if fate.parameters else ""
        return [f"{fate.name} is new{starts}."]
    same, sees = fate.inputs_kept, fate.sees
    if fate.elementwise:
        if not fate.parameters or fate.had == fate.has == same:
            return []
        now = _now("has", fate.has, "unit", fate.had)
        return [f"{fate.name} {now}. {_split(same, fate.has, asked)}"]
    found = []
    if fate.has != fate.had:
        split = _split(fate.units_kept, fate.has, asked)
        found.append(f"{fate.name} now has {_count(fate.has, 'unit')}. {split}")
    if not same:
        found.append(f"{fate.name} sees other units now. Its weights {start} fresh.")
    elif same < sees or same < fate.saw:
        seen = _now("sees", sees, "input", fate.saw)
        found.append(f"{fate.name} {seen}. {_split(same, sees, asked)}")
    return found


def _now(verb: str, count: int, noun: str, before: int) -> str:
    return f"{'now ' if count != before else ''}{verb} {_count(count, noun)}"


def _split(kept: int, total: int, asked: bool) -> str:
    keep = "can keep" if asked else "kept"
    if kept == total:
        return f"All {keep} their weights."
    if not kept:
        return f"All {'would start' if asked else 'start'} fresh."
    fresh = total - kept
    their = "its" if kept == 1 else "their"
    start = "would start" if asked else "starts" if fresh == 1 else "start"
    return f"{kept:,} {keep} {their} weights, {fresh:,} {start} fresh."


def _count(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"

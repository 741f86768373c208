"""Carry what was learned from one network to another: a weight survives where both the unit it
belongs to and what it listens to are still there; all others are as first drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.data import Prepared
from engine.design import Design
from engine.layers import Layer
from engine.network import Network
from engine.trainer import Trainer, first_network

Array = NDArray[Any]
Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]


class Grafted(msgspec.Struct, frozen=True, eq=False):
    """Tensors for the new network, as `Network.load` takes them, and what became of the old, a
    sentence or two for each layer that changed. kept, fresh: how many numbers of each kind."""

    tensors: dict[str, Array]
    report: tuple[str, ...]
    kept: int
    fresh: int


def graft(
    old: Network, old_inputs: Sequence[str], new: Network, new_inputs: Sequence[str]
) -> Grafted:
    """The new network's tensors with everything in them that survives of the old one's.

    `new` is as its initializers drew it; neither network is changed. Layers are the same by id
    and kind, units by their place, inputs by name. A unit keeps its bias; its weights survive
    with the units they come from, also through layers between that keep every unit apart.
    """
    tensors = {name: view.copy() for name, view in new.tensors.items()}
    before = {layer.id: (layer, source) for layer, source in _sources(old)}
    widths = {layer.id: units for layer, units in zip(old.layers, old.units[1:], strict=True)}
    report: list[str] = []
    kept = 0
    for place, (layer, source) in enumerate(_sources(new)):
        units_in, units_out = new.units[place : place + 2]
        had, old_source = before.get(layer.id, (None, None))
        if had is None or type(had) is not type(layer):
            report.append(f"{layer.name} is new{_starting(tensors, layer)}.")
            continue
        columns = _pairs(source, old_source, units_in, old, old_inputs, new_inputs)
        rows = columns if layer.elementwise else _first(min(units_out, widths[layer.id]))
        for name, tensor in tensors.items():
            owner, _, own = name.rpartition(".")
            if owner == layer.id:
                kept += _carry(old.tensors[f"{layer.id}.{own}"], tensor, rows, columns)
        report.extend(_words(layer, widths[layer.id], units_out, units_in, columns, old))
    stay = {layer.id for layer in new.layers}
    report += [f"{layer.name} is gone." for layer in old.layers if layer.id not in stay]
    total = sum(tensor.size for tensor in tensors.values())
    return Grafted(tensors, tuple(report), kept, total - kept)


def transplant(old: Trainer, design: Design, prepared: Prepared) -> tuple[Trainer, Grafted]:
    """A new training of another design that starts from what survives of the old one's weights;
    optimizer, history and generators begin anew. Raises ShapeError."""
    new = first_network(design, len(prepared.inputs))
    grafted = graft(old.network, old.prepared.inputs, new, prepared.inputs)
    return Trainer(design, prepared=prepared, weights=grafted.tensors), grafted


def _sources(network: Network) -> list[tuple[Layer, Layer | None]]:
    """Every layer with the one whose units it is given, through layers that keep every unit
    apart; None for the inputs."""
    found: list[tuple[Layer, Layer | None]] = []
    source: Layer | None = None
    for layer in network.layers:
        found.append((layer, source))
        if not layer.elementwise:
            source = layer
    return found


def _pairs(
    source: Layer | None,
    old_source: Layer | None,
    units: int,
    old: Network,
    old_inputs: Sequence[str],
    new_inputs: Sequence[str],
) -> Pairs:
    """Places (new, old) of what a layer was given before and is given still."""
    if source is None and old_source is None:
        place = {name: index for index, name in enumerate(old_inputs)}
        same = [(index, place[name]) for index, name in enumerate(new_inputs) if name in place]
        pairs = np.array(same, np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]
    if source is None or old_source is None:
        return _first(0)
    if source.id != old_source.id or type(source) is not type(old_source):
        return _first(0)
    had = next(n for layer, n in zip(old.layers, old.units[1:], strict=True) if layer is old_source)
    return _first(min(units, had))


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


def _words(
    layer: Layer, had: int, has: int, units_in: int, columns: Pairs, old: Network
) -> list[str]:
    """What became of a layer that both networks have."""
    place = next(index for index, one in enumerate(old.layers) if one.id == layer.id)
    was_given, same = old.units[place], len(columns[0])
    if layer.elementwise:
        if not layer.parameter_count(1) or (had == has == same):
            return []
        return [f"{layer.name} {_now('has', has, 'unit', had)}. {_split(same, has)}"]
    found = []
    if has != had:
        found.append(f"{layer.name} now has {_count(has, 'unit')}. {_split(min(had, has), has)}")
    if not same:
        found.append(f"{layer.name} sees other units now. Its weights start fresh.")
    elif same < units_in or same < was_given:
        seen = _now("sees", units_in, "input", was_given)
        found.append(f"{layer.name} {seen}. {_split(same, units_in)}")
    return found


def _now(verb: str, count: int, noun: str, before: int) -> str:
    return f"{'now ' if count != before else ''}{verb} {_count(count, noun)}"


def _split(kept: int, total: int) -> str:
    if kept == total:
        return "All kept their weights."
    if not kept:
        return "All start fresh."
    fresh = total - kept
    their, start = "its" if kept == 1 else "their", "starts" if fresh == 1 else "start"
    return f"{kept} kept {their} weights, {fresh} {start} fresh."


def _starting(tensors: dict[str, Array], layer: Layer) -> str:
    own = any(name.rpartition(".")[0] == layer.id for name in tensors)
    return " and starts fresh" if own else ""


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"

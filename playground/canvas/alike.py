"""What a design that was edited still has in common with the one that was trained: which layers a
snapshot can speak for. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass

from engine.design import Design
from engine.layers import Dense
from playground.canvas.scene import INPUTS


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """What two designs share of their layers, by id: `placed` are of the same shape and fed by the
    same units, so that weights of the one are those of the other; `bent` bend alike."""

    shown: Design
    trained: Design
    placed: frozenset[str]
    bent: frozenset[str]

    @classmethod
    def of(cls, shown: Design, trained: Design) -> Alike:
        ours, theirs = _places(shown), _places(trained)
        both = ours.keys() & theirs.keys()
        return cls(
            shown,
            trained,
            frozenset(key for key in both if ours[key] == theirs[key]),
            frozenset(key for key in both if shown.layer(key).bend == trained.layer(key).bend),
        )


def _places(design: Design) -> dict[str, tuple[object, ...]]:
    """By id what a layer's tensors depend on: its kind, its units and whose it is fed."""
    found: dict[str, tuple[object, ...]] = {}
    source: tuple[object, ...] = (INPUTS, design.data.features)
    for layer in design.layers:
        units = layer.units if isinstance(layer, Dense) else 0
        found[layer.id] = (layer.kind, units, source)
        source = (layer.id, units) if units else source
    return found

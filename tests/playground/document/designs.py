"""Designs and edits that the tests of this folder share."""

from __future__ import annotations

import random
from typing import Any

from msgspec.structs import replace

from engine.activations import ReLU, Sigmoid, Tanh
from engine.data import Circle
from engine.design import Design
from engine.designfile import edited
from engine.layers import Dense, Dropout, Layer, Residual
from engine.losses import MeanSquaredError
from engine.optimizers import SGD
from engine.spec import members
from playground.canvas.gestures.edits import (
    gap_after,
    new_layer,
    with_duplicates,
    with_layers,
    with_name,
    with_shifted,
)
from playground.document import clipboard
from playground.inspector import selection
from playground.inspector.data_edits import drawn_kinds, with_data_kind

DESIGN = Design(
    name="Mine",
    layers=(
        Dense(units=8, activation=Tanh()),
        Dropout(rate=0.2),
        Dense(units=8, activation=ReLU()),
        Residual(source="dense_1"),
        Dense(id="output", units=1, activation=Sigmoid()),
    ),
)


def ids(design: Design) -> list[str]:
    return [layer.id for layer in design.layers]


def field(path: str, value: Any) -> Design:
    """The design with another value at a path."""
    return edited(DESIGN, {path: value})


def layers(*which: Layer) -> Design:
    """The design with other layers."""
    return replace(DESIGN, layers=which)


def trained(**changes: Any) -> Design:
    """The design with another training."""
    return replace(DESIGN, training=replace(DESIGN.training, **changes))


def random_edit(design: Design, chance: random.Random) -> Design:
    """The design after one of the edits that the window offers, drawn at random."""
    chosen = chance.choice(design.layers).id if design.layers else None
    kind = chance.randrange(11 if chosen is not None else 5)
    match kind:
        case 0:
            gap = gap_after(design, [chosen] if chosen is not None else [])
            try:
                layer = new_layer(design, chance.choice(list(members(Layer))), gap, 2)
                return with_layers(design, [layer], gap, 2)[0]
            except ValueError:  # a residual where nothing is before it
                return design
        case 1:
            optimizer = replace(design.training.optimizer, learning_rate=chance.uniform(1e-4, 1.0))
            return replace(design, training=replace(design.training, optimizer=optimizer))
        case 2:
            return with_data_kind(design, chance.choice(drawn_kinds()))
        case 3:
            return replace(design, seed=chance.randrange(5), name=chance.choice("ABC"))
        case 4:
            given = chance.choice(
                [{"loss": MeanSquaredError()}, {"optimizer": SGD()}, {"batch_size": None}]
            )
            return replace(design, training=replace(design.training, **given))
    assert chosen is not None
    match kind:
        case 5:
            return clipboard.without(design, [chosen])
        case 6:
            return with_duplicates(design, [chosen])[0]
        case 7:
            return with_shifted(design, [chosen], chance.choice([-1, 1]))
        case 8:
            layer = design.layer(chosen)
            if not isinstance(layer, Dense):
                return design
            return selection.with_layers(design, [replace(layer, units=chance.randrange(1, 9))])
        case 9:
            text = clipboard.copied(design, [chosen])
            return clipboard.pasted(design, text, chance.randrange(len(design.layers) + 1))[0]
    free = next(f"named_{n}" for n in range(999) if f"named_{n}" not in ids(design))
    return with_name(design, chosen, free)[0]


CIRCLE = with_data_kind(DESIGN, Circle().kind)

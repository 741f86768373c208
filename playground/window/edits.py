"""Edits that the toolbar and the canvas ask of a design: each takes one and gives another."""

from __future__ import annotations

from msgspec.structs import replace

from engine.data import FEATURES
from engine.design import Design
from engine.errors import SpecError

_SEEDS = 2**32


def with_learning_rate(design: Design, rate: float) -> Design:
    """The design with another learning rate."""
    optimizer = replace(design.training.optimizer, learning_rate=rate)
    return replace(design, training=replace(design.training, optimizer=optimizer))


def with_feature_toggled(design: Design, name: str) -> Design:
    """The design with a feature as an input, or no longer; columns of a table all stay. Raises
    SpecError where it is the last one."""
    used = design.data.features
    if not used:
        return design
    features = tuple(each for each in FEATURES if (each in used) != (each == name))
    if not features:
        raise SpecError("data.features", "The network needs at least one input.")
    return replace(design, data=replace(design.data, features=features))


def with_next_seed(design: Design) -> Design:
    """The design with other data and other first weights."""
    return replace(design, seed=(design.seed + 1) % _SEEDS)

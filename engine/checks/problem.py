"""What a check finds: a problem with its place, its rule and, mostly, its fix."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

import msgspec

from engine.data import Facts, Prepared
from engine.design import Design
from engine.designfile import edited
from engine.layers import Layer

Severity = Literal["error", "warning", "suggestion"]


class Fix(msgspec.Struct, frozen=True):
    """One edit that solves a problem: raw values by path, as `--set` takes them."""

    label: str
    set: dict[str, Any]

    def apply(self, design: Design) -> Design:
        """The design with the fix in it."""
        return edited(design, self.set)


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """An `error` keeps training from starting, a `warning` from going well; a `suggestion` is
    worth a thought. `layer` is an id or empty, `field` a path in the design; `message` says what
    is wrong, `rule` why."""

    severity: Severity
    layer: str = ""
    field: str
    message: str
    rule: str
    fix: Fix | None = None

    @classmethod
    def of(
        cls,
        layer: Layer,
        field: str = "",
        *,
        severity: Severity,
        message: str,
        rule: str,
        fix: Fix | None = None,
    ) -> Problem:
        """A problem of one field of a layer, or without a field of all of it."""
        return cls(
            severity=severity,
            layer=layer.id,
            field=f"layers.{layer.id}.{field}" if field else f"layers.{layer.id}",
            message=message,
            rule=rule,
            fix=fix,
        )


class Case(msgspec.Struct, frozen=True, eq=False):
    """A design and what is known of its data.

    `units` are those of the sound part: (I, O₁, …), as far as the layers fit together.
    `train_rows` counts training rows, None when it takes reading the data to know.
    """

    design: Design
    facts: Facts | None
    prepared: Prepared | None
    units: tuple[int, ...]
    train_rows: int | None

    @property
    def sound(self) -> bool:
        """Whether there are layers, and they fit together to the end."""
        return bool(self.design.layers) and len(self.units) == len(self.design.layers) + 1


Rule = Callable[[Case], Iterator[Problem]]
RULES: list[Rule] = []


def rule(check: Rule) -> Rule:
    """Register a rule: a function that yields the problems it sees."""
    RULES.append(check)
    return check

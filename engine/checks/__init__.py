"""Look at a design, and at its data, before training: what cannot work, what will not work well,
and the edit that mends it. Nothing that passes without an error fails when training starts."""

from __future__ import annotations

from pathlib import Path

from engine.checks import layers, output, sizes, starts, training
from engine.checks.answer import output_of
from engine.checks.problem import RULES, Case, Fix, Problem, Severity
from engine.data import Facts, Prepared
from engine.design import Design
from engine.errors import DataError, ShapeError
from engine.network import shapes
from engine.trainer import prepare_data

__all__ = ["Fix", "Problem", "Severity", "check", "output_of", "sound_units"]

_ORDER = {"error": 0, "warning": 1, "suggestion": 2}
_ROOMS = (layers, starts, output, training, sizes)  # imported so that their rules are registered


def check(
    design: Design, prepared: Prepared | None = None, folder: Path | str | None = None
) -> tuple[Problem, ...]:
    """Every problem of a design, errors first.

    With `prepared` data, or a `folder` from which to prepare it, the rules that look at rows
    apply too, and data that cannot be read is itself a problem.
    """
    found: list[Problem] = []
    if prepared is None and folder is not None:
        try:
            prepared = prepare_data(design, folder)
        except DataError as error:
            found.append(
                Problem(
                    severity="error",
                    field="data",
                    message=str(error),
                    rule="Training needs rows to learn from.",
                )
            )
    case = _case(design, prepared)
    for rule in RULES:
        found.extend(rule(case))
    return tuple(sorted(found, key=lambda problem: _ORDER[problem.severity]))


def _case(design: Design, prepared: Prepared | None) -> Case:
    if prepared is None:
        facts, rows = design.data.facts(), None
    else:
        pre = prepared.preprocessing
        facts = Facts(
            columns=pre.column_names,
            inputs=pre.inputs,
            task=pre.task,
            classes=pre.classes,
            target=pre.target,
        )
        rows = len(prepared.y_train)
    units = sound_units(design, len(facts.inputs)) if facts is not None else ()
    return Case(design, facts, prepared, units, rows)


def sound_units(design: Design, inputs: int) -> tuple[int, ...]:
    """Units as far as the layers fit together: (I, O₁, …), at least the inputs."""
    for count in range(len(design.layers), 0, -1):
        try:
            return shapes(design.layers[:count], inputs)
        except ShapeError:
            continue
    return (inputs,)

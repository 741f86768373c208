"""What the window does not take on, though the command would."""

from __future__ import annotations

from engine.checks import Problem, sound_units
from engine.data import Prepared
from engine.design import Design

MOST_PARAMETERS = 1_000_000


def too_large(design: Design, prepared: Prepared | None) -> tuple[Problem, ...]:
    """A network with more parameters than can be watched while they are trained."""
    facts = design.data.facts()
    if facts is None and prepared is None:
        return ()
    inputs = facts.inputs if facts is not None else prepared.inputs if prepared is not None else ()
    units = sound_units(design, len(inputs))
    counts = [
        layer.parameter_count(width) for layer, width in zip(design.layers, units, strict=False)
    ]
    total = sum(counts)
    if total <= MOST_PARAMETERS:
        return ()
    layer = design.layers[counts.index(max(counts))]
    problem = Problem.of(
        layer,
        "units",
        severity="error",
        message=f"The network has {total:,} parameters, most of them in {layer.name}.",
        rule=f"The window trains at most {MOST_PARAMETERS:,}. Use fewer units there, or train "
        "this design with the command playground train.",
    )
    return (problem,)

"""Pure edits of a design's data: what the network must be to learn it changes in the same edit, so
that one click on other data just works. No Qt here."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from engine.checks import check
from engine.data import Data, Facts
from engine.design import Design, Training
from engine.designfile import edited
from engine.layers import Dense
from engine.spec import fields, members

_MOST_FIXES = 12


def drawn_kinds() -> tuple[str, ...]:
    """The kinds of data that need nothing more than to be chosen."""
    return tuple(
        kind
        for kind, cls in members(Data).items()
        if not any(field.required for field in fields(cls))
    )


def with_data_kind(design: Design, kind: str) -> Design:
    """The design on another kind of data; the fields both kinds have are kept, as far as they fit.

    Features are kept only where the new data has the same columns.
    """
    fresh = members(Data)[kind]()
    before, after = design.data.facts(), fresh.facts()
    new: dict[str, Any] = {"kind": kind}
    other = before is None or after is None or before.columns != after.columns
    if other and any(field.name == "features" for field in fields(type(fresh))):
        new["features"] = list(fresh.features)
    return with_data(design, edited(design, {"data": new}).data)


def with_data(design: Design, data: Data) -> Design:
    """The design on this data, its output and loss made to fit where they fitted before.

    An output as the checks would have added it becomes the one they would add now; whatever else
    does not fit any more takes the fix of its problem.
    """
    old, new = design.data.facts(), data.facts()
    moved = replace(design, data=data)
    if new is None or _answer(old) == _answer(new):
        return moved
    if old is not None:
        moved = _with_usual_output(design, moved)
    return _mended(moved, known={problem.message for problem in check(design)})


def _answer(facts: Facts | None) -> object:
    """What of the data decides what the output must be."""
    return None if facts is None else (facts.task, len(facts.classes))


def _usual_output(data: Data) -> Design | None:
    """A network of nothing but the output that the checks propose for the data."""
    bare = Design(data=data, training=Training())
    fixes = [problem.fix for problem in check(bare) if problem.fix is not None]
    return fixes[0].apply(bare) if fixes else None


def _with_usual_output(design: Design, moved: Design) -> Design:
    before, after = _usual_output(design.data), _usual_output(moved.data)
    if before is None or after is None or not design.layers:
        return moved
    last, usual, new = design.layers[-1], before.layers[-1], after.layers[-1]
    if not (isinstance(last, Dense) and isinstance(usual, Dense) and isinstance(new, Dense)):
        return moved
    if (last.units, last.activation) != (usual.units, usual.activation):
        return moved
    if design.training.loss.kind != before.training.loss.kind:
        return moved
    output = replace(last, units=new.units, activation=new.activation)
    training = moved.training
    if training.loss.kind != after.training.loss.kind:
        training = replace(training, loss=after.training.loss)
    return replace(moved, layers=(*design.layers[:-1], output), training=training)


def _mended(design: Design, known: set[str]) -> Design:
    """The design with the fixes of its errors, but for those it had before."""
    for _ in range(_MOST_FIXES):
        errors = [
            problem
            for problem in check(design)
            if problem.severity == "error" and problem.message not in known
        ]
        fixes = [problem.fix for problem in errors if problem.fix is not None]
        if not fixes:
            break
        design = fixes[0].apply(design)
    return design

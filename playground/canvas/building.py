"""From a design to its scene: which columns there are, what their headers say, which neurons are
shown and which columns are joined. No Qt here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.checks import Problem, output_of, sound_units
from engine.data import FEATURES, Facts, Prepared, Sampled
from engine.design import Design
from engine.layers import Dense, Layer
from engine.spec import Change, fields
from playground.canvas.scene import FOLD, INPUTS, LOSS, Column, Neuron, Pair, Scene
from playground.widgets.numbers import written

_KINDS = {"batch_norm": "norm", "layer_norm": "norm", "gaussian_noise": "noise"}
_FIELDS = {INPUTS: "data.", LOSS: "training.loss."}  # of problems that are no layer's
_OVER = {"batch_norm": "over batch", "layer_norm": "over units"}


def scene_of(
    design: Design,
    problems: tuple[Problem, ...] = (),
    prepared: Prepared | None = None,
    opened: Mapping[str, int] | None = None,
    spare_features: bool = True,
) -> Scene:
    """The scene of a design.

    `opened` has the first shown unit of every column that is unfolded; `spare_features` shows the
    features that are not used, too.
    """
    facts = _facts(design, prepared)
    opened = opened or {}
    inputs = len(facts.inputs) if facts else 0
    units = sound_units(design, inputs) if inputs else ()
    columns = [_inputs(design, facts, opened, spare_features, problems)]
    width: int | None = inputs or None
    order = 0
    for place, layer in enumerate(design.layers):
        sound = place + 1 < len(units)
        width = layer.units if isinstance(layer, Dense) else width
        order += isinstance(layer, Dense)
        last = layer is output_of(design, facts)
        parameters = layer.parameter_count(units[place]) if sound else None
        columns.append(
            _layer_column(layer, width, parameters, sound, order, last, facts, opened, problems)
        )
    loss = design.training.loss
    columns.append(
        Column(
            key=LOSS,
            kind="loss",
            name="Loss",
            detail=loss.mentioned().replace("binary ", "").replace("categorical ", ""),
            form="card",
            units=None,
            neurons=(),
            foot="mean over points",
            sound=len(units) == len(design.layers) + 1,
            **_worst(problems, LOSS),
        )
    )
    return Scene(
        columns=tuple(columns),
        pairs=tuple(_pairs(design, columns)),
        formula=loss.formula,
    )


def _facts(design: Design, prepared: Prepared | None) -> Facts | None:
    if prepared is None:
        return design.data.facts()
    return Facts(
        columns=prepared.columns,
        inputs=prepared.inputs,
        task=prepared.task,
        classes=prepared.classes,
        target=prepared.target,
    )


def spare(design: Design) -> tuple[str, ...]:
    """Every feature the data allows, used or not, in the order they are shown; none of a table."""
    data = design.data
    if not isinstance(data, Sampled):
        return ()
    return tuple(name for name in FEATURES if set(FEATURES[name].uses) <= set(data.columns))


def _inputs(
    design: Design,
    facts: Facts | None,
    opened: Mapping[str, int],
    spare_features: bool,
    problems: tuple[Problem, ...],
) -> Column:
    names = facts.inputs if facts else ()
    possible = spare(design)
    if possible:
        shown = [
            Neuron(names.index(name) if name in names else -1, FEATURES[name].label, name)
            for name in possible
            if spare_features or name in names
        ]
        detail = f"{len(names)} of {len(possible)} features"
    else:
        shown = [Neuron(unit, name, name) for unit, name in enumerate(names)]
        detail = f"{len(names)} columns" if len(names) != 1 else "1 column"
    first, count = _window(len(shown), INPUTS, opened)
    return Column(
        key=INPUTS,
        kind="input",
        name="Inputs",
        detail=detail if facts else "not read yet",
        form="tiles",
        units=len(names) if facts else None,
        neurons=tuple(shown[first : first + count]),
        foot=f"→ {len(names)}" if facts else "→ ?",
        folded=len(shown) - count,
        first=first,
        opened=INPUTS in opened,
        sound=facts is not None,
        **_worst(problems, INPUTS),
    )


def _window(total: int, key: str, opened: Mapping[str, int]) -> tuple[int, int]:
    """The first shown unit, and how many are."""
    count = min(total, FOLD)
    return min(max(opened.get(key, 0), 0), total - count), count


def _layer_column(
    layer: Layer,
    width: int | None,
    parameters: int | None,
    sound: bool,
    order: int,
    last: bool,
    facts: Facts | None,
    opened: Mapping[str, int],
    problems: tuple[Problem, ...],
) -> Column:
    dense = isinstance(layer, Dense)
    first, count = _window(width or 0, layer.id, opened)
    classes = facts.classes if facts else ()
    named = last and len(classes) > 1 and width == len(classes)
    settled = last and width == 1 and len(classes) <= 2
    return Column(
        key=layer.id,
        kind="output" if last else _KINDS.get(layer.kind, layer.kind),
        name=layer.name,
        detail=_detail(layer),
        form="tiles" if dense or (last and layer.bend is not None) else "dots",
        units=width,
        neurons=tuple(
            Neuron(unit, classes[unit] if named else "", marker=unit if named else -1)
            for unit in range(first, first + count)
        ),
        foot=f"→ {width if sound and width else '?'}",
        parameters=f"{_short(parameters)} par." if parameters is not None else "",
        folded=(width or 0) - count,
        first=first,
        opened=layer.id in opened,
        order=order if dense else 0,
        stepper=dense and sound and not settled,
        choice="activation" if layer.bend is not None else "",
        biased=dense,
        sound=sound,
        **_worst(problems, layer.id),
    )


def _detail(layer: Layer) -> str:
    """The second row of a header: the activation, or the number that matters most."""
    if layer.bend is not None:
        return _lower(layer.bend.title())
    if layer.joined:
        return f"+ {layer.joined.replace('_', ' ').capitalize()}"
    if layer.kind in _OVER:
        return _OVER[layer.kind]
    for field in fields(type(layer)):
        if field.change is Change.LIVE and field.form == "float":
            said = field.name if len(field.name) <= len("rate") else field.symbol or field.name
            return f"{said} {written(getattr(layer, field.attribute))}"
    return _lower(layer.title())


def _lower(title: str) -> str:
    """`cross-entropy` of Cross-entropy; ReLU stays as it is."""
    return title[:1].lower() + title[1:] if title.split()[0][1:].islower() else title


def _short(count: int) -> str:
    """24, 999, 8.3k, 12k, 1.2M."""
    for size, sign in ((1_000_000, "M"), (1_000, "k")):
        if count >= size:
            return f"{count / size:.1f}{sign}" if count < 10 * size else f"{count // size}{sign}"
    return str(count)


def _worst(problems: tuple[Problem, ...], key: str) -> dict[str, Any]:
    """Severity and message of the first problem of a column; suggestions mark nothing."""
    for problem in problems:
        own = problem.layer == key
        if key in _FIELDS:
            own = f"{problem.field}.".startswith(_FIELDS[key])
        if own and problem.severity != "suggestion":
            return {"severity": problem.severity, "message": problem.message}
    return {}


def _pairs(design: Design, columns: list[Column]) -> list[Pair]:
    pairs: list[Pair] = []
    keys = [column.key for column in columns]
    for place, layer in enumerate(design.layers):
        target = place + 1
        if layer.elementwise:
            pairs.append(Pair(place, target, "straight"))
            if layer.joined in keys[:target]:
                pairs.append(Pair(keys.index(layer.joined), target, "arc"))
        else:
            units = (columns[place].units or 0) * (columns[target].units or 0)
            pairs.append(Pair(place, target, "dense", units))
    if design.layers:
        pairs.append(Pair(len(columns) - 2, len(columns) - 1, "loss"))
    return pairs

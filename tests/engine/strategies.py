"""Hypothesis strategies for designs, read off the families' own fields."""

from __future__ import annotations

from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

from engine.data import Csv, Data
from engine.data.tabular import TableColumn
from engine.design import Design, EarlyStopping, Training
from engine.errors import SpecError
from engine.layers import Layer
from engine.layers.names import is_reserved
from engine.spec import Field, Spec, fields, members

SMALL = 24  # what counts above a field's own minimum are held to, where training is meant


def values(field: Field, most: int | None = None) -> st.SearchStrategy[Any]:
    """What may stand in a field; whole numbers at most `most` above their minimum."""
    allowed = _values(field, most)
    return st.none() | allowed if field.optional else allowed


def _values(field: Field, most: int | None) -> st.SearchStrategy[Any]:
    meta = field.meta
    if field.form == "float":
        return st.floats(
            field.minimum,
            field.maximum,
            exclude_min=meta.gt is not None,
            exclude_max=meta.lt is not None,
        )
    if field.form == "int":
        low, high = int(field.minimum or 0), int(field.maximum or 0)
        return st.integers(low, high if most is None else min(high, low + most))
    if field.form == "bool":
        return st.booleans()
    if field.form == "choice":
        return st.sampled_from(field.choices)
    if field.form == "text":
        if meta.pattern is not None:
            return names()
        letters = st.characters(codec="utf-8", exclude_characters="\0")
        return st.text(
            letters, min_size=meta.min_length or 0, max_size=min(meta.max_length or 0, 9)
        )
    if field.form == "list":
        assert field.item is not None
        entries = values(field.item, most)
        plain = field.item.form in ("choice", "text")
        return st.lists(entries, max_size=4, unique=plain).map(tuple)
    assert field.family is not None
    return members_of(field.family, most) if field.family.family else specs(field.family, most)


def names() -> st.SearchStrategy[str]:
    """Ids that a layer may have."""
    return st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True).filter(
        lambda name: not is_reserved(name)
    )


@st.composite
def specs(draw: st.DrawFn, cls: type[Spec], most: int | None = None, **given: Any) -> Any:
    """A Spec of this class with some of its fields drawn; `given` ones are as they are."""
    for field in fields(cls):
        if field.attribute in given:
            continue
        if field.required or draw(st.booleans()):
            given[field.attribute] = draw(values(field, most))
    try:
        return cls(**given)
    except SpecError:  # fields that do not go together
        reject()


def members_of(family: type[Spec], most: int | None = None) -> st.SearchStrategy[Any]:
    """Any member of a family."""
    return st.sampled_from(list(members(family).values())).flatmap(lambda cls: specs(cls, most))


@st.composite
def layer_lists(draw: st.DrawFn, most: int | None = None) -> tuple[Layer, ...]:
    """Up to seven layers of any kind, ids unique or left out, residuals mostly from a layer
    before."""
    layers: list[Layer] = []
    known: list[str] = []
    for _ in range(draw(st.integers(0, 7))):
        cls: Any = draw(st.sampled_from(list(members(Layer).values())))
        given: dict[str, Any] = {}
        for field in fields(cls):
            if field.name == "from" and known:
                given[field.attribute] = draw(st.sampled_from(known) | names())
        taken = set(known)
        layer_id = draw(st.just("") | names().filter(lambda name, taken=taken: name not in taken))
        layers.append(draw(specs(cls, most, id=layer_id, **given)))
        if layer_id:
            known.append(layer_id)
    return tuple(layers)


@st.composite
def designs(draw: st.DrawFn, data: st.SearchStrategy[Data], most: int | None = None) -> Design:
    """Any design, whether its parts go together or not."""
    early = st.none() | specs(EarlyStopping, most)
    training = draw(specs(Training, most, early_stopping=draw(early)))
    try:
        return draw(
            specs(Design, most, data=draw(data), layers=draw(layer_lists(most)), training=training)
        )
    except SpecError:
        reject()


def drawn_data(most: int | None = None) -> st.SearchStrategy[Any]:
    """Data that needs no file."""
    kinds = [cls for cls in members(Data).values() if not any(f.required for f in fields(cls))]
    return st.sampled_from(kinds).flatmap(lambda cls: specs(cls, most))


@st.composite
def fitting_designs(draw: st.DrawFn, most: int = SMALL) -> Design:
    """Designs whose last layer has the units its data asks for, most of which can be trained."""
    data = draw(drawn_data(most))
    facts = data.facts()
    units = max(1, len(facts.classes)) if facts is not None else 1
    last = draw(specs(members(Layer)["dense"], most, id="the_last", units=units))
    whole = draw(designs(st.just(data), most))
    layers = tuple(layer for layer in whole.layers if layer.id != "the_last")
    try:
        return Design(seed=whole.seed, data=data, layers=(*layers, last), training=whole.training)
    except SpecError:
        reject()


@st.composite
def tables(draw: st.DrawFn, path: str = "table.csv") -> tuple[str, Csv]:
    """A small text table, mostly one that can be learned from, and data that reads it."""
    rows = draw(st.integers(2, 30))
    names = draw(st.lists(st.sampled_from("abcd"), min_size=1, max_size=3, unique=True))
    usual = st.floats(-100, 100).map(repr)
    odd = st.sampled_from(["", "NA", "0", "1e30", "-1e30", "1e-300", "7", "x"])
    huge = st.sampled_from(["1e30", "-1e30", "1e-300", "5", "2.5"])
    kinds = [usual, usual, usual, st.just("3"), st.just(""), huge, usual | odd]
    columns = {}
    for name in names:
        columns[name] = draw(st.lists(draw(st.sampled_from(kinds)), min_size=rows, max_size=rows))
    few = st.sampled_from("01"), st.sampled_from("012"), st.sampled_from(["yes", "no"])
    answers = [usual, usual, *few, *few, huge, st.sampled_from(["yes", "no", ""])]
    columns["y"] = draw(st.lists(draw(st.sampled_from(answers)), min_size=rows, max_size=rows))
    lines = [",".join(columns), *(",".join(row) for row in zip(*columns.values(), strict=True))]
    listed = tuple(
        draw(specs(TableColumn, name=name, type="number", role="input")) for name in names
    )
    try:
        data = draw(
            specs(
                Csv,
                path=path,
                target="y",
                task=draw(
                    st.sampled_from(["auto", "auto", "auto", "classification", "regression"])
                ),
                columns=draw(st.none() | st.just(listed)),
                split_by=draw(st.sampled_from([None, None, None, "order", *names])),
                separator=draw(st.sampled_from([None, ","])),
                decimal=draw(st.sampled_from([None, "."])),
                encoding="utf-8",
                header=True,
            )
        )
    except SpecError:
        reject()
    return "\n".join(lines) + "\n", data

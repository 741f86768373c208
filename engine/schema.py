"""What a design file may hold, for programs as a JSON schema and for people as a table: both are
read off the fields that the Specs declare, so that neither can say something else than they do."""

from __future__ import annotations

import inspect
from typing import Any

import msgspec

from engine.design import Design
from engine.designfile import FORMAT, VERSION
from engine.spec import Field, Spec, fields, join_families, kind_of, members, shown


def json_schema() -> dict[str, Any]:
    """The JSON schema (2020-12) of a design file.

    It is necessary, not sufficient: what one value asks of another is left to the reader.
    """
    join_families()
    schema: dict[str, Any] = msgspec.json.schema(Design)
    definitions: dict[str, Any] = schema["$defs"]
    for definition in definitions.values():
        if "description" in definition:
            definition["description"] = inspect.cleandoc(definition["description"])
    design = definitions["Design"]
    design["properties"] = {
        "format": {"description": "what this file is", "const": FORMAT},
        "version": {"description": "version of the format", "const": VERSION},
        **design["properties"],
    }
    design["required"] = ["format", "version", *design.get("required", [])]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Perceptron Playground design",
        **schema,
    }


# --- the table --------------------------------------------------------------------------------


def markdown() -> str:
    """A table a section: every field with its values, default, change class and meaning."""
    found: dict[type[Spec], str] = {}
    _visit(Design, "", found)
    return "\n\n".join(_section(cls, place) for cls, place in found.items()) + "\n"


def _visit(cls: type[Spec], place: str, found: dict[type[Spec], str]) -> None:
    """Note where each part of a design stands first, in the order of the file."""
    if cls in found:
        return
    found[cls] = place
    for kind in _kinds(cls).values():
        for field in fields(kind):
            if field.family is not None:
                index = "[…]" if field.form == "list" else ""
                joint = "." if place else ""
                _visit(field.family, f"{place}{joint}{field.name}{index}", found)


def _kinds(cls: type[Spec]) -> dict[str, type[Spec]]:
    """The kinds that may stand where `cls` is declared: a family's members, or itself alone."""
    return members(cls) if cls.family else {"": cls}


def _section(cls: type[Spec], place: str) -> str:
    kinds = _kinds(cls)
    rows: dict[tuple[str, ...], list[str]] = {}
    for kind, member in kinds.items():
        for field in fields(member):
            rows.setdefault(_row(field), []).append(kind)
    head = f"#### `{place}`" if place else "#### The design"
    named = ", ".join(f"`{kind}`" for kind in kinds if kind)
    paragraphs = [head, f"`kind` is one of {named}."] if named else [head]
    table = [["field", "of", "values", "default", "change", "meaning"]]
    names = [name for name, *_ in rows]
    for (name, *rest), having in sorted(rows.items(), key=lambda row: names.index(row[0][0])):
        of = "all" if len(having) == len(kinds) else " ".join(f"`{kind}`" for kind in having)
        table.append([name, of, *rest])
    if not named:
        table = [[row[0], *row[2:]] for row in table]
    if len(table) > 1:
        table.insert(1, ["---"] * len(table[0]))
        paragraphs.append("\n".join(f"| {' | '.join(row)} |" for row in table))
    return "\n\n".join(paragraphs)


def _row(field: Field) -> tuple[str, ...]:
    default = "required" if field.required else f"`{_escaped(_default(field.default))}`"
    symbol = f" ({field.symbol})" if field.symbol else ""
    return (
        f"`{field.name}`",
        _values(field),
        default,
        field.change.name.lower(),
        _escaped(field.description) + symbol,
    )


def _values(field: Field) -> str:
    """What may stand in the field, with its unit."""
    if field.form == "choice":
        words = " ".join(f"`{_escaped(shown(choice))}`" for choice in field.choices)
    elif field.form == "spec":
        named = field.family is not None and field.family.family
        words = f"any {field.family.family}" if field.family and named else "an object"
    elif field.form == "list":
        items = {"spec": "objects", "text": "texts"}
        item = field.item
        entries = "" if item is None else items.get(item.form) or f"of {_values(item)}"
        words = f"at most {field.meta.max_length} {entries}"
    else:
        words = _escaped(field.expected.removesuffix(", or null"))
        words += ", whole" if field.form == "int" else ""
    unit = f" {field.unit}" if field.unit else ""
    return f"{words}{unit}, or null" if field.optional else f"{words}{unit}"


def _default(value: Any) -> str:
    """A default as short as a file may write it: fields that say nothing new are left out."""
    written = msgspec.json.format(msgspec.json.encode(_shortest(value)), indent=0)
    return written.decode()


def _shortest(value: Any) -> Any:
    if not isinstance(value, Spec):
        return value
    raw: dict[str, Any] = {"kind": kind_of(type(value))} if value.family else {}
    for field in fields(type(value)):
        own = getattr(value, field.attribute)
        if field.required or own != field.default:
            raw[field.name] = _shortest(own)
    return raw


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")

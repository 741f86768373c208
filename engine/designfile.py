"""A design on disk: readable, diffable JSON whose mistakes are named by their place in the file."""

from __future__ import annotations

import copy
import difflib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import msgspec

from engine.design import Design
from engine.errors import FormatError, SpecError
from engine.files import read_limited, write_atomically
from engine.spec import Field, Spec, fields, join_families, members, shown

S = TypeVar("S", bound=Spec)

FORMAT = "perceptron-playground"
VERSION = 1
SUFFIX = ".playground"
LARGEST = 32_000_000  # bytes
DEEPEST = 32  # nested objects and lists

# version -> a function that turns that version's raw design into the next version's
MIGRATIONS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


def load(path: Path | str) -> Design:
    """Read a design file. Raises FormatError or SpecError whose message starts with the path."""
    content = read_limited(path, LARGEST)
    try:
        return loads(content)
    except SpecError as error:
        raise SpecError(f"{path}: {error.where}", error.reason) from error
    except FormatError as error:
        raise FormatError(f"{path}: {error}", error.fault) from error


def save(design: Design, path: Path | str) -> None:
    """Write a design file whole or not at all. Raises FormatError."""
    write_atomically(path, dumps(design).encode())


def dumps(design: Design) -> str:
    """The design as JSON text, every field spelled out, ending in a newline."""
    content = {"format": FORMAT, "version": VERSION, **to_raw(design)}
    return msgspec.json.format(msgspec.json.encode(content), indent=2).decode() + "\n"


def loads(content: bytes | str) -> Design:
    """A design from JSON. Raises FormatError when it is not JSON or not a design, and SpecError
    with a place such as `$.layers[2].units` when a value may not stand there."""
    raw = parse(content)
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        found = raw.get("format") if isinstance(raw, dict) else raw
        raise FormatError(f'$.format: expected "{FORMAT}", found {shown(found)}.', "foreign")
    version = raw.get("version")
    if type(version) is not int or version < 1:
        raise FormatError(f"$.version: expected a whole number from 1, found {shown(version)}.")
    if version > VERSION:
        raise FormatError(
            f"$.version: expected at most {VERSION}, found {version}. "
            "Open the file with a newer Perceptron Playground.",
            "newer",
        )
    content_only = {key: value for key, value in raw.items() if key not in ("format", "version")}
    for step in range(version, VERSION):
        content_only = MIGRATIONS[step](content_only)
    return from_raw(Design, content_only)


def parse(content: bytes | str) -> Any:
    """JSON as Python values, more strictly than `json`: UTF-8 without a byte order mark, every
    key once, finite numbers, at most 32 deep. Raises FormatError."""
    try:
        text = content.decode("utf-8") if isinstance(content, bytes) else content
    except UnicodeDecodeError as error:
        raise FormatError(f"expected UTF-8, found another byte at {error.start}.") from None
    if text.startswith("\ufeff"):
        raise FormatError("expected UTF-8 without a byte order mark, found one. Remove it.")
    if _too_deep(text):
        raise FormatError(f"expected at most {DEEPEST} levels of nesting, found more.")
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise FormatError(f"{place}: expected JSON: {error.msg}.") from error
    except ValueError as error:  # a whole number of thousands of digits
        raise FormatError(f"expected JSON: {error}.") from None


# A string, also one that never ends, as one token; possessive, so that no file makes it slow.
_TOKENS = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{}\]]', re.DOTALL)


def _too_deep(text: str) -> bool:
    depth = 0
    for token in _TOKENS.finditer(text):
        first = text[token.start()]
        if first != '"':
            depth += 1 if first in "[{" else -1
        if depth > DEEPEST:
            return True
    return False


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise FormatError(f"expected every key once, found {shown(name)} twice.")
            seen.add(name)
    return result


def _refuse_constant(name: str) -> NoReturn:
    raise FormatError(f"expected finite numbers, found {name}.")


# --- raw values and designs -------------------------------------------------------------------


def to_raw(spec: Spec) -> dict[str, Any]:
    """The Spec as dicts, lists and plain values, as files hold it."""
    raw: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(spec))
    return raw


def from_raw(cls: type[S], raw: Any) -> S:
    """The Spec that the raw value describes. Raises SpecError naming the place as `$.…`."""
    join_families()
    try:
        return msgspec.convert(raw, cls)
    except msgspec.ValidationError as error:
        raise _explain(cls, raw, error) from None
    except UnicodeEncodeError as error:
        found = shown(error.object)
        raise SpecError("$", f"expected text that UTF-8 can hold, found {found}.") from None


def _explain(cls: type[Spec], raw: Any, error: msgspec.ValidationError) -> SpecError:
    """The same refusal in our words: place, expected, found, what to do."""
    message, _, place = str(error).partition(" - at `")
    path = place.rstrip("`") or "$"
    if isinstance(error.__cause__, SpecError):
        return error.__cause__.inside(path)
    try:
        owner, field, value = _follow(cls, raw, path)
    except (LookupError, TypeError, AttributeError):  # an unknown field named like a place
        return SpecError("$", f"{message}.")
    name = re.search(r"field `(.*)`$", message)
    if name is not None and "missing" in message:
        return SpecError(f"{path}.{name[1]}", _missing(owner, name[1]))
    if name is not None:
        return SpecError(path, _unknown(owner, name[1]))
    if path.endswith(".kind") and field is not None:
        kinds = [] if field.family is None else list(members(field.family))
        return SpecError(path, _unlisted("one of the kinds", kinds, value))
    if field is None:
        return SpecError(path, f"expected an object, found {shown(value)}.")
    return SpecError(path, field.refuse(value).reason)


def _follow(cls: type[Spec], raw: Any, path: str) -> tuple[type[Spec], Field | None, Any]:
    """The class, field and raw value that `path` leads to."""
    owner: type[Spec] = cls
    field: Field | None = None
    for token in re.findall(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]", path):
        name, index = token
        if index:
            raw = raw[int(index)]
            field = field.item if field is not None else None
        elif name == "kind":
            return owner, field, raw.get("kind")
        else:
            field = next((f for f in fields(owner) if f.name == name), None)
            raw = raw.get(name)
        if field is not None and field.family is not None and isinstance(raw, dict):
            owner = _member(field, raw) or owner
    return owner, field, raw


def _member(field: Field, raw: dict[str, Any]) -> type[Spec] | None:
    if field.family is None or not field.family.family:
        return field.family
    kind = raw.get("kind")
    return members(field.family).get(kind) if isinstance(kind, str) else None


def _missing(owner: type[Spec], name: str) -> str:
    field = next((f for f in fields(owner) if f.name == name), None)
    expected = "a kind" if field is None else field.expected
    return f"expected {expected}, found nothing. Add the field."


def _unknown(owner: type[Spec], name: str) -> str:
    known = [field.name for field in fields(owner)]
    return _unlisted("no other fields than", known, name)


def _unlisted(noun: str, known: list[str], found: Any) -> str:
    near = difflib.get_close_matches(str(found)[:100], known, n=1)
    hint = f' Did you mean "{near[0]}"?' if near else ""
    return f"expected {noun} {', '.join(known)}, found {shown(found)}.{hint}"


# --- editing by path --------------------------------------------------------------------------


def edited(design: Design, changes: dict[str, Any]) -> Design:
    """The design with raw values put at dotted paths, as `--set` and fixes do.

    `training.optimizer.learning_rate`, `layers.dense_1.units` (by id) or `layers[0].units`. A
    text where an object stands is its kind, and a new kind keeps the fields both have. Raises
    SpecError naming the path.
    """
    raw = to_raw(design)
    for path, value in changes.items():
        _put(raw, path, value)
    return from_raw(Design, raw)


def with_kind(field: Field, old: Spec | None, kind: str) -> Spec:
    """The member of the field's family of that kind, with what `old` says of the fields both have.

    Raises SpecError where no member has the kind, or where the kept fields may not stand in it.
    """
    new: dict[str, Any] = {"kind": kind}
    cls = _member(field, new)
    if cls is None:
        kinds = [] if field.family is None else list(members(field.family))
        raise SpecError(field.name, _unlisted("one of the kinds", kinds, kind))
    return from_raw(cls, new if old is None else _keeping(field, to_raw(old), new))


def _put(root: dict[str, Any], path: str, value: Any) -> None:
    steps = re.findall(r"[^.\[\]]+", path)
    if not steps:
        raise SpecError("--set", f"expected PATH=VALUE, found an empty path before {shown(value)}.")
    if steps[-1] == "kind" and len(steps) > 1:
        steps.pop()
    parent: Any = root
    place = "$"
    for position, step in enumerate(steps):
        key = _key(parent, step, ".".join(steps[: position + 1]))
        place += f"[{key}]" if isinstance(key, int) else f".{key}"
        if position < len(steps) - 1:
            if parent[key] is None:
                parent[key] = _only_choice(root, place)
            parent = parent[key]
    _, field, old = _follow(Design, root, place)
    if field is not None and field.form == "spec" and field.family is not None:
        if isinstance(value, str):
            value = {"kind": value}
        if isinstance(value, dict) and isinstance(old, dict):
            value = _keeping(field, old, value)
    parent[key] = copy.deepcopy(value)


def _only_choice(root: dict[str, Any], place: str) -> dict[str, Any] | None:
    """The object that may stand at a null field of a design; None where there are several kinds."""
    _, field, _ = _follow(Design, root, place)
    if field is None or field.family is None or field.family.family:
        return None
    return to_raw(field.family())


def _key(parent: Any, step: str, where: str) -> Any:
    if isinstance(parent, dict):
        if step not in parent:
            raise SpecError(where, _unlisted("one of", list(parent), step))
        return step
    if isinstance(parent, list):
        ids = [str(entry.get("id", "")) if isinstance(entry, dict) else "" for entry in parent]
        if step in ids:
            return ids.index(step)
        if step.isdecimal() and int(step) < len(parent):
            return int(step)
        raise SpecError(where, _unlisted("one of", [name for name in ids if name], step))
    raise SpecError(where, f"expected a field of an object, found {shown(parent)} above it.")


def _keeping(field: Field, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """`new`, and from `old` the fields that the new kind has too."""
    cls = _member(field, new if "kind" in new else old)
    if cls is None:
        return new
    kept = {"kind", *(inner.name for inner in fields(cls))}
    return {key: value for key, value in old.items() if key in kept} | new

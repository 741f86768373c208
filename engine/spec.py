"""A Spec is one choice in a design, as a frozen value: it knows its own bounds, units and help.

Families (activations, losses, optimizers, …) are base classes; a member registers itself by being
defined with a kind of its own: `class ReLU(Activation, tag="relu")`. The file format, the JSON
schema, the inspector, `--set` and the error messages are all read off the fields declared here.
"""

from __future__ import annotations

import inspect
import math
import re
import types
from enum import IntEnum
from functools import cache, reduce
from numbers import Real
from operator import is_, or_
from typing import Annotated, Any, ClassVar, Literal, TypeVar, Union, get_args, get_origin
from typing import get_type_hints as _get_type_hints

import msgspec
from msgspec import UNSET, Meta

from engine.errors import SpecError

S = TypeVar("S", bound="Spec")


class Change(IntEnum):
    """What a changed field asks of a running training, from nothing to a new network."""

    LAYOUT = 0  # nothing happens
    LIVE = 1  # applied between two batches
    RESTART = 2  # a fresh start (another seed: on new data), or these weights, fresh optimizer
    DATA = 3  # new data, fresh start
    TOPOLOGY = 4  # another network; surviving weights may be kept


class Spec(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
    tag=True,
):
    """Base of everything a design is made of.

    Constructing one validates every field: ints become floats where a float is declared, lists
    become tuples, NaN and infinities are refused. Raises SpecError naming the field.
    """

    family: ClassVar[str] = ""
    label: ClassVar[str] = ""

    def __init_subclass__(cls, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        if "family" in cls.__dict__:
            _registry[cls.family] = (cls, [])
        elif cls.family:
            if _joined:
                raise SpecError(cls.__name__, _TOO_LATE)
            _registry[cls.family][1].append(cls)
        _classes.append(cls)

    def __post_init__(self) -> None:
        for field in fields(type(self)):
            value = getattr(self, field.attribute)
            checked = field.check(value)
            if checked is not value:
                msgspec.structs.force_setattr(self, field.attribute, checked)

    @property
    def kind(self) -> str:
        """The member's name in files, such as `leaky_relu`."""
        return kind_of(type(self))

    @classmethod
    def title(cls) -> str:
        """The member's name as people read it, such as `Leaky ReLU`."""
        return cls.label or kind_of(cls).replace("_", " ").capitalize()


_registry: dict[str, tuple[type[Spec], list[type[Spec]]]] = {}
_classes: list[type[Spec]] = []
_joined: list[bool] = []
_TOO_LATE = (
    "expected to be defined before the first design is read, found after. "
    "Import the module that defines it first."
)


def kind_of(cls: type[Spec]) -> str:
    """The kind a class is written as in files; a class without one of its own is abstract."""
    return str(cls.__struct_config__.tag)


def families() -> tuple[str, ...]:
    """Names of all families, in the order they were defined."""
    return tuple(_registry)


def members(family: type[S] | str) -> dict[str, type[S]]:
    """Every member of a family by its kind, in the order they were defined."""
    name = family if isinstance(family, str) else family.family
    classes: list[Any] = _registry[name][1]
    return {kind_of(cls): cls for cls in classes if kind_of(cls) != cls.__name__}


def join_families() -> None:
    """Tell msgspec the members of every family, once, before the first file is read.

    msgspec caches a type at its first use, so a field declared as `Activation` must by then mean
    "any activation"; members defined afterwards are refused with a SpecError.
    """
    if _joined:
        return
    for cls in _classes:
        fields(cls)  # read once while a family is still its base class, then kept
    for cls in _classes:
        hints = _hints(cls)
        own = inspect.get_annotations(cls)
        cls.__annotations__ = {name: _widen(hints[name]) for name in own if name in hints}
    _joined.append(True)


def _hints(cls: type[Spec]) -> dict[str, Any]:
    hints = _get_type_hints(cls, include_extras=True)
    return {name: hint for name, hint in hints.items() if get_origin(hint) is not ClassVar}


def _widen(hint: Any) -> Any:
    """`hint` with every family's base class replaced by the union of the family's members."""
    if isinstance(hint, type) and issubclass(hint, Spec) and "family" in hint.__dict__:
        return reduce(or_, members(hint).values())
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return Annotated[(_widen(arguments[0]), *arguments[1:])]
    if origin in (Union, types.UnionType):
        return reduce(or_, (_widen(argument) for argument in arguments))
    if origin is tuple:
        return types.GenericAlias(tuple, tuple(_widen(argument) for argument in arguments))
    return hint


# --- declaring fields -------------------------------------------------------------------------


def number(
    minimum: float,
    maximum: float,
    description: str,
    *,
    change: Change = Change.RESTART,
    above: bool = False,
    below: bool = False,
    unit: str = "",
    symbol: str = "",
    log: bool = False,
    advice: str = "",
) -> Meta:
    """A number from `minimum` to `maximum`; `above` and `below` leave that bound itself out.

    `log` asks editors for steps of 1–3–10; `symbol` is the letter in the course's formulas.
    """
    bounds: dict[str, Any] = {"gt" if above else "ge": minimum, "lt" if below else "le": maximum}
    extra = {"change": change, "unit": unit, "symbol": symbol, "log": log, "advice": advice}
    return Meta(description=description, extra=extra, **bounds)


def part(description: str, *, change: Change = Change.RESTART) -> Meta:
    """A field that holds a switch, a choice or another Spec."""
    return Meta(description=description, extra={"change": change})


def text(
    description: str,
    *,
    change: Change = Change.LAYOUT,
    pattern: str | None = None,
    longest: int = 4096,
    shortest: int | None = None,
    advice: str = "",
) -> Meta:
    """A text of at most `longest` characters that matches `pattern` as a whole."""
    return Meta(
        description=description,
        pattern=None if pattern is None else f"^(?:{pattern})$",
        max_length=longest,
        min_length=shortest,
        extra={"change": change, "advice": advice},
    )


def items(description: str, *, change: Change, most: int) -> Meta:
    """A list of at most `most` entries."""
    return Meta(description=description, max_length=most, extra={"change": change})


# --- reading fields back ----------------------------------------------------------------------


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one field of a Spec: enough to edit, check, document and set it.

    `form` is one of `float int bool text choice spec list`; `family` is the base class (or the
    one class) that a `spec`, or a `list` of them, holds.
    """

    name: str
    attribute: str
    form: str
    optional: bool
    required: bool
    default: Any
    meta: Meta
    choices: tuple[str, ...] = ()
    family: type[Spec] | None = None
    item: Field | None = None

    @property
    def description(self) -> str:
        return self.meta.description or ""

    @property
    def change(self) -> Change:
        return Change(self._extra("change", Change.RESTART))

    @property
    def unit(self) -> str:
        return str(self._extra("unit", ""))

    @property
    def symbol(self) -> str:
        return str(self._extra("symbol", ""))

    @property
    def log(self) -> bool:
        return bool(self._extra("log", False))

    @property
    def minimum(self) -> float | None:
        return self.meta.gt if self.meta.ge is None else self.meta.ge

    @property
    def maximum(self) -> float | None:
        return self.meta.lt if self.meta.le is None else self.meta.le

    def _extra(self, key: str, default: Any) -> Any:
        return (self.meta.extra or {}).get(key, default)

    @property
    def expected(self) -> str:
        """What may stand here, in words: `1 to 4096`, `true or false`, `one of: l1, l2`."""
        words = self._expected_value()
        return f"{words}, or null" if self.optional else words

    def _expected_value(self) -> str:
        meta = self.meta
        if self.form in ("float", "int"):
            if self.minimum is None or self.maximum is None:
                return self._noun
            low, high = plain(self.minimum), plain(self.maximum)
            if meta.gt is None and meta.lt is None:
                return f"{low} to {high}"
            low = f"more than {low}" if meta.gt is not None else f"at least {low}"
            high = f"less than {high}" if meta.lt is not None else f"at most {high}"
            return f"{low} and {high}"
        if self.form == "bool":
            return "true or false"
        if self.form == "choice":
            return f"one of: {', '.join(self.choices)}"
        if self.form == "text":
            if meta.pattern:
                return f"a text that matches {meta.pattern[4:-2].removeprefix('|')}"
            return f"a text of at most {meta.max_length} characters"
        if self.form == "spec" and self.family is not None:
            kinds = members(self.family) if self.family.family else {}
            return f"one of the kinds {', '.join(kinds)}" if kinds else "an object"
        return f"a list of at most {meta.max_length} entries"

    def refuse(self, found: Any) -> SpecError:
        """The error that says what this field expects and what was found instead."""
        advice = str(self._extra("advice", ""))
        wrong_type = self.form in ("float", "int") and (
            isinstance(found, bool) or not isinstance(found, int if self.form == "int" else Real)
        )
        noun = f"{self._noun}: " if wrong_type and self.minimum is not None else ""
        reason = f"expected {noun}{self.expected}, found {shown(found)}."
        return SpecError(self.name, f"{reason} {advice}" if advice else reason)

    @property
    def _noun(self) -> str:
        return "a whole number" if self.form == "int" else "a number"

    def check(self, value: Any) -> Any:
        """`value` as this field keeps it; raises SpecError when it may not stand here."""
        if value is None:
            if self.optional:
                return None
            raise self.refuse(value)
        return getattr(self, f"_check_{self.form}")(value)

    def _check_float(self, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self.refuse(value)
        try:
            real = float(value)
        except OverflowError:
            raise self.refuse(value) from None
        if not math.isfinite(real) or not self._within(real):
            raise self.refuse(value)
        return value if type(value) is float else real

    def _check_int(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not self._within(value):
            raise self.refuse(value)
        return value

    def _within(self, value: float) -> bool:
        meta = self.meta
        return (
            (meta.ge is None or value >= meta.ge)
            and (meta.gt is None or value > meta.gt)
            and (meta.le is None or value <= meta.le)
            and (meta.lt is None or value < meta.lt)
        )

    def _check_bool(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise self.refuse(value)
        return value

    def _check_text(self, value: Any) -> str:
        meta = self.meta
        if (
            not isinstance(value, str)
            or (meta.max_length is not None and len(value) > meta.max_length)
            or (meta.min_length is not None and len(value) < meta.min_length)
            or (meta.pattern is not None and not re.fullmatch(meta.pattern, value))
            or "\0" in value
            or not _encodable(value)
        ):
            raise self.refuse(value)
        return value

    def _check_choice(self, value: Any) -> str:
        if not isinstance(value, str) or value not in self.choices:
            raise self.refuse(value)
        return value

    def _check_spec(self, value: Any) -> Spec:
        if self.family is None or not isinstance(value, self.family):
            raise self.refuse(value)
        return value

    def _check_list(self, value: Any) -> tuple[Any, ...]:
        if not isinstance(value, (tuple, list)) or (
            self.meta.max_length is not None and len(value) > self.meta.max_length
        ):
            raise self.refuse(value)
        assert self.item is not None  # a list field always declares its item
        checked = []
        for index, entry in enumerate(value):
            try:
                checked.append(self.item.check(entry))
            except SpecError as error:
                where = error.where.removeprefix(self.item.name)
                raise SpecError(f"{self.name}[{index}]{where}", error.reason) from None
        if isinstance(value, tuple) and all(map(is_, checked, value)):
            return value
        return tuple(checked)


def _encodable(value: str) -> bool:
    """Whether the text can be written as UTF-8 (lone surrogates cannot)."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


@cache
def fields(cls: type[Spec]) -> tuple[Field, ...]:
    """The declared fields of a Spec class, in file order, without `kind`."""
    hints = _hints(cls)
    defaults = cls.__struct_defaults__
    names = cls.__struct_fields__
    first_default = len(names) - len(defaults)
    result = []
    for position, attribute in enumerate(names):
        default = defaults[position - first_default] if position >= first_default else UNSET
        required = default is UNSET or default is msgspec.NODEFAULT
        if isinstance(default, msgspec._core.Factory):
            default = default.factory()
        name = cls.__struct_encode_fields__[position]
        result.append(
            _field(name, attribute, hints[attribute], required, None if required else default)
        )
    return tuple(result)


def _field(name: str, attribute: str, hint: Any, required: bool, default: Any) -> Field:
    meta = Meta()
    optional = False
    while get_origin(hint) in (Annotated, Union, types.UnionType):
        arguments = get_args(hint)
        if get_origin(hint) is Annotated:
            hint, meta = arguments[0], arguments[1]
        else:
            optional = True
            (hint,) = (argument for argument in arguments if argument is not type(None))
    described: dict[str, Any] = {}
    if hint in _SCALARS:
        described["form"] = _SCALARS[hint]
    elif get_origin(hint) is Literal:
        described |= {"form": "choice", "choices": get_args(hint)}
    elif get_origin(hint) is tuple:
        item = _field(name, attribute, get_args(hint)[0], True, None)
        described |= {"form": "list", "item": item, "family": item.family}
    else:
        described |= {"form": "spec", "family": hint}
    return Field(
        name=name,
        attribute=attribute,
        optional=optional,
        required=required,
        default=default,
        meta=meta,
        **described,
    )


_SCALARS: dict[Any, str] = {float: "float", int: "int", bool: "bool", str: "text"}


def plain(value: float) -> str:
    """A number as people write it: 4096, 0.5, 1e-30."""
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:g}"


def shown(value: Any) -> str:
    """A value as it would stand in a file, cut to 40 characters."""
    if isinstance(value, Spec):
        return value.kind
    try:
        written = msgspec.json.encode(value).decode()
    except (TypeError, UnicodeError, msgspec.MsgspecError, RecursionError, OverflowError):
        written = repr(value)
    if isinstance(value, float) and not math.isfinite(value):
        written = str(value)
    return written if len(written) <= 40 else written[:37] + "…"

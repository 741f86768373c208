"""What a Spec's field is called and what is said of it, from what the field itself declares."""

from __future__ import annotations

import re
import unicodedata

from engine.data import FEATURES
from engine.errors import SpecError
from engine.spec import Field, Spec
from playground.widgets.numbers import Scale

# Names of the file format that are not what people say.
_SAID = {
    "id": "Name",
    "stddev": "Deviation",
    "from": "Adds",
    "validation_fraction": "Validation share",
    "test_fraction": "Test share",
}


def label(field: Field) -> str:
    """`Learning rate` for learning_rate; `Beta` for beta1, whose symbol says which."""
    name = name_of(field)
    script, _, letter = unicodedata.name((field.symbol or " ")[0], "").rpartition(" ")
    spelled = script.startswith("GREEK") and name.upper().startswith(letter)
    return letter.capitalize() if spelled else name


def name_of(field: Field) -> str:
    """`Learning rate` for learning_rate."""
    return sentence(_SAID.get(field.name, field.name).replace("_", " "))


def sentence(words: str) -> str:
    """The words with a capital first letter."""
    return words[:1].upper() + words[1:]


def tip(field: Field) -> str:
    """One sentence on what the field means, without what only files say."""
    words = re.sub(r"; null .*$", "", field.description).replace("null", "nothing")
    unit = f", in {field.unit}" if field.unit else ""
    return f"{sentence(words)}{unit}." if words else ""


def about(cls: type[Spec]) -> str:
    """What a member does, as its own documentation begins; the way back is left to pictures."""
    first = re.split(r"\n\s*\n", cls.__doc__ or "", maxsplit=1)[0]
    one_line = " ".join(first.replace("`", "").split())
    return re.sub(r";\s+(?:dz|∂J/∂y) = .*?(?=\.(?: |$))", "", one_line)


def choice(key: str) -> str:
    """One of a field's choices as people read it: `x₁²`, `Validation loss`, `Comma`."""
    if key in FEATURES:
        return FEATURES[key].label
    if len(key) == 1:
        return unicodedata.name(key, "tab").capitalize()
    if re.fullmatch("[a-z]+(_[a-z]+)*", key):
        return sentence(key.replace("_", " "))
    return key


def absent(field: Field) -> str:
    """What stands in an editor for nothing: all of a number, no part, whatever is found."""
    if field.form in ("int", "float"):
        return "All"
    return "None" if field.form == "spec" else "Automatic"


def scale(field: Field) -> Scale:
    """What a number may be and how it steps; a number without bounds may be any."""
    low, high = field.minimum, field.maximum
    return Scale(
        minimum=-1e15 if low is None else low,
        maximum=1e15 if high is None else high,
        whole=field.form == "int",
        above=field.meta.gt is not None,
        below=field.meta.lt is not None,
        log=field.log,
    )


def reason(error: SpecError, field: Field) -> str:
    """Why an edit of `field` was refused, as a sentence beneath its editor."""
    place = error.where.removeprefix("$.").removeprefix(field.name).lstrip(".")
    place = re.sub(r"^\[\d+\]\.?", "", place)
    said = sentence(error.reason)
    return said if not place else f"{sentence(place.replace('_', ' '))}: {error.reason}"

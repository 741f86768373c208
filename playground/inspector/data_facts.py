"""What there is to say of data in a few words: its name, and how much of what it holds."""

from __future__ import annotations

from pathlib import PurePath

from engine.data import Csv, Data, Prepared, Sampled


def titled(data: Data) -> str:
    """`Spiral`; of a table the name of its file."""
    return file_name(data.path) if isinstance(data, Csv) else type(data).title()


def file_name(path: str) -> str:
    """The last part of a path as any system writes it."""
    return PurePath(path.replace("\\", "/")).name


def described(data: Data, prepared: Prepared | None = None, *, briefly: bool = False) -> str:
    """`500 points, 2 inputs, 2 classes`, as far as it is known; briefly without the inputs."""
    facts = data.facts()
    parts = []
    if isinstance(data, Sampled):
        parts.append(_count(data.samples, "point"))
    elif prepared is not None:
        rows = (prepared.y_train, prepared.y_validation, prepared.y_test)
        parts.append(_count(sum(len(part) for part in rows), "row"))
    if facts is not None:
        inputs, classes, target = facts.inputs, facts.classes, facts.target
    elif prepared is not None:
        inputs, classes, target = prepared.inputs, prepared.classes, prepared.target
    else:
        return "Not read yet."
    if not briefly:
        parts.append(_count(len(inputs), "input"))
    parts.append(_count(len(classes), "class") if classes else f"{target} is a number")
    return ", ".join(parts)


def _count(number: int, noun: str) -> str:
    plural = "es" if noun.endswith("s") else "s"
    return f"{number:,} {noun}{'' if number == 1 else plural}"

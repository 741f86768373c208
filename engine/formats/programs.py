"""A network as a program of its own, readable on a page: constants, preprocessing, the layers,
what their outputs mean, and the numbers at the end.

Names of columns, classes and designs come from people and files: they enter a program as literals
only, and every identifier is ours or a checked layer id.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from string import Template
from typing import Any, ClassVar

from numpy.typing import NDArray

from engine.data import FEATURES, Dialect, Preprocessing, TargetCode
from engine.design import Design
from engine.formats.checkpoint import Checkpoint
from engine.formats.source import block, counted, in_docstring, listing, literal
from engine.layers import Layer
from engine.network import shapes

Array = NDArray[Any]


class Language(ABC):
    """One library a network can be written for.

    `prediction` is the lines that set `y` (N, O), a float64 NumPy array, from `rows`.
    """

    name: ClassVar[str]
    imports: ClassVar[tuple[str, ...]]

    @abstractmethod
    def layer(self, layer: Layer, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        """The layer's own lines from the variable `x` to `y`. Raises NoExpressionError."""

    def lines(self, design: Design) -> list[str]:
        """Every layer's lines under its id, from `x` to a return."""
        lines: list[str] = []
        outputs: dict[str, str] = {}
        x = "x"
        for place, layer in enumerate(design.layers, 1):
            y = f"y{place}"
            lines += [f"# {layer.id}", *self.layer(layer, x, y, outputs)]
            outputs[layer.id] = x = y
        return [*lines, f"return {x}"]

    @abstractmethod
    def network(self, design: Design, units: tuple[int, ...]) -> str:
        """Source of all layers, with the `units` before, between and after them."""

    @abstractmethod
    def prediction(self, precision: str) -> list[str]:
        """Source lines that set `y` from `rows`."""

    @abstractmethod
    def numbers(self, tensors: Mapping[str, Array]) -> str:
        """Source that sets `w` to all tensors, written out."""

    @abstractmethod
    def loading(self, design: Design) -> list[str]:
        """Source lines that give the network its weights from `w`."""


def program(
    language: Language, checkpoint: Checkpoint, weights: str = "", imports: Sequence[str] = ()
) -> str:
    """The source of a whole program. `weights` sets `w` by tensor name; by default they are
    written out. Raises FormatError for a member without an expression."""
    design, preprocessing = checkpoint.design, checkpoint.preprocessing
    dialect = design.data.dialect
    classifies = preprocessing.task == "classification"
    numbers = sum(tensor.size for tensor in checkpoint.tensors.values())
    return _PROGRAM.substitute(
        title=in_docstring(" ".join(design.name.split()) or "Untitled"),
        size=f"{counted(len(design.layers), 'layer')} and {numbers:,} numbers",
        language=language.name,
        imports="\n".join((*language.imports, *imports)),
        constants="\n".join(_constants(preprocessing, dialect)),
        raw=f"(N, {len(preprocessing.columns)})",
        inputs=f"(N, {len(preprocessing.inputs)})",
        preprocess=block(_preprocess(preprocessing)),
        network=language.network(design, shapes(design.layers, len(preprocessing.inputs))),
        promise=_CLASSES if classifies else _VALUES,
        outputs=block(language.prediction(design.training.precision)),
        answer=block(_answer(checkpoint.code)),
        encoding=literal("utf-8-sig" if dialect.encoding == "utf-8" else dialect.encoding),
        separator=literal(dialect.separator or ","),
        header=block(_HEADER if dialect.header else _NO_HEADER),
        cell='cell.replace(",", ".")' if dialect.decimal == "," else "cell",
        table=block(_CLASS_TABLE if classifies else _VALUE_TABLE),
        weights=weights or language.numbers(checkpoint.tensors),
        loading="".join(line + "\n" for line in language.loading(design)),
    )


_PROGRAM = Template('''\
"""${title}

A network of ${size}, trained with Perceptron Playground, for ${language}.
As a command it prints a table with its predictions:  python THIS_FILE table.csv
"""

import csv
import math
import sys
${imports}

${constants}


def preprocess(rows):
    """Raw rows ${raw}, NaN where a number is missing, to the network's inputs ${inputs}."""
    raw = np.asarray(rows, np.float64).reshape(-1, len(COLUMNS))
    raw = np.where(np.isnan(raw), FILL, raw)
    if not np.isfinite(raw).all():
        raise ValueError("expected finite numbers; nothing stands in for a missing one")
${preprocess}


${network}


def predict(rows):
    """${promise}"""
${outputs}
${answer}


def number(cell):
    """A cell as a number, NaN where it is missing."""
    cell = cell.strip()
    return math.nan if cell in MISSING else float(${cell})


def main(path):
    """Print the table at `path` with what the network says of every row."""
    with open(path, newline="", encoding=${encoding}) as file:
        rows = [row for row in csv.reader(file, delimiter=${separator}) if row]
${header}
    places = [names.index(name) for name in COLUMNS]
    raw = [[number(row[place]) for place in places] for row in rows]
    write = csv.writer(sys.stdout, lineterminator="\\n").writerow
${table}


${weights}
${loading}

if __name__ == "__main__":
    main(sys.argv[1])
''')

_CLASSES = "The class of each raw row, and the probability of each class (N, classes)."
_VALUES = "The value of each raw row, (N,)."
_HEADER = ["names = [name.strip() for name in rows.pop(0)]"]
_NO_HEADER = ['names = [f"column_{place}" for place in range(1, len(rows[0]) + 1)]']
_CLASS_TABLE = [
    'write([*names, "prediction", *(f"probability_{name}" for name in CLASSES)])',
    "for row, label, p in zip(rows, *predict(raw)):",
    "    write([*row, label, *p.tolist()])",
]
_VALUE_TABLE = [
    'write([*names, "prediction"])',
    "for row, value in zip(rows, predict(raw).tolist()):",
    "    write([*row, value])",
]


def _constants(preprocessing: Preprocessing, dialect: Dialect) -> list[str]:
    fills = [column.fill for column in preprocessing.columns]
    lines = [
        listing("COLUMNS", map(literal, preprocessing.column_names)),
        listing("FILL", ("math.nan" if fill is None else repr(fill) for fill in fills)),
    ]
    if _scales(preprocessing):
        lines.append(listing("SHIFT", map(repr, preprocessing.shift)))
        lines.append(listing("FACTOR", map(repr, preprocessing.factor)))
    if preprocessing.classes:
        lines.append(listing("CLASSES", map(literal, preprocessing.classes)))
    lines.append(listing("MISSING", map(literal, ("", *dialect.missing))))
    return lines


def _scales(preprocessing: Preprocessing) -> bool:
    return any(preprocessing.shift) or any(factor != 1 for factor in preprocessing.factor)


def _preprocess(preprocessing: Preprocessing) -> list[str]:
    """Lines from `raw` (N, C), all filled, to the inputs (N, I)."""
    lines = []
    inputs = "raw"
    if preprocessing.features:
        used = {name for f in preprocessing.features for name in FEATURES[f].uses}
        names = preprocessing.column_names
        lines += [f"{name} = raw[:, {names.index(name)}]" for name in sorted(used)]
        columns = [FEATURES[name].numpy("x1", "x2") for name in preprocessing.features]
        lines.append(f"inputs = np.column_stack([{', '.join(columns)}])")
        inputs = "inputs"
    if _scales(preprocessing):
        inputs = f"({inputs} - SHIFT) / FACTOR"
    return [*lines, f"return {inputs}"]


def _answer(code: TargetCode) -> list[str]:
    """Lines from the outputs y (N, O) to what they mean: `TargetCode` in NumPy."""
    if code.task == "regression":
        scaled = code.shift != 0 or code.factor != 1
        return [
            f"return y[:, 0] * {code.factor!r} + {code.shift!r}" if scaled else "return y[:, 0]"
        ]
    p = "p = np.clip((y + 1) / 2, 0, 1)" if code.signed else "p = np.clip(y, 0, 1)"
    if code.units == 1:
        return [
            p,
            "probabilities = np.concatenate([1 - p, p], axis=1)",
            f"labels = (y[:, 0] > {0 if code.signed else 0.5}).astype(int)",
            "return [CLASSES[label] for label in labels], probabilities",
        ]
    result = "return [CLASSES[label] for label in y.argmax(axis=1)], "
    if code.softmax:
        return [result + "y"]
    return [
        p,
        "total = p.sum(axis=1, keepdims=True)",
        "p = np.where(total == 0, 1 / len(CLASSES), p / np.where(total == 0, 1, total))",
        result + "p",
    ]

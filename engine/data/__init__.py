"""Data: where examples come from, how they are split, and what the network sees of them."""

from engine.data.base import Data, Standardize, TestFraction, ValidationFraction
from engine.data.cells import Dialect, TextTable
from engine.data.features import FEATURES, Feature
from engine.data.preparation import Prepared, prepare
from engine.data.preprocessing import Preprocessing, RawColumn
from engine.data.rows import Rows, read_examples, read_rows
from engine.data.splits import Split
from engine.data.synthetic import (
    Blobs,
    Bumps,
    Circle,
    Curve,
    Gauss,
    Moons,
    Plane,
    Sampled,
    Spiral,
    Synthetic,
    Xor,
)
from engine.data.table import Facts, Table, Task
from engine.data.tabular import Csv, TableColumn, infer, written_from
from engine.data.targets import TargetCode

__all__ = [
    "FEATURES",
    "Blobs",
    "Bumps",
    "Circle",
    "Csv",
    "Curve",
    "Data",
    "Dialect",
    "Facts",
    "Feature",
    "Gauss",
    "Moons",
    "Plane",
    "Prepared",
    "Preprocessing",
    "RawColumn",
    "Rows",
    "Sampled",
    "Spiral",
    "Split",
    "Standardize",
    "Synthetic",
    "Table",
    "TableColumn",
    "TargetCode",
    "Task",
    "TestFraction",
    "TextTable",
    "ValidationFraction",
    "Xor",
    "infer",
    "prepare",
    "read_examples",
    "read_rows",
    "written_from",
]

"""Neural networks and their training on NumPy alone; these are the names to start from.

    import engine

    trainer = engine.Trainer(engine.load("spiral.playground"))
    for report in trainer.run():
        print(report.epoch, report.train.loss)
    engine.Checkpoint.of(trainer).write("spiral.safetensors")

A name's module is imported when it is first asked for: reading a design waits for no exporter.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.checks import Fix, Problem, check
    from engine.data import Prepared
    from engine.design import Design, EarlyStopping, Training, change_class, differences
    from engine.designfile import dumps, edited, load, loads, save
    from engine.errors import DataError, EngineError, FormatError, ShapeError, SpecError
    from engine.formats import Checkpoint, Exported, Prediction, export
    from engine.history import EpochReport, History
    from engine.metrics import Scores
    from engine.network import Network
    from engine.schema import json_schema
    from engine.spec import Change, Spec, families, members
    from engine.trainer import StepReport, Trainer, prepare_data

_MODULES = {
    "checks": ("Fix", "Problem", "check"),
    "data": ("Prepared",),
    "design": ("Design", "EarlyStopping", "Training", "change_class", "differences"),
    "designfile": ("dumps", "edited", "load", "loads", "save"),
    "errors": ("DataError", "EngineError", "FormatError", "ShapeError", "SpecError"),
    "formats": ("Checkpoint", "Exported", "Prediction", "export"),
    "history": ("EpochReport", "History"),
    "metrics": ("Scores",),
    "network": ("Network",),
    "schema": ("json_schema",),
    "spec": ("Change", "Spec", "families", "members"),
    "trainer": ("StepReport", "Trainer", "prepare_data"),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "Change",
    "Checkpoint",
    "DataError",
    "Design",
    "EarlyStopping",
    "EngineError",
    "EpochReport",
    "Exported",
    "Fix",
    "FormatError",
    "History",
    "Network",
    "Prediction",
    "Prepared",
    "Problem",
    "Scores",
    "ShapeError",
    "Spec",
    "SpecError",
    "StepReport",
    "Trainer",
    "Training",
    "change_class",
    "check",
    "differences",
    "dumps",
    "edited",
    "export",
    "families",
    "json_schema",
    "load",
    "loads",
    "members",
    "prepare_data",
    "save",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__

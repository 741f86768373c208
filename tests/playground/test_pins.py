"""Why PySide6 is pinned: 6.12.0 on Python 3.11 loses a reference to None on every void call, and
after a few thousand of them the process aborts."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from PySide6.QtCore import QObject

from playground import preflight

PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def test_void_calls_keep_the_references_to_none() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 100


def test_preflight_accepts_what_the_pin_accepts() -> None:
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    assert preflight.QT_REQUIREMENT in project["dependencies"]
    accepted = Requirement(preflight.QT_REQUIREMENT).specifier
    assert ".".join(map(str, preflight.QT_FROM)) in accepted
    assert ".".join(map(str, preflight.QT_BELOW)) not in accepted

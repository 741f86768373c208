"""What passes the checks trains: designs drawn at random, over drawn data and over tables, mended
by the checks' own fixes until nothing is wrong, are then trained for an epoch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.checks import Problem, check
from engine.data import Csv
from engine.design import Design
from engine.trainer import Trainer, prepare_data
from tests.engine.strategies import SMALL, designs, drawn_data, fitting_designs, tables

patient = settings(suppress_health_check=list(HealthCheck))
MOST_FIXES = 12


def mended(design: Design, folder: Path) -> Design | None:
    """The design with its errors fixed one after the other; None where no fix is offered."""
    for _ in range(MOST_FIXES):
        errors = [p for p in check(design, folder=folder) if p.severity == "error"]
        if not errors:
            return design
        fix = next((problem.fix for problem in errors if problem.fix is not None), None)
        if fix is None:
            return None
        design = fix.apply(design)
    raise AssertionError(f"{MOST_FIXES} fixes did not mend it: {errors}")


def train(design: Design, folder: Path) -> Trainer:
    """An epoch, whatever its data says of the number of steps; fails as training does."""
    trainer = Trainer(design, folder, prepare_data(design, folder))
    trainer.step()
    assert trainer.step_count or trainer.stopped != "diverged", trainer.divergence
    while trainer.epoch == 0 and trainer.stopped is None:
        trainer.step()
    trainer.scores()
    assert np.isfinite(trainer.network.parameters).all()
    return trainer


def passes_and_trains(design: Design, folder: Path) -> None:
    sound = mended(design, folder)
    if sound is not None:
        train(sound, folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("tables")


@given(fitting_designs() | designs(drawn_data(SMALL), SMALL))
@settings(patient, max_examples=400)
def test_what_passes_the_checks_trains(folder: Path, design: Design) -> None:
    passes_and_trains(design, folder)


@given(tables(), st.data())
@settings(patient, max_examples=200)
def test_tables_that_pass_the_checks_train(
    folder: Path, table: tuple[str, Csv], data: st.DataObject
) -> None:
    text, source = table
    (folder / source.path).write_text(text)
    design = data.draw(designs(st.just(source), SMALL))
    passes_and_trains(msgspec.structs.replace(design, data=source), folder)


def said(problem: Problem) -> tuple[str, str, str]:
    """The finding, whatever its numbers."""
    return problem.layer, problem.field, problem.rule


@given(fitting_designs() | designs(drawn_data(SMALL), SMALL))
@settings(patient, max_examples=300)
def test_every_fix_takes_its_finding_away(folder: Path, design: Design) -> None:
    for problem in check(design, folder=folder):
        if problem.fix is not None:
            left = map(said, check(problem.fix.apply(design), folder=folder))
            assert said(problem) not in left

"""Same seed, same run: the SHA-256 of the weights, from processes that share nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.design import Design
from engine.designfile import edited, save
from engine.trainer import Trainer
from tests.engine.test_state import CHANCY
from tests.engine.trainings import design, fingerprint, trained

ROOT = Path(__file__).parents[2]
WANTED = design(*CHANCY, epochs=6)

STRAIGHT = "run(trainer)"
STEPWISE = """
while trainer.stopped is None:
    trainer.step()
"""
LOOKED_AT = """
import random, time
random.seed(1), np.random.seed(2)
X = np.random.normal(size=(300, 2))
while trainer.stopped is None:
    asked = iter([False] * random.randint(0, 5))
    for _ in trainer.run(lambda: next(asked, True)):
        pass
    trainer.network.predict(X), trainer.network.activations(X), trainer.scores(), trainer.state()
    trainer.network.copy().initialize(np.random.default_rng(0))
    Trainer(trainer.design).step()
"""
PROGRAM = """
import sys
import numpy as np
from engine.designfile import load
from engine.trainer import Trainer
from tests.engine.trainings import fingerprint, run
trainer = Trainer(load(sys.argv[1]))
{way}
print(fingerprint(trainer))
"""


def elsewhere(wanted: Design, way: str, folder: Path, hash_seed: str = "0") -> str:
    """The fingerprint of the same training in a process of its own."""
    path = folder / f"{len(list(folder.iterdir()))}.playground"
    save(wanted, path)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(way=way), str(path)],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_every_way_through_a_training_ends_in_the_same_weights(
    precision: str, tmp_path: Path
) -> None:
    wanted = edited(WANTED, {"training.precision": precision})
    here = fingerprint(trained(wanted))
    assert fingerprint(trained(wanted)) == here
    folders = [tmp_path / name for name in "abcd"]
    for folder in folders:
        folder.mkdir()
    ways = [STRAIGHT, STRAIGHT, STEPWISE, LOOKED_AT]
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(elsewhere, [wanted] * 4, ways, folders, ["0", "1", "2", "random"])
    assert set(found) == {here}


def test_another_seed_is_another_training() -> None:
    other = edited(WANTED, {"seed": 4})
    assert fingerprint(trained(other)) != fingerprint(trained(WANTED))
    assert fingerprint(Trainer(other)) != fingerprint(Trainer(WANTED))


def test_the_seed_decides_data_split_weights_and_order_each_for_itself() -> None:
    """What one part draws must not shift another: a wider layer sees the same rows."""
    narrow = Trainer(WANTED)
    wide = Trainer(edited(WANTED, {"layers.first.units": 9}))
    assert (narrow.prepared.X_train == wide.prepared.X_train).all()
    more = Trainer(edited(WANTED, {"data.samples": 100}))
    assert fingerprint(more) == fingerprint(narrow)

"""A process that is really killed leaves old or new, whole, and its unsaved work to the next."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "QT_QPA_PLATFORM": "offscreen"}


def deaths(*arguments: str) -> str:
    """What the script had to complain about, and how many died."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.playground.document.killed", *arguments],
        cwd=ROOT,
        env={**os.environ, **ENVIRONMENT},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_killed_before_any_step_of_a_save_leaves_old_or_new(tmp_path: Path) -> None:
    assert deaths("steps", str(tmp_path)) == "6 deaths\n"


@pytest.mark.parametrize("count", [40])
def test_killed_at_random_moments_leaves_whole_files_and_work_to_restore(
    tmp_path: Path, count: int
) -> None:
    assert deaths("moments", str(tmp_path), str(count)) == f"{count} deaths\n"

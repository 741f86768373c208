"""What holds for every test: no thread outlives it, and the same run twice is the same run."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterable
from pathlib import Path

import pytest
from hypothesis import settings

PARITY = Path(__file__).parent / "parity"
FAILED = pytest.StashKey[bool]()

# `make test` draws the same examples each time; `--hypothesis-profile explore` draws new ones.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile("same")


def threads_left(before: Iterable[threading.Thread], patience: float = 2.0) -> list[str]:
    """The names of threads that were not there before and do not end within `patience` seconds."""
    deadline = time.monotonic() + patience
    started = [thread for thread in threading.enumerate() if thread not in before]
    for thread in started:
        thread.join(max(0.0, deadline - time.monotonic()))
    return [thread.name for thread in started if thread.is_alive()]


@pytest.fixture(autouse=True)
def no_thread_left() -> Generator[None]:
    before = set(threading.enumerate())
    yield
    left = threads_left(before)
    assert not left, f"threads left running: {', '.join(left)}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Notes a failure: its traceback keeps the test's objects alive, which is then no leak."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """tests/parity needs libraries of its own; it is collected where it is asked for by name."""
    asked = (Path(arg.partition("::")[0]).resolve() for arg in config.args)
    if collection_path == PARITY and not any(path.is_relative_to(PARITY) for path in asked):
        return True
    return None

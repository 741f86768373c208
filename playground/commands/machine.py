"""The machine a run is made on: how many threads it may use, and what it is, since digits differ
from one build to another."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
import threadpoolctl


@contextmanager
def blas_threads(count: int = 1) -> Iterator[None]:
    """Matrix products take `count` threads: one, for results that are the same every time."""
    with threadpoolctl.threadpool_limits(limits=count, user_api="blas"):
        yield


def environment() -> dict[str, Any]:
    """The versions and the hardware, with the BLAS threads in force right now."""
    pools = [pool for pool in threadpoolctl.threadpool_info() if pool["user_api"] == "blas"]
    blas = pools[0] if pools else {}
    name = " ".join(str(blas[key]) for key in ("internal_api", "version") if blas.get(key))
    return {
        "engine": _engine_version(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "blas": name or None,
        "blas_threads": blas.get("num_threads"),
        "platform": platform.platform(),
        "cpu": _cpu(),
        "cores": os.cpu_count(),
    }


def _engine_version() -> str | None:
    try:
        return version("perceptron-playground")
    except PackageNotFoundError:
        return None


def _cpu() -> str:
    """The processor's model where the system tells it, else its architecture."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()

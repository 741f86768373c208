"""Data prepared in one call, and tables written to a folder of the test's own."""

from pathlib import Path

import numpy as np
import pytest

from engine.data import Csv, prepare


@pytest.fixture
def prepared(tmp_path):
    """prepare(data, seed) in the test's folder, each generator from the seed."""

    def make(data, seed=0):
        streams = (np.random.Generator(np.random.PCG64([seed, k])) for k in range(2))
        return prepare(data, *streams, tmp_path)

    return make


@pytest.fixture
def write(tmp_path):
    """Write a text or bytes as table.csv; returns its path."""

    def make(content) -> Path:
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make


@pytest.fixture
def read(prepared, write):
    """Prepare a table given as text, with `target` y unless told otherwise."""

    def make(content, target="y", **fields):
        return prepared(Csv(path=write(content).name, target=target, **fields))

    return make

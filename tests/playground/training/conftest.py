"""A session with its thread running, closed when the test is over."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from pytestqt.qtbot import QtBot

from playground.training.session import Session


@pytest.fixture
def session(qtbot: QtBot) -> Generator[Session]:
    session = Session()
    session.open()
    yield session
    session.close()

"""While it trains a view is told in words now and then; the newest values are never left untold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from playground.views import base
from playground.views.base import View
from playground.views.boundary import BoundaryView
from playground.views.curves import LossView
from tests.playground.views.trained import BLOBS, after

Show = Callable[..., Any]
KINDS = pytest.mark.parametrize("kind", [BoundaryView, LossView])


def begun(shown: Show, kind: type[View]) -> Any:
    """A view that has just told of epoch 1."""
    view = shown(kind)
    view.start(after(BLOBS, 1)[0])
    view.present(after(BLOBS, 1)[1])
    assert "fter epoch 1:" in view.accessibleDescription()
    return view


@KINDS
def test_what_is_shown_at_rest_is_told_within_a_second(
    shown: Show, qtbot: QtBot, kind: type[View]
) -> None:
    view = begun(shown, kind)
    for epoch in (2, 3, 20):
        view.present(after(BLOBS, epoch)[1])
    qtbot.waitUntil(lambda: "fter epoch 20:" in view.accessibleDescription(), timeout=5000)


@KINDS
def test_a_training_is_put_into_words_far_less_often_than_shown(
    shown: Show, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, kind: type[View]
) -> None:
    monkeypatch.setattr(base, "TOLD_MS", 50)
    told: list[int] = []
    monkeypatch.setattr(kind, "tell", lambda view: (told.append(1), View.tell(view))[1])
    view = begun(shown, kind)
    told.clear()
    for epoch in (2, 3, 20):
        view.present(after(BLOBS, epoch)[1])
    assert told == []
    qtbot.waitUntil(lambda: "fter epoch 20:" in view.accessibleDescription())
    assert told == [1]
    for epoch in (2, 3):  # the next second has begun with that
        view.present(after(BLOBS, epoch)[1])
    assert told == [1]
    qtbot.waitUntil(lambda: "fter epoch 3:" in view.accessibleDescription())
    assert told == [1, 1]


@KINDS
def test_what_a_person_asks_for_is_told_at_once(shown: Show, kind: type[View]) -> None:
    view = begun(shown, kind)
    view.present(after(BLOBS, 20)[1])
    place: object = (1, 1) if kind is BoundaryView else 4.0
    view.point_at(place)
    told = view.accessibleDescription()
    assert "At the cursor" in told if kind is BoundaryView else told.startswith("At epoch 4:")
    view.start(None)
    assert view.accessibleDescription() == view.message

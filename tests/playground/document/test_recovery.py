"""Unsaved work survives its session, whatever became of it, and never stops the next start."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine import files
from engine.design import Design
from engine.errors import FormatError
from playground.document.autosave import SECONDS, Autosave, folder
from playground.document.document import Document
from playground.document.recovery import SUFFIX, Autosaved, Claim, ago, crashed
from playground.document.recovery_cards import Offer, RecoveryCards
from playground.document.refusals import Refusal
from tests.playground.document.designs import CIRCLE, DESIGN


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "autosave"


@pytest.fixture
def document() -> Document:
    return Document(DESIGN)


@pytest.fixture
def autosave(document: Document, kept: Path) -> Iterator[Autosave]:
    made = Autosave(document, kept)
    yield made
    made.close()


def crash(kept: Path, design: Design, path: Path | None = None, time: float = 1.0) -> Path:
    """What a crashed session leaves: its lock is free, its work is there."""
    claim = Claim.take(kept)
    assert claim is not None
    claim.write(Autosaved(design, path, kept.parent, time))
    claim._lock.close()
    return claim.file


def names(kept: Path) -> list[str]:
    return sorted(file.name for file in kept.iterdir())


# --- files and locks --------------------------------------------------------------------------


def test_work_comes_back_as_it_was(kept: Path, tmp_path: Path) -> None:
    crash(kept, CIRCLE, tmp_path / "mine.playground", 12.5)
    ((claim, autosaved),), refusals = crashed(kept)
    assert autosaved == Autosaved(CIRCLE, tmp_path / "mine.playground", tmp_path, 12.5)
    assert refusals == []
    claim.discard()
    claim.release()
    assert names(kept) == []


def test_a_session_that_lives_is_left_alone(kept: Path) -> None:
    claim = Claim.take(kept)
    assert claim is not None
    claim.write(Autosaved(CIRCLE, None, kept, 1.0))
    assert crashed(kept) == ([], [])
    claim.discard()
    claim.release()


def test_two_starts_at_once_offer_it_once(kept: Path) -> None:
    crash(kept, CIRCLE)
    (first,), _ = crashed(kept)
    assert crashed(kept) == ([], [])
    first[0].release()  # decided later
    ((again, autosaved),), _ = crashed(kept)
    assert autosaved.design == CIRCLE
    again.release()


def test_a_lock_whose_number_another_process_has_by_now_holds_nothing(kept: Path) -> None:
    file = crash(kept, CIRCLE)
    file.with_suffix(".lock").write_text(str(os.getpid()))
    ((claim, _),), _ = crashed(kept)
    claim.release()


def test_work_whose_lock_was_tidied_away_is_still_found(kept: Path) -> None:
    crash(kept, CIRCLE).with_suffix(".lock").unlink()
    ((claim, _),), _ = crashed(kept)
    claim.release()


def test_what_a_killed_write_left_behind_is_tidied_up(kept: Path) -> None:
    file = crash(kept, CIRCLE)
    (kept / f".{file.name[:40]}.half").write_bytes(b"{")
    ((claim, _),), _ = crashed(kept)
    claim.discard()
    claim.release()
    assert names(kept) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'{"format": "perceptron-playground-autosave", "version": 0}',
        b'{"format": "perceptron-playground-autosave", "version": 1, "path": 3, "folder": "/"}',
        b'{"format": "perceptron-playground-autosave", "version": 1, "path": null, "folder": "/",'
        b' "design": {"seed": -1}}',
    ],
)
def test_damaged_work_is_set_aside_with_a_sentence(kept: Path, content: bytes) -> None:
    bad, good = crash(kept, DESIGN), crash(kept, CIRCLE)
    bad.write_bytes(content)
    ((claim, autosaved),), (refusal,) = crashed(kept)
    assert (claim.file, autosaved.design) == (good, CIRCLE)
    assert refusal.title == "Unsaved work of an earlier session cannot be read."
    assert refusal.path == bad.with_suffix(".damaged")
    assert bad.with_suffix(".damaged").read_bytes() == content
    claim.release()
    ((claim, _),), refusals = crashed(kept)
    assert refusals == []  # told once
    claim.release()


def test_what_a_newer_version_wrote_is_left_to_it(kept: Path) -> None:
    newer = crash(kept, DESIGN)
    content = b'{"format": "perceptron-playground-autosave", "version": 9, "time": "later"}'
    newer.write_bytes(content)
    for _ in range(2):
        found, (refusal,) = crashed(kept)
        assert (found, refusal.path) == ([], newer)
        assert "newer Perceptron Playground" in refusal.title
        assert newer.read_bytes() == content


@pytest.mark.parametrize("time", ["1" + 400 * "0", "1e999", "-1e999", '"noon"', "null", "[]"])
def test_work_with_a_time_that_is_none_is_offered_all_the_same(kept: Path, time: str) -> None:
    file = crash(kept, CIRCLE, time=1.5)
    file.write_text(file.read_text().replace('"time": 1.5', f'"time": {time}'))
    found, refusals = crashed(kept)
    for claim, autosaved in found:
        assert autosaved.design == CIRCLE and ago(autosaved.time)
        claim.release()
    assert len(found) + len(refusals) == 1


def test_a_folder_that_is_not_there_or_no_folder_offers_nothing(tmp_path: Path) -> None:
    assert crashed(tmp_path / "gone") == ([], [])
    (tmp_path / "file").touch()
    assert crashed(tmp_path / "file") == ([], [])
    with pytest.raises(FormatError):
        Claim.take(tmp_path / "file")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "less than a minute ago"),
        (59, "less than a minute ago"),
        (60, "1 minute ago"),
        (7_199, "1 hour ago"),
        (3 * 86_400, "3 days ago"),
    ],
)
def test_how_long_ago(seconds: float, words: str) -> None:
    assert ago(1e9, 1e9 + seconds) == words


# --- writing it down --------------------------------------------------------------------------


def test_nothing_is_written_while_nothing_is_unsaved(
    document: Document, autosave: Autosave, kept: Path
) -> None:
    assert not autosave._timer.isActive()
    document.push(CIRCLE)
    assert autosave._timer.isActive()
    assert autosave._timer.interval() == 1000 * SECONDS == 30_000
    document.undo()
    assert not autosave._timer.isActive()
    assert not kept.exists()


def test_unsaved_work_is_written_down_and_gone_once_it_is_saved(
    document: Document, autosave: Autosave, kept: Path, tmp_path: Path
) -> None:
    document.push(CIRCLE)
    autosave._timer.timeout.emit()
    (file,) = kept.glob(f"*{SUFFIX}")
    content = json.loads(file.read_text())
    assert content["name"] == "Mine"
    assert content["path"] is None
    document.save(tmp_path / "mine.playground")
    assert names(kept) == []
    document.push(DESIGN)
    assert autosave.write()
    (file,) = kept.glob(f"*{SUFFIX}")
    assert json.loads(file.read_text())["path"] == str(tmp_path / "mine.playground")
    autosave.close()
    assert names(kept) == []


def test_what_has_not_changed_is_not_written_again(
    document: Document, autosave: Autosave, kept: Path
) -> None:
    document.push(CIRCLE)
    assert autosave.write()
    (file,) = kept.glob(f"*{SUFFIX}")
    file.write_text("untouched")
    assert autosave.write()
    assert file.read_text() == "untouched"
    document.push(DESIGN, merge="")
    document.push(CIRCLE, merge="")
    document.undo()
    document.redo()


def test_a_failing_autosave_says_so_once_and_tries_again(
    document: Document, autosave: Autosave, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    autosave.failed.connect(said.append)
    document.push(CIRCLE)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(files.os, "fsync", full)
        assert not autosave.write()
        assert not autosave.write()
    (sentence,) = said
    assert "No space left on device" in sentence
    assert autosave.write()
    assert list(kept.glob(f"*{SUFFIX}"))


def test_it_is_kept_in_the_apps_data_folder(own_folders: Path) -> None:
    assert folder().is_relative_to(own_folders)


# --- the cards --------------------------------------------------------------------------------


@pytest.fixture
def cards(qtbot: QtBot) -> RecoveryCards:
    made = RecoveryCards()
    qtbot.addWidget(made)
    return made


def press(offer: Offer, words: str) -> None:
    next(button for button in offer.buttons if button.text() == words).click()


def test_every_crashed_session_is_offered_newest_first(cards: RecoveryCards, kept: Path) -> None:
    for time, name in enumerate("abc"):
        crash(kept, Design(name=name), time=float(time))
    cards.show()
    cards.look_in(kept)
    assert [offer.autosaved.design.name for offer in cards.offers] == ["c", "b", "a"]
    assert [offer.isVisible() for offer in cards.offers] == [True, True, False]
    press(cards.offers[0], "Discard")
    assert [offer.isVisible() for offer in cards.offers] == [True, True]
    press(cards.offers[0], "Later")
    taken: list[Offer] = []
    cards.restore_requested.connect(taken.append)
    press(cards.offers[0], "Restore")
    taken[0].taken(safe=True)
    assert not cards.isVisible()
    (left,), _ = crashed(kept)  # the one for later
    assert left[1].design.name == "b"
    left[0].release()


def test_work_that_could_not_be_made_safe_is_offered_again(
    cards: RecoveryCards, kept: Path, tmp_path: Path
) -> None:
    crash(kept, CIRCLE, tmp_path / "circle.playground")
    cards.look_in(kept)
    (offer,) = cards.offers
    assert "circle.playground was open" in offer.accessibleName()
    offer.taken(safe=False)
    ((claim, _),), _ = crashed(kept)
    claim.release()


def test_closing_leaves_unanswered_cards_to_the_next_start(
    cards: RecoveryCards, kept: Path
) -> None:
    said: list[Refusal] = []
    cards.told.connect(said.append)
    crash(kept, CIRCLE)
    crash(kept, DESIGN).write_bytes(b"{")
    cards.look_in(kept)
    assert len(said) == 1
    cards.close_all()
    ((claim, _),), _ = crashed(kept)
    claim.release()

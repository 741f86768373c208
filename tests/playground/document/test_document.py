"""Edits are taken back a gesture at a time, down to the first design; saving keeps its word."""

from __future__ import annotations

import errno
import gc
import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from engine import files
from engine.design import Design
from engine.designfile import load, save
from engine.errors import EngineError
from playground.document.document import Document
from playground.document.reasons import unwritten
from tests.playground.document.designs import CIRCLE, DESIGN, field, random_edit


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def document(clock: Clock) -> Document:
    return Document(DESIGN, clock=clock)


def noisy(noise: float) -> Design:
    return field("data.noise", noise)


def steps(document: Document) -> int:
    """How many undos there are."""
    count = 0
    while document.undo_words:
        document.undo()
        count += 1
    for _ in range(count):
        document.redo()
    return count


# --- undo and redo ----------------------------------------------------------------------------


@settings(max_examples=12)
@given(seed=st.integers(0, 2**32))
def test_two_hundred_edits_undone_give_the_first_design_and_redone_the_last(seed: int) -> None:
    chance = random.Random(seed)
    now = Clock()
    document = Document(DESIGN, clock=now)
    seen = [DESIGN]
    document.design_changed.connect(lambda old, new: seen.append(new) if old == seen[-1] else None)
    for _ in range(200):
        now.now += chance.choice([0.1, 5.0])
        if chance.random() < 0.15:
            (document.undo if chance.random() < 0.6 else document.redo)()
        else:
            document.push(random_edit(document.design, chance))
        assert seen[-1] == document.design  # each change was told, from where the last one ended
    while document.redo_words:
        document.redo()
    last = document.design
    while document.undo_words:
        document.undo()
    assert document.design == DESIGN
    assert not document.dirty
    while document.redo_words:
        document.redo()
    assert document.design == last == seen[-1]


def test_undo_and_redo_tell_what_changed_like_any_edit(document: Document) -> None:
    told: list[tuple[Design, Design]] = []
    document.design_changed.connect(lambda old, new: told.append((old, new)))
    document.push(CIRCLE)
    document.undo()
    document.redo()
    document.redo()  # nothing more to do
    assert told == [(DESIGN, CIRCLE), (CIRCLE, DESIGN), (DESIGN, CIRCLE)]


def test_the_words_of_undo_and_redo(document: Document) -> None:
    assert (document.undo_words, document.redo_words) == ("", "")
    told: list[str] = []
    document.history_changed.connect(lambda: told.append(document.undo_words))
    document.push(CIRCLE)
    document.push(replace(CIRCLE, seed=3), "new seed")
    assert document.undo_words == "new seed"
    document.undo()
    assert (document.undo_words, document.redo_words) == ("data: Circle", "new seed")
    document.push(replace(CIRCLE, seed=4))
    assert document.redo_words == ""
    assert told == ["data: Circle", "new seed", "data: Circle", "seed 4"]


def test_steps_of_one_number_are_one_edit(document: Document, clock: Clock) -> None:
    for tenths in range(1, 6):
        clock.now += 0.9
        document.push(noisy(tenths / 10))
    assert steps(document) == 1
    assert document.undo_words == "noise 0.5"
    document.undo()
    assert document.design == DESIGN


def test_a_number_that_is_held_is_one_edit_and_the_next_another(
    document: Document, clock: Clock
) -> None:
    for drag in ((0.1, 0.2, 0.3), (0.4, 0.5)):
        document.begin_gesture()
        for noise in drag:
            clock.now += 5.0 if noise > 0.1 else 0.0  # the pointer may rest
            document.push(noisy(noise))
        document.end_gesture()
        clock.now += 0.1
        document.push(noisy(drag[0]))  # a step right after, by a key
    assert steps(document) == 4
    document.undo()
    document.undo()
    assert document.design == noisy(0.1)


def test_what_is_held_does_not_take_in_another_edit(document: Document) -> None:
    document.begin_gesture()
    document.push(noisy(0.1))
    document.push(replace(document.design, seed=9))
    document.push(noisy(0.2))
    assert steps(document) == 3


@pytest.mark.parametrize("between", ["a pause", "another edit", "undo", "save", "end_gesture"])
def test_what_ends_a_gesture(
    document: Document, clock: Clock, tmp_path: Path, between: str
) -> None:
    document.push(noisy(0.1))
    match between:
        case "a pause":
            clock.now += 1.5
        case "another edit":
            document.push(replace(document.design, seed=9))
        case "undo":
            document.push(replace(document.design, seed=9))
            document.undo()
        case "save":
            document.save(tmp_path / "mine.playground")
        case "end_gesture":
            document.end_gesture()
    before = document.design
    document.push(replace(before, data=noisy(0.2).data))
    document.undo()
    assert document.design == before


def test_a_named_gesture_lasts_until_it_is_ended(document: Document, clock: Clock) -> None:
    for place, edited in enumerate((noisy(0.1), CIRCLE, field("seed", 2))):
        clock.now += 60.0 * place
        document.push(edited, "drag", merge="drag")
    assert steps(document) == 1
    document.end_gesture()
    document.push(noisy(0.3), "drag", merge="drag")
    assert steps(document) == 2
    document.push(noisy(0.4), merge="")
    document.push(noisy(0.5), merge="")
    assert steps(document) == 4


def test_a_gesture_that_ends_where_it_began_leaves_nothing_to_undo(document: Document) -> None:
    document.push(noisy(0.1))
    document.push(noisy(0.2))
    document.push(DESIGN)
    assert document.undo_words == ""
    assert not document.dirty
    document.push(CIRCLE)
    document.undo()
    assert document.design == DESIGN


def test_another_document_has_no_history(document: Document) -> None:
    document.push(CIRCLE)
    document.new(DESIGN)
    assert (document.undo_words, document.redo_words) == ("", "")
    document.undo()
    assert document.design == DESIGN


# --- the mark ---------------------------------------------------------------------------------


def test_undoing_to_the_saved_design_is_clean_again(document: Document, tmp_path: Path) -> None:
    document.push(CIRCLE)
    document.save(tmp_path / "circle.playground")
    assert not document.dirty
    document.push(noisy(0.2))
    assert document.dirty
    document.undo()
    assert not document.dirty
    document.undo()
    assert document.dirty  # the first design is not what is on disk
    document.redo()
    assert not document.dirty


def test_a_restored_document_is_dirty_until_it_is_saved(document: Document, tmp_path: Path) -> None:
    document.restore(CIRCLE, tmp_path / "lost.playground", tmp_path)
    assert document.dirty
    assert (document.design, document.folder) == (CIRCLE, tmp_path)
    document.save(tmp_path / "lost.playground")
    assert not document.dirty


# --- saving that fails ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "code", "words"),
    [
        ("tempfile.mkstemp", errno.EACCES, "you are not allowed to write there"),
        ("tempfile.mkstemp", errno.EROFS, "the disk is read-only"),
        ("os.fsync", errno.ENOSPC, "the disk is full"),
        ("os.replace", errno.EACCES, "you are not allowed to write there"),
    ],
)
def test_a_save_that_fails_keeps_file_work_and_mark_and_says_why(
    document: Document,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    code: int,
    words: str,
) -> None:
    path = tmp_path / "mine.playground"
    save(DESIGN, path)
    document.open(path)
    document.push(CIRCLE)

    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as broken:
        module, _, name = step.partition(".")
        broken.setattr(getattr(files, module), name, fail)
        with pytest.raises(EngineError) as refused:
            document.save(path)
    sentence = unwritten(path.name, refused.value)
    assert sentence == f"Could not save mine.playground: {words}. Your work is still open."
    assert load(path) == DESIGN
    assert document.design == CIRCLE
    assert document.dirty
    assert document.undo_words == "data: Circle"
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    document.save(path)
    assert load(path) == CIRCLE


def test_a_name_that_is_too_long_is_said_to_be(document: Document, tmp_path: Path) -> None:
    path = tmp_path / f"{'long' * 75}.playground"
    with pytest.raises(EngineError) as refused:
        document.save(path)
    assert ": the name is too long. Your work" in unwritten(path.name, refused.value)


def test_a_failure_without_a_reason_of_the_system_is_told_in_full() -> None:
    sentence = unwritten("a.playground", EngineError("a.playground: expected a file."))
    assert "expected a file." in sentence
    assert sentence.endswith("Your work is still open.")


def test_a_folder_that_cannot_be_opened_for_syncing_does_not_fail_a_save(
    document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.open

    def refuse_folders(path: str, *rest: int, **named: int) -> int:
        if Path(path).is_dir():
            raise PermissionError(errno.EACCES, "as on Windows")
        return opened(path, *rest, **named)

    monkeypatch.setattr(os, "open", refuse_folders)
    document.push(CIRCLE)
    document.save(tmp_path / "mine.playground")
    assert load(tmp_path / "mine.playground") == CIRCLE
    assert not document.dirty


def test_a_damaged_file_leaves_the_open_design_untouched(
    document: Document, tmp_path: Path
) -> None:
    path = tmp_path / "bad.playground"
    path.write_text("{")
    document.push(CIRCLE)
    with pytest.raises(EngineError):
        document.open(path)
    assert (document.design, document.path, document.dirty) == (CIRCLE, None, True)
    document.undo()
    assert document.design == DESIGN


def test_documents_that_are_garbage_take_their_history_with_them(qapp: QApplication) -> None:
    for _ in range(200):  # as commands of QUndoStack they ended the process here
        forgotten = Document(DESIGN)
        forgotten.push(CIRCLE)
        forgotten.record("a weight", undo=list, redo=list, stands=lambda: True)
        forgotten.undo()
        forgotten.myself = forgotten  # type: ignore[attr-defined]
    del forgotten
    gc.collect()

"""The worker: it owns the Trainer, lives in a thread of its own, and trains in slices of a few
milliseconds, between which it listens to what it is told and takes snapshots."""

from __future__ import annotations

import contextlib
import queue
import traceback
from collections import deque
from collections.abc import Callable
from time import perf_counter
from typing import Any

import msgspec
import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from engine.design import Design, differences
from engine.errors import EngineError, SpecError
from engine.spec import Change, shown
from engine.surgery import transplant
from engine.trainer import Trainer
from playground.training.commands import (
    STEERING,
    Apply,
    Command,
    Edit,
    Go,
    Limit,
    Pause,
    Quit,
    Read,
    Start,
    StepBatch,
    StepEpoch,
    Want,
)
from playground.training.gate import Gate
from playground.training.looking import Grid, progress, run_of, take_snapshot
from playground.training.mailbox import Mailbox
from playground.training.reading import Source
from playground.training.snapshot import Mark, ParameterEdit, Snapshot

SLICE_SECONDS = 0.006
SNAPSHOT_SECONDS = 1 / 30
SNAPSHOT_SHARE = 0.15  # of the worker's time, at most


class Worker(QObject):
    """Listens, trains, reports. All methods but `tell` run in the worker's thread.

    Signals carry the run's id, so that the answer to an older run can be told from today's.
    """

    data_read = Signal(object)  # Reading
    reading_failed = Signal(object, str, str, object)  # Source, and as in run_failed
    run_started = Signal(object)  # Run
    state_reported = Signal(int, str, int)  # run id, state, how many steering commands are obeyed
    run_failed = Signal(int, str, str, object)  # run id, sentence, details, EngineError or None
    parameter_edited = Signal(object)  # ParameterEdit
    edit_refused = Signal(str)  # sentence

    def __init__(self, mailbox: Mailbox[Snapshot], gate: Gate) -> None:
        super().__init__()
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._waiting: deque[Command] = deque()  # heard while resting, not obeyed yet
        self._mailbox = mailbox
        self._gate = gate
        self._trainer: Trainer | None = None
        self._run_id = 0
        self._going = False
        self._obeyed = 0
        self._until_epoch: int | None = None
        self._wants: frozenset[str] = frozenset()
        self._opened: frozenset[str] = frozenset()
        self._limit: float | None = None
        self._marks: tuple[Mark, ...] = ()
        self._applied: tuple[Design, Mark] | None = None  # before live changes, and their mark
        self._grid = Grid(np.empty((0, 0)), (0,), np.empty((0, 0)))
        self._next_snapshot, self._seen = 0.0, 0  # when, and the steps done at the last one
        self.snapshot_seconds = 0.0  # what the last snapshot took
        self._last_look = (0.0, 0.0)
        self._speed = 0.0
        self._due, self._last_slice = 1.0, perf_counter()

    def tell(self, command: Command) -> None:
        """Leave a command; it is heard within a slice. May be called from any thread."""
        self._commands.put(command)

    @Slot()
    def loop(self) -> None:
        """Listen and train until told to quit."""
        while True:
            command = self._heard()
            if command is None:
                self._guarded(self._train)
            elif isinstance(command, Quit):
                return
            else:
                self._guarded(self._obey, command)

    def _heard(self) -> Command | None:
        """The next command; None when there is none and there is something to train."""
        if self._waiting:
            return self._waiting.popleft()
        try:
            return self._commands.get(block=not self._going)
        except queue.Empty:
            return None

    def _guarded(self, action: Callable[..., None], *arguments: Any) -> None:
        """A fault in a run ends the run, never the worker."""
        try:
            action(*arguments)
        except Exception as error:
            self._fail(error)

    # --- obeying ------------------------------------------------------------------------------

    def _obey(self, command: Command) -> None:
        self._obeyed += isinstance(command, STEERING)
        match command:
            case Read(source):
                self._read(source)
            case Start():
                self._start(command)
            case Apply(design):
                self._apply(design)
            case Go():
                self._until_epoch = None
                self._set_going(True)
            case Pause():
                self._set_going(False)
            case StepBatch():
                self._set_going(False)
                self._step_batch()
            case StepEpoch():
                if self._trainer is not None:
                    self._until_epoch = self._trainer.epoch + 1
                    self._set_going(True)
            case Want(what, opened):
                self._wants, self._opened = what, opened
                self._publish()
            case Edit(edit):
                self._edit(edit)
            case Limit(batches_per_second):
                self._limit = batches_per_second
                self._due, self._last_slice = 1.0, perf_counter()

    def _read(self, source: Source) -> None:
        try:
            reading = source.read()
        except Exception as error:
            self.reading_failed.emit(source, *_told(error))
        else:
            self.data_read.emit(reading)

    def _start(self, command: Start) -> None:
        self._run_id = command.run_id
        donor = self._trainer if command.keep else None
        self._trainer, self._going, self._until_epoch = None, False, None
        self._marks, self._applied, self._speed = (), None, 0.0
        design, prepared = command.design, command.prepared
        if prepared is None:
            prepared = Source.of(design, command.folder).read().prepared
        if command.checkpoint is not None:
            trainer = command.checkpoint.trainer(command.folder, prepared)
        elif command.keep:
            if donor is None:
                raise EngineError("The weights went with the training that failed. Start afresh.")
            trainer, grafted = transplant(donor, design, prepared)
            self._marks = (Mark(0.0, " ".join(("Weights kept.", *grafted.report))),)
        else:
            trainer = Trainer(design, command.folder, prepared)
        run = run_of(self._run_id, trainer)
        self._grid = Grid.over(prepared, run.domain, trainer.network.dtype)
        self._trainer = trainer
        self._look_at_speed(trainer, perf_counter())
        self.run_started.emit(run)
        self._set_going(command.going)

    def _apply(self, design: Design) -> None:
        trainer = self._trainer
        if trainer is None:
            return
        before, when = trainer.design, progress(trainer)
        if self._applied is not None and self._applied[1].epoch == when:
            before, earlier = self._applied  # one mark tells of both
            self._marks = tuple(mark for mark in self._marks if mark is not earlier)
        trainer.apply(design)
        self._applied = None
        words = _change_in_words(before, design)
        if words and trainer.step_count:
            self._applied = before, Mark(when, words)
            self._marks = (*self._marks, self._applied[1])
        self._publish()
        self._report_state()

    def _edit(self, edit: ParameterEdit) -> None:
        trainer = self._trainer
        if trainer is None or edit.run_id != self._run_id:
            self.edit_refused.emit(
                "This weight is of a training that has ended. Change one of the present network."
            )
            return
        try:
            old = trainer.edit(edit.layer_id, edit.name, edit.index, edit.value)
        except SpecError as error:
            self.edit_refused.emit(str(error))
            return
        if trainer.step_count:
            name = f"{trainer.design.layer(edit.layer_id).name} {edit.name}"
            when = progress(trainer)
            others = (
                m for m in self._marks if (m.epoch, m.words.rpartition(" ")[0]) != (when, name)
            )
            self._marks = (*others, Mark(when, f"{name} {shown(edit.value)}"))
        self._publish()
        self.parameter_edited.emit(msgspec.structs.replace(edit, old=old))

    def _step_batch(self) -> None:
        if self._trainer is not None:
            self._trainer.step()
            self._publish()
            self._report_state()

    def _set_going(self, going: bool) -> None:
        trainer = self._trainer
        self._going = going and trainer is not None and trainer.stopped is None
        self._due, self._last_slice = 1.0, perf_counter()
        if trainer is not None:
            self._look_at_speed(trainer, perf_counter())
        self._publish()
        self._report_state()

    def _report_state(self) -> None:
        self.state_reported.emit(self._run_id, self._state(), self._obeyed)

    def _state(self) -> str:
        trainer = self._trainer
        if trainer is None:
            return "idle"
        if trainer.stopped is not None and trainer.step_count:
            return "diverged" if trainer.stopped == "diverged" else "finished"
        if trainer.stopped == "diverged":
            return "diverged"
        if self._going:
            return "running"
        return "paused" if trainer.step_count else "idle"

    def _fail(self, error: Exception) -> None:
        self._going, self._trainer = False, None
        self.run_failed.emit(self._run_id, *_told(error))

    # --- training -----------------------------------------------------------------------------

    def _train(self) -> None:
        trainer = self._trainer
        assert trainer is not None  # it is only going with a trainer
        limit = self._limit
        if limit is None:
            self._train_slice(trainer)
        else:
            self._train_slowly(trainer, limit)
        goal = self._until_epoch
        if trainer.stopped is not None or (goal is not None and trainer.epoch >= goal):
            self._until_epoch = None
            self._set_going(False)
            return
        now = perf_counter()
        if now >= self._next_snapshot and trainer.step_count != self._seen:
            self._publish()
        elif limit is not None and self._due < 1.0:
            rest = max(SLICE_SECONDS, (1.0 - self._due) / limit)
            if trainer.step_count != self._seen:  # a batch is seen before the next is awaited
                rest = min(rest, self._next_snapshot - now)
            self._rest(rest)

    def _train_slice(self, trainer: Trainer) -> None:
        gate = self._gate
        gate.wait()
        deadline = perf_counter() + SLICE_SECONDS
        goal = self._until_epoch
        if goal is None:
            trainer.advance(lambda: gate.shut or perf_counter() >= deadline)
        else:
            trainer.advance(
                lambda: gate.shut or trainer.epoch >= goal or perf_counter() >= deadline
            )

    def _train_slowly(self, trainer: Trainer, limit: float) -> None:
        """The batches that are due by the clock; what is missed for long is not made up for."""
        now = perf_counter()
        self._due = min(self._due + (now - self._last_slice) * limit, 1.0 + limit / 10)
        self._last_slice = now
        goal = self._until_epoch
        deadline = now + SLICE_SECONDS
        while self._due >= 1.0 and trainer.stopped is None and perf_counter() < deadline:
            trainer.step()
            self._due -= 1.0
            if goal is not None and trainer.epoch >= goal:
                return

    def _rest(self, seconds: float) -> None:
        """Wait, but hear a command at once."""
        with contextlib.suppress(queue.Empty):
            self._waiting.append(self._commands.get(timeout=seconds))

    # --- looking ------------------------------------------------------------------------------

    def _look_at_speed(self, trainer: Trainer, now: float) -> None:
        self._last_look = (now, progress(trainer) * trainer.rows)

    def _publish(self) -> None:
        """Put a snapshot into the mailbox, and decide when the next is due."""
        trainer = self._trainer
        if trainer is None:
            return
        start = perf_counter()
        seen = progress(trainer) * trainer.rows
        then, before = self._last_look
        if self._going and start - then > 0.2:
            self._speed = (seen - before) / (start - then)
            self._last_look = (start, seen)
        self._mailbox.put(
            take_snapshot(
                trainer,
                self._run_id,
                self._grid,
                self._wants,
                self._marks,
                self._speed,
                self._opened,
                at_rest=not self._going,
            )
        )
        now = perf_counter()
        self._seen = trainer.step_count
        self.snapshot_seconds = now - start
        self._next_snapshot = now + max(SNAPSHOT_SECONDS, (now - start) / SNAPSHOT_SHARE)


def _change_in_words(old: Design, new: Design) -> str:
    """The live changes between two designs, such as `learning rate 0.01`."""
    words = []
    for difference in differences(old, new):
        if difference.change == Change.LIVE:
            name = difference.path.rpartition(".")[2].replace("_", " ")
            words.append(f"{name} {shown(difference.new)}")
    return ", ".join(words)


def _told(error: Exception) -> tuple[str, str, EngineError | None]:
    """What is told of an error while it is handled: a sentence, details, and the error itself if
    it is not the program's fault."""
    details = traceback.format_exc()
    if not isinstance(error, EngineError):
        return f"Training stopped because of a fault in the program: {error}", details, None
    cause: BaseException | None = error
    while cause is not None:  # what is told holds on to no array of the trainer
        cause.__traceback__, cause = None, cause.__cause__
    return str(error), details, error

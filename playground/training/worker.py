"""The worker: it owns the Trainer, lives in a thread of its own, and trains in slices of a few
milliseconds, between which it listens to what it is told and takes snapshots."""

from __future__ import annotations

import contextlib
import queue
import traceback
from collections import deque
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from engine.data import Prepared
from engine.design import Design, differences
from engine.errors import EngineError
from engine.spec import Change, shown
from engine.trainer import Trainer, prepare_data
from playground.training.gate import Gate
from playground.training.mailbox import Mailbox
from playground.training.snapshot import BOUNDARY, CURVES, Domain, Mark, Run, Snapshot, frozen

if TYPE_CHECKING:
    from engine.formats import Checkpoint

Array = NDArray[Any]

SLICE_SECONDS = 0.006
SNAPSHOT_SECONDS = 1 / 30
SNAPSHOT_SHARE = 0.15  # of the worker's time, at most
SIDE = 100  # points along each side of the boundary
MOST_POINTS = 2000  # rows of the history in a snapshot


class Start(msgspec.Struct, frozen=True, eq=False):
    """Begin anew with a design; `checkpoint` brings weights and, if it has them, progress."""

    run_id: int
    design: Design
    folder: Path
    checkpoint: Checkpoint | None
    going: bool


class Apply(msgspec.Struct, frozen=True, eq=False):
    """Go on with a design that differs in live fields and names only."""

    design: Design


class Go(msgspec.Struct, frozen=True):
    """Train until told otherwise."""


class Pause(msgspec.Struct, frozen=True):
    """Stop between two batches."""


class StepBatch(msgspec.Struct, frozen=True):
    """Train on one batch, then pause."""


class StepEpoch(msgspec.Struct, frozen=True):
    """Train to the end of this epoch, then pause."""


class Want(msgspec.Struct, frozen=True):
    """What snapshots must hold from now on."""

    what: frozenset[str]


class Limit(msgspec.Struct, frozen=True):
    """At most so many batches a second; None is as fast as it goes."""

    batches_per_second: float | None


class Quit(msgspec.Struct, frozen=True):
    """Leave the thread."""


Command = Start | Apply | Go | Pause | StepBatch | StepEpoch | Want | Limit | Quit


class Worker(QObject):
    """Listens, trains, reports. All methods but `tell` run in the worker's thread.

    Signals carry the run's id, so that the answer to an older run can be told from today's.
    """

    run_started = Signal(object)  # Run
    state_reported = Signal(int, str)  # run id, state
    run_failed = Signal(int, str, str)  # run id, sentence, details

    def __init__(self, mailbox: Mailbox[Snapshot], gate: Gate) -> None:
        super().__init__()
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._waiting: deque[Command] = deque()  # heard while resting, not obeyed yet
        self._mailbox = mailbox
        self._gate = gate
        self._trainer: Trainer | None = None
        self._run_id = 0
        self._going = False
        self._until_epoch: int | None = None
        self._wants: frozenset[str] = frozenset()
        self._limit: float | None = None
        self._marks: tuple[Mark, ...] = ()
        self._data_key: Any = None
        self._prepared: Prepared | None = None
        self._grid: Array = np.empty((0, 0))
        self._grid_shape: tuple[int, ...] = ()
        self._next_snapshot = 0.0
        self._last_look = (0.0, 0)
        self._speed = 0.0
        self._debt = 0.0

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
        match command:
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
            case Want(what):
                self._wants = what
                self._publish()
            case Limit(batches_per_second):
                self._limit, self._debt = batches_per_second, 0.0

    def _start(self, command: Start) -> None:
        self._run_id = command.run_id
        self._trainer, self._going, self._until_epoch = None, False, None
        self._marks = ()
        design = command.design
        key = (design.data, design.seed, command.folder)
        if key != self._data_key or self._prepared is None:
            self._data_key, self._prepared = None, None
            self._prepared = prepare_data(design, command.folder)
            self._data_key = key
        prepared = self._prepared
        if command.checkpoint is not None:
            trainer = command.checkpoint.trainer(command.folder)
            prepared = trainer.prepared
        else:
            trainer = Trainer(design, command.folder, prepared)
        domain = Domain.of(prepared)
        self._lay_grid(prepared, domain, trainer)
        self._trainer = trainer
        self._look_at_speed(trainer, perf_counter())
        self.run_started.emit(
            Run(self._run_id, design, prepared, domain, trainer.network.parameters.size)
        )
        self._set_going(command.going)

    def _apply(self, design: Design) -> None:
        trainer = self._trainer
        if trainer is None:
            return
        words = _change_in_words(trainer.design, design)
        trainer.apply(design)
        if words and trainer.step_count:
            self._marks = (*self._marks, Mark(self._progress(trainer), words))
        self._publish()
        self._report_state()

    def _step_batch(self) -> None:
        if self._trainer is not None:
            self._trainer.step()
            self._publish()
            self._report_state()

    def _set_going(self, going: bool) -> None:
        trainer = self._trainer
        self._going = going and trainer is not None and trainer.stopped is None
        self._debt = 0.0
        if trainer is not None:
            self._look_at_speed(trainer, perf_counter())
        self._publish()
        self._report_state()

    def _report_state(self) -> None:
        self.state_reported.emit(self._run_id, self._state())

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
        sentence = str(error)
        if not isinstance(error, EngineError):
            sentence = f"Training stopped because of a fault in the program: {sentence}"
        self.run_failed.emit(self._run_id, sentence, traceback.format_exc())

    # --- training -----------------------------------------------------------------------------

    def _train(self) -> None:
        trainer = self._trainer
        assert trainer is not None  # it is only going with a trainer
        self._gate.wait()
        if self._limit is None:
            self._train_slice(trainer)
        else:
            self._train_slowly(trainer, self._limit)
        goal = self._until_epoch
        if trainer.stopped is not None or (goal is not None and trainer.epoch >= goal):
            self._until_epoch = None
            self._set_going(False)
        elif perf_counter() >= self._next_snapshot:
            self._publish()

    def _train_slice(self, trainer: Trainer) -> None:
        deadline = perf_counter() + SLICE_SECONDS
        goal = self._until_epoch
        if goal is None:
            trainer.advance(lambda: perf_counter() >= deadline)
        else:
            trainer.advance(lambda: trainer.epoch >= goal or perf_counter() >= deadline)

    def _train_slowly(self, trainer: Trainer, limit: float) -> None:
        """As many batches as a slice's time allows, the fractions saved up."""
        pause = max(SLICE_SECONDS, 1.0 / limit if limit < 50 else SLICE_SECONDS)
        start = perf_counter()
        self._debt = min(self._debt + pause * limit, limit)
        goal = self._until_epoch
        while self._debt >= 1.0 - 1e-9 and trainer.stopped is None:
            trainer.step()
            self._debt -= 1.0
            if goal is not None and trainer.epoch >= goal:
                return
            if perf_counter() - start > pause:
                self._debt = 0.0
        self._rest(pause - (perf_counter() - start))

    def _rest(self, seconds: float) -> None:
        """Wait, but hear a command at once."""
        if seconds <= 0:
            return
        with contextlib.suppress(queue.Empty):
            self._waiting.append(self._commands.get(timeout=seconds))

    # --- looking ------------------------------------------------------------------------------

    def _progress(self, trainer: Trainer) -> float:
        return trainer.epoch + trainer.position / trainer.rows

    def _look_at_speed(self, trainer: Trainer, now: float) -> None:
        self._last_look = (now, trainer.epoch * trainer.rows + trainer.position)

    def _publish(self) -> None:
        """Put a snapshot into the mailbox, and decide when the next is due."""
        trainer = self._trainer
        if trainer is None:
            return
        start = perf_counter()
        seen = trainer.epoch * trainer.rows + trainer.position
        then, before = self._last_look
        if self._going and start - then > 0.2:
            self._speed = (seen - before) / (start - then)
            self._last_look = (start, seen)
        network = trainer.network
        self._mailbox.put(
            Snapshot(
                run_id=self._run_id,
                design=trainer.design,
                epoch=trainer.epoch,
                step=trainer.step_count,
                progress=self._progress(trainer),
                report=trainer.report,
                best_epoch=trainer.best.epoch,
                learning_rate=trainer.learning_rate,
                stopped=trainer.stopped,
                divergence=trainer.divergence,
                parameters=frozen(network.parameters.copy()),
                state=frozen(network.state.copy()),
                history=self._curves(trainer) if CURVES in self._wants else None,
                boundary=self._boundary(trainer) if BOUNDARY in self._wants else None,
                samples_per_second=self._speed,
                marks=self._marks,
            )
        )
        now = perf_counter()
        self._next_snapshot = now + max(SNAPSHOT_SECONDS, (now - start) / SNAPSHOT_SHARE)

    def _curves(self, trainer: Trainer) -> Array:
        return frozen(trainer.history.thinned(MOST_POINTS, trainer.best.epoch))

    def _lay_grid(self, prepared: Prepared, domain: Domain, trainer: Trainer) -> None:
        """The network inputs of every point of the map, (points, I)."""
        middle = np.nanmean(prepared.raw_train, axis=0)
        across = np.linspace(*domain.x, SIDE if domain.y else 4 * SIDE)
        if domain.y is None:
            raw = across[:, None]
            self._grid_shape = (len(across),)
        else:
            up = np.linspace(*domain.y, SIDE)
            raw = np.tile(middle, (SIDE * SIDE, 1))
            raw[:, 0], raw[:, 1] = np.tile(across, SIDE), np.repeat(up, SIDE)
            self._grid_shape = (SIDE, SIDE)
        inputs = prepared.preprocessing.transform(raw)
        self._grid = inputs.astype(trainer.network.dtype)

    def _boundary(self, trainer: Trainer) -> Array:
        outputs = trainer.network.predict(self._grid)
        code = trainer.code
        with np.errstate(all="ignore"):
            if code.task == "regression":
                values = code.values(outputs)
                return frozen(values.astype(np.float32).reshape(self._grid_shape))
            chances = code.probabilities(outputs).astype(np.float32)
        return frozen(chances.reshape(*self._grid_shape, -1))


def _change_in_words(old: Design, new: Design) -> str:
    """The live changes between two designs, such as `learning rate 0.01`."""
    words = []
    for difference in differences(old, new):
        if difference.change == Change.LIVE:
            name = difference.path.rpartition(".")[2].replace("_", " ")
            words.append(f"{name} {shown(difference.new)}")
    return ", ".join(words)

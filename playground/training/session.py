"""The window's side of training: one worker in one thread, told what to do, and a state that
everything on screen goes by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QThread, Signal, Slot

from engine.data import Prepared
from engine.design import Design, change_class
from engine.errors import EngineError
from engine.network import Network
from engine.spec import Change
from playground.training.clock import FrameClock
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
from playground.training.mailbox import Mailbox
from playground.training.reading import Reading, Readings, Source
from playground.training.snapshot import ParameterEdit, Run, Snapshot
from playground.training.worker import Worker

if TYPE_CHECKING:
    from engine.formats import Checkpoint


class Choice(msgspec.Struct, frozen=True, eq=False):
    """An edited design that waits for a word: keep the weights, or start afresh? `going` says
    whether training goes on then."""

    design: Design
    folder: Path
    going: bool


class Shelved(msgspec.Struct, frozen=True, eq=False):
    """A run that has learned something, put aside while the design cannot be trained, or its
    table has not been read."""

    run: Run
    snapshot: Snapshot | None
    design: Design
    folder: Path
    state: str
    given: bool
    going: bool


STATES = ("idle", "running", "paused", "finished", "diverged", "failed")
OVER = ("finished", "diverged", "failed")
"""States from which training can only begin again, from its first weights."""
CLOSING_MS = 1000
_left: list[tuple[QThread, Worker]] = []  # still at work when their session was closed


class Session(QObject):
    """Training as the window sees it.

    `state` is one of STATES; `snapshot` the newest picture of the present run, None before the
    first; `run` what stays the same during it. The worker's answers arrive as queued signals;
    those of an older run are dropped. Hold `gate` while drawing. `choice` is an edited design that
    waits for `keep_weights` or `start_fresh`; None mostly.

    What a table holds comes to light when it has been read: `data_read` tells before anything is
    started, and whoever checks the design may still `block` it.
    """

    data_read = Signal()
    state_changed = Signal(str)
    run_started = Signal(object)  # Run
    run_failed = Signal(str, str)  # sentence, details
    snapshot_taken = Signal(object)  # Snapshot
    choice_requested = Signal(object)  # Choice
    choice_settled = Signal(object)  # True: weights kept, False: fresh, None: no choice any more
    parameter_edited = Signal(object)  # ParameterEdit, with what it was
    edit_refused = Signal(str)  # sentence

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = "idle"
        self.snapshot: Snapshot | None = None
        self.run: Run | None = None
        self.failure = ("", "")
        self.fault: EngineError | None = None  # what made the last run fail, if not the program
        self._design: Design | None = None
        self._folder = Path()
        self._blocked = ""
        self._run_id = 0
        self.choice: Choice | None = None
        self._shelved: Shelved | None = None
        self._readings = Readings(lambda source: self._worker.tell(Read(source)))
        self._held: list[Command] | None = None  # a Start, and what follows it: its table is read
        self._told_to_go: bool | None = None  # until the worker has reported that it did as told
        self._sent = 0  # how often it was told to go on or to pause
        self._given = False  # whether weights of this run were kept, of a file, or set by hand
        self._brought: Checkpoint | None = None  # a file's weights, until a run has them
        self._mailbox: Mailbox[Snapshot] = Mailbox()
        self.gate = Gate()
        self._thread = QThread(self)
        self._thread.setObjectName("training")
        self._worker = Worker(self._mailbox, self.gate)
        self._worker.moveToThread(self._thread)
        self._thread.started.connect(self._worker.loop)
        self._worker.data_read.connect(self._on_worker_data_read)
        self._worker.reading_failed.connect(self._on_worker_reading_failed)
        self._worker.run_started.connect(self._on_worker_run_started)
        self._worker.state_reported.connect(self._on_worker_state_reported)
        self._worker.run_failed.connect(self._on_worker_run_failed)
        self._worker.parameter_edited.connect(self._on_worker_parameter_edited)
        self._worker.edit_refused.connect(self.edit_refused)
        self._clock = FrameClock(self._on_clock_tick, self)

    # --- life ---------------------------------------------------------------------------------

    def open(self) -> None:
        """Start the worker's thread and the clock."""
        self._thread.start()
        self._clock.start()

    def close(self) -> None:
        """Stop training and leave the thread, within a second.

        What takes longer, such as reading a large table, goes on behind: `still_at_work` tells.
        """
        self._clock.stop()
        if self._thread.isRunning():
            self._worker.tell(Quit())
            self._thread.quit()
            if not self._thread.wait(CLOSING_MS):
                self._thread.setParent(None)  # a thread that is deleted at work ends the process
                _left.append((self._thread, self._worker))

    # --- what to train ------------------------------------------------------------------------

    def start(
        self,
        design: Design,
        folder: Path,
        checkpoint: Checkpoint | None = None,
        going: bool = False,
        blocked: str = "",
    ) -> None:
        """Begin anew with a design, at the first weights or those of a checkpoint.

        `blocked` says why it cannot be trained; then nothing is started.
        """
        self.forget()
        self._begin(design, folder, checkpoint, going, blocked, keep=False)

    def forget(self) -> None:
        """Let go of the present run: another document comes."""
        self._shelved = self.run = None

    def _begin(
        self,
        design: Design,
        folder: Path,
        checkpoint: Checkpoint | None,
        going: bool,
        blocked: str,
        keep: bool,
    ) -> None:
        source = Source.of(design, folder)
        prepared = self._readings.known(source)
        unread = prepared is None and design.data.facts() is None
        if blocked or unread:
            self._shelve(going)
            self._send(Pause())
        else:
            self._shelved = None
        self._given, self._brought = keep or checkpoint is not None, checkpoint
        self._design, self._folder, self._blocked = design, folder, blocked
        self._run_id += 1
        self.run = self.snapshot = None
        self._held, self._told_to_go = None, None
        self._settle()
        self._set_state("running" if going and not blocked else "idle")
        if blocked:
            return
        start = Start(self._run_id, design, folder, checkpoint, going, keep, prepared)
        if unread:
            self._held = [start]
            self._readings.want(source)
        else:
            self._tell(start)

    def _shelve(self, going: bool) -> None:
        """Put the run aside, if it has learned something."""
        if self._shelved is not None:
            self._shelved = msgspec.structs.replace(self._shelved, going=going)
        elif self.run is not None and self._design is not None and self._has_something:
            state = "paused" if self.state == "running" else self.state
            self._shelved = Shelved(
                self.run, self.snapshot, self._design, self._folder, state, self._given, going
            )

    def known(self, design: Design, folder: Path) -> Prepared | None:
        """A design's rows, if they have been read or drawn: those that the present weights are
        trained on, whatever has become of their table since."""
        if self.trained is not None:
            trained, run = self.trained
            there = self._shelved.folder if self._shelved is not None else self._folder
            if (trained.data, trained.seed, there) == (design.data, design.seed, folder):
                return run.prepared
        return self._readings.known(Source.of(design, folder))

    def block(self, blocked: str) -> None:
        """Put the present design aside: its data tell that it cannot be trained, and why."""
        if self._design is not None:
            going = self._going
            self._begin(self._design, self._folder, self._brought, going, blocked, keep=False)

    def follow(
        self, design: Design, folder: Path, blocked: str = "", keep: bool | None = False
    ) -> None:
        """Go on with an edited design as its change class says: live changes between two batches,
        all others with a new run that goes on running if it was.

        The new run starts from first weights, or with `keep` from those that survive, with fresh
        optimizer state. None asks: a network that has learned something pauses, and `choice`
        waits for `keep_weights` or `start_fresh`. A design that is `blocked` puts such a network
        aside until one comes that can be trained.
        """
        going, brought = self._going, self._brought_to(design)
        if blocked:
            self._begin(design, folder, brought, going, blocked, keep=False)
            return
        if self._shelved is not None:
            self._take_from_shelf(self._shelved)
        old, same_folder = self._design, folder == self._folder
        live = old is not None and change_class(old, design) <= Change.LIVE
        if live and same_folder and not self._blocked and self.state != "failed":
            self._design = design
            self._tell(Apply(design))
            self._settle()  # the edit that asked was taken back
            if going and not self._runs:
                self._tell(Go())
        elif keep is None and self.has_learned:
            self._tell(Pause())
            self.choice = Choice(design, folder, going)
            self.choice_requested.emit(self.choice)
        else:
            self._begin(design, folder, brought, going, "", keep=bool(keep))

    def _brought_to(self, design: Design) -> Checkpoint | None:
        """A file's weights that no run has had yet, if they are of such layers."""
        brought = self._brought
        if brought is None or design == brought.design:
            return brought
        if design.layers != brought.design.layers:
            return None
        return msgspec.structs.replace(brought, design=design, state=None)

    @property
    def trained(self) -> tuple[Design, Run] | None:
        """The run that the present weights are of, with its design as it is by now; also while it
        waits for a choice, or for a design that can be trained."""
        if self._shelved is not None:
            return self._shelved.design, self._shelved.run
        if self.run is None or self._design is None:
            return None
        return self._design, self.run

    @property
    def _going(self) -> bool:
        """Whether it trains, or will once it can."""
        if self.choice is not None:
            return self.choice.going
        if self._shelved is not None and self._held is None:
            return self._shelved.going
        return self._runs

    @property
    def _runs(self) -> bool:
        """Whether it trains, by what it was told last."""
        return self.state == "running" if self._told_to_go is None else self._told_to_go

    def _take_from_shelf(self, shelved: Shelved) -> None:
        """Have the run again that was put aside; the worker never let go of it."""
        self._shelved, self._blocked = None, ""
        self._held, self._told_to_go = None, None
        self._design, self._folder, self._given = shelved.design, shelved.folder, shelved.given
        self.run, self.snapshot = shelved.run, shelved.snapshot
        self._run_id = shelved.run.run_id
        self.run_started.emit(shelved.run)
        if shelved.snapshot is not None:
            self.snapshot_taken.emit(shelved.snapshot)
        self._set_state(shelved.state)

    def keep_weights(self) -> None:
        """Go on with the design of the `choice`, from the weights that survive."""
        self._choose(keep=True)

    def start_fresh(self) -> None:
        """Go on with the design of the `choice`, from its own first weights."""
        self._choose(keep=False)

    def _choose(self, keep: bool, going: bool | None = None) -> None:
        choice = self.choice
        if choice is not None:
            going = choice.going if going is None else going
            self._settle(keep)
            self._begin(choice.design, choice.folder, None, going, "", keep)

    def _settle(self, keep: bool | None = None) -> None:
        if self.choice is not None:
            self.choice = None
            self.choice_settled.emit(keep)

    @property
    def has_learned(self) -> bool:
        """Whether there are weights worth keeping: trained, or not drawn here."""
        if self.state == "failed":
            return False
        return self._given or self.state in ("running", "paused", "finished")

    @property
    def _has_something(self) -> bool:
        """Whether such weights are there already; a run that has just begun has none yet."""
        return self.has_learned and (self._given or self.snapshot is not None)

    def edit_parameter(
        self, layer_id: str, name: str, index: tuple[int, ...], value: float
    ) -> None:
        """Set one weight or bias of the present run, at its place in the tensor
        `<layer id>.<name>`.

        `parameter_edited` tells when it is done, and what it was; `edit_refused` why not.
        """
        self.apply_edit(ParameterEdit(self._run_id, layer_id, name, index, value))

    def apply_edit(self, edit: ParameterEdit) -> None:
        """Do an edit, such as the `inverse` of one done before; it is refused in another run."""
        if self.choice is not None:
            self.edit_refused.emit("Choose first whether the weights are kept.")
        elif self._blocked and self._shelved is not None:
            self.edit_refused.emit("Solve the problem first. The weights wait until then.")
        elif self.run is None:
            self.edit_refused.emit("There is no network yet whose weights could be changed.")
        else:
            self._tell(Edit(edit))

    @property
    def blocked(self) -> str:
        """Why the design cannot be trained, or nothing."""
        return self._blocked

    @property
    def snapshot_seconds(self) -> float:
        """What the worker's last snapshot took."""
        return self._worker.snapshot_seconds

    def checkpoint(self) -> Checkpoint | None:
        """The weights on screen with all that is needed to use them, also those that were put
        aside; None before there are any."""
        run, snapshot = self.run, self.snapshot
        if self._shelved is not None:
            run, snapshot = self._shelved.run, self._shelved.snapshot
        if run is None or snapshot is None:
            return None
        from engine.formats import Checkpoint

        network = Network.of(snapshot.design, len(run.prepared.inputs))
        network.parameters[:], network.state[:] = snapshot.parameters, snapshot.state
        tensors = {name: view.copy() for name, view in network.tensors.items()}
        return Checkpoint(snapshot.design, run.prepared.preprocessing, tensors)

    # --- controls -----------------------------------------------------------------------------

    def toggle(self) -> None:
        """Run, or pause; a finished or diverged training runs again from its first weights.

        A design that waits for a choice goes on with the weights that survive, as by all controls
        that go on: what was learned is lost only to who says so.
        """
        if self._blocked:
            return
        if self.choice is not None:
            self._choose(keep=True, going=True)
            return
        if self._runs:
            self._tell(Pause())
        elif self.state in OVER:
            self._again(going=True)
        else:
            self._tell(Go())

    def step_batch(self) -> None:
        """Train on one batch, and pause."""
        self._choose(keep=True, going=False)
        if self._blocked or self.state in OVER:
            return
        self._tell(StepBatch())

    def step_epoch(self) -> None:
        """Train to the end of the epoch, and pause."""
        self._choose(keep=True, going=False)
        if self._blocked or self.state in OVER:
            return
        self._tell(StepEpoch())

    def reset(self) -> None:
        """Back to the very same first weights; not while the design cannot be trained."""
        if not self._blocked:
            self._again(going=False)

    def _again(self, going: bool) -> None:
        if self.choice is not None:
            self._choose(keep=False, going=going)
        elif self._design is not None:
            self.run = None
            self._begin(self._design, self._folder, self._brought, going, "", keep=False)

    def want(self, what: frozenset[str], opened: frozenset[str] = frozenset()) -> None:
        """Say what snapshots must hold: what the visible views want, together, and of which
        layers more than the first 8 neurons are seen: at most 512."""
        self._worker.tell(Want(what, opened))

    def limit(self, batches_per_second: float | None) -> None:
        """Train at most so fast; None is as fast as it goes."""
        self._worker.tell(Limit(batches_per_second))

    def _tell(self, command: Command) -> None:
        """Tell the worker, once the present design's table has been read."""
        if isinstance(command, Go | StepEpoch):
            self._told_to_go = True
        elif isinstance(command, Pause | StepBatch):
            self._told_to_go = False
        if self._held is None:
            self._send(command)
        else:
            self._held.append(command)

    def _send(self, command: Command) -> None:
        self._sent += isinstance(command, STEERING)
        self._worker.tell(command)

    # --- what comes back ----------------------------------------------------------------------

    @Slot(object)
    def _on_worker_data_read(self, reading: Reading) -> None:
        if not self._readings.answered(reading.source) or self._held is None:
            return
        trained = self.trained
        self._readings.keep(reading, trained[1].prepared if trained is not None else None)
        self.data_read.emit()
        held = self._held
        if held is None:  # what was read is no good
            return
        self._held = self._shelved = None
        for command in held:
            if isinstance(command, Start):
                command = msgspec.structs.replace(command, prepared=reading.prepared)
            self._send(command)

    @Slot(object, str, str, object)
    def _on_worker_reading_failed(
        self, source: Source, sentence: str, details: str, fault: EngineError | None
    ) -> None:
        if self._readings.answered(source) and self._held is not None:
            self._held = None
            self._fail(sentence, details, fault)

    @Slot(object)
    def _on_worker_run_started(self, run: Run) -> None:
        if run.run_id != self._run_id:
            return
        self.run, self._brought = run, None
        if not self._readings.keep_only(run.prepared):  # drawn by the worker
            self._readings.keep(Reading(Source.of(run.design, self._folder), run.prepared))
            self.data_read.emit()
        if self.run is run:
            self.run_started.emit(run)

    @Slot(int, str, int)
    def _on_worker_state_reported(self, run_id: int, state: str, obeyed: int) -> None:
        if run_id == self._run_id:
            self._take_snapshot()
            if obeyed == self._sent and self._held is None:
                self._told_to_go = None
            self._set_state(state)

    @Slot(int, str, str, object)
    def _on_worker_run_failed(
        self, run_id: int, sentence: str, details: str, fault: EngineError | None
    ) -> None:
        if run_id == self._run_id:
            self._brought = None
            self._fail(sentence, details, fault)

    def _fail(self, sentence: str, details: str, fault: EngineError | None) -> None:
        if self.choice is not None:  # there is nothing left to be kept
            self._design, self._folder = self.choice.design, self.choice.folder
            self._settle()
        self._told_to_go = None
        self.failure, self.fault = (sentence, details), fault
        self._set_state("failed")
        self.run_failed.emit(sentence, details)

    @Slot(object)
    def _on_worker_parameter_edited(self, edit: ParameterEdit) -> None:
        if edit.run_id == self._run_id:
            self._given = True
            self._take_snapshot()
            self.parameter_edited.emit(edit)

    def _on_clock_tick(self) -> None:
        self._take_snapshot()

    def _take_snapshot(self) -> None:
        if self.run is None:
            return  # the run's own announcement is still under way
        snapshot = self._mailbox.take()
        if snapshot is None or snapshot.run_id != self._run_id:
            return
        self.snapshot = snapshot
        with self.gate:
            self.snapshot_taken.emit(snapshot)

    def _set_state(self, state: str) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


def still_at_work() -> bool:
    """Whether a worker is still at what it was told before its session was closed."""
    return any(thread.isRunning() for thread, _ in _left)

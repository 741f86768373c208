"""Training: show the network batches of examples, step downhill, and look how far it has come.

A Trainer owns a network and all progress. The same design gives the same weights, bit for bit,
whether it runs straight through, step by step, or saved and resumed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.data import Prepared, prepare
from engine.design import Design, EarlyStopping, change_class
from engine.errors import FormatError, SpecError
from engine.examples import Examples
from engine.history import EpochReport, History
from engine.layers.dropout import DropoutPass
from engine.metrics import METRIC_OF, Scores, output_code
from engine.network import Network, Workspace
from engine.optimizers import OptimizerState
from engine.order import Order
from engine.randomness import generators, set_state, state_of
from engine.schedules import Progress
from engine.spec import Change

Array = NDArray[Any]

_RUNAWAY = 10.0  # times the first loss, or a constant predictor's, at which training is stopped


class StepReport(msgspec.Struct, frozen=True):
    """One step: its batch's loss before the step, in training units, and the rate it took."""

    epoch: int
    step: int
    loss: float
    learning_rate: float


class Best(msgspec.Struct, frozen=True, eq=False):
    """The best epoch so far by the monitored loss, with its parameters and state."""

    epoch: int
    loss: float
    parameters: Array
    state: Array


def prepare_data(design: Design, folder: Path | str = ".") -> Prepared:
    """The design's data as its Trainer will see it. Raises DataError."""
    for_data, for_split = generators(design.seed)[:2]
    return prepare(design.data, for_data, for_split, Path(folder))


def first_network(design: Design, inputs: int) -> Network:
    """The design's network over `inputs` inputs, with the first weights that its seed draws."""
    network = Network.of(design, inputs)
    network.initialize(generators(design.seed)[2])
    return network


class Trainer:
    """A network in training on a design's data.

    `stopped` is None while there is more to do, else `epochs`, `early_stopping` or `diverged`.
    `epoch` and `step` count what is done. `folder` is where the data's relative paths start;
    `prepared` spares reading the data again; `weights` are tensors to start from instead of drawn
    ones. Raises DataError and ShapeError.
    """

    def __init__(
        self,
        design: Design,
        folder: Path | str = ".",
        prepared: Prepared | None = None,
        weights: Mapping[str, Array] | None = None,
    ) -> None:
        *_, shuffler, self._noise = generators(design.seed)
        self.design = design
        self.prepared = prepared if prepared is not None else prepare_data(design, folder)
        self.network = first_network(design, self.prepared.X_train.shape[1])
        self.code = output_code(design, self.prepared.preprocessing)
        if weights is not None:
            self.network.load(weights)
        self._examples = Examples(self.prepared, self.code, self.network.dtype)
        self._X, self._T = self._examples.X, self._examples.T
        self._order = Order(len(self._X), shuffler)

        training = design.training
        self.optimizer = OptimizerState(
            training.optimizer, self.network.parameters, self.network.gradient
        )
        self._rate_memory: dict[str, float] = {}
        self._spaces: dict[int, Workspace] = {}
        self._used: Workspace | None = None  # by the last batch
        self.epoch = 0
        self.step_count = 0
        self.seconds = 0.0
        self.learning_rate = training.optimizer.learning_rate
        self._size = self.batch_size
        self._waited = 0  # epochs since the best
        self._last: tuple[Array, Array] | None = None  # weights behind restored best ones
        self.history = History()
        self.stopped: str | None = None
        self.divergence = ""

        first = self._report()
        self.history.append(first)
        self._most_loss = self._bearable(first.train.loss)
        self.best = self._as_best(first)
        self._epoch_start = self._weights()
        if not math.isfinite(first.train.loss):
            self._diverge("the loss of the first weights is not a finite number")
        self._check_finished()

    @property
    def rows(self) -> int:
        """Training rows."""
        return len(self._X)

    @property
    def position(self) -> int:
        """Rows of the present epoch already seen."""
        return self._order.position

    @property
    def batch_size(self) -> int:
        """Rows a step looks at; a last batch may be smaller."""
        size = self.design.training.batch_size
        return self.rows if size is None else min(size, self.rows)

    @property
    def steps_per_epoch(self) -> int:
        return -(-self.rows // self.batch_size)

    # --- going on -----------------------------------------------------------------------------

    def step(self) -> StepReport:
        """Train on one batch; the epoch's last one also ends the epoch.

        Does nothing once stopped. After divergence the weights are the last finite ones.
        """
        epoch = self.epoch
        with np.errstate(all="ignore"), self._timed():
            loss = math.nan if self.stopped else self._batch()
        return StepReport(epoch, self.step_count, loss, self.learning_rate)

    def advance(self, enough: Callable[[], bool]) -> None:
        """Train batch by batch until `enough()`, asked after every batch, or until stopped."""
        with np.errstate(all="ignore"), self._timed():
            while self.stopped is None:
                self._batch()
                if enough():
                    return

    @contextmanager
    def _timed(self) -> Iterator[None]:
        """Count what is done inside as training time; at every batch that took 0.3 µs each."""
        self._counted_at = perf_counter()
        try:
            yield
        finally:
            self._count()

    def _count(self) -> None:
        now = perf_counter()
        self.seconds += now - self._counted_at
        self._counted_at = now

    def run(self, stop: Callable[[], bool] = lambda: False) -> Iterator[EpochReport]:
        """Train until stopped, yielding a report an epoch. `stop()` is asked after every batch."""
        while self.stopped is None:
            if self._finish_epoch(stop):
                yield self.report
            if stop():
                return

    def _finish_epoch(self, stop: Callable[[], bool]) -> bool:
        """Train to the end of this epoch, if not told to stop before; whether it came there."""
        epoch = self.epoch
        self.advance(lambda: self.epoch > epoch or stop())
        return self.epoch > epoch

    @property
    def report(self) -> EpochReport:
        """The report of the last finished epoch."""
        return self._latest

    def scores(self) -> dict[str, Scores | None]:
        """Present scores of `train`, `validation` and `test`; None for an empty part."""
        return {
            "train": self._examples.train_scores(self.network),
            "validation": self._examples.check_scores(self.network),
            "test": self._examples.test_scores(self.network),
        }

    def dropped(self) -> dict[str, Array]:
        """Which units (O,) of each dropout layer the last batch's first row was without; empty
        before the first batch."""
        if self._used is None:
            return {}
        return {
            layer.id: ~step.mask[:, 0]
            for layer, step in zip(self.design.layers, self._used.passes, strict=True)
            if isinstance(step, DropoutPass)
        }

    # --- one batch ----------------------------------------------------------------------------

    def _batch(self) -> float:
        order = self._order
        if order.position == 0:
            self._begin_epoch()
        rows = order.ahead(self._size)
        space = self._used = self._spaces.get(len(rows)) or self._space(len(rows))
        self._X.take(rows, 0, space.rows_and_one, "clip")
        self._T.take(rows, 0, space.targets, "clip")
        space.forward()
        loss = space.backward()
        gradient = self.network.gradient
        if not math.isfinite(loss + float(gradient.dot(gradient))):
            self._diverge("the loss is no longer a finite number")
            return loss
        training = self.design.training
        if training.schedule.per_step:
            self.learning_rate = self._rate()
        self.optimizer.step(training.optimizer, self.learning_rate)
        self.step_count += 1
        order.position += len(rows)
        if order.position >= order.rows:
            self._end_epoch()
        return loss

    def _space(self, batch: int) -> Workspace:
        if len(self._spaces) > 3:
            self._spaces.clear()
        space = self.network.workspace(batch, training=True, rng=self._noise)
        self._spaces[batch] = space
        return space

    def _rate(self) -> float:
        training = self.design.training
        progress = Progress(
            self.epoch,
            self.step_count,
            training.epochs,
            training.epochs * self.steps_per_epoch,
        )
        base = training.optimizer.learning_rate
        return training.schedule.rate(base, progress, self._rate_memory)

    # --- one epoch ----------------------------------------------------------------------------

    def _begin_epoch(self) -> None:
        self._order.begin(self.design.training.shuffle)
        self._epoch_start = self._weights()
        self.learning_rate = self._rate()

    def _end_epoch(self) -> None:
        self._order.position = 0
        self.epoch += 1
        self._count()
        report = self._report()
        loss = report.train.loss
        if not math.isfinite(loss) or not np.isfinite(self.network.parameters).all():
            self._diverge("the loss is no longer a finite number")
            return
        self.history.append(report)
        watched = self._watched(report)
        self.design.training.schedule.observe(watched, self._rate_memory)
        stopping = self.design.training.early_stopping
        least = self.best.loss - (stopping.min_delta if stopping else 0.0)
        # A best loss that is not finite is beaten by any that is.
        if watched < least if math.isfinite(least) else math.isfinite(watched):
            self.best = self._as_best(report)
            self._waited = 0
        else:
            self._waited += 1
        if loss > self._most_loss:
            self._diverge(f"the loss rose to {loss:.3g}, more than ten times what it was at first")
            return
        self._check_finished()

    def _check_finished(self) -> None:
        if self.stopped == "diverged":
            return
        stopping = self.design.training.early_stopping
        self.stopped = None
        if self.epoch >= self.design.training.epochs:
            self.stopped = "epochs"
        elif stopping is not None and self.epoch and self._waited >= stopping.patience:
            self.stopped = "early_stopping"
        if self.stopped and self._last is None:
            self._restore_best(stopping)
        elif self._last is not None and not self.stopped:  # more to do: back from the best weights
            self._set_weights(self._last)
            self._last = None

    def _restore_best(self, stopping: EarlyStopping | None) -> None:
        if stopping is None or not stopping.restore_best:
            return
        if self.best.epoch == self.epoch and self.position == 0:
            return
        self._last = self._weights()
        self._set_weights((self.best.parameters, self.best.state))

    def _diverge(self, reason: str) -> None:
        self.stopped = "diverged"
        self.divergence = reason
        network = self.network
        finite = np.isfinite(network.parameters).all() and np.isfinite(network.state).all()
        if not finite:
            self._set_weights(self._epoch_start)

    # --- looking ------------------------------------------------------------------------------

    def _report(self) -> EpochReport:
        self._latest = EpochReport(
            self.epoch,
            self.step_count,
            self.seconds,
            self.learning_rate,
            self._examples.train_scores(self.network),
            self._examples.check_scores(self.network),
        )
        return self._latest

    @property
    def _watches_check(self) -> bool:
        stopping = self.design.training.early_stopping
        wanted = stopping is None or stopping.monitor == "validation_loss"
        return wanted and self._examples.checked

    def _watched(self, report: EpochReport) -> float:
        """The loss that early stopping, plateaus and the best epoch go by."""
        check = report.validation
        return check.loss if self._watches_check and check is not None else report.train.loss

    def _as_best(self, report: EpochReport) -> Best:
        return Best(report.epoch, self._watched(report), *self._weights())

    def _bearable(self, first: float) -> float:
        """The loss at which training is stopped, from the loss of the first weights."""
        return _RUNAWAY * max(first, self._examples.constant_loss(self.network.loss))

    def _weights(self) -> tuple[Array, Array]:
        return self.network.parameters.copy(), self.network.state.copy()

    def _set_weights(self, weights: tuple[Array, Array]) -> None:
        self.network.parameters[:], self.network.state[:] = weights

    # --- changes while it trains --------------------------------------------------------------

    def apply(self, design: Design) -> None:
        """Go on with another design that differs in live fields and names only.

        A new batch size serves the rest of this epoch's order. Raises SpecError for a change
        that needs a restart.
        """
        change = change_class(self.design, design)
        if change > Change.LIVE:
            raise SpecError("design", f"expected a live change, found one of {change.name}.")
        watched_check = self._watches_check
        self.design = design
        if self._watches_check != watched_check:
            self._begin_best_anew()
        self._size = self.batch_size
        self.optimizer.adopt(design.training.optimizer)
        if design.layers != self.network.layers:
            self.network.replace(design.layers)
            self._spaces.clear()
        if self.position and not design.training.schedule.per_step:
            self.learning_rate = self._rate()
        self._check_finished()

    def _begin_best_anew(self) -> None:
        """Losses of another part cannot be compared with the best so far: the last epoch's is."""
        weights = self._last or self._weights()
        if self.position:
            weights = self._epoch_start
        self.best = Best(self._latest.epoch, self._watched(self._latest), *weights)
        self._waited = 0

    def edit(self, layer_id: str, name: str, index: tuple[int, ...], value: float) -> float:
        """Set one weight or bias, at its place in the tensor `<layer id>.<name>`, and return what
        it was.

        The last report, and the history's last row, then tell of the network as it is. Raises
        SpecError for a place that is not there and a value the loss is not finite with.
        """
        tensor = self.network.gradients.get(f"{layer_id}.{name}")
        place = f"{layer_id}.{name}[{', '.join(map(str, index))}]"
        if tensor is None or len(index) != tensor.ndim or not _inside(index, tensor.shape):
            raise SpecError(place, "expected a weight or bias of this network, found none there.")
        weights = self.network.tensors[f"{layer_id}.{name}"]
        before, old = self._latest, float(weights[index])
        with np.errstate(all="ignore"):
            weights[index] = value
            report = self._report()
        if not math.isfinite(report.train.loss):
            weights[index], self._latest = old, before
            raise SpecError(place, f"expected a number the loss is finite with, found {value:g}.")
        self.history.amend(report)
        self._most_loss = max(self._most_loss, self._bearable(report.train.loss))
        if not self.step_count:
            self.best = self._as_best(report)
        if self._last is not None:  # training goes on from what is seen
            self._last = self._weights()
        return old

    # --- saving and resuming ------------------------------------------------------------------

    def state(self) -> tuple[dict[str, Array], dict[str, Any]]:
        """Everything that is needed to go on bit for bit, besides design and data: tensors by
        name, and JSON-ready counters and generators."""
        tensors = {f"optimizer.{name}": slot for name, slot in self.optimizer.slots.items()}
        tensors |= {
            "history": self.history.rows,
            "best.parameters": self.best.parameters,
            "best.state": self.best.state,
        }
        if self._last is not None:
            tensors["last.parameters"], tensors["last.state"] = self._last
        if self.position:
            tensors["start.parameters"], tensors["start.state"] = self._epoch_start
        counters = {
            "epoch": self.epoch,
            "step": self.step_count,
            "seconds": self.seconds,
            "learning_rate": self.learning_rate,
            "waited": self._waited,
            "best_epoch": self.best.epoch,
            "best_loss": self.best.loss if math.isfinite(self.best.loss) else None,
            "optimizer_steps": self.optimizer.steps,
            "optimizer_memory": self.optimizer.memory,
            "schedule_memory": self._rate_memory,
            "noise": state_of(self._noise),
            "diverged": self.divergence if self.stopped == "diverged" else None,
        }
        return tensors, counters | self._order.state()

    def restore(self, tensors: dict[str, Array], counters: dict[str, Any]) -> None:
        """Go on where another Trainer of the same design and data wrote its `state`.

        The parameters themselves are the network's. Raises FormatError when the state does not
        fit this network.
        """
        try:
            self._restore(tensors, counters)
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
            raise FormatError(
                f"state: expected the training state of this network, found another ({error}). "
                "Continue without the state."
            ) from None

    def _restore(self, tensors: dict[str, Array], counters: dict[str, Any]) -> None:
        for name, slot in self.optimizer.slots.items():
            slot[:] = _like(slot, tensors[f"optimizer.{name}"])
        rows = np.asarray(tensors["history"], np.float64)
        if rows.ndim != 2 or rows.shape[1] != len(History.columns) or not len(rows):
            raise ValueError(f"a history of shape {rows.shape}")
        parameters, state = self.network.parameters, self.network.state
        self.history = History(rows)
        self.best = Best(
            int(counters["best_epoch"]),
            _number(counters["best_loss"]),
            _like(parameters, tensors["best.parameters"]).copy(),
            _like(state, tensors["best.state"]).copy(),
        )
        self._last = None
        if "last.parameters" in tensors:
            last = _like(parameters, tensors["last.parameters"])
            self._last = last.copy(), _like(state, tensors["last.state"]).copy()
        self.epoch, self.step_count = int(counters["epoch"]), int(counters["step"])
        self.seconds = float(counters["seconds"])
        self.learning_rate = float(counters["learning_rate"])
        self._waited = int(counters["waited"])
        self.optimizer.steps = int(counters["optimizer_steps"])
        self.optimizer.memory = {k: float(v) for k, v in counters["optimizer_memory"].items()}
        self._rate_memory = {k: float(v) for k, v in counters["schedule_memory"].items()}
        self._order.restore(counters)
        set_state(self._noise, counters["noise"])
        self._epoch_start = self._weights()
        if self.position:
            start = _like(parameters, tensors["start.parameters"])
            self._epoch_start = start.copy(), _like(state, tensors["start.state"]).copy()
        self._latest = self.history.last(METRIC_OF[self.code.task])
        self._most_loss = self._bearable(float(rows[0, History.columns.index("train_loss")]))
        self.stopped, self.divergence = None, ""
        if counters["diverged"] is not None:
            self.stopped, self.divergence = "diverged", str(counters["diverged"])
        self._check_finished()


def _inside(index: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    return all(0 <= place < size for place, size in zip(index, shape, strict=True))


def _like(array: Array, given: Array) -> Array:
    """`given`, if it is as long as `array`; raises ValueError."""
    if given.shape != array.shape:
        raise ValueError(f"{given.shape} numbers instead of {array.shape}")
    return given


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)

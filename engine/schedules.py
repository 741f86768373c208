"""Schedules: how the learning rate changes while training goes on. Large steps first to get
there, small ones later to settle. Formulas follow PyTorch's `lr_scheduler`."""

from __future__ import annotations

from math import cos, inf, pi
from typing import Annotated, ClassVar

import msgspec

from engine.spec import Change, Spec, number


class Progress(msgspec.Struct, frozen=True):
    """How far training has come: whole epochs and steps done, of how many."""

    epoch: int
    step: int
    epochs: int
    steps: int


class Schedule(Spec, frozen=True):
    """Base of all schedules. `per_step` ones change within an epoch."""

    family: ClassVar[str] = "schedule"
    per_step: ClassVar[bool] = False

    def rate(self, base: float, progress: Progress, memory: dict[str, float]) -> float:
        """The learning rate of the next step, from the optimizer's own rate `base`."""
        raise NotImplementedError

    def observe(self, loss: float, memory: dict[str, float]) -> None:
        """Take note of an epoch's loss (validation where there is one); `memory` starts empty."""


class ConstantRate(Schedule, frozen=True, tag="constant"):
    """η stays as it is."""

    def rate(self, base: float, progress: Progress, memory: dict[str, float]) -> float:
        return base


class StepDecay(Schedule, frozen=True, tag="step"):
    """η γ^⌊epoch / every⌋: a drop every so many epochs."""

    every: Annotated[int, number(1, 1_000_000, "epochs between drops", change=Change.LIVE)] = 30
    gamma: Annotated[
        float, number(0, 1, "what is left after a drop", change=Change.LIVE, symbol="γ")
    ] = 0.1

    def rate(self, base: float, progress: Progress, memory: dict[str, float]) -> float:
        return base * self.gamma ** (progress.epoch // self.every)


class ExponentialDecay(Schedule, frozen=True, tag="exponential"):
    """η γ^epoch: a little less after every epoch."""

    gamma: Annotated[
        float, number(0, 1, "what is left after an epoch", change=Change.LIVE, symbol="γ")
    ] = 0.99

    def rate(self, base: float, progress: Progress, memory: dict[str, float]) -> float:
        return base * self.gamma**progress.epoch


class CosineDecay(Schedule, frozen=True, tag="cosine"):
    """η_min + (η − η_min) (1 + cos(π epoch / epochs)) / 2: down along half a wave.

    Source: Loshchilov & Hutter 2017, without restarts.
    """

    minimum: Annotated[
        float, number(0, 1000, "learning rate at the end", change=Change.LIVE, symbol="η_min")
    ] = 0.0

    def rate(self, base: float, progress: Progress, memory: dict[str, float]) -> float:
        done = min(1.0, progress.epoch / progress.epochs) if progress.epochs else 1.0
        return self.minimum + (base - self.minimum) * (1.0 + cos(pi * done)) / 2.0


class OneCycle(Schedule, frozen=True, tag="one_cycle"):
    """From η / 25 up to η, then down to η / 250,000, along half waves, step by step.

    Source: Smith & Topin 2019 in PyTorch's form; momentum is not cycled.
    """

    per_step = True
    warm_up: Annotated[
        float, number(0, 1, "share of the training on the way up", change=Change.LIVE)
    ] = 0.3

    def rate(self, base: float, progress: Progress, memory: dict[str, float]) -> float:
        start, end = base / 25.0, base / 25.0 / 1e4
        top = self.warm_up * progress.steps - 1.0
        last = progress.steps - 1.0
        step = min(float(progress.step), last)
        if step <= top:
            return _half_wave(start, base, step / top if top > 0 else 1.0)
        return _half_wave(base, end, (step - top) / (last - top) if last > top else 1.0)


def _half_wave(start: float, end: float, done: float) -> float:
    return end + (start - end) / 2.0 * (1.0 + cos(pi * done))


class Plateau(Schedule, frozen=True, tag="plateau"):
    """η · factor each time the loss has not fallen for `patience` epochs.

    An epoch counts as better when it is below best · (1 − threshold).
    """

    factor: Annotated[float, number(0, 1, "what is left after a plateau", change=Change.LIVE)] = 0.1
    patience: Annotated[
        int, number(0, 1_000_000, "epochs to wait for a better one", change=Change.LIVE)
    ] = 10
    threshold: Annotated[
        float, number(0, 1, "how much better counts, relative", change=Change.LIVE, log=True)
    ] = 1e-4

    def rate(self, base: float, progress: Progress, memory: dict[str, float]) -> float:
        return base * memory.get("factor", 1.0)

    def observe(self, loss: float, memory: dict[str, float]) -> None:
        if loss < memory.get("best", inf) * (1.0 - self.threshold):
            memory["best"], memory["waited"] = loss, 0.0
            return
        memory["waited"] = memory.get("waited", 0.0) + 1.0
        if memory["waited"] > self.patience:
            memory["factor"] = memory.get("factor", 1.0) * self.factor
            memory["waited"] = 0.0

"""Our schedules beside the installed PyTorch's lr_scheduler, for numbers drawn at random."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torch.optim import lr_scheduler as of

from engine.schedules import (
    ConstantRate,
    CosineDecay,
    ExponentialDecay,
    OneCycle,
    Plateau,
    Progress,
    Schedule,
    StepDecay,
)
from engine.spec import members

RATE = st.floats(1e-4, 10.0)
EPOCHS = st.integers(1, 40)


def test_every_schedule_is_compared() -> None:
    assert set(members(Schedule)) == {
        "constant",
        "step",
        "exponential",
        "cosine",
        "one_cycle",
        "plateau",
    }


def optimizer(rate: float) -> torch.optim.Optimizer:
    return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=rate)


def assert_same_rates(schedule: Schedule, build: Any, rate: float, epochs: int) -> None:
    stepped = optimizer(rate)
    theirs = build(stepped)
    for epoch in range(epochs):
        ours = schedule.rate(rate, Progress(epoch, epoch, epochs, epochs), {})
        expected = stepped.param_groups[0]["lr"]
        assert ours == pytest.approx(expected, rel=1e-9, abs=rate * 1e-12)
        stepped.step()
        if epoch < epochs - 1:
            theirs.step()


@given(rate=RATE, epochs=EPOCHS, every=st.integers(1, 9), gamma=st.floats(0.0, 1.0))
@settings(max_examples=60)
def test_schedules_by_epochs(rate: float, epochs: int, every: int, gamma: float) -> None:
    constant = lambda o: of.ConstantLR(o, factor=1.0)  # noqa: E731
    assert_same_rates(ConstantRate(), constant, rate, epochs)
    assert_same_rates(
        StepDecay(every=every, gamma=gamma), lambda o: of.StepLR(o, every, gamma), rate, epochs
    )
    assert_same_rates(
        ExponentialDecay(gamma=gamma), lambda o: of.ExponentialLR(o, gamma), rate, epochs
    )


@given(rate=RATE, epochs=EPOCHS, share=st.floats(0.0, 1.0))
@settings(max_examples=60)
def test_the_cosine(rate: float, epochs: int, share: float) -> None:
    assert_same_rates(
        CosineDecay(minimum=rate * share),
        lambda o: of.CosineAnnealingLR(o, epochs, eta_min=rate * share),
        rate,
        epochs,
    )


@given(rate=RATE, steps=st.integers(2, 60), warm_up=st.floats(0.0, 1.0))
@settings(max_examples=100)
def test_one_cycle_without_cycling_momentum(rate: float, steps: int, warm_up: float) -> None:
    top = warm_up * steps - 1.0
    assume(top > 0.0 and abs(top - (steps - 1.0)) > 1e-6)  # else PyTorch divides by nothing
    assert_same_rates(
        OneCycle(warm_up=warm_up),
        lambda o: of.OneCycleLR(
            o, rate, total_steps=steps, pct_start=warm_up, cycle_momentum=False
        ),
        rate,
        steps,
    )


@given(
    rate=RATE,
    losses=st.lists(st.floats(0.0, 10.0), max_size=40),
    patience=st.integers(0, 5),
    factor=st.floats(0.1, 0.99),
    threshold=st.floats(0.0, 0.9),
)
@settings(max_examples=100)
def test_the_plateau(
    rate: float, losses: list[float], patience: int, factor: float, threshold: float
) -> None:
    schedule = Plateau(patience=patience, factor=factor, threshold=threshold)
    stepped = optimizer(rate)
    theirs = of.ReduceLROnPlateau(
        stepped, patience=patience, factor=factor, threshold=threshold, eps=0.0
    )
    memory: dict[str, float] = {}
    for epoch, loss in enumerate(losses):
        schedule.observe(loss, memory)
        theirs.step(loss)
        ours = schedule.rate(rate, Progress(epoch, epoch, 99, 99), memory)
        np.testing.assert_allclose(ours, stepped.param_groups[0]["lr"], rtol=1e-12)

"""Our first weights beside those of the installed PyTorch's nn.init: the same distribution."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import init

from engine.initializers import Initializer
from engine.spec import members

DRAWS: dict[str, Any] = {
    "zeros": init.zeros_,
    "constant": lambda w: init.constant_(w, 0.0),
    "normal": init.normal_,
    "uniform": lambda w: init.uniform_(w, -0.05, 0.05),
    "glorot_uniform": init.xavier_uniform_,
    "glorot_normal": init.xavier_normal_,
    "he_uniform": lambda w: init.kaiming_uniform_(w, nonlinearity="relu"),
    "he_normal": lambda w: init.kaiming_normal_(w, nonlinearity="relu"),
    "lecun_normal": lambda w: init.kaiming_normal_(w, nonlinearity="linear"),
    "orthogonal": init.orthogonal_,
}


def test_every_initializer_has_its_counterpart() -> None:
    assert set(DRAWS) == set(members(Initializer))


@pytest.mark.parametrize("shape", [(400, 100), (100, 400), (200, 200)])
@pytest.mark.parametrize("kind", DRAWS)
def test_weights_are_spread_as_pytorchs(kind: str, shape: tuple[int, int]) -> None:
    torch.manual_seed(0)
    theirs = torch.empty(shape, dtype=torch.float64)
    DRAWS[kind](theirs)
    ours = members(Initializer)[kind]().sample(np.random.default_rng(0), shape, shape[1])
    assert ours.shape == shape
    deviation = theirs.std().item()
    assert ours.std() == pytest.approx(deviation, rel=0.02)
    assert ours.mean() == pytest.approx(theirs.mean().item(), abs=0.03 * deviation + 1e-12)
    levels = [0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999]
    np.testing.assert_allclose(
        np.quantile(ours, levels),
        np.quantile(theirs.numpy(), levels),
        atol=0.15 * deviation + 1e-12,
    )

"""Small trainings that take milliseconds, and how two of them are compared bit for bit."""

from __future__ import annotations

import hashlib
from typing import Any

from engine.activations import Activation, Sigmoid, Tanh
from engine.data import Curve, Data, Spiral
from engine.design import Design, Training
from engine.designfile import edited
from engine.layers import Dense, Layer
from engine.losses import MeanSquaredError
from engine.trainer import Trainer

CLASSES = Spiral(samples=60, noise=0.1)
VALUES = Curve(samples=60, noise=0.1)


def design(
    *hidden: Layer,
    data: Data = CLASSES,
    output: Activation | None = None,
    seed: int = 3,
    **training: Any,
) -> Design:
    """hidden layers, by default four tanh units, and one output unit for two classes."""
    layers = hidden or (Dense(units=4, activation=Tanh(), id="first"),)
    last = Dense(units=1, activation=output or Sigmoid(), id="output")
    given = {"epochs": 5, "batch_size": 8} | training
    return Design(seed=seed, data=data, layers=(*layers, last), training=Training(**given))


def regression(*hidden: Layer, **training: Any) -> Design:
    """The same for a curve."""
    given = {"loss": MeanSquaredError()} | training
    whole = design(*hidden, data=VALUES, **given)
    return edited(whole, {"layers.output.activation": "linear"})


def run(trainer: Trainer) -> Trainer:
    """The trainer when there is nothing more to do."""
    for _ in trainer.run():
        pass
    return trainer


def trained(wanted: Design) -> Trainer:
    return run(Trainer(wanted))


def weights(trainer: Trainer) -> bytes:
    """Parameters and running statistics, every bit of them."""
    return trainer.network.parameters.tobytes() + trainer.network.state.tobytes()


def fingerprint(trainer: Trainer) -> str:
    return hashlib.sha256(weights(trainer)).hexdigest()

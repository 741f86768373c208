"""Gaussian noise: while training, every unit's output trembles, so that neighbours must agree."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np

from engine.expressions import OnnxGraph
from engine.layers.base import Array, Layer, Pass, Wires
from engine.spec import Change, number


class GaussianNoisePass(Pass):
    """y = x + σ ε, ε ~ N(0, 1) in training, y = x otherwise."""

    def __init__(self, layer: GaussianNoise, wires: Wires) -> None:
        super().__init__(wires)
        self.rng = wires.rng
        self.stddev = layer.stddev

    def forward(self) -> None:
        if not self.training:
            np.copyto(self.y, self.x)
            return
        dtype: Any = self.y.dtype.type
        self.rng.standard_normal(out=self.y, dtype=dtype)
        np.multiply(self.y, self.stddev, out=self.y)
        np.add(self.y, self.x, out=self.y)

    def backward(self) -> None:
        if self.dx is not None:
            np.copyto(self.dx, self.dy)


class GaussianNoise(Layer, frozen=True, tag="gaussian_noise"):
    """y = x + σ ε with ε ~ N(0, 1), in training only. Source: Bishop 1995."""

    label = "Gaussian noise"

    stddev: Annotated[
        float, number(0, 10, "standard deviation of the noise", change=Change.LIVE, symbol="σ")
    ] = 0.1

    def build(self, wires: Wires) -> Pass:
        return GaussianNoisePass(self, wires)

    def numpy(self, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        return [f"{y} = {x}"]

    def torch(self, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        return [f"{y} = {x} + {self.stddev!r} * torch.randn_like({x}) if self.training else {x}"]

    def keras(self, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        if self.stddev <= 1.0:
            return [f'{y} = keras.layers.GaussianNoise({self.stddev!r}, name="{self.id}")({x})']
        # Keras takes at most 1: x + σ ε = σ (x / σ + ε).
        noise = f'keras.layers.GaussianNoise(1.0, name="{self.id}")'
        return [f"{y} = {self.stddev!r} * {noise}({x} / {self.stddev!r})"]

    def onnx(
        self, graph: OnnxGraph, x: str, tensors: dict[str, Array], outputs: dict[str, str]
    ) -> str:
        return x

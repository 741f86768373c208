"""Dropout: while training, random units fall silent, so that the network cannot rely on any one."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from engine.expressions import OnnxGraph
from engine.layers.base import Array, Layer, Pass, Wires
from engine.spec import Change, number


class DropoutPass(Pass):
    """y = x · mask / (1 − rate) in training, y = x otherwise. `mask` (O, B): who is heard."""

    def __init__(self, layer: Dropout, wires: Wires) -> None:
        super().__init__(wires)
        self.rng = wires.rng
        self.keep = 1.0 - layer.rate
        if wires.training:
            self.uniform = np.empty(self.x.shape, np.float32)
            self.mask = np.ones(self.x.shape, np.bool_)
            self.scaled = np.empty_like(self.y)

    def forward(self) -> None:
        if not self.training:
            np.copyto(self.y, self.x)
            return
        self.rng.random(out=self.uniform, dtype=np.float32)
        np.less(self.uniform, self.keep, out=self.mask)
        np.multiply(self.mask, 1.0 / self.keep, out=self.scaled)
        np.multiply(self.x, self.scaled, out=self.y)

    def backward(self) -> None:
        if self.dx is not None:
            np.multiply(self.dy, self.scaled, out=self.dx)


class Dropout(Layer, frozen=True, tag="dropout"):
    """Each unit of each sample is 0 with probability `rate`; the others are scaled up by
    1 / (1 − rate), so that the mean is kept and nothing changes at prediction.

    Source: Srivastava et al. 2014, in the inverted form.
    """

    rate: Annotated[
        float,
        number(0, 1, "share of the units that fall silent", change=Change.LIVE, below=True),
    ] = 0.5

    def build(self, wires: Wires) -> Pass:
        return DropoutPass(self, wires)

    def numpy(self, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        return [f"{y} = {x}"]

    def torch_module(self, units_in: int) -> str:
        return f"nn.Dropout({self.rate!r})"

    def torch(self, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        return [f"{y} = self.{self.id}({x})"]

    def keras(self, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        return [f'{y} = keras.layers.Dropout({self.rate!r}, name="{self.id}")({x})']

    def onnx(
        self, graph: OnnxGraph, x: str, tensors: dict[str, Array], outputs: dict[str, str]
    ) -> str:
        return x

"""An activation as a layer of its own: g applied to every unit of the layer before."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np

from engine.activations import Activation, Linear, ReLU
from engine.expressions import OnnxGraph
from engine.layers.base import Array, Layer, Pass, Wires
from engine.spec import part


class ActivationPass(Pass):
    """y = g(x)."""

    def __init__(self, layer: ActivationLayer, wires: Wires) -> None:
        super().__init__(wires)
        self.fused = wires.fused and wires.training
        self.activation = layer.activation

    def forward(self) -> None:
        if self.fused:
            np.copyto(self.y, self.x)
        else:
            self.activation.forward(self.x, self.y)

    def backward(self) -> None:
        if self.dx is None:
            return
        if self.fused:
            np.copyto(self.dx, self.dy)
        else:
            self.activation.pullback(self.dy, self.x, self.y, self.dx)


class ActivationLayer(Layer, frozen=True, tag="activation"):
    """y = g(x), with no parameters."""

    label = "Activation"

    activation: Annotated[Activation, part("the non-linearity g")] = ReLU()

    @property
    def affine(self) -> bool:
        return isinstance(self.activation, Linear)

    @property
    def bend(self) -> Activation:
        return self.activation

    def build(self, wires: Wires) -> Pass:
        return ActivationPass(self, wires)

    def numpy(self, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        return [f"{y} = {self.activation.numpy(x)}"]

    def torch(self, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        return [f"{y} = {self.activation.torch(x)}"]

    def keras(self, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        return [f"{y} = {self.activation.keras(x)}"]

    def onnx(
        self, graph: OnnxGraph, x: str, tensors: dict[str, Array], outputs: dict[str, Any]
    ) -> str:
        return self.activation.onnx(graph, x)

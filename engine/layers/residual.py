"""A residual connection: what an earlier layer said is added again, so that deep networks only
need to learn what to change."""

from __future__ import annotations

from typing import Annotated

import msgspec
import numpy as np

from engine.errors import ShapeError
from engine.expressions import OnnxGraph
from engine.layers.base import ID_PATTERN, Array, Layer, Pass, Wires
from engine.spec import Change, text


class ResidualPass(Pass):
    """y = x + source. The network adds dy to the source's slope on the way back."""

    def __init__(self, layer: Residual, wires: Wires) -> None:
        super().__init__(wires)
        if wires.source is None:
            raise ShapeError(f"{layer.id}: expected a source layer, found none.")
        self.source = wires.source

    def forward(self) -> None:
        np.add(self.x, self.source, out=self.y)

    def backward(self) -> None:
        if self.dx is not None:
            np.copyto(self.dx, self.dy)


class Residual(Layer, frozen=True, tag="residual", kw_only=True):
    """y = x + the output of the layer `from`, which has the same shape.

    Source: He, Zhang, Ren & Sun 2016.
    """

    source: Annotated[
        str,
        text(
            "id of the earlier layer whose output is added",
            change=Change.TOPOLOGY,
            pattern=ID_PATTERN,
            longest=64,
            advice="Name an earlier layer of the same size.",
        ),
    ] = msgspec.field(name="from")

    @property
    def affine(self) -> bool:
        return False  # what is added may have been bent

    @property
    def joined(self) -> str:
        return self.source

    def build(self, wires: Wires) -> Pass:
        return ResidualPass(self, wires)

    def numpy(self, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        return [f"{y} = {x} + {outputs[self.source]}"]

    def torch(self, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        return [f"{y} = {x} + {outputs[self.source]}"]

    def keras(self, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        return [f'{y} = keras.layers.Add(name="{self.id}")([{x}, {outputs[self.source]}])']

    def onnx(
        self, graph: OnnxGraph, x: str, tensors: dict[str, Array], outputs: dict[str, str]
    ) -> str:
        return graph.node("Add", x, outputs[self.source])

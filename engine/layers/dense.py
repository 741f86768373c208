"""A dense layer: every unit is a perceptron, y = g(w₀ + Wx), and sees every input."""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np

from engine import aligned
from engine.activations import Activation, Linear
from engine.expressions import OnnxGraph
from engine.initializers import GlorotUniform, Initializer, Zeros
from engine.layers.base import Array, Layer, Pass, Wires
from engine.regularizers import Regularizer
from engine.spec import Change, number, part


class DensePass(Pass):
    """z = W₁ x₁, y = g(z), where x₁ is x above a row of ones and W₁ ends in the bias column.

    The bias is the weight w₀ of an input that is always 1, as in the notes: one matrix product
    gives z, and one gives the gradient of weights and bias together.
    """

    def __init__(self, layer: Dense, wires: Wires) -> None:
        super().__init__(wires)
        shape = (wires.y.shape[0], wires.x_ones.shape[0])
        self.weight = wires.p.reshape(shape)
        self.x_ones = wires.x_ones
        fused = wires.fused and wires.training
        self.activation = Linear() if fused else layer.activation
        self.bends = not isinstance(self.activation, Linear)
        self.z = aligned.empty(self.y.shape, self.y.dtype) if self.bends else self.y
        # Methods looked up once: W.dot takes 0.3 µs less than np.dot, which asks for overrides.
        self.weight_dot = self.weight.dot
        self.bend = self.activation.forward
        if wires.training:
            self.gradient = wires.g.reshape(shape)
            self.x_back = wires.x_ones.T
            self.dz = aligned.empty(self.y.shape, self.y.dtype) if self.bends else self.dy
            self.dz_dot = self.dz.dot
            # With the bias column, whose slope nobody reads: NumPy would copy W without it at
            # every step, at 256 units 20 µs of 145.
            self.weight_back_dot = self.weight.T.dot
            self.dx_ones = wires.dx_ones
            self.pullback = self.activation.pullback
            self.regularizer = layer.regularizer

    def forward(self) -> None:
        self.weight_dot(self.x_ones, self.z)
        if self.bends:
            self.bend(self.z, self.y)

    def backward(self) -> None:
        if self.bends:
            self.pullback(self.dy, self.z, self.y, self.dz)
        self.dz_dot(self.x_back, self.gradient)
        if self.dx_ones is not None:
            self.weight_back_dot(self.dz, self.dx_ones)
        if self.regularizer is not None:
            self.regularizer.add_gradient(self.weight[:, :-1], self.gradient[:, :-1])


class Dense(Layer, frozen=True, tag="dense", kw_only=True):
    """y = g(W x + b) with W (O, I) and b (O,). `Linear` in PyTorch, (I + 1) · O parameters."""

    elementwise: ClassVar[bool] = False

    units: Annotated[
        int,
        number(1, 4096, "number of units", change=Change.TOPOLOGY, advice="Use at least one unit."),
    ]
    activation: Annotated[Activation, part("the units' non-linearity g")] = Linear()
    weights: Annotated[Initializer, part("how the first weights are drawn")] = GlorotUniform()
    bias: Annotated[Initializer, part("how the first biases are drawn")] = Zeros()
    regularizer: Annotated[
        Regularizer | None, part("price of large weights", change=Change.LIVE)
    ] = None

    @property
    def affine(self) -> bool:
        return isinstance(self.activation, Linear)

    @property
    def bend(self) -> Activation:
        return self.activation

    def units_out(self, units_in: int) -> int:
        return self.units

    def parameter_count(self, units_in: int) -> int:
        return (units_in + 1) * self.units

    def tensors(self, p: Array, units_in: int) -> dict[str, Array]:
        block = p.reshape(self.units, units_in + 1)
        return {"weight": block[:, :-1], "bias": block[:, -1]}

    def initialize(self, p: Array, state: Array, units_in: int, rng: np.random.Generator) -> None:
        block = p.reshape(self.units, units_in + 1)
        block[:, :-1] = self.weights.sample(rng, (self.units, units_in), units_in)
        block[:, -1:] = self.bias.sample(rng, (self.units, 1), units_in)

    def penalty(self, p: Array, units_in: int) -> float:
        if self.regularizer is None:
            return 0.0
        return self.regularizer.penalty(self.tensors(p, units_in)["weight"])

    def build(self, wires: Wires) -> Pass:
        return DensePass(self, wires)

    def numpy(self, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        return [
            f'z = {x} @ w["{self.id}.weight"].T + w["{self.id}.bias"]',
            f"{y} = {self.activation.numpy('z')}",
        ]

    def torch_module(self, units_in: int) -> str:
        return f"nn.Linear({units_in}, {self.units})"

    def torch(self, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        return [f"z = self.{self.id}({x})", f"{y} = {self.activation.torch('z')}"]

    def keras(self, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        return [
            f'z = keras.layers.Dense({self.units}, name="{self.id}")({x})',
            f"{y} = {self.activation.keras('z')}",
        ]

    def keras_weights(self) -> list[str]:
        return [f'w["{self.id}.weight"].T', f'w["{self.id}.bias"]']

    def onnx(
        self, graph: OnnxGraph, x: str, tensors: dict[str, Array], outputs: dict[str, str]
    ) -> str:
        weight = graph.constant(tensors["weight"])
        bias = graph.constant(tensors["bias"])
        return self.activation.onnx(graph, graph.node("Gemm", x, weight, bias, transB=1))

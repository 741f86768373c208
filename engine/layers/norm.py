"""Normalization: keep the units' outputs at mean 0 and deviation 1, over the batch or over the
units, then let the network choose scale γ and shift β itself."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np

from engine.expressions import OnnxGraph
from engine.layers.base import Array, Layer, Pass, Wires
from engine.spec import Change, number

# Less than 1e-30 could be nothing in float32, and 0 · ∞ no number.
_EPSILON = number(1e-30, 1, "keeps the division finite", symbol="ε", log=True)


class _NormPass(Pass):
    """y = γ x̂ + β with x̂ = (x − mean) / √(variance + ε), both over one axis."""

    axis: int

    def __init__(self, epsilon: float, wires: Wires) -> None:
        super().__init__(wires)
        self.epsilon = epsilon
        units = wires.x.shape[0]
        self.gamma, self.beta = wires.p[:units, None], wires.p[units:, None]
        if wires.training:
            self.d_gamma, self.d_beta = wires.g[:units], wires.g[units:]
        self.hat = np.empty_like(self.y)
        self.scale: Array = np.empty(0)

    def normalize(self, mean: Array, variance: Array) -> None:
        self.scale = 1.0 / np.sqrt(variance + self.epsilon)
        np.subtract(self.x, mean, out=self.hat)
        np.multiply(self.hat, self.scale, out=self.hat)
        np.multiply(self.hat, self.gamma, out=self.y)
        np.add(self.y, self.beta, out=self.y)

    def backward(self) -> None:
        slope = self.dy * self.hat
        np.add.reduce(slope, axis=1, out=self.d_gamma)
        np.add.reduce(self.dy, axis=1, out=self.d_beta)
        if self.dx is None:
            return
        # dx = scale · (dx̂ − mean(dx̂) − x̂ · mean(dx̂ x̂)), means over the normalized axis.
        np.multiply(self.dy, self.gamma, out=self.dx)
        along = np.mean(self.dx * self.hat, axis=self.axis, keepdims=True)
        np.subtract(self.dx, np.mean(self.dx, axis=self.axis, keepdims=True), out=self.dx)
        np.subtract(self.dx, self.hat * along, out=self.dx)
        np.multiply(self.dx, self.scale, out=self.dx)


class BatchNormPass(_NormPass):
    axis = 1

    def __init__(self, layer: BatchNorm, wires: Wires) -> None:
        super().__init__(layer.epsilon, wires)
        units = wires.x.shape[0]
        self.momentum = layer.momentum
        self.running_mean = wires.state[:units, None]
        self.running_var = wires.state[units:, None]

    def forward(self) -> None:
        if not self.training:
            self.normalize(self.running_mean, self.running_var)
            return
        mean = np.mean(self.x, axis=1, keepdims=True)
        variance = np.mean(np.square(self.x - mean), axis=1, keepdims=True)
        self.normalize(mean, variance)
        batch = self.x.shape[1]
        if batch > 1:  # one sample has no variance to learn from
            self.running_mean += self.momentum * (mean - self.running_mean)
            unbiased = variance * (batch / (batch - 1))
            self.running_var += self.momentum * (unbiased - self.running_var)


class LayerNormPass(_NormPass):
    axis = 0

    def forward(self) -> None:
        mean = np.mean(self.x, axis=0, keepdims=True)
        variance = np.mean(np.square(self.x - mean), axis=0, keepdims=True)
        self.normalize(mean, variance)


class _Norm(Layer, frozen=True):
    epsilon: Annotated[float, _EPSILON] = 1e-5

    def parameter_count(self, units_in: int) -> int:
        return 2 * units_in

    def tensors(self, p: Array, units_in: int) -> dict[str, Array]:
        return {"weight": p[:units_in], "bias": p[units_in:]}

    def initialize(self, p: Array, state: Array, units_in: int, rng: np.random.Generator) -> None:
        p[:units_in], p[units_in:] = 1.0, 0.0

    def torch(self, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        return [f"{y} = self.{self.id}({x})"]

    def keras_weights(self) -> list[str]:
        return [f'w["{self.id}.weight"]', f'w["{self.id}.bias"]']


class BatchNorm(_Norm, frozen=True, tag="batch_norm"):
    """x̂ over the samples of the batch; at prediction over running means of what was seen.

    Running statistics move by `momentum` a batch, the variance unbiased; a batch of one sample
    leaves them alone and gives β (PyTorch refuses it). Source: Ioffe & Szegedy 2015.
    """

    label = "Batch norm"

    momentum: Annotated[
        float, number(0, 1, "how fast the running statistics follow", change=Change.LIVE)
    ] = 0.1

    def state_count(self, units_in: int) -> int:
        return 2 * units_in

    def state_tensors(self, state: Array, units_in: int) -> dict[str, Array]:
        return {"running_mean": state[:units_in], "running_var": state[units_in:]}

    def initialize(self, p: Array, state: Array, units_in: int, rng: np.random.Generator) -> None:
        super().initialize(p, state, units_in, rng)
        state[:units_in], state[units_in:] = 0.0, 1.0

    def build(self, wires: Wires) -> Pass:
        return BatchNormPass(self, wires)

    def numpy(self, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        mean, variance = f'w["{self.id}.running_mean"]', f'w["{self.id}.running_var"]'
        return [
            f"z = ({x} - {mean}) / np.sqrt({variance} + {self.epsilon!r})",
            f'{y} = z * w["{self.id}.weight"] + w["{self.id}.bias"]',
        ]

    def torch_module(self, units_in: int) -> str:
        return f"nn.BatchNorm1d({units_in}, eps={self.epsilon!r}, momentum={self.momentum!r})"

    def keras(self, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        options = f'momentum={1.0 - self.momentum!r}, epsilon={self.epsilon!r}, name="{self.id}"'
        return [f"{y} = keras.layers.BatchNormalization({options})({x})"]

    def keras_weights(self) -> list[str]:
        running = [f'w["{self.id}.running_mean"]', f'w["{self.id}.running_var"]']
        return super().keras_weights() + running

    def onnx(
        self, graph: OnnxGraph, x: str, tensors: dict[str, Array], outputs: dict[str, str]
    ) -> str:
        names = ("weight", "bias", "running_mean", "running_var")
        constants = [graph.constant(tensors[name]) for name in names]
        return graph.node("BatchNormalization", x, *constants, epsilon=self.epsilon)


class LayerNorm(_Norm, frozen=True, tag="layer_norm"):
    """x̂ over the units of each sample, the same in training and prediction.

    Source: Ba, Kiros & Hinton 2016.
    """

    label = "Layer norm"

    @property
    def affine(self) -> bool:
        return False

    def build(self, wires: Wires) -> Pass:
        return LayerNormPass(self.epsilon, wires)

    def numpy(self, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        return [
            f"z = {x} - {x}.mean(axis=1, keepdims=True)",
            f"z = z / np.sqrt((z * z).mean(axis=1, keepdims=True) + {self.epsilon!r})",
            f'{y} = z * w["{self.id}.weight"] + w["{self.id}.bias"]',
        ]

    def torch_module(self, units_in: int) -> str:
        return f"nn.LayerNorm({units_in}, eps={self.epsilon!r})"

    def keras(self, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        options = f'epsilon={self.epsilon!r}, name="{self.id}"'
        return [f"{y} = keras.layers.LayerNormalization({options})({x})"]

    def onnx(
        self, graph: OnnxGraph, x: str, tensors: dict[str, Array], outputs: dict[str, Any]
    ) -> str:
        weight, bias = graph.constant(tensors["weight"]), graph.constant(tensors["bias"])
        return graph.node("LayerNormalization", x, weight, bias, axis=-1, epsilon=self.epsilon)

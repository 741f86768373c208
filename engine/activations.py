"""Activation functions: the non-linearities g that let a network bend.

Without one, a line of a line is a line. Each takes the weighted sums z and gives the outputs
y = g(z); its pullback turns ∂J/∂y into ∂J/∂z. Arrays are (O, B): one row a unit, one column a
sample. Everything is written in place, and both precisions are served.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.erf import erf
from engine.expressions import OnnxGraph, no_expression
from engine.spec import Spec, kind_of, number

Array = NDArray[Any]

# 0-d arrays cost half of what Python floats cost a ufunc on small arrays, and are exact in both
# precisions.
_ZERO, _ONE = np.zeros((), np.float32), np.ones((), np.float32)


class Activation(Spec, frozen=True):
    """Base of all activations.

    A member writes `forward` and `pullback`, states its `range` and any `kinks` (the z where g
    has no derivative), and carries its expressions for ONNX, PyTorch, Keras and NumPy; `formula`
    and `derivative` are LaTeX. `signed` outputs are trained on targets ±1.
    """

    family: ClassVar[str] = "activation"
    formula: ClassVar[str] = ""
    derivative: ClassVar[str] = ""
    range: ClassVar[tuple[float, float]] = (-np.inf, np.inf)
    kinks: ClassVar[tuple[float, ...]] = ()
    signed: ClassVar[bool] = False
    elementwise: ClassVar[bool] = True

    @classmethod
    def title(cls) -> str:
        """As the field writes it, also where a sentence begins: `tanh`, `leaky ReLU`."""
        return cls.label or kind_of(cls).replace("_", " ")

    def forward(self, z: Array, y: Array) -> None:
        """Write y = g(z)."""
        raise NotImplementedError

    def pullback(self, dy: Array, z: Array, y: Array, dz: Array) -> None:
        """Write dz = ∂J/∂z from dy = ∂J/∂y, where y = g(z). dz must not overlap the others."""
        raise NotImplementedError

    def numpy(self, x: str) -> str:
        """NumPy source for g of the expression `x`, an array (B, O) named `np` code can use."""
        raise no_expression(self, "NumPy")

    def torch(self, x: str) -> str:
        """PyTorch source for g of the expression `x`, a tensor (B, O)."""
        raise no_expression(self, "PyTorch")

    def keras(self, x: str) -> str:
        """Keras 3 source for g of the expression `x`, a tensor (B, O), with `keras` imported."""
        raise no_expression(self, "Keras")

    def onnx(self, graph: OnnxGraph, x: str) -> str:
        """Add the nodes for g of the tensor `x` (B, O); returns the output's name."""
        raise no_expression(self, "ONNX")


class Linear(Activation, frozen=True, tag="linear"):
    """y = z;  dz = dy. No activation at all."""

    formula = r"g(z) = z"
    derivative = r"g'(z) = 1"

    def forward(self, z: Array, y: Array) -> None:
        np.copyto(y, z)

    def pullback(self, dy: Array, z: Array, y: Array, dz: Array) -> None:
        np.copyto(dz, dy)

    def numpy(self, x: str) -> str:
        return x

    def torch(self, x: str) -> str:
        return x

    def keras(self, x: str) -> str:
        return x

    def onnx(self, graph: OnnxGraph, x: str) -> str:
        return x


class Sigmoid(Activation, frozen=True, tag="sigmoid"):
    """y = 1 / (1 + e^(−z));  dz = dy · y (1 − y). Squeezes any number into (0, 1)."""

    formula = r"g(z) = \frac{1}{1 + e^{-z}}"
    derivative = r"g'(z) = g(z)\,(1 - g(z))"
    range = (0.0, 1.0)

    def forward(self, z: Array, y: Array) -> None:
        np.negative(z, out=y)
        np.exp(y, out=y)
        np.add(y, _ONE, out=y)
        np.reciprocal(y, out=y)

    def pullback(self, dy: Array, z: Array, y: Array, dz: Array) -> None:
        np.multiply(y, y, out=dz)
        np.subtract(y, dz, out=dz)
        np.multiply(dy, dz, out=dz)

    def numpy(self, x: str) -> str:
        return f"1 / (1 + np.exp(-{x}))"

    def torch(self, x: str) -> str:
        return f"torch.sigmoid({x})"

    def keras(self, x: str) -> str:
        return f"keras.ops.sigmoid({x})"

    def onnx(self, graph: OnnxGraph, x: str) -> str:
        return graph.node("Sigmoid", x)


class Tanh(Activation, frozen=True, tag="tanh"):
    """y = (e^z − e^(−z)) / (e^z + e^(−z));  dz = dy · (1 − y²). Squeezes into (−1, 1)."""

    formula = r"g(z) = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}"
    derivative = r"g'(z) = 1 - g(z)^2"
    range = (-1.0, 1.0)
    signed = True

    def forward(self, z: Array, y: Array) -> None:
        np.tanh(z, out=y)

    def pullback(self, dy: Array, z: Array, y: Array, dz: Array) -> None:
        np.multiply(y, y, out=dz)
        np.subtract(_ONE, dz, out=dz)
        np.multiply(dy, dz, out=dz)

    def numpy(self, x: str) -> str:
        return f"np.tanh({x})"

    def torch(self, x: str) -> str:
        return f"torch.tanh({x})"

    def keras(self, x: str) -> str:
        return f"keras.ops.tanh({x})"

    def onnx(self, graph: OnnxGraph, x: str) -> str:
        return graph.node("Tanh", x)


class ReLU(Activation, frozen=True, tag="relu"):
    """y = max(0, z);  dz = dy · (1 where z > 0, else 0). Source: Nair & Hinton 2010."""

    label = "ReLU"
    formula = r"g(z) = \max(0, z)"
    derivative = r"g'(z) = 1 \;\text{where}\; z > 0,\; \text{else}\; 0"
    range = (0.0, np.inf)
    kinks = (0.0,)

    def forward(self, z: Array, y: Array) -> None:
        np.maximum(z, _ZERO, out=y)

    def pullback(self, dy: Array, z: Array, y: Array, dz: Array) -> None:
        np.multiply(dy, np.greater(z, _ZERO), out=dz)

    def numpy(self, x: str) -> str:
        return f"np.maximum({x}, 0)"

    def torch(self, x: str) -> str:
        return f"torch.relu({x})"

    def keras(self, x: str) -> str:
        return f"keras.ops.relu({x})"

    def onnx(self, graph: OnnxGraph, x: str) -> str:
        return graph.node("Relu", x)


class LeakyReLU(Activation, frozen=True, tag="leaky_relu"):
    """y = max(z, αz);  dz = dy · (1 where z > 0, else α). Source: Maas, Hannun & Ng 2013."""

    label = "leaky ReLU"
    formula = r"g(z) = \max(z, \alpha z)"
    derivative = r"g'(z) = 1 \;\text{where}\; z > 0,\; \text{else}\; \alpha"
    kinks = (0.0,)

    slope: Annotated[float, number(0, 1, "slope where z < 0", below=True, symbol="α")] = 0.01

    def forward(self, z: Array, y: Array) -> None:
        np.multiply(z, self.slope, out=y)
        np.maximum(z, y, out=y)

    def pullback(self, dy: Array, z: Array, y: Array, dz: Array) -> None:
        np.multiply(dy, self.slope, out=dz)
        np.copyto(dz, dy, where=np.greater(z, _ZERO))

    def numpy(self, x: str) -> str:
        return f"np.maximum({x}, {self.slope!r} * ({x}))"

    def torch(self, x: str) -> str:
        return f"F.leaky_relu({x}, {self.slope!r})"

    def keras(self, x: str) -> str:
        return f"keras.ops.leaky_relu({x}, {self.slope!r})"

    def onnx(self, graph: OnnxGraph, x: str) -> str:
        return graph.node("LeakyRelu", x, alpha=self.slope)


class ELU(Activation, frozen=True, tag="elu"):
    """y = z where z > 0, else α (e^z − 1);  dz = dy · (1 where z > 0, else y + α).

    Source: Clevert, Unterthiner & Hochreiter 2016.
    """

    label = "ELU"
    formula = r"g(z) = z \;\text{where}\; z > 0,\; \text{else}\; \alpha\,(e^{z} - 1)"
    derivative = r"g'(z) = 1 \;\text{where}\; z > 0,\; \text{else}\; g(z) + \alpha"
    kinks = (0.0,)

    alpha: Annotated[float, number(0, 100, "depth of the floor where z < 0", symbol="α")] = 1.0

    def forward(self, z: Array, y: Array) -> None:
        np.minimum(z, _ZERO, out=y)
        np.expm1(y, out=y)
        np.multiply(y, self.alpha, out=y)
        np.copyto(y, z, where=np.greater(z, _ZERO))

    def pullback(self, dy: Array, z: Array, y: Array, dz: Array) -> None:
        np.add(y, self.alpha, out=dz)
        np.multiply(dy, dz, out=dz)
        np.copyto(dz, dy, where=np.greater(z, _ZERO))

    def numpy(self, x: str) -> str:
        return f"np.where({x} > 0, {x}, {self.alpha!r} * np.expm1(np.minimum({x}, 0)))"

    def torch(self, x: str) -> str:
        return f"F.elu({x}, {self.alpha!r})"

    def keras(self, x: str) -> str:
        return f"keras.ops.elu({x}, {self.alpha!r})"

    def onnx(self, graph: OnnxGraph, x: str) -> str:
        return graph.node("Elu", x, alpha=self.alpha)


_SELU_ALPHA = 1.6732632423543772848170429916717
_SELU_SCALE = 1.0507009873554804934193349852946


class SELU(Activation, frozen=True, tag="selu"):
    """y = λ · (z where z > 0, else α (e^z − 1)), α ≈ 1.6733, λ ≈ 1.0507.

    Keeps mean 0 and variance 1 from layer to layer with `lecun_normal` weights.
    Source: Klambauer, Unterthiner, Mayr & Hochreiter 2017.
    """

    label = "SELU"
    formula = r"g(z) = \lambda z \;\text{where}\; z > 0,\; \text{else}\; \lambda\alpha\,(e^{z} - 1)"
    derivative = r"g'(z) = \lambda \;\text{where}\; z > 0,\; \text{else}\; g(z) + \lambda\alpha"
    kinks = (0.0,)

    def forward(self, z: Array, y: Array) -> None:
        np.minimum(z, _ZERO, out=y)
        np.expm1(y, out=y)
        np.multiply(y, _SELU_ALPHA, out=y)
        np.copyto(y, z, where=np.greater(z, _ZERO))
        np.multiply(y, _SELU_SCALE, out=y)

    def pullback(self, dy: Array, z: Array, y: Array, dz: Array) -> None:
        np.add(y, _SELU_SCALE * _SELU_ALPHA, out=dz)
        np.copyto(dz, _SELU_SCALE, where=np.greater(z, _ZERO))
        np.multiply(dy, dz, out=dz)

    def numpy(self, x: str) -> str:
        below = f"{_SELU_ALPHA!r} * np.expm1(np.minimum({x}, 0))"
        return f"{_SELU_SCALE!r} * np.where({x} > 0, {x}, {below})"

    def torch(self, x: str) -> str:
        return f"torch.selu({x})"

    def keras(self, x: str) -> str:
        return f"keras.ops.selu({x})"

    def onnx(self, graph: OnnxGraph, x: str) -> str:
        return graph.node("Selu", x, alpha=_SELU_ALPHA, gamma=_SELU_SCALE)


class GELU(Activation, frozen=True, tag="gelu"):
    """y = z Φ(z) with the normal distribution's Φ, the exact erf form, not the tanh approximation.

    dz = dy · (Φ(z) + z φ(z)). Source: Hendrycks & Gimpel 2016.
    """

    label = "GELU"
    formula = r"g(z) = \frac{z}{2}\,(1 + \mathrm{erf}\,\frac{z}{\sqrt{2}})"
    derivative = r"g'(z) = \Phi(z) + z\,\varphi(z)"

    def forward(self, z: Array, y: Array) -> None:
        np.multiply(z, _normal_cdf(z), out=y)

    def pullback(self, dy: Array, z: Array, y: Array, dz: Array) -> None:
        np.multiply(z, z, out=dz)
        np.multiply(dz, -0.5, out=dz)
        np.exp(dz, out=dz)
        np.multiply(dz, 1.0 / np.sqrt(2.0 * np.pi).item(), out=dz)
        np.multiply(dz, z, out=dz)
        np.add(dz, _normal_cdf(z), out=dz)
        np.multiply(dy, dz, out=dz)

    def numpy(self, x: str) -> str:
        return f"{x} * 0.5 * (1 + erf({x} * 0.7071067811865476))"

    def torch(self, x: str) -> str:
        return f"F.gelu({x})"

    def keras(self, x: str) -> str:
        return f"keras.ops.gelu({x}, approximate=False)"

    def onnx(self, graph: OnnxGraph, x: str) -> str:
        scaled = graph.node("Mul", x, graph.constant(np.array(np.sqrt(0.5), np.float32)))
        one_more = graph.node("Add", graph.node("Erf", scaled), graph.constant(_ONE))
        half = graph.node("Mul", x, graph.constant(np.array(0.5, np.float32)))
        return graph.node("Mul", half, one_more)


def _normal_cdf(z: Array) -> Array:
    return 0.5 * (1.0 + erf(z * np.sqrt(0.5).item()))


class SiLU(Activation, frozen=True, tag="silu"):
    """y = z σ(z), also called swish;  dz = dy · (σ + y (1 − σ)).

    Source: Elfwing, Uchibe & Doya 2018.
    """

    label = "SiLU"
    formula = r"g(z) = z\,\sigma(z)"
    derivative = r"g'(z) = \sigma(z) + g(z)\,(1 - \sigma(z))"

    def forward(self, z: Array, y: Array) -> None:
        np.multiply(z, _sigmoid(z), out=y)

    def pullback(self, dy: Array, z: Array, y: Array, dz: Array) -> None:
        s = _sigmoid(z)
        np.subtract(_ONE, s, out=dz)
        np.multiply(dz, y, out=dz)
        np.add(dz, s, out=dz)
        np.multiply(dy, dz, out=dz)

    def numpy(self, x: str) -> str:
        return f"{x} / (1 + np.exp(-{x}))"

    def torch(self, x: str) -> str:
        return f"F.silu({x})"

    def keras(self, x: str) -> str:
        return f"keras.ops.silu({x})"

    def onnx(self, graph: OnnxGraph, x: str) -> str:
        return graph.node("Mul", x, graph.node("Sigmoid", x))


def _sigmoid(z: Array) -> Array:
    return np.reciprocal(np.exp(-z) + _ONE)


class Softplus(Activation, frozen=True, tag="softplus"):
    """y = ln(1 + e^z), a smooth ReLU;  dz = dy · σ(z).

    Exact everywhere; PyTorch switches to y = z beyond z = 20 (a difference under 2.1e-9).
    Source: Dugas et al. 2001.
    """

    formula = r"g(z) = \ln(1 + e^{z})"
    derivative = r"g'(z) = \sigma(z)"
    range = (0.0, np.inf)

    def forward(self, z: Array, y: Array) -> None:
        np.logaddexp(z, _ZERO, out=y)

    def pullback(self, dy: Array, z: Array, y: Array, dz: Array) -> None:
        np.multiply(dy, _sigmoid(z), out=dz)

    def numpy(self, x: str) -> str:
        return f"np.logaddexp({x}, 0)"

    def torch(self, x: str) -> str:
        return f"F.softplus({x})"

    def keras(self, x: str) -> str:
        return f"keras.ops.softplus({x})"

    def onnx(self, graph: OnnxGraph, x: str) -> str:
        return graph.node("Softplus", x)


class Sine(Activation, frozen=True, tag="sine"):
    """y = sin z;  dz = dy · cos z. Source: Sitzmann et al. 2020, with ω = 1."""

    formula = r"g(z) = \sin z"
    derivative = r"g'(z) = \cos z"
    range = (-1.0, 1.0)

    def forward(self, z: Array, y: Array) -> None:
        np.sin(z, out=y)

    def pullback(self, dy: Array, z: Array, y: Array, dz: Array) -> None:
        np.cos(z, out=dz)
        np.multiply(dy, dz, out=dz)

    def numpy(self, x: str) -> str:
        return f"np.sin({x})"

    def torch(self, x: str) -> str:
        return f"torch.sin({x})"

    def keras(self, x: str) -> str:
        return f"keras.ops.sin({x})"

    def onnx(self, graph: OnnxGraph, x: str) -> str:
        return graph.node("Sin", x)


class Softmax(Activation, frozen=True, tag="softmax"):
    """yᵢ = e^(zᵢ) / Σⱼ e^(zⱼ) over the units;  dz = y · (dy − Σⱼ dyⱼ yⱼ).

    Turns the units' outputs into probabilities that sum to one. The largest z is subtracted
    first, so that nothing overflows. Source: Bridle 1990.
    """

    formula = r"g(z)_i = \frac{e^{z_i}}{\sum_j e^{z_j}}"
    derivative = r"\frac{\partial g_i}{\partial z_j} = g_i\,(\delta_{ij} - g_j)"
    range = (0.0, 1.0)
    elementwise = False

    def forward(self, z: Array, y: Array) -> None:
        np.subtract(z, np.maximum.reduce(z, axis=0), out=y)
        np.exp(y, out=y)
        np.divide(y, np.add.reduce(y, axis=0), out=y)

    def pullback(self, dy: Array, z: Array, y: Array, dz: Array) -> None:
        np.multiply(dy, y, out=dz)
        np.subtract(dy, np.add.reduce(dz, axis=0), out=dz)
        np.multiply(dz, y, out=dz)

    def numpy(self, x: str) -> str:
        return f"softmax({x})"

    def torch(self, x: str) -> str:
        return f"torch.softmax({x}, dim=1)"

    def keras(self, x: str) -> str:
        return f"keras.ops.softmax({x}, axis=-1)"

    def onnx(self, graph: OnnxGraph, x: str) -> str:
        return graph.node("Softmax", x, axis=1)

"""What a network may be shown of a point (x₁, x₂): the point itself, squares, a product, sines.

A straight line in x₁² and x₂² is a ring in x₁ and x₂: with the right features even one neuron
bends. Each feature is one class that carries its formula, in NumPy's words and in ONNX's.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.expressions import OnnxGraph

Column = NDArray[np.float64]

FEATURES: dict[str, Feature] = {}


class Feature:
    """Base of all features; defining a member with a name registers its one object in FEATURES.

    `uses` are the raw columns its formula reads. A feature of x1 alone may be given anything
    for x2, so data with one raw column passes it twice.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    uses: ClassVar[tuple[str, ...]] = ("x1", "x2")

    def __init_subclass__(cls, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        FEATURES[cls.name] = cls()

    def values(self, x1: Column, x2: Column) -> Column:
        """The feature of each row. x1, x2 and the result: (N,)."""
        raise NotImplementedError

    def numpy(self, x1: str, x2: str) -> str:
        """NumPy source from the names of two arrays; scripts of every library prepare so."""
        raise NotImplementedError

    def onnx(self, graph: OnnxGraph, x1: str, x2: str) -> str:
        """Add the nodes for the tensors x1, x2 [N, 1]; returns the output's name."""
        raise NotImplementedError


class X1(Feature):
    """x₁, left to right."""

    name, label, uses = "x1", "x₁", ("x1",)

    def values(self, x1: Column, x2: Column) -> Column:
        return x1

    def numpy(self, x1: str, x2: str) -> str:
        return x1

    def onnx(self, graph: OnnxGraph, x1: str, x2: str) -> str:
        return x1


class X2(Feature):
    """x₂, bottom to top."""

    name, label, uses = "x2", "x₂", ("x2",)

    def values(self, x1: Column, x2: Column) -> Column:
        return x2

    def numpy(self, x1: str, x2: str) -> str:
        return x2

    def onnx(self, graph: OnnxGraph, x1: str, x2: str) -> str:
        return x2


class X1Squared(Feature):
    """x₁², the same on both sides of the x₂ axis."""

    name, label, uses = "x1_squared", "x₁²", ("x1",)

    def values(self, x1: Column, x2: Column) -> Column:
        return x1 * x1

    def numpy(self, x1: str, x2: str) -> str:
        return f"{x1} * {x1}"

    def onnx(self, graph: OnnxGraph, x1: str, x2: str) -> str:
        return graph.node("Mul", x1, x1)


class X2Squared(Feature):
    """x₂², the same on both sides of the x₁ axis."""

    name, label, uses = "x2_squared", "x₂²", ("x2",)

    def values(self, x1: Column, x2: Column) -> Column:
        return x2 * x2

    def numpy(self, x1: str, x2: str) -> str:
        return f"{x2} * {x2}"

    def onnx(self, graph: OnnxGraph, x1: str, x2: str) -> str:
        return graph.node("Mul", x2, x2)


class X1X2(Feature):
    """x₁x₂, positive where both have the same sign: xor in one number."""

    name, label = "x1_x2", "x₁x₂"

    def values(self, x1: Column, x2: Column) -> Column:
        return x1 * x2

    def numpy(self, x1: str, x2: str) -> str:
        return f"{x1} * {x2}"

    def onnx(self, graph: OnnxGraph, x1: str, x2: str) -> str:
        return graph.node("Mul", x1, x2)


class SinX1(Feature):
    """sin x₁, vertical waves."""

    name, label, uses = "sin_x1", "sin x₁", ("x1",)

    def values(self, x1: Column, x2: Column) -> Column:
        return np.asarray(np.sin(x1))

    def numpy(self, x1: str, x2: str) -> str:
        return f"np.sin({x1})"

    def onnx(self, graph: OnnxGraph, x1: str, x2: str) -> str:
        return graph.node("Sin", x1)


class SinX2(Feature):
    """sin x₂, horizontal waves."""

    name, label, uses = "sin_x2", "sin x₂", ("x2",)

    def values(self, x1: Column, x2: Column) -> Column:
        return np.asarray(np.sin(x2))

    def numpy(self, x1: str, x2: str) -> str:
        return f"np.sin({x2})"

    def onnx(self, graph: OnnxGraph, x1: str, x2: str) -> str:
        return graph.node("Sin", x2)

"""What every layer is: a Spec that knows its shapes and its tensors, and a Pass that carries one
batch through it, forward and backward.

Inside the engine a batch is (units, B), one column a sample, so that every array a layer writes is
contiguous: measured at 2-8-8-8-1, a sixth faster than (B, units) with a column of ones.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from engine.activations import Activation
from engine.expressions import OnnxGraph, no_expression
from engine.spec import Change, Spec, text

Array = NDArray[Any]

ID_PATTERN = "[A-Za-z_][A-Za-z0-9_]{0,63}"


class Wires(msgspec.Struct, frozen=True, eq=False):
    """The arrays one Pass works on; all but `p`, `g` and `state` belong to one batch size B.

    x: (I, B) input; x_ones: (I + 1, B), the input above a row of ones; y: (O, B) output;
    dy: (O, B) and dx: (I, B), the slopes of J, empty where nothing is trained and dx for the first
    layer; dx_ones: (I + 1, B), dx above a row that nobody reads; p, g: this layer's parameters and
    their gradient; state: numbers that are kept but not trained; source: (O, B) output of the
    layer a residual adds.
    """

    x: Array
    x_ones: Array
    y: Array
    dy: Array | None
    dx: Array | None
    dx_ones: Array | None
    p: Array
    g: Array
    state: Array
    source: Array | None
    rng: np.random.Generator
    training: bool
    fused: bool


class Pass:
    """One layer at work on one batch size.

    `z` (O, B) is what the layer's activation is given, `y` what it gives.
    """

    def __init__(self, wires: Wires) -> None:
        self.x = wires.x
        self.y = wires.y
        self.z = wires.x
        self.training = wires.training
        if wires.dy is not None:
            self.dy = wires.dy
        self.dx = wires.dx

    def forward(self) -> None:
        """Write y from x."""
        raise NotImplementedError

    def backward(self) -> None:
        """Write the parameters' gradient and dx from dy. Leaves dy as it is."""
        raise NotImplementedError


class Layer(Spec, frozen=True):
    """Base of all layers. Letters: I inputs, O outputs of one layer, P its parameters.

    `elementwise` layers keep their inputs' shape and have one line per unit.
    """

    family: ClassVar[str] = "layer"
    elementwise: ClassVar[bool] = True

    id: Annotated[
        str,
        text(
            "name of the layer, unique in its design",
            change=Change.LAYOUT,
            pattern=f"|{ID_PATTERN}",
            longest=64,
            advice="Use letters, digits and underscores, starting with a letter.",
        ),
    ] = ""

    @property
    def name(self) -> str:
        """The id as people read it: Dense 1 for dense_1."""
        words = self.id.replace("_", " ").strip() or self.id
        return words[:1].upper() + words[1:]

    @property
    def affine(self) -> bool:
        """Whether the layer, as it predicts, only scales, shifts and mixes."""
        return True

    @property
    def bend(self) -> Activation | None:
        """The non-linearity of the layer's units, for layers that have one."""
        return None

    @property
    def joined(self) -> str:
        """Id of the earlier layer whose output is added to this one's input, or nothing."""
        return ""

    def units_out(self, units_in: int) -> int:
        """O for I inputs."""
        return units_in

    def parameter_count(self, units_in: int) -> int:
        """P for I inputs."""
        return 0

    def state_count(self, units_in: int) -> int:
        """How many numbers are kept but not trained."""
        return 0

    def tensors(self, p: Array, units_in: int) -> dict[str, Array]:
        """Named views of the layer's parameters p (P,), as files hold them."""
        return {}

    def state_tensors(self, state: Array, units_in: int) -> dict[str, Array]:
        """Named views of the layer's untrained numbers."""
        return {}

    def initialize(self, p: Array, state: Array, units_in: int, rng: np.random.Generator) -> None:
        """Write the first parameters and state."""

    def penalty(self, p: Array, units_in: int) -> float:
        """What the layer's regularizer charges."""
        return 0.0

    def build(self, wires: Wires) -> Pass:
        """A Pass of this layer over the given arrays."""
        raise NotImplementedError

    # --- the same layer in other languages; `x` and `y` are variables' names -----------------

    def numpy(self, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        """NumPy lines that set `y` (B, O) from `x` (B, I).

        `w` holds the tensors by `<id>.<name>`; `outputs` has the variable of every earlier layer.
        """
        raise no_expression(self, "NumPy")

    def torch_module(self, units_in: int) -> str:
        """Constructor of the `torch.nn` module that holds the layer's tensors, or nothing."""
        return ""

    def torch(self, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        """PyTorch lines inside `forward` that set `y` from `x`; `self.<id>` is the module."""
        raise no_expression(self, "PyTorch")

    def keras(self, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        """Keras 3 functional lines that set `y` from `x`; a keras layer is named like the id."""
        raise no_expression(self, "Keras")

    def keras_weights(self) -> list[str]:
        """Expressions over `w` of the keras layer's weights, in its own order."""
        return []

    def onnx(
        self, graph: OnnxGraph, x: str, tensors: dict[str, Array], outputs: dict[str, str]
    ) -> str:
        """Add the nodes of the layer as it predicts; returns the name of its output (B, O)."""
        raise no_expression(self, "ONNX")

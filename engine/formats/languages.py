"""NumPy, PyTorch and Keras: the same layers, each in the manner of the library.

No table of kinds is kept here: every layer and activation writes itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

import msgspec

from engine.design import Design
from engine.formats.programs import Language
from engine.formats.source import WIDTH, Array, written
from engine.layers import Layer

# Functions that NumPy expressions may use and NumPy does not have.
_FUNCTIONS = {
    "softmax": '''\
def softmax(z):
    """e^z over its sum along the units, (N, O)."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
''',
    "erf": '''\
def erf(z):
    """The error function of every number in z, in its own precision."""
    return np.vectorize(math.erf, otypes=[z.dtype])(z)
''',
}


class NumPy(Language):
    """The network as one function over the tensors in `w`."""

    name: ClassVar[str] = "NumPy"
    imports: ClassVar[tuple[str, ...]] = ("", "import numpy as np")

    def layer(self, layer: Layer, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        return layer.numpy(x, y, outputs)

    def network(self, design: Design, units: tuple[int, ...]) -> str:
        lines = self.lines(design)
        text = "\n".join(lines)
        helpers = [code for name, code in _FUNCTIONS.items() if re.search(rf"\b{name}\(", text)]
        head = [
            "def network(x):",
            f'    """Inputs x (N, {units[0]}) to outputs (N, {units[-1]}), layer by layer."""',
        ]
        function = "\n".join([*head, *(f"    {line}" for line in lines)])
        return "\n\n".join([*helpers, function])

    def prediction(self, precision: str) -> list[str]:
        return [
            'with np.errstate(all="ignore"):',
            f"    y = network(preprocess(rows).astype(np.{precision})).astype(np.float64)",
        ]

    def numbers(self, tensors: Mapping[str, Array]) -> str:
        return written(tensors, "np.array", "np")

    def loading(self, design: Design) -> list[str]:
        return []


class Torch(Language):
    """The network as an `nn.Module` whose attributes are the layers."""

    name: ClassVar[str] = "PyTorch"
    imports: ClassVar[tuple[str, ...]] = (
        "",
        "import numpy as np",
        "import torch",
        "import torch.nn.functional as F",
        "from torch import nn",
    )

    def layer(self, layer: Layer, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        return layer.torch(x, y, outputs)

    def network(self, design: Design, units: tuple[int, ...]) -> str:
        built = [
            f"        self.{layer.id} = {module}"
            for layer, units_in in zip(design.layers, units, strict=False)
            if (module := layer.torch_module(units_in))
        ]
        lines = self.lines(design)
        return "\n".join(
            [
                "class Network(nn.Module):",
                f'    """Inputs x (N, {units[0]}) to outputs (N, {units[-1]})."""',
                "",
                "    def __init__(self):",
                "        super().__init__()",
                *built,
                "",
                "    def forward(self, x):",
                *(f"        {line}" for line in lines),
            ]
        )

    def prediction(self, precision: str) -> list[str]:
        return [
            "with torch.no_grad():",
            f"    x = torch.tensor(preprocess(rows), dtype=torch.{precision})",
            "    y = network(x).double().numpy()",
        ]

    def numbers(self, tensors: Mapping[str, Array]) -> str:
        return written(tensors, "torch.tensor", "dtype=torch")

    def loading(self, design: Design) -> list[str]:
        double = design.training.precision == "float64"
        return [
            f"network = Network(){'.double()' if double else ''}.eval()",
            "network.load_state_dict(w)",
        ]


class Keras(Language):
    """The network as a functional `keras.Model` whose layers are named like ours."""

    name: ClassVar[str] = "Keras"
    imports: ClassVar[tuple[str, ...]] = ("", "import keras", "import numpy as np")

    def layer(self, layer: Layer, x: str, y: str, outputs: dict[str, str]) -> list[str]:
        named = msgspec.structs.replace(layer, id=_keras_name(layer))
        return named.keras(x, y, outputs)

    def network(self, design: Design, units: tuple[int, ...]) -> str:
        lines = self.lines(design)
        result = lines.pop().removeprefix("return ")
        return "\n".join(
            [
                "def build():",
                f'    """Inputs (N, {units[0]}) to outputs (N, {units[-1]}), as a Keras model."""',
                f"    x = keras.Input(({units[0]},))",
                *(f"    {line}" for line in lines),
                f"    return keras.Model(x, {result})",
            ]
        )

    def prediction(self, precision: str) -> list[str]:
        return [
            f"x = preprocess(rows).astype(np.{precision})",
            "y = keras.ops.convert_to_numpy(model(x, training=False)).astype(np.float64)",
        ]

    def numbers(self, tensors: Mapping[str, Array]) -> str:
        return written(tensors, "np.array", "np")

    def loading(self, design: Design) -> list[str]:
        lines = []
        if design.training.precision == "float64":
            lines.append('keras.config.set_floatx("float64")')
        lines.append("model = build()")
        for layer in design.layers:
            if weights := layer.keras_weights():
                found = f'model.get_layer("{_keras_name(layer)}")'
                line = f"{found}.set_weights([{', '.join(weights)}])"
                if len(line) > WIDTH:
                    line = f"{found}.set_weights(\n    [{', '.join(weights)}]\n)"
                lines.append(line)
        return lines


def _keras_name(layer: Layer) -> str:
    """The id, with a `_` after it where Keras could give one of its own operations that name:
    those are in small letters, such as relu or leaky_relu_1, and no name may come twice."""
    ours = re.fullmatch(rf"output|{layer.kind}_[0-9]+|.*[A-Z].*", layer.id)
    return layer.id if ours else f"{layer.id}_"

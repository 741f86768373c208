"""Adding one more is one class in one file: defined, it is in the schema, the file format, the
gradient suite and the trainer. msgspec joins a family once, so each is added in a fresh process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).parents[2]

ACTIVATION = '''
from typing import Annotated, ClassVar
import numpy as np
from engine.activations import Activation
from engine.spec import number

class Softsign(Activation, frozen=True, tag="softsign"):
    """y = a z / (1 + |z|);  dz = dy · a / (1 + |z|)²."""
    range: ClassVar = (-10.0, 10.0)
    height: Annotated[float, number(0, 10, "where it levels off", above=True)] = 1.0
    def forward(self, z, y):
        np.divide(self.height * z, 1.0 + np.abs(z), out=y)
    def pullback(self, dy, z, y, dz):
        np.divide(self.height * dy, (1.0 + np.abs(z)) ** 2, out=dz)

LAYERS = [
    {"kind": "dense", "units": 3, "activation": {"kind": "softsign", "height": 2}},
    {"kind": "dense", "units": 1, "activation": {"kind": "sigmoid"}},
]
OPTIMIZER = {"kind": "adam"}
WRONG = "layers.dense_1.activation.height", 11, "$.layers[0].activation.height: expected more"
KIND, FIELD, FAMILY = "softsign", "height", "activation"
'''

LAYER = '''
from typing import Annotated
import numpy as np
from engine.layers import Layer, Pass
from engine.spec import Change, number

class Gain(Layer, frozen=True, tag="gain"):
    """y = gain · g · x with one trained number g a unit."""
    start: Annotated[float, number(-5, 5, "first value of every g")] = 1.0
    def parameter_count(self, units_in):
        return units_in
    def tensors(self, p, units_in):
        return {"weight": p}
    def initialize(self, p, state, units_in, rng):
        p[:] = self.start
    def build(self, wires):
        return GainPass(wires)

class GainPass(Pass):
    def __init__(self, wires):
        super().__init__(wires)
        self.p, self.g = wires.p[:, None], wires.g
    def forward(self):
        np.multiply(self.x, self.p, out=self.y)
    def backward(self):
        np.sum(self.dy * self.x, axis=1, out=self.g)
        if self.dx is not None:
            np.multiply(self.dy, self.p, out=self.dx)

LAYERS = [
    {"kind": "dense", "units": 3, "activation": {"kind": "tanh"}},
    {"kind": "gain", "start": 2},
    {"kind": "dense", "units": 1, "activation": {"kind": "sigmoid"}},
]
OPTIMIZER = {"kind": "adam"}
WRONG = "layers.gain_1.start", 6, "$.layers[1].start: expected -5 to 5, found 6"
KIND, FIELD, FAMILY = "gain", "start", "layer"
'''

OPTIMIZER = '''
from typing import Annotated
import numpy as np
from engine.optimizers import Optimizer
from engine.spec import Change, number

class SignDescent(Optimizer, frozen=True, tag="sign_descent"):
    """p ← p − η sign(v), v a running mean of the slopes."""
    slots = ("mean",)
    memory: Annotated[float, number(0, 1, "of the slopes", change=Change.LIVE)] = 0.5
    def scalars(self, t, rate, memory):
        return rate, self.memory
    def update(self, p, g, work, *rest):
        mean, rate, memory = rest
        np.add(memory * mean, (1.0 - memory) * g, out=mean)
        np.multiply(np.sign(mean), rate, out=work)
        np.subtract(p, work, out=p)

LAYERS = [
    {"kind": "dense", "units": 3, "activation": {"kind": "tanh"}},
    {"kind": "dense", "units": 1, "activation": {"kind": "sigmoid"}},
]
OPTIMIZER = {"kind": "sign_descent", "memory": 0}
WRONG = "training.optimizer.memory", 2, "$.training.optimizer.memory: expected 0 to 1, found 2"
KIND, FIELD, FAMILY = "sign_descent", "memory", "optimizer"
'''

CHECKS = """
import json
import msgspec
from engine.designfile import dumps, edited, loads
from engine.errors import SpecError
from engine.spec import fields, join_families, members
from engine.trainer import Trainer

raw = {
    "format": "perceptron-playground", "version": 1, "layers": LAYERS,
    "data": {"kind": "gauss", "samples": 60},
    "training": {"optimizer": OPTIMIZER | {"learning_rate": 0.05}, "epochs": 15},
}
from engine.design import Design
join_families()
schema = json.dumps(msgspec.json.schema(Design))
assert f'"{KIND}"' in schema and f'"{FIELD}"' in schema, "not in the schema"
assert KIND in members(FAMILY)

design = loads(json.dumps(raw))
assert loads(dumps(design)) == design
path, value, message = WRONG
try:
    edited(design, {path: value})
except SpecError as error:
    assert message in str(error), error
else:
    raise AssertionError("not refused")

trainer = Trainer(design)
losses = [report.train.loss for report in trainer.run()]
assert losses[-1] < 0.6 * trainer.history.column("train_loss")[0], losses
"""

GRADIENTS = """
from tests.engine import test_gradients as suite
if FAMILY == "activation":
    for layer in suite.kinds("layer"):
        suite.test_every_layer_activation_and_loss_agree_with_central_differences(
            layer, KIND, "mean_squared_error")
if FAMILY == "layer":
    for loss in suite.kinds("loss"):
        suite.test_every_layer_activation_and_loss_agree_with_central_differences(
            KIND, "tanh", loss)
"""

TOO_LATE = """
from engine.activations import Activation
try:
    class Late(Activation, frozen=True, tag="late"):
        pass
except SpecError as error:
    assert "expected to be defined before the first design is read" in str(error), error
else:
    raise AssertionError("registered too late, and not refused")
assert "late" not in members("activation")
print("done")
"""


@pytest.mark.parametrize(
    "definition", [ACTIVATION, LAYER, OPTIMIZER], ids=["activation", "layer", "optimizer"]
)
def test_one_class_in_one_file_is_found_everywhere(definition: str, tmp_path: Path) -> None:
    program = tmp_path / "one_more.py"
    whole = "\n".join(dedent(part) for part in (definition, CHECKS, GRADIENTS, TOO_LATE))
    program.write_text(f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n{whole}", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", str(program)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.stdout.split() == ["done"], done.stderr

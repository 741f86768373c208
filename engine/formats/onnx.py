"""The network as an ONNX graph, from raw columns to labels and probabilities, or to a value.

One input per raw column, named as the column, [N, 1]. Outputs: `label` [N] and `probabilities`
[N, classes] in sorted class order, or `value` [N, 1] in the target's own unit. An output whose
name is a column's gets a `_` after it. All numbers are float32; a missing number is NaN.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data import FEATURES, Preprocessing, TargetCode
from engine.data.table import Floats
from engine.errors import FormatError
from engine.files import write_atomically
from engine.formats.base import Format
from engine.formats.checkpoint import Checkpoint
from engine.formats.prediction import Prediction

Array = NDArray[Any]

OPSET = 17
IR_VERSION = 8


class Onnx(Format):
    """Checked by `onnx.checker`, read back by ONNX Runtime."""

    suffix = ".onnx"

    def write(self, checkpoint: Checkpoint, path: Path) -> None:
        import onnx

        model = build(checkpoint)
        try:
            onnx.checker.check_model(model, full_check=True)
        except (onnx.checker.ValidationError, onnx.shape_inference.InferenceError) as error:
            raise FormatError(f"expected a graph that ONNX accepts, found: {error}.") from None
        write_atomically(path, model.SerializeToString(deterministic=True))

    def read_back(self, path: Path, checkpoint: Checkpoint, raw: Floats) -> Prediction | None:
        try:
            import onnxruntime
        except ImportError:
            return None
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3  # errors only
        names = checkpoint.preprocessing.column_names
        columns = np.asarray(raw, np.float32)
        feed = {name: columns[:, k : k + 1] for k, name in enumerate(names)}
        try:
            session = onnxruntime.InferenceSession(
                path.read_bytes(), options, providers=["CPUExecutionProvider"]
            )
            outputs = session.run(None, feed)
        except Exception as error:  # ONNX Runtime has a family of its own without a common base
            raise FormatError(f"expected a graph that ONNX Runtime runs, found: {error}.") from None
        classes = checkpoint.preprocessing.classes
        if not classes:
            return Prediction(values=outputs[0][:, 0].astype(np.float64))
        index = {name: place for place, name in enumerate(classes)}
        return Prediction(
            classes=classes,
            labels=np.array([index[str(label)] for label in outputs[0]], np.int64),
            probabilities=outputs[1].astype(np.float64),
        )


class Graph:
    """Nodes and constants in the order they are made, under names that no column has."""

    def __init__(self, taken: tuple[str, ...]) -> None:
        self.taken = set(taken)
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self.outputs: list[Any] = []

    def _name(self, wanted: str) -> str:
        name, count = wanted, 1
        while name in self.taken:
            count += 1
            name = f"{wanted}_{count}"
        self.taken.add(name)
        return name

    def node(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """Append one node with one output; returns the output's name."""
        from onnx import helper

        name = self._name(operator.lower())
        self.nodes.append(helper.make_node(operator, inputs, [name], name=name, **attributes))
        return name

    def constant(self, value: Array) -> str:
        """Add a constant, floating numbers as float32, texts as strings; returns its name."""
        from onnx import numpy_helper

        name = self._name("constant")
        if value.dtype.kind == "f":
            with np.errstate(over="ignore"):
                value = value.astype(np.float32)
        self.constants.append(numpy_helper.from_array(np.array(value, order="C"), name))
        return name

    def number(self, value: float) -> str:
        """Add one float32."""
        return self.constant(np.array(value, np.float32))

    def output(self, name: str, tensor: str, type_: int, shape: list[str | int]) -> None:
        """Let `tensor` leave the graph as `name`."""
        from onnx import helper

        while name in self.taken:
            name += "_"
        self.taken.add(name)
        self.nodes.append(helper.make_node("Identity", [tensor], [name]))
        self.outputs.append(helper.make_tensor_value_info(name, type_, shape))


def build(checkpoint: Checkpoint) -> Any:
    """The ONNX model of a checkpoint. Raises FormatError for a member without an expression."""
    from onnx import TensorProto, helper

    preprocessing = checkpoint.preprocessing
    names = preprocessing.column_names
    if "" in names:
        raise FormatError("preprocessing: expected columns with names, found one without.")
    graph = Graph(names)
    outputs = _layers(graph, checkpoint, _inputs(graph, preprocessing))
    code = checkpoint.code
    if code.task == "regression":
        scaled = graph.node("Mul", outputs, graph.number(code.factor))
        value = graph.node("Add", scaled, graph.number(code.shift))
        graph.output("value", value, TensorProto.FLOAT, ["N", 1])
    else:
        labels = _names(code.classes)
        type_ = TensorProto.INT64 if labels.dtype.kind == "i" else TensorProto.STRING
        index = _label(graph, code, outputs)
        label = graph.node("Gather", graph.constant(labels), index)
        graph.output("label", label, type_, ["N"])
        probabilities = _probabilities(graph, code, outputs)
        shape: list[str | int] = ["N", len(code.classes)]
        graph.output("probabilities", probabilities, TensorProto.FLOAT, shape)
    inputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["N", 1]) for n in names]
    return helper.make_model(
        helper.make_graph(graph.nodes, "network", inputs, graph.outputs, graph.constants),
        producer_name="perceptron-playground",
        doc_string=checkpoint.design.name,
        ir_version=IR_VERSION,
        opset_imports=[helper.make_opsetid("", OPSET)],
    )


def _inputs(graph: Graph, preprocessing: Preprocessing) -> str:
    """What the network sees [N, I], from the raw columns."""
    columns = {}
    for column in preprocessing.columns:
        columns[column.name] = column.name
        if column.fill is not None:
            missing = graph.node("IsNaN", column.name)
            fill = graph.number(column.fill)
            columns[column.name] = graph.node("Where", missing, fill, column.name)
    tensors = list(columns.values())
    if preprocessing.features:
        x1 = columns.get("x1", tensors[0])
        x2 = columns.get("x2", x1)
        tensors = [FEATURES[name].onnx(graph, x1, x2) for name in preprocessing.features]
    inputs = graph.node("Concat", *tensors, axis=1)
    shift = np.array(preprocessing.shift)
    # x − shift in float32 loses what a large shift leaves of x; in two parts it does not.
    high = shift.astype(np.float32)
    low = shift - high
    for part in (high, low):
        if part.any():
            inputs = graph.node("Sub", inputs, graph.constant(part))
    if any(factor != 1 for factor in preprocessing.factor):
        inputs = graph.node("Div", inputs, graph.constant(np.array(preprocessing.factor)))
    return inputs


def _layers(graph: Graph, checkpoint: Checkpoint, x: str) -> str:
    outputs: dict[str, str] = {}
    for layer in checkpoint.design.layers:
        start = f"{layer.id}."
        tensors = {
            name.removeprefix(start): array
            for name, array in checkpoint.tensors.items()
            if name.startswith(start)
        }
        outputs[layer.id] = x = layer.onnx(graph, x, tensors, outputs)
    return x


# --- what the outputs [N, O] mean, as TargetCode has it -----------------------------------------


def _label(graph: Graph, code: TargetCode, y: str) -> str:
    """Index of the class of each row, [N]."""
    if code.units > 1:
        return graph.node("ArgMax", y, axis=1, keepdims=0)
    second = graph.node("Greater", y, graph.number(0.0 if code.signed else 0.5))
    flat = graph.node("Squeeze", second, graph.constant(np.array([1])))
    return graph.node("Cast", flat, to=_int64())


def _probabilities(graph: Graph, code: TargetCode, y: str) -> str:
    """A probability for each class, [N, classes]."""
    if code.softmax and code.units > 1:
        return y
    if code.signed:
        y = graph.node("Div", graph.node("Add", y, graph.number(1.0)), graph.number(2.0))
    p = graph.node("Clip", y, graph.number(0.0), graph.number(1.0))
    if code.units == 1:
        return graph.node("Concat", graph.node("Sub", graph.number(1.0), p), p, axis=1)
    total = graph.node("ReduceSum", p, graph.constant(np.array([1])), keepdims=1)
    none = graph.node("Equal", total, graph.number(0.0))
    p = graph.node("Where", none, graph.number(1.0), p)
    total = graph.node("Where", none, graph.number(code.units), total)
    return graph.node("Div", p, total)


def _names(classes: tuple[str, ...]) -> Array:
    """Class names as int64 where all of them are whole numbers as people write them."""
    if all(re.fullmatch(r"0|-?[1-9][0-9]{0,17}", name) for name in classes):
        return np.array([int(name) for name in classes], np.int64)
    return np.array(classes, object)


def _int64() -> int:
    from onnx import TensorProto

    return int(TensorProto.INT64)

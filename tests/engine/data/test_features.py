"""The seven features: each says the same in NumPy, in source and in ONNX."""

import math

import numpy as np
import pytest

from engine.data import FEATURES

X1, X2 = np.array([1.5, -2.0, 0.0]), np.array([-0.5, 3.0, 7.0])
EXPECTED = {
    "x1": [1.5, -2.0, 0.0],
    "x2": [-0.5, 3.0, 7.0],
    "x1_squared": [2.25, 4.0, 0.0],
    "x2_squared": [0.25, 9.0, 49.0],
    "x1_x2": [-0.75, -6.0, 0.0],
    "sin_x1": [math.sin(1.5), math.sin(-2.0), 0.0],
    "sin_x2": [math.sin(-0.5), math.sin(3.0), math.sin(7.0)],
}


class Evaluated:
    """An ONNX graph that computes as it is written."""

    def __init__(self, **tensors):
        self.tensors = dict(tensors)

    def node(self, operator, *inputs, **attributes):
        operations = {"Mul": np.multiply, "Sin": np.sin}
        name = f"n{len(self.tensors)}"
        self.tensors[name] = operations[operator](*(self.tensors[i] for i in inputs))
        return name


def test_there_are_the_seven_features_of_the_reference():
    assert list(FEATURES) == list(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_feature_has_the_value_of_its_formula(name):
    np.testing.assert_allclose(FEATURES[name].values(X1, X2), EXPECTED[name])


@pytest.mark.parametrize("name", EXPECTED)
def test_the_numpy_source_computes_the_same(name):
    source = FEATURES[name].numpy("x1", "x2")
    np.testing.assert_allclose(eval(source, {"np": np, "x1": X1, "x2": X2}), EXPECTED[name])


@pytest.mark.parametrize("name", EXPECTED)
def test_the_onnx_nodes_compute_the_same(name):
    graph = Evaluated(x1=X1[:, None], x2=X2[:, None])
    output = graph.tensors[FEATURES[name].onnx(graph, "x1", "x2")]
    np.testing.assert_allclose(output[:, 0], EXPECTED[name])


@pytest.mark.parametrize("name", EXPECTED)
def test_a_feature_reads_no_column_but_those_it_declares(name):
    feature = FEATURES[name]
    columns = {"x1": X1, "x2": X2}
    for unused in set(columns) - set(feature.uses):
        changed = {**columns, unused: columns[unused] + 1}
        np.testing.assert_array_equal(feature.values(**columns), feature.values(**changed))

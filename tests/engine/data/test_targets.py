"""Target codes: what an output should be, and what it means."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.data import TargetCode
from engine.errors import ShapeError

AB, ABC = ("a", "b"), ("a", "b", "c")


def code(classes, units, **how):
    return TargetCode(task="classification", classes=classes, units=units, **how)


codes = st.sampled_from(
    [
        code(AB, 1),
        code(AB, 1, signed=True),
        code(AB, 2),
        code(ABC, 3),
        code(ABC, 3, signed=True),
        code(ABC, 3, softmax=True),
    ]
)


def test_one_unit_stands_for_the_second_class():
    np.testing.assert_array_equal(code(AB, 1).encode([0, 1, 1]), [[0], [1], [1]])
    np.testing.assert_array_equal(code(AB, 1, signed=True).encode([0, 1]), [[-1], [1]])


def test_several_units_stand_for_one_class_each():
    np.testing.assert_array_equal(code(ABC, 3).encode([2, 0]), [[0, 0, 1], [1, 0, 0]])
    np.testing.assert_array_equal(
        code(ABC, 3, signed=True).encode([2, 0]), [[-1, -1, 1], [1, -1, -1]]
    )
    np.testing.assert_array_equal(code(AB, 2).encode([1]), [[0, 1]])


def test_values_are_trained_scaled_and_read_back_raw():
    scaled = TargetCode(task="regression", shift=10.0, factor=4.0)
    np.testing.assert_array_equal(scaled.encode([10.0, 18.0]), [[0.0], [2.0]])
    np.testing.assert_array_equal(scaled.decode([[0.0], [2.0]]), [10.0, 18.0])


@given(code=codes, y=st.lists(st.integers(0, 1), min_size=1, max_size=20))
def test_a_perfect_output_is_read_as_its_class_with_certainty(code, y):
    encoded = code.encode(y)
    assert encoded.dtype == np.float64 and encoded.shape == (len(y), code.units)
    labels, probabilities = code.decode(encoded)
    np.testing.assert_array_equal(labels, y)
    np.testing.assert_array_equal(probabilities, np.eye(len(code.classes))[y])


@given(
    code=codes.filter(lambda code: not code.softmax),
    outputs=arrays(np.float64, (5, 3), elements=st.floats(-4, 4)),
)
def test_any_outputs_become_probabilities_that_sum_to_one(code, outputs):
    probabilities = code.probabilities(outputs[:, : code.units])
    assert probabilities.shape == (5, len(code.classes))
    assert np.all((probabilities >= 0) & (probabilities <= 1))
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)


def test_one_output_is_cut_to_a_probability():
    np.testing.assert_allclose(
        code(AB, 1).probabilities([[0.25], [-3], [7]]), [[0.75, 0.25], [1, 0], [0, 1]]
    )
    np.testing.assert_allclose(
        code(AB, 1, signed=True).probabilities([[-0.5], [-3], [7]]),
        [[0.75, 0.25], [1, 0], [0, 1]],
    )


def test_several_outputs_share_the_certainty_by_what_is_positive():
    np.testing.assert_allclose(
        code(ABC, 3).probabilities([[0.5, 0.5, -1], [0.2, 0.6, 0.8], [2, 0, 0]]),
        [[0.5, 0.5, 0], [0.125, 0.375, 0.5], [1, 0, 0]],
    )


def test_outputs_that_speak_for_no_class_give_all_the_same_chance():
    np.testing.assert_allclose(code(ABC, 3).probabilities([[-1, -2, 0]]), [[1 / 3] * 3])


def test_softmax_outputs_pass_unchanged():
    outputs = np.array([[0.1, 0.2, 0.7000000001]])
    np.testing.assert_array_equal(code(ABC, 3, softmax=True).probabilities(outputs), outputs)


def test_labels_are_read_from_the_raw_outputs():
    np.testing.assert_array_equal(code(AB, 1).labels([[0.5], [0.50001]]), [0, 1])
    np.testing.assert_array_equal(code(AB, 1, signed=True).labels([[0.0], [0.1]]), [0, 1])
    np.testing.assert_array_equal(code(ABC, 3).labels([[3.0, 2.0, 5.0], [-1, -3, -2]]), [2, 0])


@pytest.mark.parametrize(
    ("task", "classes", "units"),
    [
        ("classification", ABC, 1),
        ("classification", ABC, 2),
        ("classification", AB, 3),
        ("regression", (), 2),
    ],
)
def test_units_that_do_not_fit_the_classes_are_refused(task, classes, units):
    with pytest.raises(ShapeError, match=f"found {units}"):
        TargetCode(task=task, classes=classes, units=units)


@pytest.mark.parametrize("outputs", [np.zeros(3), np.zeros((3, 2)), np.zeros((3, 1, 1))])
def test_outputs_of_another_shape_are_refused(outputs):
    with pytest.raises(ShapeError, match="expected shape"):
        code(AB, 1).decode(outputs)

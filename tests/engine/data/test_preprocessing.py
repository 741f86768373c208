"""Preprocessing: fitted on the training rows alone, plain numbers that say it all."""

import json

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.data import Circle, Csv, Preprocessing, RawColumn, Table, TargetCode
from engine.data.preprocessing import fit
from engine.errors import DataError, FormatError, ShapeError

NAN = float("nan")


def table(X, y=None, task="regression", columns=None):
    X = np.asarray(X, np.float64)
    y = np.arange(len(X), dtype=np.float64) if y is None else np.asarray(y)
    names = columns or tuple("abcdef"[: X.shape[1]])
    classes = ("n", "y") if task == "classification" else ()
    return Table(columns=names, X=X, y=y, task=task, classes=classes)


def all_rows(t):
    return np.arange(len(t.y))


def test_standardised_inputs_have_mean_0_and_deviation_1_over_the_training_rows():
    t = table(np.random.default_rng(0).normal(50, 7, (40, 3)))
    X = fit(t, np.arange(30), scale="standardize").transform(t.X[:30])
    np.testing.assert_allclose(X.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(X.std(axis=0), 1)


def test_min_max_brings_the_training_rows_to_0_and_1():
    t = table([[2.0], [6.0], [4.0], [8.0]])
    X = fit(t, np.arange(3), scale="min_max").transform(t.X)
    np.testing.assert_allclose(X, [[0], [1], [0.5], [1.5]])


def test_a_constant_column_keeps_factor_1_and_stays_finite():
    t = table([[0.1, 1.0], [0.1, 2.0], [0.1, 3.0]])
    for scale in ("standardize", "min_max"):
        fitted = fit(t, all_rows(t), scale=scale)
        assert fitted.factor[0] == 1
        np.testing.assert_array_equal(fitted.transform(t.X)[:, 0], 0)


def test_missing_numbers_become_the_training_median_or_the_most_frequent():
    t = table([[1.0, 1.0], [3.0, 5.0], [NAN, NAN], [9.0, 5.0], [999.0, 999.0]])
    fitted = fit(t, np.arange(4), fill=("median", "most_frequent"))
    np.testing.assert_array_equal(fitted.transform([[NAN, NAN]]), [[3.0, 5.0]])


def test_the_smaller_of_two_most_frequent_numbers_is_taken():
    t = table([[4.0], [2.0], [4.0], [2.0]])
    assert fit(t, all_rows(t), fill="most_frequent").columns[0].fill == 2


def test_a_column_without_a_fill_refuses_a_missing_number_by_row_and_name():
    t = table([[1.0, 2.0], [3.0, 4.0]])
    fitted = fit(t, all_rows(t), fill="drop")
    with pytest.raises(DataError, match="row 2, column b: expected a number, found a missing"):
        fitted.transform([[1.0, 2.0], [1.0, NAN]])


def test_features_are_computed_before_they_are_scaled():
    t = table([[1.0, 2.0], [3.0, 2.0]], columns=("x1", "x2"))
    fitted = fit(t, all_rows(t), features=("x1_squared", "x1_x2"), scale="standardize")
    assert fitted.shift == (5.0, 4.0)
    assert fitted.factor == (4.0, 2.0)
    assert fitted.inputs == ("x1_squared", "x1_x2")
    assert fitted.labels == ("x₁²", "x₁x₂")
    np.testing.assert_allclose(fitted.transform([[2.0, 5.0]]), [[-0.25, 3.0]])


def test_only_a_value_to_predict_is_scaled_and_only_where_asked():
    values = table([[1.0]] * 4, y=[10.0, 20.0, 30.0, 1e6])
    fitted = fit(values, np.arange(3), scale_target=True)
    assert fitted.target_shift == 20
    assert fitted.target_factor == pytest.approx(np.sqrt(200 / 3))
    plain = fit(values, np.arange(3))
    assert (plain.target_shift, plain.target_factor) == (0, 1)
    labelled = table([[1.0]] * 4, y=[0, 1, 0, 1], task="classification")
    assert fit(labelled, all_rows(labelled), scale_target=True).target_factor == 1


@pytest.mark.parametrize("part", ["validation", "test"])
def test_what_is_not_trained_on_does_not_change_the_fit(part, prepared, write):
    rows = [[i, 3.5 * i % 7, i * 2] for i in range(20)]
    data = Csv(path="table.csv", target="y", validation_fraction=0.3, test_fraction=0.2)

    def prepare():
        lines = [",".join(str(cell) for cell in row) for row in rows]
        write("a,b,y\n" + "\n".join(lines))
        return prepared(data)

    before = prepare()
    for row in getattr(before, f"rows_{part}"):
        rows[row] = [-1000, 1e6, -500]
    after = prepare()
    assert after.preprocessing == before.preprocessing
    assert not np.array_equal(getattr(after, f"X_{part}"), getattr(before, f"X_{part}"))
    rows[before.rows_train[0]] = [-1000, 1e6, -500]
    assert prepare().preprocessing != before.preprocessing


def test_it_travels_as_json_without_losing_a_digit():
    t = table(np.random.default_rng(0).normal(0, 1e-5, (50, 2)), columns=("x1", "x2"))
    fitted = fit(t, all_rows(t), features=("sin_x1", "x2"), scale="standardize", scale_target=True)
    assert msgspec.json.decode(msgspec.json.encode(fitted), type=Preprocessing) == fitted


def test_a_numeric_file_holds_plain_numbers_and_nothing_else():
    t = table([[1.0], [3.0]])
    written = json.loads(msgspec.json.encode(fit(t, all_rows(t))))
    assert written["columns"] == [{"name": "a", "fill": 2.0}]
    assert set(written) == {
        "columns", "features", "shift", "factor", "target", "task", "classes",
        "target_shift", "target_factor",
    }  # fmt: skip


@given(X=arrays(np.float64, (6, 3), elements=st.floats(-1e6, 1e6) | st.just(NAN)))
def test_any_table_is_transformed_to_finite_numbers(X):
    t = table(X)
    fitted = fit(t, np.arange(4), scale=("standardize", "min_max", "none"))
    given_X = X.copy()
    assert np.all(np.isfinite(fitted.transform(X)))
    np.testing.assert_array_equal(X, given_X)


def test_numbers_too_large_to_scale_are_refused_by_name():
    t = table([[1e308], [-1e308]])
    with pytest.raises(DataError, match=r"^a: expected numbers that can be scaled"):
        fit(t, all_rows(t), scale="standardize")


def test_another_number_of_columns_is_refused():
    t = table([[1.0, 2.0], [3.0, 4.0]])
    with pytest.raises(ShapeError, match=r"expected 2 \(a, b\)"):
        fit(t, all_rows(t)).transform([[1.0]])


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"columns": ()}, "no columns"),
        ({"columns": (RawColumn("x1"), RawColumn("x1"))}, "twice"),
        ({"features": ("x9",)}, "unknown feature"),
        ({"features": ("x2",)}, "column that is not there"),
        ({"shift": (0.0, 0.0)}, "2 shifts"),
        ({"factor": (0.0,)}, "a factor of 0"),
        ({"shift": (NAN,)}, "not finite"),
        ({"classes": ("a", "b")}, "2 classes for regression"),
        ({"task": "classification"}, "0 classes for classification"),
    ],
)
def test_parts_that_do_not_fit_together_are_refused(changes, found):
    sound = {
        "columns": (RawColumn("x1", 0.0),), "features": ("x1",), "shift": (0.0,),
        "factor": (1.0,), "target": "y", "task": "regression",
    }  # fmt: skip
    assert Preprocessing(**sound).inputs == ("x1",)
    with pytest.raises(FormatError, match=found):
        Preprocessing(**{**sound, **changes})


def test_prepared_parts_are_read_only_and_belong_together(prepared):
    data = prepared(Circle(samples=100, standardize=True, test_fraction=0.2))
    for part, rows in (("train", 30), ("validation", 50), ("test", 20)):
        raw, X, y = (getattr(data, f"{name}_{part}") for name in ("raw", "X", "y"))
        assert raw.shape == X.shape == (rows, 2)
        assert y.shape == (rows,)
        np.testing.assert_array_equal(data.preprocessing.transform(raw), X)
        with pytest.raises(ValueError, match="read-only"):
            X[0] = 0
    rows = np.concatenate([data.rows_train, data.rows_validation, data.rows_test])
    np.testing.assert_array_equal(np.sort(rows), np.arange(100))
    assert data.columns == data.inputs == ("x1", "x2")


def test_the_same_seed_prepares_the_same_arrays(prepared):
    first, again, other = (prepared(Circle(noise=0.2), seed) for seed in (3, 3, 4))
    for name in first.__struct_fields__[1:]:
        np.testing.assert_array_equal(getattr(first, name), getattr(again, name))
    assert not np.array_equal(first.X_train, other.X_train)


def test_a_target_code_takes_its_numbers_from_the_preprocessing():
    t = table([[1.0]] * 3, y=[1.0, 2.0, 3.0])
    fitted = fit(t, all_rows(t), scale_target=True)
    code = TargetCode.of(fitted, 1)
    np.testing.assert_allclose(code.decode(code.encode(t.y)), t.y)
    assert code.encode(t.y).mean() == pytest.approx(0)

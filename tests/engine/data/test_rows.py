"""Other tables for a trained model: to predict from, and to evaluate on."""

import numpy as np
import pytest

from engine.data import Csv, Dialect, read_examples, read_rows
from engine.errors import DataError

TABLE = "u,v,y\n" + "".join(f"{i},{i / 2},{'ba'[i % 2]}\n" for i in range(10))


def test_columns_are_read_in_the_order_asked_for_and_cells_come_back_unchanged(write):
    rows = read_rows(write('who,u,v\n"A, B"," 1 ",2.50\nx,,3\n'), ("v", "u"))
    np.testing.assert_array_equal(rows.raw, [[2.5, 1], [3, np.nan]])
    assert rows.names == ("who", "u", "v")
    assert list(rows.text_rows()) == [("A, B", " 1 ", "2.50"), ("x", "", "3")]


def test_the_dialect_is_honoured(write):
    dialect = Dialect(separator=";", decimal=",", missing=("-",), header=False)
    rows = read_rows(write("1,5;-\n2;3\n"), ("column_1", "column_2"), dialect)
    np.testing.assert_array_equal(rows.raw, [[1.5, np.nan], [2, 3]])


def test_a_kind_of_data_says_how_its_tables_are_written():
    assert Csv(path="t.csv", target="y", separator=";").dialect.separator == ";"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("u,w\n1,2\n", 'expected the input "v", found the columns u, w'),
        ("u,v\n1,2\n1,x\n", 'row 3, column v: expected a number, found "x"'),
    ],
)
def test_a_table_that_cannot_be_predicted_from_is_refused_at_its_place(content, said, write):
    with pytest.raises(DataError) as caught:
        read_rows(write(content), ("u", "v"))
    assert said in str(caught.value)


def test_examples_are_answered_in_the_classes_the_model_knows(read, write):
    fitted = read(TABLE).preprocessing
    rows, y = read_examples(write("y,v,u\nb,1,2\nb,3,4\n"), fitted)
    np.testing.assert_array_equal(rows.raw, [[2, 1], [4, 3]])
    np.testing.assert_array_equal(y, [1, 1])


def test_classes_that_are_numbers_are_known_however_they_are_written(read, write):
    fitted = read("u,y\n" + "".join(f"{i},{i % 3}\n" for i in range(12))).preprocessing
    _, y = read_examples(write("u,y\n1,2.0\n1,00\n1,1\n"), fitted)
    np.testing.assert_array_equal(y, [2, 0, 1])


def test_values_are_answered_raw(read, write):
    fitted = read("u,y\n" + "".join(f"{i},{i / 3}\n" for i in range(20))).preprocessing
    _, y = read_examples(write("u,y\n1,100\n2,-0.5\n"), fitted)
    np.testing.assert_array_equal(y, [100, -0.5])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("u,v,y\n1,2,a\n1,2,c\n", 'row 3, column y: expected one of the classes a, b, found "c"'),
        ("u,v,y\n1,2,\n", "row 2, column y: expected a value to predict, found an empty cell"),
        ("u,v,x\n1,2,a\n", 'expected the target "y"'),
    ],
)
def test_answers_that_cannot_be_compared_are_refused_at_their_place(content, said, read, write):
    fitted = read(TABLE).preprocessing
    with pytest.raises(DataError) as caught:
        read_examples(write(content), fitted)
    assert said in str(caught.value)

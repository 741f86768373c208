"""Tables of one's own: what is read from them, and that what is inferred can be spelled out."""

import subprocess
import sys
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data import Csv, TableColumn, infer
from engine.data.cells import Dialect, TextTable
from engine.errors import SpecError

ROWS = "".join(f"{i},{i / 2},{'ba'[i % 2]}\n" for i in range(10))
TABLE = "u,v,y\n" + ROWS
everything = {"validation_fraction": 0.0, "standardize": False}


def assert_same(first, second):
    assert first.preprocessing == second.preprocessing
    for name in first.__struct_fields__[1:]:
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))


def test_a_table_needs_its_path_and_target_alone(read):
    data = read(TABLE, **everything)
    assert data.columns == data.inputs == ("u", "v")
    assert (data.task, data.classes, data.target) == ("classification", ("a", "b"), "y")
    np.testing.assert_array_equal(data.raw_train, [[i, i / 2] for i in range(10)])
    np.testing.assert_array_equal(data.y_train, [1, 0] * 5)


@pytest.mark.parametrize(
    "written",
    [
        b"\xef\xbb\xbf" + TABLE.encode(),
        TABLE.replace("\n", "\r\n").encode(),
        TABLE.replace("\n", "\r").encode(),
        TABLE.replace(",", ";").encode(),
        TABLE.replace(",", "\t").encode(),
        TABLE.replace(",", "|").encode(),
        TABLE.replace(",", ";").replace(".", ",").encode(),
        TABLE.replace("v", '"v"').replace("0.5", '"0.5"').encode(),
        TABLE.replace(",", " , ").encode(),
        TABLE.replace("\n", "\n\n").encode(),
        TABLE.rstrip("\n").encode(),
        TABLE.replace("0.5", "+.5e0").encode(),
    ],
    ids=[
        *("BOM", "CRLF", "CR", "semicolons", "tabs", "bars", "decimal commas", "quotes"),
        *("spaces", "blank lines", "no last newline", "exponents"),
    ],
)
def test_the_same_table_written_otherwise_is_read_the_same(written, read):
    assert_same(read(written), read(TABLE))


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "shift_jis"])
def test_the_encoding_is_honoured(encoding, read):
    word = "日本" if encoding == "shift_jis" else "crème"
    text = TABLE.replace("u", word)
    data = read(text.encode(encoding), encoding=encoding)
    assert data.columns == (word, "v")


def test_the_separator_and_the_decimal_mark_that_are_said_are_used(read):
    text = 'u,y\n"1,5",a\n"2,5",b\n'
    assert list(read(text, decimal=",", **everything).raw_train[:, 0]) == [1.5, 2.5]
    text = "u|w;y\n1;a\n2;b\n"
    assert read(text, separator=";", **everything).columns == ("u|w",)


def test_without_a_header_columns_are_numbered(read):
    data = read(ROWS, target="column_3", header=False, **everything)
    assert data.columns == ("column_1", "column_2")
    assert len(data.y_train) == 10


def test_words_that_mean_missing_are_filled_with_the_training_median(read):
    text = "u,y\n1,a\n?,b\n,a\n3,b\n7,a\n"
    data = read(text, missing=["?"], **everything)
    np.testing.assert_array_equal(data.raw_train[:, 0], [1, np.nan, np.nan, 3, 7])
    np.testing.assert_array_equal(data.X_train[:, 0], [1, 3, 3, 3, 7])


def test_the_usual_words_mean_missing_unless_others_are_given(read):
    words = ["NA", "NaN", "nan", "null"]
    text = "u,y\n" + "".join(f"{word},a\n{i},b\n" for i, word in enumerate(words))
    assert np.isnan(read(text, **everything).raw_train).sum() == 4


def test_with_no_words_for_missing_an_empty_cell_still_is(read):
    data = read("u,y\n1,a\n,b\n3,NA\n", missing=[], **everything)
    assert list(np.isnan(data.raw_train[:, 0])) == [False, True, False]
    assert data.classes == ("NA", "a", "b")


# --- the target -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "task", "classes"),
    [
        (["b", "a", "C"], "classification", ("C", "a", "b")),
        (["10", "9", "-1"], "classification", ("-1", "9", "10")),
        (["1.0", "2", "01"], "classification", ("1", "2")),
        (["1", "2", "x"], "classification", ("1", "2", "x")),
        (["0.5", "1", "2"], "regression", ()),
        ([str(i) for i in range(10)], "classification", tuple("0123456789")),
        ([str(i) for i in range(11)], "regression", ()),
    ],
)
def test_the_task_and_the_classes_are_found_from_the_target(cells, task, classes, read):
    text = "u,y\n" + "".join(f"{i},{cell}\n" for i, cell in enumerate(cells))
    data = read(text, **everything)
    assert data.task == task
    assert data.classes == classes
    if classes:
        names = [classes[index] for index in data.y_train]
        assert [float(n) if n.lstrip("-").isdigit() else n for n in names] == [
            float(c) if c.replace(".", "").lstrip("-").isdigit() else c for c in cells
        ]
    else:
        assert list(data.y_train) == [float(cell) for cell in cells]


def test_the_task_that_is_said_is_used(read):
    text = "u,y\n1,0\n2,1\n3,2.5\n"
    assert read(text, task="classification", **everything).classes == ("0", "1", "2.5")
    text = "u,y\n1,0\n2,1\n3,1\n"
    assert read(text, task="regression", **everything).y_train.dtype == np.float64


def test_a_value_to_predict_is_trained_standardised_unless_refused(read):
    text = "u,y\n" + "".join(f"{i},{i * 1.5}\n" for i in range(20))
    scaled = read(text).preprocessing
    y = read(text).y_train
    assert scaled.target_shift == pytest.approx(y.mean())
    assert scaled.target_factor == pytest.approx(y.std())
    assert read(text, scale_target=False).preprocessing.target_factor == 1


# --- columns and splits -----------------------------------------------------------------------


def test_columns_of_text_and_columns_without_a_name_are_no_inputs(read):
    text = ",u,who,y\n" + "".join(f"{i},{i},Ann {i},{'ab'[i % 2]}\n" for i in range(10))
    assert read(text).columns == ("u",)


def test_columns_are_taken_in_the_order_and_the_scale_they_are_listed_in(read):
    columns = [TableColumn(name="v", scale="min_max"), TableColumn(name="u", scale="none")]
    data = read(TABLE, columns=columns, validation_fraction=0.0)
    assert data.inputs == ("v", "u")
    np.testing.assert_allclose(data.X_train, [[i / 9, i] for i in range(10)])


@pytest.mark.parametrize("standardize", [True, False])
def test_standardize_is_the_scale_of_columns_that_say_none(standardize, read):
    data = read(TABLE, standardize=standardize, columns=[TableColumn(name="u")])
    assert (data.preprocessing.factor[0] != 1) == standardize


def test_a_row_with_a_missing_number_is_left_out_where_its_column_says_so(read):
    text = "u,v,y\n1,,a\n2,3,b\n,4,a\n"
    columns = [TableColumn(name="u"), TableColumn(name="v", fill="drop")]
    data = read(text, columns=columns, **everything)
    np.testing.assert_array_equal(data.X_train, [[2, 3], [2, 4]])
    np.testing.assert_array_equal(data.rows_train, [1, 2])


def test_rows_in_order_keep_the_last_to_validate(read):
    data = read(TABLE, split_by="order", validation_fraction=0.2, test_fraction=0.1)
    np.testing.assert_array_equal(data.rows_validation, [7, 8])
    np.testing.assert_array_equal(data.rows_test, [9])


def test_rows_of_one_group_stay_together_and_the_group_is_no_input(read):
    text = "u,who,y\n" + "".join(f"{i},{i // 4},{'ab'[i % 2]}\n" for i in range(40))
    data = read(text, split_by="who", validation_fraction=0.3)
    assert data.columns == ("u",)
    assert not set(data.rows_train // 4) & set(data.rows_validation // 4)


@pytest.mark.parametrize(
    ("make", "where"),
    [
        (lambda: Csv(path="", target="y"), "path"),
        (lambda: Csv(path="t.csv", target="y", columns=[]), "columns"),
        (
            lambda: Csv(path="t.csv", target="y", columns=[TableColumn(name="a", role="ignore")]),
            "columns",
        ),
        (lambda: Csv(path="t.csv", target="y", columns=[TableColumn(name="y")]), "columns[0].name"),
        (
            lambda: Csv(path="t.csv", target="y", columns=[TableColumn(name="a")] * 2),
            "columns[1].name",
        ),
        (lambda: TableColumn(name="a", type="text"), "role"),
        (lambda: Csv(path="t.csv", target="y", separator="x"), "separator"),
    ],
)
def test_a_table_that_cannot_be_meant_is_refused_at_its_field(make, where):
    with pytest.raises(SpecError) as caught:
        make()
    assert caught.value.where == where


# --- spelling out what was found --------------------------------------------------------------

TABLES = {
    "classes": TABLE,
    "european": TABLE.replace(",", ";").replace(".", ","),
    "values": "u,v,y\n" + "".join(f"{i},{i * i},{i / 3}\n" for i in range(20)),
    "gaps": "u,who,y\n" + "".join(f"{i if i % 3 else ''},Ann,{i % 2}\n" for i in range(20)),
    "utf-16": TABLE.replace("u", "ü").encode("utf-16"),
    "cp1252": TABLE.replace("u", "ü").encode("cp1252"),
    "quoted": 'u,"a, b",y\n' + "".join(f'"{i}","{i}","{i % 2}"\n' for i in range(10)),
}


@pytest.mark.parametrize("name", TABLES)
def test_what_is_inferred_is_spelled_out_and_reads_the_same(name, write, prepared):
    path = write(TABLES[name])
    found = infer(path, "y", path.name)
    assert found.path == path.name
    assert found.task != "auto"
    assert None not in (found.separator, found.decimal, found.columns)
    minimal = Csv(path=path.name, target="y", encoding=found.encoding)
    assert_same(prepared(found), prepared(minimal))
    reopened = msgspec.json.decode(msgspec.json.encode(found), type=Csv)
    assert_same(prepared(reopened), prepared(found))


def test_standardize_is_the_switch_of_an_inferred_table(write, prepared):
    found = infer(write(TABLE), "y", "table.csv")
    assert found.standardize
    on, off = prepared(found), prepared(msgspec.structs.replace(found, standardize=False))
    assert on.preprocessing.factor != off.preprocessing.factor == (1.0, 1.0)


def test_inference_spells_out_the_columns_it_leaves_aside(write):
    found = infer(write("id,who,u,y\n1,Ann,2,a\n2,Bob,3,b\n"), "y")
    assert [(c.name, c.type, c.role) for c in found.columns] == [
        ("id", "number", "input"), ("who", "text", "ignore"), ("u", "number", "input"),
    ]  # fmt: skip


@pytest.mark.parametrize("rows", [ROWS, "1,1,a\n1,1,b\n2,2,a\n2,2,b\n"])
def test_a_target_named_by_its_place_says_that_there_is_no_header(rows, write, prepared):
    found = infer(write(rows), "column_3", "table.csv")
    assert not found.header
    assert prepared(found).columns == ("column_1", "column_2")


def test_a_header_that_is_there_is_kept_whatever_the_target_is_called(write):
    assert infer(write("column_1,column_2\n1,a\n2,b\n"), "column_2").header


# --- numbers ----------------------------------------------------------------------------------


def cells_of(words, **dialect):
    import polars as pl

    return TextTable(
        file="t.csv",
        dialect=Dialect(separator=",", **{"decimal": ".", **dialect}),
        names=("a",),
        unnamed=(),
        rows=np.arange(len(words)) + 2,
        frame=pl.DataFrame({"a": words}, schema={"a": pl.String}),
    )


@given(st.lists(st.floats(-1e30, 1e30), min_size=1))
def test_a_number_is_read_to_its_last_digit(values):
    for written in (map(repr, values), (f"{value:.17e}" for value in values)):
        read, wrong = cells_of(list(written)).numbers("a")
        np.testing.assert_array_equal(read, values)
        assert not wrong.any()


@given(st.floats(-1e30, 1e30).map(lambda value: f"{value:f}"))
def test_a_decimal_comma_reads_the_same_number(written):
    read, _ = cells_of([written.replace(".", ",")], decimal=",").numbers("a")
    assert read[0] == float(written)


@pytest.mark.parametrize(
    "word", ["1_000", "inf", "-Infinity", "0x10", "1e", "e5", ".", "-", "1 2", "١", "1e31", "n/a"]
)
def test_what_is_no_plain_number_is_a_mistake(word):
    values, wrong = cells_of([word, "1"]).numbers("a")
    assert list(wrong) == [True, False]
    np.testing.assert_array_equal(values, [np.nan, 1])


def test_a_point_is_no_decimal_comma():
    _, wrong = cells_of(["1.234", "1,5"], decimal=",").numbers("a")
    assert list(wrong) == [True, False]


def test_polars_is_imported_only_to_read_a_table():
    script = (
        "import sys, numpy, pathlib; from engine.data import Circle, prepare; "
        "g = numpy.random.default_rng; prepare(Circle(), g(0), g(1), pathlib.Path()); "
        "assert 'polars' not in sys.modules"
    )
    root = Path(__file__).parents[3]
    subprocess.run([sys.executable, "-c", script], check=True, cwd=root)

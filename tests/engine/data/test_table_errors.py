"""Every fault of a table is one line that names the place, what was expected, what was found and
what to do."""

import pytest

from engine.data import Csv, TableColumn, infer, reading
from engine.errors import DataError

ROWS = "".join(f"{i},{i / 2},{'ab'[i % 2]}\n" for i in range(10))
TABLE = "u,v,y\n" + ROWS
EUROPEAN = TABLE.replace(",", ";").replace(".", ",")


def refusal(read, content, **fields):
    with pytest.raises(DataError) as caught:
        read(content, **fields)
    message = str(caught.value)
    assert "\n" not in message
    assert "expected" in message and "found" in message
    return message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            TABLE + "3,n/a,a\n",
            'table.csv, row 12, column v: expected a number, found "n/a". '
            'Correct it, or add "n/a" to the missing words.',
        ),
        (TABLE + '3,"1,5",a\n', 'found "1,5". If its comma is a decimal comma, set decimal to'),
        (EUROPEAN + "3;1.25;a\n", 'found "1.25". If its point is a decimal point, set decimal'),
        (TABLE.replace(",", ";") + "3;1,25;a\n", 'found "1,25". If its comma is a decimal comma'),
        (TABLE + "3,1e400,a\n", "expected a number from -1e30 to 1e30, found"),
        (TABLE + "3,4,\n", "row 12, column y: expected a value to predict, found an empty cell"),
        (TABLE + "3,4,NA\n", 'row 12, column y: expected a value to predict, found "NA"'),
        (TABLE + "3,4\n", "row 12: expected 3 cells, found 2"),
        (TABLE + "3,4,a,5\n", "row 12: expected 3 cells, found 4"),
        (TABLE + '3,4,"a\n', "row 12: expected cells whose quotes are closed"),
        (TABLE + '3,"4"4,a\n', "row 12: expected cells whose quotes are closed"),
        ("u,v,u,y\n1,2,3,a\n", 'row 1: expected every column name once, found "u" 2 times'),
        ("", "expected a table, found an empty file"),
        ("\n\n", "expected a table, found an empty file"),
        ("u,v,y\n", "expected rows below the header, found none"),
        ("u,y\n1,a\n2,a\n", 'column y: expected at least two classes, found only "a"'),
        ("u,y\n1,1\n2,1.0\n", 'column y: expected at least two classes, found only "1"'),
        ("y\na\nb\n", "expected a column of numbers besides the target"),
        ("u,y\nred,a\nblue,b\n", "expected a column of numbers besides the target"),
        ("ü,y\n1,a\n".encode("cp1252"), "row 1: expected text in utf-8, found the byte 0xFC. Set"),
        (TABLE.encode("utf-16"), 'Set encoding, perhaps to "utf-16"'),
        (TABLE.replace("v", "\0").encode(), "found zero bytes"),
        ("u,y\n1,a\n2,b\n", "split: expected at least one row for the validation part"),
    ],
)
def test_a_fault_of_the_table_is_named_with_its_place(content, said, read):
    assert said in refusal(read, content)


def test_rows_are_counted_as_in_a_spreadsheet(read):
    content = 'u,y\n1,"a\nb"\n\n2,c\nx,c\n3,c\n'
    assert "row 5, column u" in refusal(read, content)
    assert "row 1, column column_1" in refusal(
        read, "x,a\n1,b\n2,a\n", target="column_2", header=False
    )


def test_a_target_of_numbers_with_a_slip_is_refused_at_the_slip(read):
    content = "u,y\n" + "".join(f"{i},{i}\n" for i in range(20)) + "20,2O\n"
    message = refusal(read, content)
    assert 'row 22, column y: expected a number, found "2O"' in message
    assert 'set task to "classification"' in message
    assert 'row 2, column y: expected a number, found "a"' in refusal(
        read, "u,y\n1,a\n2,b\n", task="regression"
    )


@pytest.mark.parametrize(
    ("target", "advice"),
    [
        ("speces", 'Did you mean "species"?'),
        ("SPECIES", 'Did you mean "species"?'),
        ("price", "Choose one of them."),
    ],
)
def test_a_wrong_target_lists_the_columns_and_suggests_the_nearest(target, advice, read):
    message = refusal(read, "bill,mass,species\n1,2,a\n", target=target)
    assert f'expected the target "{target}", found the columns bill, mass, species' in message
    assert message.endswith(advice)


def test_a_table_without_a_header_says_how_its_columns_are_called(write):
    with pytest.raises(DataError, match="without a header row they are column_1, column_2"):
        infer(write(ROWS), "species")


def test_a_listed_column_that_is_not_there_or_is_text_is_refused(read):
    assert 'expected the column "w", found' in refusal(read, TABLE, columns=[TableColumn(name="w")])
    text = "u,y\nred,a\n2,b\n3,a\n"
    assert 'row 2, column u: expected a number, found "red"' in refusal(
        read, text, columns=[TableColumn(name="u")]
    )
    assert 'expected the column to split by "w"' in refusal(read, TABLE, split_by="w")


def test_dropping_every_row_is_refused(read):
    columns = [TableColumn(name="u"), TableColumn(name="v", fill="drop")]
    message = refusal(read, "u,v,y\n1,,a\n2,,b\n", columns=columns)
    assert "expected rows without missing numbers, found none" in message


def test_a_path_that_is_no_readable_file_is_refused(prepared):
    for path in ("nothing.csv", ".", "../" * 3 + "nowhere/t.csv"):
        with pytest.raises(DataError, match=r"expected a (table|file)"):
            prepared(Csv(path=path, target="y"))


def test_a_table_over_the_limit_is_refused_before_it_is_read(read, monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    assert "expected at most 0 MB, found 0 MB. Use fewer rows." in refusal(read, TABLE)


def test_more_classes_than_anyone_means_are_refused(read):
    content = "u,y\n" + "".join(f"{i},name {i}\n" for i in range(1001))
    assert "column y: expected at most 1000 classes, found more" in refusal(read, content)


def test_a_long_or_broken_cell_is_shown_in_one_short_line(read):
    message = refusal(read, TABLE + f'3,"{"long " * 100}\nline",a\n')
    assert len(message) < 200

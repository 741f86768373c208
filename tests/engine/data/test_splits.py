"""The split: every row in one part, every class in every part, nothing left to chance twice."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.splits import grouped_split, ordered_split, random_split
from engine.data.table import Table
from engine.errors import DataError

fractions = st.tuples(st.floats(0, 0.95), st.floats(0, 0.95)).filter(lambda f: sum(f) <= 0.95)


def labelled(y, groups=None):
    y = np.asarray(y, np.int64)
    classes = tuple(str(k) for k in range(y.max() + 1))
    X = np.zeros((len(y), 1))
    return Table(columns=("a",), X=X, y=y, task="classification", classes=classes, groups=groups)


def valued(n):
    return Table(columns=("a",), X=np.zeros((n, 1)), y=np.arange(n) * 0.1, task="regression")


def rng(seed=0):
    return np.random.default_rng(seed)


def assert_partition(split, n):
    rows = np.concatenate([split.train, split.validation, split.test])
    np.testing.assert_array_equal(np.sort(rows), np.arange(n))
    assert len(split.train) >= 1


@given(y=st.lists(st.integers(0, 4), min_size=15, max_size=200), shares=fractions)
def test_every_row_is_in_exactly_one_part_and_every_class_is_trained_on(y, shares):
    table = labelled(y)
    split = random_split(table, *shares, rng())
    assert_partition(split, len(y))
    assert set(table.y[split.train]) == set(y)


@given(sizes=st.lists(st.integers(3, 60), min_size=2, max_size=6), shares=fractions)
def test_every_class_is_in_every_part_that_is_asked_for(sizes, shares):
    table = labelled(np.repeat(np.arange(len(sizes)), sizes))
    split = random_split(table, *shares, rng())
    for rows, share in ((split.validation, shares[0]), (split.test, shares[1])):
        assert set(table.y[rows]) == (set(table.y) if share > 0 else set())


@given(sizes=st.lists(st.integers(40, 200), min_size=2, max_size=4))
def test_classes_keep_their_proportions_to_a_row(sizes):
    table = labelled(np.repeat(np.arange(len(sizes)), sizes))
    split = random_split(table, 0.3, 0.2, rng())
    for rows, share in ((split.validation, 0.3), (split.test, 0.2)):
        exact = np.array(sizes) * share
        assert np.all(np.abs(np.bincount(table.y[rows]) - exact) <= 1)
        assert abs(len(rows) - sum(sizes) * share) <= 0.5


@given(n=st.integers(3, 300), shares=fractions)
def test_values_are_split_into_the_shares_asked_for(n, shares):
    split = random_split(valued(n), *shares, rng())
    assert_partition(split, n)
    for rows, share in ((split.validation, shares[0]), (split.test, shares[1])):
        assert (len(rows) > 0) == (share > 0)
        assert abs(len(rows) - n * share) <= 2


def test_the_same_generator_splits_alike_and_another_does_not():
    table = labelled(np.arange(100) % 2)
    first, again, other = (random_split(table, 0.5, 0, rng(s)) for s in (1, 1, 2))
    np.testing.assert_array_equal(first.train, again.train)
    assert not np.array_equal(first.train, other.train)


def test_rows_of_a_part_keep_the_order_of_the_table():
    split = random_split(labelled(np.arange(100) % 3), 0.3, 0.3, rng())
    for rows in (split.train, split.validation, split.test):
        assert np.all(np.diff(rows) > 0)


def test_a_class_with_one_row_is_trained_on():
    table = labelled([0] * 20 + [1])
    assert 20 in random_split(table, 0.5, 0.4, rng()).train


@pytest.mark.parametrize("shares", [(0.5, 0), (0, 0.5), (0.3, 0.3)])
def test_too_few_rows_for_the_parts_asked_for_are_refused(shares):
    with pytest.raises(DataError, match="expected at least one row for the"):
        random_split(valued(1), *shares, rng())
    with pytest.raises(DataError, match="expected at least one row for the"):
        random_split(labelled([0, 1]), *shares, rng())


def test_an_ordered_split_takes_the_last_rows_to_validate_and_test():
    split = ordered_split(valued(10), 0.2, 0.1)
    assert list(split.train) == [0, 1, 2, 3, 4, 5, 6]
    assert list(split.validation) == [7, 8]
    assert list(split.test) == [9]


@given(
    groups=st.lists(st.integers(0, 9), min_size=10, max_size=100).filter(
        lambda groups: len(set(groups)) >= 3
    ),
    shares=fractions,
    seed=st.integers(0, 1000),
)
def test_a_group_is_never_torn_apart(groups, shares, seed):
    groups = np.array(groups)
    table = labelled(np.arange(len(groups)) % 2, groups)
    split = grouped_split(table, *shares, rng(seed))
    assert_partition(split, len(groups))
    parts = [set(groups[rows]) for rows in (split.train, split.validation, split.test)]
    assert sum(map(len, parts)) == len(set(groups))
    assert bool(parts[1]) == (shares[0] > 0)
    assert bool(parts[2]) == (shares[1] > 0)


def test_one_group_cannot_be_split():
    table = labelled([0, 1] * 5, np.zeros(10, np.int64))
    with pytest.raises(DataError, match="validation part, found none"):
        grouped_split(table, 0.2, 0, rng())

"""Matrices whose columns are long whole numbers."""

from __future__ import annotations

from operator import mul

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefect_toml_lsp.prefect.columns import Columns

MATRICES = st.integers(1, 6).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(-127, 127), min_size=width, max_size=width), min_size=1, max_size=6
    )
)


@given(MATRICES, st.data())
def test_a_product_is_that_of_each_row(rows: list[list[int]], data: st.DataObject) -> None:
    number = st.floats(-1000, 1000)
    vector = data.draw(st.lists(number, min_size=len(rows[0]), max_size=len(rows[0])))
    expected = [sum(map(mul, row, vector)) for row in rows]
    assert Columns(rows).times(vector) == pytest.approx(expected, abs=1e-4)


def test_negative_numbers_do_not_change_the_rows_next_to_them() -> None:
    rows = [[-1, 0], [0, 1], [-127, -127], [1, -1]]
    assert Columns(rows).times([1.0, 2.0]) == [-1.0, 2.0, -381.0, -1.0]


def test_many_large_numbers_fit() -> None:
    assert Columns([[127] * 1000, [-127] * 1000]).times([1000.0] * 1000) == [1.27e8, -1.27e8]


def test_a_unit_and_a_bias_count() -> None:
    assert Columns([[2], [4]], 0.5, [10.0, -1.0]).times([3.0]) == [13.0, 5.0]

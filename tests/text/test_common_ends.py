"""The common start and end of two sequences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefect_toml_lsp.text.common_ends import common_ends


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", (0, 0)),
        ("abc", "abc", (3, 0)),
        ("abc", "xyz", (0, 0)),
        ("abcd", "abXd", (2, 1)),
        ("aa", "aaa", (2, 0)),
        ("bab", "b", (1, 0)),
    ],
)
def test_the_start_comes_first(old: str, new: str, expected: tuple[int, int]) -> None:
    assert common_ends(old, new) == expected


@given(st.text("ab", max_size=8), st.text("ab", max_size=8))
def test_the_middle_differs_at_both_its_ends(old: str, new: str) -> None:
    head, tail = common_ends(old, new)
    middles = old[head : len(old) - tail], new[head : len(new) - tail]
    assert old[:head] == new[:head]
    assert old[len(old) - tail :] == new[len(new) - tail :]
    assert head + tail <= min(len(old), len(new))
    if all(middles):
        assert middles[0][0] != middles[1][0]
        assert middles[0][-1] != middles[1][-1]

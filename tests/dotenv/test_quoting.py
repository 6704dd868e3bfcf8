"""A value written to a `.env` file is read back unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefect_toml_lsp.dotenv.expansion import expand
from prefect_toml_lsp.dotenv.grammar import read_written
from prefect_toml_lsp.dotenv.quoting import literal_of, text_of

PIECES = st.sampled_from(
    ["'", '"', "\\", "\\n", "\n", "\r", "\t", " ", "#", "$", "{", "}", "=", "a"]
)
TEXTS = st.lists(PIECES | st.characters(exclude_categories=["Cs"])).map("".join)


@given(TEXTS)
def test_a_value_is_read_back(text: str) -> None:
    literal = literal_of(text)
    if literal is None:
        assert "${" in text
        return
    written = f"A=1\nX={literal} # note\nB=2\n"
    assignments = [each.assignment for each in read_written(written)]
    assert all(assignments)
    found = [each for each in assignments if each]
    assert [each.name for each in found] == ["A", "X", "B"]
    assert expand(found, {}) == ["1", text, "2"]


def test_quotes_only_if_necessary() -> None:
    assert literal_of("http://127.0.0.1:4200/api") == "http://127.0.0.1:4200/api"
    assert literal_of("") == "''"
    assert literal_of("a b") == "'a b'"
    assert literal_of("it's") == '"it\'s"'
    assert literal_of("${A}") is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("é", "é"),
        (True, "true"),
        (5, "5"),
        (["é"], '["é"]'),
        ({"a": "b"}, '{"a": "b"}'),
        (["\ud800"], '["\\ud800"]'),
    ],
)
def test_the_text_of_a_value(value: object, text: str) -> None:
    assert text_of(value) == text

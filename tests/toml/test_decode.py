"""Decoding values to Python objects and encoding them, against `tomllib` and tomlkit."""

from __future__ import annotations

import sys
from datetime import date, datetime, time
from typing import Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.as_data import read_toml
from prefect_toml_lsp.toml.decode import UndecodableError, decode
from prefect_toml_lsp.toml.encode import encode
from prefect_toml_lsp.toml.nodes import ArrayHeader, KeyValue
from tests.examples import times
from tests.toml.generate import VALUES, documents

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def value_of(text: str) -> Any:
    [statement] = Document(f"a = {text}").statements
    assert isinstance(statement, KeyValue)
    return decode(statement.pair.value)


@pytest.mark.parametrize("text", VALUES)
def test_a_value_is_what_tomllib_reads(text: str) -> None:
    assert repr(value_of(text)) == repr(tomllib.loads(f"a = {text}")["a"])


@pytest.mark.parametrize("text", ["", "tru", "[1, x]", "{a = }", "{a = 1, b = [y]}", "{a. = 1}"])
def test_a_broken_value_is_not_decoded(text: str) -> None:
    with pytest.raises(UndecodableError):
        value_of(text)


@pytest.mark.slow
@given(documents)
@times(8)
def test_statements_have_what_tomllib_reads(text: str) -> None:
    try:
        read = tomllib.loads(text)
    except ValueError:
        return
    document = Document(text)
    if any(isinstance(statement, ArrayHeader) for statement in document.statements):
        return
    for statement in document.statements:
        if isinstance(statement, KeyValue):
            found: Any = read
            for name in (*statement.section.path, *statement.pair.key.names):
                found = found[name]
            assert repr(decode(statement.pair.value)) == repr(found)


def test_deep_values_are_decoded_without_recursion() -> None:
    found = value_of("[" * 390 + "]" * 390)
    depth = 0
    while found:
        found, depth = found[0], depth + 1
    assert depth == 389


scalars = (
    st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
    | st.dates() | st.times().map(lambda at: at.replace(fold=0)) | st.datetimes()
)  # fmt: skip
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@pytest.mark.slow
@given(values)
@times(5)
def test_encoded_values_are_read_back(value: Any) -> None:
    text = encode(value)
    assert "\n" not in text
    assert value_of(text) == value
    assert isinstance(value, date | datetime | time) or tomlkit.value(text).unwrap() == value


def test_a_number_that_python_cannot_write_is_not_decoded() -> None:
    for text in ("0x" + "f" * 50_000, f"[0x{'f' * 50_000}]", f"{{a = 0b{'1' * 20_000}}}"):
        statement = Document(f"a = {text}").statements[0]
        assert isinstance(statement, KeyValue)
        assert not statement.problems  # tomllib reads it
        with pytest.raises(UndecodableError):
            decode(statement.pair.value)
    assert read_toml(f"a = 0x{'f' * 50_000}\nb = 1") == {"b": 1}

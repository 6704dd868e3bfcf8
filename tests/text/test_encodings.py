"""Columns in UTF-8, UTF-16 and UTF-32 units, against Python's own encoders."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefect_toml_lsp.text import PositionEncoding

CODECS = {
    PositionEncoding.UTF8: ("utf-8", 1),
    PositionEncoding.UTF16: ("utf-16-le", 2),
    PositionEncoding.UTF32: ("utf-32-le", 4),
}
encodings = st.sampled_from(PositionEncoding)
contents = st.text(
    alphabet=st.sampled_from("a=é€\u2028\uffff\U00010000😀\ud800")
    | st.characters(exclude_characters="\r\n")
)  # fmt: skip
breaks = st.sampled_from(["", "\n", "\r\n", "\r"])


def length(encoding: PositionEncoding, text: str) -> int:
    codec, bytes_per_unit = CODECS[encoding]
    return len(text.encode(codec, "surrogatepass")) // bytes_per_unit


@given(encodings, contents, breaks, st.data())
def test_units_are_those_of_pythons_encoders(
    encoding: PositionEncoding, content: str, line_break: str, data: st.DataObject
) -> None:
    column = data.draw(st.integers(0, len(content)))
    units = encoding.units(content + line_break, column)
    assert units == length(encoding, content[:column])
    assert encoding.column(content + line_break, units) == column


@given(encodings, contents, breaks, st.integers(-3, 300))
def test_a_unit_gives_the_character_that_contains_it(
    encoding: PositionEncoding, content: str, line_break: str, units: int
) -> None:
    column = encoding.column(content + line_break, units)
    assert 0 <= column <= len(content)
    assert length(encoding, content[:column]) <= max(0, units)
    if column < len(content):
        assert length(encoding, content[: column + 1]) > units


@pytest.mark.parametrize(
    ("encoding", "units", "column"),
    [
        (PositionEncoding.UTF16, 1, 1),
        (PositionEncoding.UTF16, 2, 1),  # inside the surrogate pair
        (PositionEncoding.UTF16, 3, 2),
        (PositionEncoding.UTF16, 4, 3),
        (PositionEncoding.UTF16, 9, 3),  # past the end
        (PositionEncoding.UTF8, 4, 1),  # inside the four bytes
        (PositionEncoding.UTF8, 5, 2),
        (PositionEncoding.UTF8, 6, 2),  # inside the two bytes
        (PositionEncoding.UTF8, 7, 3),
        (PositionEncoding.UTF32, 2, 2),
        (PositionEncoding.UTF32, 9, 3),
        (PositionEncoding.UTF32, -1, 0),
        (PositionEncoding.UTF16, -1, 0),
    ],
)
def test_points_inside_characters_and_past_the_end(
    encoding: PositionEncoding, units: int, column: int
) -> None:
    assert encoding.column("a😀é\r\n", units) == column


def test_an_ascii_line_is_clamped_before_its_line_break() -> None:
    for encoding in PositionEncoding:
        assert encoding.column("abc\r\n", 5) == 3


def test_the_names_are_those_of_the_protocol() -> None:
    assert [each.value for each in PositionEncoding] == ["utf-8", "utf-16", "utf-32"]

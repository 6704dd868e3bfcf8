"""Edits of half a character (one UTF-16 unit), against a text stored as UTF-16 units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefect_toml_lsp.text import Source
from prefect_toml_lsp.text.surrogates import edit_of_units

texts = st.text(alphabet=st.sampled_from("a=é\n😀𐀀\ud83d\ude00"), max_size=12)
points = st.tuples(st.integers(-1, 6), st.integers(-1, 14))


class Units:
    """A text as a JavaScript editor stores it: a list of UTF-16 units."""

    def __init__(self, text: str) -> None:
        self.units = self.of(text)

    @staticmethod
    def of(text: str) -> list[bytes]:
        data = text.encode("utf-16-le", "surrogatepass")
        return [data[at : at + 2] for at in range(0, len(data), 2)]

    def offset(self, point: tuple[int, int]) -> int:
        """The offset of a position in units; positions that do not exist are clamped (LSP 3.17)."""
        line, character = point
        if line < 0:
            return 0
        starts = [0] + [at + 1 for at, unit in enumerate(self.units) if unit == b"\n\0"]
        if line >= len(starts):
            return len(self.units)
        ends = [*(start - 1 for start in starts[1:]), len(self.units)]
        return max(starts[line], min(starts[line] + character, ends[line]))

    def replace(self, start: tuple[int, int], end: tuple[int, int], text: str) -> None:
        first, last = sorted((self.offset(start), self.offset(end)))
        self.units[first:last] = self.of(text)


@given(texts, st.lists(st.tuples(points, points, texts), max_size=8))
def test_the_text_stays_in_step_with_the_units(
    text: str, edits: list[tuple[tuple[int, int], tuple[int, int], str]]
) -> None:
    # Text arrives as JSON, which joins two surrogates to one character.
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    source, client = Source(joined), Units(text)
    for start, end, new in edits:
        source.replace(*edit_of_units(source, start, end, new))
        client.replace(start, end, new)
        assert b"".join(Units.of(source.text)) == b"".join(client.units)
        again = source.text.encode("utf-16-le", "surrogatepass")
        assert source.text == again.decode("utf-16-le", "surrogatepass")  # pairs are one character


@pytest.mark.parametrize(
    ("text", "start", "end", "new", "becomes"),
    [
        ("a😀b", 1, 2, "", "a\ude00b"),
        ("a😀b", 2, 3, "", "a\ud83db"),
        ("a😀b", 2, 2, "x", "a\ud83dx\ude00b"),
        ("a😀b", 2, 2, "", "a😀b"),
        ("😀😁", 1, 3, "", "😁"),  # the first unit is the same
        ("a\ude00b", 1, 1, "\ud83d", "a😀b"),
        ("a\ud83db", 2, 2, "\ude00", "a😀b"),
        ("\ud83dx\ude00", 1, 2, "", "😀"),
        ("😀", 1, 9, "é", "\ud83dé"),
        ("aé", 0, 1, "b", "bé"),
    ],
)
def test_parts_and_joins(text: str, start: int, end: int, new: str, becomes: str) -> None:
    source = Source(text)
    source.replace(*edit_of_units(source, (0, start), (0, end), new))
    assert source.text == becomes

"""The location of the cursor (``|``) in a document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefect_toml_lsp.text import Position
from prefect_toml_lsp.toml import Document, Location, Path, Place, locate
from prefect_toml_lsp.toml.nodes import Array, InlineTable, Invalid, Literal, String
from tests.toml.generate import broken_documents, documents
from tests.toml.marks import with_cursor


def at(text: str) -> Location:
    text, position = with_cursor(text)
    return locate(Document(text), position)


@pytest.mark.parametrize(
    ("text", "path", "base", "part"),
    [
        # bare, quoted and dotted keys
        ("|a = 1", ("a",), (), "a"),
        ("a|b = 1", ("ab",), (), "ab"),
        ("ab| = 1", ("ab",), (), "ab"),
        ("  |a = 1", ("a",), (), "a"),
        ("a|.b = 1", ("a",), (), "a"),
        ("a.|b = 1", ("a", "b"), (), "b"),
        ("a .|b = 1", ("a", "b"), (), "b"),
        ("a. |b = 1", ("a", "b"), (), "b"),
        ("a.b|.c = 1", ("a", "b"), (), "b"),
        ('"a|" = 1', ("a",), (), "a"),
        ("a.'b.c|' = 1", ("a", "b.c"), (), "b.c"),
        # below a header
        ("[a]\nb| = 1", ("a", "b"), ("a",), "b"),
        ("[a.b]\nc.d| = 1", ("a", "b", "c", "d"), ("a", "b"), "d"),
        ("[[a]]\nb| = 1", ("a", "b"), ("a",), "b"),
        # while typing
        ("a|", ("a",), (), "a"),
        ("a.b|", ("a", "b"), (), "b"),
        ("a|=", ("a",), (), "a"),
        ('"a|', ("a",), (), "a"),
        ("a| b = 1", ("a",), (), "a"),
        ("[a]\nb|\nc = 1", ("a", "b"), ("a",), "b"),
        # in an inline table
        ("a = {|b = 1}", ("a", "b"), ("a",), "b"),
        ("a = {b| = 1}", ("a", "b"), ("a",), "b"),
        ("[a]\nb = {c.d|}", ("a", "b", "c", "d"), ("a", "b"), "d"),
        ("a = {b = 1, c|", ("a", "c"), ("a",), "c"),
        ("a = {b|", ("a", "b"), ("a",), "b"),
        ("a = [{b|}]", ("a", 0, "b"), ("a", 0), "b"),
        ("a = [1, {b = {c|}}]", ("a", 1, "b", "c"), ("a", 1, "b"), "c"),
    ],
)
def test_in_a_key(text: str, path: Path, base: Path, part: str) -> None:
    found = at(text)
    assert (found.place, found.path, found.base) == (Place.KEY, path, base)
    assert found.part
    assert found.part.name == part
    assert found.key
    assert found.part in found.key.parts


@pytest.mark.parametrize(
    ("text", "path", "base"),
    [
        ("|", (), ()),
        ("a = 1\n|", (), ()),
        ("a = 1\n  |\nb = 2", (), ()),
        ("[a]\n|", ("a",), ("a",)),
        ("[a.b]\n\n|\n[c]", ("a", "b"), ("a", "b")),
        ("a.|", ("a",), ()),
        ("a.| = 1", ("a",), ()),
        ("[a]\nb.|", ("a", "b"), ("a",)),
        ("a = {|}", ("a",), ("a",)),
        ("a = { | }", ("a",), ("a",)),
        ("a = {|", ("a",), ("a",)),
        ("a = {b = 1,|}", ("a",), ("a",)),
        ("a = {b = 1, |}", ("a",), ("a",)),
        ("a = {b.| = 1}", ("a", "b"), ("a",)),
        ("a = [{|}]", ("a", 0), ("a", 0)),
    ],
)
def test_where_a_key_may_be_written(text: str, path: Path, base: Path) -> None:
    found = at(text)
    assert (found.place, found.path, found.base, found.part) == (Place.KEY, path, base, None)


@pytest.mark.parametrize(
    ("text", "path", "part"),
    [
        ("[a|]", ("a",), "a"),
        ("[|a]", ("a",), "a"),
        ("[ |a]", ("a",), "a"),
        ("[a|.b]", ("a",), "a"),
        ("[a.|b]", ("a", "b"), "b"),
        ("[a. |b]", ("a", "b"), "b"),
        ("[a.b|]", ("a", "b"), "b"),
        ('["a|"]', ("a",), "a"),
        ("[[a|]]", ("a",), "a"),
        ("[[a.b|", ("a", "b"), "b"),
        ("[a|", ("a",), "a"),
        ("[a.b|", ("a", "b"), "b"),
        ("[a]\n[b|", ("b",), "b"),
        ("[|]", (), None),
        ("[|", (), None),
        ("[[|]]", (), None),
        ("[a.|]", ("a",), None),
        ("[a.|", ("a",), None),
        ("[a. |", ("a",), None),
    ],
)
def test_in_a_header(text: str, path: Path, part: str | None) -> None:
    found = at(text)
    assert (found.place, found.path, found.base) == (Place.HEADER, path, ())
    assert (found.part and found.part.name) == part


@pytest.mark.parametrize(
    ("text", "path", "kind"),
    [
        ("a = |1", ("a",), Literal),
        ("a = 1|2", ("a",), Literal),
        ("a = 1|", ("a",), Literal),
        ("a.b = tru|e", ("a", "b"), Literal),
        ("[a]\nb = |1", ("a", "b"), Literal),
        ('a = |"x"', ("a",), String),
        ('a = "x|"', ("a",), String),
        ('a = "x"|', ("a",), String),
        ('a = "|', ("a",), String),
        ('a = """\nx|\n"""', ("a",), String),
        ("a = tr|", ("a",), Invalid),
        ("a = |[1]", ("a",), Array),
        ("a = [1]|", ("a",), Array),
        ("a = |{}", ("a",), InlineTable),
        ("a = {}|", ("a",), InlineTable),
        ("a = [|1]", ("a", 0), Literal),
        ("a = [1|]", ("a", 0), Literal),
        ("a = [1, |2]", ("a", 1), Literal),
        ("a = [1,\n  2|\n]", ("a", 1), Literal),
        ("a = [1, 2|", ("a", 1), Literal),
        ("a = [[1], [2, 3|]]", ("a", 1, 1), Literal),
        ('a = ["|', ("a", 0), String),
        ("a = {b = 1|}", ("a", "b"), Literal),
        ("a = {b.c = 'x|'", ("a", "b", "c"), String),
        ("a = [{b = [1, 2|]}]", ("a", 0, "b", 1), Literal),
    ],
)
def test_in_a_value(text: str, path: Path, kind: type) -> None:
    found = at(text)
    assert (found.place, found.path) == (Place.VALUE, path)
    assert isinstance(found.value, kind)


@pytest.mark.parametrize(
    ("text", "path", "outer"),
    [
        ("a =|", ("a",), None),
        ("a = |", ("a",), None),
        ("a = |\nb = 2", ("a",), None),
        ("[a]\nb.c = |", ("a", "b", "c"), None),
        ("a = [|]", ("a", 0), Array),
        ("a = [|", ("a", 0), Array),
        ("a = [1,|", ("a", 1), Array),
        ("a = [1, |]", ("a", 1), Array),
        ("a = [\n  |\n]", ("a", 0), Array),
        ("a = [\n  1,\n  |\n]", ("a", 1), Array),
        ("a = [ # c\n|]", ("a", 0), Array),
        ("a = [[1, |]]", ("a", 0, 1), Array),
        ("a = {b = |}", ("a", "b"), InlineTable),
        ("a = {b = |", ("a", "b"), InlineTable),
        ("a = {b = 1, c.d = |", ("a", "c", "d"), InlineTable),
        ("a = {b = {c = |}}", ("a", "b", "c"), InlineTable),
        ("a = [{b = |}]", ("a", 0, "b"), InlineTable),
    ],
)
def test_where_a_value_may_be_written(text: str, path: Path, outer: type | None) -> None:
    found = at(text)
    assert (found.place, found.path, found.value) == (Place.VALUE, path, None)
    assert found.outer is None if outer is None else isinstance(found.outer, outer)


@pytest.mark.parametrize(
    ("text", "place", "path"),
    [
        ("a = { |", Place.KEY, ("a",)),
        ("a = {b = 1, |", Place.KEY, ("a",)),
        ("a = [ |", Place.VALUE, ("a", 0)),
        ("a = [1, |", Place.VALUE, ("a", 1)),
    ],
)
def test_after_a_space_in_unclosed_brackets(text: str, place: Place, path: Path) -> None:
    found = at(text)
    assert (found.place, found.path) == (place, path)


@pytest.mark.parametrize(
    "text",
    [
        "#|",
        "# |c",
        "# c|",
        "a = 1 # |c",
        "[a] #|",
        "a = [1, # |c\n]",
        "a = [\n# |[b]\n]",
        "a = # |c",
    ],
)
def test_in_a_comment(text: str) -> None:
    assert at(text).place is Place.COMMENT


@pytest.mark.parametrize(
    "text",
    [
        "|# c", "a = 1 |", "a = 1 |# c", "a |= 1", "a |.b = 1", "| a = 1",
        "|[a]", "[a]|", "[a] |# c", "[|[a]]", "[[a]|]", "[]|", "[a |]",
        "a = 1 |2", "a = [1] |", "a = [1 |, 2]", "a = [1 |]", "a = {b = 1 |}",
        "a = {b = 1 |, c = 2}",
    ],
)  # fmt: skip
def test_where_nothing_can_be_written(text: str) -> None:
    found = at(text)
    assert (found.place, found.path, found.part, found.value) == (Place.BETWEEN, (), None, None)


def test_the_position_counts_from_the_statement() -> None:
    found = at("a = 1\n\nb = [\n  |2\n]")
    assert found.position == (1, 2)


@pytest.mark.parametrize("position", [(0, 99), (9, 9)])
def test_a_position_past_the_end_is_clamped(position: tuple[int, int]) -> None:
    found = locate(Document("a = 1"), Position(*position))
    assert (found.place, found.path) == (Place.VALUE, ("a",))


@given(documents | broken_documents, st.data())
def test_every_position_of_every_text_has_a_location(text: str, data: st.DataObject) -> None:
    document = Document(text)
    line = data.draw(st.integers(0, len(document.source.lines) - 1))
    column = data.draw(st.integers(0, len(document.source.content(line))))
    found = locate(document, Position(line, column))
    assert found.statement is document.at(line)
    assert found.position == (line - document.start(found.statement), column)
    if found.part:
        assert found.part.span.touches(found.position)
    if found.value:
        assert found.value.span.touches(found.position)
    if found.place in (Place.KEY, Place.HEADER):
        assert found.path[: len(found.base)] == found.base

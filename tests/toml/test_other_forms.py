"""Converting between forms of the same data: `tomllib` reads the same, and no comment is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from prefect_toml_lsp.text import Edit, apply_edits
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.edit import (
    dotted_to_inline,
    dotted_to_table,
    inline_to_dotted,
    inline_to_table,
    join_array,
    spread_array,
    table_to_dotted,
    table_to_inline,
    to_basic_string,
    to_literal_string,
)
from prefect_toml_lsp.toml.layout import is_sound
from prefect_toml_lsp.toml.nodes import KeyValue, Statement, String, TableHeader
from tests.examples import times
from tests.toml.generate import broken_documents, documents
from tests.toml.reading import comments, data, problems

Restructure = Callable[[Document, Any], "list[Edit] | None"]


def restructured(text: str, how: Restructure, line: int = 0) -> str | None:
    """`text` after applying `how` to the statement on `line`; None if that is not possible."""
    document = Document(text)
    edits = how(document, document.at(line))
    return None if edits is None else apply_edits(text, edits)


def longest(how: Callable[[Document, KeyValue, int], list[Edit] | None]) -> Restructure:
    return lambda document, each: how(document, each, len(each.pair.key.parts) - 1)


def on_string(how: Callable[[Document, Statement, String], list[Edit] | None]) -> Restructure:
    return lambda document, each: how(document, each, each.pair.value)


@pytest.mark.parametrize(
    ("before", "line", "after"),
    [
        ("a.b = 1\n", 0, "[a]\nb = 1\n"),
        ("a.b = 1", 0, "[a]\nb = 1\n"),
        ("x = 1\r\na.b = 1\r\n", 1, "x = 1\r\n\r\n[a]\r\nb = 1\r\n"),
        ("a.b = 1\nx = 1\na.c = 2 # c\n", 0, "x = 1\n\n[a]\nb = 1\nc = 2 # c\n"),
        ("# x\nx = 1\n\n# of b\na.b = 1\n\ny = 2\n", 4,
         "# x\nx = 1\n\ny = 2\n\n[a]\n# of b\nb = 1\n"),
        ("#:schema s.json\na.b = 1\n", 1, "#:schema s.json\n\n[a]\nb = 1\n"),
        ('a."b c".d = 1\n', 0, '[a."b c"]\nd = 1\n'),
        ("[t]\na.b = 1\n\n# of u\n[u]\n", 1, "[t]\n\n[t.a]\nb = 1\n\n# of u\n[u]\n"),
        ("a.b = 1\n[c]\n[a.x]\ny = 1\n", 0, "[c]\n\n[a]\nb = 1\n\n[a.x]\ny = 1\n"),
        ("a.b.c = 1\n\n[a.x]\n\n[z]\n", 0, "[a.x]\n\n[a.b]\nc = 1\n\n[z]\n"),
        ("a.b = 1\n\n[a]\nc = 2\n\n[z]\n", 0, "[a]\nc = 2\nb = 1\n\n[z]\n"),
        ("a.b = [\n  1, # one\n]\n", 0, "[a]\nb = [\n  1, # one\n]\n"),
        ("b = 1\n", 0, None),
        ("[[t]]\na.b = 1\n", 1, None),
        ("[[t]]\n[t.u]\na.b = 1\n", 2, None),
        ("a.b = 1\na = 2\n", 0, None),
        ("a.b = 1\na.c = 1\na.c = 2\n", 0, None),
    ],
)  # fmt: skip
def test_dotted_keys_become_a_table(before: str, line: int, after: str | None) -> None:
    assert restructured(before, longest(dotted_to_table), line) == after


def test_the_length_says_which_table() -> None:
    assert restructured("a.b.c = 1\n", lambda document, each: dotted_to_table(document, each, 1)) \
        == "[a]\nb.c = 1\n"  # fmt: skip


@pytest.mark.parametrize(
    ("before", "line", "after"),
    [
        ("[a]\nb = 1\n", 0, "a.b = 1\n"),
        ("x = 1\n\n# of a\n[a] # here\n# of b\nb = 1 # one\n\nc.d = 2\n# end\n\n# of z\n[z]\n", 3,
         "x = 1\n# of a\n# here\n# of b\na.b = 1 # one\n\na.c.d = 2\n# end\n\n# of z\n[z]\n"),
        ("# file\n\n[a]\nb = 1\n", 2, "# file\n\na.b = 1\n"),
        ("[z]\n[a]\nb = 1\n", 1, "a.b = 1\n\n[z]\n"),
        ("[a]\nx = 1\n\n[a.b.c]\ny = 2\n\n[a.b.d]\n", 3, "[a]\nx = 1\nb.c.y = 2\n\n[a.b.d]\n"),
        ("[a.b]\ny = 2\n\n[a]\nx = 1\n", 0, "[a]\nx = 1\nb.y = 2\n"),
        ("[ a . 'b' ]\ny = 2\n", 0, "a.'b'.y = 2\n"),
        ("[a]\n", 0, None),
        ("[a.b]\ny = 2\n[a.b]\n", 2, None),
        ("[[a]]\n[a.b]\ny = 2\n", 1, None),
        ("a.x = 1\n[a.b.c]\ny = 2\n", 1, "a.x = 1\na.b.c.y = 2\n"),
        ("[t]\na.x = 1\n[t.a.b]\ny = 2\n[u]\n", 2, "[t]\na.x = 1\na.b.y = 2\n[u]\n"),
        ("[a.b.c]\ny = 2\n[a]\nb.x = 2\n", 0, "[a]\nb.x = 2\nb.c.y = 2\n"),
    ],
)  # fmt: skip
def test_a_table_becomes_dotted_keys(before: str, line: int, after: str | None) -> None:
    assert restructured(before, table_to_dotted, line) == after


def test_a_table_opened_by_a_dotted_key_elsewhere_gets_no_more_keys() -> None:
    # `a.b` is made by a dotted key below [a]; the nearest section of [a.b.c] is [a] then.
    text = "[t.a.b]\ny = 2\n[t]\na.x = 1\n"
    assert restructured(text, table_to_dotted) == "[t]\na.x = 1\na.b.y = 2\n"
    assert restructured("t.a.x = 1\n[t]\n[t.a.b]\ny = 2\n", table_to_dotted, 2) is None


@pytest.mark.parametrize("how", [table_to_dotted, table_to_inline])
def test_keys_go_no_further_out_than_allowed(how: Any) -> None:
    text = "[tool.prefect.server]\nx = 1\n"
    document = Document(text)
    assert how(document, document.at(0), shortest=2) is None
    document = Document(text + "[tool.prefect]\n")
    assert how(document, document.at(0), shortest=2)


@pytest.mark.parametrize(
    ("before", "line", "after"),
    [
        ("x = 1\n\n# of a\n[a] # here\nb = 1\n\nc.d = 'x'\n", 3,
         "x = 1\n# of a\na = { b = 1, c.d = 'x' }  # here\n"),
        ("[a]\n[a.b]\ny = 2\n[z]\n", 1, "[a]\nb = { y = 2 }\n[z]\n"),
        ("[a]\nb = 1\n", 0, "a = { b = 1 }\n"),
        ("[a.b]\nc = 1\n[z]\n", 0, "a.b = { c = 1 }\n\n[z]\n"),
        ("[a]\n", 0, None),
        ("[a]\nb = 1 # one\n", 0, None),
        ("[a]\nb = 1\n# two\nc = 1\n", 0, None),
        ("[a]\nb = [\n]\n", 0, None),
        ("[a]\nb = 1\n[a.c]\n", 0, None),
        ("[[a]]\nb = 1\n", 0, None),
    ],
)  # fmt: skip
def test_a_table_becomes_an_inline_table(before: str, line: int, after: str | None) -> None:
    assert restructured(before, table_to_inline, line) == after


@pytest.mark.parametrize(
    ("before", "line", "after"),
    [
        ("# of a\na = { b = 1, c.d = 'x' } # here\nx = 1\n", 1,
         "x = 1\n\n# of a\n[a]  # here\nb = 1\nc.d = 'x'\n"),
        ("a = {}\n", 0, "[a]\n"),
        ("a = { b = [ # one\n 1 ] }\n", 0, "[a]\nb = [ # one\n 1 ]\n"),
        ("[t]\na.b = { c = 1 }\n[u]\n", 1, "[t]\n\n[t.a.b]\nc = 1\n\n[u]\n"),
        ("a = 1\n", 0, None),
        ("[[t]]\na = {}\n", 1, None),
    ],
)  # fmt: skip
def test_an_inline_table_becomes_a_table(before: str, line: int, after: str | None) -> None:
    assert restructured(before, inline_to_table, line) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  a = { b = 1, c.d = 'x' } # here\n", "  # here\n  a.b = 1\n  a.c.d = 'x'\n"),
        ("a = { b = 1 } # here", "a.b = 1  # here\n"),
        ("a = {}\n", None),
        ("a = 1\n", None),
    ],
)
def test_an_inline_table_becomes_dotted_keys(before: str, after: str | None) -> None:
    assert restructured(before, inline_to_dotted) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a.b = 1\nx = 1\n# of c\na.c = 'x'\n", None),
        ("a.b = 1 # one\nx = 1\na.c = 'x'\n", "a = { b = 1, c = 'x' } # one\nx = 1\n"),
        ("a.b = 1\na.c = 'x' # two\n", None),
        ("a.b = 1\n[a.c]\n", None),
        ("a.b = [\n]\n", None),
    ],
)
def test_dotted_keys_become_an_inline_table(before: str, after: str | None) -> None:
    assert restructured(before, longest(dotted_to_inline)) == after


@pytest.mark.parametrize(
    ("spread", "joined"),
    [
        ("  a = [\n      1,\n      [2, 3],\n  ] # c\n", "  a = [1, [2, 3]] # c\n"),
        ("a = [\r\n    'x',\r\n    'y',\r\n]\r\n", "a = ['x', 'y']\r\n"),
    ],
)
def test_arrays_are_spread_and_joined(spread: str, joined: str) -> None:
    assert restructured(joined, spread_array) == spread
    assert restructured(spread, join_array) == joined
    assert restructured(joined, join_array) is None
    assert restructured(spread, spread_array) is None


def test_an_array_with_comments_is_not_joined() -> None:
    assert restructured("a = [\n  1, # one\n]\n", join_array) is None


@pytest.mark.parametrize(
    ("basic", "literal"),
    [(r'a = "C:\\x"', r"a = 'C:\x'"), (r'a = "say \"x\""', "a = 'say \"x\"'")],
)
def test_strings_change_their_quotes(basic: str, literal: str) -> None:
    assert restructured(basic, on_string(to_literal_string)) == literal
    assert restructured(literal, on_string(to_basic_string)) == basic


@pytest.mark.parametrize("text", ['a = "x"', r'a = "it\u0027s \\"', r'a = "\n\\"', "a = 'x'"])
def test_a_literal_string_avoids_escapes(text: str) -> None:
    assert restructured(text, on_string(to_literal_string)) is None


# Properties of any document


def offers(document: Document) -> Iterator[tuple[str, list[Edit]]]:
    """(name, change) for every restructuring that is possible anywhere in a document."""
    for statement in document.statements:
        if not is_sound(document, statement):
            continue
        for name, edits in _of(document, statement):
            if edits is not None:
                yield name, edits


def _of(document: Document, statement: Statement) -> Iterator[tuple[str, list[Edit] | None]]:
    if isinstance(statement, TableHeader):
        yield "table_to_dotted", table_to_dotted(document, statement)
        yield "table_to_inline", table_to_inline(document, statement)
    if not isinstance(statement, KeyValue):
        return
    for length in range(len(statement.pair.key.parts) + 1):
        yield "dotted_to_table", dotted_to_table(document, statement, length)
        yield "dotted_to_inline", dotted_to_inline(document, statement, length)
    yield "inline_to_table", inline_to_table(document, statement)
    yield "inline_to_dotted", inline_to_dotted(document, statement)
    yield "spread_array", spread_array(document, statement)
    yield "join_array", join_array(document, statement)
    value = statement.pair.value
    if isinstance(value, String):
        yield "to_literal_string", to_literal_string(document, statement, value)
        yield "to_basic_string", to_basic_string(document, statement, value)


pairs = st.sampled_from([
    "a.b = 1", "a.c.d = 2 # one", "a.c.e = 'x'", "b = { x = 1, y.z = 2 } # two", "c = [1, 2]",
    "c.c = { v = [ # three\n  1,\n] }", "a.x = \"\"\"\n\n[t]\n# four\"\"\"", "  t.b = 1",
    "t.u.c = {}", "d = {}", "x = 1", "y = 2", '"q.r".s = "\\\\"', "b.n = [\n  1, # five\n]",
    "h = [\n  1,\n  2\n]", r"k = '\d'",
])  # fmt: skip
other = st.sampled_from([
    "", "", "# six", "# seven", "[a]", "[a.c]", "[t] # eight", "[t.u]", "[t.u.c]", "[b]", "[[l]]",
    "[l.a]", '["q.r"]', "  [t.a]", "[[a]]", "[a.c.x]",
])  # fmt: skip
mixed = st.builds(
    lambda br, items, end: br.join(items).replace("\r\n", "\n").replace("\n", br) + end,
    st.sampled_from(["\n", "\r\n"]),
    st.lists(pairs | other, max_size=12),
    st.sampled_from(["", "\n", "\r\n"]),
)


@pytest.mark.slow
def test_the_data_and_the_comments_stay() -> None:
    offered: Counter[str] = Counter()

    @given(mixed | documents)
    @times(30)
    @example("a.b = 1\n[a]\n[a.c]\nx = 1")
    def check(text: str) -> None:
        document = Document(text)
        valid = not problems(document)
        for name, edits in offers(document):
            after = Document(apply_edits(text, edits))
            assert comments(after) == comments(document), name
            assert problems(after) <= problems(document), name
            if valid:
                offered[name] += 1
                assert data(after.text) == data(text), name

    check()
    assert len(offered) == 10, "each way was taken"


@pytest.mark.slow
@given(broken_documents)
@times(5)
def test_in_broken_documents_nothing_else_breaks(text: str) -> None:
    assume("\r" not in text.replace("\r\n", ""))
    document = Document(text)
    for name, edits in offers(document):
        after = Document(apply_edits(text, edits))
        assert problems(after) <= problems(document), name


BACK: dict[str, tuple[str, ...]] = {
    "dotted_to_table": ("table_to_dotted", "table_to_inline"),
    "dotted_to_inline": ("inline_to_dotted", "inline_to_table"),
    "inline_to_table": ("table_to_inline", "table_to_dotted"),
    "inline_to_dotted": ("dotted_to_inline", "dotted_to_table"),
    "table_to_dotted": ("dotted_to_table", "dotted_to_inline"),
    "table_to_inline": ("inline_to_table", "inline_to_dotted"),
    "spread_array": ("join_array",),
    "join_array": ("spread_array",),
    "to_literal_string": ("to_basic_string",),
    "to_basic_string": ("to_literal_string",),
}


@pytest.mark.slow
def test_there_and_back() -> None:
    taken: set[tuple[str, str]] = set()

    @given(mixed)
    @times(6.25)
    def check(text: str) -> None:
        document = Document(text)
        if problems(document):
            return
        for name, edits in offers(document):
            there = apply_edits(text, edits)
            for back, again in offers(Document(there)):
                if back in BACK[name]:
                    taken.add((name, back))
                    assert data(apply_edits(there, again)) == data(text), (name, back)

    check()
    assert taken >= {(name, back) for name in BACK for back in BACK[name]}

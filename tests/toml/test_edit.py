"""Edits keep everything else: the data that `tomllib` reads, and every comment."""

from __future__ import annotations

import copy
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from prefect_toml_lsp.text import Position
from prefect_toml_lsp.text.draft import Draft
from prefect_toml_lsp.text.edits import Edit, apply_edits
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.edit import NoPlaceError, Rewrite, pair_at
from prefect_toml_lsp.toml.encode import encode
from prefect_toml_lsp.toml.layout import comments_above
from prefect_toml_lsp.toml.nodes import ArrayHeader, Header, KeyValue, Statement
from tests.examples import times
from tests.toml import generate
from tests.toml.reading import is_toml

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def inserted(
    document: Document, table: list[str], names: list[str], value: str, comments: Sequence[str] = ()
) -> list[Edit]:
    rewrite = Rewrite(document)
    rewrite.insert(tuple(table), tuple(names), value, comments)
    return rewrite.edits()


def moved(
    document: Document, statement: KeyValue, table: list[str], names: list[str]
) -> list[Edit]:
    rewrite = Rewrite(document)
    rewrite.move(pair_at(statement, Position(-1, 0)), tuple(table), tuple(names))
    return rewrite.edits()


def removed(document: Document, *statements: Statement) -> list[Edit]:
    rewrite = Rewrite(document)
    rewrite.remove(*statements)
    return rewrite.edits()


INSERTED = [
    # text, table, names, text afterwards
    ("", "", "a", "a = 1\n"),
    ("", "t", "a", "[t]\na = 1\n"),
    ("b = 2", "", "a", "b = 2\na = 1"),
    ("b = 2", "t", "a", "b = 2\n\n[t]\na = 1"),
    ("b = 2\r\n", "", "a", "b = 2\r\na = 1\r\n"),
    ("[t]\nb = 2\n", "", "a", "a = 1\n\n[t]\nb = 2\n"),
    ("# top\n\n# t\n[t]\nb = 2\n", "", "a", "# top\n\na = 1\n\n# t\n[t]\nb = 2\n"),
    ("#:schema x\n[t]\n", "", "a", "#:schema x\n\na = 1\n\n[t]\n"),
    ("[t]\n  b = 2\n\n# u\n[u]\n", "t", "a", "[t]\n  b = 2\n  a = 1\n\n# u\n[u]\n"),
    ("[t]\n# b = 2\n\n[u]\n", "t", "a", "[t]\n# b = 2\n\na = 1\n\n[u]\n"),
    ("[t]\nb = 2\n# of b\n\n[u]\n", "t", "a", "[t]\nb = 2\n# of b\n\na = 1\n\n[u]\n"),
    ("[t]\nb = 2\n\n# of t\n\n[u]\n", "t", "a", "[t]\nb = 2\na = 1\n\n# of t\n\n[u]\n"),
    ("u.b = 2\nc = 3\n", "u.v", "a", "u.b = 2\nc = 3\n\n[u.v]\na = 1\n"),
    ("[t]\nu.b = 2\nc = 3\n", "t", "u.v.a", "[t]\nu.b = 2\nu.v.a = 1\nc = 3\n"),
    ("[t]\n# u\n[u]\n", "t", "a", "[t]\na = 1\n# u\n[u]\n"),
    ("t = { b = 2 }\n", "t", "a", "t = { b = 2, a = 1 }\n"),
    ("t = {}\n", "t", "a", "t = { a = 1 }\n"),
    ("t = { u.b = 2 }\n", "t.u", "a", "t = { u.b = 2, u.a = 1 }\n"),
    ("t = { u = { b = 2 } }\n", "t.u.v", "a", "t = { u = { b = 2, v.a = 1 } }\n"),
    ("t.b = 2\nc = 3\n", "t", "a", "t.b = 2\nt.a = 1\nc = 3\n"),
    ("[t]\nu.b = 2\nc = 3\n", "t.u", "a", "[t]\nu.b = 2\nu.a = 1\nc = 3\n"),
    ("[t.v]\n[w]\n", "t.u", "a", "[t.v]\n\n[t.u]\na = 1\n\n[w]\n"),
    ("[t.u]\n[t.u.x]\n[w]\n", "t.u.y", "a", "[t.u]\n[t.u.x]\n\n[t.u.y]\na = 1\n\n[w]\n"),
    ("[w]\n\n# tu\n[t.u]\n", "t", "a", "[w]\n\n[t]\na = 1\n\n# tu\n[t.u]\n"),
    ("[[t]]\n[w]\n", "x", "a", "[[t]]\n[w]\n\n[x]\na = 1\n"),
    ("[w]\nb = 2", "t", "a b", '[w]\nb = 2\n\n[t]\n"a b" = 1'),
    ("[t]\nb = 2\n", "t", "u.a", "[t]\nb = 2\nu.a = 1\n"),
    ("[t]\n[t.u]\n", "t", "u.a", "[t]\n[t.u]\na = 1\n"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "table", "names", "becomes"), INSERTED)
def test_a_key_goes_where_its_table_is(text: str, table: str, names: str, becomes: str) -> None:
    edits = inserted(Document(text), table.split(".") if table else [], names.split("."), "1")
    assert apply_edits(text, edits) == becomes


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a = 1", "a"), ("a = 1", "a.b"), ("[a]", "a"), ("a.b = 1", "a"), ("[[a]]", "a.b"),
        ("a = { b = 1 }", "a.b"), ("a = { b.c = 1 }", "a.b"), ("a = { b = 1", "a.c"),
        ("[[a]]\n[a.b]", "a.b.c"), ("a = [1]", "a.b"),
    ],
)  # fmt: skip
def test_no_place_for_a_key(text: str, path: str) -> None:
    *table, name = path.split(".")
    with pytest.raises(NoPlaceError):
        inserted(Document(text), table, [name], "1")


MOVED = [
    ("# c\na = [ # d\n  1,\n] # e\nb = 2\n", "b = 2\n\n[t]\n# c\na = [ # d\n  1,\n] # e\n"),
    ("[t]\nb = 2\n\n[u]\na = '1'\n", "[t]\nb = 2\na = '1'\n\n[u]\n"),
    ("a = 1", "[t]\na = 1\n"),
    ("a = 1\t# d\nt = {}\n", "# d\nt = { a = 1 }\n"),
    ("a = 1 # d\n[w]\nt = 1\n", "[w]\nt = 1\n\n[t]\na = 1 # d\n"),
]


@pytest.mark.parametrize(("text", "becomes"), MOVED)
def test_a_moved_key_takes_its_comments_along(text: str, becomes: str) -> None:
    document = Document(text)
    statement = next(
        each for each in document.statements
        if isinstance(each, KeyValue) and each.pair.key.names == ("a",)
    )  # fmt: skip
    assert apply_edits(text, moved(document, statement, ["t"], ["a"])) == becomes


def test_a_pair_is_moved_out_of_an_inline_table() -> None:
    text = "t = { a = [ 1 ], b = 2 }\n"
    document = Document(text)
    statement = document.statements[0]
    assert isinstance(statement, KeyValue)
    rewrite = Rewrite(document)
    rewrite.move(pair_at(statement, Position(0, text.index("a ="))), ("u",), ("c",))
    becomes = "t = { b = 2 }\n\n[u]\nc = [ 1 ]\n"
    assert apply_edits(text, rewrite.edits()) == becomes


def test_a_key_without_a_value_stays() -> None:
    document = Document("a =\n")
    statement = document.statements[0]
    assert isinstance(statement, KeyValue)
    with pytest.raises(NoPlaceError):
        moved(document, statement, ["t"], ["a"])


def test_a_text_is_changed_in_one_way_only() -> None:
    document = Document("a = 1\n")
    statement = document.statements[0]
    assert isinstance(statement, KeyValue)
    rewrite = Rewrite(document)
    rewrite.remove(statement)
    rewrite.rename(statement, statement.pair.key, ["b"])
    with pytest.raises(NoPlaceError):
        rewrite.edits()


def test_a_key_on_a_line_with_an_error_stays() -> None:
    document = Document("a = 1,2 # c\n")
    statement = document.statements[0]
    assert isinstance(statement, KeyValue)
    with pytest.raises(NoPlaceError):
        moved(document, statement, ["t"], ["a"])


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("b = 1\n\n[a]\n\n[a.a]\n", "b = 1\n"),
        ("b = 1\n\n[a]\n\n\n[a.a]\n", "b = 1\n"),
        ("[a]\n\n[a.a]", ""),
        ("[a]\n\n[b]\n\n[a.a]\n\n[c]\n", "[b]\n\n[c]\n"),
        ("b = 1\n[a]\n\n[a.a]\n", "b = 1\n"),
    ],
)
def test_removing_several_tables_leaves_no_gap(text: str, becomes: str) -> None:
    document = Document(text)
    found = [
        each for each in document.statements
        if isinstance(each, Header) and each.key.names[0] == "a"
    ]  # fmt: skip
    assert apply_edits(text, removed(document, *found)) == becomes


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("a = 1\n", ""),
        ("b = 1\na = 1", "b = 1\n"),
        ("b = 1\n\na = 1\n\nc = 1\n", "b = 1\n\nc = 1\n"),
        ("b = 1\n\na = 1\n", "b = 1\n"),
        ("# c\na = 1 # d\nb = 1\n", "b = 1\n"),
        ("\na = 1\n\n[t]\n", "\n[t]\n"),
    ],
)
def test_removing_a_statement_leaves_no_gap(text: str, becomes: str) -> None:
    document = Document(text)
    found = next(
        each for each in document.statements
        if isinstance(each, KeyValue) and each.pair.key.names == ("a",)
    )  # fmt: skip
    edits = removed(document, *comments_above(document, found), found)
    assert apply_edits(text, edits) == becomes


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("t = { a = 1, b = 2,  c = 3 }", "t = { b = 2,  c = 3 }"),
        ("t = { b = 2, a = 1, c = 3 }", "t = { b = 2, c = 3 }"),
        ("t = {b = 2 , a = 1}", "t = {b = 2}"),
        ("t = { a = 1 }", "t = {}"),
    ],
)
def test_a_pair_is_removed_with_its_comma(text: str, becomes: str) -> None:
    document = Document(text)
    statement = document.statements[0]
    assert isinstance(statement, KeyValue)
    rewrite = Rewrite(document)
    rewrite.remove_pair(pair_at(statement, Position(0, text.index("a = 1"))))
    assert apply_edits(text, rewrite.edits()) == becomes


@pytest.mark.parametrize(
    ("text", "names", "becomes"),
    [
        ("a = 1", ["b"], "b = 1"),
        ("'a' . b = 1", ["c", "b"], "'c' . b = 1"),
        ('"a" = 1', ["b c"], '"b c" = 1'),
        ("[ a.b ] # c", ["x", "y", "z"], "[ x.y.z ] # c"),
        ("[[a]]", ["b"], "[[b]]"),
    ],
)
def test_a_renamed_key_keeps_its_look(text: str, names: list[str], becomes: str) -> None:
    document = Document(text)
    statement = document.statements[0]
    assert isinstance(statement, KeyValue | Header)
    key = statement.pair.key if isinstance(statement, KeyValue) else statement.key
    rewrite = Rewrite(document)
    rewrite.rename(statement, key, names)
    assert apply_edits(text, rewrite.edits()) == becomes


def test_keys_for_one_new_table_share_its_header() -> None:
    text = "a = 1\nb = 2\n# c\nc = 3\n"
    document = Document(text)
    rewrite = Rewrite(document)
    for statement in document.statements[:2]:
        assert isinstance(statement, KeyValue)
        written = pair_at(statement, Position(-1, 0))
        rewrite.move(written, ("t",), written.pair.key.names)
    rewrite.insert(("u",), ("d",), "4")
    becomes = "# c\nc = 3\n\n[t]\na = 1\nb = 2\n\n[u]\nd = 4\n"
    assert apply_edits(text, rewrite.edits()) == becomes


def read(text: str) -> dict[str, Any]:
    """The data, with floats as text because nan is not equal to itself."""
    return tomllib.loads(text, parse_float=str)


documents = generate.documents.filter(is_toml)
paths = st.lists(st.sampled_from(["a", "b", "c", "api", "url", "x y"]), min_size=1, max_size=4)


@pytest.mark.slow
@given(documents, paths, st.integers(1, 3))
@times(6)
def test_an_insertion_changes_nothing_else(text: str, path: list[str], split: int) -> None:
    before = read(text)
    table, names = path[: -min(split, len(path))], path[-min(split, len(path)) :]
    try:
        edits = inserted(Document(text), table, names, '"new"', ["# new"])
    except NoPlaceError:
        assert not can_set(before, path)
        return
    after = apply_edits(text, edits)
    assert read(after) == set_at(before, path, "new")
    assert comments(after) == comments(text) + Counter(["# new"])


@pytest.mark.slow
@given(documents, paths, st.data())
@times(6)
def test_a_move_changes_nothing_else(text: str, path: list[str], data: st.DataObject) -> None:
    before = read(text)
    document = Document(text)
    movable = [
        each for each in document.statements
        if isinstance(each, KeyValue) and not in_array(document, each)
    ]  # fmt: skip
    assume(movable)
    statement = data.draw(st.sampled_from(movable))
    value, rest = take(before, (*statement.section.path, *statement.pair.key.names))
    try:
        edits = moved(document, statement, path[:-1], path[-1:])
    except NoPlaceError:
        assert not can_set(rest, path)
        return
    after = apply_edits(text, edits)
    assert without_empty(read(after)) == without_empty(set_at(rest, path, value))
    assert comments(after) == comments(text)


@pytest.mark.slow
@given(documents, st.lists(st.tuples(paths, st.booleans()), max_size=5))
@times(3)
def test_a_draft_remembers_all_edits(text: str, steps: list[tuple[list[str], bool]]) -> None:
    original = Document(text)
    document = original.copy()[0]
    draft = Draft(original.source, document)
    for path, insert in steps:
        pairs = [each for each in document.statements if isinstance(each, KeyValue)]
        if insert or not pairs:
            try:
                draft.apply(inserted(document, path[:-1], path[-1:], encode(path)))
            except NoPlaceError:
                continue
        else:
            statement = pairs[len(path) % len(pairs)]
            assert statement.pair.value is not None
            start = document.start(statement)
            value = statement.pair.value
            rewrite = Rewrite(document)
            rewrite.replace(statement, value.span, encode(path))
            draft.apply(rewrite.edits())
            draft.apply(removed(document, document.at(start)))
    assert apply_edits(text, draft.edits()) == document.text


def in_array(document: Document, statement: KeyValue) -> bool:
    path = statement.section.path
    arrays = [each for each in document.statements if isinstance(each, ArrayHeader)]
    return any(each.key.names == path[: len(each.key.parts)] for each in arrays)


def can_set(data: Any, path: list[str]) -> bool:
    for name in path:
        if not isinstance(data, dict):
            return False
        if name not in data:
            return True
        data = data[name]
    return False


def set_at(data: dict[str, Any], path: list[str], value: Any) -> dict[str, Any]:
    data = copy.deepcopy(data)
    table = data
    for name in path[:-1]:
        table = table.setdefault(name, {})
    table[path[-1]] = value
    return data


def take(data: dict[str, Any], path: tuple[str, ...]) -> tuple[Any, dict[str, Any]]:
    data = copy.deepcopy(data)
    table = data
    for name in path[:-1]:
        table = table[name]
    return table.pop(path[-1]), data


def without_empty(data: Any) -> Any:
    """The data without empty tables, because removing a dotted key removes the tables it opened."""
    if not isinstance(data, dict):
        return data
    found = {name: without_empty(value) for name, value in data.items()}
    return {name: value for name, value in found.items() if value != {}}


def comments(text: str) -> Counter[str]:
    found = (comment.text for each in Document(text).statements for comment in each.comments)
    return Counter(found)

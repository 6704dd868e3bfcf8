"""What a comment belongs to, and that new keys and tables do not separate them."""

from __future__ import annotations

from collections import Counter
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prefect_toml_lsp.text import apply_edits
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.edit import NoPlaceError, Rewrite
from prefect_toml_lsp.toml.format import format_document
from prefect_toml_lsp.toml.layout import (
    after_comments,
    body,
    comments_above,
    first_comment,
    is_comment,
    is_empty,
    is_sound,
    is_sound_above,
)
from prefect_toml_lsp.toml.nodes import Blank, Header, KeyValue, Statement
from tests.examples import times
from tests.toml.generate import broken_documents, documents
from tests.toml.layouts import untidy
from tests.toml.reading import comments, data, problems


def name_of(statement: Statement) -> str:
    assert isinstance(statement, Header | KeyValue)
    key = statement.key if isinstance(statement, Header) else statement.pair.key
    return ".".join((*statement.section.path, "=", *key.names))


def owners(document: Document) -> dict[str, str]:
    """The statement of each comment on a separate line; all comments must be different."""
    found: dict[str, str] = {}
    for index, statement in enumerate(document.statements):
        if isinstance(statement, Blank):
            continue
        below = document.statements[index + 1 : after_comments(document, index)]
        for each in (*comments_above(document, statement), *below):
            text = each.comments[0].text
            assert text not in found, "a comment belongs to one statement"
            found[text] = name_of(statement)
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# 1\n# 2\na = 1 # behind\n", {"# 1": "=.a", "# 2": "=.a"}),
        ("# head\n\n# 1\n[t]\n# 2\n\nb = 1\n", {"# 1": "t.=.t", "# 2": "t.=.t"}),
        ("a = 1\n# 1\nb = 1\n# 2\n", {"# 1": "=.b", "# 2": "=.b"}),
        ("a = 1\n\n# alone\n\nb = 1\n", {}),
        ("#!x\n#:schema x\n# 1\na = 1\n", {"# 1": "=.a"}),
        ("# 1\n#:schema x\na = 1\n", {}),
        ("b = 1\n#:schema x\na = 1\n", {"#:schema x": "=.a"}),
    ],
)
def test_a_comment_belongs_to_what_it_touches(text: str, found: dict[str, str]) -> None:
    assert owners(Document(text)) == found


def test_a_section_ends_above_the_comments_of_the_next() -> None:
    document = Document("# r\n\n[t]\n\na = 1\n\n# end\n\n# u\n[u]\n\n")
    headers = [each for each in document.statements if isinstance(each, Header)]
    starts = [
        [document.start(each) for each in body(document, header)] for header in (None, *headers)
    ]
    assert starts == [[0], [3, 4, 5, 6], []]


@pytest.mark.parametrize(
    ("text", "line", "sound"),
    [
        ("a = \nb = 1\n", 1, False),
        ("a = \n\n# c\nb = 1\n", 3, False),
        ("a = 1\nb = 1\nb = 2\n", 1, True),
        ("a = 1\nb = 1\nb = 2\n", 2, False),
        ("[t\nc = 1\nb = 1\n", 2, False),
    ],
)
def test_a_broken_statement_may_continue_below(text: str, line: int, sound: bool) -> None:
    document = Document(text)
    assert is_sound(document, document.at(line)) is sound


# Properties of any document


def with_numbers(text: str) -> str:
    """`text` with a number at the end of each comment on a separate line, so that all differ."""
    numbers = count()
    document = Document(text)
    lines = list(document.source.lines)
    for start, each in zip(document.starts, document.statements, strict=True):
        if is_comment(each):
            content = lines[start].rstrip("\r\n")
            lines[start] = f"{content} {next(numbers)}{lines[start][len(content) :]}"
    return "".join(lines)


LINES = ["a = 1", "b.c = 2", "b.d = [\n  1, # in\n]", "x = {}", "[t]", "[t.u] # h", "[[l]]",
         "[l.a]", "  [b]", "# c", "# d", "#:schema x", "", "", "  y = 1", "t.v = 1"]  # fmt: skip
mixed = st.lists(st.sampled_from(LINES), max_size=14).map("\n".join)
texts = (mixed | untidy | documents).map(with_numbers)
paths = st.lists(st.sampled_from(["a", "b", "t", "u", "api", "n", "m"]), min_size=1, max_size=4)


@pytest.mark.slow
@given(texts | broken_documents.map(with_numbers))
@times(3)
def test_a_comment_belongs_to_one_statement(text: str) -> None:
    document = Document(text)
    owners(document)
    for index, statement in enumerate(document.statements):
        first = first_comment(document, index)
        assert all(map(is_comment, document.statements[first:index]))
        if is_empty(statement) or is_comment(statement):
            continue
        line = document.start(statement)
        assert is_sound_above(document, line) or not is_sound(document, statement)


@pytest.mark.slow
@given(texts, paths, st.integers(1, 3))
@times(5)
def test_a_new_key_takes_no_comment(text: str, path: list[str], split: int) -> None:
    document = Document(text)
    if problems(document):
        return
    rewrite = Rewrite(document)
    split = min(split, len(path))
    rewrite.insert(tuple(path[:-split]), tuple(path[-split:]), "'new'")
    try:
        edits = rewrite.edits()
    except NoPlaceError:
        return
    after = Document(apply_edits(text, edits))
    assert not problems(after)
    assert owners(after) == owners(document)
    assert comments(after) == comments(document)


@pytest.mark.slow
@given(texts)
@times(2)
def test_formatting_keeps_what_comments_belong_to(text: str) -> None:
    document = Document(text)
    if problems(document):
        return
    after = Document(apply_edits(text, format_document(document)))
    assert data(after.text) == data(text)
    assert lines_of(after) == lines_of(document)
    assert owners(after) == {text.rstrip(): owner for text, owner in owners(document).items()}


def lines_of(document: Document) -> Counter[str]:
    """The comments without trailing spaces."""
    return Counter(
        each.text.rstrip(" \t") for statement in document.statements for each in statement.comments
    )

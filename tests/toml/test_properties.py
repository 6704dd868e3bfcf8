"""Properties of any text and any edit."""

from __future__ import annotations

import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document
from tests.examples import times
from tests.toml.generate import broken_documents, documents, fragments
from tests.toml.reading import is_toml
from tests.toml.tree import tree

if sys.version_info >= (3, 11):
    pass
else:
    pass


def has_problems(document: Document) -> bool:
    return any(document.problems(statement) for statement in document.statements)


def _replace(text: str, at: int, cut: int, new: str) -> str:
    at %= len(text) + 1
    return text[:at] + new + text[at + cut :]


mutated = st.builds(_replace, documents, st.integers(0, 400), st.integers(0, 3), fragments)


@pytest.mark.slow
@given(documents | broken_documents | mutated | st.text())
@times(20)
@example("a = [\n1\n# c\n")
@example("[[a]]\n[a.b]\n[[a]]\n[a.b]")
@example("a.b = 1\n[a.c]\n[a]")
@example("[a.b.c]\n[a]\nb.x = 1")
def test_the_documents_without_problems_are_those_that_tomllib_reads(text: str) -> None:
    assert has_problems(Document(text)) != is_toml(text)


@given(documents | broken_documents | mutated | st.text())
def test_the_statements_cover_the_text(text: str) -> None:
    document = Document(text)
    assert document.text == text
    assert sum(statement.height for statement in document.statements) == len(document.source.lines)


positions = st.tuples(st.integers(0, 14), st.integers(0, 20))
edits = st.tuples(positions, positions, fragments | broken_documents)


@pytest.mark.slow
@given(documents | broken_documents, st.lists(edits, min_size=1, max_size=8))
@times(15)
def test_an_edited_document_equals_one_parsed_from_scratch(
    text: str, edits: list[tuple[tuple[int, int], tuple[int, int], str]]
) -> None:
    document = Document(text)
    for start, end, new in edits:
        before = list(document.statements)
        change = document.edit(Span(*start, *end), new)
        assert tree(document) == tree(Document(document.text))
        staying = [statement for statement in document.statements if statement in set(before)]
        assert staying == [statement for statement in before if statement not in change.removed]
        assert set(change.added).isdisjoint(before)
        assert set(change.added) <= set(document.statements)


@given(documents | broken_documents, documents | broken_documents)
def test_a_replaced_document_equals_one_parsed_from_scratch(text: str, new: str) -> None:
    document = Document(text)
    document.replace_all(new)
    assert tree(document) == tree(Document(new))


@pytest.mark.parametrize("depth", [100, 399])
def test_deep_nesting_is_read_without_recursion(depth: int) -> None:
    document = Document("a = " + "[" * depth + "]" * depth)
    assert not has_problems(document)

"""Finds where a document names a path: headers, keys, and keys in inline tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.namespace import Claim
from prefect_toml_lsp.toml.nodes import Header, InlineTable, KeyPart, KeyValue, Pair, Statement


class Mention(NamedTuple):
    """A part of a key that names the path.

    claim
        What is done with it: `VALUE` where it is set.
    whole
        The pair or header that the part is in, relative to the statement.
    """

    statement: Statement
    claim: Claim
    part: KeyPart
    whole: Span


class Occurrence(NamedTuple):
    """A `Mention` by its places in the document."""

    claim: Claim
    part: Span
    whole: Span


def mentions(document: Document, path: Sequence[str]) -> Iterator[Mention]:
    """All that name `path`, in no particular order; elements of arrays of tables have no path."""
    for length, claims in enumerate(document.claims_along(path), 1):
        for statement, claim in claims:
            if length == len(path):
                yield _of_statement(statement, claim, length)
            elif claim is Claim.VALUE and isinstance(statement, KeyValue):
                yield from _inside(statement, tuple(path[length:]))


def occurrences(document: Document, path: Sequence[str]) -> list[Occurrence]:
    """The `mentions` of `path` in the order of the text."""
    found: list[Occurrence] = []
    for statement, claim, part, whole in mentions(document, path):
        line = document.start(statement)
        found.append(Occurrence(claim, part.span.down(line), whole.down(line)))
    return sorted(found, key=lambda each: each.part)


def _of_statement(statement: Statement, claim: Claim, length: int) -> Mention:
    assert isinstance(statement, Header | KeyValue)
    if isinstance(statement, Header):
        return Mention(statement, claim, statement.key.parts[length - 1], statement.key.span)
    above = len(statement.section.path)
    pair = statement.pair
    return Mention(statement, claim, pair.key.parts[length - above - 1], pair.span)


def _inside(statement: KeyValue, path: tuple[str, ...]) -> Iterator[Mention]:
    """The keys that name `path` in the inline table that is a statement's value."""
    waiting = [(statement.pair, path)]
    while waiting:
        pair, path = waiting.pop()
        for inner in pair.value.pairs if isinstance(pair.value, InlineTable) else ():
            names = inner.key.names
            if names[: len(path)] == path:
                claim = Claim.VALUE if len(names) == len(path) else Claim.DOTTED
                yield Mention(statement, claim, inner.key.parts[len(path) - 1], inner.span)
            elif names and path[: len(names)] == names:
                waiting.append((inner, path[len(names) :]))


def pairs_of(statement: KeyValue) -> Iterator[tuple[Pair, tuple[str, ...]]]:
    """The pair of a statement and those in its inline tables, with their paths."""
    waiting = [(statement.pair, statement.section.path)]
    while waiting:
        pair, above = waiting.pop()
        path = (*above, *pair.key.names)
        yield pair, path
        if isinstance(pair.value, InlineTable):
            waiting.extend((inner, path) for inner in reversed(pair.value.pairs))

"""Where a path is named in a document: headers, keys, and keys in inline tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.namespace import Claim
from prefect_toml_lsp.toml.nodes import Header, InlineTable, KeyValue, Pair, Statement


class Occurrence(NamedTuple):
    """A part of a key that names the path.

    claim
        What is done with it: `VALUE` where it is set.
    part, whole
        In the document: the part, and the pair or header that it is in.
    """

    claim: Claim
    part: Span
    whole: Span


def occurrences(document: Document, path: Sequence[str]) -> list[Occurrence]:
    """All that name `path`, in the order of the text; elements of arrays of tables have no path."""
    found: list[Occurrence] = []
    for length in range(1, len(path) + 1):
        for statement, claim in document.claims(path[:length]):
            if length == len(path):
                found.append(_of_statement(document, statement, claim, length))
            elif claim is Claim.VALUE and isinstance(statement, KeyValue):
                line = document.start(statement)
                found.extend(
                    Occurrence(each.claim, each.part.down(line), each.whole.down(line))
                    for each in _inside(statement.pair, tuple(path[length:]))
                )
    return sorted(found, key=lambda each: each.part)


def _of_statement(
    document: Document, statement: Statement, claim: Claim, length: int
) -> Occurrence:
    assert isinstance(statement, Header | KeyValue)
    line = document.start(statement)
    if isinstance(statement, Header):
        part, whole = statement.key.parts[length - 1], statement.key.span
    else:
        above = len(statement.section.path)
        part, whole = statement.pair.key.parts[length - above - 1], statement.pair.span
    return Occurrence(claim, part.span.down(line), whole.down(line))


def _inside(pair: Pair, path: tuple[str, ...]) -> Iterator[Occurrence]:
    """The keys that name `path` in the inline table of a pair, relative to the statement."""
    waiting = [(pair, path)]
    while waiting:
        pair, path = waiting.pop()
        for inner in pair.value.pairs if isinstance(pair.value, InlineTable) else ():
            names = inner.key.names
            if names[: len(path)] == path:
                claim = Claim.VALUE if len(names) == len(path) else Claim.DOTTED
                yield Occurrence(claim, inner.key.parts[len(path) - 1].span, inner.span)
            elif path[: len(names)] == names:
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

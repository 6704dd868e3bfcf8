"""Completion of table headers."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.resolve import Resolved
from prefect_toml_lsp.features.completion.proposals import Proposal
from prefect_toml_lsp.features.completion.ranking import COMMON
from prefect_toml_lsp.features.own_classes import tables_below
from prefect_toml_lsp.features.snapshot import Snapshot
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Claim, Document, Location
from prefect_toml_lsp.toml.encode import dotted
from prefect_toml_lsp.toml.nodes import Header, Key, Statement, TableHeader


def propose_headers(snapshot: Snapshot, found: Resolved) -> Iterator[Proposal]:
    """The tables below the written path that have no header yet, at any depth; the cursor ends
    after the closing bracket, which is added if it is missing.
    """
    at = found.location
    header = at.statement
    if not isinstance(header, TableHeader):
        return  # Prefect has no arrays of tables.
    outer = tuple(map(str, at.path[:-1] if at.part else at.path))
    in_the_middle = any(each.end > part_span(at).end for each in _pieces(header.key))
    span = part_span(at) if in_the_middle else span_to_bracket(header, at)
    for path, names in _below(snapshot, outer):
        if in_the_middle and len(names) > 1:
            continue
        if in_the_middle or is_free(snapshot.document, header, (*outer, *names)):
            label = dotted(names)
            quote = at.part.quote if at.part else ""
            yield Proposal(
                label,
                span,
                label if in_the_middle else f"{label}]",
                lsp.CompletionItemKind.Module,
                path,
                "table",
                typed=quote + label,
                is_name=in_the_middle,
            )


def _pieces(key: Key) -> Iterator[Span]:
    """The places of the parts of a key and of its dots."""
    yield from key.dots
    yield from (part.span for part in key.parts)


def part_span(at: Location) -> Span:
    """The part of a key at the cursor, or the cursor."""
    return at.part.span if at.part else Span(*at.position, *at.position)


def span_to_bracket(header: Header, at: Location, start: Span | None = None) -> Span:
    """The span from the part at the cursor, or from `start`, to the end of the closing bracket,
    which an editor may have inserted; the new text has its own bracket.
    """
    start = start or part_span(at)
    return Span.between(start.start, (header.closing or start).end)


def _below(snapshot: Snapshot, outer: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Prefect's tables below the table `outer`, and their names relative to it; in a file shared
    with other tools, Prefect's own table, too. Then those of the project's own classes.
    """
    known: set[tuple[str, ...]] = set()
    for node, names in _of_prefect(snapshot, outer):
        known.add(names)
        yield node.dotted, names
    prefix = snapshot.analysis.context.prefix
    to_root = prefix[len(outer) :] if outer == prefix[: len(outer)] else ()
    for below in tables_below(snapshot.analysis.context, (*outer, *to_root)):
        names = (*to_root, *below)
        if names not in known:
            yield ".".join((*outer, *names)), names


def _of_prefect(snapshot: Snapshot, outer: tuple[str, ...]) -> list[tuple[Node, tuple[str, ...]]]:
    prefix = snapshot.analysis.context.prefix
    to_root = prefix[len(outer) :] if outer == prefix[: len(outer)] else ()
    start = snapshot.find(prefix if to_root else outer)
    if start is None:
        return []
    tables = [*([start] if to_root else []), *_tables(start)]
    tables.sort(key=_rank)
    return [(node, (*to_root, *node.path[len(start.path) :])) for node in tables]


def _tables(node: Node) -> Iterator[Node]:
    """All tables below `node`, including free-form settings."""
    for child in node.children.values():
        if child.is_offered and (child.is_table or child.is_free_form):
            yield child
            yield from _tables(child)


_COMMON = {path.rpartition(".")[0] for path in COMMON}


def _rank(node: Node) -> tuple[bool, int, bool, str]:
    is_common = node.dotted in _COMMON
    return node.path[:1] == ("testing",), len(node.path), not is_common, node.dotted


def is_free(document: Document, statement: Statement, path: tuple[str, ...]) -> bool:
    """Whether the table may have a header instead of `statement`: nothing else defines it
    (TOML 1.0, Table).
    """
    return all(
        claim is Claim.PASSED for each, claim in document.claims(path) if each is not statement
    )

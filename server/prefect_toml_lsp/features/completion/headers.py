"""Completion of table headers."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.resolve import Resolved
from prefect_toml_lsp.features.completion.proposals import Proposal
from prefect_toml_lsp.features.snapshot import Snapshot
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Claim, Document
from prefect_toml_lsp.toml.nodes import Statement, TableHeader


def propose_headers(snapshot: Snapshot, found: Resolved) -> Iterator[Proposal]:
    """The tables below what is written so far that have no header yet, at any depth; the
    closing bracket comes along where it is missing.
    """
    at = found.location
    header = at.statement
    if not isinstance(header, TableHeader):
        return  # Prefect has no arrays of tables.
    outer = at.path[:-1] if at.part else at.path
    start = snapshot.find(outer)
    if start is None:
        return
    span = at.part.span if at.part else Span(*at.position, *at.position)
    in_the_middle = bool(at.part and at.part is not header.key.parts[-1])
    closing = "" if header.closing or in_the_middle else "]"
    for node in sorted(_tables(start), key=_rank):
        names = node.path[len(start.path) :]
        path = (*map(str, outer), *names)
        if in_the_middle and len(names) > 1:
            continue
        if in_the_middle or _is_free(snapshot.document, header, path):
            label = ".".join(names)
            yield Proposal(
                label, span, label + closing, lsp.CompletionItemKind.Module, "table", node.dotted
            )


def _tables(node: Node) -> Iterator[Node]:
    """All tables below `node`, free-form settings included."""
    for child in node.children.values():
        if child.is_offered and (child.is_table or child.is_free_form):
            yield child
            yield from _tables(child)


def _rank(node: Node) -> tuple[bool, int, str]:
    return node.path[0] == "testing", len(node.path), node.dotted


def _is_free(document: Document, header: Statement, path: tuple[str, ...]) -> bool:
    """Whether the table may have a header: nothing else defines it (TOML 1.0, Table)."""
    return all(
        claim is Claim.PASSED
        for statement, claim in document.claims(path)
        if statement is not header
    )

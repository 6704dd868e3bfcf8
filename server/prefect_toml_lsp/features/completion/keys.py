"""Completion of keys: in a section, after a dot, in an inline table."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.documentation import summarize
from prefect_toml_lsp.analysis.resolve import Resolved
from prefect_toml_lsp.features.completion.proposals import Proposal
from prefect_toml_lsp.features.completion.samples import value_snippet
from prefect_toml_lsp.features.snapshot import Snapshot
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Claim, Document, Location, Path
from prefect_toml_lsp.toml.encode import encode_key
from prefect_toml_lsp.toml.nodes import ArrayHeader, InlineTable, KeyValue, Pair


def propose_keys(snapshot: Snapshot, found: Resolved) -> Iterator[Proposal]:
    """The settings of the table that are not set there yet, then the tables in it; secrets and
    what only tests need come last.
    """
    at = found.location
    if isinstance(at.statement.section.header, ArrayHeader):
        return  # Prefect has no arrays of tables.
    path = at.path[:-1] if at.part else at.path
    table = snapshot.find(path)
    if table is None:
        return
    span = at.part.span if at.part else Span(*at.position, *at.position)
    pair = _pair_at(at)
    goes_on = bool(at.key and at.key.parts and at.part is not at.key.parts[-1] and at.part)
    assign = not (pair and pair.equals) and not goes_on
    if table.is_free_form:
        yield from _free_form(snapshot, at, table, path, span, assign)
        return
    offered = (node for node in table.children.values() if node.is_offered)
    for node in sorted(offered, key=_rank):
        full = (*path, node.name)
        if node.is_table:
            if _may_open(snapshot.document, at, full):
                yield _table(node, span, "" if goes_on else ".")
        elif not goes_on and not _is_set(snapshot.document, at, full):
            yield _setting(node, span, assign)


def _rank(node: Node) -> tuple[bool, bool, bool]:
    return (node.name == "testing", node.secret, node.is_table)


def _setting(node: Node, span: Span, assign: bool) -> Proposal:
    return Proposal(
        node.name,
        span,
        f"{node.name} = " if assign else node.name,
        lsp.CompletionItemKind.Property,
        summarize(node),
        node.dotted,
        snippet=f"{node.name} = {value_snippet(node)}" if assign else None,
    )


def _table(node: Node, span: Span, suffix: str) -> Proposal:
    return Proposal(
        node.name,
        span,
        node.name + suffix,
        lsp.CompletionItemKind.Module,
        "table",
        node.dotted,
    )


def _free_form(
    snapshot: Snapshot, at: Location, setting: Node, path: Path, span: Span, assign: bool
) -> Iterator[Proposal]:
    """Keys that people use in a free-form table."""
    samples = [setting.default, *setting.suggestions, *setting.keywords.get("examples", ())]
    names = dict.fromkeys(name for sample in samples if sample for name in sample)
    for name in names:
        if _is_set(snapshot.document, at, (*path, name)):
            continue
        key = encode_key(name)
        text = f"{key} = " if assign else key
        snippet = f'{key} = "$1"' if assign else None
        typed = key if at.part is None or at.part.quote else None
        yield Proposal(name, span, text, lsp.CompletionItemKind.Property, "", setting.dotted,
                       typed=typed, snippet=snippet)  # fmt: skip


def _pair_at(at: Location) -> Pair | None:
    """The pair whose key is at the cursor."""
    if isinstance(at.outer, InlineTable):
        return next((pair for pair in at.outer.pairs if pair.key is at.key), None)
    return at.statement.pair if isinstance(at.statement, KeyValue) else None


def _is_set(document: Document, at: Location, path: Path) -> bool:
    """Whether another key sets `path`, here or elsewhere."""
    if isinstance(at.outer, InlineTable):
        names = (path[-1],)
        return any(pair.key.names == names for pair in at.outer.pairs if pair.key is not at.key)
    claims = document.claims([str(name) for name in path])
    return any(statement is not at.statement for statement, _ in claims)


def _may_open(document: Document, at: Location, path: Path) -> bool:
    """Whether a dotted key at the cursor may go into the table at `path` (TOML 1.0, Table)."""
    if isinstance(at.outer, InlineTable):
        return not _is_set(document, at, path)
    section = at.statement.section
    for statement, claim in document.claims([str(name) for name in path]):
        same_section = claim is Claim.DOTTED and statement.section is section
        if statement is not at.statement and claim is not Claim.PASSED and not same_section:
            return False
    return True

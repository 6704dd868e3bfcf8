"""Completion of keys: in a section, after a dot, in an inline table."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.documentation import default_text, type_of
from prefect_toml_lsp.analysis.resolve import Resolved
from prefect_toml_lsp.features.completion.elsewhere import propose_elsewhere
from prefect_toml_lsp.features.completion.headers import is_free, part_span
from prefect_toml_lsp.features.completion.proposals import Proposal
from prefect_toml_lsp.features.completion.ranking import rank
from prefect_toml_lsp.features.completion.root_line import RootLine, root_line
from prefect_toml_lsp.features.completion.samples import assignment
from prefect_toml_lsp.features.own_classes import fields_in
from prefect_toml_lsp.features.snapshot import Snapshot
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Claim, Document, Location, Path
from prefect_toml_lsp.toml.encode import dotted, encode_key
from prefect_toml_lsp.toml.nodes import ArrayHeader, InlineTable


class _Place(NamedTuple):
    """The place for a proposed key: in the table at `path`, replacing `span`.

    assign
        The key has no ``=`` yet, so the proposal adds one.
    goes_on
        More parts of the key are already there.
    root
        The line, if nothing else is on it and it is at the root of Prefect's settings.
    """

    path: Path
    span: Span
    assign: bool
    goes_on: bool
    root: RootLine | None


def propose_keys(snapshot: Snapshot, found: Resolved) -> Iterator[Proposal]:
    """The settings of the table that are not set there yet, then its subtables; secrets and
    settings for tests come last, and at the root settings of other tables after them.
    """
    at = found.location
    if isinstance(at.statement.section.header, ArrayHeader):
        return  # Prefect has no arrays of tables.
    path = at.path[:-1] if at.part else at.path
    table = snapshot.find(path)
    pair = at.pair
    goes_on = bool(at.key and at.key.parts and at.part is not at.key.parts[-1] and at.part)
    assign = not (pair and pair.equals) and not goes_on
    root = root_line(snapshot.document, at, snapshot.analysis.context.prefix)
    place = _Place(path, part_span(at), assign, goes_on, root)
    if table is None or table.is_open:
        yield from _of_own_classes(snapshot, at, place)
    if table is None:
        return
    if table.is_free_form:
        yield from _free_form(snapshot, at, table, place)
        return
    offered = (node for node in table.children.values() if node.is_offered)
    for node in sorted(offered, key=rank):
        full = (*path, node.name)
        if node.is_table:
            if _may_open(snapshot.document, at, full):
                yield _table(snapshot, at, node, place)
        elif not goes_on and not _is_set(snapshot.document, at, full):
            yield _setting(snapshot, node, place)
    if root is not None:
        yield from propose_elsewhere(snapshot, at, root)


def _setting(snapshot: Snapshot, node: Node, place: _Place) -> Proposal:
    text, snippet, goes_on = assignment(node.name, node, snapshot.client.reopens_lists)
    return Proposal(
        node.name,
        place.span,
        text if place.assign else node.name,
        lsp.CompletionItemKind.Property,
        node.dotted,
        type_of(node),
        default_text(node),
        snippet=snippet if place.assign else None,
        goes_on=place.assign and goes_on,
        is_name=not place.assign,
    )


def _table(snapshot: Snapshot, at: Location, node: Node, place: _Place) -> Proposal:
    """A table: its header at the root; a dotted key elsewhere, or if the file has dotted keys."""
    name, snippet = node.name, None
    text = name if place.goes_on else f"{name}."
    path = (*map(str, place.path), name)
    may_open = place.root is not None and place.root.may_open
    opens = may_open and is_free(snapshot.document, at.statement, path)
    if opens:
        text = f"[{dotted(path)}]"
        snippet = f"{text}\n$0"
    return Proposal(
        name,
        place.span,
        text,
        lsp.CompletionItemKind.Module,
        node.dotted,
        "table",
        snippet=snippet,
        goes_on=not place.goes_on and not opens,
        is_name=place.goes_on,
    )


def _of_own_classes(snapshot: Snapshot, at: Location, place: _Place) -> Iterator[Proposal]:
    """The fields of the project's settings classes, in a table that is not Prefect's."""
    for field in fields_in(snapshot.analysis.context, place.path):
        key = encode_key(field.name)
        full = (*place.path, field.name)
        if place.goes_on or _is_set(snapshot.document, at, full):
            continue
        yield Proposal(
            field.name,
            place.span,
            f"{key} = " if place.assign else key,
            lsp.CompletionItemKind.Property,
            ".".join(map(str, full)),
            field.annotation,
            is_name=not place.assign,
        )


def _free_form(
    snapshot: Snapshot, at: Location, setting: Node, place: _Place
) -> Iterator[Proposal]:
    """Keys that people use in a free-form table."""
    samples = [setting.default, *setting.suggestions, *setting.keywords.get("examples", ())]
    names = dict.fromkeys(name for sample in samples if sample for name in sample)
    for name in names:
        if _is_set(snapshot.document, at, (*place.path, name)):
            continue
        key = encode_key(name)
        yield Proposal(
            name,
            place.span,
            f"{key} = " if place.assign else key,
            lsp.CompletionItemKind.Property,
            setting.dotted,
            type_of(setting.entry) if setting.entry else "",
            typed=key if at.part is None or at.part.quote else name,
            snippet=f'{key} = "$1"' if place.assign else None,
            is_name=not place.assign,
        )


def _is_set(document: Document, at: Location, path: Path) -> bool:
    """Whether another key sets `path`, here or elsewhere."""
    if isinstance(at.outer, InlineTable):
        names = (path[-1],)
        return any(pair.key.names == names for pair in at.outer.pairs if pair.key is not at.key)
    claims = document.claims([str(name) for name in path])
    return any(statement is not at.statement for statement, _ in claims)


def _may_open(document: Document, at: Location, path: Path) -> bool:
    """Whether a dotted key at the cursor may extend the table at `path` (TOML 1.0, Table)."""
    if isinstance(at.outer, InlineTable):
        return not _is_set(document, at, path)
    section = at.statement.section
    for statement, claim in document.claims([str(name) for name in path]):
        same_section = claim is Claim.DOTTED and statement.section is section
        if statement is not at.statement and claim is not Claim.PASSED and not same_section:
            return False
    return True

"""Completion in `profiles.toml`."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.documentation import summarize
from prefect_toml_lsp.analysis.variables import Where
from prefect_toml_lsp.features.completion.proposals import Proposal, to_item
from prefect_toml_lsp.features.completion.values import (
    detail_of,
    in_quotes_of,
    typed_as,
    value_span,
)
from prefect_toml_lsp.features.completion.variables import open_variables, sample_texts
from prefect_toml_lsp.features.setting_at import meaning_in
from prefect_toml_lsp.features.snapshot import ProfilesSnapshot
from prefect_toml_lsp.sources import kinds
from prefect_toml_lsp.sources.profiles_document import ACTIVE, BUILT_IN, PROFILES
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Location, Place, locate
from prefect_toml_lsp.toml.encode import encode_key, encode_string
from prefect_toml_lsp.toml.nodes import InlineTable, KeyValue

_PROFILE = Where(kinds.PROFILE)


def complete_profiles(
    snapshot: ProfilesSnapshot, params: lsp.CompletionParams
) -> lsp.CompletionList:
    """`active` and headers, the variables of a profile that are not set there, and values."""
    document = snapshot.document
    at = locate(document, snapshot.position(params.position))
    proposals: Iterator[Proposal] = iter(())
    if at.place is Place.HEADER:
        proposals = _headers(snapshot, at)
    elif at.place is Place.KEY:
        path = at.path[:-1] if at.part else at.path
        if path == ():
            proposals = _active(snapshot, at)
        elif len(path) == 2 and path[0] == PROFILES:
            proposals = _variables(snapshot, at, str(path[1]))
    elif at.place is Place.VALUE:
        proposals = _values(snapshot, at)
    line = document.start(at.statement)
    items = [to_item(snapshot, each, line, rank) for rank, each in enumerate(proposals)]
    return lsp.CompletionList(is_incomplete=False, items=items)


def _here(at: Location) -> Span:
    """The part of a key at the cursor, or the cursor."""
    return at.part.span if at.part else Span(*at.position, *at.position)


def _is_assigned(at: Location) -> bool:
    """Whether the key at the cursor has its ``=``."""
    if isinstance(at.outer, InlineTable):
        return any(pair.key is at.key and pair.equals for pair in at.outer.pairs)
    return isinstance(at.statement, KeyValue) and at.statement.pair.equals is not None


def _active(snapshot: ProfilesSnapshot, at: Location) -> Iterator[Proposal]:
    written = snapshot.analysis.profiles.active
    line = snapshot.document.start(at.statement)
    if written is None or written.key.line == line:
        text = ACTIVE if _is_assigned(at) else f"{ACTIVE} = "
        snippet = None if _is_assigned(at) else f'{ACTIVE} = "$1"'
        kind = lsp.CompletionItemKind.Property
        detail = "name of the active profile"
        yield Proposal(ACTIVE, _here(at), text, kind, detail, "", snippet=snippet)


def _headers(snapshot: ProfilesSnapshot, at: Location) -> Iterator[Proposal]:
    """``profiles.NAME`` for the active profile where it is missing, and for Prefect's own."""
    key = at.key
    if key is None or at.part is not (key.parts[-1] if at.part else None):
        return
    known = snapshot.analysis.profiles.profiles
    active = snapshot.analysis.active
    names = dict.fromkeys([*([active] if active else []), *BUILT_IN])
    span = key.span if key.parts else Span(*at.position, *at.position)
    closing = "" if getattr(at.statement, "closing", None) else "]"
    for name in names:
        if name not in known:
            label = f"{PROFILES}.{encode_key(name)}"
            kind = lsp.CompletionItemKind.Module
            yield Proposal(label, span, label + closing, kind, "profile", "")
    if not key.parts or len(key.parts) == 1:
        label = f"{PROFILES}."
        kind = lsp.CompletionItemKind.Module
        yield Proposal(label, span, label, kind, "a new profile", "")


def _variables(snapshot: ProfilesSnapshot, at: Location, profile: str) -> Iterator[Proposal]:
    known = snapshot.analysis.profiles.profiles.get(profile, {})
    own = at.part.name if at.part else None
    taken = {name for name in known if name != own}
    assigned = _is_assigned(at)
    for name, node in open_variables(snapshot.schema, taken):
        text = name if assigned else f"{name} = "
        snippet = None if assigned else f'{name} = "$1"'
        kind = lsp.CompletionItemKind.Variable
        yield Proposal(name, _here(at), text, kind, summarize(node), node.dotted, snippet=snippet)


def _values(snapshot: ProfilesSnapshot, at: Location) -> Iterator[Proposal]:
    span = value_span(at)
    if span is None:
        return
    if at.path == (ACTIVE,):
        names = dict.fromkeys([*snapshot.analysis.profiles.profiles, BUILT_IN[0]])
        found = [(name, None, "profile") for name in names]
        path = ""
    elif len(at.path) == 3 and at.path[0] == PROFILES:
        node = meaning_in(str(at.path[2]), _PROFILE, snapshot.schema).known
        if node is None or node.is_table:
            return
        found = [(text, value, detail_of(node, value)) for text, value in sample_texts(node)]
        path = node.dotted
    else:
        return
    row = snapshot.document.start(at.statement) + at.position.line
    before = snapshot.source.lines[row][: at.position.column]
    prefix = " " if at.value is None and before.endswith("=") else ""
    for text, _, detail in found:
        yield Proposal(
            encode_string(text),
            span,
            prefix + in_quotes_of(at, text),
            lsp.CompletionItemKind.EnumMember,
            detail,
            path,
            typed=typed_as(at, text),
        )

"""Completion in `profiles.toml`."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.documentation import type_of
from prefect_toml_lsp.analysis.variables import Where
from prefect_toml_lsp.features.completion.beginnings import is_beginning
from prefect_toml_lsp.features.completion.headers import part_span, span_to_bracket
from prefect_toml_lsp.features.completion.proposals import Proposal, to_list
from prefect_toml_lsp.features.completion.spacing import is_stray_space
from prefect_toml_lsp.features.completion.values import detail_of, value_place
from prefect_toml_lsp.features.completion.variables import (
    default_as_text,
    open_variables,
    sample_texts,
)
from prefect_toml_lsp.features.setting_at import meaning_in
from prefect_toml_lsp.features.snapshot import ProfilesSnapshot
from prefect_toml_lsp.prefect.defaults import is_default
from prefect_toml_lsp.sources import kinds
from prefect_toml_lsp.sources.profiles_document import ACTIVE, BUILT_IN, PROFILES
from prefect_toml_lsp.toml import Location, Place, locate
from prefect_toml_lsp.toml.encode import encode_key, encode_string
from prefect_toml_lsp.toml.nodes import TableHeader

_PROFILE = Where(kinds.PROFILE)
_PLACES = (Place.HEADER, Place.KEY, Place.VALUE)


def complete_profiles(
    snapshot: ProfilesSnapshot, params: lsp.CompletionParams
) -> lsp.CompletionList | None:
    """`active` and headers, the variables of a profile that are not set there, and values."""
    document = snapshot.document
    cursor = snapshot.position(params.position)
    if is_stray_space(params, snapshot.source.lines[cursor.line][: cursor.column]):
        return None
    at = locate(document, cursor)
    if at.place not in _PLACES or not is_beginning(document, at):
        return None
    proposals: Iterator[Proposal] = iter(())
    if at.place is Place.HEADER:
        proposals = _headers(snapshot, at)
    elif at.place is Place.KEY:
        path = at.path[:-1] if at.part else at.path
        if path == ():
            proposals = _active(snapshot, at)
        elif len(path) == 2 and path[0] == PROFILES:
            proposals = _variables(snapshot, at, str(path[1]))
    else:
        proposals = _values(snapshot, at)
    line = document.start(at.statement)
    return to_list(snapshot, proposals, line, cursor)


def _active(snapshot: ProfilesSnapshot, at: Location) -> Iterator[Proposal]:
    written = snapshot.analysis.profiles.active
    line = snapshot.document.start(at.statement)
    if written is None or written.key.line == line:
        yield _assign(snapshot, at, ACTIVE, "", "name of the active profile", has_values=True)


def _headers(snapshot: ProfilesSnapshot, at: Location) -> Iterator[Proposal]:
    """``profiles.NAME`` for the active profile if it is missing, and for Prefect's built-in ones;
    the cursor ends after the closing bracket.
    """
    key, header = at.key, at.statement
    if key is None or not isinstance(header, TableHeader):
        return
    if at.part is not (key.parts[-1] if at.part else None):
        return
    known = snapshot.analysis.profiles.profiles
    active = snapshot.analysis.active
    names = dict.fromkeys([*([active] if active else []), *BUILT_IN])
    span = key.span if key.parts else part_span(at)
    kind = lsp.CompletionItemKind.Module
    for name in names:
        if name not in known:
            label = f"{PROFILES}.{encode_key(name)}"
            whole = span_to_bracket(header, at, span)
            yield Proposal(label, whole, f"{label}]", kind, "", "profile")
    if not key.parts or len(key.parts) == 1:
        label = f"{PROFILES}."
        yield Proposal(label, span, label, kind, "", "a new profile")


def _variables(snapshot: ProfilesSnapshot, at: Location, profile: str) -> Iterator[Proposal]:
    known = snapshot.analysis.profiles.profiles.get(profile, {})
    own = at.part.name if at.part else None
    taken = {name for name in known if name != own}
    for name, node in open_variables(snapshot.schema, taken):
        has_values = next(sample_texts(node), None) is not None
        found = _assign(snapshot, at, name, node.dotted, type_of(node), has_values)
        yield found._replace(default=default_as_text(node), kind=lsp.CompletionItemKind.Variable)


def _assign(
    snapshot: ProfilesSnapshot, at: Location, key: str, path: str, detail: str, has_values: bool
) -> Proposal:
    """A key with its ``=``, if it has none yet; its values are listed, or quotes are put there."""
    assigned = at.pair is not None and at.pair.equals is not None
    lists = has_values and snapshot.client.reopens_lists
    snippet = f"{key} = $0" if lists else f'{key} = "$1"'
    return Proposal(
        key,
        part_span(at),
        key if assigned else f"{key} = ",
        lsp.CompletionItemKind.Property,
        path,
        detail,
        snippet=None if assigned else snippet,
        goes_on=has_values and not assigned,
        is_name=assigned,
    )


def _values(snapshot: ProfilesSnapshot, at: Location) -> Iterator[Proposal]:
    place = value_place(snapshot.document, at)
    if place is None:
        return
    kind = lsp.CompletionItemKind.EnumMember
    if at.path == (ACTIVE,):
        for name in dict.fromkeys([*snapshot.analysis.profiles.profiles, BUILT_IN[0]]):
            yield Proposal(encode_string(name), place.span, place.text(name), kind, "", "profile",
                           typed=place.typed(name))  # fmt: skip
    elif len(at.path) == 3 and at.path[0] == PROFILES:
        node = meaning_in(str(at.path[2]), _PROFILE, snapshot.schema).known
        if node is None or node.is_table:
            return
        for text, value in sample_texts(node):
            yield Proposal(
                encode_string(text),
                place.span,
                place.text(text),
                kind,
                node.dotted,
                detail_of(node, value) or type_of(node),
                typed=place.typed(text),
                member=text,
                preselect=is_default(node, value),
            )

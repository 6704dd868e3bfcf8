"""All settings of a folder as Prefect would have them when it runs there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

from prefect_toml_lsp.files.reading import Note, Unreadable
from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.prefect.acceptance import Refused, find
from prefect_toml_lsp.prefect.secrets import may_show
from prefect_toml_lsp.sources.file_store import Contents
from prefect_toml_lsp.sources.precedence import Setter, SourceLocation
from prefect_toml_lsp.sources.source_reader import Reaching, Reader, Sources
from prefect_toml_lsp.sources.value_reader import NOTHING, accepted, merge_tables
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.as_data import TomlError
from prefect_toml_lsp.toml.nodes import Header

_OWN_PROFILE = "server.ephemeral.enabled"


class State(Enum):
    """What is known of a setting's value."""

    SHOWN = "shown"
    HIDDEN = "hidden"  # there is one, and it is not told
    UNSET = "unset"  # there is none, or one that depends on the machine (`Node.default_note`)
    REFUSED = "refused"  # Prefect refuses to load the settings because of it


class InForce(NamedTuple):
    """A setting as Prefect has it.

    value
        As TOML could write it; None unless `state` is `SHOWN`.
    sources
        The places that the value comes from, the strongest first; several only for a free-form
        table; none for a default.
    passed_over
        The places that set it in vain.
    because
        Why the value is none of the sources' and not the default, in words; else empty.
    """

    node: Node
    state: State
    value: Any
    sources: tuple[SourceLocation, ...]
    passed_over: tuple[SourceLocation, ...]
    because: str


class FolderInForce(NamedTuple):
    """The settings of a folder in the order of the schema; what is wrong with its files, for which
    Prefect may refuse to start at all; and the `Contents.stamp` of each file that was looked for.
    """

    settings: list[InForce]
    notes: tuple[Note, ...]
    stamps: Mapping[Path, object]


def effective_settings(
    folder: Path,
    environment: Mapping[str, str],
    schema: Schema,
    home: Path | None,
    contents: Contents,
) -> FolderInForce:
    """Every setting of the release when Prefect runs in `folder`.

    What several settings do to each other counts, too (`acceptance.find`). The arguments are those
    of `FolderSources.read`.
    """
    sources = Reader(folder, environment, schema, contents).read(home)
    nodes = [node for node in schema.root.walk() if node.is_setting and node.exists]
    read = {node.dotted: _read(node, sources) for node in nodes}
    own = read.get(_OWN_PROFILE)
    profiles = sources.profiles_path
    if own and not own.sources and _own_profile_counts(profiles, environment, contents):
        read[_OWN_PROFILE] = _decided(own, True, "Prefect's own profile sets it")
    _settle_together(read, schema)
    found = [_masked(read[node.dotted]) for node in nodes if _is_in(schema, node)]
    return FolderInForce(found, sources.notes, sources.stamps)


def _is_in(schema: Schema, node: Node) -> bool:
    """Whether all the tables around a setting are in the release, too."""
    return schema.find(node.path) is not None


def _read(node: Node, sources: Sources) -> InForce:
    setters = sources.setters.get(node.dotted)
    if not setters:
        state = State.UNSET if node.default is None else State.SHOWN
        return InForce(node, state, node.default, (), (), "")
    places = {each.rank: each.place for each in setters}
    reaching = [sources.values[node.dotted, rank] for rank in places]
    counting = [setters[0].rank]
    state, value = _become(node, reaching[0])
    if node.is_free_form and len(places) > 1:
        merged = merge_tables([each.value for each in reaching])
        state, value = _become(node, Reaching(merged, None))
        if isinstance(merged, dict):
            counting = list(_counting(setters, merged))
    used = tuple(places[rank] for rank in counting)
    rest = tuple(place for rank, place in places.items() if rank not in counting)
    return InForce(node, state, value, used, rest, "")


def _counting(setters: Iterable[Setter], table: Iterable[str]) -> Iterator[int]:
    """The ranks of those that have the last word on a key of the table."""
    left = set(table)
    for setter in setters:
        if left.intersection(setter.entries or ()):
            yield setter.rank
            left.difference_update(setter.entries or ())


def _become(node: Node, reaching: Reaching) -> tuple[State, Any]:
    written, verdict = reaching
    if written is NOTHING:
        return State.UNSET, None
    value, verdict = accepted(node, written, verdict)
    if verdict.outcome == "ignored" and isinstance(written, dict):
        # Old releases take such tables only as JSON, and only that has reached them here.
        value, verdict = accepted(node, json.dumps(written, default=str))
    if isinstance(verdict, Refused):
        return State.REFUSED, None
    if value is NOTHING or value is None:
        return State.UNSET, None
    return State.SHOWN, value


def _settle_together(read: dict[str, InForce], schema: Schema) -> None:
    """Apply what Prefect does once it has all the values."""
    values = {path: each.value for path, each in read.items() if each.state is State.SHOWN}
    for finding in find(values, schema.release):
        path = finding.paths[0]
        if finding.effect == "refused":
            read[path] = read[path]._replace(state=State.REFUSED, value=None)
        elif "becomes" in finding.detail:
            because = f"`{finding.detail['by']}` decides"
            read[path] = _decided(read[path], finding.detail["becomes"], because)


def _decided(each: InForce, value: Any, because: str) -> InForce:
    """The setting when something else than its sources decides."""
    passed_over = each.sources + each.passed_over
    return InForce(each.node, State.SHOWN, value, (), passed_over, because)


def _masked(each: InForce) -> InForce:
    secret = each.state is State.SHOWN and not may_show(each.node, each.value)
    return each._replace(state=State.HIDDEN, value=None) if secret else each


def _own_profile_counts(
    path: Path | None, environment: Mapping[str, str], contents: Contents
) -> bool:
    """Whether Prefect takes the profile that comes with it (see `profiles`)."""
    if path is None:
        return False
    try:
        document = contents.document(path)
        if document is None:
            return not path.exists()
        assigned = contents.assigned(path)
    except (TomlError, Unreadable):
        return False
    active = environment.get("PREFECT_PROFILE") or next(
        (each.value for each in assigned if each.path == ("active",)), None
    )
    tables = {each.path[:2] for each in assigned}
    return ("profiles", active) not in tables.union(_headers(document))


def _headers(document: Document) -> Iterator[tuple[str, ...]]:
    """The tables that headers open, of which only those with keys are assigned to."""
    for statement in document.statements:
        if isinstance(statement, Header):
            yield statement.key.names[:2]

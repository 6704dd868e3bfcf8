"""All settings of a folder as Prefect would have them when it runs there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

from prefect_toml_lsp.schema import Node, Schema
from prefect_toml_lsp.schema.acceptance import Refused, find
from prefect_toml_lsp.schema.secrets import may_show
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.nodes import Header
from prefect_toml_lsp.workspace.effective import (
    NOTHING,
    ValueReader,
    accepted,
    merge_tables,
    read_text,
)
from prefect_toml_lsp.workspace.files import Note
from prefect_toml_lsp.workspace.places import PREFECT, PYPROJECT, Override
from prefect_toml_lsp.workspace.sources import FolderSources
from prefect_toml_lsp.workspace.tables import TomlError, read_assignments

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
        table, none for a default.
    passed_over
        The places that set it in vain.
    because
        Why the value is none of the sources' and not the default, in words; else empty.
    """

    node: Node
    state: State
    value: Any
    sources: tuple[Override, ...]
    passed_over: tuple[Override, ...]
    because: str


class FolderInForce(NamedTuple):
    """The settings of a folder in the order of the schema, and what is wrong with its files, for
    which Prefect may refuse to start at all.
    """

    settings: list[InForce]
    notes: tuple[Note, ...]


def effective_settings(
    folder: Path,
    environment: Mapping[str, str],
    schema: Schema,
    home: Path | None,
    opened: Mapping[Path, str],
) -> FolderInForce:
    """Every setting of the release when Prefect runs in `folder`.

    What several settings do to each other counts, too (`acceptance.find`). The arguments are those
    of `FolderSources.read`.
    """
    sources = FolderSources.read(folder, environment, schema, home, opened)
    nodes = [node for node in schema.root.walk() if node.is_setting and node.exists]
    values = ValueReader(environment, opened)
    read = {node.dotted: _read(node, sources, values) for node in nodes}
    own = read.get(_OWN_PROFILE)
    if own and not own.sources and _own_profile_counts(sources.profiles_path, environment, opened):
        read[_OWN_PROFILE] = _decided(own, True, "Prefect's own profile sets it")
    _settle_together(read, schema)
    found = [_masked(read[node.dotted]) for node in nodes if _is_in(schema, node)]
    return FolderInForce(found, sources.notes)


def _is_in(schema: Schema, node: Node) -> bool:
    """Whether all the tables around a setting are in the release, too."""
    return schema.find(node.path) is not None


def _read(node: Node, sources: FolderSources, values: ValueReader) -> InForce:
    sites = sources.sites(node.dotted, None)
    if not sites:
        state = State.UNSET if node.default is None else State.SHOWN
        return InForce(node, state, node.default, (), (), "")
    places = dict.fromkeys(site.place for site in sites)
    counting = dict.fromkeys([sites[0].place])
    if node.is_free_form:
        value = merge_tables([values.written(place, node) for place in _each_source(places)])
        if isinstance(value, dict):
            strongest = {site.entry: site.place for site in reversed(sites)}
            counting = dict.fromkeys(strongest[name] for name in value if name in strongest)
    else:
        value = values.written(sites[0].place, node)
    state, value = _become(node, value)
    rest = tuple(each for each in places if each not in counting)
    return InForce(node, state, value, tuple(counting), rest, "")


def _each_source(places: Iterable[Override]) -> Iterator[Override]:
    """One place of each file in which there are several, as there may be for a free-form table."""
    seen = set()
    for place in places:
        source = (place.kind, place.where) if place.kind in (PREFECT, PYPROJECT) else place
        if source not in seen:
            seen.add(source)
            yield place


def _become(node: Node, written: Any) -> tuple[State, Any]:
    if written is NOTHING:
        return State.UNSET, None
    value, verdict = accepted(node, written)
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
    path: Path | None, environment: Mapping[str, str], opened: Mapping[Path, str]
) -> bool:
    """Whether Prefect takes the profile that comes with it (see `profiles`)."""
    if path is None:
        return False
    if path not in opened and not path.exists():
        return True
    text = read_text(path, opened)
    if text is None:
        return False
    try:
        assigned = read_assignments(text)
    except TomlError:
        return False
    active = environment.get("PREFECT_PROFILE") or next(
        (each.value for each in assigned if each.path == ("active",)), None
    )
    tables = {each.path[:2] for each in assigned}
    return ("profiles", active) not in tables.union(_headers(text))


def _headers(text: str) -> Iterator[tuple[str, ...]]:
    """The tables that headers open, of which only those with keys are assigned to."""
    for statement in Document(text).statements:
        if isinstance(statement, Header):
            yield statement.key.names[:2]

"""All settings of a folder as Prefect would have them when it runs there."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any

from prefect_toml_lsp.files.reading import Note, Unreadable
from prefect_toml_lsp.prefect import Node, Release, Schema
from prefect_toml_lsp.prefect.acceptance import (
    Accepted,
    Converted,
    Ignored,
    Refused,
    Verdict,
    effective,
    find,
    judge,
)
from prefect_toml_lsp.prefect.secrets import may_show
from prefect_toml_lsp.project.readers import Readers
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.active_profile import OWN_PROFILE_SINCE, active_name, profiles_as_read
from prefect_toml_lsp.sources.assignment import Assignment
from prefect_toml_lsp.sources.folder import Folder
from prefect_toml_lsp.sources.precedence import SourceLocation
from prefect_toml_lsp.sources.profiles_document import BUILT_IN, OWN_PROFILES
from prefect_toml_lsp.sources.source import broken_line


class State(Enum):
    """The state of a setting's value."""

    SHOWN = "shown"
    HIDDEN = "hidden"  # there is a value that is not shown
    UNSET = "unset"  # there is none, or one that depends on the machine (`Node.default_note`)
    REFUSED = "refused"  # Prefect refuses to load the settings because of it


class InForce(NamedTuple):
    """A setting with its value in Prefect.

    value
        As TOML could write it; None unless `state` is `SHOWN`.
    sources
        The places of the value, the strongest first; several only for a free-form table, none for a
        default.
    passed_over
        The places that set it and are overridden.
    because
        Why the value is neither from a source nor the default; otherwise empty.
    """

    node: Node
    state: State
    value: Any
    sources: tuple[SourceLocation, ...]
    passed_over: tuple[SourceLocation, ...]
    because: str


class FolderInForce(NamedTuple):
    """The settings of a folder in the order of the schema; what is wrong with its files, for which
    Prefect may refuse to start at all; and the `FileStore.stamp` of each file that was looked for.
    """

    settings: list[InForce]
    notes: tuple[Note, ...]
    stamps: Mapping[Path, object]


def effective_settings(
    folder: Folder, schema: Schema, shows: Callable[[Node, Any], bool] = may_show
) -> FolderInForce:
    """Every setting of the release when Prefect runs in a folder, and of packages that the project
    has, or may have where something sets it.

    What several settings do to each other counts, too (`acceptance.find`). A value that `shows`
    does not allow for its setting is hidden.
    """
    nodes = [node for node in schema.root.walk() if node.is_setting and _is_there(node, folder)]
    read = {node.dotted: _read(node, folder) for node in nodes}
    profile = _own_profile(folder, schema.release)
    for path, value in OWN_PROFILES.get(profile or "", {}).items():
        if path in read and not read[path].sources:
            why = f"Prefect's built-in profile `{profile}` sets it"
            read[path] = _decided(read[path], value, why)
    _settle_together(read, schema, folder.readers)
    found = [_masked(read[node.dotted], shows) for node in nodes if _is_in(schema, node)]
    return FolderInForce(found, folder.notes, folder.files)


def _is_there(node: Node, folder: Folder) -> bool:
    if not node.is_offered or node.package is None or node.installed:
        return node.is_offered
    return bool(folder.assignments.of(node.dotted))


def _is_in(schema: Schema, node: Node) -> bool:
    """Whether all the tables around a setting are in the release, too."""
    return schema.find(node.path) is not None


def _read(node: Node, folder: Folder) -> InForce:
    assignments = folder.assignments.of(node.dotted)
    if not assignments:
        state = State.UNSET if node.default is None else State.SHOWN
        return InForce(node, state, _default(node), (), (), "")
    counting = [assignments[0]]
    state, value = _become(node, assignments[0].value, assignments[0].verdict)
    if node.is_free_form and len(assignments) > 1:
        merged = merge_tables([each.value for each in assignments])
        verdict = judge(node.dotted, node.keywords, merged, node.release)
        state, value = _become(node, merged, verdict)
        if isinstance(merged, dict):
            counting = list(_counting(assignments, merged))
    if node.default_note and value is None and state is State.UNSET:
        counting = []  # It is worked out as if nothing set it.
    used = tuple(each.place for each in counting)
    rest = tuple(each.place for each in assignments if each not in counting)
    return InForce(node, state, value, used, rest, "")


def _default(node: Node) -> Any:
    """The default after Prefect's conversion, which it applies to some defaults."""
    if not isinstance(node.default, str):
        return node.default
    verdict = judge(node.dotted, node.keywords, node.default, node.release)
    return effective(node.default, verdict) if isinstance(verdict, Converted) else node.default


def _counting(assignments: Iterable[Assignment], table: Iterable[str]) -> Iterator[Assignment]:
    """The assignments that decide a key of the table."""
    left = set(table)
    for each in assignments:
        if left.intersection(each.entries or ()):
            yield each
            left.difference_update(each.entries or ())


def merge_tables(written: Sequence[Any]) -> Any:
    """What several sources give to a free-form table, the strongest first: entry by entry;
    of what is not a table only the strongest counts.
    """
    merged = written[0]
    for each in written[1:]:
        if isinstance(each, dict) and isinstance(merged, dict):
            merged = {**each, **merged}
    return merged


def _become(node: Node, written: Any, verdict: Verdict | None) -> tuple[State, Any]:
    if verdict is None:
        return State.HIDDEN, None
    if isinstance(verdict, Ignored) and isinstance(written, dict):
        # Old releases take such tables only as JSON, and only that has reached them here.
        written = json.dumps(written, default=str)
        verdict = judge(node.dotted, node.keywords, written, node.release)
    if isinstance(verdict, Refused):
        return State.REFUSED, None
    value = effective(written, verdict) if isinstance(verdict, Accepted | Converted) else None
    return (State.UNSET, None) if value is None else (State.SHOWN, value)


def _settle_together(read: dict[str, InForce], schema: Schema, readers: Readers) -> None:
    """Apply Prefect's changes after it has read all values."""
    values = {path: each.value for path, each in read.items() if each.state is State.SHOWN}
    for finding in find(values, schema.release, python=readers.python):
        path = finding.paths[0]
        if finding.effect == "refused":
            read[path] = read[path]._replace(state=State.REFUSED, value=None)
        elif "becomes" in finding.detail:
            because = f"`{finding.detail['by']}` decides"
            read[path] = _decided(read[path], finding.detail["becomes"], because)


def _decided(each: InForce, value: Any, because: str) -> InForce:
    """The setting if something other than its sources decides its value."""
    passed_over = each.sources + each.passed_over
    return InForce(each.node, State.SHOWN, value, (), passed_over, because)


def _masked(each: InForce, shows: Callable[[Node, Any], bool]) -> InForce:
    secret = each.state is State.SHOWN and not shows(each.node, each.value)
    return each._replace(state=State.HIDDEN, value=None) if secret else each


def _own_profile(folder: Folder, release: Release) -> str | None:
    """The built-in profile that Prefect uses, if any (see `active_profile`); values of an existing
    file come before it.
    """
    path = folder.profiles_path
    environment: Mapping[str, str] = folder.environment or {}
    if path is None:
        return None
    try:
        document = folder.contents.document(path)
    except Unreadable:
        return None
    default = BUILT_IN[0] if release >= OWN_PROFILE_SINCE else None
    if document is None:
        if os.path.exists(path):
            return None
        if folder.states_profiles:
            return default
        # There is no file of the user's, so Prefect reads its own as it would read that.
        named = environment.get("PREFECT_PROFILE") or BUILT_IN[0]
        return named if named in OWN_PROFILES else default
    if broken_line(document, folder.readers.toml) is not None:
        return None
    profiles = profiles_as_read(document, folder.readers)
    return None if active_name(profiles, environment) in profiles.profiles else default

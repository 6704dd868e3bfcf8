"""`textDocument/references` (LSP 3.17): all places in the workspace that set a setting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.features.definition import find_origin
from prefect_toml_lsp.features.in_force import setters
from prefect_toml_lsp.features.locations import Target
from prefect_toml_lsp.features.registry import PerKind, Workspace, on_workspace
from prefect_toml_lsp.features.setting_at import subject_at
from prefect_toml_lsp.features.snapshot import DotenvSnapshot, ProfilesSnapshot, Snapshot, View
from prefect_toml_lsp.features.uris import path_of
from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.sources.assignment import current, former
from prefect_toml_lsp.sources.kinds import DOTENV, Holds
from prefect_toml_lsp.sources.variable import Variable, Where
from prefect_toml_lsp.sources.variable_values import meaning_in, read
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.nodes import KeyValue, Statement
from prefect_toml_lsp.toml.occurrences import mentions, pairs_of


@on_workspace(lsp.TEXT_DOCUMENT_REFERENCES)
async def references(
    workspace: Workspace, params: lsp.ReferenceParams
) -> list[lsp.Location] | None:
    """The keys in all files that set the setting at a position, or open or name the table, in the
    order of the files; `.env` files and profiles count for settings.  What else Prefect reads in
    the folder of the document follows, such as the user's own profiles.

    The declaration is what `definition` leads to.
    """
    file = workspace.find(params.text_document.uri)
    if file is None:
        return None
    subject = subject_at(file.view, params.position)
    if subject is None:
        return []
    found: list[lsp.Location] = []
    read: set[Path | None] = set()
    keys = _Keys(subject.node)
    async for view, _, _ in workspace.files(params):
        read.add(path_of(view.uri))
        found += [lsp.Location(view.uri, view.range(span)) for span in _keys_in(view, keys) or ()]
    found += [each.location for each in _beside(file.view, subject.node, read)]
    if not params.context.include_declaration:
        left_out = find_origin(file.view, subject)
        found = [each for each in found if left_out is None or not _is(left_out.location, each)]
    return found


def _is(one: lsp.Location, other: lsp.Location) -> bool:
    """Whether two locations are the same; clients escape other characters than we do."""
    same = one.uri == other.uri or path_of(one.uri) == path_of(other.uri) is not None
    return same and one.range == other.range


def _beside(snapshot: View[Any], node: Node, read: set[Path | None]) -> Iterator[Target]:
    """What sets a setting in the folder of a document and in the active profile, without the
    files in `read`.
    """
    if node.is_table:
        return
    for place in setters(snapshot.analysis.context, node):
        if place.where is not None and place.where not in read:
            target = Target.of(place, snapshot)
            if target is not None:
                yield target


class _Keys:
    """The keys that set a setting or name a table."""

    def __init__(self, node: Node) -> None:
        self.node = node
        present = current(node.dotted, node.release)
        paths = (present, *former(present, node.release))
        self.paths = [tuple(path.split(".")) for path in paths]
        around = (node.path[:length] for length in range(1, len(node.path)))
        self._tables = {"_".join(("PREFECT", *path)).upper() for path in around}

    def sets(self, name: str, value: str, schema: Schema) -> bool:
        """Whether a variable sets the setting, or its table in a way that the setting is in it."""
        upper = name.upper()
        if upper in self.node.environment:
            return True
        if upper not in self._tables:
            return False
        where, variable = Where(DOTENV), Variable(name, value, _NOWHERE, None)
        given = read(variable, meaning_in(variable, where, schema), where).given
        return any(each.node is self.node for each in given)


_NOWHERE = Span(0, 0, 0, 0)


_keys_in: PerKind[list[Span]] = PerKind()
"""The `_Keys` in one file, in the order of the text."""


@_keys_in.on(Holds.SETTINGS)
def _in_settings(view: Snapshot, keys: _Keys) -> list[Span]:
    document, prefix = view.document, view.analysis.context.prefix
    found = [
        each.part.span.down(document.start(each.statement))
        for path in keys.paths
        for each in mentions(document, (*prefix, *path))
    ]
    return sorted(found)


@_keys_in.on(Holds.PROFILES)
def _in_profiles(view: ProfilesSnapshot, keys: _Keys) -> list[Span]:
    """Variables of any profile; only names in upper case count there."""
    names = () if keys.node.is_table else keys.node.environment
    return [
        key.down(line)
        for statement, line in zip(view.document.statements, view.document.starts, strict=True)
        for name, key in _variables(statement)
        if name == name.upper() and name in names
    ]


@_keys_in.on(Holds.VARIABLES)
def _in_dotenv(view: DotenvSnapshot, keys: _Keys) -> list[Span]:
    if keys.node.is_table:
        return []
    return [
        each.key
        for each in view.analysis.document.statements
        if each.name and each.value is not None and keys.sets(each.name, each.value, view.schema)
    ]


def _variables(statement: Statement) -> Iterator[tuple[str, Span]]:
    """The keys of profiles, each the name of a variable."""
    if isinstance(statement, KeyValue):
        for pair, path in pairs_of(statement):
            if len(path) == 3 and path[0] == "profiles" and pair.key.parts:
                yield path[2], pair.key.parts[-1].span

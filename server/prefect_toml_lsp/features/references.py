"""`textDocument/references` (LSP 3.17): all places in the workspace that set a setting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lsprotocol import types as lsp
from pygls.uris import from_fs_path

from prefect_toml_lsp.features.definition import declaration
from prefect_toml_lsp.features.locations import Target
from prefect_toml_lsp.features.raw_json import Encoded, Places, quote
from prefect_toml_lsp.features.setting_at import subject_at
from prefect_toml_lsp.features.snapshot import DotenvSnapshot, ProfilesSnapshot, Snapshot, View
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.sources.assignment import current, former
from prefect_toml_lsp.sources.folder import chain
from prefect_toml_lsp.sources.precedence import DOTENV
from prefect_toml_lsp.sources.variable import Variable, Where
from prefect_toml_lsp.sources.variable_values import meaning_in, read
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.nodes import KeyValue, Statement
from prefect_toml_lsp.toml.occurrences import mentions, pairs_of


def references(
    snapshot: View[Any], params: lsp.ReferenceParams, files: Iterable[View[Any]]
) -> Encoded:
    """The keys in `files` that set the setting at a position, or open or name the table, in the
    order of the files; `.env` files and profiles count for settings.  What else Prefect reads in
    the folder of the document follows, such as the user's own profiles. All of it is the JSON of
    ``Location[]``.

    The declaration is what `definition` leads to.
    """
    subject = subject_at(snapshot, params.position)
    if subject is None:
        return Encoded("[]")
    found: list[str] = []
    read: set[str] = set()
    keys = _Keys(subject.node)
    for view in files:
        read.add(view.uri)
        spans = keys.of(view)
        if spans:
            places = Places(view.source.lines, view.client.encoding.units)
            uri = quote(view.uri)
            found += [f'{{"uri":{uri},"range":{places.range(span)}}}' for span in spans]
    found += [each.encoded for each in _beside(snapshot, subject.node, read)]
    if not params.context.include_declaration:
        left_out = declaration(snapshot, subject)
        found = [each for each in found if left_out is None or each != left_out.encoded]
    return Encoded(f"[{','.join(found)}]")


def _beside(snapshot: View[Any], node: Node, read: set[str]) -> Iterator[Target]:
    """What sets a setting in the folder of a document, and in the active profile; not in files
    whose URIs are in `read`.
    """
    sources = snapshot.analysis.context.folder
    if sources is None or node.is_table:
        return
    for place in chain(node.dotted, sources):
        if place.where is not None and from_fs_path(str(place.where)) not in read:
            target = Target.of(place, snapshot)
            if target is not None:
                yield target


class _Keys:
    """The keys that set a setting or name a table."""

    def __init__(self, node: Node) -> None:
        self._node = node
        present = current(node.dotted, node.release)
        paths = (present, *former(present, node.release))
        self._paths = [tuple(path.split(".")) for path in paths]
        around = (node.path[:length] for length in range(1, len(node.path)))
        self._tables = {"_".join(("PREFECT", *path)).upper() for path in around}

    def of(self, view: View[Any]) -> list[Span]:
        """Those of one file, in the order of the text."""
        if isinstance(view, Snapshot):
            return self._in_settings(view)
        if self._node.is_table:
            return []
        if isinstance(view, ProfilesSnapshot):
            return list(self._in_profiles(view))
        return list(self._in_dotenv(view)) if isinstance(view, DotenvSnapshot) else []

    def _in_settings(self, view: Snapshot) -> list[Span]:
        document, prefix = view.document, view.analysis.context.prefix
        found = [
            each.part.span.down(document.start(each.statement))
            for path in self._paths
            for each in mentions(document, (*prefix, *path))
        ]
        return sorted(found)

    def _in_profiles(self, view: ProfilesSnapshot) -> Iterator[Span]:
        """Variables of any profile; only names in upper case count there."""
        for statement, line in zip(view.document.statements, view.document.starts, strict=True):
            for name, key in _variables(statement):
                if name == name.upper() and name in self._node.environment:
                    yield key.down(line)

    def _in_dotenv(self, view: DotenvSnapshot) -> Iterator[Span]:
        for each in view.analysis.document.statements:
            if each.name and each.value is not None and self._sets(each.name, each.value, view):
                yield each.key

    def _sets(self, name: str, value: str, view: DotenvSnapshot) -> bool:
        """Whether a variable sets the setting, or its table in a way that the setting is in it."""
        upper = name.upper()
        if upper in self._node.environment:
            return True
        if upper not in self._tables:
            return False
        where, variable = Where(DOTENV), Variable(name, value, _NOWHERE, None)
        given = read(variable, meaning_in(variable, where, view.schema), where).given
        return any(each.node is self._node for each in given)


_NOWHERE = Span(0, 0, 0, 0)


def _variables(statement: Statement) -> Iterator[tuple[str, Span]]:
    """The keys of profiles, each the name of a variable."""
    if isinstance(statement, KeyValue):
        for pair, path in pairs_of(statement):
            if len(path) == 3 and path[0] == "profiles" and pair.key.parts:
                yield path[2], pair.key.parts[-1].span

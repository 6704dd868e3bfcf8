"""`textDocument/references` (LSP 3.17): all places in the workspace that set a setting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.features.definition import declaration
from prefect_toml_lsp.features.snapshot import DotenvSnapshot, ProfilesSnapshot, Snapshot, View
from prefect_toml_lsp.features.subject import subject_at
from prefect_toml_lsp.features.targets import Target
from prefect_toml_lsp.schema import Node
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.nodes import KeyValue, Statement
from prefect_toml_lsp.toml.occurrences import occurrences, pairs_of
from prefect_toml_lsp.workspace import chain
from prefect_toml_lsp.workspace.effective import NOTHING, value_of_variable
from prefect_toml_lsp.workspace.reading import current, former


def references(
    snapshot: View[Any], params: lsp.ReferenceParams, files: Iterable[View[Any]]
) -> list[lsp.Location]:
    """The keys in `files` that set the setting at a position, or open or name the table, in the
    order of the files; `.env` files and profiles count for settings.  What else Prefect reads in
    the folder of the document follows, such as the user's own profiles.

    The declaration is what `definition` leads to.
    """
    subject = subject_at(snapshot, params.position)
    if subject is None:
        return []
    left_out: Target | None = None
    if not params.context.include_declaration:
        left_out = declaration(snapshot, subject)
    found: list[lsp.Location] = []
    read: set[str] = set()
    for view in files:
        read.add(view.uri)
        found.extend(target.location for target in places_of(subject.node, view))
    found.extend(each for each in _beside(snapshot, subject.node) if each.uri not in read)
    return [each for each in found if left_out is None or each != left_out.location]


def _beside(snapshot: View[Any], node: Node) -> list[lsp.Location]:
    """What sets a setting in the folder of a document, and in the active profile."""
    sources = snapshot.analysis.context.sources
    if sources is None or node.is_table:
        return []
    places = (Target.of(place, snapshot) for place in chain(node.dotted, sources))
    return [target.location for target in places if target is not None]


def places_of(node: Node, view: View[Any]) -> Iterator[Target]:
    """Where one file sets a setting or names a table, in the order of the text."""
    if isinstance(view, Snapshot):
        yield from _in_settings(node, view)
    elif node.is_table:
        return
    elif isinstance(view, ProfilesSnapshot):
        yield from _in_profiles(node, view)
    elif isinstance(view, DotenvSnapshot):
        yield from _in_dotenv(node, view)


def _in_settings(node: Node, view: Snapshot) -> Iterator[Target]:
    prefix = view.analysis.context.prefix
    present = current(node.dotted, node.release)
    found = [
        each
        for path in (present, *former(present, node.release))
        for each in occurrences(view.document, (*prefix, *path.split(".")))
    ]
    for each in sorted(found, key=lambda each: each.part):
        yield Target.here(view, each.part, each.whole)


def _in_profiles(node: Node, view: ProfilesSnapshot) -> Iterator[Target]:
    """Variables of any profile; only names in upper case count there."""
    for statement, line in zip(view.document.statements, view.document.starts, strict=True):
        for name, key, whole in _variables(statement):
            if name == name.upper() and _sets(node, name, None):
                yield Target.here(view, key.down(line), whole.down(line))


def _variables(statement: Statement) -> Iterator[tuple[str, Span, Span]]:
    if isinstance(statement, KeyValue):
        for pair, path in pairs_of(statement):
            if len(path) == 3 and path[0] == "profiles" and pair.key.parts:
                yield path[2], pair.key.parts[-1].span, pair.span


def _in_dotenv(node: Node, view: DotenvSnapshot) -> Iterator[Target]:
    for each in view.analysis.document.statements:
        if each.name and each.value is not None and _sets(node, each.name, each.value):
            yield Target.here(view, each.key, each.span)


def _sets(node: Node, name: str, value: str | None) -> bool:
    """Whether a variable sets the setting, or its table in a way that the setting is in it."""
    if name.upper() in node.environment:
        return True
    return value is not None and value_of_variable(name, value, node) is not NOTHING

"""`textDocument/definition` (LSP 3.17): from a setting to the source of its value."""

from __future__ import annotations

from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis import Context
from prefect_toml_lsp.features.in_force import stronger
from prefect_toml_lsp.features.locations import Target
from prefect_toml_lsp.features.own_classes import class_of_key, class_of_variable
from prefect_toml_lsp.features.registry import Feature, PerKind
from prefect_toml_lsp.features.setting_at import Subject, origin_of, subject_at
from prefect_toml_lsp.features.snapshot import DotenvSnapshot, ProfilesSnapshot, Snapshot, View
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.sources.assignment import current
from prefect_toml_lsp.sources.kinds import Holds
from prefect_toml_lsp.sources.precedence import SourceLocation
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Claim, Document, Location, locate
from prefect_toml_lsp.toml.nodes import KeyValue, String
from prefect_toml_lsp.toml.occurrences import Occurrence, occurrences

Answer = lsp.Location | list[lsp.LocationLink]

DEFINITION = Feature(lsp.TEXT_DOCUMENT_DEFINITION)
find_origin: PerKind[Target | None] = PerKind()
"""A function of the view and a `Subject` that returns the place of the value in force, or the
header of a table; None if it is in no file.
"""


@DEFINITION.on(Holds.SETTINGS)
def definition(snapshot: Snapshot, params: lsp.DefinitionParams) -> Answer | None:
    """The place that sets the value in force of the setting at a position: in this file, or in a
    source that wins over it. None for an environment variable, which is in no file.

    For a key that clashes with an earlier one, the earlier one; for a table, its header; for a key
    that a settings class of the project reads, the field or class.
    """
    at = locate(snapshot.document, snapshot.position(params.position))
    origin = origin_of(at)
    if origin is None:
        return None
    line = snapshot.document.start(at.statement)
    target = _earlier(snapshot, at, line)
    subject = subject_at(snapshot, params.position)
    if target is None and subject is not None:
        target = find_origin(snapshot, subject)
    elif target is None:
        target = class_of_key(snapshot.analysis.context, at.path)
    return _answer(snapshot, target, origin.down(line))


@DEFINITION.on(Holds.VARIABLES)
def definition_of_variable(snapshot: DotenvSnapshot, params: lsp.DefinitionParams) -> Answer | None:
    """In `.env`: from a variable to the source that wins over it, or to the line that counts."""
    subject = subject_at(snapshot, params.position)
    if subject is not None:
        return _answer(snapshot, find_origin(snapshot, subject), subject.origin)
    position = snapshot.position(params.position)
    written = snapshot.analysis.document.at(position)
    if written is None or written.name is None or not written.key.touches(position):
        return None
    target = class_of_variable(snapshot.analysis.context, written.name.upper())
    return _answer(snapshot, target, written.key)


@DEFINITION.on(Holds.PROFILES)
def definition_of_profile(
    snapshot: ProfilesSnapshot, params: lsp.DefinitionParams
) -> Answer | None:
    """In profiles.toml: from ``active`` to the header of that profile; from a variable to the
    source that wins over it, or to the active profile's own line.
    """
    at = locate(snapshot.document, snapshot.position(params.position))
    origin = origin_of(at)
    if origin is None or at.path != ("active",):
        subject = subject_at(snapshot, params.position)
        if subject is not None:
            return _answer(snapshot, find_origin(snapshot, subject), subject.origin)
        if origin is None or len(at.path) != 3:
            return None
        target = class_of_variable(snapshot.analysis.context, str(at.path[2]))
        return _answer(snapshot, target, origin.down(snapshot.document.start(at.statement)))
    name = _active(snapshot.document)
    found = occurrences(snapshot.document, ("profiles", name)) if name is not None else ()
    target = Target.here(snapshot, found[0].part, found[0].whole) if found else None
    return _answer(snapshot, target, origin.down(snapshot.document.start(at.statement)))


def _active(document: Document) -> str | None:
    """The profile that a profiles.toml says is active."""
    for statement, _ in document.claims(("active",)):
        if isinstance(statement, KeyValue) and isinstance(statement.pair.value, String):
            return statement.pair.value.value
    return None


@find_origin.on(Holds.SETTINGS)
def _of_settings(snapshot: Snapshot, subject: Subject) -> Target | None:
    node, found = subject.node, subject.found
    assert found is not None  # as `subject_at` has it for such documents
    context = snapshot.analysis.context
    here = occurrences(snapshot.document, _names(found.location))
    if not node.is_table:
        winner = _winner(context, node, _entry(context, node, found.location))
        if winner is not None:
            return Target.of(winner, snapshot)
        here = _settings(snapshot, node, here)
    first = next((each for each in here if each.claim in (Claim.TABLE, Claim.ARRAY)), None)
    first = first or next(iter(here), None)
    return Target.here(snapshot, first.part, first.whole) if first else None


@find_origin.on(Holds.VARIABLES)
def _of_dotenv(snapshot: DotenvSnapshot, subject: Subject) -> Target | None:
    """Of several lines for a variable the last one counts."""
    winner = _winner(snapshot.analysis.context, subject.node, None)
    if winner is not None:
        return Target.of(winner, snapshot)
    statements = snapshot.analysis.document.statements
    here = next(each for each in statements if subject.origin in (each.key, each.literal))
    same = [
        each for each in statements
        if each.value is not None and (each.name or "").upper() == (here.name or "").upper()
    ]  # fmt: skip
    last = same[-1] if same else here
    return Target.here(snapshot, last.key, last.span)


@find_origin.on(Holds.PROFILES)
def _of_profiles(snapshot: ProfilesSnapshot, subject: Subject) -> Target | None:
    """Only the active profile counts."""
    node = subject.node
    winner = _winner(snapshot.analysis.context, node, None)
    if winner is not None:
        return Target.of(winner, snapshot)
    active = snapshot.analysis.active
    if active is None:
        return None
    table = "_".join(("PREFECT", *node.path)).upper()
    for name in (table,) if node.is_table else node.environment:
        found = occurrences(snapshot.document, ("profiles", active, name))
        if found:
            return Target.here(snapshot, found[0].part, found[0].whole)
    return None


def _settings(snapshot: Snapshot, node: Node, here: list[Occurrence]) -> list[Occurrence]:
    """The place where the document sets the setting at the position; if it is also written in its
    former place, the current one counts.
    """
    present = current(node.dotted, node.release)
    if present != node.dotted:
        prefix = snapshot.analysis.context.prefix
        return occurrences(snapshot.document, (*prefix, *present.split("."))) or here
    return here


def _winner(context: Context, node: Node, entry: str | None) -> SourceLocation | None:
    """The source that wins over the document; each entry of a free-form table has its own winner,
    the table as a whole has none.
    """
    if node.is_free_form and entry is None:
        return None
    return next(iter(stronger(context, node, entry)), None)


def _entry(context: Context, node: Node, at: Location) -> str | None:
    """The entry of a free-form table that the position is in."""
    inner = _names(at)[len(context.prefix) + len(node.path) :]
    return inner[0] if node.is_free_form and inner else None


def _names(at: Location) -> tuple[str, ...]:
    """The path at a position as far as it has names: an item of an array is its array."""
    names: list[str] = []
    for name in at.path:
        if isinstance(name, int):
            break
        names.append(name)
    return tuple(names)


def _earlier(snapshot: Snapshot, at: Location, line: int) -> Target | None:
    """The first key, if the one at the position clashes with it."""
    for problem in snapshot.document.problems(at.statement):
        if problem.earlier is not None and problem.span.touches(at.position):
            earlier = problem.earlier.down(line)
            return Target.here(snapshot, earlier, earlier)
    return None


def _answer(snapshot: View[Any], target: Target | None, origin: Span) -> Answer | None:
    if target is None:
        return None
    if not snapshot.client.definition_links:
        return target.location
    return [lsp.LocationLink(target.uri, target.whole, target.key, snapshot.range(origin))]

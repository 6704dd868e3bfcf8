"""`textDocument/inlayHint` and `inlayHint/resolve` (LSP 3.17).

Hints have no `kind`: they are neither types nor names of parameters, and a client that shows only
one of these should not take ours for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.dotenv import WHERE
from prefect_toml_lsp.analysis.variables import Variable, Where
from prefect_toml_lsp.features.hint_writer import Hint, HintWriter, complete_hint
from prefect_toml_lsp.features.in_force import shown_at
from prefect_toml_lsp.features.options import ServerOptions
from prefect_toml_lsp.features.raw_json import Encoded
from prefect_toml_lsp.features.registry import Feature, Workspace, on_workspace
from prefect_toml_lsp.features.sizes import in_larger_units
from prefect_toml_lsp.features.snapshot import DotenvSnapshot, ProfilesSnapshot, Snapshot, View
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance import Accepted, Converted, durations, effective
from prefect_toml_lsp.sources.kinds import PROFILE, Holds
from prefect_toml_lsp.sources.toml_entries import Known
from prefect_toml_lsp.sources.variable_values import meaning_in, read
from prefect_toml_lsp.toml.nodes import (
    Array,
    InlineTable,
    KeyValue,
    Literal,
    Section,
    String,
    Value,
)

INLAY_HINT = Feature(lsp.TEXT_DOCUMENT_INLAY_HINT)


@INLAY_HINT.on(Holds.SETTINGS)
def inlay_hints(snapshot: Snapshot, params: lsp.InlayHintParams) -> Encoded:
    """The hints in the lines of a range, as the JSON of ``InlayHint[]``; only statements there are
    looked at.
    """
    document = snapshot.document
    first, last = params.range.start.line, params.range.end.line
    shown: list[str] = []
    writer = HintWriter(snapshot)
    section: Section | None = None
    table: Node | None = None
    is_told = True
    here = slice(document.index_at(first), document.index_at(last) + 1)
    for start, statement in zip(document.starts[here], document.statements[here], strict=True):
        if not isinstance(statement, KeyValue):
            continue
        if statement.section is not section:
            section = statement.section
            table = snapshot.analysis.find_free_form(section)
            is_told = table is None or _has_other_words(table)
        if not is_told:
            continue
        found = _of_statement(snapshot, statement, table)
        if found:
            shown += [
                writer.hint(hint, start) for hint in found if first <= start + hint.at.line <= last
            ]
    return Encoded(f"[{','.join(shown)}]")


@INLAY_HINT.on(Holds.PROFILES)
def profile_hints(snapshot: ProfilesSnapshot, params: lsp.InlayHintParams) -> Encoded:
    """The same for the variables of all profiles; nothing about what overrides them."""
    profiles = snapshot.analysis.profiles.profiles.values()
    variables = (each for profile in profiles for each in profile.values())
    return _of_variables(snapshot, variables, Where(PROFILE), params)


@INLAY_HINT.on(Holds.VARIABLES)
def dotenv_hints(snapshot: DotenvSnapshot, params: lsp.InlayHintParams) -> Encoded:
    """The same for the variables of `.env`."""
    return _of_variables(snapshot, snapshot.analysis.variables(), WHERE, params)


@on_workspace(lsp.INLAY_HINT_RESOLVE)
def resolve_hint(workspace: Workspace, hint: lsp.InlayHint) -> lsp.InlayHint:
    """The hint with everything that the answers above left out."""
    complete_hint(hint, workspace)
    return hint


def _of_variables(
    view: View[Any], variables: Iterable[Variable], where: Where, params: lsp.InlayHintParams
) -> Encoded:
    lines = range(params.range.start.line, params.range.end.line + 1)
    writer = HintWriter(view)
    here = (each for each in variables if each.span.end_line in lines)
    shown = [writer.hint(hint, 0) for each in here for hint in _of_variable(view, each, where)]
    return Encoded(f"[{','.join(shown)}]")


# What there is to say


def _of_statement(snapshot: Snapshot, statement: KeyValue, table: Node | None) -> Sequence[Hint]:
    """The hints of a statement; `table` is the free-form table that it is in, if it is in one."""
    settings, analysis = snapshot.settings, snapshot.analysis
    if table is not None:
        return _of_values(table, statement.pair.value, None, settings)
    found: list[Hint] = []
    for entry in analysis.entries(statement):
        if not isinstance(entry, Known) or entry.node.is_table or entry.verdict is None:
            continue
        node, syntax = entry.node, entry.syntax
        winner = analysis.winner_over(entry) if settings.hint_overrides else None
        if winner is None:
            if _has_other_words(node):
                whole = entry.verdict if isinstance(entry.verdict, Converted) else None
                found += _of_values(node, syntax, whole, settings)
        elif syntax is not None and not node.is_free_form:
            text = shown_at(analysis.context, winner, node)
            if text:
                found.append(Hint(syntax.span.end, f"→ {text}", node, winner))
    return found


def _of_values(
    node: Node, syntax: Value | None, whole: Converted | None, settings: ServerOptions
) -> Sequence[Hint]:
    """What the scalars in a value of a setting mean; `whole` is the value as Prefect reads it."""
    found = []
    waiting = [] if syntax is None else [syntax]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Array):
            waiting.extend(reversed(value.items))
        elif isinstance(value, InlineTable):
            waiting.extend(pair.value for pair in reversed(value.pairs) if pair.value)
        elif isinstance(value, String | Literal):
            content = whole.result if whole and value is syntax else value.value
            text = _meaning(node, content, settings)
            if text and text != value.value:
                found.append(Hint(value.span.end, text, node))
    return found


def _of_variable(view: View[Any], variable: Variable, where: Where) -> Iterator[Hint]:
    """What the value of a variable for one setting means; JSON for a table is skipped."""
    meaning = meaning_in(variable, where, view.schema)
    node = meaning.node
    if variable.literal is None or node is None or node.is_table or not _has_other_words(node):
        return
    for given in read(variable, meaning, where).given:
        if given.node is node and isinstance(given.verdict, Accepted | Converted):
            content = effective(given.value, given.verdict)
            text = _meaning(node, content, view.settings)
            if text and text != given.value:
                yield Hint(variable.literal.end, text, node)


def _has_other_words(node: Node) -> bool:
    """Whether values of a setting, or of the entries of a table, may get a hint in other words."""
    return not node.secret and (node.is_duration or node.unit in ("seconds", "bytes"))


def _meaning(node: Node, content: Any, settings: ServerOptions) -> str | None:
    """A value in other words; None if it speaks for itself or is wrong."""
    number = isinstance(content, int | float) and not isinstance(content, bool)
    if node.unit == "bytes" and number and settings.hint_sizes:
        return in_larger_units(content)
    if not settings.hint_durations:
        return None
    try:
        if node.is_duration and isinstance(content, str):
            return _duration_in_words(content)
        if number and (node.is_duration or (node.unit == "seconds" and abs(content) >= 60)):
            return durations.from_number(content).in_words()
    except durations.DurationError:
        return None  # The diagnostic on the value says what is wrong with it.
    return None


@lru_cache(maxsize=1024)
def _duration_in_words(text: str) -> str:
    """Raises `DurationError`."""
    return durations.parse(text).in_words()

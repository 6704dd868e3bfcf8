"""`textDocument/inlayHint` and `inlayHint/resolve` (LSP 3.17).

Hints have no `kind`: they are neither types nor names of parameters, and a client that shows only
one of these should not take ours for it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.documentation import describe
from prefect_toml_lsp.features.documentation import markup
from prefect_toml_lsp.features.in_force import shown_at
from prefect_toml_lsp.features.options import ServerOptions
from prefect_toml_lsp.features.raw_json import Encoded, Places, quote
from prefect_toml_lsp.features.registry import Feature, Workspace, on_workspace
from prefect_toml_lsp.features.setting_data import find_setting, to_data
from prefect_toml_lsp.features.sizes import in_larger_units
from prefect_toml_lsp.features.snapshot import Client, Snapshot
from prefect_toml_lsp.features.uris import uri_of
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance import Converted, durations
from prefect_toml_lsp.sources.kinds import Holds
from prefect_toml_lsp.sources.precedence import SourceLocation
from prefect_toml_lsp.sources.toml_entries import Known
from prefect_toml_lsp.text import Position
from prefect_toml_lsp.toml.nodes import (
    Array,
    InlineTable,
    KeyValue,
    Literal,
    Section,
    String,
    Value,
)

_WINNER = "The value in force. Its source wins over this one, which has no effect."
_IN_UNITS = "How much the number of bytes is, in larger units."
_IN_WORDS = "How long the time is, in words."

INLAY_HINT = Feature(lsp.TEXT_DOCUMENT_INLAY_HINT)


class _Hint(NamedTuple):
    """What to say after a value, `at` the end of it (relative to its statement); `origin` is
    where it comes from if that is another place.
    """

    at: Position
    text: str
    setting: Node
    origin: SourceLocation | None = None


@INLAY_HINT.on(Holds.SETTINGS)
def inlay_hints(snapshot: Snapshot, params: lsp.InlayHintParams) -> Encoded:
    """The hints in the lines of a range, as the JSON of ``InlayHint[]``; only statements there are
    looked at.
    """
    document = snapshot.document
    first, last = params.range.start.line, params.range.end.line
    shown: list[str] = []
    writer = _Writer(snapshot)
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


@on_workspace(lsp.INLAY_HINT_RESOLVE)
def resolve_hint(workspace: Workspace, hint: lsp.InlayHint) -> lsp.InlayHint:
    """The hint with what `inlay_hints` has left out of it."""
    data: Any = hint.data
    if not isinstance(data, dict):
        return hint
    node = find_setting(data.get("setting"), data.get("in"), workspace.catalogue)
    if node is not None:
        hint.tooltip = _tooltip(_about(node), node, workspace.client)
        if data.get("wins") is True:
            hint.tooltip = _tooltip(_WINNER, node, workspace.client)
    match data.get("origin"), hint.label:
        case {"uri": str(uri), "line": int(line)}, [_, lsp.InlayHintLabelPart() as name, _]:
            name.location = _location(uri, line)
    return hint


# What there is to say


def _of_statement(snapshot: Snapshot, statement: KeyValue, table: Node | None) -> Sequence[_Hint]:
    """The hints of a statement; `table` is the free-form table that it is in, if it is in one."""
    settings, analysis = snapshot.settings, snapshot.analysis
    if table is not None:
        return _of_values(table, statement.pair.value, None, settings)
    found: list[_Hint] = []
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
                found.append(_Hint(syntax.span.end, f"→ {text}", node, winner))
    return found


def _of_values(
    node: Node, syntax: Value | None, whole: Converted | None, settings: ServerOptions
) -> Sequence[_Hint]:
    """What the scalars in a value of a setting mean; `whole` is what Prefect makes of all of it."""
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
                found.append(_Hint(value.span.end, text, node))
    return found


def _has_other_words(node: Node) -> bool:
    """Whether values of a setting, or of the entries of a table, may be told in other words."""
    return not node.secret and (node.is_duration or node.unit in ("seconds", "bytes"))


def _meaning(node: Node, content: Any, settings: ServerOptions) -> str | None:
    """A value in other words; None where it speaks for itself or is wrong."""
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


# How it is shown


class _Writer:
    """Writes hints as the client gets them: what it asks for on demand is left for
    `resolve_hint`.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        client = snapshot.client
        self._client = client
        self._places = Places(snapshot.source.lines, client.encoding.units)
        self._is_lazy = "tooltip" in client.resolves_hints
        self._schema = json.dumps(to_data(snapshot.schema), separators=(",", ":"))
        self._of_setting: dict[tuple[Node, bool], tuple[str, str]] = {}
        self._files: dict[Path | None, tuple[str, str]] = {}

    def hint(self, hint: _Hint, start: int) -> str:
        """An ``InlayHint`` of a statement that starts on line `start`."""
        key = hint.setting, hint.origin is not None
        known = self._of_setting.get(key)
        if known is None:  # for thousands of hints of one setting
            known = self._of_setting[key] = self._describe(*key)
        tooltip, data = known
        if hint.origin is None:
            label = quote(hint.text)
        else:
            label, later = self._with_origin(hint.text, hint.origin)
            data = f"{data},{later}" if data and later else data or later
        row, column = hint.at
        shown = f'{{"position":{self._places.position(start + row, column)},"label":{label}'
        if data:
            shown += f',"data":{{{data}}}'
        return f'{shown},"paddingLeft":true{tooltip}}}'

    def _describe(self, node: Node, wins: bool) -> tuple[str, str]:
        """The tooltip, with a comma in front, or else the members that it can be made of later."""
        if self._is_lazy:
            data = f'"setting":{quote(node.dotted)},"in":{self._schema}'
            return "", f'{data},"wins":true' if wins else data
        tooltip = _tooltip(_WINNER if wins else _about(node), node, self._client)
        return f',"tooltip":{{"kind":"{tooltip.kind.value}","value":{quote(tooltip.value)}}}', ""

    def _with_origin(self, text: str, origin: SourceLocation) -> tuple[str, str]:
        """A label whose second of three parts leads to the file, and the member that is needed to
        do that later; a variable of the environment leads nowhere.
        """
        where = origin.where
        if where not in self._files:
            self._files[where] = _name_and_uri(where)
        name, uri = self._files[where]
        later = location = ""
        if uri:
            row = origin.line or 0
            if "label.location" in self._client.resolves_hints:
                later = f'"origin":{{"uri":{uri},"line":{row}}}'
            else:
                start = f'{{"line":{row},"character":0}}'
                range_ = f'{{"start":{start},"end":{start}}}'
                location = f',"location":{{"uri":{uri},"range":{range_}}}'
        name = name or quote(origin.name)
        label = f'[{{"value":{quote(f"{text} (")}}},{{"value":{name}{location}}},{{"value":")"}}]'
        return label, later


def _name_and_uri(path: Path | None) -> tuple[str, str]:
    """What a file is called and where it is, as JSON; empty where there is none."""
    if path is None:
        return "", ""
    return quote(path.name), quote(uri_of(path))


def _about(node: Node) -> str:
    """What a hint in other words says of the setting's value."""
    return _IN_UNITS if node.unit == "bytes" else _IN_WORDS


def _tooltip(about: str, node: Node, client: Client) -> lsp.MarkupContent:
    """What a hint is about, then its setting."""
    return markup(f"{about}\n\n{describe(node)}", markdown=client.hover_markdown)


def _location(uri: str, line: int) -> lsp.Location:
    start = lsp.Position(line, 0)
    return lsp.Location(uri, lsp.Range(start, start))

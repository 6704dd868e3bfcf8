"""Inlay hints as their client gets them: at once, or the rest of one on demand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.documentation import describe
from prefect_toml_lsp.features.documentation import markup
from prefect_toml_lsp.features.raw_json import Places, quote
from prefect_toml_lsp.features.registry import Workspace
from prefect_toml_lsp.features.setting_data import find_schema, find_setting, to_data
from prefect_toml_lsp.features.snapshot import Client, View
from prefect_toml_lsp.features.uris import uri_of
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.precedence import SourceLocation
from prefect_toml_lsp.text import Position

_WINNER = "The value in force: its source wins over this one."
_IN_UNITS = "The number of bytes in larger units."
_IN_WORDS = "The duration in words."


class Hint(NamedTuple):
    """What to say after a value, `at` the end of it (relative to the line that `HintWriter.hint` is
    given); `origin` is where it comes from if that is another place.
    """

    at: Position
    text: str
    setting: Node
    origin: SourceLocation | None = None


def complete_hint(hint: lsp.InlayHint, workspace: Workspace) -> None:
    """Add what `HintWriter` left out; other hints do not change."""
    data: Any = hint.data
    if not isinstance(data, dict):
        return
    schema = find_schema(data.get("in"), workspace.catalogue)
    node = find_setting(data.get("setting"), schema)
    if node is not None:
        hint.tooltip = _tooltip(_about(node), node, workspace.client)
        if data.get("wins") is True:
            hint.tooltip = _tooltip(_WINNER, node, workspace.client)
    match data.get("origin"), hint.label:
        case {"uri": str(uri), "line": int(line)}, [_, lsp.InlayHintLabelPart() as name, _]:
            name.location = _location(uri, line)


class HintWriter:
    """Writes hints as the client gets them: what it asks for on demand is left for
    `complete_hint`.
    """

    def __init__(self, view: View[Any]) -> None:
        client = view.client
        self._client = client
        self._places = Places(view.source.lines, client.encoding.units)
        self._is_lazy = "tooltip" in client.resolves_hints
        self._schema = json.dumps(to_data(view.schema), separators=(",", ":"))
        self._of_setting: dict[tuple[Node, bool], tuple[str, str]] = {}
        self._files: dict[Path | None, tuple[str, str]] = {}

    def hint(self, hint: Hint, start: int) -> str:
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
        """A label whose second of three parts links to the file, and the JSON member that is needed
        to add the link later; a variable of the environment leads nowhere.
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
    """What a file is called and where it is, as JSON; empty if there is none."""
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

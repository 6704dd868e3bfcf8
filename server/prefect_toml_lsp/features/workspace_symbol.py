"""`workspace/symbol` (LSP 3.17): settings, tables, profiles and variables of all files, by name.

Names only; no value is shown, so no secret is.
"""

from __future__ import annotations

from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.features.raw_json import Encoded, Places, quote
from prefect_toml_lsp.features.registry import PerKind, Workspace, on_workspace
from prefect_toml_lsp.features.snapshot import DotenvSnapshot, TomlSnapshot, View
from prefect_toml_lsp.sources.kinds import TOML, Holds
from prefect_toml_lsp.sources.source import is_ours
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.encode import encode_key
from prefect_toml_lsp.toml.nodes import Header, InlineTable, Key, KeyValue
from prefect_toml_lsp.toml.occurrences import pairs_of

_TABLE = lsp.SymbolKind.Namespace.value
_KEY = lsp.SymbolKind.Property.value
_VARIABLE = lsp.SymbolKind.Variable.value


@on_workspace(lsp.WORKSPACE_SYMBOL)
async def workspace_symbols(workspace: Workspace, params: lsp.WorkspaceSymbolParams) -> Encoded:
    """The symbols of all files for a query, as the JSON of ``WorkspaceSymbol[]``."""
    found = [
        symbol
        async for file in workspace.files(params)
        for symbol in symbols_of(file.view, params.query)
    ]
    return Encoded(f"[{','.join(found)}]")


def symbols_of(snapshot: View[Any], query: str) -> list[Encoded]:
    """The symbols of one file whose dotted path has the letters of `query` in order, in any case,
    each as the JSON of a ``WorkspaceSymbol``; all of them for an empty query.
    """
    found = _Found(snapshot)
    _search(snapshot, query.casefold(), found)
    return found.symbols


def has_letters(name: str, wanted: str) -> bool:
    """Whether `wanted` is a subsequence of `name`."""
    at = 0
    for char in wanted:
        at = name.find(char, at) + 1
        if not at:
            return False
    return True


def _still_wanted(name: str, wanted: str) -> str:
    """The letters of `wanted` that are missing in `name` and must follow it."""
    at = 0
    for number, char in enumerate(wanted):
        at = name.find(char, at) + 1
        if not at:
            return wanted[number:]
    return ""


class _Found:
    """The symbols of a file that were found."""

    def __init__(self, view: View[Any]) -> None:
        self.symbols: list[Encoded] = []
        self._places = Places(view.source.lines, view.client.encoding.units)
        file = quote(view.uri.rpartition("/")[2])
        self._where = f'"containerName":{file},"location":{{"uri":{quote(view.uri)},"range":'

    def add(self, name: str, kind: int, span: Span, line: int) -> None:
        """Add one whose span counts lines from `line`."""
        where = f"{self._where}{self._places.range(span, line)}}}"
        self.symbols.append(Encoded(f'{{"name":{quote(name)},"kind":{kind},{where}}}'))


_search: PerKind[None] = PerKind()
"""Adds the symbols of one file that are wanted to `found`."""


@_search.on(Holds.VARIABLES)
def _search_dotenv(snapshot: DotenvSnapshot, wanted: str, found: _Found) -> None:
    for each in snapshot.analysis.document.statements:
        if is_ours(each) and each.name and has_letters(each.name.casefold(), wanted):
            found.add(each.name, _VARIABLE, each.key, 0)


@_search.on(*TOML)
def _search_toml(snapshot: TomlSnapshot[Any], wanted: str, found: _Found) -> None:
    """Tables by their headers and keys by their whole path, below the prefix. Broken statements
    are left out, because a part of a secret may look like a key.
    """
    document, prefix = snapshot.document, snapshot.analysis.context.prefix
    length = len(prefix)
    table, left = (
        "",
        wanted,
    )  # the path of the section, and the letters that its keys must still have
    for statement, line in zip(document.statements, document.starts, strict=True):
        if isinstance(statement, KeyValue):
            if statement.problems:
                continue
            pair = statement.pair
            if table and not isinstance(pair.value, InlineTable):  # nearly all, so without delay
                name = _written(pair.key)
                if not left or has_letters(name.casefold(), left):
                    found.add(f"{table}.{name}", _KEY, pair.key.span, line)
                continue
            for pair, path in pairs_of(statement):
                if path[:length] == prefix and len(path) > length:
                    name = _dotted(path[length:])
                    if has_letters(name.casefold(), wanted):
                        found.add(name, _KEY, pair.key.span, line)
        elif isinstance(statement, Header):
            path = statement.key.names
            table = _dotted(path[length:]) if path[:length] == prefix else ""
            left = _still_wanted(table.casefold(), wanted)
            if table and not left and not statement.problems:
                found.add(table, _TABLE, statement.key.span, line)
            left = left.removeprefix(".")


def _dotted(path: tuple[str, ...]) -> str:
    return ".".join(map(encode_key, path))


def _written(key: Key) -> str:
    """A key as TOML writes it, its dots without blanks."""
    parts = key.parts
    if len(parts) == 1 and not parts[0].quote:
        return parts[0].name
    return ".".join([encode_key(part.name) if part.quote else part.name for part in parts])

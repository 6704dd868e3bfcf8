"""`workspace/symbol` (LSP 3.17): settings, tables, profiles and variables of all files, by name.

Names only; no value is shown, so no secret is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.dotenv import is_ours
from prefect_toml_lsp.features.encoded import Encoded, Places, quote
from prefect_toml_lsp.features.snapshot import DotenvSnapshot, Snapshot, TomlSnapshot, View
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.encode import encode_key
from prefect_toml_lsp.toml.nodes import Header, InlineTable, Key, KeyValue
from prefect_toml_lsp.toml.occurrences import pairs_of


class _Named(NamedTuple):
    """A symbol whose span counts lines from `line`."""

    name: str
    kind: lsp.SymbolKind
    span: Span
    line: int


def symbols_of(snapshot: View[Any], query: str) -> Iterator[Encoded]:
    """The symbols of one file whose dotted path has the letters of `query` in their order, in any
    case, each as the JSON of a ``WorkspaceSymbol``; all of them for an empty query.
    """
    wanted = query.casefold()
    places = Places(snapshot.source.lines, snapshot.client.encoding.units)
    container = quote(snapshot.uri.rpartition("/")[2])
    uri = quote(snapshot.uri)
    for name, kind, span, line in _named(snapshot):
        if has_letters(name.casefold(), wanted):
            yield Encoded(
                f'{{"name":{quote(name)},"kind":{kind._value_},"containerName":{container},'
                f'"location":{{"uri":{uri},"range":{places.range(span, line)}}}}}'
            )


def has_letters(name: str, wanted: str) -> bool:
    """Whether `wanted` is a subsequence of `name`."""
    at = 0
    for char in wanted:
        at = name.find(char, at) + 1
        if not at:
            return False
    return True


def _named(snapshot: View[Any]) -> Iterator[_Named]:
    if isinstance(snapshot, TomlSnapshot):
        prefix: tuple[str, ...] = ()
        if isinstance(snapshot, Snapshot):
            prefix = snapshot.analysis.context.prefix
        yield from _in_toml(snapshot, prefix)
    elif isinstance(snapshot, DotenvSnapshot):
        for each in snapshot.analysis.document.statements:
            if is_ours(each) and each.name:
                yield _Named(each.name, lsp.SymbolKind.Variable, each.key, 0)


def _in_toml(snapshot: TomlSnapshot[Any], prefix: tuple[str, ...]) -> Iterator[_Named]:
    """Tables by their headers and keys by their whole path, below the table at `prefix`. What is
    broken is left out: a piece of a secret may look like a key.
    """
    document = snapshot.document
    length = len(prefix)
    table = ""
    for statement, line in zip(document.statements, document.starts, strict=True):
        if isinstance(statement, Header):
            path = statement.key.names
            table = _dotted(path[length:]) if path[:length] == prefix else ""
            if table and not statement.problems:
                yield _Named(table, lsp.SymbolKind.Namespace, statement.key.span, line)
        elif isinstance(statement, KeyValue) and not statement.problems:
            pair = statement.pair
            if table and not isinstance(pair.value, InlineTable):  # nearly all, so without delay
                name = f"{table}.{_written(pair.key)}"
                yield _Named(name, lsp.SymbolKind.Property, pair.key.span, line)
                continue
            for pair, path in pairs_of(statement):
                if path[:length] == prefix and len(path) > length:
                    name = _dotted(path[length:])
                    yield _Named(name, lsp.SymbolKind.Property, pair.key.span, line)


def _dotted(path: tuple[str, ...]) -> str:
    return ".".join(map(encode_key, path))


def _written(key: Key) -> str:
    """A key as TOML writes it, its dots without blanks."""
    return ".".join(encode_key(part.name) if part.quote else part.name for part in key.parts)

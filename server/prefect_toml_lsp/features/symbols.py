"""`textDocument/documentSymbol` (LSP 3.17)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.outline import Outline, Symbol, kind_of, show_name
from prefect_toml_lsp.analysis.outline_tables import Known, is_gone, profiles_table
from prefect_toml_lsp.analysis.value_preview import detail_of_any, tell
from prefect_toml_lsp.features.raw_json import Encoded, quote
from prefect_toml_lsp.features.snapshot import Snapshot, TomlSnapshot
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.nodes import KeyValue

_TAGS = f',"tags":[{lsp.SymbolTag.Deprecated.value}]'


def document_symbols(
    snapshot: TomlSnapshot[Any], _: lsp.DocumentSymbolParams
) -> Encoded | list[lsp.SymbolInformation]:
    """The tables and keys of the document: a tree, or for a client that takes none, a list.

    The tree is the JSON of ``DocumentSymbol[]``; every line of a long document may be a symbol.
    """
    schema = snapshot.schema
    root = schema.root if isinstance(snapshot, Snapshot) else profiles_table(schema)
    outline = Outline(snapshot.document, root, snapshot.analysis.context.prefix)
    if snapshot.client.nested_symbols:
        writer = _Writer(snapshot.document, snapshot.client.encoding.units)
        return writer.write(outline.top)
    return list(_flat(snapshot, outline, outline.top, ()))


class _Writer:
    """Writes the symbols of an outline as JSON, piece by piece: what is in a table is not copied
    into the text of each table around it.
    """

    def __init__(self, document: Document, units: Callable[[str, int], int]) -> None:
        self._document = document
        self._lines = document.source.lines
        self._units = units  # counts the columns of a line as the client does
        self._same = _Same()
        self._pieces: list[str] = []

    def write(self, table: Symbol) -> Encoded:
        """What is in a symbol, as a ``DocumentSymbol[]``."""
        self._add_children(table)
        return Encoded("".join(self._pieces))

    def _add_children(self, table: Symbol) -> None:
        """Of thousands of simple pairs each is written without a call more than it needs."""
        pieces, lines, same = self._pieces, self._lines, self._same
        statements, starts = self._document.statements, self._document.starts
        known, entry = (table.node.known, table.node.entry) if table.node else ({}, None)
        separator = "["
        for child in table.children:
            pieces.append(separator)
            separator = ","
            if isinstance(child, Symbol):
                self._add(child)
                continue
            statement, row = statements[child], starts[child]
            assert isinstance(statement, KeyValue)
            pair = statement.pair
            part, value = pair.key.parts[0], pair.value
            assert value is not None
            name, line = part.name, lines[row]
            node = known.get(name) or entry
            more = same[node]
            if more is None and isinstance(node, Node):
                more = _more(tell(node, value, line[value.span[1] : value.span[3]]), node)
            start, end, named_end = pair.span[1], pair.span[3], part.span[3]
            if not line.isascii():
                units = self._units
                start, end, named_end = units(line, start), units(line, end), units(line, named_end)
            if part.quote:
                name = show_name(part)
            at = f'{{"line":{row},"character":'
            span = f'{{"start":{at}{start}}},"end":{at}'
            pieces.append(
                f'{{"name":{quote(name)},"kind":{kind_of(value)._value_}{more},'
                f'"range":{span}{end}}}}},"selectionRange":{span}{named_end}}}}}}}'
            )
        pieces.append("]" if table.children else "[]")

    def _add(self, symbol: Symbol) -> None:
        row, column = symbol.start
        end_row, end_column = symbol.end
        named_row, named, named_end_row, named_end = symbol.named
        named_row += symbol.line
        named_end_row += symbol.line
        if row != end_row or row != named_end_row or not self._lines[row].isascii():
            column = self._units(self._lines[row], column)
            end_column = self._units(self._lines[end_row], end_column)
            named = self._units(self._lines[named_row], named)
            named_end = self._units(self._lines[named_end_row], named_end)
        more = _more(symbol.detail, symbol.node)
        self._pieces.append(f'{{"name":{quote(symbol.name)},"kind":{symbol.kind._value_}{more}')
        if symbol.children:
            self._pieces.append(',"children":')
            self._add_children(symbol)
        self._pieces.append(
            f',"range":{{"start":{{"line":{row},"character":{column}}},'
            f'"end":{{"line":{end_row},"character":{end_column}}}}},'
            f'"selectionRange":{{"start":{{"line":{named_row},"character":{named}}},'
            f'"end":{{"line":{named_end_row},"character":{named_end}}}}}}}'
        )


class _Same(dict[Known | None, str | None]):
    """The rest of a symbol's members where it is the same for all values of a setting, else None;
    found when it is wanted first.
    """

    def __missing__(self, node: Known | None) -> str | None:
        detail = detail_of_any(node)
        self[node] = more = None if detail is None else _more(detail, node)
        return more


def _more(detail: str, node: Known | None) -> str:
    """What not every symbol has, as the rest of an object's members."""
    more = f',"detail":{quote(detail)}' if detail else ""
    return f"{more}{_TAGS}" if is_gone(node) else more


def _flat(
    snapshot: TomlSnapshot[Any], outline: Outline, table: Symbol, names: tuple[str, ...]
) -> Iterator[lsp.SymbolInformation]:
    """All that is below a symbol; `names` leads to it."""
    for symbol in outline.children(table):
        yield lsp.SymbolInformation(
            location=lsp.Location(snapshot.uri, snapshot.range(symbol.range)),
            name=symbol.name,
            kind=lsp.SymbolKind(symbol.kind),
            container_name=".".join(names) or None,
        )
        yield from _flat(snapshot, outline, symbol, (*names, symbol.name))

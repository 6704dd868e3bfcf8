"""`textDocument/documentSymbol` (LSP 3.17)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.outline import Symbol, outline
from prefect_toml_lsp.features.encoded import Encoded, quote
from prefect_toml_lsp.features.snapshot import Snapshot, TomlSnapshot

_TAGS = f',"tags":[{lsp.SymbolTag.Deprecated.value}]'


def document_symbols(
    snapshot: TomlSnapshot[Any], _: lsp.DocumentSymbolParams
) -> Encoded | list[lsp.SymbolInformation]:
    """The tables and keys of the document: a tree, or for a client that takes none, a list.

    The tree is the JSON of ``DocumentSymbol[]``; every line of a long document may be a symbol.
    """
    root = snapshot.schema.root if isinstance(snapshot, Snapshot) else None
    symbols = outline(snapshot.document, root, snapshot.analysis.context.prefix)
    if snapshot.client.nested_symbols:
        writer = _Writer(snapshot.source.lines, snapshot.client.encoding.units)
        return Encoded(writer.tree(symbols))
    return [each for symbol in symbols for each in _flat(snapshot, symbol, ())]


class _Writer:
    """Writes symbols as JSON; `units` counts the columns of a line as the client does."""

    def __init__(self, lines: Sequence[str], units: Callable[[str, int], int]) -> None:
        self._lines = lines
        self._units = units

    def tree(self, symbols: Iterable[Symbol]) -> str:
        """A ``DocumentSymbol[]``."""
        return f"[{','.join([self._symbol(symbol) for symbol in symbols])}]"

    def _symbol(self, symbol: Symbol) -> str:
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
        more = f',"detail":{quote(symbol.detail)}' if symbol.detail else ""
        if symbol.is_gone:
            more += _TAGS
        if symbol.children:
            more += f',"children":{self.tree(symbol.children)}'
        return (
            f'{{"name":{quote(symbol.name)},"kind":{symbol.kind._value_}{more},'
            f'"range":{{"start":{{"line":{row},"character":{column}}},'
            f'"end":{{"line":{end_row},"character":{end_column}}}}},'
            f'"selectionRange":{{"start":{{"line":{named_row},"character":{named}}},'
            f'"end":{{"line":{named_end_row},"character":{named_end}}}}}}}'
        )


def _flat(
    snapshot: TomlSnapshot[Any], symbol: Symbol, outer: tuple[str, ...]
) -> Iterator[lsp.SymbolInformation]:
    """The symbol and all below it; `outer` are the names of the tables around it."""
    yield lsp.SymbolInformation(
        location=lsp.Location(snapshot.uri, snapshot.range(symbol.range)),
        name=symbol.name,
        kind=lsp.SymbolKind(symbol.kind),
        container_name=".".join(outer) or None,
    )
    for child in symbol.children:
        yield from _flat(snapshot, child, (*outer, symbol.name))

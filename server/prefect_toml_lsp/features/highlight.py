"""`textDocument/documentHighlight` (LSP 3.17)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.features.raw_json import Encoded, Places
from prefect_toml_lsp.features.snapshot import TomlSnapshot
from prefect_toml_lsp.toml import Claim, Document, Path, Place, locate
from prefect_toml_lsp.toml.nodes import Statement
from prefect_toml_lsp.toml.occurrences import Mention, mentions

_READ = lsp.DocumentHighlightKind.Read.value
_WRITE = lsp.DocumentHighlightKind.Write.value
_SETS = frozenset({Claim.VALUE, Claim.TABLE, Claim.ARRAY})
_MANY = 1000
"""Mentions from which on all statements are numbered, which takes 1.4 ms for 10,000 of them; the
search for one takes 1.3 µs.
"""


def highlights(snapshot: TomlSnapshot[Any], params: lsp.DocumentHighlightParams) -> Encoded | None:
    """All keys and headers that name what is at the cursor, as the JSON of
    ``DocumentHighlight[]``: writing where they set or define it, reading where they pass through
    it. A value stands for its key.
    """
    document, prefix = snapshot.document, snapshot.analysis.context.prefix
    at = locate(document, snapshot.position(params.position))
    path = _names(at.path) if at.place is Place.VALUE else at.path
    if path[: len(prefix)] != prefix or not (at.part or at.place is Place.VALUE):
        return None
    named = {
        id(each.part): (each.statement, each.part, each.claim in _SETS)
        for each in _mentions(document, path)
    }
    if at.part is not None and at.key is not None and id(at.part) not in named:
        # In an element of an array, and in a broken header, names are nobody else's.
        named = {id(at.part): (at.statement, at.part, at.part is at.key.parts[-1])}
    start = _starts(document) if len(named) > _MANY else document.start
    found = sorted((start(statement), part.span, sets) for statement, part, sets in named.values())
    places = Places(snapshot.source.lines, snapshot.client.encoding.units)
    shown = [
        f'{{"range":{places.range(span, line)},"kind":{_WRITE if sets else _READ}}}'
        for line, span, sets in found
    ]
    return Encoded(f"[{','.join(shown)}]")


def _starts(document: Document) -> Callable[[Statement], int]:
    """`Document.start` for many statements."""
    return dict(zip(document.statements, document.starts, strict=True)).__getitem__


def _names(path: Path) -> Path:
    """The path of the key whose value, or whose value's item, is at `path`."""
    length = len(path)
    while length and isinstance(path[length - 1], int):
        length -= 1
    return path[:length]


def _mentions(document: Document, path: Path) -> Iterator[Mention]:
    """All parts of keys that name `path`; what is in an array has no name in the document."""
    names = [name for name in path if isinstance(name, str)]
    return mentions(document, names) if len(names) == len(path) else iter(())

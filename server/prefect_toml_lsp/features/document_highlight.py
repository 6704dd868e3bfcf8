"""`textDocument/documentHighlight` (LSP 3.17)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.features.registry import Feature
from prefect_toml_lsp.features.snapshot import TomlSnapshot
from prefect_toml_lsp.sources.kinds import TOML
from prefect_toml_lsp.toml import Claim, Document, Path, Place, locate
from prefect_toml_lsp.toml.occurrences import Mention, mentions

DOCUMENT_HIGHLIGHT = Feature(lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
_READ = lsp.DocumentHighlightKind.Read
_WRITE = lsp.DocumentHighlightKind.Write
_SETS = frozenset({Claim.VALUE, Claim.TABLE, Claim.ARRAY})


@DOCUMENT_HIGHLIGHT.on(*TOML)
def highlights(
    snapshot: TomlSnapshot[Any], params: lsp.DocumentHighlightParams
) -> list[lsp.DocumentHighlight] | None:
    """All keys and headers that name what is at the cursor: writing where they set or define it,
    reading where they pass through it. A value stands for its key.
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
    spans = [
        (part.span.down(document.start(statement)), sets)
        for statement, part, sets in named.values()
    ]
    return [
        lsp.DocumentHighlight(snapshot.range(span), _WRITE if sets else _READ)
        for span, sets in sorted(spans)
    ]


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

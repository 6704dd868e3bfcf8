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
    """All keys and headers that name the setting or table at the cursor: as writes if they set or
    define it, as reads if they pass through it. A value stands for its key.
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
        # names in an element of an array or in a broken header are separate
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
    """All parts of keys that name `path`; keys in an array have no path in the document."""
    names = [name for name in path if isinstance(name, str)]
    return mentions(document, names) if len(names) == len(path) else iter(())

"""`textDocument/documentHighlight` (LSP 3.17)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from lsprotocol import types as lsp

from prefect_toml_lsp.features.snapshot import TomlSnapshot
from prefect_toml_lsp.toml import Claim, Document, Path, Place, locate
from prefect_toml_lsp.toml.nodes import Header, InlineTable, Key, KeyPart, KeyValue, Pair, Statement

_SETS = frozenset({Claim.VALUE, Claim.TABLE, Claim.ARRAY})


class Mention(NamedTuple):
    """A part of a key that names a path; `sets` where it is set or defined there, and not only
    passed through.
    """

    statement: Statement
    part: KeyPart
    sets: bool


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
    mentions = {id(each.part): each for each in _mentions(document, path)}
    if at.part is not None and at.key is not None and id(at.part) not in mentions:
        # In an element of an array, and in a broken header, names are nobody else's.
        mentions = {id(at.part): Mention(at.statement, at.part, at.part is at.key.parts[-1])}
    found = [
        (each.part.span.down(document.start(each.statement)), each.sets)
        for each in mentions.values()
    ]
    return [
        lsp.DocumentHighlight(
            snapshot.range(span),
            lsp.DocumentHighlightKind.Write if sets else lsp.DocumentHighlightKind.Read,
        )
        for span, sets in sorted(found)
    ]


def _names(path: Path) -> Path:
    """The path of the key whose value, or whose value's item, is at `path`."""
    length = len(path)
    while length and isinstance(path[length - 1], int):
        length -= 1
    return path[:length]


def _mentions(document: Document, path: Path) -> Iterator[Mention]:
    """All parts of keys that name `path`, in headers, dotted keys and inline tables."""
    names = [name for name in path if isinstance(name, str)]
    if len(names) < len(path):
        return  # what is in an array has no name of its own in the document
    for length in range(1, len(names) + 1):
        rest = names[length:]
        for statement, claim in document.claims(names[:length]):
            if not rest:
                part = _part(statement, length - 1)
                if part is not None:
                    yield Mention(statement, part, claim in _SETS)
            elif claim is Claim.VALUE and isinstance(statement, KeyValue):
                yield from _in_pair(statement, statement.pair, rest)


def _part(statement: Statement, index: int) -> KeyPart | None:
    """The part of the statement's key that stands at `index` of its path in the document."""
    key: Key | None = None
    if isinstance(statement, Header):
        key = statement.key
    elif isinstance(statement, KeyValue):
        key = statement.pair.key
        index -= len(statement.section.path)
    return key.parts[index] if key and 0 <= index < len(key.parts) else None


def _in_pair(statement: Statement, pair: Pair, names: list[str]) -> Iterator[Mention]:
    """What names `names` in the value of a pair."""
    waiting = [(pair, names)]
    while waiting:
        pair, rest = waiting.pop()
        if not isinstance(pair.value, InlineTable):
            continue
        for each in pair.value.pairs:
            written = list(each.key.names)
            if written[: len(rest)] == rest:
                yield Mention(statement, each.key.parts[len(rest) - 1], written == rest)
            elif written and rest[: len(written)] == written:
                waiting.append((each, rest[len(written) :]))

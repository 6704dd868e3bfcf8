"""`textDocument/documentHighlight` (LSP 3.17)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from lsprotocol import types as lsp

from prefect_toml_lsp.features.encoded import Encoded, Places
from prefect_toml_lsp.features.snapshot import TomlSnapshot
from prefect_toml_lsp.toml import Claim, Document, Path, Place, locate
from prefect_toml_lsp.toml.nodes import Header, InlineTable, Key, KeyPart, KeyValue, Pair, Statement

_READ = lsp.DocumentHighlightKind.Read.value
_WRITE = lsp.DocumentHighlightKind.Write.value
_SETS = frozenset({Claim.VALUE, Claim.TABLE, Claim.ARRAY})


_MANY = 1000
"""Mentions from which on all statements are numbered, which takes 1.4 ms for 10,000 of them; the
search for one takes 1.3 µs.
"""


class Mention(NamedTuple):
    """A part of a key that names a path; `sets` where it is set or defined there, and not only
    passed through.
    """

    statement: Statement
    part: KeyPart
    sets: bool


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
    mentions = {id(each.part): each for each in _mentions(document, path)}
    if at.part is not None and at.key is not None and id(at.part) not in mentions:
        # In an element of an array, and in a broken header, names are nobody else's.
        mentions = {id(at.part): Mention(at.statement, at.part, at.part is at.key.parts[-1])}
    start = _starts(document) if len(mentions) > _MANY else document.start
    found = sorted((start(each.statement), each.part.span, each.sets) for each in mentions.values())
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

"""The exact place of an assignment in its file."""

from __future__ import annotations

from collections.abc import Sequence

from prefect_toml_lsp.dotenv.document import read_statement_at
from prefect_toml_lsp.files.reading import Unreadable
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.file_store import FileStore
from prefect_toml_lsp.sources.kinds import DOTENV
from prefect_toml_lsp.sources.precedence import SourceLocation
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.text.source import split_lines
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.nodes import KeyValue
from prefect_toml_lsp.toml.occurrences import pairs_of


class Spot(NamedTuple):
    """A key, and all of what sets it: from the key to the end of the value."""

    key: Span
    whole: Span


_NOWHERE = Spot(Span(0, 0, 0, 0), Span(0, 0, 0, 0))


def find_spot(place: SourceLocation, contents: FileStore) -> tuple[Spot, Sequence[str]] | None:
    """The key at `place`, and the lines of its file; the start of the file if there is none on
    its line any more. None without a file, and for one that is gone or cannot be read.
    """
    try:
        if place.where is None:
            return None
        if place.kind == DOTENV:
            text = contents.text(place.where)
            return None if text is None else (_in_dotenv(place, text), split_lines(text))
        document = contents.document(place.where)
    except Unreadable:
        return None
    return None if document is None else (_in_toml(place, document), document.source.lines)


def _in_toml(place: SourceLocation, document: Document) -> Spot:
    line = min(place.line or 0, len(document.source.lines) - 1)
    statement = document.at(line)
    start = document.start(statement)
    nearest: Spot | None = None
    for pair, path in pairs_of(statement) if isinstance(statement, KeyValue) else ():
        if pair.key.span.line + start == line:
            spot = Spot(pair.key.span.down(start), pair.span.down(start))
            nearest = nearest or spot
            if f".{'.'.join(path)}".endswith(f".{place.name}"):
                return spot
    return nearest or _NOWHERE


def _in_dotenv(place: SourceLocation, text: str) -> Spot:
    found = read_statement_at(place.line or 0, text)
    return Spot(found.key, found.span) if found else _NOWHERE

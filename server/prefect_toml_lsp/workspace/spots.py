"""Where exactly a place is in its file."""

from __future__ import annotations

from typing import NamedTuple

from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.nodes import KeyValue
from prefect_toml_lsp.toml.occurrences import pairs_of
from prefect_toml_lsp.workspace.dotenv_document import read_statement_at
from prefect_toml_lsp.workspace.places import DOTENV, Override


class Spot(NamedTuple):
    """A key, and all of what sets it: from the key to the end of the value."""

    key: Span
    whole: Span


_NOWHERE = Spot(Span(0, 0, 0, 0), Span(0, 0, 0, 0))


def find_spot(place: Override, text: str) -> Spot:
    """The key at `place` in the text of its file; the start of the text where there is none on its
    line any more.
    """
    if place.kind == DOTENV:
        return _in_dotenv(place.line or 0, text)
    document = Document(text)
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


def _in_dotenv(line: int, text: str) -> Spot:
    found = read_statement_at(line, text)
    return Spot(found.key, found.span) if found else _NOWHERE

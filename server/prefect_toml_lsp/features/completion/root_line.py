"""A line at the root of Prefect's settings that holds nothing but a word, or nothing at all."""

from __future__ import annotations

from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.toml import Document, Location
from prefect_toml_lsp.toml.nodes import Blank, KeyValue, Statement, TableHeader


class RootLine(NamedTuple):
    """The line of the cursor, which is in its word or at the end of it.

    word
        What is typed before the cursor; empty on an empty line. More may follow: someone who types
        fast is a character ahead of the position that the client sends.
    may_open
        A table's header may be written here: it would not take keys of the root below it along, and
        no key is dotted, which would mean that the user does not write headers.
    """

    word: str
    may_open: bool


def root_line(document: Document, at: Location, prefix: tuple[str, ...]) -> RootLine | None:
    """The line at the cursor; None if it is not at the root, or if something else is on it.
    `prefix` is the path of the root.
    """
    header = at.statement.section.header
    is_root = at.statement.section.path == prefix == at.base and at.outer is None
    if not is_root or not (header is None or isinstance(header, TableHeader)):
        return None
    word = _word(document, at)
    if word is None:
        return None
    return RootLine(word, _may_open(document, at.statement))


def _word(document: Document, at: Location) -> str | None:
    statement = at.statement
    if isinstance(statement, Blank):
        return None if statement.comments else ""
    if not isinstance(statement, KeyValue) or at.part is None or statement.pair.equals:
        return None
    line = document.source.content(document.start(statement))
    if line.strip(" \t") != at.part.name or at.part.quote:
        return None
    return at.part.name[: at.position.column - at.part.span.column] or None


def _may_open(document: Document, statement: Statement) -> bool:
    others = document.section_statements(statement.section.header)
    return not any(
        each.order > statement.order or len(each.pair.key.parts) > 1
        for each in others
        if isinstance(each, KeyValue) and each is not statement
    )

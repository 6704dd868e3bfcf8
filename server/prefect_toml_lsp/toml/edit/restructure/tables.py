"""Which tables are where, and where another may be written (TOML 1.0, Table)."""

from __future__ import annotations

from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.edit.restructure.blocks import behind, dotted_text, is_sound, top
from prefect_toml_lsp.toml.namespace import Claim
from prefect_toml_lsp.toml.nodes import Header, KeyPart, Section, Statement, TableHeader

Path = tuple[str, ...]


def is_plain(document: Document, section: Section) -> bool:
    """Whether a section is the document's root or below a ``[table]`` that is no part of an array
    of tables, and whose header is whole.
    """
    header = section.header
    if header is None:
        return True
    found = document.claims(section.path)
    return (header, Claim.TABLE) in found and not document.problems(header)


def header_of(document: Document, path: Path) -> TableHeader | None:
    """The header that defines the table at `path`."""
    for statement, claim in document.claims(path):
        if claim is Claim.TABLE and isinstance(statement, TableHeader):
            return statement
    return None


def enclosing(document: Document, path: Path, shortest: int) -> Section | None:
    """The section nearest to the table at `path` that a dotted key could set it from; its path has
    at least `shortest` names, so only 0 allows for the root.
    """
    for length in range(len(path) - 1, max(shortest, 1) - 1, -1):
        header = header_of(document, path[:length])
        if header:
            return header.section if is_plain(document, header.section) else None
    return None if shortest else Section(None)


def are_free(document: Document, section: Section, path: Path, but: Statement) -> bool:
    """Whether keys of `section` may open, by dotted keys, all tables from below it down to `path`;
    what the statement `but` claims does not count.
    """
    for length in range(len(section.path) + 1, len(path) + 1):
        for statement, claim in document.claims(path[:length]):
            same = claim is Claim.DOTTED and statement.section.header is section.header
            if not (same or claim is Claim.PASSED or statement is but):
                return False
    return True


def written_header(document: Document, section: Section, by: Statement, key: list[KeyPart]) -> str:
    """A header for the table that the first parts of a key of `section` lead to."""
    written = dotted_text(document, by, key)
    if section.header:
        written = f"{dotted_text(document, section.header, section.header.key.parts)}.{written}"
    return f"[{written}]"


def line_of_new(document: Document, path: Path, section: Section) -> int | None:
    """The line (0-based) where a header for the table at `path` goes, whose keys were in
    `section`: above the first table inside it, else behind the tables of the nearest table around
    it, else behind the section. None where what is above is broken, or for an array's element.
    """
    for length in range(1, len(path)):
        claims = document.claims(path[:length])
        if any(claim in (Claim.ARRAY, Claim.VALUE) for _, claim in claims):
            return None
    inside = _headers(document, path)
    if inside:
        first = min(inside, key=lambda header: header.order)
        return top(document, first) if is_sound(document, first) else None
    for length in range(len(path) - 1, 0, -1):
        around = _headers(document, path[:length])
        if around:
            return behind(document, max(around, key=lambda header: header.order))
    return behind(document, section.header)


def _headers(document: Document, path: Path) -> list[Header]:
    """The headers of the table at `path` and of the tables inside it."""
    return [each for each, _ in document.claims(path) if isinstance(each, Header)]

"""The layout of a document: what belongs together, and where something new goes.

- A comment on a separate line belongs to the key or header right below it. Where an empty line or
  the end of the file is below it, it belongs to the key or header right above it. A comment that
  touches neither belongs to its section.
- Directives to tools above the first key or header (``#:schema``, ``#!``) belong to the file, and
  so do comments above them.
- A section ends above the comments of the next header and the empty lines above those.
- A new key goes below the last of those keys of its section that share most of its path, indented
  like it; without keys below the header; at the root, above the first header and its comments.
- A new table goes above the first table inside it, else below the last of the tables that share
  most of its path, else to the end of the file.
- What is new takes no comment from what that belongs to: it goes below the comments of what is
  above it, and then has an empty line above and below. So have new tables, and keys of the root
  that no other is above.

Lines and indexes of statements count from 0. Nothing here changes the document.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text import Position, Span
from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.nodes import Blank, Comment, Header, KeyValue, Section, Statement

Path = tuple[str, ...]

# Comments


def is_comment(statement: Statement) -> bool:
    """Whether it is a line with nothing but a comment."""
    return isinstance(statement, Blank) and bool(statement.comments)


def is_empty(statement: Statement) -> bool:
    """Whether it is an empty line."""
    return isinstance(statement, Blank) and not statement.comments


def first_comment(document: Document, index: int) -> int:
    """The index of the first of the comments right above statement `index` that belong to what is
    there; `index` if there are none.
    """
    statements = document.statements
    first = index
    while first and is_comment(statements[first - 1]):
        first -= 1
    for at in range(index, first, -1):
        if _is_directive(document, at - 1):
            return at
    return first


def _is_directive(document: Document, index: int) -> bool:
    """Whether a comment is for a tool that reads the head of the file (Taplo, tombi, a shell)."""
    if document.statements[index].comments[0].text[1:2] not in (":", "!"):
        return False
    return all(isinstance(document.statements[at], Blank) for at in range(index))


def comments_above(document: Document, statement: Statement) -> Sequence[Statement]:
    """The comments above a key or header that belong to it."""
    index = document.index(statement)
    return document.statements[first_comment(document, index) : index]


def after_comments(document: Document, index: int) -> int:
    """The index of the statement after those comments below key or header `index` that belong to
    it; the next index if there are none.
    """
    statements = document.statements
    after = index + 1
    while after < len(statements) and is_comment(statements[after]):
        after += 1
    return after if after == len(statements) or is_empty(statements[after]) else index + 1


def comment_behind(statement: KeyValue | Header) -> Comment | None:
    """The comment that ends a statement's last line; none of those inside its value."""
    if not statement.comments:
        return None
    last = statement.comments[-1]
    written = statement.key if isinstance(statement, Header) else statement.pair
    return last if last.span.start >= written.span.end else None


def text_behind(document: Document, statement: KeyValue) -> str:
    """The comment that ends the last line of a statement, with the blanks before it."""
    last = comment_behind(statement)
    if last is None:
        return ""
    gap = Span.between(statement.pair.span.end, last.span.end)
    return document.source.slice(document.span(statement, gap))


# Lines


def line_at(document: Document, index: int) -> int:
    """The first line of statement `index`, which may be the number of statements."""
    starts = document.starts
    return starts[index] if index < len(starts) else len(document.source.lines)


def top(document: Document, statement: Statement) -> int:
    """The first line of a key or header with its comments above."""
    return document.starts[first_comment(document, document.index(statement))]


def end(document: Document, statement: Statement) -> int:
    """The line below a statement."""
    return document.start(statement) + statement.height


def indent(document: Document, statement: Statement) -> str:
    """The blanks that a statement starts with."""
    return indentation(document.source.lines[document.start(statement)])


def indentation(line: str) -> str:
    """The blanks that a line starts with."""
    return line[: len(line) - len(line.lstrip(" \t"))]


def lines_span(document: Document, first: int, last: int) -> Span:
    """The lines of statements ``[first, last]``, without the blanks before and after them."""
    line, end_line = document.starts[first], line_at(document, last + 1) - 1
    text, end_text = document.source.content(line), document.source.content(end_line)
    start = Position(line, len(text) - len(text.lstrip(" \t")))
    return Span.between(start, max(start, Position(end_line, len(end_text.rstrip(" \t")))))


# Sections


def section_end(document: Document, first: int, after: int) -> int:
    """The index after the last statement of a section, at least `first`.

    The section's statements are ``[first, after)``; at `after` is the next header, or the end of
    the document.
    """
    last = first_comment(document, after) if after < len(document.statements) else after
    while last > first and is_empty(document.statements[last - 1]):
        last -= 1
    return max(first, last)


def body(document: Document, header: Header | None) -> Sequence[Statement]:
    """The statements of a section without its header; for None those above the first header."""
    first = document.index(header) + 1 if header else 0
    after = first + len(document.section_statements(header)) - (header is not None)
    return document.statements[first : section_end(document, first, after)]


def section_span(document: Document, statement: Statement) -> Span:
    """The lines of the section that a statement belongs to, without the blanks around them."""
    header = statement.section.header
    first = document.index(header) if header else 0
    after = first + len(document.section_statements(header))
    return lines_span(document, first, max(section_end(document, first, after) - 1, first))


# Where something new goes


class KeyPlace(NamedTuple):
    """Above line `line`, with the blanks `indent` before it; `apart` from what is above and below
    by an empty line each, see `LineChanges`.
    """

    line: int
    indent: str
    apart: bool


def place_of_key(
    document: Document, section: Section, table: Path, gone: Collection[Statement] = ()
) -> KeyPlace:
    """Where a new key goes in a section. `table` is what it names before its last part, from the
    section's table on; the statements `gone` count as removed.
    """
    members = document.section_statements(section.header)
    last: Statement | None = section.header
    most = 0
    for each in members:
        if isinstance(each, KeyValue) and each not in gone:
            shared = _shared(each.pair.key.names, table)
            if shared >= most:
                last, most = each, shared
    if last is None:
        header = next((each for each in document.statements if isinstance(each, Header)), None)
        line = top(document, header) if header else len(document.source.lines)
        return KeyPlace(line, "", apart=True)
    index = document.index(last)
    after = after_comments(document, index)
    return KeyPlace(line_at(document, after), indent(document, last), apart=after > index + 1)


def line_of_table(document: Document, table: Path, gone: Collection[Statement] = ()) -> int:
    """The line above which a header for `table` goes; the statements `gone` count as removed."""
    headers = [
        each for each in document.statements if isinstance(each, Header) and each not in gone
    ]
    nearest = -1
    most = 0
    for number, header in enumerate(headers):
        names = header.key.names
        if len(names) > len(table) and names[: len(table)] == table:
            return top(document, header)
        shared = _shared(names, table)
        if shared and shared >= most:
            nearest, most = number, shared
    below = headers[nearest + 1 : nearest + 2] if most else []
    return top(document, below[0]) if below else len(document.source.lines)


def _shared(first: Path, second: Path) -> int:
    """How many names two paths have in common from their start."""
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count


# What is broken


def is_sound(document: Document, statement: Statement) -> bool:
    """Whether a statement can be written another way: nothing is wrong with it, with the header of
    its section, or with what is above it, which might reach down to it.
    """
    header = statement.section.header
    if document.problems(statement) or (header is not None and document.problems(header)):
        return False
    return is_sound_above(document, document.start(statement))


def is_sound_above(document: Document, line: int) -> bool:
    """Whether nothing is wrong with the nearest key or header above a line; it might reach down."""
    index = document.index_at(line - 1) if line else 0
    while index > 0 and isinstance(document.statements[index], Blank):
        index -= 1
    return not line or not document.statements[index].problems

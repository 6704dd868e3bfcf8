"""Converts between tables, dotted keys and inline tables (TOML 1.0, Keys, Table, Inline Table).

Each function takes a document and a statement of it that `layout.is_sound`. It gives the edits
(spans in the document), after which `tomllib` reads the same data, every comment is still there,
and everything else keeps its order, quotes and spacing; or None if TOML does not allow the other
form, if it would lose a comment, or if the text already has it.
"""

from __future__ import annotations

from collections.abc import Sequence

from prefect_toml_lsp.text import Span
from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.text.source import split_lines
from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.edit.line_changes import LineChanges
from prefect_toml_lsp.toml.edit.located_pair import source_of
from prefect_toml_lsp.toml.layout import (
    Path,
    body,
    comment_behind,
    end,
    indent,
    is_comment,
    is_empty,
    is_sound,
    is_sound_above,
    line_of_table,
    place_of_key,
    top,
)
from prefect_toml_lsp.toml.namespace import Claim
from prefect_toml_lsp.toml.nodes import (
    InlineTable,
    KeyPart,
    KeyValue,
    Section,
    Statement,
    TableHeader,
)

MOST = 400
"""Statements that one change moves at most: it is computed whenever a cursor moves."""


def dotted_group(document: Document, statement: KeyValue, length: int) -> list[KeyValue] | None:
    """The statements that make, by dotted keys, the table that the first `length` parts of this
    one's key lead to, in the order of the text. None if something else makes it, too, except
    for headers.
    """
    section = statement.section
    if not 0 < length < len(statement.pair.key.parts) or not _is_plain(document, section):
        return None
    group: list[KeyValue] = []
    for other, claim in document.claims((*section.path, *statement.pair.key.names[:length])):
        if claim in (Claim.PASSED, Claim.TABLE):
            continue
        if claim is not Claim.DOTTED or not isinstance(other, KeyValue) or len(group) == MOST:
            return None
        if other.section is not section:
            return None
        group.append(other)
    group.sort(key=lambda each: each.order)
    if statement not in group or not all(is_sound(document, each) for each in group):
        return None
    return group


def dotted_to_table(document: Document, statement: KeyValue, length: int) -> list[Edit] | None:
    """``a.b = 1`` as ``b = 1`` below ``[a]``: all dotted keys that make the table which the first
    `length` parts of this key lead to, with their comments; see `dotted_group`.
    """
    group = dotted_group(document, statement, length)
    if not group:
        return None
    section = statement.section
    path = (*section.path, *statement.pair.key.names[:length])
    moved: list[str] = []
    changes = LineChanges(document.source)
    for each in group:
        start = each.pair.key.span.start
        cut = Span.between(start, each.pair.key.parts[length].span.start)
        moved += [*_lines_above(document, each), *_lines_of(document, each, cut, "")]
        changes.delete(top(document, each), end(document, each))
    header = _header_of(document, path)
    if header:
        place = place_of_key(document, header.section, ())
        line = place.line
        changes.insert_at(place, moved)
    else:
        line = line_of_table(document, path)
        written = _written_header(document, section, statement, statement.pair.key.parts[:length])
        changes.insert_below(written, line, moved)
    may_go = is_sound_above(document, line) and not _is_in_value(document, path)
    return list(changes.edits()) if may_go else None


def table_to_dotted(
    document: Document, header: TableHeader, shortest: int = 0
) -> list[Edit] | None:
    """``b = 1`` below ``[a]`` as ``a.b = 1`` in the nearest section around it whose path has at
    least `shortest` names, the root for 0. All comments travel.
    """
    section = _enclosing(document, header, shortest)
    if section is None or not _is_plain(document, header.section):
        return None
    members = _up_to_last_key(body(document, header))
    if not members or any(document.problems(each) for each in members):
        return None
    prefix = _dotted_text(document, header, header.key.parts[len(section.path) :])
    moved = _lines_above(document, header)
    comment = comment_behind(header)
    if comment:
        moved.append(comment.text)
    for each in members:
        where = each.pair.key.span.start if isinstance(each, KeyValue) else (0, 0)
        put = f"{prefix}." if isinstance(each, KeyValue) else ""
        moved += _lines_of(document, each, Span(*where, *where), put)
    return _into_section(document, section, header, members, moved)


def _up_to_last_key(members: Sequence[Statement]) -> Sequence[Statement]:
    """Statements of a section up to its last key and the comments right below it; none where
    there is no key, or too many.
    """
    keys = [index for index, each in enumerate(members) if isinstance(each, KeyValue)]
    if not keys or len(members) > MOST:
        return []
    last = keys[-1] + 1
    while last < len(members) and is_comment(members[last]):
        last += 1
    return members[:last]


def table_to_inline(
    document: Document, header: TableHeader, shortest: int = 0
) -> list[Edit] | None:
    """``b = 1`` below ``[a]`` as ``a = { b = 1 }`` in the nearest section around it whose path has
    at least `shortest` names, the root for 0.

    A table in which something is commented, or goes over several lines, stays; so does one that
    has tables of their own inside it, which could not be added to an inline table.
    """
    section = _enclosing(document, header, shortest)
    if section is None or document.claims(header.key.names) != [(header, Claim.TABLE)]:
        return None
    members = body(document, header)
    keys = _keys_on_one_line(document, members)
    if not keys:
        return None
    key = _dotted_text(document, header, header.key.parts[len(section.path) :])
    texts = (source_of(document, each, each.pair) for each in keys)
    written = f"{key} = {{ {', '.join(texts)} }}{_comment_after(header)}"
    moved = [*_lines_above(document, header), written]
    return _into_section(document, section, header, members, moved)


def _keys_on_one_line(document: Document, members: Sequence[Statement]) -> list[KeyValue]:
    """The keys of a section; none where something else is there, or more than fits a line."""
    keys: list[KeyValue] = []
    for each in members:
        if isinstance(each, KeyValue) and each.height == 1 and not each.comments:
            keys.append(each)
        elif not is_empty(each):
            return []
        if len(keys) > MOST or document.problems(each):
            return []
    return keys


def inline_to_table(document: Document, statement: KeyValue) -> list[Edit] | None:
    """``a = { b = 1 }`` as ``b = 1`` below a header ``[a]``, which takes the comments along."""
    section, pair = statement.section, statement.pair
    path = (*section.path, *pair.key.names)
    table = pair.value
    if not isinstance(table, InlineTable) or not _is_plain(document, section):
        return None
    if document.claims(path) != [(statement, Claim.VALUE)] or _is_in_value(document, path):
        return None
    line = line_of_table(document, path)
    if not is_sound_above(document, line):
        return None
    header = _written_header(document, section, statement, pair.key.parts)
    lines = [*_lines_above(document, statement), header + _comment_after(statement)]
    for each in table.pairs:
        lines += _without_breaks(source_of(document, statement, each))
    changes = LineChanges(document.source)
    changes.delete(top(document, statement), end(document, statement))
    changes.insert_below(lines[0], line, lines[1:])
    return list(changes.edits())


def dotted_to_inline(document: Document, statement: KeyValue, length: int) -> list[Edit] | None:
    """``a.b = 1`` as ``a = { b = 1 }``, with all dotted keys that make that table; they take the
    place of the first. Only that one may have comments.
    """
    group = dotted_group(document, statement, length)
    if not group:
        return None
    first, *others = group
    path = (*statement.section.path, *statement.pair.key.names[:length])
    if len(document.claims(path)) > len(group) or any(each.height > 1 for each in group):
        return None
    if any(each.comments or top(document, each) < document.start(each) for each in others):
        return None
    changes = LineChanges(document.source)
    texts: list[str] = []
    for each in group:
        span = Span.between(each.pair.key.parts[length].span.start, each.pair.span.end)
        texts.append(document.source.slice(document.span(each, span)))
        changes.delete(document.start(each), end(document, each))
    key = _dotted_text(document, first, first.pair.key.parts[:length])
    written = f"{key} = {{ {', '.join(texts)} }}"
    changes.insert(document.start(first), _lines_of(document, first, first.pair.span, written))
    return list(changes.edits())


def inline_to_dotted(document: Document, statement: KeyValue) -> list[Edit] | None:
    """``a = { b = 1, c = 2 }`` as ``a.b = 1`` and ``a.c = 2`` in its place. A comment after it
    goes above, unless there is only one pair.
    """
    pair = statement.pair
    if not isinstance(pair.value, InlineTable) or not pair.value.pairs:
        return None
    path = (*statement.section.path, *pair.key.names)
    if document.claims(path) != [(statement, Claim.VALUE)]:
        return None
    margin = indent(document, statement)
    prefix = margin + _dotted_text(document, statement, pair.key.parts)
    lines: list[str] = []
    for each in pair.value.pairs:
        lines += _without_breaks(f"{prefix}.{source_of(document, statement, each)}")
    comment = comment_behind(statement)
    if comment and len(pair.value.pairs) == 1:
        lines[-1] += f"  {comment.text}"
    elif comment:
        lines.insert(0, margin + comment.text)
    changes = LineChanges(document.source)
    changes.delete(document.start(statement), end(document, statement))
    changes.insert(document.start(statement), lines)
    return list(changes.edits())


# Which tables are where


def _is_plain(document: Document, section: Section) -> bool:
    """Whether a section is the document's root or below a ``[table]`` that is not part of an array
    of tables, and whose header is whole.
    """
    header = section.header
    if header is None:
        return True
    found = document.claims(section.path)
    return (header, Claim.TABLE) in found and not document.problems(header)


def _is_in_value(document: Document, path: Path) -> bool:
    """Whether a table around the one at `path` is a value or in an array of tables."""
    return any(
        claim in (Claim.ARRAY, Claim.VALUE)
        for claims in document.claims_along(path[:-1])
        for _, claim in claims
    )


def _header_of(document: Document, path: Path) -> TableHeader | None:
    """The header that defines the table at `path`."""
    return _defining(document.claims(path))


def _defining(claims: Sequence[tuple[Statement, Claim]]) -> TableHeader | None:
    for statement, claim in claims:
        if claim is Claim.TABLE and isinstance(statement, TableHeader):
            return statement
    return None


def _enclosing(document: Document, header: TableHeader, shortest: int) -> Section | None:
    """The section nearest to a header's table that a dotted key may set it from; its path has at
    least `shortest` names, so only 0 allows for the root. None if TOML does not allow it.
    """
    path = header.key.names
    section = None if shortest else Section(None)
    along = list(document.claims_along(path))
    for claims in reversed(along[max(shortest, 1) - 1 : len(path) - 1]):
        around = _defining(claims)
        if around:
            section = around.section if _is_plain(document, around.section) else None
            break
    if section is None:
        return None
    for claims in along[len(section.path) :]:
        for statement, claim in claims:
            same = claim is Claim.DOTTED and statement.section.header is section.header
            if not (same or claim is Claim.PASSED or statement is header):
                return None
    return section


def _into_section(
    document: Document,
    section: Section,
    header: TableHeader,
    members: Sequence[Statement],
    lines: list[str],
) -> list[Edit] | None:
    """A header and `members` below it as `lines` of another section."""
    place = place_of_key(document, section, header.key.names[len(section.path) :])
    if not is_sound_above(document, place.line):
        return None
    changes = LineChanges(document.source)
    changes.delete(top(document, header), end(document, members[-1]))
    changes.insert_at(place, lines)
    return list(changes.edits())


# Text


def _written_header(
    document: Document, section: Section, by: Statement, key: Sequence[KeyPart]
) -> str:
    """A header for the table that the first parts of a key of `section` lead to."""
    written = _dotted_text(document, by, key)
    if section.header:
        written = f"{_dotted_text(document, section.header, section.header.key.parts)}.{written}"
    return f"[{written}]"


def _dotted_text(document: Document, statement: Statement, parts: Sequence[KeyPart]) -> str:
    """Parts of a statement's key as they are written, with a dot between them."""
    spans = (document.span(statement, part.span) for part in parts)
    return ".".join(map(document.source.slice, spans))


def _comment_after(statement: KeyValue | TableHeader) -> str:
    """The comment that ends a statement, with two blanks before it; empty if there is none."""
    comment = comment_behind(statement)
    return f"  {comment.text}" if comment else ""


def _lines_above(document: Document, statement: Statement) -> list[str]:
    """The comments above a statement that belong to it, as lines without their breaks."""
    rows = range(top(document, statement), document.start(statement))
    return [document.source.content(line) for line in rows]


def _lines_of(document: Document, statement: Statement, cut: Span, put: str) -> list[str]:
    """The lines of a statement without their breaks, with `put` in the place of `cut`, which is
    on one line.
    """
    rows = range(document.start(statement), end(document, statement))
    lines = [document.source.content(line) for line in rows]
    line = lines[cut.line]
    lines[cut.line] = line[: cut.column] + put + line[cut.end_column :]
    return lines


def _without_breaks(text: str) -> list[str]:
    return [line.rstrip("\r\n") for line in split_lines(text)]

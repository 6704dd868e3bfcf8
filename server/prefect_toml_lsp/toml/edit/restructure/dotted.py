"""Dotted keys to tables and back (TOML 1.0, Keys, Table, Inline Table)."""

from __future__ import annotations

from collections.abc import Sequence

from prefect_toml_lsp.text import Span
from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.edit.lines import LineChanges
from prefect_toml_lsp.toml.edit.pairs import source_of
from prefect_toml_lsp.toml.edit.restructure.blocks import (
    MOST,
    behind,
    body,
    comment_behind,
    dotted_text,
    end,
    indent,
    is_sound,
    lines_above,
    lines_of,
    names_before,
    top,
    without_breaks,
)
from prefect_toml_lsp.toml.edit.restructure.tables import (
    are_free,
    enclosing,
    header_of,
    is_plain,
    line_of_new,
    written_header,
)
from prefect_toml_lsp.toml.namespace import Claim
from prefect_toml_lsp.toml.nodes import InlineTable, KeyValue, Statement, TableHeader


def dotted_group(document: Document, statement: KeyValue, length: int) -> list[KeyValue] | None:
    """The statements that make, by dotted keys, the table that the first `length` parts of this
    one's key lead to, in the order of the text. None where something else makes it, too, but for
    headers.
    """
    section = statement.section
    if not 0 < length < len(statement.pair.key.parts) or not is_plain(document, section):
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

    They go to the end of the table's section if it has one.
    """
    group = dotted_group(document, statement, length)
    if not group:
        return None
    section = statement.section
    path = (*section.path, *statement.pair.key.names[:length])
    header = header_of(document, path)
    line = behind(document, header) if header else line_of_new(document, path, section)
    if line is None:
        return None
    changes = LineChanges(document.source)
    moved: list[str] = []
    for each in group:
        moved += lines_above(document, each)
        moved += lines_of(document, each, names_before(each.pair.key, length), "")
        changes.delete(top(document, each), end(document, each))
    if header:
        changes.insert(line, moved)
    else:
        parts = list(statement.pair.key.parts[:length])
        changes.insert_below(written_header(document, section, statement, parts), line, moved)
    return list(changes.edits())


def table_to_dotted(
    document: Document, header: TableHeader, shortest: int = 0
) -> list[Edit] | None:
    """``b = 1`` below ``[a]`` as ``a.b = 1`` in the nearest section around it whose path has at
    least `shortest` names, the root for 0. All comments travel.
    """
    path = header.key.names
    section = enclosing(document, path, shortest)
    if section is None or not is_plain(document, header.section):
        return None
    members = _up_to_last_key(body(document, header))
    if not members or any(document.problems(each) for each in members):
        return None
    line = behind(document, section.header)
    if line is None or not are_free(document, section, path, header):
        return None
    prefix = dotted_text(document, header, header.key.parts[len(section.path) :])
    moved = lines_above(document, header)
    comment = comment_behind(header)
    if comment:
        moved.append(comment.text)
    for each in members:
        where = each.pair.key.span.start if isinstance(each, KeyValue) else (0, 0)
        put = f"{prefix}." if isinstance(each, KeyValue) else ""
        moved += lines_of(document, each, Span(*where, *where), put)
    changes = LineChanges(document.source)
    changes.delete(top(document, header), end(document, members[-1]))
    if section.header or any(isinstance(each, KeyValue) for each in body(document, None)):
        changes.insert(line, moved)
    else:
        changes.insert_below(moved[0], line, moved[1:])
    return list(changes.edits())


def _up_to_last_key(members: Sequence[Statement]) -> Sequence[Statement]:
    """Statements of a section up to its last key and the comments right below it; none where there
    is no key, or too many.
    """
    keys = [index for index, each in enumerate(members) if isinstance(each, KeyValue)]
    if not keys or len(members) > MOST:
        return []
    last = keys[-1] + 1
    while last < len(members) and members[last].comments:
        last += 1
    return members[:last]


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
    if any(each.comments or lines_above(document, each) for each in others):
        return None
    texts = [_pair_text(document, each, length) for each in group]
    key = dotted_text(document, first, first.pair.key.parts[:length])
    changes = LineChanges(document.source)
    for each in group:
        start = document.start(each)
        changes.delete(start, start + 1)
    written = f"{key} = {{ {', '.join(texts)} }}"
    changes.insert(document.start(first), lines_of(document, first, first.pair.span, written))
    return list(changes.edits())


def _pair_text(document: Document, statement: KeyValue, part: int) -> str:
    """A statement's pair without the parts of its key before number `part`."""
    pair = statement.pair
    span = Span.between(pair.key.parts[part].span.start, pair.span.end)
    return document.source.slice(document.span(statement, span))


def inline_to_dotted(document: Document, statement: KeyValue) -> list[Edit] | None:
    """``a = { b = 1, c = 2 }`` as ``a.b = 1`` and ``a.c = 2`` in its place. A comment behind it
    goes above, unless there is but one pair.
    """
    pair = statement.pair
    if not isinstance(pair.value, InlineTable) or not pair.value.pairs:
        return None
    path = (*statement.section.path, *pair.key.names)
    if document.claims(path) != [(statement, Claim.VALUE)]:
        return None
    prefix = dotted_text(document, statement, pair.key.parts)
    margin = indent(document, statement)
    lines: list[str] = []
    for each in pair.value.pairs:
        text = f"{margin}{prefix}.{source_of(document, statement, each)}"
        lines += without_breaks(text)
    comment = comment_behind(statement)
    if comment and len(pair.value.pairs) == 1:
        lines[-1] += f"  {comment.text}"
    elif comment:
        lines.insert(0, margin + comment.text)
    start = document.start(statement)
    changes = LineChanges(document.source)
    changes.delete(start, start + statement.height)
    changes.insert(start, lines)
    return list(changes.edits())

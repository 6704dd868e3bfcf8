"""Tables to inline tables and back (TOML 1.0, Table, Inline Table)."""

from __future__ import annotations

from collections.abc import Iterable

from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.edit.lines import LineChanges
from prefect_toml_lsp.toml.edit.pairs import is_empty, source_of
from prefect_toml_lsp.toml.edit.restructure.blocks import (
    MOST,
    behind,
    body,
    comment_behind,
    dotted_text,
    end,
    lines_above,
    top,
    without_breaks,
)
from prefect_toml_lsp.toml.edit.restructure.tables import (
    are_free,
    enclosing,
    is_plain,
    line_of_new,
    written_header,
)
from prefect_toml_lsp.toml.namespace import Claim
from prefect_toml_lsp.toml.nodes import InlineTable, KeyValue, Statement, TableHeader


def table_to_inline(
    document: Document, header: TableHeader, shortest: int = 0
) -> list[Edit] | None:
    """``b = 1`` below ``[a]`` as ``a = { b = 1 }`` in the nearest section around it whose path has
    at least `shortest` names, the root for 0.

    A table in which something is commented, or goes over several lines, stays; so does one that
    has tables of their own inside it, which could not be added to an inline table.
    """
    path = header.key.names
    section = enclosing(document, path, shortest)
    if section is None or document.claims(path) != [(header, Claim.TABLE)]:
        return None
    members = body(document, header)
    keys = _keys_on_one_line(document, members)
    line = behind(document, section.header)
    if not keys or line is None or not are_free(document, section, path, header):
        return None
    key = dotted_text(document, header, header.key.parts[len(section.path) :])
    texts = (source_of(document, each, each.pair) for each in keys)
    written = f"{key} = {{ {', '.join(texts)} }}"
    comment = comment_behind(header)
    moved = [*lines_above(document, header), written + (f"  {comment.text}" if comment else "")]
    changes = LineChanges(document.source)
    changes.delete(top(document, header), end(document, members[-1]))
    if section.header or any(isinstance(each, KeyValue) for each in body(document, None)):
        changes.insert(line, moved)
    else:
        changes.insert_below(moved[0], line, moved[1:])
    return list(changes.edits())


def _keys_on_one_line(document: Document, members: Iterable[Statement]) -> list[KeyValue]:
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
    if not isinstance(table, InlineTable) or not is_plain(document, section):
        return None
    if document.claims(path) != [(statement, Claim.VALUE)]:
        return None
    line = line_of_new(document, path, section)
    if line is None:
        return None
    header = written_header(document, section, statement, list(pair.key.parts))
    comment = comment_behind(statement)
    lines = [*lines_above(document, statement), header + (f"  {comment.text}" if comment else "")]
    for each in table.pairs:
        lines += without_breaks(source_of(document, statement, each))
    changes = LineChanges(document.source)
    changes.delete(top(document, statement), end(document, statement))
    changes.insert_below(lines[0], line, lines[1:])
    return list(changes.edits())

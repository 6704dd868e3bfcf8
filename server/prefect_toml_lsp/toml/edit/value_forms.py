"""Converts arrays between one line and several, and strings between the two kinds of quotes (TOML
1.0, Array, String).

Each function takes a document and a statement of it that `layout.is_sound`. It gives the edits,
after which `tomllib` reads the same data and every comment is still there; or None if TOML does not
allow the other form, if it would lose a comment, or if the text already has it.
"""

from __future__ import annotations

from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.text.source import content_length
from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.edit.located_pair import source_of
from prefect_toml_lsp.toml.encode import encode_string
from prefect_toml_lsp.toml.layout import indent
from prefect_toml_lsp.toml.nodes import Array, KeyValue, Statement, String

STEP = "    "


def spread_array(document: Document, statement: KeyValue) -> list[Edit] | None:
    """``[1, 2]``, a statement's value on one line, as one item a line, each with a comma."""
    array = statement.pair.value
    if not isinstance(array, Array) or len(array.items) < 2:
        return None
    if array.span.line != array.span.end_line:
        return None
    first = document.source.lines[document.start(statement)]
    line_break = first[content_length(first) :] or "\n"
    margin = indent(document, statement)
    items = [f"{margin}{STEP}{source_of(document, statement, item)}," for item in array.items]
    text = line_break.join(["[", *items, f"{margin}]"])
    return [Edit(document.span(statement, array.span), text)]


def join_array(document: Document, statement: KeyValue) -> list[Edit] | None:
    """The array that is a statement's value on one line, if no comment or item of several lines is
    in the way.
    """
    array = statement.pair.value
    if not isinstance(array, Array) or array.span.line == array.span.end_line:
        return None
    if any(array.span.contains(comment.span.start) for comment in statement.comments):
        return None
    if any(item.span.line != item.span.end_line for item in array.items):
        return None
    items = ", ".join(source_of(document, statement, item) for item in array.items)
    return [Edit(document.span(statement, array.span), f"[{items}]")]


def to_literal_string(
    document: Document, statement: Statement, string: String
) -> list[Edit] | None:
    r"""``"C:\\x"`` as ``'C:\x'``: only if that removes an escape, and no character needs one."""
    value = string.value
    saves = "\\" in value or '"' in value
    fits = "'" not in value and value.isprintable()  # a literal string can contain it
    if string.opening != '"' or not saves or not fits:
        return None
    return [Edit(document.span(statement, string.span), f"'{value}'")]


def to_basic_string(document: Document, statement: Statement, string: String) -> list[Edit] | None:
    """``'x'`` as ``"x"``, with escapes where it needs them."""
    if string.opening != "'":
        return None
    return [Edit(document.span(statement, string.span), encode_string(string.value))]

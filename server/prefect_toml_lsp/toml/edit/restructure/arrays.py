"""Arrays on one line and on several (TOML 1.0, Array)."""

from __future__ import annotations

from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.text.source import content_length
from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.edit.pairs import source_of
from prefect_toml_lsp.toml.edit.restructure.blocks import has_comment_inside, indent
from prefect_toml_lsp.toml.nodes import Array, KeyValue

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
    return [
        Edit(document.span(statement, array.span), line_break.join(["[", *items, f"{margin}]"]))
    ]


def join_array(document: Document, statement: KeyValue) -> list[Edit] | None:
    """The array that is a statement's value on one line, if no comment or item of several lines is
    in the way.
    """
    array = statement.pair.value
    if not isinstance(array, Array) or array.span.line == array.span.end_line:
        return None
    if has_comment_inside(statement, array.span):
        return None
    if any(item.span.line != item.span.end_line for item in array.items):
        return None
    items = ", ".join(source_of(document, statement, item) for item in array.items)
    return [Edit(document.span(statement, array.span), f"[{items}]")]

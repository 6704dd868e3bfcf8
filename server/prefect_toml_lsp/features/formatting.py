"""`textDocument/formatting`, `…/rangeFormatting` and `…/onTypeFormatting` (LSP 3.17).

The style is that of `toml.format`. In `pyproject.toml` only the tables below `[tool.prefect]` are
formatted; the rest belongs to other servers. The user may switch formatting off.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.analysis import lies_below
from prefect_toml_lsp.features.registry import Feature
from prefect_toml_lsp.features.snapshot import TomlSnapshot
from prefect_toml_lsp.sources.kinds import TOML
from prefect_toml_lsp.toml import format as formatting

FORMATTING = Feature(lsp.TEXT_DOCUMENT_FORMATTING)
RANGE_FORMATTING = Feature(lsp.TEXT_DOCUMENT_RANGE_FORMATTING)
ON_TYPE_FORMATTING = Feature(
    lsp.TEXT_DOCUMENT_ON_TYPE_FORMATTING, lsp.DocumentOnTypeFormattingOptions("\n", ["]", "}"])
)


@FORMATTING.on(*TOML)
def format_document(
    snapshot: TomlSnapshot[Any], params: lsp.DocumentFormattingParams
) -> list[lsp.TextEdit] | None:
    """The edits for the whole document."""
    return _format(snapshot, params.options, range(len(snapshot.source.lines)))


@RANGE_FORMATTING.on(*TOML)
def format_range(
    snapshot: TomlSnapshot[Any], params: lsp.DocumentRangeFormattingParams
) -> list[lsp.TextEdit] | None:
    """The edits for the statements that touch a range; one that ends where a line starts does not
    touch that line.
    """
    start, column, end, end_column = snapshot.span(params.range)
    stop = end if end_column == 0 and (end, 0) > (start, column) else end + 1
    return _format(snapshot, params.options, range(start, stop))


@ON_TYPE_FORMATTING.on(*TOML)
def format_on_type(
    snapshot: TomlSnapshot[Any], params: lsp.DocumentOnTypeFormattingParams
) -> list[lsp.TextEdit] | None:
    """The indentation of a line in an array or inline table that Enter has begun, or of one that a
    closing bracket alone has been typed on.
    """
    if not snapshot.settings.format:
        return None
    line, column = snapshot.position(params.position)
    written = snapshot.source.lines[line][:column]
    if params.ch != "\n" and written.strip() != params.ch:
        return None
    ours = partial(lies_below, snapshot.analysis.context.prefix)
    edits = formatting.indent_line(snapshot.document, line, _style(params.options), ours)
    return snapshot.text_edits(edits)


def _format(
    snapshot: TomlSnapshot[Any], options: lsp.FormattingOptions, rows: range
) -> list[lsp.TextEdit] | None:
    if not snapshot.settings.format:
        return None
    prefix = snapshot.analysis.context.prefix
    ours = partial(lies_below, prefix) if prefix else None
    edits = formatting.format_document(snapshot.document, _style(options), rows, ours)
    return snapshot.text_edits(edits)


def _style(options: lsp.FormattingOptions) -> formatting.Style:
    """The style that an editor asks for, with our defaults for the rest."""
    return formatting.Style(
        " " * options.tab_size if options.insert_spaces else "\t",
        options.trim_trailing_whitespace is not False,
        options.insert_final_newline is not False,
        options.trim_final_newlines is not False,
    )

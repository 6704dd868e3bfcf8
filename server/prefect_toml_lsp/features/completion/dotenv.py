"""Completion in `.env`: only in lines of Prefect's variables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.documentation import summarize
from prefect_toml_lsp.analysis.dotenv import WHERE
from prefect_toml_lsp.features.completion.proposals import Proposal, to_item
from prefect_toml_lsp.features.completion.values import detail_of
from prefect_toml_lsp.features.completion.variables import open_variables, sample_texts
from prefect_toml_lsp.features.setting_at import meaning_in
from prefect_toml_lsp.features.snapshot import DotenvSnapshot
from prefect_toml_lsp.prefect.other_variables import PREFIX
from prefect_toml_lsp.text import Position, Span
from prefect_toml_lsp.text.source import content_length

_BLANKS = r"[^\S\r\n]*"
_START = rf"{_BLANKS}(?:export[^\S\r\n]+)?'?"
_NAME = re.compile(rf"{_START}(?P<name>\w*)")
_VALUE = re.compile(rf"{_START}(?P<name>\w+)'?{_BLANKS}={_BLANKS}")
_PLAIN = re.compile(r"[^\s#'\"\\$]+")


def complete_dotenv(
    snapshot: DotenvSnapshot, params: lsp.CompletionParams
) -> lsp.CompletionList | None:
    """Names at the start of a line, values after the ``=`` of one of Prefect's names."""
    position = snapshot.position(params.position)
    statement = snapshot.analysis.document.at(position)
    if statement is not None and statement.key.line < position.line:
        return None  # Within a value of several lines.
    proposals = [*_values(snapshot, position)] or [*_names(snapshot, position)]
    items = [to_item(snapshot, each, 0, rank) for rank, each in enumerate(proposals)]
    return lsp.CompletionList(is_incomplete=False, items=items)


def _names(snapshot: DotenvSnapshot, position: Position) -> Iterator[Proposal]:
    line = snapshot.source.lines[position.line]
    found = _NAME.match(line)
    assert found is not None  # the pattern matches the empty text
    start, end = found.span("name")
    typed = line[start : position.column].upper()
    if not start <= position.column <= end:
        return
    if not (typed.startswith(PREFIX) or PREFIX.startswith(typed)):
        return
    taken = {
        (each.name or "").upper()
        for each in snapshot.analysis.document.statements
        if each.key.line != position.line
    }
    assigned = line[end:].lstrip("' \t").startswith("=")
    span = Span(position.line, start, position.line, end)
    for name, node in open_variables(snapshot.schema, taken):
        text = name if assigned else f"{name}="
        kind = lsp.CompletionItemKind.Variable
        yield Proposal(name, span, text, kind, summarize(node), node.dotted)


def _values(snapshot: DotenvSnapshot, position: Position) -> Iterator[Proposal]:
    line = snapshot.source.lines[position.line]
    found = _VALUE.match(line)
    if found is None or position.column < found.end():
        return
    node = meaning_in(found["name"], WHERE, snapshot.schema).known
    end = _end(snapshot, position, found.end())
    if node is None or node.is_table or position.column > end:
        return
    opening = line[found.end() : found.end() + 1]
    opening = opening if opening and opening in "'\"" else ""
    span = Span(position.line, found.end(), position.line, end)
    for text, value in sample_texts(node):
        kind = lsp.CompletionItemKind.EnumMember
        shown = _quote(text, opening)
        yield Proposal(
            text,
            span,
            shown,
            kind,
            detail_of(node, value),
            node.dotted,
            typed=shown,
            documentation=node.members.get(text),
            preselect=value == node.default and type(value) is type(node.default),
        )


def _end(snapshot: DotenvSnapshot, position: Position, start: int) -> int:
    """The column where the value ends that begins at column `start`: that of the statement, or the
    end of a line that does not parse.
    """
    statement = snapshot.analysis.document.at(position)
    literal = statement.literal if statement else None
    if literal is not None and literal.end_line == position.line:
        return max(literal.end_column, start)
    return content_length(snapshot.source.lines[position.line])


def _quote(text: str, opening: str) -> str:
    """`text` as a value, in the quotes that the user began with, or in some where it needs them."""
    if not opening and _PLAIN.fullmatch(text):
        return text
    if opening == '"':
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

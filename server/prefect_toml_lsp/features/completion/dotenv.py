"""Completion in `.env`: only in lines of Prefect's variables."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.documentation import type_of
from prefect_toml_lsp.analysis.dotenv import WHERE
from prefect_toml_lsp.dotenv.quoting import text_of
from prefect_toml_lsp.features.completion.proposals import Proposal, choice, to_list
from prefect_toml_lsp.features.completion.samples import allowed_values
from prefect_toml_lsp.features.completion.spacing import gap, is_stray_space
from prefect_toml_lsp.features.completion.values import NEVER_TYPED, detail_of
from prefect_toml_lsp.features.completion.variables import (
    default_as_text,
    open_variables,
    sample_texts,
)
from prefect_toml_lsp.features.setting_at import meaning_in
from prefect_toml_lsp.features.snapshot import DotenvSnapshot
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.defaults import is_default
from prefect_toml_lsp.prefect.other_variables import PREFIX
from prefect_toml_lsp.text import Position, Span
from prefect_toml_lsp.text.source import content_length
from prefect_toml_lsp.toml.literals import is_literal

_BLANKS = r"[^\S\r\n]*"
_START = rf"{_BLANKS}(?:export[^\S\r\n]+)?'?"
_NAME = re.compile(rf"{_START}(?P<name>\w*)")
_VALUE = re.compile(rf"{_START}(?P<name>\w+)'?{_BLANKS}={_BLANKS}")
_PLAIN = re.compile(r"[^\s#'\"\\$]+")


def complete_dotenv(
    snapshot: DotenvSnapshot, params: lsp.CompletionParams
) -> lsp.CompletionList | None:
    """Names at the start of a line, values after the ``=`` of one of Prefect's names."""
    cursor = snapshot.position(params.position)
    statement = snapshot.analysis.document.at(cursor)
    if statement is not None and statement.key.line < cursor.line:
        return None  # Within a value of several lines.
    if is_stray_space(params, snapshot.source.lines[cursor.line][: cursor.column]):
        return None
    proposals = [*_values(snapshot, cursor)] or [*_names(snapshot, cursor)]
    return to_list(snapshot, proposals, 0, cursor)


def _names(snapshot: DotenvSnapshot, position: Position) -> Iterator[Proposal]:
    line = snapshot.source.lines[position.line]
    found = _NAME.match(line)
    assert found is not None  # the pattern matches the empty text
    start, end = found.span("name")
    typed = line[start : position.column]
    if not start <= position.column <= end:
        return
    if not (typed.upper().startswith(PREFIX) or PREFIX.startswith(typed.upper())):
        return
    taken = {
        (each.name or "").upper()
        for each in snapshot.analysis.document.statements
        if each.key.line != position.line
    }
    assigned = line[end:].lstrip("' \t").startswith("=")
    span = Span(position.line, start, position.line, end)
    for name, node in open_variables(snapshot.schema, taken):
        goes_on = not assigned and next(sample_texts(node), None) is not None
        yield Proposal(
            name,
            span,
            name if assigned else f"{name}=",
            lsp.CompletionItemKind.Variable,
            node.dotted,
            type_of(node),
            default_as_text(node),
            typed=typed + name[len(typed) :] if name.startswith(typed.upper()) else name,
            snippet=None if assigned else _snippet(snapshot, name, node),
            goes_on=goes_on,
            is_name=assigned,
        )
    for name, path, annotation in _of_own_classes(snapshot, taken):
        yield Proposal(
            name,
            span,
            name if assigned else f"{name}=",
            lsp.CompletionItemKind.Variable,
            path,
            annotation,
            typed=typed + name[len(typed) :] if name.startswith(typed.upper()) else name,
            is_name=assigned,
        )


def _of_own_classes(
    snapshot: DotenvSnapshot, taken: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    """Variables of the project's settings classes: name, path of the setting, and type."""
    index = snapshot.analysis.context.own_classes()
    for name, (reader, field) in index.variables.items() if index else ():
        if name not in taken and name not in snapshot.schema.by_variable:
            yield name, ".".join((*reader.table, field.name)), field.annotation


def _snippet(snapshot: DotenvSnapshot, name: str, node: Node) -> str | None:
    """The variable with the values that it may have, for a client that cannot list them in another
    way.
    """
    if snapshot.client.reopens_lists or node.secret:
        return None
    allowed = {text_of(each): None for each in allowed_values(node)}
    default = default_as_text(node)
    texts = sorted(allowed, key=lambda text: text != default)
    return f"{name}={choice(texts)}" if len(texts) > 1 else None


def _values(snapshot: DotenvSnapshot, position: Position) -> Iterator[Proposal]:
    line = snapshot.source.lines[position.line]
    found = _VALUE.match(line)
    if found is None or position.column < found.end():
        return
    node = meaning_in(found["name"], WHERE, snapshot.schema).known
    start, end = found.end(), _end(snapshot, position, found.end())
    if node is None or node.is_table or position.column > end:
        return
    samples = [*sample_texts(node)]
    opening = line[start : start + 1]
    opening = opening if opening and opening in "'\"" else ""
    if _is_finished(line[start:end], line[start : position.column], opening, samples):
        return
    width = gap(line[:start], is_loose=False).width
    span = Span(position.line, start - width, position.line, end)
    for text, value in samples:
        yield Proposal(
            text,
            span,
            _quote(text, opening),
            lsp.CompletionItemKind.EnumMember,
            node.dotted,
            detail_of(node, value) or type_of(node),
            typed=line[start - width : start] + _typed(text, value, opening),
            member=text,
            preselect=is_default(node, value),
        )


def _is_finished(
    written: str, before: str, opening: str, samples: list[tuple[str, object]]
) -> bool:
    """Whether the cursor is right after a complete value; `before` is its part left of the
    cursor.
    """
    if before != written or not written:
        return False
    if opening:
        return len(written) > 1 and written.endswith(opening)
    return is_literal(written) or any(written == text for text, _ in samples)


def _typed(text: str, value: object, opening: str) -> str:
    """See `ValuePlace.typed`."""
    if opening:
        return opening + text
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return NEVER_TYPED if is_number else text[:-1] or NEVER_TYPED


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
    """`text` as a value, in the quotes that the user typed, or in quotes if it needs them."""
    if not opening and _PLAIN.fullmatch(text):
        return text
    if opening == '"':
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

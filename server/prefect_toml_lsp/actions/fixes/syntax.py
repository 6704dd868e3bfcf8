"""Syntax errors that have one certain cure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from prefect_toml_lsp.actions.fixes.as_toml import as_read, verdict_on, write_title
from prefect_toml_lsp.actions.fixes.model import Proposal, Provider
from prefect_toml_lsp.actions.fixes.toml_case import TomlCase, of_toml
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance import taken
from prefect_toml_lsp.prefect.meant import sure_meaning
from prefect_toml_lsp.text import Position, Span
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.encode import encode
from prefect_toml_lsp.toml.nodes import Array, InlineTable, Invalid, KeyValue, String

_WORDS = ("true", "false")
_NULLS = frozenset({"null", "none", "nil"})
_PLAIN = r"(?:[A-Za-z/~]|\.{1,2}/|[0-9]+\.[0-9]+\.[0-9])[A-Za-z0-9_./:@~-]*"
_LEADING_ZEROS = r"([+-]?)0+([1-9][0-9_]*|0)"
_OTHER_SIGN = r"(?P<before>\s*[A-Za-z0-9_.-]+)(?P<sign>\s*(?::=|:|==|=>)\s*)(?P<value>[^\s=].*)"
_NO_SIGN = r"(?P<before>\s*[A-Za-z0-9_.-]+)(?P<sign>[ \t]+)(?P<value>[^\s=:].*)"


@of_toml
def propose_removal_of_text(case: TomlCase) -> Iterator[Proposal]:
    """Leave out the characters that the finding is about."""
    titles = {
        "byte-order-mark": "Remove the byte order mark",
        "trailing-comma": "Remove the comma",
    }
    yield case.replacing(titles[case.finding.code], "")


@of_toml
def propose_value(case: TomlCase) -> Iterator[Proposal]:
    """A word that is not a TOML value: a boolean, a number, or text without its quotes."""
    written = case.written
    value = written.pair.value if written else None
    if written is None or not isinstance(value, Invalid) or value.span != case.finding.span:
        return
    if value.text.lower() in _WORDS:
        word = value.text.lower()
        yield case.replacing(f"Write `{word}`", word)
    elif value.text.lower() in _NULLS:
        change = lambda rewrite: rewrite.remove_pair(written)  # noqa: E731
        yield Proposal("Remove the key: TOML has no null", change, preferred=True)
    elif zeros := re.fullmatch(_LEADING_ZEROS, value.text):
        yield case.replacing("Remove the leading zeros", "".join(zeros.groups()))
    elif written.outer is None:
        line = case.source.content(case.start + value.span.line)
        text = line[value.span.column :].partition(" #")[0].rstrip()
        span = value.span._replace(end_column=value.span.column + len(text))
        node = case.node_named(written.names)
        if node is None and re.fullmatch(_PLAIN, text):
            title = "Put the value in quotes"
            yield case.replacing(title, encode(text), span, preferred=False)
        elif node is not None and not node.is_table and (quoted := _as_text(node, text)):
            title = "Put the value in quotes" if quoted[0] == '"' else f"Write `{quoted}`"
            yield case.replacing(title, quoted, span)
        elif node is not None and not node.is_table and (meant := sure_meaning(node, text)):
            corrected = encode(meant.value)
            yield case.replacing(write_title(node, corrected), corrected, span)


def _as_text(node: Node, text: str) -> str | None:
    """The value that text without quotes stands for; None if that is not certain."""
    if any(char in text for char in "\"'#[]{}"):
        return None
    verdict = verdict_on(node, text)
    if not taken(verdict):
        return None
    return as_read(node, None, verdict) or encode(text)


@of_toml
def propose_equals(case: TomlCase) -> Iterator[Proposal]:
    """``=`` in place of another sign, or none, between a key and its value."""
    statement = case.statement
    if not isinstance(statement, KeyValue) or statement.height > 1:
        return
    line = case.source.content(case.start)
    match = re.fullmatch(_OTHER_SIGN, line) or re.fullmatch(_NO_SIGN, line)
    if match is None:
        return
    value = match["value"]
    candidate = Document(f"{match['before']} = {value}").statements[0]
    if candidate.problems:
        body, mark, comment = value.partition(" #")
        body = body.rstrip()
        quoted = Document(f"{match['before']} = {encode(body)}{mark}{comment}").statements[0]
        if any(char in body for char in "\"'[]{}#") or quoted.problems:
            return
        assert isinstance(quoted, KeyValue)
        node = case.node_named((*statement.section.path, *quoted.pair.key.names))
        text = _as_text(node, body) if node and not node.is_table else None
        if text is None:
            return
        value = text + mark + comment
    span = Span(0, match.start("sign"), 0, len(line))
    yield case.replacing("Write `=` between key and value", f" = {value}", span)


@of_toml
def propose_closing(case: TomlCase) -> Iterator[Proposal]:
    """The closing quote or bracket at the end of a statement on one line."""
    if case.statement.height > 1:
        return
    if case.header is not None:
        end = case.header.key.span.end
        rest = case.source.content(case.start)[end.column :]
        text = rest.lstrip(" \t]")
        if text and not text.startswith("#"):
            return
        bracket = "]" * (case.header.opening.end_column - case.header.opening.column)
        span = Span(0, end.column, 0, end.column + len(rest) - len(text))
        title = f"Close the header with `{bracket}`"
        yield case.replacing(title, bracket + (" " if text else ""), span)
        return
    value = case.written.pair.value if case.written else None
    closing = _closing_of(value)
    if closing is not None and value is not None:
        end = value.span.end
        yield case.replacing(f"Close it with `{closing}`", closing, Span.between(end, end))


def _closing_of(value: Any) -> str | None:
    """The text that is missing after a value, if nothing else is wrong."""
    if isinstance(value, String) and not value.closed and len(value.opening) == 1:
        return None if any(char in value.value for char in "#\"'") else value.opening
    if isinstance(value, Array) and not value.closed:
        return "]"
    if isinstance(value, InlineTable) and not value.closed and value.pairs:
        return "}"
    return None


@of_toml
def propose_comma(case: TomlCase) -> Iterator[Proposal]:
    """The comma after the item before."""
    at = case.finding.span.start
    value = case.written.pair.value if case.written else None
    outer = case.written.outer if case.written else None
    ends: list[Position] = []
    if isinstance(value, Array):
        ends = [item.span.end for item in value.items]
    for table in (value, outer):
        if isinstance(table, InlineTable):
            ends += [pair.span.end for pair in table.pairs]
    before = [end for end in ends if end <= at]
    if before:
        yield case.replacing("Add a comma", ",", Span.between(before[-1], before[-1]))


@of_toml
def propose_literal_string(case: TomlCase) -> Iterator[Proposal]:
    """Use single quotes, in which a backslash is an ordinary character."""
    value = case.written.pair.value if case.written else None
    if not isinstance(value, String) or value.opening != '"' or not value.closed:
        return
    source = case.text_of(value.span)
    if "'" not in source and '\\"' not in source:
        yield case.replacing(
            "Put it in single quotes, where `\\` means itself", f"'{source[1:-1]}'", value.span
        )


@of_toml
def propose_one_line(case: TomlCase) -> Iterator[Proposal]:
    """An inline table on one line."""
    value = case.written.pair.value if case.written else None
    if not isinstance(value, InlineTable) or not value.closed or case.statement.comments:
        return
    if any(isinstance(each.value, Array | InlineTable) for each in value.pairs):
        return
    texts = [case.text_of(each.span) for each in value.pairs]
    if any("\n" in text for text in texts):
        return
    text = f"{{ {', '.join(texts)} }}" if texts else "{}"
    yield case.replacing("Put the inline table on one line", text, value.span)


BY_PROBLEM: Mapping[str, Provider] = {
    "bad-escape": propose_literal_string,
    "byte-order-mark": propose_removal_of_text,
    "invalid-value": propose_value,
    "line-break-in-inline-table": propose_one_line,
    "missing-comma": propose_comma,
    "missing-equals": propose_equals,
    "missing-value": propose_equals,
    "trailing-comma": propose_removal_of_text,
    "unclosed-array": propose_closing,
    "unclosed-header": propose_closing,
    "unclosed-inline-table": propose_closing,
    "unclosed-string": propose_closing,
    "unexpected-text": propose_equals,
}

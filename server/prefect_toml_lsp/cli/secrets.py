"""Finds the secrets of a document, so that none is ever printed.

A value is a secret if its setting is one (`Node.secret`), or if Prefect has no such setting and the
name looks like that of a secret or is similar to one: a token in the wrong table is still a token.
Broken statements are masked more broadly, because their values may be anywhere in the rest of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.prefect.secrets import (
    SUSPICIOUS_NAME,
    find_assigned,
    find_in_text,
    looks_secret,
)
from prefect_toml_lsp.text import Position, Span
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.nodes import (
    Array,
    Blank,
    InlineTable,
    KeyValue,
    Literal,
    Pair,
    Statement,
    String,
    Unread,
    Value,
)

# The word, the rest of the key, and the text between it and a value.
_BEFORE_VALUE = rf"""(?i){SUSPICIOUS_NAME}[\w-]*["']*[ \t]*[=:]?[ \t]*"""


ASKED = 500
"""How many unknown names are compared with those of secrets, which takes half a millisecond each;
all others count as secrets.
"""


class Secrets:
    """The secrets in `document`; `schema` says which settings are secrets."""

    def __init__(self, document: Document, schema: Schema) -> None:
        self._document = document
        self._names = _SecretNames(schema)
        self._known: dict[int, list[Span]] = {}
        self._lost: dict[int, bool] = {}

    def spans(self, index: int) -> list[Span]:
        """The spans in the document of the secrets of statement `index`, in no certain order."""
        statement = self._document.statements[index]
        lines = self._lines(index)
        if isinstance(statement, Unread):
            return [_rest(Position(0, 0), lines).down(self._document.starts[index])]
        spans = list(self._own(index))
        if not spans and self._is_lost(index):
            spans.append(_rest(Position(0, 0), lines))
        for comment in statement.comments:
            assigned = find_assigned(comment.text)
            if assigned is not None:
                line, column = comment.span.start
                spans.append(Span.between(Position(line, column + assigned), comment.span.end))
        for row, text in enumerate(lines):
            spans.extend(Span(row, start, row, end) for start, end in find_in_text(text))
        return [span.down(self._document.starts[index]) for span in spans]

    def _lines(self, index: int) -> list[str]:
        first = self._document.starts[index]
        return self._document.source.lines[first : first + self._document.statements[index].height]

    def _own(self, index: int) -> list[Span]:
        """The values that statement `index` gives to secrets, relative to the statement."""
        if index not in self._known:
            statement = self._document.statements[index]
            found = _in_statement(statement, self._names, self._lines(index))
            self._known[index] = list(found)
        return self._known[index]

    def _is_lost(self, index: int) -> bool:
        """Whether statement `index` may be the lost rest of a secret above it: it is broken, or was
        written in the same line, and so are all between the two.
        """
        statements = self._document.statements
        passed: list[int] = []
        lost = False
        while index not in self._lost:
            passed.append(index)
            if not (statements[index].problems or self._goes_on(index)):
                break
            index -= 1
            while index >= 0 and isinstance(statements[index], Blank):
                index -= 1
            if index < 0:
                break
            if self._own(index):
                lost = True
                break
        else:
            lost = self._lost[index]
        self._lost.update(dict.fromkeys(passed, lost))
        return lost

    def _goes_on(self, index: int) -> bool:
        """Whether a lone carriage return is before a statement: Prefect reads it as a line break,
        but an editor may show one line.
        """
        start = self._document.starts[index]
        return start > 0 and self._document.source.lines[start - 1].endswith("\r")


def _in_statement(
    statement: Statement, names: _SecretNames, lines: Sequence[str]
) -> Iterator[Span]:
    harmless: list[Span] = []
    if isinstance(statement, KeyValue):
        for pair, path in _pairs(statement.pair, statement.section.path):
            if not names.has(path):
                harmless.extend(_harmless(pair, names.schema, path))
            elif statement.problems:
                yield _rest(_start_of_value(pair, lines), lines)
            elif pair.value is not None:
                yield pair.value.span
                # `password = 12#34`: a comment for TOML, but the rest of the password for the
                # writer.
                end = pair.value.span.end
                yield from (each.span for each in statement.comments if each.span.start == end)
    if statement.problems and not isinstance(statement, Blank):
        start = _value_in_rubbish(lines, harmless)
        if start is not None:
            yield _rest(start, lines)


def _pairs(pair: Pair, section: tuple[str, ...]) -> Iterator[tuple[Pair, tuple[str, ...]]]:
    """The pair and all pairs in its value, with their paths from the document's root."""
    waiting: list[tuple[Pair | Value, tuple[str, ...]]] = [(pair, section)]
    while waiting:
        node, path = waiting.pop()
        if isinstance(node, Pair):
            path = (*path, *node.key.names)
            yield node, path
            if node.value is not None:
                waiting.append((node.value, path))
        elif isinstance(node, InlineTable):
            waiting.extend((each, path) for each in node.pairs)
        elif isinstance(node, Array):
            waiting.extend((each, path) for each in node.items)


class _SecretNames:
    """The paths of secrets, including those that `schema` does not have."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._looked_up: dict[tuple[str, ...], bool] = {}
        self._looks_secret = cache(
            looks_secret
        )  # Paths in nested tables begin with the same names.

    def has(self, path: tuple[str, ...]) -> bool:
        """Whether the value at `path` must not be shown."""
        node: Node = self.schema.root
        for index, name in enumerate(path):
            below = node.known.get(name)
            if below is None:
                return any(map(self._looks_secret, path[index:])) or self._is_near_secret(path)
            if below.secret:
                return True
            node = below
        return False

    def _is_near_secret(self, path: tuple[str, ...]) -> bool:
        """Whether a suggestion for `path`, which is not in the schema, is a secret."""
        from prefect_toml_lsp.prefect.suggest import suggest  # only for unknown names

        if path not in self._looked_up:
            if len(self._looked_up) == ASKED:
                return True
            meant = (self.schema.find(each.path) for each in suggest(self.schema, path))
            self._looked_up[path] = any(node is not None and node.secret for node in meant)
        return self._looked_up[path]


def _start_of_value(pair: Pair, lines: Sequence[str]) -> Position:
    """Where the value of a pair starts, or would start if it were there."""
    if pair.value is not None:
        return pair.value.span.start
    row, column = pair.equals.end if pair.equals else pair.key.span.end
    line = lines[row].rstrip("\r\n")
    return Position(row, len(line) - len(line[column:].lstrip(" \t")))


def _harmless(pair: Pair, schema: Schema, path: tuple[str, ...]) -> Iterator[Span]:
    """The parts of a pair that is not a secret in which a secret's name would mean nothing: the key
    of a known setting, and a scalar that is whole.
    """
    if schema.find(path) is not None and all(part.closed for part in pair.key.parts):
        yield pair.key.span
    value = pair.value
    if isinstance(value, Literal) or (isinstance(value, String) and value.closed):
        yield value.span


def _value_in_rubbish(lines: Sequence[str], harmless: Sequence[Span]) -> Position | None:
    """The places outside of harmless spans where the value of a name like a secret's may start."""
    for row, line in enumerate(lines):
        shown = line
        for span in harmless:
            if span.line <= row <= span.end_line:
                start = span.column if row == span.line else 0
                end = span.end_column if row == span.end_line else len(line)
                # not spaces, which may be before a value
                shown = f"{shown[:start]}{chr(0) * (end - start)}{shown[end:]}"
        match = re.search(_BEFORE_VALUE, shown)
        if match:
            return Position(row, match.end())
    return None


def _rest(start: Position, lines: Sequence[str]) -> Span:
    """The span from `start` to the end of the statement with these lines."""
    last = lines[-1].rstrip("\r\n")
    return Span.between(start, Position(len(lines) - 1, len(last)))

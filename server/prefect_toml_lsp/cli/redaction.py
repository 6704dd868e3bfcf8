"""The source line and the message of a finding, without the secrets in them."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence

from prefect_toml_lsp.cli.reports import Excerpt
from prefect_toml_lsp.cli.secrets import Secrets, find_in_text
from prefect_toml_lsp.prefect import Schema
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.nodes import KeyValue
from prefect_toml_lsp.toml.occurrences import pairs_of

MASK = "***"
_IN_BACKTICKS = re.compile(r"`([^`]*)`")
_WORD = re.compile(r"[\w.-]+")


class Redactor:
    """Shows findings of `document`, whose secrets are those of `schema`."""

    def __init__(self, document: Document, schema: Schema) -> None:
        self._document = document
        self._schema = schema
        self._by_statement = Secrets(document, schema)
        self._spans: dict[int, list[Span]] = {}

    def excerpt(self, span: Span) -> Excerpt:
        """The first line of `span`, masked."""
        line = self._document.source.content(span.line)
        end = span.end_column if span.end_line == span.line else len(line)
        start, end = min(span.column, len(line)), min(end, len(line))
        stretches = merge(_on_line(self._secrets(span.line), span.line, len(line)))
        return mask(line, stretches, start, max(start, end))

    def message(self, message: str, span: Span) -> str:
        """`message`, which is about `span`, without what it quotes from a secret."""
        if any(_overlap(span, secret) for secret in self._secrets(span.line)):
            known = self._names(span.line)
            message = _IN_BACKTICKS.sub(lambda match: _keep_known(match, known), message)
            quoted = self._document.source.slice(span)
            # A message about a bad date quotes the ten characters of its day.
            for text in (quoted, quoted[:10]):
                if len(text) > 1:
                    message = message.replace(text, MASK)
        return mask(message, merge(find_in_text(message)), 0, 0).text

    def _names(self, line: int) -> Container[str]:
        """What no secret is: paths, names and variables of settings, packages, and the keys of the
        statement that `line` belongs to, if it is whole.
        """
        statement = self._document.at(line)
        keys: set[str] = set()
        if isinstance(statement, KeyValue) and not statement.problems:
            keys = {name for pair, _ in pairs_of(statement) for name in pair.key.names}
        schema = self._schema
        keys.update(node.name for node in schema.by_path.values())
        return keys.union(schema.by_path, schema.by_variable, schema.packages)

    def _secrets(self, line: int) -> list[Span]:
        """The secrets of the statement that `line` belongs to."""
        index = self._document.index_at(line)
        if index not in self._spans:
            self._spans[index] = self._by_statement.spans(index)
        return self._spans[index]


def _keep_known(match: re.Match[str], known: Container[str]) -> str:
    """What is in backticks, if all its words are known, such as ``{"X-Token": "…"}``."""
    words = _WORD.findall(match[1])
    return match.group() if words and all(word in known for word in words) else f"`{MASK}`"


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _on_line(spans: Iterable[Span], line: int, length: int) -> Iterator[tuple[int, int]]:
    """The columns that spans cover on `line`, which has `length` characters."""
    for span in spans:
        if span.line <= line <= span.end_line:
            start = span.column if span.line == line else 0
            yield start, span.end_column if span.end_line == line else length


def merge(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same stretches in order, those that touch made one, empty ones left out."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        elif start < end:
            merged.append((start, end))
    return merged


def mask(text: str, stretches: Sequence[tuple[int, int]], start: int, end: int) -> Excerpt:
    """`text` with a mask in the place of each of the ordered stretches; the range from `start` to
    `end` follows its characters, and takes in the whole mask of those that are hidden.
    """
    parts: list[str] = []
    at = 0
    for first, last in stretches:
        parts += (text[at:first], MASK)
        at = last
    parts.append(text[at:])
    return Excerpt("".join(parts), _moved(start, stretches, 0), _moved(end, stretches, len(MASK)))


def _moved(column: int, stretches: Sequence[tuple[int, int]], inside: int) -> int:
    """Where `column` is when the stretches are masked; `inside` is where in its mask a column goes
    that lies in a stretch.
    """
    shift = 0
    for first, last in stretches:
        if column <= first:
            break
        if column < last:
            return first + shift + inside
        shift += len(MASK) - (last - first)
    return column + shift

"""The source line and the message of a finding, without the secrets in them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from prefect_toml_lsp.cli.reports import Excerpt
from prefect_toml_lsp.cli.secrets import Secrets
from prefect_toml_lsp.prefect import Schema
from prefect_toml_lsp.prefect.acceptance.advice import ASYNC_DRIVERS, LIBPQ_OPTIONS
from prefect_toml_lsp.prefect.secrets import MASK, find_in_text
from prefect_toml_lsp.text import Source, Span
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.literals import QUOTED
from prefect_toml_lsp.toml.nodes import KeyValue
from prefect_toml_lsp.toml.occurrences import pairs_of

REACH = 200
"""Characters of a line to show before and after the start of a finding; a terminal shows fewer."""
_IN_BACKTICKS = re.compile(r"`([^`]*)`")
_WORD = re.compile(r"[\w.-]+")
_OPTIONS = frozenset((*LIBPQ_OPTIONS, "ssl"))
SIGNS = frozenset(("'", '"', "'''", '"""', "=", "]", "]]", "}", "~", "@"))
"""Signs that messages and titles of fixes name, whatever the value is."""
_NAMED = SIGNS | QUOTED
_DRIVERS = frozenset(word for each in ASYNC_DRIVERS.values() for word in each.split("+"))


class Redactor:
    """Shows findings of `document`, whose secrets are those of `schema`."""

    def __init__(self, document: Document, schema: Schema) -> None:
        self._document = document
        self._schema = schema
        self._by_statement = Secrets(document, schema)
        self._spans: dict[int, list[Span]] = {}
        self._known: dict[int, frozenset[str]] = {}
        self._values: list[Span] | None = None
        names = (node.name for node in schema.by_path.values())
        self._prefects = frozenset(
            (*schema.by_path, *schema.by_variable, *schema.packages, *names, *_DRIVERS, *_OPTIONS)
        )
        """Names of settings, packages, drivers and their options: no secret is among them."""

    def excerpt(self, span: Span) -> Excerpt:
        """The first line of `span`, masked, or as much of it around `span` as can be shown."""
        return masked_line(self._document.source, span, self._secrets(span.line))

    def excerpt_without_values(self, span: Span) -> Excerpt:
        """The same with every value masked."""
        if self._values is None:
            self._values = self.values()
        return masked_line(self._document.source, span, self._values)

    def message(self, message: str, span: Span) -> str:
        """`message`, which is about `span`, without quoted secrets."""
        if any(_overlap(span, each) for each in _overlapping(self._secrets(span.line), span)):
            statement = self._document.index_at(span.line)
            message = _IN_BACKTICKS.sub(lambda match: self._keep_known(match, statement), message)
            quoted = self._document.source.slice(span)
            # A message about a bad date quotes the ten characters of its day.
            for text in (quoted, quoted[:10]):
                if len(text) > 1 and text not in _NAMED:
                    message = message.replace(text, MASK)
        return mask(message, merge(find_in_text(message)), 0, 0).text

    def secrets(self) -> list[Span]:
        """All secrets of the document, in order, none inside another."""
        starts = self._document.starts
        return apart(span for row in starts for span in self._secrets(row))

    def values(self) -> list[Span]:
        """All values and all secrets, in order, including broken ones."""
        found = self.secrets()
        for statement, row in zip(self._document.statements, self._document.starts, strict=True):
            if not isinstance(statement, KeyValue) or statement.pair.equals is None:
                continue
            if statement.pair.value is not None and not statement.problems:
                found.append(statement.pair.value.span.down(row))
            else:
                line, column = statement.pair.equals.end
                last = row + statement.height - 1
                found.append(
                    Span(row + line, column, last, len(self._document.source.content(last)))
                )
        return apart(found)

    def touches_secret(self, span: Span) -> bool:
        """Whether a statement that `span` touches contains a secret."""
        first, last = map(self._document.index_at, (span.line, span.end_line))
        rows = {self._document.starts[index] for index in range(first, last + 1)}
        return any(self._secrets(row) for row in (span.line, span.end_line, *rows))

    def _keep_known(self, match: re.Match[str], statement: int) -> str:
        """The text in backticks, if no word of it is a secret, such as ``{"X-Token": "…"}``."""
        if match[1] in _NAMED:
            return match.group()
        words = _WORD.findall(match[1])
        is_known = words and all(
            word in self._prefects or word in self._keys(statement) for word in words
        )
        return match.group() if is_known else f"`{MASK}`"

    def _keys(self, index: int) -> frozenset[str]:
        """The keys of statement `index`, if it is whole; no secret is among them."""
        if index not in self._known:
            statement = self._document.statements[index]
            keys: set[str] = set()
            if isinstance(statement, KeyValue) and not statement.problems:
                keys.update(name for pair, _ in pairs_of(statement) for name in pair.key.names)
            self._known[index] = frozenset(keys)
        return self._known[index]

    def _secrets(self, line: int) -> list[Span]:
        """The secrets of the statement that `line` belongs to, in order, none inside another."""
        index = self._document.index_at(line)
        if index not in self._spans:
            self._spans[index] = apart(self._by_statement.spans(index))
        return self._spans[index]


def masked_line(source: Source, span: Span, secrets: Sequence[Span]) -> Excerpt:
    """The first line of `span`, or as much of it around `span` as can be shown, with a mask
    instead of the ordered `secrets`, none of which overlap.
    """
    row, line = span.line, source.content(span.line)
    end = span.end_column if span.end_line == row else len(line)
    start, end = min(span.column, len(line)), min(end, len(line))
    first, last = max(0, start - REACH), min(len(line), start + REACH)
    stretches: list[tuple[int, int]] = []
    for secret in _overlapping(secrets, Span(row, first, row, last)):
        hidden = secret.column if secret.line == row else 0
        until = min(secret.end_column if secret.end_line == row else len(line), len(line))
        if hidden < until:
            stretches.append((hidden, until))
    if stretches:  # A mask covers the whole secret.
        first, last = min(first, stretches[0][0]), max(last, stretches[-1][1])
    hidden_here = [(one - first, other - first) for one, other in stretches]
    end = max(start, min(end, last))
    shown = mask(line[first:last], hidden_here, start - first, end - first)
    return shown._replace(cut_before=first > 0, cut_after=last < len(line))


def apart(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, with touching ones joined and empty ones removed."""
    apart: list[Span] = []
    for span in sorted(spans):
        if apart and span.start <= apart[-1].end:
            apart[-1] = Span.between(apart[-1].start, max(span.end, apart[-1].end))
        elif span.start < span.end:
            apart.append(span)
    return apart


def _overlapping(spans: Sequence[Span], within: Span) -> Sequence[Span]:
    """The ordered spans, none of which overlap, that touch `within`."""
    first = bisect_left(spans, within.start, key=lambda each: each.end)
    return spans[first : bisect_right(spans, within.end, key=lambda each: each.start)]


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def merge(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches in order, with touching ones joined and empty ones removed."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        elif start < end:
            merged.append((start, end))
    return merged


def mask(text: str, stretches: Sequence[tuple[int, int]], start: int, end: int) -> Excerpt:
    """`text` with a mask instead of each of the ordered stretches; the range from `start` to `end`
    moves with its characters, and includes the whole mask of hidden ones.
    """
    parts: list[str] = []
    at = 0
    for first, last in stretches:
        parts += (text[at:first], MASK)
        at = last
    parts.append(text[at:])
    return Excerpt("".join(parts), _moved(start, stretches, 0), _moved(end, stretches, len(MASK)))


def _moved(column: int, stretches: Sequence[tuple[int, int]], inside: int) -> int:
    """The place of `column` after masking the stretches; `inside` is the offset in the mask for a
    column inside a stretch.
    """
    shift = 0
    for first, last in stretches:
        if column <= first:
            break
        if column < last:
            return first + shift + inside
        shift += len(MASK) - (last - first)
    return column + shift

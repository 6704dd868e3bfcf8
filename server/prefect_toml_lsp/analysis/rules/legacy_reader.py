"""How the package *toml*, which some releases of Prefect use, reads a document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from prefect_toml_lsp.analysis.codes.files import NOT_READ_BY_OLD_TOML, OLD_TOML_READER
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding, Severity
from prefect_toml_lsp.prefect import show_release
from prefect_toml_lsp.project.readers import FIRST_WITH_TOMLLIB
from prefect_toml_lsp.sources.legacy_view import Difference, LegacyView, compare, look
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.legacy_reading import LONGEST
from prefect_toml_lsp.toml.nodes import (
    Array,
    Header,
    InlineTable,
    Key,
    KeyValue,
    Literal,
    Statement,
    String,
    Value,
)

_BASED = r"[+-]?0[xob]"
_LEADING_ZERO = r"[+-]?0+[eE]"
_WORD = r"inf|nan"


class LegacyReading:
    """How the package reads the current document.

    differences
        What statements set as the package reads them; after an edit, removed statements are
        dropped.
    """

    def __init__(self, document: Document, context: Context) -> None:
        self._context = context
        self._seen = look(document)
        self._first = document.statements[0]
        self.differences = compare(document, self._seen, context.schema, context.prefix)

    def statements(self) -> Iterator[Statement]:
        """The statements for which `findings` yields anything."""
        yield from dict.fromkeys((*self._seen.refused, *self.differences))
        if self._seen.is_too_long:
            yield self._first

    def stops(self, statement: Statement) -> bool:
        """Whether a statement that TOML 1.0 refuses stops Prefect, as far as one can tell."""
        return stops(self._seen, statement)

    def findings(self, statement: Statement, is_broken: bool) -> Iterator[Finding]:
        """Findings in addition to the syntax errors of a statement; `is_broken` says whether it has
        any.
        """
        if statement in self._seen.refused and not is_broken:
            yield refusal(statement, self._context)
        if statement in self.differences:
            yield from _differences(self.differences[statement], statement, self._context)
        if self._seen.is_too_long and statement is self._first:
            yield too_long()


def stops(seen: LegacyView, statement: Statement) -> bool:
    """Whether a statement that TOML 1.0 refuses stops Prefect, as far as one can tell."""
    takes_others = seen.data is not None or seen.is_complete
    return statement in seen.refused or not takes_others


def too_long() -> Finding:
    """A note on a text that is too long to be read with the package."""
    return OLD_TOML_READER.at(Span(0, 0, 0, 0), severity=Severity.INFORMATION, longest=LONGEST)


def taken_now(finding: Finding, context: Context) -> Finding:
    """A syntax error that the package does not mind, as a warning."""
    if finding.severity is not Severity.ERROR:
        return finding
    first = finding.message.removesuffix(". Prefect cannot read this file")
    message = f"{first}. {_who(context)} reads this; newer releases refuse it"
    return finding._replace(severity=Severity.WARNING, message=message)


def refusal(statement: Statement, context: Context) -> Finding:
    """An error on a statement with which the package refuses the file."""
    span = Span(0, 0, 0, 0)
    if isinstance(statement, Header):
        span = statement.key.span
    elif isinstance(statement, KeyValue):
        span = statement.pair.value.span if statement.pair.value else statement.pair.span
    return OLD_TOML_READER.at(span, who=_who(context), form=_form(statement))


def _differences(
    difference: Difference, statement: Statement, context: Context
) -> Iterator[Finding]:
    pair = statement.pair if isinstance(statement, KeyValue) else None
    for entry in difference.lost:
        yield lost(pair.key if pair else None, entry.part.span, context)
    for entry in difference.changed:
        yield changed(entry.syntax.span if entry.syntax else entry.part.span, context)


def lost(key: Key | None, span: Span, context: Context) -> Finding:
    """A warning on a key that the package loses."""
    remedy = "the key without spaces and quotes"
    if key is not None and len(key.parts) > 1 and _is_plain(key):
        remedy = "it below a `[table]` header"
    does = "does not see this setting"
    return NOT_READ_BY_OLD_TOML.at(span, who=_who(context), does=does, remedy=remedy)


def changed(span: Span, context: Context) -> Finding:
    """A warning on a value that the package reads differently."""
    does = "reads another value than this"
    return NOT_READ_BY_OLD_TOML.at(
        span, who=_who(context), does=does, remedy="it in a simpler form"
    )


def _is_plain(key: Key) -> bool:
    length = key.span.end_column - key.span.column
    return length == len(".".join(key.names))


def _who(context: Context) -> str:
    release = context.schema.release
    who = f"Prefect {show_release(release)}"
    if release < FIRST_WITH_TOMLLIB:
        return who
    return "{} on Python {}.{}".format(who, *context.readers.python)


# Known forms


def _form(statement: Statement) -> str:
    """The refused form, if it is a known one, and what to write instead."""
    if not isinstance(statement, KeyValue):
        return "this header; give the table one header only, without a byte order mark"
    pair = statement.pair
    if pair.value is None:
        return "this line; write it in a simpler form"
    if isinstance(pair.value, Literal) and pair.equals is not None:
        is_close = pair.equals.end_column == pair.value.span.column
        if is_close and re.match(_BASED, pair.value.text):
            return "hexadecimal and the like right after `=`; put a space there"
    for node, around in _walk(pair.value):
        for describe in (_array, _table, _literal, _string):
            found = describe(node, around)
            if found:
                return found
    return "this line; write it in a simpler form"


def _walk(value: Value) -> Iterator[tuple[Value, Value | None]]:
    """A value and everything in it, each with its parents."""
    waiting: list[tuple[Value, Value | None]] = [(value, None)]
    while waiting:
        node, around = waiting.pop()
        yield node, around
        if isinstance(node, Array):
            waiting.extend((each, node) for each in reversed(node.items))
        elif isinstance(node, InlineTable):
            inner = (each.value for each in reversed(node.pairs))
            waiting.extend((each, node) for each in inner if each is not None)


def _array(node: Value, _: Value | None) -> str | None:
    if not isinstance(node, Array) or len({_sort(each) for each in node.items}) < 2:
        return None
    for each in node.items:
        if isinstance(each, InlineTable) and _names(each) == ["include-group"]:
            return "`include-group` next to strings; list the packages of the group instead"
    return "arrays of several types; give all items one type"


def _table(node: Value, around: Value | None) -> str | None:
    if isinstance(node, InlineTable) and isinstance(around, InlineTable):
        return "some nested inline tables; write a `[table]` header"
    return None


def _literal(node: Value, around: Value | None) -> str | None:
    if not isinstance(node, Literal):
        return None
    if isinstance(around, InlineTable) and re.match(_WORD, node.text):
        return "`inf` and `nan` in inline tables; write a sign before it"
    if re.match(_LEADING_ZERO, node.text):
        return "exponents after 0; write 0.0"
    return None


def _string(node: Value, _: Value | None) -> str | None:
    if isinstance(node, String):
        return "some quotes and backslashes in strings; write it in single quotes"
    return None


def _names(table: InlineTable) -> Sequence[str]:
    return [".".join(each.key.names) for each in table.pairs]


def _sort(value: Value) -> Callable[..., object]:
    return type(value.value) if isinstance(value, Literal) else type(value)

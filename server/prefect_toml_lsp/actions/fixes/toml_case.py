"""A finding in a TOML document of any kind."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from typing import Any

from prefect_toml_lsp.actions.fixes.as_toml import quoted_like
from prefect_toml_lsp.actions.fixes.model import (
    Case,
    Change,
    CommentPlace,
    Path,
    Proposal,
    only_for,
)
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.analysis.ignores import Directive, directives
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.decode import UndecodableError, decode
from prefect_toml_lsp.toml.edit import LocatedPair, Rewrite, pair_at
from prefect_toml_lsp.toml.encode import dotted
from prefect_toml_lsp.toml.layout import body, comments_above, is_empty
from prefect_toml_lsp.toml.nodes import (
    Array,
    ArrayHeader,
    Blank,
    Header,
    InlineTable,
    KeyValue,
    Statement,
    String,
    TableHeader,
    Value,
)


class TomlCase(Case):
    """The finding's spans are relative to `statement`, whose first line is `start`; `prefix` is the
    path of the table that stands for Prefect's root.
    """

    statement: Statement

    def __init__(self, analysis: Any, finding: Finding) -> None:
        super().__init__(analysis, finding)
        self.document: Document = analysis.document
        self.prefix: Path = analysis.context.prefix
        self.statement = self.document.at(finding.span.line)
        self.start = self.document.start(self.statement)
        self.finding = finding.down(-self.start)

    @property
    def header(self) -> Header | None:
        """The header that the finding is about."""
        return self.statement if isinstance(self.statement, Header) else None

    @cached_property
    def written(self) -> LocatedPair | None:
        """The pair that the finding is about."""
        if not isinstance(self.statement, KeyValue):
            return None
        return pair_at(self.statement, self.finding.span.start)

    @property
    def subject(self) -> str:
        """The key or the header as TOML has it, if nothing is wrong with it."""
        if self.statement.problems:
            return ""
        if self.header is not None:
            return _name_of(self.header)
        return dotted(self.written.pair.key.names) if self.written is not None else ""

    @property
    def value(self) -> Value | None:
        """The value, or the item of one, that the finding covers."""
        waiting = [self.written.pair.value] if self.written else []
        while waiting:
            value = waiting.pop()
            if value is not None and value.span == self.finding.span:
                return value
            waiting += _inside(value)
        return None

    @property
    def has_comments_inside(self) -> bool:
        """Whether comments would be lost if the value were written again."""
        span = self.value.span if self.value else None
        return span is not None and any(span.contains(each.span.start)
                                        for each in self.statement.comments)  # fmt: skip

    @property
    @abstractmethod
    def assigned(self) -> tuple[Node, Value] | None:
        """The setting that the finding is about, and its value, if the statement sets the whole
        value.
        """

    @abstractmethod
    def node_named(self, names: Path) -> Node | None:
        """The setting or table that the document path `names` refers to; None if there is none."""

    @abstractmethod
    def is_vain(self, path: Path) -> bool:
        """Whether Prefect does not read a table, so that it may be removed with its last key."""

    def relative(self, path: Path) -> Path:
        """A path of the document as seen from Prefect's root."""
        return path[len(self.prefix) :]

    def node_at(self, path: Path) -> Node | None:
        """The setting or table that `path`, which counts from Prefect's root, is or lies in the
        value of.
        """
        node: Node | None = self.schema.root
        for name in path:
            if node is None or not node.is_table:
                break
            node = node.step(name)
        return node

    def members(self, header: Header) -> list[KeyValue]:
        """The keys below a header."""
        below = self.document.section_statements(header)
        return [each for each in below if isinstance(each, KeyValue)]

    def text_of(self, span: Span) -> str:
        """The text at a span of the statement."""
        return self.source.slice(self.document.span(self.statement, span))

    # For the families of fixes

    def removals(self) -> Iterator[Proposal]:
        """The table of a header, or a pair."""
        if self.header is not None:
            name = _name_of(self.header)
            headers = [self.header]
            if isinstance(self.header, ArrayHeader):
                headers += _within_element(self.document, self.header)
            gone = tuple(each for header in headers for each in _section(self.document, header))
            yield Proposal(
                f"Remove the table `{name}`", lambda rewrite: rewrite.remove(*gone), moves=gone
            )
        elif self.written is not None:
            name = dotted(self.written.pair.key.names)
            yield Proposal(f"Remove `{name}`", self.remove(self.written))

    def remove(self, written: LocatedPair) -> Change:
        """Leave out a pair, the comments that are about it alone, and a header that was there for
        it only.
        """
        return partial(_remove, self, written)

    def changes(self) -> Rewrite:
        """No changes of the document yet."""
        return Rewrite(self.document)

    def replace(self, span: Span, text: str) -> Change:
        """Replace a span of the statement by `text`."""
        return lambda rewrite: rewrite.replace(self.statement, span, text)

    def write(self, value: Any) -> str:
        """The value as TOML, with the quotes that are already there."""
        return quoted_like(self.value, value)

    def directives(self) -> Sequence[Directive]:
        """The directives of the statement."""
        return list(directives(self.statement))

    def where_to_comment(self, row: int) -> CommentPlace | None:
        """Neither within a string of several lines nor at an error."""
        row -= self.start
        strings = list(self._long_strings())
        if self.statement.problems:
            return None
        taken = any(each.span.line == row for each in self.statement.comments)
        if not taken and not any(each.line <= row < each.end_line for each in strings):
            return "after"
        return None if any(each.line < row <= each.end_line for each in strings) else "above"

    def remove_line(self) -> Change:
        """Place a comment on a statement, or on a line within a value."""
        if isinstance(self.statement, Blank):
            return lambda rewrite: rewrite.remove(self.statement)
        return self.replace(self.finding.span._replace(column=0), "")

    def _long_strings(self) -> Iterator[Span]:
        """The strings of several lines in the statement."""
        waiting = [self.statement.pair.value] if isinstance(self.statement, KeyValue) else []
        while waiting:
            value = waiting.pop()
            if isinstance(value, String) and value.span.line < value.span.end_line:
                yield value.span
            waiting += _inside(value)


def _name_of(header: Header) -> str:
    """A header as TOML has it."""
    path = dotted(header.key.names)
    return f"[[{path}]]" if isinstance(header, ArrayHeader) else f"[{path}]"


def _section(document: Document, header: Header) -> Iterator[Statement]:
    """All of a section, without the comments of the next header."""
    yield from comments_above(document, header)
    yield header
    yield from body(document, header)


def _within_element(document: Document, array: ArrayHeader) -> Iterator[Header]:
    """The headers of tables inside the element that a header opens: without it, they would be in
    the element above, or be an array's name for a table.
    """
    path = array.key.names
    for each in document.statements[document.index(array) + 1 :]:
        if not isinstance(each, Header):
            continue
        names = each.key.names
        if isinstance(each, ArrayHeader) and names == path[: len(names)]:
            return
        if len(names) > len(path) and names[: len(path)] == path:
            yield each


of_toml = only_for(TomlCase)  # type: ignore[type-abstract]


def decoded(value: Value | None, broken: Any = None) -> Any:
    """The value as Python has it; `broken` while it is so."""
    try:
        return decode(value)
    except UndecodableError:
        return broken


def drop_empty_section(case: TomlCase, statement: Statement, rewrite: Rewrite) -> None:
    """`drop_header` for the section of a statement, if Prefect does not have its table."""
    header = statement.section.header
    if isinstance(header, TableHeader) and case.is_vain(header.key.names):
        drop_header(case, header, rewrite)


def drop_header(case: TomlCase, header: Header, rewrite: Rewrite) -> None:
    """Remove a header if nothing of its section stays, and no comment above or after it."""
    left = (*comments_above(case.document, header), *body(case.document, header))
    if not header.comments and all(rewrite.removes(each) or is_empty(each) for each in left):
        rewrite.remove(header)


def _remove(case: TomlCase, written: LocatedPair, rewrite: Rewrite) -> None:
    if written.outer is None and _stands_alone(case.document, written.statement):
        rewrite.remove(*comments_above(case.document, written.statement))
    rewrite.remove_pair(written)
    drop_empty_section(case, written.statement, rewrite)


def _stands_alone(document: Document, statement: Statement) -> bool:
    """Whether no key follows right below: then the comments above are about this one alone."""
    below = document.index(statement) + 1
    statements = document.statements
    return below == len(statements) or not isinstance(statements[below], KeyValue)


def _inside(value: Value | None) -> list[Value | None]:
    """The nodes inside a value."""
    if isinstance(value, Array):
        return [*value.items]
    return [pair.value for pair in value.pairs] if isinstance(value, InlineTable) else []

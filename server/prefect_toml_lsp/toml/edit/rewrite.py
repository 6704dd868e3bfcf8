"""Several changes of one document, made together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.toml.document import Document
from prefect_toml_lsp.toml.edit.inline_change import InlineChange
from prefect_toml_lsp.toml.edit.insertion_points import (
    InInlineTable,
    InNewTable,
    NoPlaceError,
    find_home,
)
from prefect_toml_lsp.toml.edit.line_changes import LineChanges
from prefect_toml_lsp.toml.edit.located_pair import LocatedPair, source_of
from prefect_toml_lsp.toml.edit.rename import rename_key
from prefect_toml_lsp.toml.encode import dotted
from prefect_toml_lsp.toml.layout import (
    Path,
    comments_above,
    line_of_table,
    text_behind,
)
from prefect_toml_lsp.toml.nodes import InlineTable, Key, Statement


class _New(NamedTuple):
    """A pair that is to be written."""

    table: Path
    names: Path
    value: str
    comments: tuple[str, ...]
    behind: str


class Rewrite:
    """Removals and insertions that are applied together: removals make room for insertions, and
    keys for one new table share a header.

    Values and comments are TOML text; comments start with ``#`` and have no line break. `edits`
    gives the result and raises `NoPlaceError`. Several rewrites with the same removals may share
    `lines_of_tables`, the places of new tables.
    """

    def __init__(self, document: Document, lines_of_tables: dict[Path, int] | None = None) -> None:
        self._document = document
        self._lines_of_tables = {} if lines_of_tables is None else lines_of_tables
        self._gone: dict[Statement, None] = {}
        self._passed: dict[Statement, None] = {}
        self._new: list[_New] = []
        self._replaced: list[Edit] = []
        self._inline: dict[int, InlineChange] = {}

    def remove(self, *statements: Statement) -> None:
        """Remove whole statements with their own comments."""
        self._gone.update(dict.fromkeys(statements))

    def pass_over(self, statement: Statement) -> None:
        """Count a statement as removed, but leave its text to others."""
        self._passed[statement] = None

    def removes(self, statement: Statement) -> bool:
        """Whether the statement is removed or moved."""
        return statement in self._gone

    def remove_pair(self, written: LocatedPair) -> None:
        """Remove a pair; if it is a whole statement, the comments above it stay."""
        if written.outer is None:
            self.remove(written.statement)
        else:
            self._inline_change(written.statement, written.outer).remove(written.pair)

    def insert(
        self,
        table: Path,
        names: Path,
        value: str,
        comments: Iterable[str] = (),
        behind: str = "",
    ) -> None:
        """Set the key `names` of the table at `table` to `value`, with `comments` on the lines
        above it and the comment `behind` it, which may bring the blanks before it along.
        """
        self._new.append(_New(table, names, value, tuple(comments), behind))

    def move(
        self, written: LocatedPair, table: Path, names: Path, value: str | None = None
    ) -> None:
        """Move a pair, with the comments above it and after it, and with another `value` if one is
        given.
        """
        document, statement = self._document, written.statement
        if written.pair.value is None:
            raise NoPlaceError("no value")
        if statement.problems and written.outer is None:
            raise NoPlaceError("what is wrong with the line would be lost")
        text = source_of(document, statement, written.pair.value) if value is None else value
        if written.outer is not None:
            self.remove_pair(written)
            self.insert(table, names, text)
            return
        above = comments_above(document, statement)
        comments = [each.comments[0].text for each in above]
        end = written.pair.value.span.end
        behind = text_behind(document, statement)
        if value is not None:  # comments inside a value that is written again
            inside = [each.text for each in statement.comments if each.span.start < end]
            comments += inside
        self.remove(*above, statement)
        self.insert(table, names, text, comments, behind)

    def rename(self, statement: Statement, key: Key, names: Sequence[str]) -> None:
        """Write `key`, one of a pair or a header, as `names`; parts that stay keep their text."""
        self._replaced.extend(rename_key(self._document, statement, key, names))

    def replace(self, statement: Statement, span: Span, text: str) -> None:
        """Replace `span`, which is relative to the statement, by `text`."""
        self._replaced.append(Edit(self._document.span(statement, span), text))

    def edits(self) -> list[Edit]:
        """All changes as edits of the document, in the order of the text."""
        lines = LineChanges(self._document.source)
        for statement in self._gone:
            start = self._document.start(statement)
            lines.delete(start, start + statement.height)
        for new in self._new:
            self._place(new, lines)
        found = [*self._replaced, *lines.edits()]
        for change in self._inline.values():
            found.extend(change.edits())
        found.sort(key=lambda edit: edit.span)
        for above, below in pairwise(found):
            if below.span.start < above.span.end:
                raise NoPlaceError("changes of the same text")
        return found

    def _place(self, new: _New, lines: LineChanges) -> None:
        tables = self._lines_of_tables
        gone = {**self._gone, **self._passed}
        home = find_home(self._document, new.table, new.names, gone)
        if isinstance(home, InInlineTable):
            change = self._inline_change(home.statement, home.table)
            change.append(f"{dotted(home.names)} = {new.value}")
            comments = [*new.comments, *filter(None, [new.behind.lstrip()])]
            lines.insert(self._document.start(home.statement), comments)
        elif isinstance(home, InNewTable):
            if home.table not in tables:
                tables[home.table] = line_of_table(self._document, home.table, gone)
            line = tables[home.table]
            lines.insert_below(f"[{dotted(home.table)}]", line, pair_lines(home.names, new))
        else:
            lines.insert_at(home.place, pair_lines(home.names, new, home.place.indent))

    def _inline_change(self, statement: Statement, table: InlineTable) -> InlineChange:
        change = self._inline.get(id(table))
        if change is None:
            change = self._inline[id(table)] = InlineChange(self._document, statement, table)
        return change


def pair_lines(names: Path, new: _New, indent: str = "") -> list[str]:
    """A pair and its comments; a value of several lines stays one item."""
    gap = "  " if new.behind.startswith("#") else ""
    pair = f"{dotted(names)} = {new.value}{gap}{new.behind}"
    return [indent + line for line in (*new.comments, pair)]

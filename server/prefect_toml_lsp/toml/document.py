"""The live document: its text, statements and problems, updated by edits."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from itertools import accumulate
from operator import attrgetter

from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text import LineChange, Source, Span
from prefect_toml_lsp.toml import bounds
from prefect_toml_lsp.toml.clashes import explain_clash
from prefect_toml_lsp.toml.namespace import Claim, Namespace
from prefect_toml_lsp.toml.nodes import Header, Section, Statement, TableHeader, Unread
from prefect_toml_lsp.toml.problems import Problem
from prefect_toml_lsp.toml.statements import read_statement, unread

_ORDER = attrgetter("order")
_GAP = 1 << 32  # between the order labels of neighbours: room for 32 insertions at one place


class Change(NamedTuple):
    """The effect of an edit on the statements.

    removed
        Nodes that are no longer in the document.
    added
        Nodes that are new, in document order.
    moved
        Nodes that stayed but belong to another section, or to one with another path, now.
    """

    removed: tuple[Statement, ...]
    added: tuple[Statement, ...]
    moved: tuple[Statement, ...]


class Document:
    """A TOML document that is always parsed, whatever its text.

    After any sequence of edits it equals the document made from the same text: `read_statement`
    depends only on the text from its first line on, so an edit re-reads the statements that
    contain, or looked at, the lines that it changed, and new ones until they meet an old start.
    Text beyond the limit (`bounds`) is the last statement.
    """

    def __init__(self, text: str) -> None:
        self.source = Source(text)
        self.statements: list[Statement] = []
        self._root = Section(None)
        self._namespace = Namespace()
        self._starts: list[int] | None = None
        self._lookers: dict[Statement, None] = {}
        self._weight = 0
        self._splice(0, 0, list(_read_on(self.source.lines, 0, bounds.MOST)))

    def copy(self) -> tuple[Document, dict[Statement, Statement]]:
        """A document of the same text, to be edited on its own, and the statement of it for each of
        this one's. Nothing is read again: they have their nodes in common.
        """
        twins = {statement: copy(statement) for statement in self.statements}
        other = Document("")
        other.source = Source(self.text)
        other._splice(0, len(other.statements), list(twins.values()))
        return other, twins

    # Reading

    @property
    def text(self) -> str:
        """The whole text."""
        return self.source.text

    @property
    def starts(self) -> list[int]:
        """The first line (0-based) of every statement."""
        if self._starts is None:
            heights = [statement.height for statement in self.statements]
            self._starts = list(accumulate(heights[:-1], initial=0))
        return self._starts

    def index_at(self, line: int) -> int:
        """The index of the statement that `line` belongs to."""
        return bisect_right(self.starts, line) - 1

    def at(self, line: int) -> Statement:
        """The statement that `line` belongs to."""
        return self.statements[self.index_at(line)]

    def index(self, statement: Statement) -> int:
        """The index of a statement of this document."""
        return bisect_left(self.statements, statement.order, key=_ORDER)

    def start(self, statement: Statement) -> int:
        """The first line (0-based) of a statement of this document."""
        return self.starts[self.index(statement)]

    def span(self, statement: Statement, span: Span) -> Span:
        """A span of one of the statement's nodes as a span of the document."""
        return span.down(self.start(statement))

    def section_statements(self, header: Header | None) -> Sequence[Statement]:
        """A header and the statements below it up to the next header; for None those above the
        first.
        """
        first = self.index(header) if header else 0
        return self.statements[first : self._next_header(first + (header is not None))]

    def problems(self, statement: Statement) -> list[Problem]:
        """The syntax errors of a statement, including clashes with earlier ones, in the order of
        the text.
        """
        clashes = self._namespace.clashes(statement)
        if not clashes:
            return list(statement.problems)
        line = self.start(statement)
        explained = [
            explain_clash(statement, clash, line, self.start(clash.earlier)) for clash in clashes
        ]
        return sorted((*statement.problems, *explained), key=lambda problem: problem.span)

    @property
    def clashing(self) -> Iterable[Statement]:
        """The statements that clash with an earlier one, in no particular order."""
        return self._namespace.clashing

    def claims(self, path: Sequence[str]) -> list[tuple[Statement, Claim]]:
        """The statements that define, set or pass through `path`, each with what it does."""
        return self._namespace.claims(path)

    def claims_along(self, path: Sequence[str]) -> Iterator[list[tuple[Statement, Claim]]]:
        """The same for each name on the way to `path`, up to the first unclaimed one."""
        return self._namespace.claims_along(path)

    @property
    def unread(self) -> Unread | None:
        """The last statement, if it is the text beyond the limit."""
        last = self.statements[-1]
        return last if isinstance(last, Unread) else None

    @property
    def is_whole(self) -> bool:
        """Whether the whole text is read, so that the effect of a change is known."""
        return self.unread is None

    # Editing

    def edit(self, span: Span, text: str) -> Change:
        """Replace the text of `span`; ends that do not exist are clamped."""
        return self._reread(self.source.replace(span, text))

    def replace_all(self, text: str) -> Change:
        """Make `text` the whole text; statements in lines that did not change keep their nodes."""
        return self._reread(self.source.replace_all(text))

    def _reread(self, change: LineChange) -> Change:
        first, removed, added = change
        index = self._first_affected(first, removed)
        starts = self.starts
        read: list[Statement] = []
        line = starts[index]
        old = index
        is_in_rest = isinstance(self.statements[index], Unread)
        room = bounds.MOST - (self._weight if is_in_rest else 0)
        while line < len(self.source.lines):
            if line < first:
                while old < len(starts) and starts[old] < line:
                    old += 1
                stays = old < len(starts) and starts[old] == line
                if stays and not self._affected(old, first, removed):
                    statement = self.statements[old]
                    read.append(statement)
                    line += statement.height
                    continue
            elif line >= first + added:
                old_line = line - added + removed
                while old < len(starts) and starts[old] < old_line:
                    old += 1
                if old < len(starts) and starts[old] == old_line:
                    break
            statement = read_statement(self.source.lines, line)
            room -= statement.weight
            if room < 0:
                statement = unread(self.source.lines, line, statement.weight)
            read.append(statement)
            line += statement.height
        else:
            old = len(starts)
        return self._fit(self._splice(index, old, read))

    def _fit(self, change: Change) -> Change:
        """Read up to the limits and no further; returns `change` with the effect of that."""
        lines, rest, room = self.source.lines, self.unread, bounds.MOST - self._weight
        first = len(self.statements) - (rest is not None)
        if room < 0:
            while room < 0:
                first -= 1
                room += self.statements[first].weight
            new: list[Statement] = [
                unread(lines, self.starts[first], self.statements[first].weight)
            ]
        elif rest is not None and rest.least <= room:
            new = list(_read_on(lines, self.starts[first], room))
        else:
            return change
        return _both(change, self._splice(first, len(self.statements), new))

    def _first_affected(self, first: int, removed: int) -> int:
        """The index of the first statement to read again, or of one above it."""
        index = self.index_at(min(first, self.starts[-1]))
        for looker in self._lookers:
            at = self.index(looker)
            if at < index and self._affected(at, first, removed):
                index = at
        return index

    def _affected(self, index: int, first: int, removed: int) -> bool:
        """Whether statement `index` has read lines that were removed, or between which lines were
        inserted.
        """
        statement, start = self.statements[index], self.starts[index]
        end = start + statement.height + statement.looked
        return start < first + removed and first < end if removed else start < first < end

    def _splice(self, first: int, last: int, new: list[Statement]) -> Change:
        """Replace statements ``[first, last)`` with `new`, which may reuse some old nodes."""
        old = self.statements[first:last]
        staying = set(old).intersection(new)
        removed = tuple(statement for statement in old if statement not in staying)
        added = tuple(statement for statement in new if statement not in staying)
        if [each.height for each in old] != [each.height for each in new]:
            self._starts = None
        self.statements[first:last] = new
        self._label(first, first + len(new))
        self._weight += sum(each.weight for each in added) - sum(each.weight for each in removed)
        for statement in removed:
            self._lookers.pop(statement, None)
        for statement in added:
            if statement.looked:
                self._lookers[statement] = None
        moved = self._assign_sections(first, first + len(new), old, staying)
        change = Change(removed, added, tuple(moved))
        self._namespace.update((*removed, *moved), (*added, *moved), self.section_statements)
        return change

    def _label(self, first: int, last: int) -> None:
        """Give statements ``[first, last)`` order labels between those of their neighbours."""
        count = last - first
        low = self.statements[first - 1].order if first else 0
        if last < len(self.statements):
            step = (self.statements[last].order - low) // (count + 1)
        else:
            step = _GAP
        if not step:
            first, low, step = 0, 0, _GAP
            last = len(self.statements)
        for offset, statement in enumerate(self.statements[first:last], 1):
            statement.order = low + offset * step

    def _assign_sections(
        self, first: int, last: int, old: list[Statement], staying: set[Statement]
    ) -> list[Statement]:
        """Tell statements ``[first, last)`` and the rest of the last section below them which
        section they are in; returns those that stayed but changed sections.
        """
        section = self.statements[first - 1].section if first else self._root
        below = old[-1].section if old else section
        moved: list[Statement] = []
        heir = _last_header(each for each in old if each not in staying)
        last_header = _last_header(self.statements[first:last])
        for statement in self.statements[first:last]:
            if statement in staying:
                if isinstance(statement, Header):
                    section = statement.section
                elif statement.section is not section:
                    statement.section = section
                    moved.append(statement)
                continue
            if isinstance(statement, Header):
                section = Section(statement)
                if statement is last_header and heir and _opens_same_table(heir, statement):
                    section = heir.section
                    section.header = statement
            statement.section = section
        if last < len(self.statements) and section is not below:
            for statement in self.statements[last : self._next_header(last)]:
                statement.section = section
                moved.append(statement)
        return moved

    def _next_header(self, index: int) -> int:
        """The index of the first header at or below `index`; the number of statements if none."""
        for at in range(index, len(self.statements)):
            if isinstance(self.statements[at], Header):
                return at
        return max(index, len(self.statements))


def _read_on(lines: Sequence[str], line: int, room: int) -> Iterator[Statement]:
    """The statements from `line` on; text that would take more than `room` steps is not read."""
    while line < len(lines):
        statement = read_statement(lines, line)
        room -= statement.weight
        if room < 0:
            yield unread(lines, line, statement.weight)
            return
        yield statement
        line += statement.height


def _both(first: Change, second: Change) -> Change:
    """The combination of two consecutive changes."""
    new, gone = set(first.added), set(second.removed)
    added = (*(each for each in first.added if each not in gone), *second.added)
    moved = dict.fromkeys((*first.moved, *second.moved))
    return Change(
        (*first.removed, *(each for each in second.removed if each not in new)),
        added,
        tuple(each for each in moved if each not in gone and each not in new),
    )


def _opens_same_table(old: Header, new: Header) -> bool:
    """Whether a section stays the same when `new` replaces `old`."""
    return (
        type(old) is type(new) is TableHeader
        and old.closing is not None
        and new.closing is not None
        and old.key.whole
        and new.key.whole
        and old.key.names == new.key.names
    )


def _last_header(statements: Iterable[Statement]) -> Header | None:
    last = None
    for statement in statements:
        if isinstance(statement, Header):
            last = statement
    return last

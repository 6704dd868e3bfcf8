"""The findings of one live document, kept up to date as it changes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.analysis.codes.advice import HEADER_FOR_LOGIN
from prefect_toml_lsp.analysis.codes.files import PREFECT_2, TOO_MUCH_TEXT
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding, Placed, Related
from prefect_toml_lsp.analysis.ignores import Ignores
from prefect_toml_lsp.analysis.rules import ENTRY_RULES, STATEMENT_RULES
from prefect_toml_lsp.analysis.rules.cross_setting import check_together, finding_of
from prefect_toml_lsp.analysis.rules.headers import logs_in
from prefect_toml_lsp.analysis.rules.legacy_reader import LegacyReading, taken_now
from prefect_toml_lsp.analysis.rules.overridden import winner_over
from prefect_toml_lsp.analysis.rules.packages import once_for_each_table
from prefect_toml_lsp.analysis.rules.values import check_value
from prefect_toml_lsp.analysis.unknown_tables import UnknownTables
from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.prefect.acceptance import Ignored
from prefect_toml_lsp.prefect.acceptance.rules import FORMER_PLUGINS
from prefect_toml_lsp.project.configuration_file import TABLE
from prefect_toml_lsp.sources.assigned_settings import AssignedSettings
from prefect_toml_lsp.sources.kinds import PYPROJECT
from prefect_toml_lsp.sources.source import broken_statements, is_fatal
from prefect_toml_lsp.sources.toml_entries import Entry, Known, entries, is_open
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Change, Document, Problem
from prefect_toml_lsp.toml.nodes import InlineTable, KeyValue, Section, Statement

if TYPE_CHECKING:
    from prefect_toml_lsp.sources.precedence import SourceLocation

T = TypeVar("T")
FIRST_LINE = Span(0, 0, 0, 0)


class Analysis:
    """The findings on `document` in its `context`. Findings are cached by statement; after an edit
    only the changed statements are judged again, and those whose section changed. `settings` is
    what the document sets. Nothing is judged until one of the two is requested.
    """

    def __init__(self, document: Document, context: Context) -> None:
        self.document = document
        self.context = context
        self._findings: dict[Statement, tuple[Finding, ...]] = {}
        self._broken: dict[Statement, None] = {}
        self._ignores = Ignores()
        self._settings = AssignedSettings()
        self._unknown = UnknownTables(context)
        self._legacy: LegacyReading | None = None
        self._is_settled = self._reads_with_tomllib
        self._together: list[Placed] | None = None
        self._winners: dict[Node, SourceLocation | None] = {}
        self._once: dict[Callable[[Analysis], Any], Any] = {}
        self._is_judged = False

    def update(self, change: Change) -> None:
        """Follow an edit of the document."""
        self._once.clear()
        if not self._is_judged:
            return
        self._is_settled = self._reads_with_tomllib
        for statement in change.removed:
            self._forget(statement)
            if self._legacy:
                self._legacy.differences.pop(statement, None)
        self._judge_again(change.added)
        self._judge_again(change.moved)

    def copy(self) -> Analysis:
        """The same for a copy of the document, to be edited on its own; nothing is judged again."""
        document, twins = self.document.copy()
        other = Analysis(document, self.context)
        if not self._is_judged:
            return other
        other._is_judged = True
        other._findings.update((twins[each], found) for each, found in self._findings.items())
        other._broken.update((twins[each], None) for each in self._broken)
        other._settings = self._settings.copy(twins)
        other._unknown = self._unknown.copy(twins)
        for twin in twins.values():
            if twin.comments:
                other._ignores.add(twin)
        return other

    def findings(self) -> list[Finding]:
        """All findings with spans in the document, in the order of the text."""
        found = []
        for statement, finding in self.placed():
            found.append(finding.down(self.document.start(statement)))
        return self.context.as_asked(found)

    def placed(self) -> Sequence[Placed]:
        """All findings with the statements that they are about, in the order of the text; spans
        are relative to the statement.
        """
        self._settle()
        return self.once(Analysis._place)

    def placed_on(self, statements: Sequence[Statement]) -> Sequence[Placed]:
        """The part of `placed` that is about `statements`, which follow each other in the text."""
        if not statements:
            return ()
        placed = self.placed()
        orders = [each.statement.order for each in placed]
        first = bisect_left(orders, statements[0].order)
        return placed[first : bisect_right(orders, statements[-1].order)]

    def once(self, make: Callable[[Analysis], T]) -> T:
        """The result of `make`, a module's function, for the document; cached until the next
        edit.
        """
        if make not in self._once:
            self._once[make] = make(self)
        made: T = self._once[make]
        return made

    def winner_over(self, entry: Known) -> SourceLocation | None:
        """The source that wins over an entry of the document (`rules.overridden`); cached by
        setting, because the context stays the same.
        """
        node = entry.node
        if entry.syntax is None or node.is_free_form:  # entries of such tables have their own
            return winner_over(entry, self.context)
        if node not in self._winners:
            self._winners[node] = winner_over(entry, self.context)
        return self._winners[node]

    @property
    def settings(self) -> AssignedSettings:
        """What the document sets, as Prefect reads it."""
        self._settle()
        return self._settings

    @property
    def schema(self) -> Schema:
        """Prefect's settings as the release in force has them."""
        return self.context.schema

    def entries(self, statement: Statement) -> Sequence[Entry]:
        """What `statement` sets (`toml_entries.entries`), cached if it was judged already."""
        if isinstance(statement, KeyValue) and not isinstance(statement.pair.value, InlineTable):
            kept = self.settings.of(statement)
            if kept:
                return kept
        return self._read(statement)

    def find_free_form(self, section: Section) -> Node | None:
        """The free-form table (`Node.is_free_form`) that a section's header opens."""
        prefix, path = self.context.prefix, section.path
        if section.header is None or path[: len(prefix)] != prefix or not is_open(section.header):
            return None
        node = self.schema.find(path[len(prefix) :])
        return node if node is not None and node.is_free_form else None

    def _judge_again(self, statements: Iterable[Statement]) -> None:
        for statement in statements:
            self._forget(statement)
        self._judge(statements)

    def _judge(self, statements: Iterable[Statement]) -> None:
        for statement in statements:
            if statement.comments:
                self._ignores.add(statement)
            if statement.problems:
                self._broken[statement] = None
            here = self._read(statement)
            if self._settings.add(statement, (each for each in here if isinstance(each, Known))):
                self._together = None
            self._unknown.add(statement, here)
            found = [
                finding for entry in here for rule in ENTRY_RULES
                for finding in rule(entry, self.context)
            ]  # fmt: skip
            if self.context.prefix:
                for each in STATEMENT_RULES:
                    found.extend(each(statement, self.context))
            if found:
                self._findings[statement] = tuple(found)

    def _forget(self, statement: Statement) -> None:
        self._findings.pop(statement, None)
        self._broken.pop(statement, None)
        self._unknown.remove(statement)
        self._ignores.remove(statement)
        if self._settings.remove(statement):
            self._together = None

    def _place(self) -> list[Placed]:
        placed = [
            Placed(statement, finding)
            for statement in {*self._broken, *self.document.clashing}
            for finding in self._syntax(statement)
        ]
        for statement, found in self._findings.items():
            placed.extend(Placed(statement, finding) for finding in found)
        if not logs_in(self._settings.values.known, self.context.folder):
            placed = [each for each in placed if each.finding.code != HEADER_FOR_LOGIN.name]
        placed.extend(self._found_together())
        placed.extend(self._about_release())
        if self.document.unread is not None:
            placed.append(Placed(self.document.unread, TOO_MUCH_TEXT.at(FIRST_LINE)))
        placed.extend(self._about_this_tool())
        for statement in self._legacy.statements() if self._legacy else ():
            placed.extend(Placed(statement, each) for each in self._check_legacy(statement))
        placed = once_for_each_table(placed)
        silencer = self._ignores.aim(self.document)
        if self.context.has_own:
            from prefect_toml_lsp.analysis.rules import own_names

            placed = own_names.once_for_each_table(placed, silencer)
        placed = [each for each in placed if not silencer.silences(each)]
        placed.extend(self._unknown.settle(silencer))
        placed.extend(silencer.useless())
        placed.sort(key=lambda each: (each.statement.order, each.finding.span))
        return placed

    def _found_together(self) -> list[Placed]:
        if self._together is None:
            self._together = [*self._check_honoured(), *self._check_together()]
        return self._together

    def _check_honoured(self) -> Iterator[Placed]:
        """The values of settings in a former place that Prefect still reads: only if nothing sets
        the new place.
        """
        for path in FORMER_PLUGINS:
            old = self.settings.find(path)
            if old is None or not old[1].node.is_honoured:
                continue
            statement, entry = old
            new = self.settings.find(entry.node.moved_to or "")
            if new is None or isinstance(new[1].verdict, Ignored):
                for finding in check_value(entry, self.context):
                    yield Placed(statement, finding)

    def _check_together(self) -> Iterator[Placed]:
        for path, found in check_together(self.settings.values, self.context):
            written = self.settings.find(path)
            assert written is not None  # its value is the document's own
            statement, entry = written
            span = entry.syntax.span if entry.syntax else entry.part.span
            finding = finding_of(found, span, self.context)
            if finding is not None:
                yield Placed(statement, finding)

    def _syntax(self, statement: Statement) -> list[Finding]:
        problems = self.document.problems(statement)
        if not lies_below(self.context.prefix, statement):
            # The rest of the file is another tool's, but Prefect reads all of it.
            if statement is not self.once(_first_broken_outside):
                return []
            problems = [next(each for each in problems if is_fatal(each))]
        found = [syntax_finding(problem) for problem in problems]
        if self._legacy and not self._legacy.stops(statement):
            found = [taken_now(each, self.context) for each in found]
        return found

    # The package toml

    @property
    def _reads_with_tomllib(self) -> bool:
        return self.context.readers.toml == "tomllib"

    def _settle(self) -> None:
        """Judge all statements that are not judged yet. If Prefect reads with the package *toml*,
        this includes what the package reads differently from TOML 1.0, once after an edit, because
        it needs the whole text.
        """
        if not self._is_judged:
            self._is_judged = True
            self._judge(self.document.statements)
        if self._is_settled:
            return
        self._is_settled = True
        before = self._legacy.differences if self._legacy else {}
        self._legacy = LegacyReading(self.document, self.context)
        self._judge_again({**before, **self._legacy.differences})

    def _read(self, statement: Statement) -> tuple[Entry, ...]:
        difference = self._legacy.differences.get(statement) if self._legacy else None
        if difference is not None:
            return difference.entries
        return tuple(entries(statement, self.schema, self.context.prefix))

    def _check_legacy(self, statement: Statement) -> Iterator[Finding]:
        if self._legacy is not None:
            is_broken = any(map(is_fatal, self.document.problems(statement)))
            yield from self._legacy.findings(statement, is_broken)

    def _about_release(self) -> Iterator[Placed]:
        """A finding that Prefect 2 reads none of this, at the first of Prefect's statements."""
        if not self.context.is_prefect_2:
            return
        for statement in self.document.statements:
            for entry in self.entries(statement):
                yield Placed(statement, PREFECT_2.at(entry.part.span))
                return

    def _about_this_tool(self) -> Iterator[Placed]:
        """The mistakes in the project's configuration of this tool in the same file."""
        if self.context.kind != PYPROJECT or not self.document.claims(TABLE):
            return
        from prefect_toml_lsp.analysis.configuration import check_configuration

        for finding in check_configuration(self.document, TABLE, (self.schema.release,)):
            statement = self.document.at(finding.span.line)
            yield Placed(statement, finding.down(-self.document.start(statement)))


def _first_broken_outside(analysis: Analysis) -> Statement | None:
    """The first statement that makes a file unreadable, if it is not below Prefect's table; if
    there is none, one that only newer releases refuse.
    """
    document, prefix = analysis.document, analysis.context.prefix
    broken = broken_statements(document)
    outside = [each for each in broken if not lies_below(prefix, each)]
    legacy = analysis._legacy
    stopping = [each for each in outside if legacy is None or legacy.stops(each)]
    return min(stopping or outside, key=lambda each: each.order, default=None)


def lies_below(prefix: tuple[str, ...], statement: Statement) -> bool:
    """Whether a statement is about something below `prefix`; the rest belongs to other tools."""
    if not prefix:
        return True
    names = statement.section.path
    if isinstance(statement, KeyValue):
        names = (*names, *statement.pair.key.names)
    return names[: len(prefix)] == prefix


def syntax_finding(problem: Problem) -> Finding:
    """The finding on a syntax error, which stops Prefect, except for one that its way of opening
    the file corrects (`prefect.settings.sources`: text mode makes every CR a line break).
    """
    related = (Related(None, problem.earlier, "The first one is here"),) if problem.earlier else ()
    return CODES[problem.code].at(problem.span, related=related, problem=problem.message)

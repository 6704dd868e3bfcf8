"""A finding in a file of settings: `prefect.toml`, `pyproject.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from prefect_toml_lsp.actions.fixes.model import Change, Path, Proposal, Refusal, only_for
from prefect_toml_lsp.actions.fixes.relocate import is_free, move_key, move_spread, move_table
from prefect_toml_lsp.actions.fixes.toml_case import TomlCase, decoded
from prefect_toml_lsp.analysis.analysis import Analysis
from prefect_toml_lsp.analysis.findings import NO_DATA, Finding
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance import Refused
from prefect_toml_lsp.sources.toml_entries import Known, Unknown
from prefect_toml_lsp.toml.edit import LocatedPair, Rewrite
from prefect_toml_lsp.toml.encode import dotted
from prefect_toml_lsp.toml.layout import body, comments_above
from prefect_toml_lsp.toml.nodes import ArrayHeader, Header, KeyValue, Statement, Value


class SettingsCase(TomlCase):
    """A finding on a setting or a table, or on `table` if that is spread over several headers or
    dotted keys.
    """

    analysis: Analysis

    def __init__(self, analysis: Any, finding: Finding) -> None:
        super().__init__(analysis, finding)
        self.candidates = [tuple(each) for each in self.candidates]
        table = finding.data.get("table")
        self.table: Path | None = tuple(table) if table else None

    @classmethod
    def copy(cls, analysis: Any) -> Any:
        """Nothing is judged again."""
        copy = analysis.copy()
        copy.context = analysis.context._replace(severities=NO_DATA)
        return copy

    @cached_property
    def known(self) -> Known | None:
        """The setting that the finding is about."""
        span = self.finding.span
        for entry in self.analysis.entries(self.statement):
            if isinstance(entry, Known) and (
                entry.part.span == span
                or (entry.syntax and entry.syntax.span.start <= span.start
                    and span.end <= entry.syntax.span.end)
            ):  # fmt: skip
                return entry
        return None

    @property
    def is_likely(self) -> bool:
        """Where no other candidate has the same name, or it is only spelled differently."""
        first, span = self.candidates[0], self.finding.span
        unknown = (
            each for each in self.analysis.entries(self.statement) if isinstance(each, Unknown)
        )
        depths = [len(each.names) for each in unknown if each.part.span == span]
        return [each[-1] for each in self.candidates].count(first[-1]) == 1 or len(first) in depths

    @property
    def assigned(self) -> tuple[Node, Value] | None:
        """The known setting, unless the path of the statement continues below it."""
        entry = self.known
        if entry is None or entry.syntax is None or entry.inner:
            return None
        return entry.node, entry.syntax

    @property
    def refusal(self) -> Refusal | None:
        """Why Prefect refuses the value, or the array item, that the finding covers; None if it
        does not.
        """
        entry = self.known
        if entry is None or not isinstance(entry.verdict, Refused):
            return None
        refused, depth = entry.verdict, 0
        while refused.rule == "item":
            refused = Refused(refused.detail["rule"], refused.detail["detail"])
            depth += 1
        if depth > len(entry.inner) and entry.syntax and entry.syntax.span == self.finding.span:
            # an item inside a string, which has no separate span
            if refused.rule != "int-string" or entry.inner or not isinstance(entry.value, str):
                return None
            return Refusal(entry.node, refused, entry.value)
        return Refusal(entry.node, refused, decoded(self.value), depth > 0)

    @property
    def given(self) -> tuple[Node, Any] | None:
        """The value as TOML has it."""
        entry = self.known
        return (entry.node, entry.value) if entry and entry.syntax and not entry.inner else None

    def node_named(self, names: Path) -> Node | None:
        """The setting or table that the document path `names` refers to; None if there is none."""
        return self.node_at(self.relative(names))

    def is_vain(self, path: Path) -> bool:
        """One below Prefect's root that the release does not have."""
        if path[: len(self.prefix)] != self.prefix or len(path) <= len(self.prefix):
            return False
        node = self.schema.find(self.relative(path))
        return node is None or not node.exists

    def placements(self) -> Iterator[Proposal]:
        """Where the candidate is free and Prefect takes the value."""
        for target in self.candidates:
            if self.table is not None:
                yield from move_spread(self, self.table, target)
            elif self.header is not None:
                yield from move_table(self, self.header, target)
            elif self.written is not None:
                alone = list(self._move_with_header(self.written, target))
                yield from alone or move_key(self, self.written, target)

    def _move_with_header(self, written: LocatedPair, target: Path) -> Iterator[Proposal]:
        """Rename a header instead of moving its only key, which keeps its name."""
        header, names = written.statement.section.header, written.pair.key.names
        if written.outer is not None or header is None or not self.is_vain(header.key.names):
            return
        is_alone = self.members(header) == [written.statement]
        full = (*self.prefix, *target[: -len(names)])
        if is_alone and target[-len(names) :] == names and is_free(self, full, header):
            yield from move_table(self, header, target[: -len(names)])

    def removals(self) -> Iterator[Proposal]:
        """All of a table that is spread; of an array of tables the element, too."""
        if self.table is None or isinstance(self.statement, ArrayHeader):
            yield from super().removals()
        if self.table is None:
            return
        path = (*self.prefix, *self.table)
        changes: list[Change] = []
        gone: list[Statement] = []
        for statement, _ in self.document.claims(path):
            if isinstance(statement, Header):
                above = comments_above(self.document, statement)
                gone += [*above, statement, *body(self.document, statement)]
            elif isinstance(statement, KeyValue):
                written = LocatedPair.of(statement)
                changes.append(self.remove(written))

        def change(rewrite: Rewrite) -> None:
            rewrite.remove(*gone)
            for each in changes:
                each(rewrite)

        yield Proposal(f"Remove all of `[{dotted(path)}]`", change)


of_settings = only_for(SettingsCase)

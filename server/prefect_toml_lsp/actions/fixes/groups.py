"""Keys of one section that Prefect has in one other table, all at once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from prefect_toml_lsp.actions.fixes.model import Path, Proposal
from prefect_toml_lsp.actions.fixes.relocate import is_variable, move_key, table_name
from prefect_toml_lsp.actions.fixes.settings_case import SettingsCase, of_settings
from prefect_toml_lsp.analysis.analysis import Analysis
from prefect_toml_lsp.analysis.findings import Placed
from prefect_toml_lsp.toml.edit import Rewrite
from prefect_toml_lsp.toml.nodes import KeyValue, Section, Statement

_MOST = 400  # statements of a section: this is computed whenever a cursor moves
_CODES = frozenset({"moved-setting", "unknown-setting", "wrong-release"})

_Group = dict[Statement, Proposal]


@of_settings
def propose_group(case: SettingsCase) -> Iterator[Proposal]:
    """The likeliest table of a key, for all keys of its section that have the same one."""
    if not case.candidates:
        return
    table = case.candidates[0][:-1]
    group = case.analysis.once(_Groups).of(case.statement.section, table)
    if len(group) > 1 and case.statement in group:
        yield Proposal(
            f"Move these {len(group)} settings to {table_name(case, table)}",
            partial(_move_all, list(group.values())),
            moves=tuple(statement for each in group.values() for statement in each.moves),
        )


class _Groups:
    """Statements of one section that go to one table, and how, found when one asks for them."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._likely: dict[Section, dict[Path, list[Placed]]] = {}
        self._groups: dict[tuple[Section, Path], _Group] = {}

    def of(self, section: Section, table: Path) -> _Group:
        if (section, table) not in self._groups:
            self._groups[section, table] = self._group(section, table)
        return self._groups[section, table]

    def _group(self, section: Section, table: Path) -> _Group:
        if section not in self._likely:
            self._likely[section] = self._sort(section)
        found = self._likely[section].get(table, [])
        group: _Group = {}
        taken: set[Path | None] = set()
        if len(found) > 1:
            for each in found:
                start = self._analysis.document.start(each.statement)
                proposal = _move(SettingsCase(self._analysis, each.finding.down(start)))
                if proposal is not None and proposal.activates not in taken:
                    taken.add(proposal.activates)
                    group[each.statement] = proposal
        return group

    def _sort(self, section: Section) -> dict[Path, list[Placed]]:
        """The findings on keys by the likeliest table; none for a section that is too long."""
        below = self._analysis.document.section_statements(section.header)
        found: dict[Path, list[Placed]] = {}
        for each in self._analysis.placed_on(below) if len(below) <= _MOST else ():
            candidates = each.finding.data.get("candidates")
            if each.finding.code in _CODES and candidates and isinstance(each.statement, KeyValue):
                found.setdefault(tuple(candidates[0][:-1]), []).append(each)
        return found


def _move(case: SettingsCase) -> Proposal | None:
    """The likeliest place of a key that is a setting of another table, as a statement of its own;
    not of one with the name of a variable, of which there may be a block.
    """
    written = case.written
    if written is None or written.outer is not None:
        return None
    target = case.candidates[0]
    node = case.schema.find(target)
    if is_variable(case, written.names[-1]) or node is None or not node.is_setting:
        return None
    for proposal in move_key(case, written, target):
        if proposal.moves and proposal.has_place(case.changes()):
            return proposal
    return None


def _move_all(proposals: list[Proposal], rewrite: Rewrite) -> None:
    for each in proposals:
        each.change(rewrite)

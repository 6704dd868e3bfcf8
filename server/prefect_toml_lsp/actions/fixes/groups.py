"""Moves all keys of a section that belong in one other table."""

from __future__ import annotations

from collections.abc import Iterator

from prefect_toml_lsp.actions.fixes.model import Path, Proposal, all_of
from prefect_toml_lsp.actions.fixes.relocate import is_variable, move_key, table_name
from prefect_toml_lsp.actions.fixes.settings_case import SettingsCase, of_settings
from prefect_toml_lsp.analysis.analysis import Analysis
from prefect_toml_lsp.toml.nodes import Section

_MOST = 400  # statements of a section: this is computed whenever a cursor moves
_CODES = frozenset({"moved-setting", "unknown-setting", "wrong-release"})

_Groups = dict[Path, dict[Path | None, Proposal]]
"""By table, the keys to move there, by the setting that each becomes."""


@of_settings
def propose_group(case: SettingsCase) -> Iterator[Proposal]:
    """Propose moving all keys of this section whose most likely table is the same as this key's.
    Yields at most one proposal, and none if only one key would move.
    """
    if not case.candidates:
        return
    table, section = case.candidates[0][:-1], case.statement.section
    known = case.analysis.once(_no_sections)
    if section not in known:
        known[section] = _groups(case.analysis, section)
    group = known[section].get(table, {}).values()
    moves = tuple(statement for each in group for statement in each.moves)
    if len(group) > 1 and case.statement in moves:
        title = f"Move these {len(group)} settings to {table_name(case, table)}"
        yield Proposal(title, all_of(group), moves=moves)


def _no_sections(_: Analysis) -> dict[Section, _Groups]:
    return {}


def _groups(analysis: Analysis, section: Section) -> _Groups:
    """The keys of a section that belong elsewhere; nothing for one that is too long."""
    below = analysis.document.section_statements(section.header)
    found: _Groups = {}
    for statement, finding in analysis.placed_on(below) if len(below) <= _MOST else ():
        case = SettingsCase(analysis, finding.down(analysis.document.start(statement)))
        proposal = _move(case) if finding.code in _CODES and case.candidates else None
        if proposal is not None:
            group = found.setdefault(case.candidates[0][:-1], {})
            group.setdefault(proposal.activates, proposal)
    return found


def _move(case: SettingsCase) -> Proposal | None:
    """The most likely place of a key that is a setting of another table and a whole statement;
    not of a key with the name of a variable, because those are moved as a block.
    """
    written = case.written
    if written is None or written.outer is not None:
        return None
    target = case.candidates[0]
    node = case.schema.find(target)
    if is_variable(case, written.names[-1]) or node is None or not node.is_setting:
        return None
    for proposal in move_key(case, written, target, corrects=False):
        if proposal.moves and proposal.edits(case.changes()) is not None:
            return proposal
    return None

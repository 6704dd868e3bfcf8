"""Environment variables that were pasted into a TOML file, one or a whole block of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from prefect_toml_lsp.actions.fixes.as_toml import as_read, quoted_like, verdict_on
from prefect_toml_lsp.actions.fixes.model import Path, Proposal
from prefect_toml_lsp.actions.fixes.relocate import move_title
from prefect_toml_lsp.actions.fixes.settings_case import SettingsCase, of_settings
from prefect_toml_lsp.actions.fixes.toml_case import drop_empty_section
from prefect_toml_lsp.analysis.analysis import Analysis
from prefect_toml_lsp.prefect.acceptance import taken
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.toml.decode import UndecodableError, decode
from prefect_toml_lsp.toml.edit import Rewrite, source_of
from prefect_toml_lsp.toml.layout import comments_above, text_behind
from prefect_toml_lsp.toml.nodes import KeyValue, Section, Statement, String

# A line of a shell or of a .env file.
_LINE = (
    r"\s*(?:export\s+)?(?P<name>PREFECT_[A-Z0-9_]+)\s*=\s*"
    r"""(?:"(?P<double>[^"\\]*)"|'(?P<single>[^']*)'|(?P<bare>[^"'\s][^"'#]*?))"""
    r"(?P<comment>\s*#.*)?\s*$"
)


class _Variable(NamedTuple):
    """A line that sets a variable: which setting that is, and the value for TOML."""

    statement: KeyValue
    name: str
    target: Path
    value: str
    comments: tuple[str, ...]
    behind: str


@of_settings
def propose_variable(case: SettingsCase) -> Iterator[Proposal]:
    """The line of a shell or of a ``.env`` file that is not TOML, as a setting of its table."""
    if isinstance(case.statement, KeyValue) and case.statement.problems:
        found = _read(case, case.statement)
        if found is not None:
            title = move_title(case, found.name, found.target)
            change = partial(_move_all, case, [found])
            yield Proposal(title, change, preferred=True, moves=(found.statement,))


@of_settings
def propose_block(case: SettingsCase) -> Iterator[Proposal]:
    """All variables of the section at once, when there are several."""
    if not isinstance(case.statement, KeyValue) or _read(case, case.statement) is None:
        return
    known = case.analysis.once(_no_sections)
    section = case.statement.section
    if section not in known:
        known[section] = _block(case)
    block = known[section]
    if len(block) > 1:
        title = f"Move {len(block)} PREFECT_… variables to their tables"
        moves = tuple(each.statement for each in block)
        yield Proposal(title, partial(_move_all, case, block), moves=moves)


def _no_sections(_: Analysis) -> dict[Section, list[_Variable]]:
    return {}


def _block(case: SettingsCase) -> list[_Variable]:
    """The variables of the section, the first one for each setting."""
    found: dict[Path, _Variable] = {}
    for each in case.document.section_statements(case.statement.section.header):
        variable = _read(case, each) if isinstance(each, KeyValue) else None
        if variable and case.analysis.settings.find(".".join(variable.target)) is None:
            found.setdefault(variable.target, variable)
    return list(found.values())


def _read(case: SettingsCase, statement: KeyValue) -> _Variable | None:
    """The variable that a statement sets, with its value as TOML that Prefect takes."""
    pair = statement.pair
    if pair.key.whole and not statement.problems:
        name = pair.key.names[-1]
        if name.upper() not in case.schema.by_variable:
            return None
        try:
            value = decode(pair.value)
        except UndecodableError:
            return None
        behind = text_behind(case.document, statement)
        raw = source_of(case.document, statement, pair.value) if pair.value else ""
    else:
        line = case.document.source.content(case.document.start(statement))
        match = re.match(_LINE, line) if statement.height == 1 else None
        if match is None:
            return None
        name, behind = match["name"], match["comment"] or ""
        value = next(filter(None, match.group("double", "single", "bare")), "")
        raw = ""
    node = case.schema.by_variable.get(name.upper())
    if node is None or not node.exists:
        return None
    verdict = verdict_on(node, value)
    if not taken(verdict):
        return None
    syntax = pair.value if isinstance(pair.value, String) else None
    text = as_read(node, syntax, verdict) or raw or quoted_like(syntax, value)
    above = tuple(each.comments[0].text for each in comments_above(case.document, statement))
    return _Variable(statement, name, node.path, text, above, behind)


def _move_all(case: SettingsCase, variables: list[_Variable], rewrite: Rewrite) -> None:
    gone: list[Statement] = []
    for each in variables:
        gone += [*comments_above(case.document, each.statement), each.statement]
    rewrite.remove(*gone)
    for each in variables:
        full = (*case.prefix, *each.target)
        rewrite.insert(full[:-1], full[-1:], each.value, each.comments, each.behind)
    drop_empty_section(case, variables[0].statement, rewrite)

"""Fixes for keys in the wrong place of a `profiles.toml` (`analysis.profile_structure`)."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from functools import partial

from prefect_toml_lsp.actions.fixes.model import Change, Path, Proposal, only_for
from prefect_toml_lsp.actions.fixes.relocate import is_free, move_members
from prefect_toml_lsp.actions.fixes.variable_case import ProfilesCase
from prefect_toml_lsp.sources.profile_settings import PathInProfile, paths_below
from prefect_toml_lsp.sources.profiles_document import PROFILES
from prefect_toml_lsp.toml.edit import Rewrite
from prefect_toml_lsp.toml.edit.located_pair import LocatedPair, source_of
from prefect_toml_lsp.toml.encode import dotted
from prefect_toml_lsp.toml.layout import text_behind
from prefect_toml_lsp.toml.nodes import ArrayHeader, Header, Statement

of_profiles = only_for(ProfilesCase)


@of_profiles
def propose_structure(case: ProfilesCase) -> Iterator[Proposal]:
    """Move it to the place where Prefect reads it."""
    data = case.finding.data
    if "table" in data and case.header is not None:
        yield from _as_table(case, case.header, tuple(data["table"]))
    elif "key" in data and case.written is not None:
        key, names = case.written.pair.key, tuple(data["key"])
        change = partial(Rewrite.rename, statement=case.written.statement, key=key, names=names)
        yield Proposal(f"Change to `{dotted(names)}`", change, preferred=True)
    elif "into" in data and case.written is not None:
        path = tuple(data["into"])
        change = partial(_move, case, path)
        yield Proposal(f"Move to `[{dotted(path[:-1])}]`", change, preferred=True)
    elif "paths" in data:
        yield from _as_variables(case, tuple(data["paths"]), data["profile"])


def _as_table(case: ProfilesCase, header: Header, path: Path) -> Iterator[Proposal]:
    members = case.members(header)
    change: Change
    if isinstance(header, ArrayHeader):
        return
    if is_free(case, path, header):
        title = f"Change to `[{dotted(path)}]`"
        change = partial(Rewrite.rename, statement=header, key=header.key, names=path)
    else:
        title = f"Move the keys to `[{dotted(path)}]`"
        change = partial(move_members, header, members, path)
    yield Proposal(title, change, preferred=True, moves=(header, *members))


def _move(case: ProfilesCase, path: Path, rewrite: Rewrite) -> None:
    assert case.written is not None
    rewrite.move(case.written, path[:-1], path[-1:])


def _as_variables(case: ProfilesCase, table: Path, profile: str) -> Iterator[Proposal]:
    """All settings below a table that have variables; the others stay."""
    around = 2 if table[:1] == (PROFILES,) else 0
    below = paths_below(case.document, table, around, case.schema)
    found = [each for each in below if each.node is not None]
    if not found:
        return
    names = [each.node.environment[0] for each in found if each.node]
    title = f"Write `{names[0]}`" if len(found) == 1 else f"Write these {len(found)} as variables"
    if not around:
        title = f"{title} in `[{dotted((PROFILES, profile))}]`"
    if any(each.written.outer and _is_nested(each.written, (PROFILES, profile)) for each in found):
        return
    taken = case.analysis.profiles.profiles.get(profile, {})
    if taken.keys().isdisjoint(names) and len({*names}) == len(names):
        kept = {each.written.statement for each in below if each.node is None}
        change = partial(_write_variables, case, found, (PROFILES, profile), kept)
        yield Proposal(title, change, preferred=True)


def _is_nested(written: LocatedPair, profile: Path) -> bool:
    """Whether it is in a table of a profile that is itself written as an inline table."""
    whole = (*written.statement.section.path, *written.statement.pair.key.names)
    return len(whole) <= len(profile) and written.path != profile


def _write_variables(
    case: ProfilesCase,
    found: Sequence[PathInProfile],
    table: Path,
    kept: Container[Statement],
    rewrite: Rewrite,
) -> None:
    """Write each entry in `found` as an environment variable in `table`: rename it if it is
    already there, otherwise move it. An inline table is removed once it is empty, unless it is in
    `kept`, the statements with other keys. Headers left without statements or comments are
    removed, too.
    """
    headers: dict[Header, None] = {}
    removed: dict[Statement, None] = {}
    for each in found:
        assert each.node is not None
        name, written = each.node.environment[0], each.written
        section = written.statement.section
        if written.path == table:
            rewrite.rename(written.statement, written.pair.key, (name,))
            continue
        if written.outer is not None and written.pair.value and written.statement not in kept:
            text = source_of(case.document, written.statement, written.pair.value)
            is_first = written.statement not in removed
            behind = text_behind(case.document, written.statement) if is_first else ""
            rewrite.insert(table, (name,), text, behind=behind)
            removed[written.statement] = None
            rewrite.remove(written.statement)
        else:
            rewrite.move(written, table, (name,))
        if section.header is not None and section.path != table:
            headers[section.header] = None
    for header in headers:
        if not header.comments and all(map(rewrite.removes, case.members(header))):
            rewrite.remove(header)

"""Remove keys and tables that are ignored, set twice, or should not be in the file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from prefect_toml_lsp.actions.fixes.model import Case, Proposal
from prefect_toml_lsp.actions.fixes.relocate import move_members
from prefect_toml_lsp.actions.fixes.settings_case import SettingsCase, of_settings
from prefect_toml_lsp.actions.fixes.toml_case import TomlCase, of_toml
from prefect_toml_lsp.toml import Claim
from prefect_toml_lsp.toml.edit import LocatedPair
from prefect_toml_lsp.toml.encode import dotted, encode_key
from prefect_toml_lsp.toml.nodes import KeyValue, TableHeader


def propose_removal(case: Case) -> Iterator[Proposal]:
    """Remove what the finding is about."""
    yield from case.removals()


def propose_needless_removal(case: Case) -> Iterator[Proposal]:
    """Remove something without effect, if there is no other fix."""
    for index, proposal in enumerate(case.removals()):
        yield proposal._replace(preferred=index == 0)


@of_settings
def propose_secret_removal(case: SettingsCase) -> Iterator[Proposal]:
    """Leave a secret out, and name the variable that sets it instead."""
    variable, written = case.finding.data.get("variable"), case.written
    if written is not None and variable is None:
        name = written.names[-1].upper() if written.names else ""
        node = case.schema.by_variable.get(name)
        variable = name if node is not None and node.secret else None
    if isinstance(variable, str) and written is not None:
        title = f"Remove the key; set {variable} in the environment instead"
        yield Proposal(title, case.remove(written))


@of_toml
def propose_one_of_two(case: TomlCase) -> Iterator[Proposal]:
    """Removes either of two statements that set one key."""
    written = case.written
    if written is None:
        return
    names = written.pair.key.names
    name = encode_key(names[-1]) if written.outer else dotted(names)
    yield Proposal(f"Remove this `{name}`", case.remove(written))
    for earlier, claim in () if written.outer else case.document.claims(written.names):
        if claim is Claim.VALUE and earlier.order < case.statement.order:
            assert isinstance(earlier, KeyValue)
            first = LocatedPair.of(earlier)
            line = case.document.start(earlier) + 1
            yield Proposal(f"Remove `{name}` on line {line}", case.remove(first))


@of_toml
def propose_one_table(case: TomlCase) -> Iterator[Proposal]:
    """Of two headers of one table, the first, with the keys of both below it."""
    header = case.header
    if not isinstance(header, TableHeader) or header.comments:
        return
    path = header.key.names
    headers = [each for each, claim in case.document.claims(path) if claim is Claim.TABLE]
    first = min(headers, key=lambda each: each.order, default=header)
    if first is not header:
        change = partial(move_members, header, case.members(header), path)
        line = case.document.start(first) + 1
        yield Proposal(f"Move the keys to the table on line {line}", change, preferred=True)

"""Keys and tables that go: ignored, set twice, or better kept out of the file."""

from __future__ import annotations

from collections.abc import Iterator

from prefect_toml_lsp.actions.fixes.model import Case, Proposal
from prefect_toml_lsp.actions.fixes.settings_case import SettingsCase, of_settings
from prefect_toml_lsp.actions.fixes.toml_case import TomlCase, of_toml
from prefect_toml_lsp.toml import Claim
from prefect_toml_lsp.toml.edit import LocatedPair, Rewrite, pair_at
from prefect_toml_lsp.toml.encode import dotted, encode_key
from prefect_toml_lsp.toml.nodes import KeyValue, TableHeader


def propose_removal(case: Case) -> Iterator[Proposal]:
    """Leave out what the finding is about."""
    yield from case.removals()


@of_settings
def propose_secret_removal(case: SettingsCase) -> Iterator[Proposal]:
    """Leave a secret out, and name the variable that sets it instead."""
    variable, written = case.finding.data.get("variable"), case.written
    if written is not None and variable is None:
        name = written.names[-1].upper() if written.names else ""
        node = case.schema.by_variable.get(name)
        variable = name if node is not None and node.secret else None
    if isinstance(variable, str) and written is not None:
        yield Proposal(
            f"Remove the key; set {variable} in the environment instead",
            case.remove(written),
        )


@of_toml
def propose_one_of_two(case: TomlCase) -> Iterator[Proposal]:
    """Of two statements that set one key, either."""
    written = case.written
    if written is None:
        return
    if written.outer is not None:
        name = encode_key(written.pair.key.names[-1])
        yield Proposal(f"Remove this `{name}`", case.remove(written))
        return
    name = dotted(written.pair.key.names)
    yield Proposal(f"Remove this `{name}`", case.remove(written))
    for earlier, claim in case.document.claims(written.names):
        if claim is Claim.VALUE and earlier.order < case.statement.order:
            assert isinstance(earlier, KeyValue)
            first = pair_at(earlier, earlier.pair.key.span.start)
            line = case.document.start(earlier) + 1
            yield Proposal(
                f"Remove `{name}` on line {line}",
                case.remove(first._replace(pair=earlier.pair, outer=None)),
            )


@of_toml
def propose_one_table(case: TomlCase) -> Iterator[Proposal]:
    """Of two headers of one table, the first, with the keys of both below it."""
    header = case.header
    if not isinstance(header, TableHeader):
        return
    path = header.key.names
    claims = case.document.claims(path)
    first = min(
        (each for each, claim in claims if claim is Claim.TABLE),
        key=lambda each: each.order,
        default=header,
    )
    if first is header:
        return
    members = case.members(header)

    def change(rewrite: Rewrite) -> None:
        for each in members:
            names = each.pair.key.names
            rewrite.move(LocatedPair(each, each.pair, None, path), path, names)
        rewrite.remove(header)

    if not header.comments:
        line = case.document.start(first) + 1
        yield Proposal(f"Move the keys to the table on line {line}", change, preferred=True)

"""Keys and tables that go: ignored, set twice, or better kept out of the file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from prefect_toml_lsp.actions.fixes.model import Case, Proposal
from prefect_toml_lsp.actions.fixes.relocate import drop_empty_section
from prefect_toml_lsp.toml import Claim
from prefect_toml_lsp.toml.edit import LocatedPair, Rewrite, pair_at
from prefect_toml_lsp.toml.encode import dotted, encode_key
from prefect_toml_lsp.toml.layout import body, comments_above
from prefect_toml_lsp.toml.nodes import ArrayHeader, Header, KeyValue, Statement, TableHeader


def propose_removal(case: Case) -> Iterator[Proposal]:
    """Leave out what the finding is about."""
    if case.header is not None:
        path = dotted(case.header.key.names)
        name = f"[[{path}]]" if isinstance(case.header, ArrayHeader) else f"[{path}]"
        gone = _table(case, case.header)
        yield Proposal(
            f"Remove the table `{name}`", lambda rewrite: rewrite.remove(*gone), moves=gone
        )
    elif case.written is not None:
        name = dotted(case.written.pair.key.names)
        yield Proposal(f"Remove `{name}`", partial(_remove, case, case.written))


def propose_secret_removal(case: Case) -> Iterator[Proposal]:
    """Leave a secret out, and name the variable that sets it instead."""
    variable, written = case.finding.data.get("variable"), case.written
    if written is not None and variable is None:
        name = written.names[-1].upper() if written.names else ""
        node = case.schema.by_variable.get(name)
        variable = name if node is not None and node.secret else None
    if isinstance(variable, str) and written is not None:
        yield Proposal(
            f"Remove the key; set {variable} in the environment instead",
            partial(_remove, case, written),
        )


def propose_one_of_two(case: Case) -> Iterator[Proposal]:
    """Of two statements that set one key, either."""
    written = case.written
    if written is None:
        return
    if written.outer is not None:
        name = encode_key(written.pair.key.names[-1])
        yield Proposal(f"Remove this `{name}`", partial(_remove, case, written))
        return
    name = dotted(written.pair.key.names)
    yield Proposal(f"Remove this `{name}`", partial(_remove, case, written))
    for earlier, claim in case.document.claims(written.names):
        if claim is Claim.VALUE and earlier.order < case.statement.order:
            assert isinstance(earlier, KeyValue)
            first = pair_at(earlier, earlier.pair.key.span.start)
            line = case.document.start(earlier) + 1
            yield Proposal(
                f"Remove `{name}` on line {line}",
                partial(_remove, case, first._replace(pair=earlier.pair, outer=None)),
            )


def propose_one_table(case: Case) -> Iterator[Proposal]:
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


def _remove(case: Case, written: LocatedPair, rewrite: Rewrite) -> None:
    if written.outer is None and _stands_alone(case, written.statement):
        rewrite.remove(*comments_above(case.document, written.statement))
    rewrite.remove_pair(written)
    drop_empty_section(case, written.statement, rewrite)


def _stands_alone(case: Case, statement: Statement) -> bool:
    """Whether no key follows right below: then the comments above are about this one alone."""
    below = case.document.index(statement) + 1
    statements = case.document.statements
    return below == len(statements) or not isinstance(statements[below], KeyValue)


def _table(case: Case, header: Header) -> tuple[Statement, ...]:
    """A header and what is below it, without the comments of the next header."""
    return (*comments_above(case.document, header), header, *body(case.document, header))

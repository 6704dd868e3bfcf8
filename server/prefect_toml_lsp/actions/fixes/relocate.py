"""Fixes for keys and tables that Prefect has elsewhere, or under another name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from prefect_toml_lsp.actions.fixes.as_toml import as_read, verdict_on
from prefect_toml_lsp.actions.fixes.model import Case, Change, Path, Proposal
from prefect_toml_lsp.actions.fixes.toml_case import (
    TomlCase,
    decoded,
    drop_empty_section,
    drop_header,
)
from prefect_toml_lsp.prefect.acceptance import taken
from prefect_toml_lsp.sources.toml_entries import UNDECODABLE
from prefect_toml_lsp.toml import Claim
from prefect_toml_lsp.toml.edit import LocatedPair, NoPlaceError, Rewrite
from prefect_toml_lsp.toml.encode import dotted, encode_key
from prefect_toml_lsp.toml.nodes import ArrayHeader, Header, InlineTable, KeyValue, Pair


def propose_places(case: Case) -> Iterator[Proposal]:
    """A fix for each place or name that may have been meant; the most likely one is preferred."""
    clear = len(case.candidates) == 1
    for index, proposal in enumerate(case.placements()):
        preferred = index == 0 and case.is_likely
        yield proposal._replace(preferred=preferred, safe=clear and proposal.safe)


# Keys


def move_key(case: TomlCase, written: LocatedPair, target: Path) -> Iterator[Proposal]:
    """Move or rename a pair to `target`, if that is free and Prefect accepts its value there."""
    source = case.relative(written.names)
    value = decoded(written.pair.value, UNDECODABLE)
    if value is UNDECODABLE or not fits(case, target, written.pair):
        return
    node, text = case.node_at(target), None
    if node is not None and is_variable(case, source[-1]) and isinstance(value, str):
        # a string, as in an environment variable, in the TOML type of its setting
        text = as_read(node, written.pair.value, verdict_on(node, value))
    keys = renamed_key(case, written, target) if text is None else None
    if keys is not None:
        change = partial(
            Rewrite.rename, statement=written.statement, key=written.pair.key, names=keys
        )
        title = f"Change to `{dotted(keys)}`"
        yield Proposal(title, change, safe=True, activates=target)
        return
    title = move_title(case, source[-1], target)
    change = partial(_move, case, written, target, text)
    moves = () if written.outer else (written.statement,)
    yield Proposal(title, change, safe=True, activates=target, moves=moves)


def renamed_key(case: TomlCase, written: LocatedPair, target: Path) -> Path | None:
    """The key to write in place if only its name is wrong."""
    base = case.relative(written.path) if len(written.path) >= len(case.prefix) else None
    key = written.pair.key
    if base is None or target[: len(base)] != base:
        return None
    names = target[len(base) :]
    if len(names) != len(key.parts) or not key.whole:
        return None
    if written.outer is not None:
        beside = [pair.key.names for pair in written.outer.pairs if pair is not written.pair]
        return None if any(_clash(names, other) for other in beside) else names
    full = (*case.prefix, *target)
    start = len(full) - len(names)
    for length in range(start + 1, len(full) + 1):
        for statement, claim in case.document.claims(full[:length]):
            shared = claim is Claim.DOTTED and statement.section is written.statement.section
            if statement is not written.statement and not (shared and length < len(full)):
                return None
    return names


def _clash(names: Path, other: Path) -> bool:
    shorter = min(len(names), len(other))
    return names[:shorter] == other[:shorter]


def _move(
    case: TomlCase, written: LocatedPair, target: Path, text: str | None, rewrite: Rewrite
) -> None:
    full = (*case.prefix, *target)
    rewrite.move(written, full[:-1], full[-1:], text)
    drop_empty_section(case, written.statement, rewrite)


def move_title(case: TomlCase, name: str, target: Path) -> str:
    """A part of a title: where a key is moved, and under which name."""
    renamed = "" if name == target[-1] else f" as `{encode_key(target[-1])}`"
    return f"Move to {table_name(case, target[:-1])}{renamed}"


def table_name(case: TomlCase, path: Path) -> str:
    """The name of a table in a title; its path counts from Prefect's root."""
    table = dotted((*case.prefix, *path))
    return f"`[{table}]`" if table else "the top of the file"


# Values


def fits(case: TomlCase, target: Path, pair: Pair) -> bool:
    """Whether Prefect takes the value of `pair` at `target`, which counts from its root; for an
    inline table in a table's place, each of its values.
    """
    node = case.node_at(target)
    if node is None:
        return False
    if node.is_table:
        return isinstance(pair.value, InlineTable) and all(
            each.key.whole and fits(case, (*target, *each.key.names), each)
            for each in pair.value.pairs
        )
    value = decoded(pair.value, UNDECODABLE)
    for name in reversed(target[len(node.path) :]):
        value = {name: value}
    return value is not UNDECODABLE and taken(verdict_on(node, value))


def is_variable(case: TomlCase, name: str) -> bool:
    """Whether a key has the name of one of Prefect's environment variables."""
    return name.upper() in case.schema.by_variable


# Tables


def move_table(case: TomlCase, header: Header, target: Path) -> Iterator[Proposal]:
    """Rename a header, if all keys below it fit into the other table or are unknown there, too. If
    the table already exists, the keys are moved to it.
    """
    node = case.schema.find(target)
    members = case.members(header)
    if isinstance(header, ArrayHeader) or node is None:
        return
    misfits = [each for each in members if not _fits_below(case, target, each)]
    if not all(_is_unknown_below(case, target, each) for each in misfits):
        return
    full = (*case.prefix, *target)
    if not full:
        return  # The top of a file has no header.
    change: Change
    if is_free(case, full, header):
        title = f"Change to `[{dotted(full)}]`"
        change = partial(Rewrite.rename, statement=header, key=header.key, names=full)
    elif members:
        title = f"Move the keys to `[{dotted(full)}]`"
        change = partial(_move_members_only, case, header, members, full)
    else:
        return
    yield Proposal(title, change, safe=not misfits, activates=target, moves=(header, *members))


def move_spread(case: TomlCase, table: Path, target: Path) -> Iterator[Proposal]:
    """Rename a table in all headers and dotted keys that name it, if the new name is free and all
    keys fit there or are unknown there, too.
    """
    path = (*case.prefix, *table)
    changes: list[Change] = []
    fit = True
    for statement, _ in case.document.claims(path):
        found = None
        if isinstance(statement, Header):
            moved = (*target, *statement.key.names[len(path) :])
            found = next(move_table(case, statement, moved), None)
        elif isinstance(statement, KeyValue):
            written = LocatedPair.of(statement)
            moved = (*target, *written.names[len(path) :])
            found = next(move_key(case, written, moved), None)
        if found is None:
            return
        changes.append(found.change)
        fit = fit and found.safe
    title = f"Change to `[{dotted((*case.prefix, *target))}]`"

    def change(rewrite: Rewrite) -> None:
        for each in changes:
            each(rewrite)

    yield Proposal(title, change, safe=fit, activates=target)


def _fits_below(case: TomlCase, target: Path, statement: KeyValue) -> bool:
    pair = statement.pair
    return pair.key.whole and fits(case, (*target, *pair.key.names), pair)


def _is_unknown_below(case: TomlCase, target: Path, statement: KeyValue) -> bool:
    """Whether Prefect would ignore a key in a table as well, so that nothing is lost by it."""
    key = statement.pair.key
    return key.whole and case.node_at((*target, *key.names)) is None


def is_free(case: TomlCase, full: Path, header: Header) -> bool:
    """Whether the document may have a header of this path, and has none."""
    for length in range(1, len(full)):
        claims = case.document.claims(full[:length])
        if any(claim in (Claim.VALUE, Claim.ARRAY) for _, claim in claims):
            return False
    return all(
        claim is Claim.PASSED or statement.section is header.section
        for statement, claim in case.document.claims(full)
    )


def _move_members_only(
    case: TomlCase, header: Header, members: Iterable[KeyValue], target: Path, rewrite: Rewrite
) -> None:
    """Move the keys below a header into the table at `target` of the document, and remove the
    header unless a comment stays with it. Raises `NoPlaceError`.
    """
    _move_keys(members, target, rewrite)
    drop_header(case, header, rewrite)


def _move_keys(members: Iterable[KeyValue], target: Path, rewrite: Rewrite) -> None:
    for each in members:
        names = each.pair.key.names
        rewrite.move(LocatedPair.of(each), (*target, *names[:-1]), names[-1:])


def move_members(
    header: Header, members: Iterable[KeyValue], target: Path, rewrite: Rewrite
) -> None:
    """Move the keys below a header into the table at `target` of the document, and remove the
    header, but not its comment. Raises `NoPlaceError`.
    """
    _move_keys(members, target, rewrite)
    if not header.comments:
        rewrite.remove(header)
    elif header.closing:
        comment = header.comments[0].span
        span = header.opening._replace(end_column=comment.column)
        rewrite.replace(header, span, "")
    else:
        raise NoPlaceError("the header is broken")

"""Keys and tables that Prefect has elsewhere, or under another name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from prefect_toml_lsp.actions.fixes.as_toml import as_read, verdict_on
from prefect_toml_lsp.actions.fixes.model import Case, Path, Proposal
from prefect_toml_lsp.prefect.acceptance import taken
from prefect_toml_lsp.sources.toml_entries import UNDECODABLE
from prefect_toml_lsp.toml import Claim
from prefect_toml_lsp.toml.decode import UndecodableError, decode
from prefect_toml_lsp.toml.edit import LocatedPair, NoPlaceError, Rewrite, pair_at
from prefect_toml_lsp.toml.encode import dotted, encode_key
from prefect_toml_lsp.toml.nodes import (
    ArrayHeader,
    Header,
    InlineTable,
    KeyValue,
    Pair,
    Statement,
    TableHeader,
    Value,
)


def propose_places(case: Case) -> Iterator[Proposal]:
    """Each place that may have been meant, as long as it is free and Prefect takes the value; the
    first is preferred where no other has the same name, or it is but spelt otherwise.
    """
    clear = len(case.candidates) == 1
    leaves = [target[-1] for target in case.candidates]
    depth = len(case.unknown.names) if case.unknown else 0
    for index, proposal in enumerate(_fitting(case)):
        alone = leaves.count(leaves[0]) == 1 or len(case.candidates[0]) == depth
        preferred = index == 0 and alone
        yield proposal._replace(preferred=preferred, safe=clear and proposal.safe)


def propose_move(case: Case) -> Proposal | None:
    """The likeliest place of a key that is a setting of another table, as a statement of its own;
    not of one with the name of a variable, of which there may be a block.
    """
    written = case.written
    if written is None or written.outer is not None or not case.candidates:
        return None
    node = case.schema.find(case.candidates[0])
    if is_variable(case, written.names[-1]) or node is None or not node.is_setting:
        return None
    for proposal in _move_key(case, written, case.candidates[0]):
        if proposal.moves and proposal.has_place(case.document):
            return proposal
    return None


def _fitting(case: Case) -> Iterator[Proposal]:
    for target in case.candidates:
        if case.header is not None:
            yield from _move_table(case, case.header, target)
        elif case.written is not None:
            yield from _move_key(case, case.written, target)


# Keys


def _move_key(case: Case, written: LocatedPair, target: Path) -> Iterator[Proposal]:
    source = case.relative(written.names)
    value = decoded(written.pair.value)
    if value is UNDECODABLE or not fits(case, target, written.pair):
        return
    text = None
    if is_variable(case, source[-1]) and isinstance(value, str):
        text = typed(case, target, written.pair.value, value)
    keys = _renamed(case, written, target) if text is None else None
    if keys is not None:
        title = f"Change to `{encode_key(target[-1])}`"
        if keys[:-1]:
            title = f"Change to `{dotted(keys)}`"
        change = partial(_rename, written, keys)
        yield Proposal(title, change, safe=True, activates=target)
        return
    title = move_title(case, source[-1], target)
    change = partial(_move, case, written, target, text)
    moves = () if written.outer else (written.statement,)
    yield Proposal(title, change, safe=True, activates=target, moves=moves)


def _renamed(case: Case, written: LocatedPair, target: Path) -> Path | None:
    """The key to write where the pair stands, when only a name of it is wrong."""
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


def _rename(written: LocatedPair, names: Path, rewrite: Rewrite) -> None:
    rewrite.rename(written.statement, written.pair.key, names)


def _move(
    case: Case, written: LocatedPair, target: Path, text: str | None, rewrite: Rewrite
) -> None:
    full = (*case.prefix, *target)
    rewrite.move(written, full[:-1], full[-1:], text)
    drop_empty_section(case, written.statement, rewrite)


def drop_empty_section(case: Case, statement: Statement, rewrite: Rewrite) -> None:
    """Let the header of a table that Prefect does not have go with its last key."""
    header = statement.section.header
    if not isinstance(header, TableHeader) or header.comments:
        return
    path = header.key.names
    if path[: len(case.prefix)] != case.prefix or len(path) <= len(case.prefix):
        return
    node = case.schema.find(case.relative(path))
    if node is not None and node.exists:
        return
    statements = case.document.statements
    for index in range(case.document.index(header) + 1, len(statements)):
        below = statements[index]
        if isinstance(below, Header):
            break
        if isinstance(below, KeyValue) and not rewrite.removes(below):
            return
    rewrite.remove(header)


def move_title(case: Case, name: str, target: Path) -> str:
    """Says where a key goes, and what it is called there."""
    renamed = "" if name == target[-1] else f" as `{encode_key(target[-1])}`"
    return f"Move to {table_name(case, target[:-1])}{renamed}"


def table_name(case: Case, path: Path) -> str:
    """A table, whose path counts from Prefect's root, as a title names it."""
    table = dotted((*case.prefix, *path))
    return f"`[{table}]`" if table else "the top of the file"


# Values


def decoded(value: Value | None) -> Any:
    """The value as Python has it; `UNDECODABLE` while it is broken."""
    try:
        return decode(value)
    except UndecodableError:
        return UNDECODABLE


def fits(case: Case, target: Path, pair: Pair) -> bool:
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
    value = decoded(pair.value)
    for name in reversed(target[len(node.path) :]):
        value = {name: value}
    return value is not UNDECODABLE and taken(verdict_on(node, value))


def is_variable(case: Case, name: str) -> bool:
    """Whether a key is called like an environment variable of Prefect's."""
    return name.upper() in case.schema.by_variable


def typed(case: Case, target: Path, syntax: Value | None, value: str) -> str | None:
    """A string, as an environment would give it, in the TOML type of its setting; None where it
    stays as it is.
    """
    node = case.node_at(target)
    return None if node is None else as_read(node, syntax, verdict_on(node, value))


# Tables


def _move_table(case: Case, header: Header, target: Path) -> Iterator[Proposal]:
    """Another name for a header, when all keys below it fit there, or lead nowhere there either;
    where the table is there already, the keys go to it.
    """
    node = case.schema.find(target)
    members = case.members(header)
    if isinstance(header, ArrayHeader) or node is None:
        return
    fitting = [_fits_below(case, target, each) for each in members]
    if not all(
        fit or _is_unknown_below(case, target, each)
        for fit, each in zip(fitting, members, strict=True)
    ):
        return
    safe = all(fitting)
    full = (*case.prefix, *target)
    name = dotted(full)
    moves = (header, *members)
    if _is_free(case, full, header):
        yield Proposal(
            f"Change to `[{name}]`",
            lambda rewrite: rewrite.rename(header, header.key, full),
            safe=safe,
            activates=target,
            moves=moves,
        )
    elif members:
        change = partial(_move_members, header, members, full)
        yield Proposal(
            f"Move the keys to `[{name}]`", change, safe=safe, activates=target, moves=moves
        )


def _fits_below(case: Case, target: Path, statement: KeyValue) -> bool:
    pair = statement.pair
    return pair.key.whole and fits(case, (*target, *pair.key.names), pair)


def _is_unknown_below(case: Case, target: Path, statement: KeyValue) -> bool:
    """Whether Prefect would ignore a key in a table as well, so that nothing is lost by it."""
    key = statement.pair.key
    return key.whole and case.node_at((*target, *key.names)) is None


def _is_free(case: Case, full: Path, header: Header) -> bool:
    """Whether the document may have a header of this path, and has none."""
    for length in range(1, len(full)):
        claims = case.document.claims(full[:length])
        if any(claim in (Claim.VALUE, Claim.ARRAY) for _, claim in claims):
            return False
    return all(
        claim is Claim.PASSED or statement.section is header.section
        for statement, claim in case.document.claims(full)
    )


def _move_members(
    header: Header, members: Iterable[KeyValue], target: Path, rewrite: Rewrite
) -> None:
    for each in members:
        names = each.pair.key.names
        written = pair_at(each, each.pair.key.span.start)._replace(
            pair=each.pair, outer=None, path=each.section.path
        )
        rewrite.move(written, (*target, *names[:-1]), names[-1:])
    if not header.comments:
        rewrite.remove(header)
    elif header.closing:
        comment = header.comments[0].span
        span = header.opening._replace(end_column=comment.column)
        rewrite.replace(header, span, "")
    else:
        raise NoPlaceError("the header is broken")

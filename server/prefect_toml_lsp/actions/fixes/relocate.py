"""Keys and tables that Prefect has elsewhere, or under another name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from prefect_toml_lsp.actions.fixes.as_toml import as_read, verdict_on
from prefect_toml_lsp.actions.fixes.model import Case, Path, Proposal
from prefect_toml_lsp.actions.fixes.toml_case import TomlCase, decoded, drop_empty_section
from prefect_toml_lsp.prefect.acceptance import taken
from prefect_toml_lsp.sources.toml_entries import UNDECODABLE
from prefect_toml_lsp.toml import Claim
from prefect_toml_lsp.toml.edit import LocatedPair, NoPlaceError, Rewrite, pair_at
from prefect_toml_lsp.toml.encode import dotted, encode_key
from prefect_toml_lsp.toml.nodes import (
    ArrayHeader,
    Header,
    InlineTable,
    KeyValue,
    Pair,
    Value,
)


def propose_places(case: Case) -> Iterator[Proposal]:
    """Each place or name that may have been meant, the likeliest one preferred."""
    clear = len(case.candidates) == 1
    for index, proposal in enumerate(case.placements()):
        preferred = index == 0 and case.is_likely
        yield proposal._replace(preferred=preferred, safe=clear and proposal.safe)


# Keys


def move_key(case: TomlCase, written: LocatedPair, target: Path) -> Iterator[Proposal]:
    """A pair at `target`, under another name or elsewhere, where that is free and Prefect takes
    its value there.
    """
    source = case.relative(written.names)
    value = decoded(written.pair.value, UNDECODABLE)
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


def _renamed(case: TomlCase, written: LocatedPair, target: Path) -> Path | None:
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
    case: TomlCase, written: LocatedPair, target: Path, text: str | None, rewrite: Rewrite
) -> None:
    full = (*case.prefix, *target)
    rewrite.move(written, full[:-1], full[-1:], text)
    drop_empty_section(case, written.statement, rewrite)


def move_title(case: TomlCase, name: str, target: Path) -> str:
    """Says where a key goes, and what it is called there."""
    renamed = "" if name == target[-1] else f" as `{encode_key(target[-1])}`"
    return f"Move to {table_name(case, target[:-1])}{renamed}"


def table_name(case: TomlCase, path: Path) -> str:
    """A table, whose path counts from Prefect's root, as a title names it."""
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
    """Whether a key is called like an environment variable of Prefect's."""
    return name.upper() in case.schema.by_variable


def typed(case: TomlCase, target: Path, syntax: Value | None, value: str) -> str | None:
    """A string, as an environment would give it, in the TOML type of its setting; None where it
    stays as it is.
    """
    node = case.node_at(target)
    return None if node is None else as_read(node, syntax, verdict_on(node, value))


# Tables


def move_table(case: TomlCase, header: Header, target: Path) -> Iterator[Proposal]:
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


def _fits_below(case: TomlCase, target: Path, statement: KeyValue) -> bool:
    pair = statement.pair
    return pair.key.whole and fits(case, (*target, *pair.key.names), pair)


def _is_unknown_below(case: TomlCase, target: Path, statement: KeyValue) -> bool:
    """Whether Prefect would ignore a key in a table as well, so that nothing is lost by it."""
    key = statement.pair.key
    return key.whole and case.node_at((*target, *key.names)) is None


def _is_free(case: TomlCase, full: Path, header: Header) -> bool:
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

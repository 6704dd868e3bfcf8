"""Fixes for keys and tables that Prefect has elsewhere, or under another name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from prefect_toml_lsp.actions.fixes.as_toml import as_read, may_be_shown, quoted_like, verdict_on
from prefect_toml_lsp.actions.fixes.model import Case, Change, Path, Proposal, all_of
from prefect_toml_lsp.actions.fixes.toml_case import (
    TomlCase,
    decoded,
    drop_empty_section,
    drop_header,
    of_toml,
)
from prefect_toml_lsp.prefect.acceptance import taken
from prefect_toml_lsp.prefect.meant import needs_quotes, sure_meaning
from prefect_toml_lsp.sources.toml_entries import UNDECODABLE
from prefect_toml_lsp.toml import Claim
from prefect_toml_lsp.toml.edit import LocatedPair, NoPlaceError, Rewrite
from prefect_toml_lsp.toml.encode import dotted, encode, encode_key
from prefect_toml_lsp.toml.nodes import ArrayHeader, Header, InlineTable, KeyValue, Literal, Pair


def propose_places(case: Case) -> Iterator[Proposal]:
    """A fix for each place or name that may have been meant; the most likely one is preferred. What
    only other programs call so is likely, but not safe.
    """
    clear = len(case.candidates) == 1 and not case.finding.data.get("is_guess", False)
    for index, proposal in enumerate(case.placements()):
        preferred = index == 0 and case.is_likely
        yield proposal._replace(preferred=preferred, safe=clear and proposal.safe)


# Keys


def move_key(
    case: TomlCase, written: LocatedPair, target: Path, *, corrects: bool = True
) -> Iterator[Proposal]:
    """Move or rename a pair to `target`, if that is free and Prefect accepts its value there. If it
    `corrects`, a value that Prefect would refuse and that can only mean one thing is written so.
    """
    source = case.relative(written.names)
    value = decoded(written.pair.value, UNDECODABLE)
    if value is UNDECODABLE:
        return
    node, text, is_corrected = case.node_at(target), None, False
    if not fits(case, target, written.pair):
        text = corrected_value(case, target, written.statement, written.pair) if corrects else None
        is_corrected = True
        if text is None:
            return
    elif node is not None and is_variable(case, source[-1]) and isinstance(value, str):
        # a string, as in an environment variable, in the TOML type of its setting
        text = as_read(node, written.pair.value, verdict_on(node, value))
    keys = renamed_key(case, written, target) if text is None or is_corrected else None
    if keys is not None:
        changes: list[Change] = [
            partial(Rewrite.rename, statement=written.statement, key=written.pair.key, names=keys)
        ]
        title = f"Change to `{dotted(keys)}`"
        if is_corrected and text is not None:
            title = f"Change to {_with_value(case, target, dotted(keys), text)}"
            changes.append(_write_value(written.statement, written.pair, text))
        yield Proposal(title, _in_turn(changes), safe=True, activates=target)
        return
    title = move_title(case, source[-1], target)
    if is_corrected and text is not None:
        shown = _with_value(case, target, encode_key(target[-1]), text)
        title = f"Move to {table_name(case, target[:-1])} as {shown}"
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


def _with_value(case: TomlCase, target: Path, key: str, text: str) -> str:
    """A key with its corrected value for a title, unless that may be a secret or is too long."""
    node = case.node_at(target)
    shows = node is not None and may_be_shown(node, text)
    return f"`{key} = {text}`" if shows else f"`{key}`, with its value corrected"


def _write_value(statement: KeyValue, pair: Pair, text: str) -> Change:
    """Write `text` as the value of a pair."""
    assert pair.value is not None
    span = pair.value.span
    return lambda rewrite: rewrite.replace(statement, span, text)


def _in_turn(changes: Sequence[Change]) -> Change:
    """One change that makes all of them."""

    def change(rewrite: Rewrite) -> None:
        for each in changes:
            each(rewrite)

    return change


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


def corrected_value(case: TomlCase, target: Path, statement: KeyValue, pair: Pair) -> str | None:
    """What to write at `target`, a setting, for a value that Prefect would refuse there; None if it
    is not certain what is meant, or if a comment in the value would be lost.
    """
    node = case.node_at(target)
    syntax = pair.value
    if node is None or node.is_table or node.path != target or syntax is None:
        return None
    if any(syntax.span.contains(each.span.start) for each in statement.comments):
        return None
    value = decoded(syntax)
    if isinstance(syntax, Literal) and needs_quotes(node, value, syntax.text):
        return encode(syntax.text)
    meant = sure_meaning(node, value)
    return None if meant is None else quoted_like(syntax, meant.value)


def is_variable(case: TomlCase, name: str) -> bool:
    """Whether a key has the name of one of Prefect's environment variables."""
    return name.upper() in case.schema.by_variable


# Tables


def move_table(
    case: TomlCase, header: Header, target: Path, *, corrects: bool = True
) -> Iterator[Proposal]:
    """Rename a header, if all keys below it fit into the other table or are unknown there, too. If
    the table already exists, the keys are moved to it. Values are corrected as by `move_key`.
    """
    node = case.schema.find(target)
    members = case.members(header)
    if isinstance(header, ArrayHeader) or node is None:
        return
    misfits = [each for each in members if not _fits_below(case, target, each)]
    texts = _corrected_below(case, target, misfits) if corrects else {}
    misfits = [each for each in misfits if each not in texts]
    if not all(_is_unknown_below(case, target, each) for each in misfits):
        return
    full = (*case.prefix, *target)
    if not full:
        return  # The top of a file has no header.
    change: Change
    if is_free(case, full, header):
        title = f"Change to `[{dotted(full)}]`"
        change = _in_turn(
            [
                partial(Rewrite.rename, statement=header, key=header.key, names=full),
                *(_write_value(each, each.pair, text) for each, text in texts.items()),
            ]
        )
    elif members:
        title = f"Move the keys to `[{dotted(full)}]`"
        change = partial(_move_members_only, case, header, members, full, texts)
    else:
        return
    if texts:
        only = f"`{dotted(next(iter(texts)).pair.key.names)}`"
        title += f", with {only if len(texts) == 1 else f'{len(texts)} values'} corrected"
    yield Proposal(title, change, safe=not misfits, activates=target, moves=(header, *members))


@of_toml
def propose_own_table(case: TomlCase) -> Iterator[Proposal]:
    """Name a table as Prefect looks for it, if the document has no such table yet. Its values are
    not looked at: Prefect may refuse them.
    """
    header, end = case.header, case.finding.span.end
    if header is None or isinstance(header, ArrayHeader):
        return
    left = [part.name for part in header.key.parts if part.span.end > end]
    full = (*case.prefix, *left)
    if is_free(case, full, header):
        change = partial(Rewrite.rename, statement=header, key=header.key, names=full)
        yield Proposal(f"Change to `[{dotted(full)}]`", change, preferred=True)


def move_spread(case: TomlCase, table: Path, target: Path) -> Iterator[Proposal]:
    """Rename a table in all headers and dotted keys that name it, if the new name is free and all
    keys fit there or are unknown there, too.
    """
    path = (*case.prefix, *table)
    moves: list[Proposal] = []
    statements = [statement for statement, _ in case.document.claims(path)]
    is_alone = len(statements) == 1
    for statement in statements:
        found = None
        if isinstance(statement, Header):
            moved = (*target, *statement.key.names[len(path) :])
            found = next(move_table(case, statement, moved, corrects=is_alone), None)
        elif isinstance(statement, KeyValue):
            written = LocatedPair.of(statement)
            moved = (*target, *written.names[len(path) :])
            found = next(move_key(case, written, moved, corrects=is_alone), None)
        if found is None:
            return
        moves.append(found)
    if is_alone:
        yield from moves
        return
    title = f"Change to `[{dotted((*case.prefix, *target))}]`"
    fit = all(each.safe for each in moves)
    yield Proposal(title, all_of(moves), safe=fit, activates=target)


def _fits_below(case: TomlCase, target: Path, statement: KeyValue) -> bool:
    pair = statement.pair
    return pair.key.whole and fits(case, (*target, *pair.key.names), pair)


def _corrected_below(
    case: TomlCase, target: Path, misfits: Iterable[KeyValue]
) -> dict[KeyValue, str]:
    """The `corrected_value` of each statement that has one in the table `target`."""
    found: dict[KeyValue, str] = {}
    for each in misfits:
        pair = each.pair
        if pair.key.whole:
            text = corrected_value(case, (*target, *pair.key.names), each, pair)
            if text is not None:
                found[each] = text
    return found


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
    case: TomlCase,
    header: Header,
    members: Iterable[KeyValue],
    target: Path,
    texts: Mapping[KeyValue, str],
    rewrite: Rewrite,
) -> None:
    """Move the keys below a header into the table at `target` of the document, some with another
    value, and remove the header unless a comment stays with it. Raises `NoPlaceError`.
    """
    _move_keys(members, target, rewrite, texts)
    drop_header(case, header, rewrite)


def _move_keys(
    members: Iterable[KeyValue],
    target: Path,
    rewrite: Rewrite,
    texts: Mapping[KeyValue, str] = MappingProxyType({}),
) -> None:
    for each in members:
        names = each.pair.key.names
        rewrite.move(LocatedPair.of(each), (*target, *names[:-1]), names[-1:], texts.get(each))


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

"""Find the settings of a source that could move to another one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from prefect_toml_lsp.actions.migration.model import Contents, Item, Stays
from prefect_toml_lsp.dotenv.document import DotenvDocument, DotenvStatement
from prefect_toml_lsp.dotenv.expansion import references
from prefect_toml_lsp.prefect import Schema, show_release
from prefect_toml_lsp.prefect.acceptance import Accepted, Converted, Refused
from prefect_toml_lsp.prefect.acceptance.verdicts import Verdict
from prefect_toml_lsp.prefect.secrets import find_assigned, find_in_text
from prefect_toml_lsp.prefect.variable_names import Meaning, Sort
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.sources.assignment import Assignment
from prefect_toml_lsp.sources.kinds import file_kind
from prefect_toml_lsp.sources.source import Source, counting_variables, spelling
from prefect_toml_lsp.sources.toml_entries import Entry, Known, entries
from prefect_toml_lsp.sources.variable import UNSET, Variable, Where
from prefect_toml_lsp.sources.variable_values import meaning_in, read
from prefect_toml_lsp.text import Position, Span
from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.edit import LocatedPair, pair_at
from prefect_toml_lsp.toml.layout import comment_behind, comments_above
from prefect_toml_lsp.toml.nodes import KeyValue

_BOM = "\ufeff"
_REFUSED = "Prefect refuses the value"
_IGNORED = "Prefect ignores the value"
_UNKNOWN_VALUE = "only the environment knows its value"


def _why_not(verdict: Verdict | None) -> str:
    """Why a value that Prefect does not accept stays."""
    if verdict is None:
        return _UNKNOWN_VALUE
    return _REFUSED if isinstance(verdict, Refused) else _IGNORED


# Variables


class Comments(NamedTuple):
    """The comments of a variable, and the edit that removes it with them."""

    above: tuple[str, ...] = ()
    after: str = ""
    removal: Edit | None = None
    pairs: tuple[LocatedPair, ...] = ()


def variables(
    found: Sequence[Variable], where: Where, schema: Schema, comments: Mapping[int, Comments]
) -> Contents:
    """The settings in variables; `comments` has those of each variable, by index."""
    contents = Contents([], [])
    counting = counting_variables(found, where)
    several: dict[object, int] = {}
    for each in found:
        node = meaning_in(each, where, schema).known
        if node is not None and each.value is not UNSET:
            several[node] = several.get(node, 0) + 1
    for index, each in enumerate(found):
        line = each.key.line if where.path else None
        meaning = meaning_in(each, where, schema)
        why = _why_not_named(meaning, schema)
        if why is None and each.value is UNSET:
            why = "it has no value"
        if why is None and (several[meaning.node] > 1 or counting[spelling(each, where)] != index):
            why = "the setting is set more than once here"
        given = read(each, meaning, where).given if why is None else ()
        verdict = given[0].verdict if given else None
        if why is None and given and isinstance(verdict, Accepted | Converted):
            its = comments.get(index, Comments())
            item = Item(each.name, line, given[0].node, given[0].value, verdict, its.above,
                        its.after, its.pairs, its.removal)  # fmt: skip
            contents.items.append(item)
        else:
            why = why or (_why_not(verdict) if given else "its value unsets the setting")
            contents.stays.append(Stays(each.name, line, why))
    return contents


def _why_not_named(meaning: Meaning, schema: Schema) -> str | None:
    release = show_release(schema.release)
    if meaning.sort is Sort.SETTING:
        node = meaning.node
        absent = node is not None and node.is_absent
        return f"the project does not have {node.package}" if node and absent else None
    return {
        Sort.TABLE: "it holds JSON for a whole table",
        Sort.OTHER_RELEASE: f"Prefect {release} does not have it",
        Sort.UNREAD: f"Prefect {release} does not read it in this spelling",
        Sort.PROCESS: "Prefect only reads it from the environment of its process",
        Sort.PAST: f"Prefect {release} no longer reads it",
        Sort.UNKNOWN: f"Prefect {release} does not know it",
    }[meaning.sort]


def of_dotenv(
    document: DotenvDocument,
    found: Sequence[Variable],
    where: Where,
    schema: Schema,
    needed: Collection[str],
) -> Contents:
    """The settings in a `.env` file; `needed` are variables that other tools read from it."""
    by_line = {each.key.line: each for each in document.statements if each.name is not None}
    comments = {
        index: _of_statement(document, by_line[each.key.line]) for index, each in enumerate(found)
    }
    contents = variables(found, where, schema, comments)
    written = {each.key.line: each.value or "" for each in by_line.values()}
    referred = {name for value in written.values() for name in references(value)}
    kept: list[Item] = []
    for item in contents.items:
        assert item.line is not None
        why = None
        if any(references(written[item.line])):
            why = "it refers to other variables"
        elif item.name in referred:
            why = "other lines refer to it"
        elif item.name in needed:
            why = "a compose file refers to it"
        if why is None:
            kept.append(item)
        else:
            contents.stays.append(Stays(item.name, item.line, why))
    return Contents(kept, contents.stays)


def _of_statement(document: DotenvDocument, statement: DotenvStatement) -> Comments:
    source = document.source
    first, last = statement.key.line, statement.span.end_line
    above: list[str] = []
    while first and _may_go(source.content(first - 1).strip()):
        first -= 1
        above.insert(0, source.content(first).strip())
    rest = source.content(last)[statement.span.end_column :].strip()
    end = Position(last + 1, 0) if last + 1 < len(source.lines) else source.end
    mark = source.content(first).startswith(_BOM)  # that of the file, which stays
    removal = Edit(Span.between(Position(first, int(mark)), end), "")
    return Comments(tuple(above), rest if rest.startswith("#") else "", removal)


def _may_go(line: str) -> bool:
    """Whether a line is a comment without secrets, which may move to another file."""
    return line.startswith("#") and find_assigned(line) is None and not any(find_in_text(line))


# Profiles


def of_profile(
    document: Document, found: Sequence[Variable], where: Where, schema: Schema
) -> Contents:
    """The settings in a profile."""
    comments = {}
    for index, each in enumerate(found):
        statement = document.at(each.key.line)
        if isinstance(statement, KeyValue):
            start = document.start(statement)
            pair = pair_at(statement, each.key.down(-start).start)
            above, after = _around(document, pair)
            comments[index] = Comments(above, after, None, (pair,))
    contents = variables(found, where, schema, comments)
    kept = [item for item in contents.items if item.pairs and not _is_split(item)]
    contents.stays.extend(
        Stays(item.name, item.line, "it is written entry by entry")
        for item in contents.items
        if item not in kept
    )
    return Contents(kept, contents.stays)


def _is_split(item: Item) -> bool:
    return item.pairs[0].pair.key.names[-1] != item.name


# Files of settings


def of_settings(document: Document, source: Source, schema: Schema) -> Contents:
    """The settings in a settings file; `source` has its assignments."""
    prefix = file_kind(source.kind).prefix
    assigned = {each.place.name: each for each in source.assignments}
    contents = Contents([], [])
    written: dict[str, list[LocatedPair]] = {}
    for statement, start in zip(document.statements, document.starts, strict=True):
        for entry in entries(statement, schema, prefix):
            if not isinstance(statement, KeyValue):
                continue
            if isinstance(entry, Known) and not entry.node.is_table and not entry.node.is_absent:
                pair = pair_at(statement, entry.part.span.start)
                written.setdefault(entry.node.dotted, []).append(pair)
            else:
                contents.stays.extend(_other(entry, start, schema))
    for path, pairs in written.items():
        line = document.start(pairs[0].statement) + pairs[0].pair.span.line
        item = _of_pairs(document, path, line, pairs, assigned.get(path))
        if isinstance(item, Item):
            contents.items.append(item)
        else:
            contents.stays.append(item)
    return contents


def _of_pairs(
    document: Document,
    path: str,
    line: int,
    pairs: Sequence[LocatedPair],
    given: Assignment | None,
) -> Item | Stays:
    verdict = given.verdict if given else None
    if given is None or not isinstance(verdict, Accepted | Converted):
        return Stays(path, line, _why_not(verdict) if given else _IGNORED)
    if any(each.statement.problems for each in pairs):
        return Stays(path, line, "the line has a mistake")
    above, after = _around(document, pairs[0])
    for each in pairs[1:]:
        more, last = _around(document, each)
        above += (*more, *filter(None, [last]))
    inside = tuple(text for each in pairs for text in _inside(each))
    return Item(
        path, line, given.node, given.value, verdict, above, after, tuple(pairs), inside=inside
    )


def _inside(pair: LocatedPair) -> Iterator[str]:
    """The comments between the lines of a value."""
    if pair.pair.value is not None:
        span = pair.pair.value.span
        for each in pair.statement.comments:
            if span.start <= each.span.start < span.end:
                yield each.text


def _around(document: Document, pair: LocatedPair) -> tuple[tuple[str, ...], str]:
    """The comments above a pair that is a whole statement, and the one after it."""
    if pair.outer is not None:
        return (), ""
    above = [each.comments[0].text for each in comments_above(document, pair.statement)]
    last = comment_behind(pair.statement)
    return tuple(above), last.text if last else ""


def _other(entry: Entry, start: int, schema: Schema) -> Iterator[Stays]:
    """Keys of a file that are not settings; tables themselves do not count."""
    if isinstance(entry, Known):
        if entry.node.is_absent:
            why = f"the project does not have {entry.node.package}"
            yield Stays(entry.node.dotted, start + entry.part.span.line, why)
        return
    if entry.value == {}:
        return
    known = schema.by_path.get(".".join(entry.names))
    release = show_release(schema.release)
    why = "does not have it" if known is not None else "does not know it"
    yield Stays(".".join(entry.names), start + entry.part.span.line, f"Prefect {release} {why}")


def environment(found: Sequence[Variable], where: Where, schema: Schema) -> Contents:
    """The settings in the environment of the process."""
    return variables(found, where, schema, {})


def in_order(stays: Iterable[Stays]) -> list[Stays]:
    """By their lines."""
    return sorted(stays, key=lambda each: (each.line or 0, each.name))

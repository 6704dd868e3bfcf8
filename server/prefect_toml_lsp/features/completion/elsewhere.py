"""Settings of other tables, found from an empty line at the root and written where they belong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from weakref import WeakKeyDictionary

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.documentation import default_text, type_of
from prefect_toml_lsp.features.completion.headers import part_span
from prefect_toml_lsp.features.completion.proposals import Proposal, escape_snippet
from prefect_toml_lsp.features.completion.ranking import rank
from prefect_toml_lsp.features.completion.root_line import RootLine
from prefect_toml_lsp.features.completion.samples import assignment, starting_value
from prefect_toml_lsp.features.snapshot import Snapshot
from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.prefect.other_variables import PREFIX
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.toml import Document, Location
from prefect_toml_lsp.toml.edit import NoPlaceError, Rewrite
from prefect_toml_lsp.toml.edit.insertion_points import InSection, find_home
from prefect_toml_lsp.toml.encode import dotted, encode

_LEAST = 2  # characters that are looked for


def depends_on_word(word: str) -> bool:
    """Whether another character may bring proposals that are not among those for `word`."""
    return len(word) < _LEAST or PREFIX.startswith(word.upper())


def propose_elsewhere(snapshot: Snapshot, at: Location, root: RootLine) -> Iterator[Proposal]:
    """The settings that the word on the line may mean, by a part of their path or by their
    variable. The word goes, and the setting with its default comes into its table; where that is
    the root, or where the table is made of dotted keys there, it takes the place of the word.
    """
    if len(root.word) < _LEAST:
        return
    found = sorted(_matches(snapshot.schema, root.word), key=_rank)
    lines: dict[tuple[str, ...], int] = {}
    yield from filter(None, (_propose(snapshot, at, each, lines) for each in found))


class _Match(NamedTuple):
    """A setting; `typed` is the part of its name that begins with the word, `is_start` whether the
    whole name does.
    """

    node: Node
    typed: str
    is_start: bool


def _rank(match: _Match) -> tuple[object, ...]:
    """The order of `ranking`, but among what is alike names that start with the word come first."""
    *groups, tier = rank(match.node)
    return (*groups, not match.is_start, tier)


def _matches(schema: Schema, word: str) -> Iterator[_Match]:
    upper, start = word.upper(), "_" + word.lower().replace("-", "_")
    is_variable = upper.startswith(PREFIX) and upper != PREFIX
    for node, name in _names(schema):
        if is_variable:
            variable = next((each for each in node.environment if each.startswith(upper)), None)
            if variable is not None:
                yield _Match(node, word + variable[len(word) :], True)
        elif len(node.path) > 1 and start in name:
            at = name.index(start)
            yield _Match(node, word + name[at + len(start) :], at == 0)


_NAMES: WeakKeyDictionary[Schema, Sequence[tuple[Node, str]]] = WeakKeyDictionary()


def _names(schema: Schema) -> Sequence[tuple[Node, str]]:
    """The settings of the release, each with its path as one name: ``_server_api_port``."""
    found = _NAMES.get(schema)
    if found is None:
        found = [(node, "_" + "_".join(node.path)) for node in schema.offered]
        _NAMES[schema] = found
    return found


def _propose(
    snapshot: Snapshot, at: Location, match: _Match, lines: dict[tuple[str, ...], int]
) -> Proposal | None:
    """None if the document has no place for the setting, or has it already; `lines` is for
    `Rewrite`.
    """
    node, prefix = match.node, snapshot.analysis.context.prefix
    path = (*prefix, *node.path)
    try:
        home = find_home(snapshot.document, path[:-1], path[-1:], (at.statement,))
        if isinstance(home, InSection) and path[: -len(home.names)] == prefix:
            reopens = snapshot.client.reopens_lists
            text, snippet, goes_on = assignment(dotted(home.names), node, reopens)
            elsewhere: Sequence[Edit] = ()
        else:
            rewrite = Rewrite(snapshot.document, lines)
            rewrite.pass_over(at.statement)
            rewrite.insert(path[:-1], path[-1:], encode(starting_value(node)))
            found = _in_its_table(snapshot.document, at, rewrite.edits())
            if found is None:
                return None
            text, elsewhere = found
            snippet, goes_on = f"$0{escape_snippet(text)}", False
    except NoPlaceError:
        return None
    return Proposal(
        node.dotted,
        part_span(at),
        text,
        lsp.CompletionItemKind.Property,
        node.dotted,
        type_of(node),
        default_text(node),
        typed=match.typed,
        snippet=snippet,
        goes_on=goes_on,
        elsewhere=elsewhere,
    )


def _in_its_table(
    document: Document, at: Location, edits: Sequence[Edit]
) -> tuple[str, Sequence[Edit]] | None:
    """The text in the place of the word, usually none, and the edits of other lines.

    None if they would touch the line of the cursor, which the user may go on to change. At the
    end of the document, where the table comes right below, it is written with the word's place.
    """
    line = document.start(at.statement)
    if all(edit.span.end.line < line or line < edit.span.line for edit in edits):
        return "", edits
    [edit] = edits
    is_below = edit.span.start == edit.span.end == document.source.end
    return (edit.text, ()) if is_below else None

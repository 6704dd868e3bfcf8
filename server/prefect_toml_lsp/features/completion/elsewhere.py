"""Settings of other tables, found from an empty line at the root and written where they belong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.documentation import default_text, type_of
from prefect_toml_lsp.features.completion.headers import part_span
from prefect_toml_lsp.features.completion.proposals import Proposal, escape_snippet
from prefect_toml_lsp.features.completion.ranking import rank
from prefect_toml_lsp.features.completion.root_line import RootLine
from prefect_toml_lsp.features.completion.samples import assignment, starting_value
from prefect_toml_lsp.features.snapshot import Snapshot
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.other_variables import PREFIX
from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.toml import Document, Location
from prefect_toml_lsp.toml.edit import NoPlaceError, Rewrite
from prefect_toml_lsp.toml.edit.insertion_points import InSection, find_home
from prefect_toml_lsp.toml.encode import dotted, encode

_LEAST = 2  # characters that are looked for
_MOST = 40  # proposals


def propose_elsewhere(snapshot: Snapshot, at: Location, root: RootLine) -> Iterator[Proposal]:
    """The settings that the word on the line may mean, by a part of their path or by their
    variable. The word goes, and the setting with its default comes into its table; where that is
    the root, or where the table is made of dotted keys there, it takes the place of the word.
    """
    if len(root.word) < _LEAST:
        return
    found = sorted(_matches(snapshot, root.word), key=lambda match: rank(match.node))
    proposals = (_propose(snapshot, at, each) for each in found)
    yield from islice(filter(None, proposals), _MOST)


class _Match(NamedTuple):
    """A setting; `typed` is the part of its name that begins with the word."""

    node: Node
    typed: str


def _matches(snapshot: Snapshot, word: str) -> Iterator[_Match]:
    upper, plain = word.upper(), word.lower().replace("-", "_")
    is_variable = upper.startswith(PREFIX) or (len(word) > _LEAST and PREFIX.startswith(upper))
    for node in snapshot.schema.root.walk():
        if not node.is_setting or not node.exists:
            continue
        if is_variable:
            name = next((each for each in node.environment if each.startswith(upper)), None)
            if name is not None:
                yield _Match(node, word + name[len(word) :])
        elif len(node.path) > 1:
            text = f"_{'_'.join(node.path)}"
            start = text.find(f"_{plain}")
            if start >= 0:
                yield _Match(node, word + text[start + 1 + len(word) :])


def _propose(snapshot: Snapshot, at: Location, match: _Match) -> Proposal | None:
    """None where the document has no place for the setting, or has it already."""
    node, prefix = match.node, snapshot.analysis.context.prefix
    path = (*prefix, *node.path)
    try:
        home = find_home(snapshot.document, path[:-1], path[-1:], (at.statement,))
        if isinstance(home, InSection) and path[: -len(home.names)] == prefix:
            text, snippet, goes_on = assignment(dotted(home.names), node, snapshot.client)
            elsewhere: Sequence[Edit] = ()
        else:
            found = _in_its_table(snapshot.document, at, path, encode(starting_value(node)))
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
    document: Document, at: Location, path: tuple[str, ...], value: str
) -> tuple[str, Sequence[Edit]] | None:
    """The text in the place of the word, usually none, and the edits of other lines.

    None where they would touch the line of the cursor, which the user may go on to change. At the
    end of the document, where the table comes right below, it is written with the word's place.
    """
    rewrite = Rewrite(document)
    rewrite.pass_over(at.statement)
    rewrite.insert(path[:-1], path[-1:], value)
    edits = rewrite.edits()
    line = document.start(at.statement)
    if all(edit.span.end.line < line or line < edit.span.line for edit in edits):
        return "", edits
    [edit] = edits
    is_below = edit.span.start == edit.span.end == document.source.end
    return (edit.text, ()) if is_below else None

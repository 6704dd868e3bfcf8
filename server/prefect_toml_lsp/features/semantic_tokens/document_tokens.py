"""A document's tokens, statement by statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeAlias

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.analysis import lies_below
from prefect_toml_lsp.features.semantic_tokens.modifiers import PLAIN, Mark, free_form, marks
from prefect_toml_lsp.features.semantic_tokens.statement_tokens import Tokens, paint
from prefect_toml_lsp.features.snapshot import TomlSnapshot
from prefect_toml_lsp.text.common_ends import common_ends
from prefect_toml_lsp.toml.nodes import Blank, Section, Statement

Blocks: TypeAlias = list[Tokens]
"""The tokens of a document as LSP 3.17 encodes them, in pieces: one for each statement with any."""

_Placed: TypeAlias = tuple[int, Statement, Tokens]
"""A statement's first line (0-based), the statement, its tokens."""


class Painter:
    """The tokens of one live document.

    The tokens of a statement are computed once, and again only if its section changes, because that
    changes the meaning of its keys. The client's `encoding` and the analysis stay the same.
    """

    def __init__(self) -> None:
        self._kept: dict[Section, dict[Statement, Tokens]] = {}

    def all(self, snapshot: TomlSnapshot[Any]) -> Blocks:
        """The tokens of the whole document."""
        return list(_join(self._paint_all(snapshot)))

    def between(self, snapshot: TomlSnapshot[Any], first: int, last: int) -> list[int]:
        """The tokens of the lines (0-based) from `first` to `last`."""
        document = snapshot.document
        index = document.index_at(first)
        placed: list[_Placed] = []
        for start, statement in zip(
            document.starts[index:], document.statements[index:], strict=True
        ):
            if start > last:
                break
            tokens = self._kept.get(statement.section, {}).get(statement)
            if tokens is None:
                tokens = _paint(snapshot, statement, start, _around(snapshot, statement.section))
            placed.append((start, statement, tokens))
        return _cut(chain.from_iterable(_join(placed)), first, last)

    def _paint_all(self, snapshot: TomlSnapshot[Any]) -> Iterator[_Placed]:
        kept, self._kept = self._kept, {}
        section: Section | None = None
        old: dict[Statement, Tokens] = {}
        new: dict[Statement, Tokens] = {}
        around: Mark | None = None
        start = 0
        for statement in snapshot.document.statements:
            if statement.section is not section:
                section, around = statement.section, None
                old, new = kept.get(section, {}), self._kept.setdefault(section, {})
            tokens = old.get(statement)
            if tokens is None:
                around = around or _around(snapshot, statement.section)
                tokens = _paint(snapshot, statement, start, around)
            if tokens:
                new[statement] = tokens
                yield start, statement, tokens
            start += statement.height


def _around(snapshot: TomlSnapshot[Any], section: Section) -> Mark:
    return free_form(snapshot, section) or PLAIN


def _paint(snapshot: TomlSnapshot[Any], statement: Statement, start: int, around: Mark) -> Tokens:
    """The tokens of a statement on line `start`; none outside of Prefect's tables."""
    if isinstance(statement, Blank) and not statement.comments:
        return ()
    if not lies_below(snapshot.analysis.context.prefix, statement):
        return ()
    lines = snapshot.source.lines[start : start + statement.height]
    found = {} if around is not PLAIN else marks(snapshot, statement) or {}
    return paint(statement, found, around, lines, snapshot.client.encoding)


def _join(placed: Iterable[_Placed]) -> Iterator[Tokens]:
    """Tokens whose first line is relative to the last line with a token in the statements above, as
    in the protocol.
    """
    line = 0
    for start, statement, tokens in placed:
        if not tokens:
            continue
        down = start - 1 + tokens[0] - line
        line = start if statement.height == 1 else start - 1 + sum(tokens[::5])
        yield tokens if down == tokens[0] else (down, *tokens[1:])


def _cut(numbers: Iterable[int], first: int, last: int) -> list[int]:
    """The tokens in lines `first` to `last` of those that start at the top of the document."""
    found: list[int] = []
    line = before = 0
    each = iter(numbers)
    for down, *rest in zip(each, each, each, each, each, strict=True):
        line += down
        if first <= line <= last:
            found += (line - before, *rest)
            before = line
    return found


def edits(old: Blocks, new: Blocks) -> list[lsp.SemanticTokensEdit]:
    """One edit that turns the integers of `old` into those of `new`, or none."""
    head, tail = common_ends(old, new)
    removed = _count(old[head : len(old) - tail])
    added = numbers(new[head : len(new) - tail])
    if not removed and not added:
        return []
    return [lsp.SemanticTokensEdit(_count(new[:head]), removed, added)]


def numbers(blocks: Sequence[Tokens]) -> list[int]:
    """The numbers of the blocks, one after the other."""
    return list(chain.from_iterable(blocks))


def _count(blocks: Iterable[Tokens]) -> int:
    return sum(map(len, blocks))

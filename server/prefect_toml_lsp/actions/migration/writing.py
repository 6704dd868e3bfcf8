"""Settings written into another source."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from prefect_toml_lsp.actions.fixes.as_toml import NOT_REWRITTEN, verdict_on
from prefect_toml_lsp.actions.migration.model import Item, is_kept_by
from prefect_toml_lsp.dotenv.document import DotenvDocument
from prefect_toml_lsp.dotenv.quoting import literal_of, text_of
from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.prefect.acceptance import Converted
from prefect_toml_lsp.sources.kinds import PROFILE
from prefect_toml_lsp.sources.profiles_document import PROFILES
from prefect_toml_lsp.sources.variable import Variable, Where
from prefect_toml_lsp.sources.variable_values import meaning_in, read
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.text.edits import apply_edits
from prefect_toml_lsp.toml import Document
from prefect_toml_lsp.toml.edit import NoPlaceError, Rewrite, SetAlreadyError, source_of
from prefect_toml_lsp.toml.edit.located_pair import LocatedPair
from prefect_toml_lsp.toml.encode import encode
from prefect_toml_lsp.toml.layout import body, comments_above
from prefect_toml_lsp.toml.nodes import Header, InlineTable

_NOWHERE = Span(0, 0, 0, 0)


class CannotGoError(ValueError):
    """A setting cannot be written there; the message says why, as the end of a sentence."""


class Target(ABC):
    """The targets to which settings move."""

    @abstractmethod
    def check(self, item: Item, origin: Document | None) -> None:
        """Raise `CannotGoError` if the setting cannot be written to this target: it is already set
        there, or cannot be expressed there. Changes nothing. `origin` is the TOML document from
        which the setting comes, if any.
        """

    @abstractmethod
    def written(self, items: Iterable[Item], origin: Document | None) -> str:
        """The text with all of these, each of which was checked."""


class SettingsTarget(Target):
    """A file of settings; `prefix` is the path of the table that stands for Prefect's root."""

    def __init__(self, text: str, name: str, prefix: tuple[str, ...]) -> None:
        self._document = Document(text)
        self._name = name
        self._prefix = prefix

    def check(self, item: Item, origin: Document | None) -> None:
        """Raise `CannotGoError` if the table already sets `item`, or cannot hold it."""
        rewrite = Rewrite(self._document)
        self._insert(rewrite, item, origin)
        _try(rewrite, self._name)

    def written(self, items: Iterable[Item], origin: Document | None) -> str:
        """See `Target`."""
        rewrite = Rewrite(self._document)
        for item in items:
            self._insert(rewrite, item, origin)
        return apply_edits(self._document.text, rewrite.edits())

    def _insert(self, rewrite: Rewrite, item: Item, origin: Document | None) -> None:
        if not _is_copied(item, origin):
            item = item._replace(comments=(*item.comments, *item.inside))
        for path, value in _pairs(item, origin):
            full = (*self._prefix, *path)
            comments, after = item.comments, item.after
            rewrite.insert(full[:-1], full[-1:], value, comments, f"  {after}" if after else "")
            item = item._replace(comments=(), after="")


def _pairs(item: Item, origin: Document | None) -> Iterator[tuple[tuple[str, ...], str]]:
    """The paths, from Prefect's root, and the values that set the setting in TOML."""
    node = item.node
    if origin is not None and _is_copied(item, origin):
        for each in item.pairs:
            assert each.pair.value is not None  # of a pair without problems
            inner = each.names[_depth(each.names, node) :]
            yield (*node.path, *inner), source_of(origin, each.statement, each.pair.value)
        return
    yield node.path, _as_toml(item)


def _is_copied(item: Item, origin: Document | None) -> bool:
    """Whether the text of the value is copied unchanged, with the comments inside."""
    return origin is not None and bool(item.pairs) and item.name == item.node.dotted


def _depth(names: Sequence[str], node: Node) -> int:
    """The number of names in the path of the setting, counted from the root of the document."""
    length = len(node.path)
    return next(end for end in range(length, len(names) + 1)
                if tuple(names[end - length : end]) == node.path)  # fmt: skip


def _as_toml(item: Item) -> str:
    """The value as TOML that makes the setting the same."""
    converts = isinstance(item.verdict, Converted) and item.verdict.rule not in NOT_REWRITTEN
    candidates = [item.becomes, item.value] if converts else [item.value]
    for value in candidates:
        if value is not None and is_kept_by(item, value, verdict_on(item.node, value)):
            return encode(value)
    raise CannotGoError("TOML cannot express it")


def _try(rewrite: Rewrite, name: str) -> None:
    try:
        rewrite.edits()
    except SetAlreadyError:
        raise CannotGoError(f"{name} already sets it") from None
    except NoPlaceError as error:
        raise CannotGoError(f"{name} has no place for it: {error}") from None


class _Variables(Target):
    """Files of variables: each value is written as text that Prefect reads the same."""

    def __init__(self, schema: Schema, where: Where) -> None:
        self._schema = schema
        self._where = where

    def name_of(self, item: Item) -> str:
        """The variable: that which is written, or the preferred one."""
        names = item.node.environment
        if not names:
            raise CannotGoError("it has no variable")
        return item.name if item.name in names else names[0]

    def value_of(self, item: Item) -> Any:
        """The value of the variable as text. Raises `CannotGoError`."""
        name = self.name_of(item)
        for value in self._candidates(item):
            variable = Variable(name, value, _NOWHERE, _NOWHERE)
            reading = read(variable, meaning_in(variable, self._where, self._schema), self._where)
            kept = (is_kept_by(item, each.value, each.verdict) for each in reading.given)
            if len(reading.given) == 1 and all(kept):
                return value
        raise CannotGoError("a variable cannot express it")

    def _candidates(self, item: Item) -> Iterator[Any]:
        for value in (item.value, item.becomes):
            if isinstance(value, str):
                yield value
                continue
            yield text_of(value)
            if isinstance(value, list):
                yield ",".join(map(str, value))
            if self._where.kind == PROFILE and value is not None:
                yield value


class DotenvTarget(_Variables):
    """A `.env` file."""

    def __init__(self, text: str, schema: Schema, where: Where) -> None:
        super().__init__(schema, where)
        self._document = DotenvDocument(text)
        self._names = {each.name.upper() for each in self._document.statements if each.name}

    def check(self, item: Item, origin: Document | None) -> None:  # noqa: ARG002
        """Raise `CannotGoError` if the file already sets `item`, or would replace `${…}` in it."""
        if not self._names.isdisjoint(item.node.environment):
            raise CannotGoError(".env already sets it")
        self._literal(item)

    def written(self, items: Iterable[Item], origin: Document | None) -> str:  # noqa: ARG002
        """See `Target`."""
        text = self._document.text
        line_break = "\r\n" if "\r\n" in text else "\n"
        lines = [line for item in items for line in self._lines(item)]
        if text and lines and not text.endswith(("\n", "\r")):
            text += line_break
        return text + "".join(f"{line}{line_break}" for line in lines)

    def _lines(self, item: Item) -> Iterator[str]:
        yield from (*item.comments, *item.inside)
        after = f"  {item.after}" if item.after else ""
        yield f"{self.name_of(item)}={self._literal(item)}{after}"

    def _literal(self, item: Item) -> str:
        literal = literal_of(self.value_of(item))
        if literal is None:
            raise CannotGoError("`.env` would replace the `${…}` in it")
        return literal


class ProfileTarget(_Variables):
    """A profile of a `profiles.toml`."""

    def __init__(self, text: str, profile: str, schema: Schema, where: Where) -> None:
        super().__init__(schema, where)
        self._document = Document(text)
        self._table = (PROFILES, profile)

    def check(self, item: Item, origin: Document | None) -> None:  # noqa: ARG002
        """Raise `CannotGoError` if the profile already sets `item`, or cannot hold it."""
        rewrite = Rewrite(self._document)
        self._insert(rewrite, item)
        _try(rewrite, "the profile")

    def written(self, items: Iterable[Item], origin: Document | None) -> str:  # noqa: ARG002
        """See `Target`."""
        rewrite = Rewrite(self._document)
        for item in items:
            self._insert(rewrite, item)
        return apply_edits(self._document.text, rewrite.edits())

    def _insert(self, rewrite: Rewrite, item: Item) -> None:
        value, after = encode(self.value_of(item)), item.after
        comments = (*item.comments, *item.inside)
        rewrite.insert(
            self._table, (self.name_of(item),), value, comments, f"  {after}" if after else ""
        )


def without_pairs(
    document: Document, items: Iterable[Item], kept: Collection[tuple[str, ...]] = ()
) -> str:
    """The text of a TOML document without some settings and their comments. Tables that become
    empty are removed, too, unless they have comments or are in `kept`.
    """
    rewrite = Rewrite(document)
    headers: dict[Header, None] = {}
    pairs = [each for item in items for each in item.pairs]
    gone = {id(each.pair) for each in pairs}
    for statement in dict.fromkeys(each.statement for each in pairs):
        for each in _outermost(document, LocatedPair.of(statement), gone, kept):
            if each.outer is not None:
                rewrite.remove_pair(each)
                continue
            rewrite.remove(*comments_above(document, statement), statement)
            if statement.section.header is not None:
                headers[statement.section.header] = None
    for header in headers:
        has_comments = header.comments or comments_above(document, header)
        if has_comments or header.key.names in kept:
            continue
        if all(map(rewrite.removes, body(document, header))):
            rewrite.remove(header)
    return apply_edits(document.text, rewrite.edits())


def _outermost(
    document: Document,
    written: LocatedPair,
    gone: Collection[int],
    kept: Collection[tuple[str, ...]],
) -> list[LocatedPair]:
    """What to remove from a pair so that the settings with the ids `gone` are removed: a whole
    inline table if nothing else is in it, unless it has comments or is in `kept`.
    """
    table = written.pair.value
    if id(written.pair) in gone:
        return [written]
    if not isinstance(table, InlineTable):
        return []
    found: list[LocatedPair] = []
    for pair in table.pairs:
        inner = LocatedPair(written.statement, pair, table, written.names)
        found += _outermost(document, inner, gone, kept)
    is_empty = bool(found) and sum(each.outer is table for each in found) == len(table.pairs)
    comments = written.statement.comments or comments_above(document, written.statement)
    return [written] if is_empty and not comments and written.names not in kept else found


def without_lines(document: DotenvDocument, items: Iterable[Item]) -> str:
    """The text of a `.env` file without some variables and their comments."""
    edits = [item.removal for item in items if item.removal is not None]
    return apply_edits(document.text, sorted(edits, key=lambda each: each.span))


def taken_by(target: Target, item: Item, origin: Document | None) -> str | None:
    """Why a target does not take a setting; None if it does."""
    try:
        target.check(item, origin)
    except CannotGoError as error:
        return str(error)
    return None

"""The project's own settings classes, for completion, hover and definition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis import Context
from prefect_toml_lsp.features.locations import Target
from prefect_toml_lsp.features.uris import uri_of
from prefect_toml_lsp.project.class_index import Taken

if TYPE_CHECKING:
    from pathlib import Path

    from prefect_toml_lsp.project.class_index import Field


def own_path(context: Context, path: Sequence[str | int]) -> list[str] | None:
    """A path of the document from Prefect's root on; None for one that is not below it."""
    prefix = context.prefix
    if tuple(path[: len(prefix)]) != prefix:
        return None
    return [str(name) for name in path[len(prefix) :]]


def class_of_key(context: Context, path: Sequence[str | int]) -> Target | None:
    """The field, or the class of the table, at a path that is not Prefect's."""
    names, index = own_path(context, path), context.own_classes()
    found = index.at(names, 0) if index and names else None
    if not isinstance(found, Taken) or found.reader is None:
        return None
    return _target(found.reader.where, found.field.line if found.field else found.reader.line)


def class_of_variable(context: Context, name: str) -> Target | None:
    """The field that a variable (in upper case) sets."""
    index = context.own_classes()
    found = index.of_variable(name) if index else None
    return _target(found[0].where, found[1].line) if found else None


def fields_in(context: Context, path: Sequence[str | int]) -> Sequence[Field]:
    """The fields that are keys of a table of the document."""
    names, index = own_path(context, path), context.own_classes()
    return index.fields_of(names) if index and names else ()


def tables_below(context: Context, path: Sequence[str | int]) -> Iterator[tuple[str, ...]]:
    """The tables of classes below a table of the document, by their names from there on."""
    names, index = own_path(context, path), context.own_classes()
    if index and names is not None:
        yield from index.tables_below(names)


def _target(where: Path, line: int) -> Target:
    place = lsp.Range(lsp.Position(line, 0), lsp.Position(line, 0))
    return Target(uri_of(where), place, place)

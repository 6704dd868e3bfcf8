"""Lists of settings and codes, one on each line: search results, all, and new ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from prefect_toml_lsp.analysis.codes import CODES
from prefect_toml_lsp.analysis.documentation import summarize
from prefect_toml_lsp.cli.context import catalogue, newest_schema
from prefect_toml_lsp.cli.search import search_of
from prefect_toml_lsp.prefect import Node, Release
from prefect_toml_lsp.prefect.changes import changes_between
from prefect_toml_lsp.prefect.units import counted
from prefect_toml_lsp.records import NamedTuple

MOST = 30
"""The lines for the results of a search."""


class Row(NamedTuple):
    """A name and a short description; `shown` is the name in a tree."""

    name: str
    about: str
    shown: str = ""


def as_markdown(rows: Iterable[Row]) -> list[str]:
    """The items of a list."""
    return [f"- `{row.name}`: {row.about}" for row in rows]


def as_json(rows: Iterable[Row]) -> list[str]:
    """An array with an object for each row."""
    return [json.dumps([{"name": row.name, "about": row.about} for row in rows], indent=2)]


def matching(query: str) -> list[Row]:
    """The codes and settings with the words of the query, the most likely first."""
    schema = newest_schema()
    found = search_of(schema).matching(query)
    return [
        Row(name, CODES[name].title) if name in CODES else _row(schema.by_path[name])
        for name in found
    ]


def tree(depth: int) -> Iterator[Row]:
    """The settings as a tree, down to tables of a depth; 1 shows the tables of the root."""
    yield from _below(newest_schema().root, depth, 0)


def _below(table: Node, depth: int, level: int) -> Iterator[Row]:
    margin = "  " * level
    children = sorted(table.children.items(), key=lambda each: (each[1].is_table, each[0]))
    for name, node in children:
        if not node.is_table:
            yield Row(node.dotted, summarize(node), f"{margin}{name}")
            continue
        inside = sum(1 for each in node.walk() if each.is_setting)
        header = f"[{node.dotted}]"
        yield Row(header, counted(inside, "settings"), f"{margin}{header}")
        if level + 1 < depth:
            yield from _below(node, depth, level + 1)


def new_since(release: Release) -> list[Row]:
    """The settings of Prefect that a release does not have and the newest one has."""
    return [
        Row(each.path, f"new in {each.after.since}; {summarize(each.after)}")
        for each in changes_between(catalogue().schema(release), newest_schema())
        if each.after is not None and each.parts == ("added",)
    ]


def all_codes() -> list[Row]:
    """Every code with its severity and title."""
    return [Row(code.name, f"{code.severity.word}: {code.title}") for code in CODES.values()]


def _row(node: Node) -> Row:
    return Row(f"[{node.dotted}]" if node.is_table else node.dotted, summarize(node))

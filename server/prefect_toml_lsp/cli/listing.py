"""Lists of settings and codes, one on each line: search results, all, and new ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from prefect_toml_lsp.analysis.codes import CODES, Code
from prefect_toml_lsp.analysis.documentation import first_sentence, summarize
from prefect_toml_lsp.cli.columns import WIDTH, aligned
from prefect_toml_lsp.cli.context import catalogue, newest_schema
from prefect_toml_lsp.cli.search import search_of
from prefect_toml_lsp.prefect import Node, Release
from prefect_toml_lsp.prefect.changes import changes_between
from prefect_toml_lsp.prefect.units import counted
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text.shortening import shortened_to_words

MOST = 30
"""The results of a search that are shown."""
_MARGIN = "    "


class Row(NamedTuple):
    """A name and a few words on it.

    shown
        The name in a tree.
    description
        The first sentence of its description, for the results of a search.
    """

    name: str
    about: str
    shown: str = ""
    description: str = ""


def as_text(rows: Sequence[Row], columns: int | None) -> list[str]:
    """The rows in columns; results of a search with their descriptions below them, each cut to one
    line of the terminal.
    """
    if not any(row.description for row in rows):
        return aligned([(row.shown or row.name, row.about) for row in rows], columns)
    lines: list[str] = []
    for row in rows:
        lines += aligned([(row.name, row.about)], columns)
        description = shortened_to_words(row.description, (columns or WIDTH) - len(_MARGIN))
        lines.append(_MARGIN + description)
    return lines


def as_markdown(rows: Iterable[Row]) -> list[str]:
    """The items of a list."""
    return [
        f"- `{row.name}`: {row.about}" + (f". {row.description}" if row.description else "")
        for row in rows
    ]


def as_json(rows: Iterable[Row]) -> list[str]:
    """An array with an object for each row."""
    listed = []
    for row in rows:
        more = {"description": row.description} if row.description else {}
        listed.append({"name": row.name, "about": row.about, **more})
    return [json.dumps(listed, indent=2)]


def matching(query: str) -> list[Row]:
    """The codes and settings with the words of the query, the most likely first."""
    schema = newest_schema()
    found = search_of(schema).matching(query)
    return [_of_code(CODES[name]) if name in CODES else _of_node(schema.by_path[name])
            for name in found]  # fmt: skip


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


def _of_code(code: Code) -> Row:
    return Row(code.name, code.title, description=first_sentence(code.meaning))


def _of_node(node: Node) -> Row:
    name = f"[{node.dotted}]" if node.is_table else node.dotted
    return Row(name, summarize(node), description=first_sentence(node.description))

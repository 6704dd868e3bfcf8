"""Codes, settings and tables explained in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from prefect_toml_lsp.analysis.codes import CODES, Code, current_name
from prefect_toml_lsp.analysis.codes.model import visible
from prefect_toml_lsp.analysis.documentation import default_of, facts, type_of
from prefect_toml_lsp.cli.columns import WIDTH, aligned, wrapped
from prefect_toml_lsp.cli.context import catalogue, newest_schema, runtime_of
from prefect_toml_lsp.cli.search import search_of
from prefect_toml_lsp.cli.streams import working_directory
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.text.shortening import shortened
from prefect_toml_lsp.toml.encode import encode, encode_key

_LABEL = 15


def explain(subject: str, columns: int | None = None) -> list[str] | None:
    """The lines that explain a code, a dotted path or an environment variable; None for anything
    else. A path may be in brackets, as in a header. Prose has at most `WIDTH` columns, or those
    of the terminal.
    """
    width = min(columns or WIDTH, WIDTH)
    code = CODES.get(current_name(subject))
    if code is not None:
        return list(_code(code, width))
    node = found_node(subject)
    return list(_node(node, width)) if node else None


def found_node(subject: str) -> Node | None:
    """The setting or table of a dotted path, or the setting of a variable."""
    node = search_of(newest_schema()).node(subject)
    if node is not None and node.package is not None:
        # The current folder decides which version of a package counts.
        schema = catalogue().schema(packages=runtime_of(working_directory(), None).integrations)
        node = search_of(schema).node(subject)
    return node


def nearest(subject: str) -> list[str]:
    """Suggestions of codes and dotted paths for `subject`, the most likely first."""
    return search_of(newest_schema()).nearest(subject)[:3]


def _code(code: Code, width: int) -> Iterator[str]:
    yield f"{code.name} ({code.severity.word})"
    yield ""
    for text in (code.meaning, code.effect, code.remedy):
        yield from _prose(text, width)
    if code.wrong:
        where = code.file + (f", Prefect {code.release}" if code.release else "")
        for name, text in code.beside.items():
            yield from ("", f"With {name}:", *_indented(text, width))
        yield from ("", f"Wrong ({where}):", *_indented(code.wrong, width))
        yield from ("", "Right:", *_indented(code.right, width))


def _prose(text: str, width: int, taken: int = 0) -> list[str]:
    return wrapped(" ".join(text.split()), width, taken)


def _indented(text: str, width: int) -> Iterator[str]:
    """The lines of an example, cut to the width, with a mark for each invisible character."""
    for line in visible(text).splitlines():
        yield shortened(f"    {line}" if line else "", width)


def _node(node: Node, width: int) -> Iterator[str]:
    title = f"[{node.dotted}]" if node.is_table else node.dotted
    yield f"{title} ({'table' if node.is_table else type_of(node)})"
    yield ""
    yield from _prose(node.description, width)
    yield ""
    for label, text in _facts(node):
        wider = max(0, len(label) + 1 - _LABEL)
        first, *rest = _prose(text, width - _LABEL, wider)
        yield f"{label:{_LABEL - 1}} {first}".rstrip()
        yield from (" " * _LABEL + line for line in rest)
    if node.is_table:
        yield from _members(node, width)
    elif node.exists:
        yield ""
        yield from _example(node)
    elif node.moved_to and node.moved_to in newest_schema().by_path:
        yield ""
        yield f"See `explain {node.moved_to}`."


def _facts(node: Node) -> Iterator[tuple[str, str]]:
    """Label and text of each line of facts, without marks."""
    default = default_of(node)
    if default:
        yield "Default", default.replace("`", "")
    for label, text in facts(node):
        yield label.replace("`", ""), text.replace("`", "")


def _members(table: Node, width: int) -> Iterator[str]:
    """The settings and tables of a table, a line each."""
    if not table.children:
        return
    yield ""
    yield from aligned([(f"  {name}", _kind(node)) for name, node in table.children.items()], width)


def _kind(node: Node) -> str:
    if node.is_table:
        return "table"
    default = f", default {encode(node.default)}" if node.default is not None else ""
    return f"{type_of(node)}{default}"


def _example(node: Node) -> Iterator[str]:
    """The setting as a file has it."""
    value = "…" if node.secret else example_value(node)
    if value is None:
        return
    *table, key = node.path
    if table:
        yield f"[{'.'.join(map(encode_key, table))}]"
    yield f"{key} = {encode(value)}"


def example_value(node: Node) -> Any:
    """A usual value, or the default; None if none is known."""
    return node.suggestions[0] if node.suggestions else node.default

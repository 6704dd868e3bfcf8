"""Codes, settings and tables explained in a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from prefect_toml_lsp.analysis.codes import CODES, Code, current_name
from prefect_toml_lsp.analysis.codes.model import visible
from prefect_toml_lsp.analysis.documentation import default_of, facts, type_of
from prefect_toml_lsp.cli.context import catalogue, newest_schema, runtime_of
from prefect_toml_lsp.cli.streams import working_directory
from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.text.shortening import shortened
from prefect_toml_lsp.toml.encode import encode, encode_key

WIDTH = 88
_LABEL = 15


def explain(subject: str) -> list[str] | None:
    """The lines that explain a code, a dotted path or an environment variable; None for anything
    else. A path in brackets, as in a header, is fine.
    """
    code = CODES.get(current_name(subject))
    if code is not None:
        return list(_code(code))
    node = found_node(subject)
    return list(_node(node)) if node else None


def found_node(subject: str) -> Node | None:
    """The setting or table of a dotted path, or the setting of a variable."""
    node = _find(subject, newest_schema())
    if node is not None and node.package is not None:
        # Which version of a package counts is told by what is in the current folder.
        schema = catalogue().schema(packages=runtime_of(working_directory(), None).integrations)
        node = _find(subject, schema)
    return node


def _find(subject: str, schema: Schema) -> Node | None:
    path = subject.strip("[]").strip().removeprefix("tool.prefect.")
    return schema.by_path.get(path) or schema.by_variable.get(path.upper())


def nearest(subject: str) -> list[str]:
    """Codes and dotted paths that `subject` may have been meant for, the most likely first."""
    from difflib import get_close_matches

    from prefect_toml_lsp.prefect.suggest import suggest

    schema = newest_schema()
    path = tuple(part for part in subject.strip("[] ").split(".") if part)
    settings = [".".join(each.path) for each in suggest(schema, path)] if path else []
    alike = get_close_matches(subject.lower(), [*CODES, *schema.by_path, *schema.by_variable])
    return list(dict.fromkeys((*alike[:1], *settings, *alike)))[:3]


def _code(code: Code) -> Iterator[str]:
    yield f"{code.name} ({code.severity.word})"
    yield ""
    for text in (code.meaning, code.effect, code.remedy):
        yield from textwrap.wrap(text.replace("`", ""), WIDTH)
    if code.wrong:
        where = code.file + (f", Prefect {code.release}" if code.release else "")
        for name, text in code.beside.items():
            yield from ("", f"With {name}:", *_indented(text))
        yield from ("", f"Wrong ({where}):", *_indented(code.wrong))
        yield from ("", "Right:", *_indented(code.right))


def _indented(text: str) -> Iterator[str]:
    """The lines of an example, cut to the width, with a mark for each invisible character."""
    for line in visible(text).splitlines():
        yield shortened(f"    {line}", WIDTH)


def _node(node: Node) -> Iterator[str]:
    title = f"[{node.dotted}]" if node.is_table else node.dotted
    yield f"{title} ({'table' if node.is_table else type_of(node)})"
    yield ""
    yield from textwrap.wrap(node.description, WIDTH)
    yield ""
    for label, text in _facts(node):
        indent = " " * _LABEL
        yield from textwrap.wrap(
            f"{label:{_LABEL - 1}} {text}", WIDTH, subsequent_indent=indent, break_on_hyphens=False
        )
    if node.is_table:
        yield from _members(node)
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


def _members(table: Node) -> Iterator[str]:
    """The settings and tables of a table, a line each."""
    if not table.children:
        return
    yield ""
    widest = max(map(len, table.children))
    for name, node in table.children.items():
        kind = "table" if node.is_table else type_of(node)
        default = f", default {encode(node.default)}" if node.default is not None else ""
        yield f"  {name:{widest}}  {kind}{'' if node.is_table else default}"


def _example(node: Node) -> Iterator[str]:
    """The setting as a file has it."""
    *table, key = node.path
    if node.secret:
        value: Any = "…"
    elif node.suggestions:
        value = node.suggestions[0]
    else:
        value = node.default
    if value is None:
        return
    if table:
        yield f"[{'.'.join(map(encode_key, table))}]"
    yield f"{key} = {encode(value)}"

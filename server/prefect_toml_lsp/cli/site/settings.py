"""The contents of the page of a setting or table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from prefect_toml_lsp.analysis.documentation import default_of, facts, type_of
from prefect_toml_lsp.cli.explain import example_value
from prefect_toml_lsp.cli.settings_formats import assignment
from prefect_toml_lsp.cli.site.groups import group_of
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.toml.encode import encode, encode_key

_HIDDEN = "…"


class Example(NamedTuple):
    """How a setting is written in a place."""

    place: str
    text: str


def page_of(node: Node) -> str:
    """The path of the page about a setting or table."""
    return f"settings/{node.dotted}.html"


def rows_of(node: Node) -> Iterator[tuple[str, str]]:
    """(label, text) pairs in Markdown."""
    if not node.is_table:
        yield "Type", type_of(node)
        default = default_of(node)
        if default:
            yield "Default", default
    else:
        yield "Settings", str(count_of(node))
    group = group_of(node if node.is_table else node.parent)
    if group:
        yield "Group", f"`{group}`"
    for label, text in facts(node):
        if label == "Environment":
            yield from _variables(node)
        else:
            yield label, text


def _variables(node: Node) -> Iterator[tuple[str, str]]:
    first, *others = node.environment
    yield "Environment", f"`{first}`"
    if others:
        yield "Aliases", ", ".join(f"`{each}`" for each in others)


def count_of(table: Node) -> int:
    """The number of settings below a table, without those of other releases."""
    return sum(each.is_setting and each.exists for each in table.walk())


def examples_of(node: Node) -> Sequence[Example]:
    """Examples of a setting in each file that can set it, and in a shell; none if no value is
    known, or if Prefect no longer has it.
    """
    value = _HIDDEN if node.secret else example_value(node)
    if value is None or node.is_table or not node.exists:
        return ()
    made = [
        Example("prefect.toml", _toml(node.path, value)),
        Example("pyproject.toml", _toml(("tool", "prefect", *node.path), value)),
    ]
    if node.environment:
        line = assignment(node.environment[0], value)
        made.append(Example(".env", line))
        if not line.startswith("#"):
            made.append(Example("shell", f"export {line}"))
    return made


def _toml(path: Sequence[str], value: Any) -> str:
    *table, key = map(encode_key, path)
    header = f"[{'.'.join(table)}]\n" if table else ""
    return f"{header}{key} = {encode(value)}"


def parents_of(node: Node) -> Sequence[Node]:
    """The tables around a setting or table, the outermost first."""
    found: list[Node] = []
    above = node.parent
    while above is not None and above.path:
        found.insert(0, above)
        above = above.parent
    return found

"""Descriptions of settings and tables, for an editor or a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from prefect_toml_lsp.analysis.codes.names import listed
from prefect_toml_lsp.prefect import Node, show_release
from prefect_toml_lsp.prefect.acceptance import durations
from prefect_toml_lsp.prefect.releases import leading_release
from prefect_toml_lsp.prefect.units import unit_of
from prefect_toml_lsp.toml.encode import encode

_TYPES = {"string": "string", "integer": "integer", "number": "number", "boolean": "boolean"}
_FORMATS = {"password": "secret string", "path": "path", "duration": "duration"}
_BOUNDS = {
    "minimum": "at least",
    "exclusiveMinimum": "more than",
    "maximum": "at most",
    "exclusiveMaximum": "less than",
}


def _code(path: str) -> str:
    return f"`{path}`"


@lru_cache(maxsize=1024)
def describe(node: Node) -> str:
    """The full description of a setting or table, as Markdown."""
    return "\n\n".join(filter(None, (title_of(node), details_of(node))))


def title_of(node: Node) -> str:
    """A setting with its type and default, or a table, on one line of Markdown."""
    if node.is_table:
        return f"**`[{node.dotted}]`** — table"
    return f"**`{node.dotted}`** — {type_of(node)}{_default(node)}"


def details_of(node: Node, name: Callable[[str], str] = _code) -> str:
    """The text of `describe` below the title; `name` formats the path of another setting."""
    lines = [f"- {label}: {text}" for label, text in facts(node, name)]
    return "\n\n".join(filter(None, (node.description, "\n".join(lines))))


def first_sentence(text: str) -> str:
    """The first sentence of a description, on one line and without marks."""
    plain = " ".join(text.replace("`", "").split())
    end = re.search(r"[.!?](?= |$)", plain)
    return plain[: end.end()] if end else plain


def summarize(node: Node) -> str:
    """Type and default in a few words, for one line."""
    if node.is_table:
        return "table"
    return " = ".join(filter(None, (type_of(node), default_text(node))))


@lru_cache(maxsize=1024)
def default_text(node: Node) -> str:
    """The default as TOML text; empty if there is none."""
    return encode(node.default) if node.default is not None else ""


@lru_cache(maxsize=1024)
def type_of(node: Node) -> str:
    """The kinds of value that a file may have for a setting: `string, integer or array of
    integers`.
    """
    return listed(_types(_read_from_toml(node)), "or")


def types_with_articles(node: Node) -> str:
    """The same for a sentence: `a string, an integer or an array of integers`."""
    kinds = _types(_read_from_toml(node))
    return listed([f"{'an' if each[0] in 'aeiou' else 'a'} {each}" for each in kinds], "or")


def _read_from_toml(node: Node) -> list[Any]:
    """The kinds of value that a file may have. Only a free-form setting reads a table; others take
    that as JSON in a variable.
    """
    is_table = [each.get("type") == "object" for each in node.branches]
    if node.is_free_form or all(is_table):
        return [*node.branches]
    return [each for each, skipped in zip(node.branches, is_table, strict=True) if not skipped]


def _types(branches: Iterable[Any]) -> list[str]:
    """Each kind of value once, arrays and tables last: "array of strings or boolean" could be an
    array of both. Numbers include integers.
    """
    last_ones = ("array", "object")
    ordered = sorted(branches, key=lambda branch: branch.get("type") in last_ones)
    found = dict.fromkeys(map(_branch_type, ordered))
    if _TYPES["number"] in found:
        found.pop(_TYPES["integer"], None)
    return [*found]


def default_of(node: Node) -> str | None:
    """The default as TOML text with its meaning, or its origin; None if there is none."""
    if node.default is None:
        return node.default_note
    text = f"`{encode(node.default)}`"
    if node.keywords.get("format") == "duration" and isinstance(node.default, str):
        return f"{text} ({durations.parse(node.default).in_words()})"
    is_number = isinstance(node.default, int | float)
    return f"{text} {unit_of(node.default, node.unit)}" if node.unit and is_number else text


def facts(node: Node, name: Callable[[str], str] = _code) -> Iterator[tuple[str, str]]:
    """(label, text) pairs in Markdown: values, bounds, environment variables, releases; `name`
    formats the path of another setting.
    """
    for member, text in node.members.items():
        yield f"`{encode(member)}`", text
    allowed = [f"`{encode(each)}`" for branch in node.branches for each in branch.get("enum", ())]
    if allowed and not node.members:
        yield "Values", ", ".join(allowed)
    bounds = [
        f"{words} {encode(branch[keyword])}"
        for branch in node.branches
        for keyword, words in _BOUNDS.items()
        if keyword in branch
    ]
    if bounds:
        yield "Must be", " and ".join(dict.fromkeys(bounds))
    if node.unit and node.default is None:
        yield "Counts", node.unit
    if node.environment:
        yield "Environment", ", ".join(map(_code, node.environment))
    yield from _releases(node)
    if node.see_also:
        yield "See also", ", ".join(map(name, node.see_also))


def _default(node: Node) -> str:
    default = default_of(node)
    return f", default {default}" if default else ""


def _branch_type(branch: Any) -> str:
    kind = branch.get("type", "")
    if kind == "array":
        return f"array of {_branch_type(branch.get('items', {}))}s"
    if kind == "object":
        return f"table of {_branch_type(branch.get('additionalProperties', {}))}s"
    if "enum" in branch:
        return "one of a few strings"
    return _FORMATS.get(branch.get("format", "")) or _TYPES.get(kind, "any value")


def _releases(node: Node) -> Iterator[tuple[str, str]]:
    if node.package is not None:
        yield from _versions(node, f"`{node.package}`")
    elif node.until:
        text = f"{node.since} to {node.until}"
        yield "Prefect", text + (f"; now `{node.moved_to}`" if node.moved_to else "")
    elif node.since:
        yield "Since Prefect", node.since
    if not node.exists and node.package is None:
        yield "Not in Prefect", show_release(node.release)
    for run in node.history:
        changes = _changes(run["facts"], node)
        if changes:
            yield "Earlier", f"from {run['from']} to {run['to']} {changes}"


def _versions(node: Node, package: str) -> Iterator[tuple[str, str]]:
    """The package that reads a setting or table, and in which versions."""
    if node.is_absent:
        yield "Read by", f"{package}, which this project does not install"
    else:
        yield "Read by" if node.exists else "Not in", f"{package}{_installed(node)}"
    if node.until:
        yield "From", f"{package} {node.since} to {node.until}"
    elif node.since:
        yield "Since", f"{package} {node.since}"


def _installed(node: Node) -> str:
    """The version of a node's package and the file that shows it; and the version of the facts, if
    that differs.
    """
    newest, found = show_release(node.release), node.installed
    if found is None:
        return f" (here as in {newest}, the newest known)"
    if found.version is None:
        return f" ({found.where}; here as in {newest})"
    told = "" if leading_release(found.version) == node.release else f"; here as in {newest}"
    return f" {found.version} ({found.where}{told})"


def _changes(earlier: Any, node: Node) -> str:
    """The differences in earlier releases."""
    parts: list[str] = []
    if earlier.get("default") != node.default:
        default = earlier.get("default")
        parts.append(f"default `{encode(default)}`" if default is not None else "no default")
    branches = earlier.get("anyOf") or (earlier,)
    kind = listed(_types(branches), "or")
    if kind != type_of(node):
        parts.append(kind)
    return ", ".join(parts)

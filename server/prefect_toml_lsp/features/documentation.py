"""A setting or table explained, in Markdown or as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.schema import Node, show_release
from prefect_toml_lsp.schema.acceptance import durations
from prefect_toml_lsp.toml.encode import encode

_TYPES = {"string": "string", "integer": "integer", "number": "number", "boolean": "boolean"}
_FORMATS = {"password": "secret string", "path": "path", "duration": "duration"}
_MARKUP = re.compile(r"[`*]|(?<=\w)\\")


def markup(text: str, *, markdown: bool) -> lsp.MarkupContent:
    """Markdown for a client that shows it, the same text without the markup for one that
    does not.
    """
    if markdown:
        return lsp.MarkupContent(lsp.MarkupKind.Markdown, text)
    return lsp.MarkupContent(lsp.MarkupKind.PlainText, _MARKUP.sub("", text))


@lru_cache(maxsize=1024)
def describe(node: Node) -> str:
    """All there is to know of a setting or table, as Markdown."""
    title = f"**`{'[' + node.dotted + ']' if node.is_table else node.dotted}`**"
    facts = "\n".join(f"- {fact}" for fact in _facts(node))
    return "\n\n".join(part for part in (title + _kind(node), node.description, facts) if part)


def summarize(node: Node) -> str:
    """Type and default in a few words, for one line."""
    if node.is_table:
        return "table"
    default = f" = {encode(node.default)}" if node.default is not None else ""
    return type_of(node) + default


def type_of(node: Node) -> str:
    """The kinds of value that Prefect declares for a setting."""
    return " or ".join(dict.fromkeys(_branch_type(branch) for branch in node.branches)) or "any"


def _kind(node: Node) -> str:
    if node.is_table:
        return " — table"
    text = f" — {type_of(node)}"
    if node.default is not None:
        text += f", default `{encode(node.default)}`{_in_words(node, node.default)}"
    elif node.default_note:
        text += f", default: {node.default_note}"
    return text


def _in_words(node: Node, value: Any) -> str:
    """A default that needs explaining: a duration, or many seconds."""
    if node.keywords.get("format") == "duration" and isinstance(value, str):
        return f" ({durations.parse(value).in_words()})"
    if node.unit:
        return f" {node.unit}"
    return ""


def _branch_type(branch: Any) -> str:
    kind = branch.get("type")
    if kind == "array":
        return f"array of {_branch_type(branch.get('items', {}))}s"
    if kind == "object":
        return f"table of {_branch_type(branch.get('additionalProperties', {}))}s"
    if "enum" in branch:
        return "one of a few strings"
    return _FORMATS.get(branch.get("format", "")) or _TYPES.get(kind or "", "any")


def _facts(node: Node) -> Iterator[str]:
    members = node.members
    if members:
        yield "Values:\n" + "\n".join(
            f"  - `{encode(name)}`: {text}" for name, text in members.items()
        )
    elif allowed := [each for branch in node.branches for each in branch.get("enum", ())]:
        yield f"Values: {', '.join(f'`{encode(each)}`' for each in allowed)}"
    bounds = [text for branch in node.branches for text in _bounds(branch)]
    if bounds:
        yield f"Must be {' and '.join(dict.fromkeys(bounds))}"
    if node.unit and node.default is None:
        yield f"Counts {node.unit}"
    if node.environment:
        yield f"Environment: {', '.join(f'`{name}`' for name in node.environment)}"
    yield from _releases(node)
    if node.see_also:
        yield f"See also: {', '.join(f'`{path}`' for path in node.see_also)}"


def _bounds(branch: Any) -> Iterator[str]:
    words = {
        "minimum": "at least",
        "exclusiveMinimum": "more than",
        "maximum": "at most",
        "exclusiveMaximum": "less than",
    }
    for keyword, text in words.items():
        if keyword in branch:
            yield f"{text} {encode(branch[keyword])}"


def _releases(node: Node) -> Iterator[str]:
    if node.until:
        text = f"In Prefect {node.since} to {node.until}"
        yield text + (f"; now `{node.moved_to}`" if node.moved_to else "")
    elif node.since:
        yield f"Since Prefect {node.since}"
    if not node.exists:
        yield f"Prefect {show_release(node.release)} does not have it"
    for run in node.history:
        changes = _changes(run["facts"], node)
        if changes:
            yield f"In Prefect {run['from']} to {run['to']}: {changes}"


def _changes(facts: Any, node: Node) -> str:
    """What was different in an earlier run of releases."""
    parts = []
    if facts.get("default") != node.default:
        before = facts.get("default")
        parts.append(f"default `{encode(before)}`" if before is not None else "no default")
    now = [{**branch, "default": None} for branch in node.branches]
    before = [{**branch, "default": None} for branch in facts.get("anyOf") or (facts,)]
    names = [
        " or ".join(dict.fromkeys(_branch_type(branch) for branch in each))
        for each in (before, now)
    ]
    if names[0] != names[1]:
        parts.append(names[0])
    return ", ".join(parts)

"""What completion and hover of variables have in common in both kinds of documents."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis import Context
from prefect_toml_lsp.analysis.documentation import describe
from prefect_toml_lsp.analysis.variables import Meaning, Variable, Where, meaning_of
from prefect_toml_lsp.features.completion.samples import sample_values
from prefect_toml_lsp.features.documentation import markup
from prefect_toml_lsp.features.hover import meaning_of_value, where_set
from prefect_toml_lsp.features.snapshot import View
from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.prefect.acceptance import Accepted, Converted, effective
from prefect_toml_lsp.sources.variable_values import read
from prefect_toml_lsp.text import Span


def meaning_in(name: str, where: Where, schema: Schema) -> Meaning:
    """What a name as it is written means in such a place."""
    return meaning_of(name.upper() if where.any_case else name, schema)


def open_variables(schema: Schema, taken: Collection[str]) -> Iterator[tuple[str, Node]]:
    """The variables of the release that may be set beside those that are (in upper case): first
    one for each setting, the preferred ones, then the others; what only tests need comes last.
    """
    nodes = [node for node in schema.root.walk() if node.is_setting and node.exists]
    nodes = [node for node in nodes if not any(name in taken for name in node.environment)]
    nodes.sort(key=lambda node: (node.path[0] == "testing", node.secret))
    seen: set[str] = set()
    for preferred in (True, False):
        for node in nodes:
            names = node.environment[:1] if preferred else node.environment[1:]
            for name in names:
                if name not in seen:
                    seen.add(name)
                    yield name, node


def as_text(value: Any) -> str:
    """A value as an environment gives it: text as it is, arrays and tables as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def sample_texts(node: Node) -> Iterator[tuple[str, Any]]:
    """Values that a setting takes as text, and what they stand for; none for a secret."""
    if node.secret:
        return
    seen: set[str] = set()
    for value in sample_values(node):
        text = as_text(value)
        if text not in seen:
            seen.add(text)
            yield text, value


def explain_variable(view: View[Any], meaning: Meaning, span: Span) -> lsp.Hover | None:
    """The setting or table of a variable, and what else sets it."""
    text = _about(view.analysis.context, meaning.node)
    return None if text is None else make_hover(view, text, span)


def explain_value(
    view: View[Any], variable: Variable, meaning: Meaning, where: Where
) -> lsp.Hover | None:
    """What the value of a variable stands for, and its setting."""
    text = _about(view.analysis.context, meaning.node)
    if text is None or variable.literal is None:
        return None
    for given in read(variable, meaning, where).given:
        if given.node is meaning.node and isinstance(given.verdict, Accepted | Converted):
            means = meaning_of_value(given.node, effective(given.value, given.verdict))
            text = f"{means}\n\n---\n\n{text}" if means else text
    return make_hover(view, text, variable.literal)


def _about(context: Context, node: Node | None) -> str | None:
    if node is None:
        return None
    return "\n\n".join(filter(None, (describe(node), where_set(context, node))))


def make_hover(view: View[Any], text: str, span: Span) -> lsp.Hover:
    """A hover over a span of the document."""
    return lsp.Hover(markup(text, markdown=view.client.hover_markdown), view.range(span))

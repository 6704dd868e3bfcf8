"""Variables that may be set, and values as text."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from prefect_toml_lsp.features.completion.ranking import rank
from prefect_toml_lsp.features.completion.samples import default_first, sample_values
from prefect_toml_lsp.prefect import Node, Schema


def open_variables(schema: Schema, taken: Collection[str]) -> Iterator[tuple[str, Node]]:
    """The variables of the release that may be set in addition to those that are (in upper case):
    first one for each setting, the preferred ones, then the others, each in the order of `rank`.
    """
    nodes = [node for node in schema.offered if not any(name in taken for name in node.environment)]
    nodes.sort(key=rank)
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


def default_as_text(node: Node) -> str:
    """The default as an environment gives it; empty if there is none."""
    return as_text(node.default) if node.default is not None else ""


def sample_texts(node: Node) -> Iterator[tuple[str, Any]]:
    """Values that a setting takes as text, the default first, and what they stand for; none for a
    secret.
    """
    if node.secret:
        return
    seen: set[str] = set()
    for value in default_first(node, sample_values(node)):
        text = as_text(value)
        if text not in seen:
            seen.add(text)
            yield text, value

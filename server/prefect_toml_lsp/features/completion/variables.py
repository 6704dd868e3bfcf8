"""Variables that may be set, and values as text."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from prefect_toml_lsp.dotenv.quoting import text_of
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


def default_as_text(node: Node) -> str:
    """The default as the text of a variable; empty if there is none."""
    return text_of(node.default) if node.default is not None else ""


def sample_texts(node: Node) -> Iterator[tuple[str, Any]]:
    """Values of a setting as text, the default first, with their meaning; none for a secret."""
    if node.secret:
        return
    seen: set[str] = set()
    for value in default_first(node, sample_values(node)):
        text = text_of(value)
        if text not in seen:
            seen.add(text)
            yield text, value

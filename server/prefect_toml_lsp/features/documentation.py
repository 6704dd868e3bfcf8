"""Text for clients that show Markdown and for those that do not."""

from __future__ import annotations

import re
from functools import lru_cache

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.documentation import details_of, title_of
from prefect_toml_lsp.analysis.rules.overridden import describe_place
from prefect_toml_lsp.features.reference import reference_url
from prefect_toml_lsp.features.uris import uri_of
from prefect_toml_lsp.prefect import Node, Schema
from prefect_toml_lsp.sources.precedence import SourceLocation

_MARKUP = re.compile(r"[`*]")
_LINK_ALONE = re.compile(r"^\[([^\]\n]*)\]\(([^)\s]*)\)$", re.MULTILINE)
_LINK = re.compile(r"\[([^\]\n]*)\]\([^)\s]*\)")


def markup(text: str, *, markdown: bool) -> lsp.MarkupContent:
    """Markdown for a client that shows it, plain text for others: links are reduced to their text,
    or to their address if they are alone on a line.
    """
    if markdown:
        return lsp.MarkupContent(lsp.MarkupKind.Markdown, text)
    plain = _LINK.sub(r"\1", _LINK_ALONE.sub(r"\1: \2", text))
    return lsp.MarkupContent(lsp.MarkupKind.PlainText, _MARKUP.sub("", plain))


def code(text: str) -> str:
    """A code span for text that may contain backticks (CommonMark, Code spans)."""
    ticks = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * (ticks + 1)
    blank = " " if ticks else ""
    return f"{fence}{blank}{text}{blank}{fence}"


def link_to(place: SourceLocation) -> str:
    """A source as text with a link to its line; the environment has no link."""
    words = describe_place(place)
    if place.where is None:
        return words
    line = "" if place.line is None else f"#L{place.line + 1}"
    return f"[{words}]({uri_of(place.where)}{line})"


def explain(node: Node, schema: Schema, in_force: str | None = None) -> str:
    """The full description of a setting or table, with `in_force` on the second line, and links to
    Prefect's documentation.
    """
    title, details = _parts(node, schema)
    return "\n\n".join(filter(None, (title, in_force, details)))


@lru_cache(maxsize=1024)
def _parts(node: Node, schema: Schema) -> tuple[str, str]:
    def name(path: str) -> str:
        found = schema.by_path.get(path)
        return f"[`{path}`]({reference_url(found, schema)})" if found else f"`{path}`"

    page = f"Documentation of {node.package}" if node.package else "Prefect's settings reference"
    page = "Prefect's integrations" if node.is_open else page
    link = f"[{page}]({reference_url(node, schema)})"
    return title_of(node), "\n\n".join(filter(None, (details_of(node, name), link)))

"""`textDocument/hover` (LSP 3.17)."""

from __future__ import annotations

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis import Context
from prefect_toml_lsp.analysis.documentation import describe
from prefect_toml_lsp.analysis.resolve import Resolved, resolve
from prefect_toml_lsp.analysis.rules.overridden import describe_place
from prefect_toml_lsp.features.documentation import markup
from prefect_toml_lsp.features.snapshot import Snapshot
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance import durations
from prefect_toml_lsp.sources.folder import chain, overrides
from prefect_toml_lsp.toml import Place
from prefect_toml_lsp.toml.nodes import Literal, String, Value


def hover(snapshot: Snapshot, params: lsp.HoverParams) -> lsp.Hover | None:
    """The setting or table at a key part, or the setting of a value and what the value means."""
    found = resolve(
        snapshot.document, snapshot.analysis.context, snapshot.position(params.position)
    )
    at = found.location
    text: str | None = None
    if at.place in (Place.KEY, Place.HEADER) and at.part is not None:
        span, text = at.part.span, _about(snapshot, found)
    elif at.place is Place.VALUE and at.value is not None:
        span, text = at.value.span, _about_value(snapshot, found, at.value)
    if text is None:
        return None
    line = snapshot.document.start(at.statement)
    contents = markup(text, markdown=snapshot.client.hover_markdown)
    return lsp.Hover(contents, snapshot.range(span.down(line)))


def _about(snapshot: Snapshot, found: Resolved) -> str | None:
    """The node, and where its value comes from; a part of a value is explained by its setting."""
    node = found.setting or found.node
    if node is None:
        return None
    parts = [describe(node), where_set(snapshot.analysis.context, node)]
    return "\n\n".join(part for part in parts if part)


def where_set(context: Context, node: Node) -> str | None:
    """What else sets the setting: what wins over this file, or what this file wins over."""
    if context.folder is None or node.is_table:
        return None
    stronger = overrides(node.dotted, context.kind, context.folder)
    places = chain(node.dotted, context.folder)
    weaker = [each for each in places if each not in stronger and each.kind != context.kind]
    named: list[str] = [describe_place(each) for each in stronger]
    named.append("this file")
    named.extend(describe_place(each) for each in weaker)
    first, rest = named[0], named[1:]
    if not rest:
        return None
    if stronger:
        return f"Set by {first}, which wins over {_and(rest)}"
    return f"This file wins over {_and(rest)}"


def _and(names: list[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _about_value(snapshot: Snapshot, found: Resolved, value: Value) -> str | None:
    text = _about(snapshot, found)
    if text is None or found.setting is None:
        return text
    written = value.value if isinstance(value, String | Literal) else None
    meaning = meaning_of_value(found.setting, written)
    return f"{meaning}\n\n---\n\n{text}" if meaning else text


def meaning_of_value(setting: Node, content: object) -> str | None:
    """What the value stands for; nothing for a secret."""
    if setting.secret:
        return None
    if isinstance(content, str) and content in setting.members:
        return f"`{content}`: {setting.members[content]}"
    if setting.is_duration:
        return _duration_in_words(content)
    if setting.unit and isinstance(content, int | float) and not isinstance(content, bool):
        return _quantity(content, setting.unit)
    return None


def _duration_in_words(content: object) -> str | None:
    try:
        if isinstance(content, str):
            return durations.parse(content).in_words()
        if isinstance(content, int | float):
            return f"{durations.from_number(content).in_words()} (a number counts seconds)"
    except durations.DurationError:
        return None  # The diagnostic on the value says what is wrong with it.
    return None


def _quantity(number: float, unit: str) -> str:
    if unit == "seconds" and abs(number) >= 60:
        try:
            return f"{number} seconds: {durations.in_words(number)}"
        except (ValueError, OverflowError):
            return f"{number} seconds"
    if unit == "bytes" and abs(number) >= 1024:
        return f"{number} bytes: {number / 1048576:.3g} MiB"
    return f"{number} {unit}"

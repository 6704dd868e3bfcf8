"""`textDocument/hover` (LSP 3.17)."""

from __future__ import annotations

from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis import Context
from prefect_toml_lsp.analysis.codes.names import listed
from prefect_toml_lsp.analysis.dotenv import WHERE
from prefect_toml_lsp.analysis.resolve import Resolved, resolve
from prefect_toml_lsp.analysis.rules.own_names import describe_own, describe_own_variable
from prefect_toml_lsp.analysis.variables import Meaning, Variable, Where
from prefect_toml_lsp.features.documentation import code, explain, link_to, markup
from prefect_toml_lsp.features.in_force import known_at, setters, stronger
from prefect_toml_lsp.features.registry import Feature
from prefect_toml_lsp.features.setting_at import meaning_in
from prefect_toml_lsp.features.sizes import in_larger_units
from prefect_toml_lsp.features.snapshot import DotenvSnapshot, ProfilesSnapshot, Snapshot, View
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance import Accepted, Converted, durations, effective
from prefect_toml_lsp.prefect.units import counted
from prefect_toml_lsp.sources import kinds
from prefect_toml_lsp.sources.kinds import Holds
from prefect_toml_lsp.sources.profiles_document import ACTIVE, PROFILES
from prefect_toml_lsp.sources.variable_values import read
from prefect_toml_lsp.text import Position, Span
from prefect_toml_lsp.toml import Path, Place, locate
from prefect_toml_lsp.toml.decode import UndecodableError, decode
from prefect_toml_lsp.toml.nodes import Header, Literal, String, Value

HOVER = Feature(lsp.TEXT_DOCUMENT_HOVER)
_PROFILE = Where(kinds.PROFILE)


@HOVER.on(Holds.SETTINGS)
def hover(snapshot: Snapshot, params: lsp.HoverParams) -> lsp.Hover | None:
    """The setting or table at a key part, or the setting of a value and what the value means."""
    position = _on_name(snapshot, params.position)
    found = resolve(snapshot.document, snapshot.analysis.context, position)
    at, context = found.location, snapshot.analysis.context
    text: str | None = None
    if at.place in (Place.KEY, Place.HEADER) and at.part is not None:
        span = at.part.span
        text = _describe(context, found.setting or found.node) or _own(context, at.path)
    elif at.place is Place.VALUE and at.value is not None:
        span, text = at.value.span, _about_value(snapshot, found, at.value)
    if text is None:
        return None
    span = span.down(snapshot.document.start(at.statement))
    return _make_hover(snapshot, text, _reaching(span, snapshot.position(params.position)))


def _on_name(view: Snapshot | ProfilesSnapshot, at: lsp.Position) -> Position:
    """The position in the document; on a bracket of a header that of the last name in it."""
    position = view.position(at)
    index = view.document.index_at(position.line)
    statement, row = view.document.statements[index], view.document.starts[index]
    if not isinstance(statement, Header) or not statement.key.parts:
        return position
    brackets = [each.down(row) for each in (statement.opening, statement.closing) if each]
    if any(each.start <= position < each.end for each in brackets):
        return statement.key.parts[-1].span.down(row).start
    return position


def _reaching(span: Span, at: Position) -> Span:
    """The span of a name, up to the bracket of a header at the position."""
    return Span.between(min(span.start, at), max(span.end, at))


def _own(context: Context, path: Path) -> str | None:
    """What a class of the project reads at a path that Prefect does not have."""
    prefix = context.prefix
    if path[: len(prefix)] != prefix or len(path) == len(prefix):
        return None
    return describe_own([str(name) for name in path[len(prefix) :]], context)


@HOVER.on(Holds.PROFILES)
def hover_profiles(snapshot: ProfilesSnapshot, params: lsp.HoverParams) -> lsp.Hover | None:
    """The setting of a variable, or of a value and what the value means; what a profile is."""
    document = snapshot.document
    at = locate(document, _on_name(snapshot, params.position))
    line = document.start(at.statement)
    if at.path == (ACTIVE,) and at.place is Place.KEY and at.part is not None:
        text = "**`active`** — the profile that Prefect uses where `PREFECT_PROFILE` is not set"
        return _make_hover(snapshot, text, at.part.span.down(line))
    if len(at.path) < 2 or at.path[0] != PROFILES:
        return None
    if len(at.path) == 2 and at.part is not None:
        name = str(at.path[1])
        use = "the active profile" if name == snapshot.analysis.active else "a profile"
        text = f"**`{name}`** — {use}"
        span = _reaching(at.part.span.down(line), snapshot.position(params.position))
        return _make_hover(snapshot, text, span)
    if len(at.path) != 3:
        return None
    meaning = meaning_in(str(at.path[2]), _PROFILE, snapshot.schema)
    if at.place in (Place.KEY, Place.HEADER) and at.part is not None:
        span = at.part.span.down(line)
        return _explain_variable(snapshot, str(at.path[2]), meaning, span)
    profile = snapshot.analysis.profiles.profiles.get(str(at.path[1]), {})
    variable = profile.get(str(at.path[2]))
    if at.place is Place.VALUE and at.value is not None and variable is not None:
        return _explain_value(snapshot, variable, meaning, _PROFILE)
    return None


@HOVER.on(Holds.VARIABLES)
def hover_dotenv(snapshot: DotenvSnapshot, params: lsp.HoverParams) -> lsp.Hover | None:
    """The setting of a name, or of a value and what the value means."""
    position = snapshot.position(params.position)
    statement = snapshot.analysis.document.at(position)
    variable = snapshot.analysis.variable_at(statement) if statement else None
    if statement is None or variable is None:
        return None
    meaning = meaning_in(variable.name, WHERE, snapshot.schema)
    if statement.key.touches(position):
        return _explain_variable(snapshot, variable.name.upper(), meaning, statement.key)
    if statement.literal is not None and statement.literal.touches(position):
        return _explain_value(snapshot, variable, meaning, WHERE)
    return None


def _explain_variable(view: View[Any], name: str, meaning: Meaning, span: Span) -> lsp.Hover | None:
    """The setting or table of a variable, and what else sets it."""
    context = view.analysis.context
    text = _describe(context, meaning.node) or describe_own_variable(name, context)
    return None if text is None else _make_hover(view, text, span)


def _explain_value(
    view: View[Any], variable: Variable, meaning: Meaning, where: Where
) -> lsp.Hover | None:
    """What the value of a variable means, and its setting."""
    text = _describe(view.analysis.context, meaning.node)
    if text is None or variable.literal is None:
        return None
    for given in read(variable, meaning, where).given:
        if given.node is meaning.node and isinstance(given.verdict, Accepted | Converted):
            means = _meaning_of_value(given.node, effective(given.value, given.verdict))
            text = f"{means}\n\n---\n\n{text}" if means else text
    return _make_hover(view, text, variable.literal)


def _describe(context: Context, node: Node | None) -> str | None:
    """The setting or table, and where its value comes from."""
    return None if node is None else explain(node, context.schema, _where_set(context, node))


def _make_hover(view: View[Any], text: str, span: Span) -> lsp.Hover:
    """A hover over a span of the document."""
    return lsp.Hover(markup(text, markdown=view.client.hover_markdown), view.range(span))


def _where_set(context: Context, node: Node) -> str | None:
    """What else sets the setting: what is in force, or what this file wins over."""
    if context.folder is None or node.is_table:
        return None
    above = stronger(context, node)
    weaker = [
        each for each in setters(context, node) if each not in above and each.kind != context.kind
    ]
    rest = [link_to(each) for each in above[1:]]
    rest += ["this file"] if above else []
    rest += [link_to(each) for each in weaker]
    if not rest:
        return None
    if not above:
        return f"This file wins over {listed(rest)}"
    value = None if node.is_free_form else known_at(context, above[0], node)
    start = f"In force: {code(value)}, set" if value else "Set"
    return f"{start} by {link_to(above[0])}, which wins over {listed(rest)}"


def _about_value(snapshot: Snapshot, found: Resolved, value: Value) -> str | None:
    text = _describe(snapshot.analysis.context, found.setting or found.node)
    if text is None or found.setting is None:
        return text
    meaning = _meaning_of_value(found.setting, _scalar(value))
    return f"{meaning}\n\n---\n\n{text}" if meaning else text


def _scalar(value: Value) -> object:
    try:
        return decode(value) if isinstance(value, String | Literal) else None
    except UndecodableError:
        return None


def _meaning_of_value(setting: Node, content: object) -> str | None:
    """What the value means; nothing for a secret."""
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
            return f"{durations.from_number(content).in_words()} (a number means seconds)"
    except durations.DurationError:
        return None  # The diagnostic on the value says what is wrong with it.
    return None


def _quantity(number: float, unit: str) -> str:
    if unit == "seconds" and abs(number) >= 60:
        try:
            return f"{number} seconds: {durations.in_words(number)}"
        except (ValueError, OverflowError):
            return f"{number} seconds"
    size = in_larger_units(number) if unit == "bytes" else None
    text = counted(number, unit)
    return f"{text}: {size}" if size else text

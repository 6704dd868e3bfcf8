"""Fixes for values that Prefect refuses, if a likely value is near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from prefect_toml_lsp.actions.fixes.as_toml import change_title, verdict_on
from prefect_toml_lsp.actions.fixes.model import Case, Proposal, Provider, all_of
from prefect_toml_lsp.actions.fixes.references import propose_braces
from prefect_toml_lsp.actions.fixes.relocate import move_key
from prefect_toml_lsp.actions.fixes.settings_case import SettingsCase, of_settings
from prefect_toml_lsp.actions.fixes.toml_case import TomlCase, decoded, of_toml
from prefect_toml_lsp.actions.fixes.values import propose_array
from prefect_toml_lsp.actions.fixes.variable_case import VariableCase, of_variables
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance import Refused, durations, taken
from prefect_toml_lsp.prefect.acceptance.null_words import is_null_word
from prefect_toml_lsp.prefect.meant import child_meant_by, meant_by
from prefect_toml_lsp.toml import Claim
from prefect_toml_lsp.toml.encode import dotted, encode
from prefect_toml_lsp.toml.nodes import Array, ArrayHeader, Literal

_MOST_NAMED = 6  # members of an enum that are offered though none is near
_NEAR = 0.55  # difflib's ratio


def propose_meant(case: Case) -> Iterator[Proposal]:
    """The only or a possible meaning of the value; an empty one, or a word for none, is better
    removed.
    """
    found = case.refusal
    if found is None or case.has_comments_inside:
        return
    is_empty = found.written == ""
    if (is_empty or is_null_word(found.written)) and not found.in_part:
        yield from (each._replace(preferred=True, safe=is_empty) for each in case.removals())
        return
    for index, meant in enumerate(meant_by(*found)):
        text = case.write(meant.value)
        title = change_title(found.node, text)
        if found.refused.rule == "duration-syntax":
            title = f"{title} ({durations.parse(meant.value).in_words()})"
        preferred = meant.is_sure or (index == 0 and not isinstance(meant.value, bool))
        proposal = case.replacing(title, text, preferred=preferred)
        yield proposal._replace(safe=meant.is_sure)


def propose_bound(case: Case) -> Iterator[Proposal]:
    """The nearest value that the bound allows."""
    found = case.refusal
    value = _nearest_allowed(found.node, found.refused) if found else None
    if found is None or value is None:
        return
    text, rule = case.write(value), found.refused.rule
    if rule.startswith("exclusive"):
        title = f"Write `{text}`, the nearest allowed value"
    else:
        title = f"Write the {rule}, `{text}`"
    yield case.replacing(title, text)


def _nearest_allowed(node: Node, refused: Refused) -> Any:
    """The bound itself if it is allowed; else the next whole number or second, or the default."""
    bound = refused.detail["bound"]
    exclusive = refused.rule.startswith("exclusive")
    step = 0 if not exclusive else (1 if refused.rule.endswith("minimum") else -1)
    if node.is_duration:
        return durations.iso(bound + step)
    kinds = {branch.get("type") for branch in node.branches}
    if "integer" in kinds:
        return int(bound) + step
    default = node.default
    if exclusive and default is not None and taken(verdict_on(node, default)):
        return default
    return bound + step


def propose_word(case: Case) -> Iterator[Proposal]:
    """The allowed word or boolean that is meant; otherwise similar ones. If none is similar and
    few words are allowed, all of them.
    """
    found = case.refusal
    plain = list(propose_meant(case))
    yield from plain
    if plain or found is None or not isinstance(found.written, str):
        return
    words: dict[str, Any] = {"true": True, "false": False}
    if found.refused.rule == "enum":
        words = {each: each for each in found.refused.detail["allowed"] if isinstance(each, str)}
    near = _near_words(found.written, words)
    for index, word in enumerate(near or list(words)[:_MOST_NAMED]):
        text = case.write(words[word])
        yield case.replacing(f"Change to `{text}`", text, preferred=bool(near) and index == 0)


@of_toml
def propose_type(case: TomlCase) -> Iterator[Proposal]:
    """The same value in the type of the setting, if there is only one."""
    if isinstance(case.header, ArrayHeader):
        yield from _one_table(case, case.header)
    found, syntax = case.refusal, case.value
    if found is None or syntax is None:
        return
    wants_text = found.refused.detail.get("expected") == "string"
    if isinstance(syntax, Literal) and wants_text and found.takes(syntax.text):
        proposal = case.replacing("Put the value in quotes", encode(syntax.text))
        yield proposal._replace(safe=True)
    elif isinstance(syntax, Array) and len(syntax.items) == 1 and not case.statement.comments:
        item = syntax.items[0]
        if found.takes(decoded(item)):
            title = "Take the value out of its array"
            yield case.replacing(title, case.text_of(item.span), syntax.span)._replace(safe=True)


@of_settings
def propose_in_table(case: SettingsCase) -> Iterator[Proposal]:
    """A value instead of a table: it becomes the value of the setting in the table that is
    meant.
    """
    entry, written = case.known, case.written
    if entry is None or written is None or not entry.node.is_table or entry.inner:
        return
    child = child_meant_by(entry.node, entry.value)
    if child is not None:
        for proposal in move_key(case, written, child.path):
            yield proposal._replace(preferred=True)


@of_variables
def propose_variable_in_table(case: VariableCase) -> Iterator[Proposal]:
    """The same for the variable of a table."""
    found = case.table
    child = child_meant_by(*found) if found else None
    if child is not None and child.environment:
        name = child.environment[0]
        if not case.is_free(name):
            return
        yield Proposal(f"Change to `{name}`", case.rename(name), preferred=True, safe=True)


def propose_json(case: Case) -> Iterator[Proposal]:
    """For a string that should be JSON: propose, for the variable of a table, the variable of the
    setting in it, and the values that may be meant.
    """
    yield from propose_variable_in_table(case)
    yield from propose_meant(case)


def propose_table(case: Case) -> Iterator[Proposal]:
    """For a value in place of a table, the setting in the table; otherwise another type."""
    for provider in (propose_in_table, propose_variable_in_table, propose_type, propose_meant):
        found = list(provider(case))
        yield from found
        if found:
            return


def or_removal(provider: Provider) -> Provider:
    """A family that makes a reference one that is expanded, writes an array in a string as an
    array, and removes the setting if `provider` proposes nothing.
    """

    def provide(case: Case) -> Iterator[Proposal]:
        found = list(propose_braces(case)) or list(propose_array(case)) or list(provider(case))
        yield from found or case.removals()

    return provide


def _one_table(case: TomlCase, header: ArrayHeader) -> Iterator[Proposal]:
    """Replace an array of tables with only one element by a table."""
    claims = case.document.claims(header.key.names)
    closing = header.closing
    if closing is None or any(claim is Claim.ARRAY for each, claim in claims if each is not header):
        return

    change = all_of([case.replacing("", "[", header.opening), case.replacing("", "]", closing)])
    yield Proposal(f"Change to `[{dotted(header.key.names)}]`", change, preferred=True)


def _near_words(written: str, words: Iterable[str]) -> list[str]:
    """The `words` that are similar to the written one, the most similar first."""
    from difflib import get_close_matches

    by_fold = {word.lower(): word for word in words}
    folded = written.strip().lower()
    found = [by_fold[each] for each in get_close_matches(folded, by_fold, 3, _NEAR)]
    starts = [word for fold, word in by_fold.items() if len(folded) > 2 and fold.startswith(folded)]
    return list(dict.fromkeys([*starts, *found]))


BY_RULE: Mapping[str, Provider] = {
    "bool-number": propose_meant,
    "bool-string": propose_word,
    "duration-range": propose_meant,
    "duration-syntax": propose_meant,
    "enum": propose_word,
    "exclusive-maximum": propose_bound,
    "exclusive-minimum": propose_bound,
    "int-fraction": propose_meant,
    "int-not-finite": propose_meant,
    "int-overflow": propose_meant,
    "int-string": propose_meant,
    "json": propose_json,
    "label-pairs": propose_meant,
    "maximum": propose_bound,
    "minimum": propose_bound,
    "minimum-length": propose_meant,
    "number-overflow": propose_meant,
    "number-string": propose_meant,
    "path-is-directory": propose_meant,
    "path-too-long": propose_meant,
    "path-user": propose_meant,
    "wrong-type": propose_table,
}
"""Families by the code of the refusal; if a family proposes nothing, removal is offered."""

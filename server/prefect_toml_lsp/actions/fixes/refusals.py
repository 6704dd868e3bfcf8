"""Values that Prefect refuses, where what was meant is near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from prefect_toml_lsp.actions.fixes.as_toml import verdict_on
from prefect_toml_lsp.actions.fixes.model import Case, Proposal, Provider, all_of
from prefect_toml_lsp.actions.fixes.toml_case import TomlCase, decoded, of_toml
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance import Refused, durations, taken
from prefect_toml_lsp.toml import Claim
from prefect_toml_lsp.toml.encode import dotted, encode
from prefect_toml_lsp.toml.nodes import Array, ArrayHeader, Literal

_MOST_NAMED = 6  # members of an enum that are offered though none is near
_NEAR = 0.55  # difflib's ratio


def propose_bound(case: Case) -> Iterator[Proposal]:
    """The nearest value that the bound allows."""
    found = case.refusal
    value = _nearest_allowed(found.node, found.refused) if found else None
    if found is None or value is None:
        return
    text, rule = case.write(value), found.refused.rule
    if rule.startswith("exclusive"):
        title = f"Write `{text}`, which is within the bound"
    else:
        title = f"Write the {rule}, `{text}`"
    yield case.replacing(title, text)


def _nearest_allowed(node: Node, refused: Refused) -> Any:
    """A bound itself where it is allowed; else the next whole number, second or the default."""
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
    """The allowed words, or booleans, that are spelled nearly alike; of a few all, where none is
    near.
    """
    found = case.refusal
    if found is None or not isinstance(found.written, str):
        return
    words: dict[str, Any] = {"true": True, "false": False}
    if found.refused.rule == "enum":
        words = {each: each for each in found.refused.detail["allowed"] if isinstance(each, str)}
    near = _near_words(found.written, words)
    for index, word in enumerate(near or list(words)[:_MOST_NAMED]):
        text = case.write(words[word])
        yield case.replacing(f"Change to `{text}`", text, preferred=bool(near) and index == 0)


def propose_duration(case: Case) -> Iterator[Proposal]:
    """The duration that the text means."""
    replacement = case.finding.data.get("replacement")
    if isinstance(replacement, str) and case.refusal is not None:
        text, words = case.write(replacement), durations.parse(replacement).in_words()
        yield case.replacing(f"Change to `{text}` ({words})", text)


@of_toml
def propose_type(case: TomlCase) -> Iterator[Proposal]:
    """The same value in the type that the setting takes, where only one is possible."""
    if isinstance(case.header, ArrayHeader):
        yield from _one_table(case, case.header)
    if case.assigned is None:
        return
    node, syntax = case.assigned
    if isinstance(syntax, Literal) and taken(verdict_on(node, syntax.text)):
        yield case.replacing("Put the value in quotes", encode(syntax.text))
    elif isinstance(syntax, Array) and len(syntax.items) == 1 and not case.statement.comments:
        item = syntax.items[0]
        if taken(verdict_on(node, decoded(item))):
            title = "Take the value out of its array"
            yield case.replacing(title, case.text_of(item.span), syntax.span)


def _one_table(case: TomlCase, header: ArrayHeader) -> Iterator[Proposal]:
    """A table in the place of an array of tables that has only this one."""
    claims = case.document.claims(header.key.names)
    closing = header.closing
    if closing is None or any(claim is Claim.ARRAY for each, claim in claims if each is not header):
        return

    change = all_of([case.replacing("", "[", header.opening), case.replacing("", "]", closing)])
    yield Proposal(f"Change to `[{dotted(header.key.names)}]`", change, preferred=True)


def _near_words(written: str, words: Iterable[str]) -> list[str]:
    """Those of `words` that look like what is written, the nearest first."""
    from difflib import get_close_matches

    by_fold = {word.lower(): word for word in words}
    folded = written.strip().lower()
    found = [by_fold[each] for each in get_close_matches(folded, by_fold, 3, _NEAR)]
    starts = [word for fold, word in by_fold.items() if len(folded) > 2 and fold.startswith(folded)]
    return list(dict.fromkeys([*starts, *found]))


BY_RULE: Mapping[str, Provider] = {
    "bool-string": propose_word,
    "duration-syntax": propose_duration,
    "enum": propose_word,
    "exclusive-maximum": propose_bound,
    "exclusive-minimum": propose_bound,
    "maximum": propose_bound,
    "minimum": propose_bound,
    "wrong-type": propose_type,
}

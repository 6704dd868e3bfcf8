"""Values that Prefect refuses, where what was meant is near."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from prefect_toml_lsp.actions.fixes.as_toml import quoted_like, verdict_on
from prefect_toml_lsp.actions.fixes.model import Case, Proposal
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance import Refused, durations, taken
from prefect_toml_lsp.sources.toml_entries import Known
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml import Claim
from prefect_toml_lsp.toml.decode import UndecodableError, decode
from prefect_toml_lsp.toml.edit import Rewrite
from prefect_toml_lsp.toml.encode import dotted, encode
from prefect_toml_lsp.toml.nodes import Array, ArrayHeader, InlineTable, Literal, Value

MOST_NAMED = 6  # members of an enum that are offered though none is near
_NEAR = 0.55  # difflib's ratio


def propose_bound(case: Case) -> Iterator[Proposal]:
    """The nearest value that the bound allows."""
    found = _refused(case)
    if found is None:
        return
    entry, refused = found
    value = nearest_allowed(entry.node, refused)
    if value is None:
        return
    text = quoted_like(_value_at(entry.syntax, case.finding.span), value)
    what = refused.rule.rpartition("-")[2]
    if refused.rule.startswith("exclusive"):
        title = f"Write `{text}`, which is within the bound"
    else:
        title = f"Write the {what}, `{text}`"
    yield _replacing(case, title, text)


def nearest_allowed(node: Node, refused: Refused) -> Any:
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


def propose_member(case: Case) -> Iterator[Proposal]:
    """The allowed values that are spelled nearly alike; of a few all, where none is near."""
    found = _refused(case)
    if found is None:
        return
    syntax = _value_at(found[0].syntax, case.finding.span)
    written = _decoded(syntax)
    allowed = [each for each in found[1].detail["allowed"] if isinstance(each, str)]
    if not isinstance(written, str):
        return
    near = near_words(written, allowed)
    for index, member in enumerate(near or allowed[:MOST_NAMED]):
        text = quoted_like(syntax, member)
        yield _replacing(case, f"Change to `{text}`", text, preferred=bool(near) and index == 0)


def propose_boolean(case: Case) -> Iterator[Proposal]:
    """The boolean for a word that is nearly one of them."""
    found = _refused(case)
    written = _decoded(_value_at(found[0].syntax, case.finding.span)) if found else None
    if isinstance(written, str):
        near = near_words(written, ["true", "false"])
        for index, word in enumerate(near or ("true", "false")):
            yield _replacing(case, f"Change to `{word}`", word, preferred=bool(near) and index == 0)


def propose_duration(case: Case) -> Iterator[Proposal]:
    """The duration that the text means."""
    replacement = case.finding.data.get("replacement")
    entry = case.known
    if not isinstance(replacement, str) or entry is None:
        return
    text = quoted_like(_value_at(entry.syntax, case.finding.span), replacement)
    words = durations.parse(replacement).in_words()
    yield _replacing(case, f"Change to `{text}` ({words})", text)


def propose_type(case: Case) -> Iterator[Proposal]:
    """The same value in the type that the setting takes, where only one is possible."""
    entry = case.known
    if isinstance(case.header, ArrayHeader):
        yield from _one_table(case, case.header)
    if entry is None or entry.syntax is None or entry.inner:
        return
    syntax = entry.syntax
    if isinstance(syntax, Literal) and taken(verdict_on(entry.node, syntax.text)):
        yield _replacing(case, "Put the value in quotes", encode(syntax.text))
    elif isinstance(syntax, Array) and len(syntax.items) == 1 and not case.statement.comments:
        item = syntax.items[0]
        if taken(verdict_on(entry.node, _decoded(item))):
            source = case.document.source
            text = source.slice(case.document.span(case.statement, item.span))
            span = syntax.span
            yield Proposal(
                "Take the value out of its array",
                lambda rewrite: rewrite.replace(case.statement, span, text),
                preferred=True,
            )


def _one_table(case: Case, header: ArrayHeader) -> Iterator[Proposal]:
    """A table in the place of an array of tables that has only this one."""
    claims = case.document.claims(header.key.names)
    closing = header.closing
    if closing is None or any(claim is Claim.ARRAY for each, claim in claims if each is not header):
        return

    def change(rewrite: Rewrite) -> None:
        rewrite.replace(header, header.opening, "[")
        rewrite.replace(header, closing, "]")

    yield Proposal(f"Change to `[{dotted(header.key.names)}]`", change, preferred=True)


def _refused(case: Case) -> tuple[Known, Refused] | None:
    """The setting, and the refusal of its value or of the item that the finding is about."""
    entry = case.known
    if entry is None or not isinstance(entry.verdict, Refused):
        return None
    refused, depth = entry.verdict, 0
    while refused.rule == "item":
        refused = Refused(refused.detail["rule"], refused.detail["detail"])
        depth += 1
    if depth > len(entry.inner) and entry.syntax and entry.syntax.span == case.finding.span:
        return None  # an item inside a string, which has no place of its own
    return entry, refused


def _value_at(syntax: Value | None, span: Span) -> Value | None:
    """The value, or the item in it, that has this span."""
    if syntax is None or syntax.span == span:
        return syntax
    inner: list[Value | None] = []
    if isinstance(syntax, Array):
        inner = list(syntax.items)
    elif isinstance(syntax, InlineTable):
        inner = [pair.value for pair in syntax.pairs]
    return next((each for each in inner if each and each.span == span), None)


def _decoded(value: Value | None) -> Any:
    try:
        return decode(value)
    except UndecodableError:
        return None


def near_words(written: str, words: list[str]) -> list[str]:
    """Those of `words` that look like what is written, the nearest first."""
    from difflib import get_close_matches

    by_fold = {word.lower(): word for word in words}
    folded = written.strip().lower()
    found = [by_fold[each] for each in get_close_matches(folded, by_fold, 3, _NEAR)]
    starts = [word for fold, word in by_fold.items() if len(folded) > 2 and fold.startswith(folded)]
    return list(dict.fromkeys([*starts, *found]))


def _replacing(case: Case, title: str, text: str, preferred: bool = True) -> Proposal:
    span = case.finding.span
    return Proposal(
        title, lambda rewrite: rewrite.replace(case.statement, span, text), preferred=preferred
    )


BY_RULE: Mapping[str, Callable[[Case], Iterator[Proposal]]] = {
    "bool-string": propose_boolean,
    "duration-syntax": propose_duration,
    "enum": propose_member,
    "exclusive-maximum": propose_bound,
    "exclusive-minimum": propose_bound,
    "maximum": propose_bound,
    "minimum": propose_bound,
    "wrong-type": propose_type,
}

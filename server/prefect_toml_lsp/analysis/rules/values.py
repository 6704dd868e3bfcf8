"""Values, judged as Prefect judges them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from prefect_toml_lsp.analysis.codes.settings import IGNORED_TABLE
from prefect_toml_lsp.analysis.context import Context
from prefect_toml_lsp.analysis.findings import Finding
from prefect_toml_lsp.analysis.rules.literal_variables import refers
from prefect_toml_lsp.analysis.rules.overridden import winner_over
from prefect_toml_lsp.analysis.wording import (
    not_expanded,
    refuse,
    tell_conversion,
    tell_refusal,
    who_reads,
)
from prefect_toml_lsp.prefect import Node
from prefect_toml_lsp.prefect.acceptance import (
    Converted,
    Ignored,
    Refused,
    Verdict,
    judge,
    judge_entry,
)
from prefect_toml_lsp.prefect.acceptance.null_words import stays_null_word
from prefect_toml_lsp.prefect.acceptance.rules import VACUUM_TYPE_RULE
from prefect_toml_lsp.prefect.json_arrays import array_meant
from prefect_toml_lsp.prefect.source_refusals import stops_reading
from prefect_toml_lsp.sources.toml_entries import Entry, Known, wrap
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.nodes import Array, InlineTable, Value

_SAID_BY_A_RULE = "prefect-home-replaced"  # `profiles-path-literal` reports the consequence


def check_settled_value(entry: Entry, context: Context) -> Iterator[Finding]:
    """`check_value` for a setting at a place that it has left: whether Prefect looks at that
    value is decided by the rest of the document (`Analysis`).
    """
    if not isinstance(entry, Known):
        return
    if entry.node.is_table or not entry.node.is_honoured:
        yield from check_value(entry, context)


def check_value(entry: Entry, context: Context) -> Iterator[Finding]:
    """An error if Prefect refuses the value, a warning if it ignores it, and information if it
    converts it.
    """
    verdict = entry.verdict if isinstance(entry, Known) else None
    if not isinstance(entry, Known) or verdict is None:
        return
    node = entry.node
    if not stops_reading(node, entry.value):
        if winner_over(entry, context):
            return
        verdict = _verdict_in_force(entry, verdict, context)
    if isinstance(verdict, Refused):
        if not _is_refused_with_header(entry, verdict):
            yield _refusal(entry, verdict, context)
    elif isinstance(verdict, Ignored) and not _is_below_header(entry):
        yield IGNORED_TABLE.at(
            entry.part.span, name=node.dotted, who=who_reads(node), is_free_form=node.is_free_form
        )
    elif isinstance(verdict, Converted) and not _is_said_otherwise(entry, verdict):
        told = tell_conversion(*_conversion(entry, verdict))
        yield told.code.at(_whole(entry), **told.detail)


def _is_below_header(entry: Known) -> bool:
    """Whether a key is in a section whose header names the setting."""
    return entry.part.name != entry.node.name and entry.part.name in entry.inner


def _is_refused_with_header(entry: Known, verdict: Refused) -> bool:
    """Whether Prefect refuses the part of a setting that the header above a key opens, whatever it
    contains.
    """
    node, inner = entry.node, entry.inner[: entry.in_header - len(entry.node.path)]
    if entry.in_header <= len(node.path):
        return False
    return judge(node.dotted, node.keywords, wrap(inner, {}), node.release) == verdict


def _is_said_otherwise(entry: Known, verdict: Converted) -> bool:
    """Whether another rule reports the value."""
    if verdict.rule == "comma-separated":
        if stays_null_word(entry.node.dotted, entry.value, verdict) or _is_wrong(entry, verdict):
            return True
        return not entry.inner and array_meant(entry.node, entry.value) is not None
    return verdict.rule == _SAID_BY_A_RULE


def _is_wrong(entry: Known, verdict: Converted) -> bool:
    """Whether the items are not what was meant: references, or types that do not exist."""
    if refers(entry.node, entry.value):
        return True
    values = {entry.node.dotted: verdict.result}
    return any(VACUUM_TYPE_RULE.find(values, entry.node.release))


def _verdict_in_force(entry: Known, verdict: Verdict, context: Context) -> Verdict:
    """The verdict on the entries of a refused free-form table that no other source overrides."""
    node = entry.node
    if context.folder is None or not node.is_free_form or not isinstance(verdict, Refused):
        return verdict
    strength = (context.folder.rank(node.dotted, context.kind), 0)
    left = context.folder.assignments.left_of(node, strength, entry.value)
    return verdict if left is entry.value else judge(node.dotted, node.keywords, left, node.release)


def _conversion(entry: Known, verdict: Converted) -> tuple[Converted, Node]:
    """The converted value and its span: for a statement that sets one entry of a free-form table,
    that entry's value.
    """
    node = entry.node
    if len(entry.inner) == 1 and node.entry is not None:
        value = entry.value[entry.inner[0]]
        inner = judge_entry(node.dotted, node.keywords, value, node.release)
        if isinstance(inner, Converted):
            return inner, node.entry
    return verdict, node


def _refusal(entry: Known, verdict: Refused, context: Context) -> Finding:
    if entry.syntax is None and verdict.rule == "type":
        verdict = Refused("type", {**verdict.detail, "found": "array of tables"})
    name = entry.node.dotted or "tool.prefect"
    told = tell_refusal(verdict, f"`{name}`", entry.node, entry.value)
    if entry.syntax is None and (entry.node.is_table or entry.node.is_free_form):
        header = f"[{'.'.join((*context.prefix, *entry.node.path))}]"
        wanted = f"{told.detail.get('wanted', '')}; write `{header}`"
        told = told._replace(detail={**told.detail, "wanted": wanted})
    found = refuse(told, _place(entry, verdict.detail))
    if verdict.rule != "type" and refers(entry.node, entry.value):
        return not_expanded(found, entry.node, context.kind)
    return found


def _whole(entry: Known) -> Span:
    return entry.syntax.span if entry.syntax else entry.part.span


def _place(entry: Known, detail: Mapping[str, Any]) -> Span:
    """The value, or the item of it that Prefect refuses."""
    syntax: Value | None = entry.syntax
    inner = list(entry.inner)
    while syntax is not None and "index" in detail:
        index = detail["index"]
        if inner:
            inner.pop(0)
        elif isinstance(syntax, Array) and isinstance(index, int):
            syntax = syntax.items[index]
        elif isinstance(syntax, InlineTable):
            found = [pair.value for pair in syntax.pairs if pair.key.names[:1] == (index,)]
            syntax = found[-1] if found else syntax
        detail = detail["detail"]
    return syntax.span if syntax else entry.part.span

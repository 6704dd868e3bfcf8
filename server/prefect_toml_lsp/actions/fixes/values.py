"""Fixes that write values as Prefect converts them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from prefect_toml_lsp.actions.fixes.as_toml import (
    as_read,
    change_title,
    quoted_like,
    verdict_on,
    write_title,
)
from prefect_toml_lsp.actions.fixes.model import Case, Proposal, all_of
from prefect_toml_lsp.actions.fixes.settings_case import SettingsCase, of_settings
from prefect_toml_lsp.prefect.acceptance import Converted, judge_entry
from prefect_toml_lsp.prefect.json_arrays import array_meant
from prefect_toml_lsp.sources.toml_entries import Known
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.toml.nodes import Array, InlineTable, Value

# A simplified path is the same for Prefect, but people may want to keep its parts.
_UNSAFE = frozenset({"path-tidied"})


@of_settings
def propose_value(case: SettingsCase) -> Iterator[Proposal]:
    """Write what Prefect reads instead of what is written."""
    entry = case.known
    if entry is None or entry.syntax is None:
        return
    if entry.inner:
        yield from _propose_entry(case, entry, entry.syntax)
        return
    verdict = entry.verdict
    if not isinstance(verdict, Converted):
        return
    if verdict.rule == "items":
        replaced = list(_items(entry, entry.syntax))
        title = "Write the items as Prefect reads them"
    elif verdict.rule == "duplicates":
        replaced = list(_duplicates(case, entry.value, entry.syntax))
        title = "Remove the duplicate items"
    else:
        text = as_read(entry.node, entry.syntax, verdict)
        replaced = [] if text is None else [(entry.syntax.span, text)]
        title = write_title(entry.node, text or "")
    if replaced:
        safe = verdict.rule not in _UNSAFE
        change = all_of(case.replacing(title, text, span) for span, text in replaced)
        yield Proposal(title, change, preferred=True, safe=safe)


def propose_array(case: Case) -> Iterator[Proposal]:
    """The array in a string, in the form that the setting accepts."""
    found = case.given
    meant = array_meant(*found) if found else None
    if found is not None and meant is not None:
        text = case.write(meant)
        yield case.replacing(change_title(found[0], text), text)


def _propose_entry(case: SettingsCase, entry: Known, syntax: Value) -> Iterator[Proposal]:
    """The value of one entry of a free-form table, of which the statement sets no other."""
    node = entry.node
    if len(entry.inner) != 1 or node.entry is None:
        return
    value = entry.value[entry.inner[0]]
    verdict = judge_entry(node.dotted, node.keywords, value, node.release)
    if isinstance(verdict, Converted):
        text = quoted_like(syntax, verdict.result)
        title = write_title(node.entry, text)
        yield case.replacing(title, text, syntax.span)._replace(safe=True)


def _items(entry: Known, syntax: Value) -> Iterator[tuple[Span, str]]:
    """Convert items one by one, so that their order stays the same."""
    if isinstance(syntax, Array):
        for item, value in zip(syntax.items, entry.value, strict=True):
            verdict = verdict_on(entry.node, [value])
            if isinstance(verdict, Converted):
                yield item.span, quoted_like(item, verdict.result[0])
    elif isinstance(syntax, InlineTable):
        for pair in syntax.pairs:
            if len(pair.key.parts) > 1 or pair.value is None:
                continue
            name = pair.key.names[0]
            verdict = verdict_on(entry.node, {name: entry.value[name]})
            if isinstance(verdict, Converted):
                yield pair.value.span, quoted_like(pair.value, verdict.result[name])


def _duplicates(case: SettingsCase, values: list[Any], syntax: Value) -> Iterator[tuple[Span, str]]:
    """Each item that was there before, with the comma in front of it; no comment is lost."""
    if not isinstance(syntax, Array):
        return
    seen: list[Any] = []
    before: Value | None = None
    for item, value in zip(syntax.items, values, strict=True):
        if value in seen and before is not None:
            gap = Span.between(before.span.end, item.span.end)
            if not any(gap.contains(each.span.start) for each in case.statement.comments):
                yield gap, ""
        seen.append(value)
        before = item

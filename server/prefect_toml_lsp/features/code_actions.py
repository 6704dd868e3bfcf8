"""`textDocument/codeAction` (LSP 3.17)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from lsprotocol import types as lsp

from prefect_toml_lsp.actions.fixes import fix_all, fixes
from prefect_toml_lsp.actions.refactorings import refactorings
from prefect_toml_lsp.actions.sorting import sort
from prefect_toml_lsp.analysis import Finding
from prefect_toml_lsp.features.actions import (
    FIX_ALL,
    FIX_ALL_TITLE,
    QUICK_FIX,
    asks_for,
    write_action,
    write_quick_fix,
)
from prefect_toml_lsp.features.raw_json import Encoded
from prefect_toml_lsp.features.snapshot import Snapshot
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.toml.nodes import Statement

SORT = "source.sort.prefect-toml"
_MOST = 20  # findings of a selection that are looked at; a menu shows no more
_REWRITE = lsp.CodeActionKind.RefactorRewrite

CODE_ACTION_OPTIONS = lsp.CodeActionOptions(code_action_kinds=[QUICK_FIX, _REWRITE, FIX_ALL, SORT])

# Actions on the whole document, made only when a client asks for their kind: they cost more than a
# light bulb may, which asks for none.
_SOURCE: Mapping[str, tuple[str, Callable[[Snapshot], list[Edit]]]] = {
    FIX_ALL: (
        FIX_ALL_TITLE,
        lambda snapshot: fix_all(snapshot.analysis),
    ),
    SORT: (
        "Sort as in the settings reference",
        lambda snapshot: sort(snapshot.document, snapshot.schema, snapshot.analysis.context.prefix),
    ),
}


def code_actions(snapshot: Snapshot, params: lsp.CodeActionParams) -> Encoded | None:
    """What can be done at a range, as the JSON of ``CodeAction[]``; nothing for a client that knows
    no more than commands.
    """
    if not snapshot.client.action_literals:
        return None
    return Encoded(f"[{','.join(_actions(snapshot, params))}]")


def _actions(snapshot: Snapshot, params: lsp.CodeActionParams) -> Iterator[str]:
    only = params.context.only
    span = snapshot.span(params.range)
    if only is None or asks_for(only, QUICK_FIX):
        yield from _quick_fixes(snapshot, span, params.context.diagnostics)
    if only is None or asks_for(only, _REWRITE):
        for fix in refactorings(snapshot.analysis, span):
            yield write_action(snapshot, fix.title, _REWRITE, fix.edits)
    for kind, (title, make) in _SOURCE.items():
        if only is not None and asks_for(only, kind):
            edits = make(snapshot)
            if edits:
                yield write_action(snapshot, title, kind, edits)


def _quick_fixes(
    snapshot: Snapshot, span: Span, diagnostics: Iterable[lsp.Diagnostic]
) -> Iterator[str]:
    shown = {_key(each): each for each in diagnostics}
    placed = (
        each
        for each in snapshot.analysis.placed_on(_statements(snapshot, span))
        if (_overlap(finding := each.finding.down(snapshot.document.start(each.statement)), span)
            or _key_of(snapshot, finding) in shown)
    )  # fmt: skip
    for fix in fixes(snapshot.analysis, islice(placed, _MOST)):
        linked = [shown.get(_key_of(snapshot, finding)) for finding in fix.findings]
        solved = [each for each in linked if each]
        yield write_quick_fix(snapshot, fix, solved)


def _statements(snapshot: Snapshot, span: Span) -> list[Statement]:
    document = snapshot.document
    first, last = document.index_at(span.line), document.index_at(span.end_line)
    return document.statements[first : last + 1]


def _overlap(finding: Finding, span: Span) -> bool:
    """Whether the two touch; a cursor at either end counts."""
    return finding.span.start <= span.end and span.start <= finding.span.end


_Key = tuple[str, int, int, int, int]


def _key(diagnostic: lsp.Diagnostic) -> _Key:
    start, end = diagnostic.range.start, diagnostic.range.end
    return str(diagnostic.code), start.line, start.character, end.line, end.character


def _key_of(snapshot: Snapshot, finding: Finding) -> _Key:
    range_ = snapshot.range(finding.span)
    start, end = range_.start, range_.end
    return finding.code, start.line, start.character, end.line, end.character

"""`textDocument/codeAction` (LSP 3.17)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.actions.fixes import fix_all, fixes
from prefect_toml_lsp.actions.fixes.model import Fix
from prefect_toml_lsp.actions.fixes.variable_files import fix_all_variables, variable_fixes
from prefect_toml_lsp.actions.refactorings import refactorings
from prefect_toml_lsp.actions.sorting import sort
from prefect_toml_lsp.analysis import Finding
from prefect_toml_lsp.features.registry import Feature, PerKind
from prefect_toml_lsp.features.snapshot import Snapshot, View
from prefect_toml_lsp.sources.kinds import Holds
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.toml.nodes import Statement

QUICK_FIX = lsp.CodeActionKind.QuickFix
FIX_ALL = "source.fixAll.prefect-toml"
FIX_ALL_TITLE = "Fix all that has one clear meaning"
SORT = "source.sort.prefect-toml"
_MOST = 20  # findings of a selection that are looked at; a menu shows no more
_REWRITE = lsp.CodeActionKind.RefactorRewrite

CODE_ACTION = Feature(
    lsp.TEXT_DOCUMENT_CODE_ACTION,
    lsp.CodeActionOptions(code_action_kinds=[QUICK_FIX, _REWRITE, FIX_ALL, SORT]),
)

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


@CODE_ACTION.on(*Holds)
def code_actions(snapshot: View[Any], params: lsp.CodeActionParams) -> list[lsp.CodeAction] | None:
    """What can be done at a range; nothing for a client that knows no more than commands."""
    if not snapshot.client.action_literals:
        return None
    return list(_actions(snapshot, params) or ())


_actions: PerKind[Iterator[lsp.CodeAction]] = PerKind()


@_actions.on(Holds.SETTINGS)
def _of_settings(snapshot: Snapshot, params: lsp.CodeActionParams) -> Iterator[lsp.CodeAction]:
    only = params.context.only
    span = snapshot.span(params.range)
    if only is None or _asks_for(only, QUICK_FIX):
        yield from _quick_fixes(snapshot, span, params.context.diagnostics)
    if only is None or _asks_for(only, _REWRITE):
        for fix in refactorings(snapshot.analysis, span):
            yield _action(snapshot, fix.title, _REWRITE, fix.edits)
    for kind, (title, make) in _SOURCE.items():
        if only is not None and _asks_for(only, kind):
            edits = make(snapshot)
            if edits:
                yield _action(snapshot, title, kind, edits)


@_actions.on(Holds.PROFILES, Holds.VARIABLES)
def _of_variables(snapshot: View[Any], params: lsp.CodeActionParams) -> Iterator[lsp.CodeAction]:
    """Quick fixes, and all safe ones at once."""
    only = params.context.only
    if only is None or _asks_for(only, QUICK_FIX):
        span = snapshot.span(params.range)
        shown = {_key(each): each for each in params.context.diagnostics}
        for finding in snapshot.analysis.findings():
            if _overlap(finding, span):
                solved = shown.get(_key_of(snapshot, finding))
                for fix in variable_fixes(snapshot.analysis, finding):
                    yield _quick_fix(snapshot, fix, [solved] if solved else [])
    if only is not None and _asks_for(only, FIX_ALL):
        edits = fix_all_variables(snapshot.analysis)
        if edits:
            yield _action(snapshot, FIX_ALL_TITLE, FIX_ALL, edits)


def _asks_for(only: Iterable[str], kind: str) -> bool:
    """Whether a client that wants the kinds `only` wants `kind`: kinds are hierarchical, and
    ``source`` has all that start with ``source.`` (LSP 3.17, CodeActionKind).
    """
    return any(not each or kind == each or kind.startswith(f"{each}.") for each in only)


def _quick_fix(view: View[Any], fix: Fix, solved: list[lsp.Diagnostic]) -> lsp.CodeAction:
    """A quick fix, and which of the diagnostics that the client has sent are gone after it."""
    action = _action(view, fix.title, QUICK_FIX, fix.edits)
    action.diagnostics = solved or None
    action.is_preferred = fix.preferred or None
    return action


def _action(view: View[Any], title: str, kind: str, edits: Iterable[Edit]) -> lsp.CodeAction:
    edit = lsp.WorkspaceEdit(changes={view.uri: view.text_edits(edits)})
    return lsp.CodeAction(title, kind, edit=edit)


def _quick_fixes(
    snapshot: Snapshot, span: Span, diagnostics: Iterable[lsp.Diagnostic]
) -> Iterator[lsp.CodeAction]:
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
        yield _quick_fix(snapshot, fix, solved)


def _statements(snapshot: Snapshot, span: Span) -> list[Statement]:
    document = snapshot.document
    first, last = document.index_at(span.line), document.index_at(span.end_line)
    return document.statements[first : last + 1]


def _overlap(finding: Finding, span: Span) -> bool:
    """Whether the two touch; a cursor at either end counts."""
    return finding.span.start <= span.end and span.start <= finding.span.end


_Key = tuple[str, int, int, int, int]


def _key(diagnostic: lsp.Diagnostic) -> _Key:
    return str(diagnostic.code), *_numbers(diagnostic.range)


def _key_of(snapshot: View[Any], finding: Finding) -> _Key:
    return finding.code, *_numbers(snapshot.range(finding.span))


def _numbers(range_: lsp.Range) -> tuple[int, int, int, int]:
    start, end = range_.start, range_.end
    return start.line, start.character, end.line, end.character

"""`textDocument/codeAction` (LSP 3.17)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.actions.fixes import Fix, fix_all, fixes
from prefect_toml_lsp.actions.refactorings import refactorings
from prefect_toml_lsp.actions.sorting import sort
from prefect_toml_lsp.analysis import Finding
from prefect_toml_lsp.features.registry import Feature, PerKind
from prefect_toml_lsp.features.snapshot import Snapshot, View
from prefect_toml_lsp.sources.kinds import Holds
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.text.edits import Edit

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


@CODE_ACTION.on(*Holds)
def code_actions(view: View[Any], params: lsp.CodeActionParams) -> list[lsp.CodeAction] | None:
    """What can be done at a range; nothing for a client that knows no more than commands."""
    return [*_actions(view, params)] if view.client.action_literals else None


def _actions(view: View[Any], params: lsp.CodeActionParams) -> Iterator[lsp.CodeAction]:
    only, span = params.context.only, view.span(params.range)
    if only is None or _asks_for(only, QUICK_FIX):
        yield from _quick_fixes(view, span, params.context.diagnostics)
    if only is None or _asks_for(only, _REWRITE):
        for fix in _refactorings(view, span) or ():
            yield _action(view, fix.title, _REWRITE, fix.edits)
    for kind, (title, make) in _SOURCE.items():
        if only is not None and _asks_for(only, kind):
            edits = make(view)
            if edits:
                yield _action(view, title, kind, edits)


_refactorings: PerKind[Iterator[Fix]] = PerKind()
_sort: PerKind[list[Edit]] = PerKind()
_findings_near: PerKind[Iterator[Finding]] = PerKind()

# Actions on the whole document, made only when a client asks for their kind: they cost more than a
# light bulb may, which asks for none.
_SOURCE: Mapping[str, tuple[str, Callable[[View[Any]], list[Edit] | None]]] = {
    FIX_ALL: (FIX_ALL_TITLE, lambda view: fix_all(view.analysis)),
    SORT: ("Sort as in the settings reference", _sort),
}


@_refactorings.on(Holds.SETTINGS)
def _refactorings_of_settings(snapshot: Snapshot, span: Span) -> Iterator[Fix]:
    return refactorings(snapshot.analysis, span)


@_sort.on(Holds.SETTINGS)
def _sort_settings(snapshot: Snapshot) -> list[Edit]:
    return sort(snapshot.document, snapshot.schema, snapshot.analysis.context.prefix)


@_findings_near.on(Holds.SETTINGS)
def _findings_of_statements(snapshot: Snapshot, span: Span) -> Iterator[Finding]:
    """Those of the statements that a span touches, without the others."""
    document = snapshot.document
    first, last = document.index_at(span.line), document.index_at(span.end_line)
    for statement, finding in snapshot.analysis.placed_on(document.statements[first : last + 1]):
        yield finding.down(document.start(statement))


@_findings_near.on(Holds.PROFILES, Holds.VARIABLES)
def _findings_of_lines(view: View[Any], span: Span) -> Iterator[Finding]:
    for each in view.analysis.findings():
        if each.span.line <= span.end_line and span.line <= each.span.end_line:
            yield each


def _quick_fixes(
    view: View[Any], span: Span, diagnostics: Iterable[lsp.Diagnostic]
) -> Iterator[lsp.CodeAction]:
    """Quick fixes, each with the diagnostics of those that the client has sent that it solves."""
    shown = {_key(each): each for each in diagnostics}
    near = (
        each
        for each in _findings_near(view, span) or ()
        if _overlap(each, span) or _key_of(view, each) in shown
    )
    for fix in fixes(view.analysis, islice(near, _MOST)):
        linked = [shown.get(_key_of(view, finding)) for finding in fix.findings]
        action = _action(view, fix.title, QUICK_FIX, fix.edits)
        action.diagnostics = [each for each in linked if each] or None
        action.is_preferred = fix.preferred or None
        yield action


def _asks_for(only: Iterable[str], kind: str) -> bool:
    """Whether a client that wants the kinds `only` wants `kind`: kinds are hierarchical, and
    ``source`` has all that start with ``source.`` (LSP 3.17, CodeActionKind).
    """
    return any(not each or kind == each or kind.startswith(f"{each}.") for each in only)


def _action(view: View[Any], title: str, kind: str, edits: Iterable[Edit]) -> lsp.CodeAction:
    edit = lsp.WorkspaceEdit(changes={view.uri: view.text_edits(edits)})
    return lsp.CodeAction(title, kind, edit=edit)


def _overlap(finding: Finding, span: Span) -> bool:
    """Whether the two touch; a cursor at either end counts."""
    return finding.span.start <= span.end and span.start <= finding.span.end


_Key = tuple[str, int, int, int, int]


def _key(diagnostic: lsp.Diagnostic) -> _Key:
    return str(diagnostic.code), *_numbers(diagnostic.range)


def _key_of(view: View[Any], finding: Finding) -> _Key:
    return finding.code, *_numbers(view.range(finding.span))


def _numbers(range_: lsp.Range) -> tuple[int, int, int, int]:
    start, end = range_.start, range_.end
    return start.line, start.character, end.line, end.character

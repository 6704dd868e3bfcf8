"""`textDocument/codeAction` (LSP 3.17)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.actions.fixes import Fix, fix_all, fixes, set_already
from prefect_toml_lsp.actions.refactorings import refactorings
from prefect_toml_lsp.actions.sorting import sort
from prefect_toml_lsp.analysis import Finding
from prefect_toml_lsp.features.registry import Feature, PerKind, Workspace, on_workspace
from prefect_toml_lsp.features.snapshot import Snapshot, View
from prefect_toml_lsp.sources.kinds import Holds
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.text.edits import Edit

QUICK_FIX = lsp.CodeActionKind.QuickFix
FIX_ALL = "source.fixAll.prefect-toml"
FIX_ALL_TITLE = "Fix everything that has one clear meaning"
SORT = "source.sort.prefect-toml"
_SET_ALREADY = "The setting already exists; remove one of the two."
_MOST = 20  # findings of a selection that are looked at; a menu shows no more
_REWRITE = lsp.CodeActionKind.RefactorRewrite

CODE_ACTION = Feature(
    lsp.TEXT_DOCUMENT_CODE_ACTION,
    lsp.CodeActionOptions([QUICK_FIX, _REWRITE, FIX_ALL, SORT], resolve_provider=True),
)


@CODE_ACTION.on(*Holds)
def code_actions(view: View[Any], params: lsp.CodeActionParams) -> list[lsp.CodeAction] | None:
    """The code actions for a range; nothing for a client that only supports commands."""
    if not view.client.action_literals:
        return None
    return [*_actions(view, params)] if view.is_whole else []


@on_workspace(lsp.CODE_ACTION_RESOLVE)
def resolve_action(workspace: Workspace, action: lsp.CodeAction) -> lsp.CodeAction:
    """The action with its edit, if `code_actions` has left that out of it."""
    match action.data:
        case {"fixAll": str(uri)}:
            file = workspace.find(uri)
            if file is not None:
                action.edit = _edit(file.view, fix_all(file.view.analysis))
    return action


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
    """The findings of the statements that a span touches, without the others."""
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
    """Quick fixes, each with the diagnostics from the request that it solves."""
    shown = {_key(each): each for each in diagnostics}

    def linked(findings: Iterable[Finding]) -> list[lsp.Diagnostic] | None:
        known = [shown.get(_key_of(view, finding)) for finding in findings]
        return [each for each in known if each] or None

    near = (
        each
        for each in _findings_near(view, span) or ()
        if _overlap(each, span) or _key_of(view, each) in shown
    )
    findings = list(islice(near, _MOST))
    is_any_safe = False
    for fix in fixes(view.analysis, findings):
        is_any_safe |= fix.safe
        action = _action(view, fix.title, QUICK_FIX, fix.edits)
        action.diagnostics = linked(fix.findings)
        action.is_preferred = fix.preferred or None
        yield action
    if view.client.disabled_actions:
        for title, refused in set_already(view.analysis, findings):
            yield lsp.CodeAction(
                title, QUICK_FIX, linked(refused), disabled=lsp.CodeActionDisabled(_SET_ALREADY)
            )
    # Menus leave out kinds of ``source``; there it costs nothing until it is chosen.
    if is_any_safe and view.client.resolves_action_edits:
        yield lsp.CodeAction(FIX_ALL_TITLE, QUICK_FIX, data={"fixAll": view.uri})


def _asks_for(only: Iterable[str], kind: str) -> bool:
    """Whether a client that wants the kinds `only` wants `kind`: kinds are hierarchical, and
    ``source`` has all that start with ``source.`` (LSP 3.17, CodeActionKind).
    """
    return any(not each or kind == each or kind.startswith(f"{each}.") for each in only)


def _action(view: View[Any], title: str, kind: str, edits: Iterable[Edit]) -> lsp.CodeAction:
    return lsp.CodeAction(title, kind, edit=_edit(view, edits))


def _edit(view: View[Any], edits: Iterable[Edit]) -> lsp.WorkspaceEdit:
    return lsp.WorkspaceEdit(changes={view.uri: view.text_edits(edits)})


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

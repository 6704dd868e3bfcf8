"""`textDocument/codeAction` (LSP 3.17)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis import Finding
from prefect_toml_lsp.analysis.fixes import fix_all, fixes
from prefect_toml_lsp.analysis.refactorings import refactorings
from prefect_toml_lsp.analysis.sorting import sort
from prefect_toml_lsp.features.snapshot import Snapshot
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.toml.nodes import Statement

FIX_ALL = "source.fixAll.prefect-toml"
SORT = "source.sort.prefect-toml"
_MOST = 20  # findings of a selection that are looked at; a menu shows no more
_QUICK_FIX = lsp.CodeActionKind.QuickFix
_REWRITE = lsp.CodeActionKind.RefactorRewrite

CODE_ACTION_OPTIONS = lsp.CodeActionOptions(code_action_kinds=[_QUICK_FIX, _REWRITE, FIX_ALL, SORT])

# Actions on the whole document, made only when a client asks for their kind: they cost more than a
# light bulb may, which asks for none.
_SOURCE: Mapping[str, tuple[str, Callable[[Snapshot], list[Edit]]]] = {
    FIX_ALL: (
        "Fix all that has one clear meaning",
        lambda snapshot: fix_all(snapshot.analysis),
    ),
    SORT: (
        "Sort as in the settings reference",
        lambda snapshot: sort(snapshot.document, snapshot.schema, snapshot.analysis.context.prefix),
    ),
}


def code_actions(snapshot: Snapshot, params: lsp.CodeActionParams) -> list[lsp.CodeAction] | None:
    """What can be done at a range; nothing for a client that knows no more than commands."""
    if not snapshot.client.action_literals:
        return None
    return list(_actions(snapshot, params))


def _actions(snapshot: Snapshot, params: lsp.CodeActionParams) -> Iterator[lsp.CodeAction]:
    only = params.context.only
    if only is None or _asks_for(only, _QUICK_FIX):
        yield from _quick_fixes(snapshot, params)
    if only is None or _asks_for(only, _REWRITE):
        for fix in refactorings(snapshot.analysis, snapshot.span(params.range)):
            edit = _workspace_edit(snapshot, fix.edits)
            yield lsp.CodeAction(fix.title, kind=_REWRITE, edit=edit)
    for kind, (title, make) in _SOURCE.items():
        if only is not None and _asks_for(only, kind):
            edits = make(snapshot)
            if edits:
                yield lsp.CodeAction(title, kind=kind, edit=_workspace_edit(snapshot, edits))


def _asks_for(only: Iterable[str], kind: str) -> bool:
    """Whether a client that wants the kinds `only` wants `kind`: kinds are hierarchical, and
    ``source`` has all that start with ``source.`` (LSP 3.17, CodeActionKind).
    """
    return any(not each or kind == each or kind.startswith(f"{each}.") for each in only)


def _quick_fixes(snapshot: Snapshot, params: lsp.CodeActionParams) -> Iterator[lsp.CodeAction]:
    span = snapshot.span(params.range)
    shown = {_key(each): each for each in params.context.diagnostics}
    placed = [
        each
        for each in snapshot.analysis.placed_on(_statements(snapshot, span))
        if (_overlap(finding := each.finding.down(snapshot.document.start(each.statement)), span)
            or _key_of(snapshot, finding) in shown)
    ]  # fmt: skip
    for fix in fixes(snapshot.analysis, placed[:_MOST]):
        linked = [shown.get(_key_of(snapshot, finding)) for finding in fix.findings]
        yield lsp.CodeAction(
            fix.title,
            kind=_QUICK_FIX,
            diagnostics=[each for each in linked if each] or None,
            is_preferred=fix.preferred or None,
            edit=_workspace_edit(snapshot, fix.edits),
        )


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


def _workspace_edit(snapshot: Snapshot, edits: Iterable[Edit]) -> lsp.WorkspaceEdit:
    found = [lsp.TextEdit(snapshot.range(span), text) for span, text in edits]
    return lsp.WorkspaceEdit({snapshot.uri: found})

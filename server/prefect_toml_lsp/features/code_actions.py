"""`textDocument/codeAction` (LSP 3.17)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis import Finding
from prefect_toml_lsp.analysis.fixes import fix_all, fixes
from prefect_toml_lsp.analysis.refactorings import refactorings
from prefect_toml_lsp.analysis.sorting import sort
from prefect_toml_lsp.features.encoded import Encoded, Places, quote
from prefect_toml_lsp.features.snapshot import Snapshot
from prefect_toml_lsp.text import Span
from prefect_toml_lsp.text.edits import Edit
from prefect_toml_lsp.toml.nodes import Statement

FIX_ALL = "source.fixAll.prefect-toml"
FIX_ALL_TITLE = "Fix all that has one clear meaning"
SORT = "source.sort.prefect-toml"
_MOST = 20  # findings of a selection that are looked at; a menu shows no more
_QUICK_FIX = lsp.CodeActionKind.QuickFix
_REWRITE = lsp.CodeActionKind.RefactorRewrite

CODE_ACTION_OPTIONS = lsp.CodeActionOptions(code_action_kinds=[_QUICK_FIX, _REWRITE, FIX_ALL, SORT])

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
    if only is None or asks_for(only, _QUICK_FIX):
        yield from _quick_fixes(snapshot, span, params.context.diagnostics)
    if only is None or asks_for(only, _REWRITE):
        for fix in refactorings(snapshot.analysis, span):
            yield _action(snapshot, fix.title, _REWRITE, fix.edits)
    for kind, (title, make) in _SOURCE.items():
        if only is not None and asks_for(only, kind):
            edits = make(snapshot)
            if edits:
                yield _action(snapshot, title, kind, edits)


def asks_for(only: Iterable[str], kind: str) -> bool:
    """Whether a client that wants the kinds `only` wants `kind`: kinds are hierarchical, and
    ``source`` has all that start with ``source.`` (LSP 3.17, CodeActionKind).
    """
    return any(not each or kind == each or kind.startswith(f"{each}.") for each in only)


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
        solved = [_diagnostic(each) for each in linked if each]
        more = f'"diagnostics":[{",".join(solved)}],' if solved else ""
        if fix.preferred:
            more += '"isPreferred":true,'
        yield _action(snapshot, fix.title, _QUICK_FIX, fix.edits, more)


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


def _action(
    snapshot: Snapshot, title: str, kind: str, edits: Iterable[Edit], more: str = ""
) -> str:
    """A ``CodeAction``; `more` is properties of it."""
    range_ = Places(snapshot.source.lines, snapshot.client.encoding.units).range
    written = ",".join(
        [f'{{"range":{range_(span)},"newText":{quote(text)}}}' for span, text in edits]
    )
    edit = f'{{"changes":{{{quote(snapshot.uri)}:[{written}]}}}}'
    return f'{{"title":{quote(title)},"kind":{quote(kind)},{more}"edit":{edit}}}'


def _diagnostic(shown: lsp.Diagnostic) -> str:
    """A ``Diagnostic`` as the client has sent it."""
    related = [
        {
            "location": {"uri": each.location.uri, "range": _range(each.location.range)},
            "message": each.message,
        }
        for each in shown.related_information or ()
    ]
    said = {
        "range": _range(shown.range),
        "message": shown.message,
        "severity": shown.severity,
        "code": shown.code,
        "codeDescription": shown.code_description and {"href": shown.code_description.href},
        "source": shown.source,
        "tags": shown.tags,
        "relatedInformation": related or None,
        "data": shown.data,
    }
    return json.dumps({name: each for name, each in said.items() if each is not None})


def _range(range_: lsp.Range) -> dict[str, Any]:
    start, end = range_.start, range_.end
    return {
        "start": {"line": start.line, "character": start.character},
        "end": {"line": end.line, "character": end.character},
    }

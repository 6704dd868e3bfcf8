"""Code actions as JSON (LSP 3.17, CodeAction), for documents of any kind."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.actions.fixes.model import Fix
from prefect_toml_lsp.features.raw_json import Places, quote
from prefect_toml_lsp.features.snapshot import View
from prefect_toml_lsp.text.edits import Edit

QUICK_FIX = lsp.CodeActionKind.QuickFix
FIX_ALL = "source.fixAll.prefect-toml"
FIX_ALL_TITLE = "Fix all that has one clear meaning"


def asks_for(only: Iterable[str], kind: str) -> bool:
    """Whether a client that wants the kinds `only` wants `kind`: kinds are hierarchical, and
    ``source`` has all that start with ``source.`` (LSP 3.17, CodeActionKind).
    """
    return any(not each or kind == each or kind.startswith(f"{each}.") for each in only)


def write_quick_fix(view: View[Any], fix: Fix, solved: Iterable[lsp.Diagnostic]) -> str:
    """A quick fix, and which of the diagnostics that the client has sent are gone after it."""
    diagnostics = ",".join(map(_diagnostic, solved))
    more = f'"diagnostics":[{diagnostics}],' if diagnostics else ""
    if fix.preferred:
        more += '"isPreferred":true,'
    return write_action(view, fix.title, QUICK_FIX, fix.edits, more)


def write_action(
    view: View[Any], title: str, kind: str, edits: Iterable[Edit], more: str = ""
) -> str:
    """A ``CodeAction``; `more` is properties of it."""
    range_ = Places(view.source.lines, view.client.encoding.units).range
    written = ",".join(
        [f'{{"range":{range_(span)},"newText":{quote(text)}}}' for span, text in edits]
    )
    edit = f'{{"changes":{{{quote(view.uri)}:[{written}]}}}}'
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

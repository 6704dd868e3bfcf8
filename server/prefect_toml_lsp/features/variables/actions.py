"""Quick fixes for variables (LSP 3.17, `textDocument/codeAction`): take the name or the value that
a finding suggests.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis import Finding
from prefect_toml_lsp.features.snapshot import DotenvSnapshot, View
from prefect_toml_lsp.toml.encode import encode_key, encode_string

_NAMES = ("unknown-variable", "wrong-release")
_MOST = 3


def variable_actions(
    snapshot: View[Any], params: lsp.CodeActionParams
) -> list[lsp.CodeAction] | None:
    """Fixes for the findings that touch a range; null for a client that takes no literals."""
    only = params.context.only
    wanted = only is None or lsp.CodeActionKind.QuickFix in only or "" in only
    if not snapshot.client.action_literals or not wanted:
        return None
    span = snapshot.span(params.range)
    return [
        action
        for finding in snapshot.analysis.findings()
        if finding.span.start <= span.end and span.start <= finding.span.end
        for action in _fixes(snapshot, finding, params.context.diagnostics)
    ]


def _fixes(
    snapshot: View[Any], finding: Finding, shown: Sequence[lsp.Diagnostic]
) -> Iterator[lsp.CodeAction]:
    range_ = snapshot.range(finding.span)
    solved = [each for each in shown if each.code == finding.code and each.range == range_]
    for index, (label, text) in enumerate(_replacements(snapshot, finding)):
        yield lsp.CodeAction(
            title=f"Replace by {label}",
            kind=lsp.CodeActionKind.QuickFix,
            diagnostics=solved or None,
            is_preferred=index == 0,
            edit=lsp.WorkspaceEdit(changes={snapshot.uri: [lsp.TextEdit(range_, text)]}),
        )


def _replacements(snapshot: View[Any], finding: Finding) -> Iterator[tuple[str, str]]:
    """What may stand in the place of the finding's span: as a title shows it, and as text."""
    names = finding.data.get("candidates", ())[:_MOST]
    if finding.code in _NAMES:
        yield from ((name, name) for name in names)
    elif finding.code == "unknown-profile":
        yield from ((encode_key(name), encode_string(name)) for name in names)
    elif "replacement" in finding.data:
        text = finding.data["replacement"]
        yield text, text if isinstance(snapshot, DotenvSnapshot) else encode_string(text)

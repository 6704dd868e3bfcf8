"""What completion proposes, before it is put in LSP's terms."""

from __future__ import annotations

from typing import Any, NamedTuple

from lsprotocol import types as lsp

from prefect_toml_lsp.features.setting_data import to_data
from prefect_toml_lsp.features.snapshot import View
from prefect_toml_lsp.text import Span


class Proposal(NamedTuple):
    """Text to put in the place of `span` (relative to the statement).

    label
        What the list shows.
    text, snippet
        What is inserted, for clients without and with snippets.
    typed
        What the text that `span` covers is compared with while the user types.
    path
        The setting or table that documents the proposal, dotted.
    """

    label: str
    span: Span
    text: str
    kind: lsp.CompletionItemKind
    detail: str
    path: str
    typed: str | None = None
    snippet: str | None = None
    documentation: str | None = None
    preselect: bool = False
    deprecated: bool = False


def to_item(snapshot: View[Any], proposal: Proposal, line: int, rank: int) -> lsp.CompletionItem:
    """The LSP item; `line` is the statement's, `rank` the place in the list, both from 0."""
    as_snippet = snapshot.client.snippets and proposal.snippet is not None
    text = proposal.snippet if as_snippet and proposal.snippet is not None else proposal.text
    return lsp.CompletionItem(
        label=proposal.label,
        kind=proposal.kind,
        detail=proposal.detail or None,
        documentation=proposal.documentation,
        sort_text=f"{rank:03}",
        filter_text=proposal.typed,
        preselect=proposal.preselect or None,
        insert_text_format=lsp.InsertTextFormat.Snippet if as_snippet else None,
        text_edit=lsp.TextEdit(snapshot.range(proposal.span.down(line)), text),
        data={"path": proposal.path, **to_data(snapshot.schema)},
    )


def escape_snippet(text: str) -> str:
    """`text` for a snippet in which nothing of it is a placeholder (LSP 3.17, Snippet Syntax)."""
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}")


def choice(texts: list[str]) -> str:
    """A snippet placeholder that lets the user choose one of `texts`."""
    escaped = [escape_snippet(each).replace(",", "\\,").replace("|", "\\|") for each in texts]
    return f"${{1|{','.join(escaped)}|}}"

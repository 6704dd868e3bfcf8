"""The proposals of completion, independent of LSP types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.features.documentation import explain, markup
from prefect_toml_lsp.features.setting_data import find_setting, to_data
from prefect_toml_lsp.features.snapshot import SUGGEST, View
from prefect_toml_lsp.prefect import Schema
from prefect_toml_lsp.records import NamedTuple
from prefect_toml_lsp.text import Position, Span
from prefect_toml_lsp.text.edits import Edit

_WIDEST = 30  # characters of a default next to a label


class Proposal(NamedTuple):
    """Text that replaces `span` (relative to the statement).

    label
        The text in the list.
    text, snippet
        The inserted text, for clients without and with snippets.
    path
        The dotted path of the setting or table that documents the proposal; `member` is the
        proposed value.
    detail, default
        A short description, and the default of a setting, as its file writes it.
    typed
        The filter text, which is compared with the text of `span` up to the cursor; the label if
        it is empty.
    goes_on
        The next list opens at once.
    is_name
        The text is only a name, so it may be inserted before the text right of the cursor.
    elsewhere
        Additional edits of other lines.
    """

    label: str
    span: Span
    text: str
    kind: lsp.CompletionItemKind
    path: str
    detail: str = ""
    default: str = ""
    typed: str = ""
    snippet: str | None = None
    member: str | None = None
    preselect: bool = False
    goes_on: bool = False
    is_name: bool = False
    elsewhere: Sequence[Edit] = ()


def to_list(
    snapshot: View[Any],
    proposals: Iterable[Proposal],
    line: int,
    cursor: Position,
    is_incomplete: bool = False,
) -> lsp.CompletionList:
    """The list that is shown at `cursor`; `line` is the statement's first."""
    schema, client = to_data(snapshot.schema), snapshot.client
    position = snapshot.range(Span.between(cursor, cursor)).start
    ranges: dict[Span, lsp.Range] = {}
    items = []
    for rank, each in enumerate(proposals):
        text, text_format = _inserted(snapshot, each)
        if each.span not in ranges:
            ranges[each.span] = snapshot.range(each.span.down(line))
        data = {"path": each.path, **schema}
        if each.member is not None:
            data["member"] = each.member
        documentation = None
        if client.documents_items_at_once:
            documentation = document(data, snapshot.schema, markdown=client.completion_markdown)
        items.append(
            lsp.CompletionItem(
                label=each.label,
                label_details=_beside(each) if client.label_details else None,
                kind=each.kind,
                detail=" = ".join(filter(None, (each.detail, each.default))) or None,
                documentation=documentation,
                sort_text=f"{rank:03}",
                filter_text=each.typed or each.label,
                preselect=each.preselect or None,
                insert_text_format=text_format,
                text_edit=_edit(snapshot, each, ranges[each.span], position, text),
                additional_text_edits=snapshot.text_edits(each.elsewhere) or None,
                command=_GO_ON if each.goes_on and client.reopens_lists else None,
                data=data,
            )
        )
    return lsp.CompletionList(is_incomplete=is_incomplete, items=items)


def document(
    data: Mapping[str, Any], schema: Schema, *, markdown: bool
) -> lsp.MarkupContent | None:
    """The documentation of the setting that the `data` of an item names, below that of the value;
    None if there is no such setting.
    """
    node = find_setting(data.get("path"), schema)
    if node is None:
        return None
    meaning = node.members.get(str(data.get("member")), "")
    text = "\n\n".join(filter(None, (meaning, explain(node, schema))))
    return markup(text, markdown=markdown)


_GO_ON = lsp.Command("Complete", SUGGEST)


def _inserted(snapshot: View[Any], proposal: Proposal) -> tuple[str, lsp.InsertTextFormat | None]:
    """The text and its format. Text with spaces is a snippet if possible, because Neovim 0.11 only
    inserts the first word of other text.
    """
    if not snapshot.client.snippets:
        return proposal.text, None
    if proposal.snippet is not None:
        return proposal.snippet, lsp.InsertTextFormat.Snippet
    if any(map(str.isspace, proposal.text)):
        return escape_snippet(proposal.text), lsp.InsertTextFormat.Snippet
    return proposal.text, None


def _edit(
    snapshot: View[Any], proposal: Proposal, range_: lsp.Range, cursor: lsp.Position, text: str
) -> lsp.TextEdit | lsp.InsertReplaceEdit:
    """The edit at the cursor; if the text right of it may stay, the client decides."""
    if not (proposal.is_name and snapshot.client.insert_replace and cursor < range_.end):
        return lsp.TextEdit(range_, text)
    return lsp.InsertReplaceEdit(text, lsp.Range(range_.start, cursor), range_)


def _beside(proposal: Proposal) -> lsp.CompletionItemLabelDetails:
    """What a row shows next to its label: ``port = 4200 … integer``."""
    default = proposal.default
    if len(default) > _WIDEST:
        default = default[: _WIDEST - 1] + "…"
    return lsp.CompletionItemLabelDetails(
        f" = {default}" if default else None, proposal.detail or None
    )


def escape_snippet(text: str) -> str:
    """`text` for a snippet in which nothing of it is a placeholder (LSP 3.17, Snippet Syntax)."""
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}")


def choice(texts: list[str]) -> str:
    """A snippet placeholder that lets the user choose one of `texts`."""
    escaped = [escape_snippet(each).replace(",", "\\,").replace("|", "\\|") for each in texts]
    return f"${{1|{','.join(escaped)}|}}"

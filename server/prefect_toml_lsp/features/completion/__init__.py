"""`textDocument/completion` and `completionItem/resolve` (LSP 3.17)."""

from __future__ import annotations

from typing import Any

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis.resolve import Resolved, resolve
from prefect_toml_lsp.features.completion.beginnings import is_beginning
from prefect_toml_lsp.features.completion.dotenv import complete_dotenv
from prefect_toml_lsp.features.completion.elsewhere import depends_on_word
from prefect_toml_lsp.features.completion.headers import propose_headers
from prefect_toml_lsp.features.completion.keys import propose_keys
from prefect_toml_lsp.features.completion.profiles import complete_profiles
from prefect_toml_lsp.features.completion.proposals import document, to_list
from prefect_toml_lsp.features.completion.root_line import root_line
from prefect_toml_lsp.features.completion.spacing import is_stray_space
from prefect_toml_lsp.features.completion.values import propose_values
from prefect_toml_lsp.features.registry import Feature, Workspace, on_workspace
from prefect_toml_lsp.features.setting_data import find_schema
from prefect_toml_lsp.features.snapshot import Snapshot
from prefect_toml_lsp.sources.kinds import Holds
from prefect_toml_lsp.toml import Place

COMPLETION = Feature(
    lsp.TEXT_DOCUMENT_COMPLETION,
    lsp.CompletionOptions(
        trigger_characters=[".", "[", "=", '"', "'", ",", "{", " "], resolve_provider=True
    ),
)
COMPLETION.on(Holds.PROFILES)(complete_profiles)
COMPLETION.on(Holds.VARIABLES)(complete_dotenv)
_PROPOSERS = {
    Place.KEY: propose_keys,
    Place.HEADER: propose_headers,
    Place.VALUE: propose_values,
}


@COMPLETION.on(Holds.SETTINGS)
def complete(snapshot: Snapshot, params: lsp.CompletionParams) -> lsp.CompletionList | None:
    """Proposals for the cursor; none in comments and after finished values."""
    cursor = snapshot.position(params.position)
    if is_stray_space(params, snapshot.source.lines[cursor.line][: cursor.column]):
        return None
    found = resolve(snapshot.document, snapshot.analysis.context, cursor)
    proposer = _PROPOSERS.get(found.location.place)
    if proposer is None or not is_beginning(snapshot.document, found.location):
        return None
    proposals = proposer(snapshot, found)
    line = snapshot.document.start(found.location.statement)
    return to_list(snapshot, proposals, line, cursor, _goes_stale(snapshot, found))


def _goes_stale(snapshot: Snapshot, found: Resolved) -> bool:
    """Whether the next character may bring new proposals. Only then is the list incomplete, because
    VS Code shows an incomplete list unfiltered until the next one arrives, and Enter could accept
    something other than what was typed.
    """
    if found.location.place is not Place.KEY:
        return False
    prefix = snapshot.analysis.context.prefix
    root = root_line(snapshot.document, found.location, prefix)
    return root is not None and depends_on_word(root.word)


@on_workspace(lsp.COMPLETION_ITEM_RESOLVE)
def resolve_item(workspace: Workspace, item: lsp.CompletionItem) -> lsp.CompletionItem:
    """The item with the documentation of the setting that `complete` named in its data, below that
    of the value.
    """
    data: Any = item.data
    if not isinstance(data, dict):
        return item
    schema = find_schema(data, workspace.catalogue)
    found = schema and document(data, schema, markdown=workspace.client.completion_markdown)
    if found:
        item.documentation = found
    return item

"""Documents of all kinds as features see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prefect_toml_lsp.analysis import Context
from prefect_toml_lsp.analysis.documents import Live, document_kind
from prefect_toml_lsp.features.options import ServerOptions
from prefect_toml_lsp.features.snapshot import (
    Client,
    DotenvSnapshot,
    ProfilesSnapshot,
    Snapshot,
    View,
)
from prefect_toml_lsp.features.uris import name_of
from prefect_toml_lsp.sources.kinds import PREFECT, Holds, file_kind, kind_named

LANGUAGE = "prefect-toml"
"""The language that VS Code has for documents that are wholly Prefect's."""

_VIEWS: Mapping[Holds, type[View[Any]]] = {
    Holds.SETTINGS: Snapshot,
    Holds.PROFILES: ProfilesSnapshot,
    Holds.VARIABLES: DotenvSnapshot,
}


def kind_of(uri: str, language: str) -> str | None:
    """The kind of a document (`sources.kinds.FILES`), by its name or by the client's language id;
    None if it is not Prefect's.
    """
    row = kind_named(name_of(uri))
    return row.id if row else PREFECT if language == LANGUAGE else None


def read(kind: str, text: str) -> Live:
    """A document of this kind."""
    return document_kind(kind).read(text)


def view_of(
    document: Live, context: Context, client: Client, settings: ServerOptions, uri: str
) -> View[Any]:
    """A view of a document, which `read` has made for the context's kind."""
    analysis = document_kind(context.kind).analyse(document, context)
    return _VIEWS[file_kind(context.kind).holds](analysis, client, settings, uri)

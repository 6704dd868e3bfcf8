"""The server's state: the client, the open documents, the settings in force."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlparse

from lsprotocol import types as lsp

from prefect_toml_lsp.analysis import Analysis
from prefect_toml_lsp.features import Client, Snapshot
from prefect_toml_lsp.schema import Catalogue
from prefect_toml_lsp.toml import Document


@dataclass(slots=True)
class OpenDocument:
    """A document that the client has opened, at the version that it sent last."""

    snapshot: Snapshot
    version: int


class Session:
    """All that lives from `initialize` to `exit`."""

    def __init__(self) -> None:
        self.client = Client()
        self.catalogue = Catalogue.load()
        self._documents: dict[str, OpenDocument] = {}

    def open(self, item: lsp.TextDocumentItem) -> OpenDocument | None:
        """Take up a document; None for a file that is not Prefect's."""
        if not _is_prefect_toml(item):
            return None
        analysis = Analysis(Document(item.text), self.catalogue.schema())
        opened = OpenDocument(Snapshot(analysis, self.client), item.version)
        self._documents[item.uri] = opened
        return opened

    def change(self, params: lsp.DidChangeTextDocumentParams) -> OpenDocument | None:
        """Apply edits in their order; None for a document that is not open here."""
        opened = self._documents.get(params.text_document.uri)
        if opened is None:
            return None
        snapshot = opened.snapshot
        for event in params.content_changes:
            if isinstance(event, lsp.TextDocumentContentChangePartial):
                change = snapshot.document.edit(snapshot.span(event.range), event.text)
            else:
                change = snapshot.document.replace_all(event.text)
            snapshot.analysis.update(change)
        opened.version = params.text_document.version
        return opened

    def close(self, uri: str) -> bool:
        """Forget a document; whether it was open here."""
        return self._documents.pop(uri, None) is not None

    def snapshot(self, uri: str) -> Snapshot | None:
        """The document as it is now; None where it is not open here."""
        opened = self._documents.get(uri)
        return opened.snapshot if opened else None


def _is_prefect_toml(item: lsp.TextDocumentItem) -> bool:
    """Whether the file's name, or the language that the client gives it, is Prefect's."""
    name = unquote(urlparse(item.uri).path).rpartition("/")[2]
    return name == "prefect.toml" or item.language_id == "prefect-toml"

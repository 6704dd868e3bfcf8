"""The empty pygls server: what a server on pygls pays before it does anything itself.

It keeps documents in step (incremental sync, done by pygls), publishes no diagnostics for each
version, answers every hover with one constant text and every completion with the same 40 items.
A server's own work is what it takes beyond this.

    python benchmarks/floor_server.py        speaks LSP over stdin and stdout
"""

from __future__ import annotations

from lsprotocol import types
from pygls.lsp.server import LanguageServer

ITEMS = 40
"""How many completion items each answer has."""

server = LanguageServer("floor", "1")

_ORIGIN = types.Position(line=0, character=0)

HOVER = types.Hover(
    contents=types.MarkupContent(
        kind=types.MarkupKind.Markdown,
        value="**server.api.port**\n\n`integer`, default `4200`\n\nThe port the server listens on.",
    )
)

COMPLETION = types.CompletionList(
    is_incomplete=False,
    items=[
        types.CompletionItem(
            label=f"setting_{number}",
            kind=types.CompletionItemKind.Property,
            text_edit=types.TextEdit(
                range=types.Range(start=_ORIGIN, end=_ORIGIN), new_text=f"setting_{number} = "
            ),
        )
        for number in range(ITEMS)
    ],
)


def publish_nothing(ls: LanguageServer, uri: str, version: int) -> None:
    """Publish that this version of the document has no diagnostics."""
    ls.text_document_publish_diagnostics(
        types.PublishDiagnosticsParams(uri=uri, version=version, diagnostics=[])
    )


@server.feature(types.TEXT_DOCUMENT_DID_OPEN)
def did_open(ls: LanguageServer, params: types.DidOpenTextDocumentParams) -> None:
    """``textDocument/didOpen``."""
    publish_nothing(ls, params.text_document.uri, params.text_document.version)


@server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
def did_change(ls: LanguageServer, params: types.DidChangeTextDocumentParams) -> None:
    """``textDocument/didChange``; pygls has changed the document by now."""
    publish_nothing(ls, params.text_document.uri, params.text_document.version)


@server.feature(types.TEXT_DOCUMENT_HOVER)
def hover(_params: types.HoverParams) -> types.Hover:
    """``textDocument/hover``."""
    return HOVER


@server.feature(types.TEXT_DOCUMENT_COMPLETION)
def completion(_params: types.CompletionParams) -> types.CompletionList:
    """``textDocument/completion``."""
    return COMPLETION


if __name__ == "__main__":
    server.start_io()

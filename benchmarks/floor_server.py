"""The empty pygls server, which shows what pygls costs before a server does any work.

It synchronizes documents (incrementally, done by pygls), publishes empty diagnostics for each
version, and answers every hover with one constant text and every completion with the same 40
items. A server's own work is the time beyond this.

    python benchmarks/floor_server.py [--answers FILE]      speaks LSP over stdin and stdout

With a record of our own answers (``answers.py``) it also answers each recorded request with the
same result: lsprotocol objects, made in advance, which pygls converts to JSON each time.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

ITEMS = 40
"""The number of completion items in each answer."""

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
    """``textDocument/didChange``; pygls has already changed the document."""
    publish_nothing(ls, params.text_document.uri, params.text_document.version)


@server.feature(types.TEXT_DOCUMENT_HOVER)
def hover(_params: types.HoverParams) -> types.Hover:
    """``textDocument/hover``."""
    return HOVER


@server.feature(types.TEXT_DOCUMENT_COMPLETION)
def completion(_params: types.CompletionParams) -> types.CompletionList:
    """``textDocument/completion``."""
    return COMPLETION


OPTIONS: dict[str, Any] = {
    types.TEXT_DOCUMENT_ON_TYPE_FORMATTING: types.DocumentOnTypeFormattingOptions(
        first_trigger_character="\n"
    ),
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: types.SemanticTokensLegend([], []),
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA: types.SemanticTokensLegend([], []),
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE: types.SemanticTokensLegend([], []),
}
"""The registration options of methods that need some."""


def answer_from(results: dict[str, Any], key_of: Callable[[Any], str]) -> Callable[[Any], Any]:
    """A handler that looks up its answer in ``results``."""

    def handle(params: Any) -> Any:
        return results[key_of(params)]

    return handle


def constant(result: Any) -> Callable[..., Any]:
    """A command that always returns ``result``."""

    def handle(*_: Any) -> Any:
        return result

    return handle


def register(file: Path) -> None:
    """Answer all requests in a record."""
    import answers  # here, so that the server starts as fast as possible without a record

    record = answers.read(file)
    if types.WORKSPACE_DIAGNOSTIC in record:  # pygls declares one only together with the other
        record.setdefault(types.TEXT_DOCUMENT_DIAGNOSTIC, {})
    for method, results in record.items():
        if method == answers.EXECUTE:
            for key, result in results.items():
                server.command(key.split()[-1])(constant(result))
        else:
            server.feature(method, OPTIONS.get(method))(answer_from(results, answers.key_of))


def main(arguments: list[str]) -> None:
    """Run the command line, without argparse, which would slow down the floor's start."""
    match arguments:
        case []:
            pass
        case ["--answers", file]:
            register(Path(file))
            gc.collect()
            gc.freeze()  # garbage collection need not traverse the record
        case _:
            sys.exit(f"usage: {sys.argv[0]} [--answers FILE]")
    server.start_io()


if __name__ == "__main__":
    main(sys.argv[1:])

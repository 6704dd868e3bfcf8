"""The empty pygls server: what a server on pygls pays before it does anything itself.

It keeps documents in step (incremental sync, done by pygls), publishes no diagnostics for each
version, answers every hover with one constant text and every completion with the same 40 items.
A server's own work is what it takes beyond this.

    python benchmarks/floor_server.py [--answers FILE]      speaks LSP over stdin and stdout

With a record of our own answers (``answers.py``) it also answers each request in it with the same
result: lsprotocol's objects, made before, which pygls turns into JSON each time.
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


OPTIONS: dict[str, Any] = {
    types.TEXT_DOCUMENT_ON_TYPE_FORMATTING: types.DocumentOnTypeFormattingOptions(
        first_trigger_character="\n"
    ),
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: types.SemanticTokensLegend([], []),
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA: types.SemanticTokensLegend([], []),
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE: types.SemanticTokensLegend([], []),
}
"""What some methods must be registered with."""


def answer_from(results: dict[str, Any], key_of: Callable[[Any], str]) -> Callable[[Any], Any]:
    """A handler that looks its answer up."""

    def handle(params: Any) -> Any:
        return results[key_of(params)]

    return handle


def constant(result: Any) -> Callable[..., Any]:
    """A command that returns ``result``, whatever its arguments."""

    def handle(*_: Any) -> Any:
        return result

    return handle


def register(file: Path) -> None:
    """Answer all that is in a record."""
    import answers  # not before: without a record the server must not start slower for it

    record = answers.read(file)
    if types.WORKSPACE_DIAGNOSTIC in record:  # pygls declares the one only beside the other
        record.setdefault(types.TEXT_DOCUMENT_DIAGNOSTIC, {})
    for method, results in record.items():
        if method == answers.EXECUTE:
            for key, result in results.items():
                server.command(key.split()[-1])(constant(result))
        else:
            server.feature(method, OPTIONS.get(method))(answer_from(results, answers.key_of))


def main(arguments: list[str]) -> None:
    """The command line, read without argparse: that would count as the floor's start."""
    match arguments:
        case []:
            pass
        case ["--answers", file]:
            register(Path(file))
            gc.collect()
            gc.freeze()  # The record is not garbage; the collector need not walk it meanwhile.
        case _:
            sys.exit(f"usage: {sys.argv[0]} [--answers FILE]")
    server.start_io()


if __name__ == "__main__":
    main(sys.argv[1:])

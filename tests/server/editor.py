"""Open, change and query documents as an editor does."""

from __future__ import annotations

import itertools
from pathlib import Path

from lsprotocol import types as lsp
from pytest_lsp import LanguageClient

_NAMES = itertools.count()


def cursor(text: str) -> tuple[str, lsp.Position]:
    """The text without its ``|``, and the position of that in UTF-16 units."""
    before, _, after = text.partition("|")
    line = before.count("\n")
    column = before.rpartition("\n")[2]
    return before + after, lsp.Position(line, len(column.encode("utf-16-le")) // 2)


async def diagnostics_of(client: LanguageClient, uri: str) -> list[lsp.Diagnostic]:
    """The next diagnostics of a document. Call it right after sending what the server answers.

    Diagnostics of other documents may come before them.
    """
    client.diagnostics.pop(uri, None)
    while uri not in client.diagnostics:
        await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    return list(client.diagnostics[uri])


async def open_file(client: LanguageClient, text: str, name: str = "prefect.toml") -> str:
    """Open a file in a new folder and wait for its diagnostics; returns its URI."""
    uri = f"file:///work{next(_NAMES)}/{name}"
    client.text_document_did_open(
        lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "toml", 1, text))
    )
    await diagnostics_of(client, uri)
    return uri


async def change_file(
    client: LanguageClient, uri: str, version: int, *edits: tuple[lsp.Range, str]
) -> list[lsp.Diagnostic]:
    """Send edits and wait for the diagnostics of the new version."""
    events = [lsp.TextDocumentContentChangePartial(range=where, text=new) for where, new in edits]
    client.text_document_did_change(
        lsp.DidChangeTextDocumentParams(lsp.VersionedTextDocumentIdentifier(version, uri), events)
    )
    return await diagnostics_of(client, uri)


async def complete(
    client: LanguageClient, marked: str, name: str = "prefect.toml"
) -> list[lsp.CompletionItem]:
    """The completion items at the ``|`` in a new file."""
    text, position = cursor(marked)
    uri = await open_file(client, text, name)
    found = await client.text_document_completion_async(
        lsp.CompletionParams(lsp.TextDocumentIdentifier(uri), position)
    )
    assert found is None or isinstance(found, lsp.CompletionList)
    return list(found.items) if found else []


async def hover(
    client: LanguageClient, marked: str, name: str = "prefect.toml"
) -> lsp.Hover | None:
    """The hover at the ``|`` in a new file."""
    text, position = cursor(marked)
    uri = await open_file(client, text, name)
    return await client.text_document_hover_async(
        lsp.HoverParams(lsp.TextDocumentIdentifier(uri), position)
    )


async def hovered(client: LanguageClient, marked: str, name: str) -> tuple[str, str] | None:
    """The text that the hover at the ``|`` covers, and its contents."""
    found = await hover(client, marked, name)
    if found is None:
        return None
    assert isinstance(found.contents, lsp.MarkupContent)
    assert found.range is not None
    return covered(cursor(marked)[0], found.range), found.contents.value


def open_at(client: LanguageClient, path: Path, text: str) -> str:
    """Open a document with this text in place of a file, which need not exist; returns its URI."""
    item = lsp.TextDocumentItem(path.as_uri(), "toml", 1, text)
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
    return path.as_uri()


def apply(text: str, edit: lsp.TextEdit) -> str:
    """The text after an edit whose positions count UTF-16 units."""
    lines = text.split("\n")

    def offset(position: lsp.Position) -> int:
        units = lines[position.line].encode("utf-16-le")[: 2 * position.character]
        above = sum(len(line) + 1 for line in lines[: position.line])
        return above + len(units.decode("utf-16-le"))

    return text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]


def covered(text: str, range_: lsp.Range) -> str:
    """The text that a range covers."""
    mark = "\N{REPLACEMENT CHARACTER}"
    marked = apply(text, lsp.TextEdit(lsp.Range(range_.end, range_.end), mark))
    marked = apply(marked, lsp.TextEdit(lsp.Range(range_.start, range_.start), mark))
    return marked.split(mark)[1]

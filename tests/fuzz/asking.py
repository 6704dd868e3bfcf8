"""Ask every feature about a document, and look into the answers."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from lsprotocol import types as lsp
from pygls.protocol import default_converter

from prefect_toml_lsp.features.code_action import FIX_ALL, SORT
from prefect_toml_lsp.features.diagnostic import diagnostics
from prefect_toml_lsp.features.raw_json import Encoded
from prefect_toml_lsp.features.refusal import RequestRefused
from prefect_toml_lsp.features.registry import Feature, load
from prefect_toml_lsp.features.snapshot import SUGGEST, Client, View

CONVERTER = default_converter()
EVERYTHING = Client(
    snippets=True, hover_markdown=True, completion_markdown=True, insert_replace=True,
    label_details=True, reopens_lists=bool(SUGGEST), action_literals=True,
    diagnostic_tags=frozenset(lsp.DiagnosticTag), related_information=True, code_description=True,
    nested_symbols=True, whole_line_folds=False, definition_links=True, link_tooltips=True,
)  # fmt: skip
"""A client with all capabilities that we use."""

_DOCUMENT = lsp.TextDocumentIdentifier("file:///nowhere/x")
_FORMAT = lsp.FormattingOptions(2, insert_spaces=True)
Params = Callable[[View[Any], lsp.Position, lsp.Range], Any]
PARAMS: Mapping[str, Params] = {
    lsp.TEXT_DOCUMENT_CODE_ACTION: lambda view, _, where: lsp.CodeActionParams(
        _DOCUMENT, where, lsp.CodeActionContext(diagnostics(view)[:5])
    ),
    lsp.TEXT_DOCUMENT_CODE_LENS: lambda *_: lsp.CodeLensParams(_DOCUMENT),
    lsp.TEXT_DOCUMENT_COMPLETION: lambda _, at, __: lsp.CompletionParams(_DOCUMENT, at),
    lsp.TEXT_DOCUMENT_DEFINITION: lambda _, at, __: lsp.DefinitionParams(_DOCUMENT, at),
    lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT: lambda _, at, __: lsp.DocumentHighlightParams(
        _DOCUMENT, at
    ),
    lsp.TEXT_DOCUMENT_DOCUMENT_LINK: lambda *_: lsp.DocumentLinkParams(_DOCUMENT),
    lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL: lambda *_: lsp.DocumentSymbolParams(_DOCUMENT),
    lsp.TEXT_DOCUMENT_FOLDING_RANGE: lambda *_: lsp.FoldingRangeParams(_DOCUMENT),
    lsp.TEXT_DOCUMENT_FORMATTING: lambda *_: lsp.DocumentFormattingParams(_DOCUMENT, _FORMAT),
    lsp.TEXT_DOCUMENT_RANGE_FORMATTING: lambda _, __, where: lsp.DocumentRangeFormattingParams(
        _DOCUMENT, where, _FORMAT
    ),
    lsp.TEXT_DOCUMENT_ON_TYPE_FORMATTING: lambda _, at, __: lsp.DocumentOnTypeFormattingParams(
        _DOCUMENT, at, "\n", _FORMAT
    ),
    lsp.TEXT_DOCUMENT_HOVER: lambda _, at, __: lsp.HoverParams(_DOCUMENT, at),
    lsp.TEXT_DOCUMENT_INLAY_HINT: lambda _, __, where: lsp.InlayHintParams(_DOCUMENT, where),
    lsp.TEXT_DOCUMENT_RENAME: lambda _, at, __: lsp.RenameParams(_DOCUMENT, at, "new name"),
    lsp.TEXT_DOCUMENT_PREPARE_RENAME: lambda _, at, __: lsp.PrepareRenameParams(_DOCUMENT, at),
    lsp.TEXT_DOCUMENT_SELECTION_RANGE: lambda _, at, __: lsp.SelectionRangeParams(_DOCUMENT, [at]),
    lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: lambda *_: lsp.SemanticTokensParams(_DOCUMENT),
    lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA: lambda *_: lsp.SemanticTokensDeltaParams(
        _DOCUMENT, "1"
    ),
    lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE: lambda _, __, where: lsp.SemanticTokensRangeParams(
        _DOCUMENT, where
    ),
}


@cache
def features() -> tuple[tuple[str, Feature], ...]:
    """The features about one document; `PARAMS` has parameters for each."""
    return tuple(each for each in load().items() if isinstance(each[1], Feature))


def position(view: View[Any], chance: random.Random) -> lsp.Position:
    """A random position in the document, or slightly outside of it."""
    lines = view.source.lines
    row = chance.randrange(len(lines) + 1)
    length = len(lines[row]) if row < len(lines) else 0
    return lsp.Position(row, chance.choice((0, length, chance.randint(0, length + 2))))


def answers(view: View[Any], chance: random.Random) -> Iterator[tuple[str, Any]]:
    """(method, answer) of every feature, for a random position or range in a document."""
    at = position(view, chance)
    start, end = sorted((at, position(view, chance)), key=lambda each: (each.line, each.character))
    for method, feature in features():
        try:
            found = feature(view, PARAMS[method](view, at, lsp.Range(start, end)))
            found = list(found) if isinstance(found, Iterator) else found
        except RequestRefused as refused:
            found = refused.message
        yield method, found
    context = lsp.CodeActionContext([], only=[FIX_ALL, SORT, lsp.CodeActionKind.Empty])
    actions = dict(features())[lsp.TEXT_DOCUMENT_CODE_ACTION]
    yield "actions", actions(view, lsp.CodeActionParams(_DOCUMENT, lsp.Range(start, end), context))
    yield "diagnostics", diagnostics(view)


def as_json(answer: Any) -> Any:
    """An answer as the JSON that the client gets."""
    if isinstance(answer, Encoded):
        return json.loads(answer)
    return json.loads(json.dumps(CONVERTER.unstructure(answer)))


def ranges(answer: Any) -> Iterator[tuple[int, int, int, int]]:
    """All ranges in an answer."""
    if isinstance(answer, dict):
        if {"start", "end"} <= answer.keys():
            start, end = answer["start"], answer["end"]
            yield start["line"], start["character"], end["line"], end["character"]
        else:
            for key, each in answer.items():
                if key != "arguments" and not key.startswith("target"):
                    yield from ranges(each)
    elif isinstance(answer, list):
        for each in answer:
            yield from ranges(each)


def edits(actions: Any) -> Iterator[tuple[str, list[Any]]]:
    """(title, text edits) of each code action."""
    for action in actions or ():
        for each in (action["edit"].get("changes") or {}).values():
            yield action["title"], each


WRITTEN = {"newText", "insertText", "textEdit", "textEdits", "additionalTextEdits", "edit"}
"""Members of an answer with text that goes into a document."""


def told(answer: Any) -> Iterator[str]:
    """All strings in an answer, except for text that goes into a document."""
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, dict):
        for key, each in answer.items():
            if key not in WRITTEN:
                yield from told(each)
    elif isinstance(answer, list):
        for each in answer:
            yield from told(each)

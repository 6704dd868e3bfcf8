"""For every kind of text and every feature, ten times the text takes about ten times the work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from lsprotocol import types as lsp

from prefect_toml_lsp.analysis import Context
from prefect_toml_lsp.cli.context import newest_schema
from prefect_toml_lsp.cli.excerpt import block
from prefect_toml_lsp.cli.files import check_text
from prefect_toml_lsp.cli.palette import PLAIN
from prefect_toml_lsp.cli.targets import Target
from prefect_toml_lsp.features.documents import read, view_of
from prefect_toml_lsp.features.options import ServerOptions
from prefect_toml_lsp.features.registry import Feature, load
from prefect_toml_lsp.features.snapshot import Client, View
from tests.fuzz.steps import FACTOR, calls
from tests.fuzz.texts import DOTENV, PROFILES, TOML, Grow

pytestmark = pytest.mark.slow

SMALL = 50
CASES = [
    pytest.param(kind, grow, id=f"{kind}: {name}")
    for kind, texts in (("prefect.toml", TOML), ("dotenv", DOTENV), ("profile", PROFILES))
    for name, grow in texts.items()
]
WHOLE = lsp.Range(lsp.Position(0, 0), lsp.Position(1_000_000, 0))
END = lsp.Position(0, 1_000_000)


def grows_evenly(name: str, work: Callable[[str], Any], grow: Grow) -> None:
    """Fail if ten times the text takes more than `FACTOR` times the calls."""
    work(grow(3))  # fills caches, which do not count
    few, many = (calls(lambda n=n: work(grow(n))) for n in (SMALL, 10 * SMALL))
    assert many <= FACTOR * few + 1000, f"{name}: {many / few:.1f} times"


@pytest.mark.parametrize(("kind", "grow"), CASES)
def test_check(kind: str, grow: Grow) -> None:
    target, context = Target("x", kind), Context(newest_schema(), kind=kind)

    def check(text: str) -> None:
        for report in check_text(target, text, context):
            for _ in block(report, PLAIN):
                pass

    grows_evenly("check", check, grow)


def _features() -> Iterator[tuple[str, Feature]]:
    for method, feature in load().items():
        if isinstance(feature, Feature):
            yield method, feature


def _parameters(method: str) -> Any:
    """Parameters for a method: the whole document, or the end of its first line."""
    document = lsp.TextDocumentIdentifier("file:///x")
    known: Mapping[str, Callable[[], Any]] = {
        lsp.TEXT_DOCUMENT_CODE_ACTION: lambda: lsp.CodeActionParams(
            document, WHOLE, lsp.CodeActionContext([])
        ),
        lsp.TEXT_DOCUMENT_INLAY_HINT: lambda: lsp.InlayHintParams(document, WHOLE),
        lsp.TEXT_DOCUMENT_DIAGNOSTIC: lambda: lsp.DocumentDiagnosticParams(document),
        lsp.TEXT_DOCUMENT_DOCUMENT_LINK: lambda: lsp.DocumentLinkParams(document),
        lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL: lambda: lsp.DocumentSymbolParams(document),
        lsp.TEXT_DOCUMENT_FOLDING_RANGE: lambda: lsp.FoldingRangeParams(document),
        lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: lambda: lsp.SemanticTokensParams(document),
        lsp.TEXT_DOCUMENT_HOVER: lambda: lsp.HoverParams(document, END),
        lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT: lambda: lsp.DocumentHighlightParams(document, END),
        lsp.TEXT_DOCUMENT_SELECTION_RANGE: lambda: lsp.SelectionRangeParams(document, [END]),
        lsp.TEXT_DOCUMENT_FORMATTING: lambda: lsp.DocumentFormattingParams(
            document, lsp.FormattingOptions(2, insert_spaces=True)
        ),
    }
    return known[method]() if method in known else None


CLIENT = Client(action_literals=True, nested_symbols=True, whole_line_folds=True)


@pytest.mark.parametrize(("kind", "grow"), CASES)
def test_features(kind: str, grow: Grow) -> None:
    context = Context(newest_schema(), kind=kind)
    views: dict[str, View[Any]] = {}
    for n in (3, SMALL, 10 * SMALL):
        view = view_of(read(kind, grow(n)), context, CLIENT, ServerOptions(), "file:///x")
        view.analysis.findings()
        views[grow(n)] = view
    for method, feature in _features():
        if params := _parameters(method):
            grows_evenly(method, lambda text, ask=feature, of=params: ask(views[text], of), grow)
